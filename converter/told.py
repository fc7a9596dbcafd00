"""A proof as plain data, for `nb2pipe verify --format json` and for the panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .verify.compare import Comparison

if TYPE_CHECKING:
    from .prove import Join


def proof_to_json(
    comparison: Comparison, failures: Mapping[str, str], joins: tuple[Join, ...] = ()
) -> dict[str, Any]:
    """What was compared, what came of it, and which cells were joined for it."""
    return {
        "proven": comparison.holds and not failures,
        "compared": [
            {
                "name": row.name,
                "kind": "file" if row.file else "dataset",
                "verdict": row.verdict.value,
                "variable": row.held.variable if row.held else None,
                "cell": row.held.number if row.held else None,
                "note": row.note,
            }
            for row in comparison.rows
        ],
        "joined": [{"cells": list(join.cells), "why": join.why} for join in joins],
        "failures": dict(failures),
    }
