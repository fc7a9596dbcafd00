"""Catalog entries as they stand in a `%%catalog` cell: YAML below the tag line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..runtime.errors import UsageError
from .cell_flow import one_cell


def read_entries(body: str) -> Mapping[str, Any]:
    """Read the body of a catalog cell; an empty one has no entries.

    Raises UsageError for the first thing that is wrong, with its line in the cell.
    """
    from ..converter.nodes.catalog import entries_of

    found = entries_of(one_cell(f"%%catalog\n{body}"))
    for problem in found.problems:
        raise UsageError(f"line {problem.line} of the cell: {problem.message}", cure=problem.cure)
    return found.tagged
