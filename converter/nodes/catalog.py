"""The catalog: what `%%catalog` cells say, and names for what code reads and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

from ..diagnostics import Diagnostic
from ..flow.cells import CellFlow, Flows
from ..source.tags import Role, without_magic
from .grouping import Trace
from .lifting import Lift
from .linking import Unit
from .naming import slug, unique


@dataclass(frozen=True, slots=True)
class Entries:
    """The catalog entries that a notebook's cells hold, and what is wrong with them."""

    tagged: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


def entries_of(flows: Flows) -> Entries:
    """Read the `%%catalog` cells."""
    entries: dict[str, Any] = {}
    problems: list[Diagnostic] = []
    for cell in flows.cells:
        if cell.role is Role.CATALOG:
            found, wrong = _read(cell)
            entries |= found
            problems += wrong
    return Entries(entries, tuple(problems))


def _read(cell: CellFlow) -> tuple[dict[str, Any], list[Diagnostic]]:
    import yaml

    try:
        content = yaml.safe_load(without_magic(cell.cell.source))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        return {}, [_problem("NB104", cell, f"the catalog is not YAML: {problem}", line)]
    if content is None:
        return {}, []
    if not isinstance(content, dict):
        return {}, [
            _problem("NB104", cell, f"the catalog is a {type(content).__name__}, not a mapping", 1)
        ]
    problems = []
    for name, entry in content.items():
        line = _line_of(cell, str(name))
        if not isinstance(entry, dict) or "type" not in entry:
            problems.append(_problem("NB104", cell, f"the entry `{name}` has no `type`", line))
        elif (wrong := _unknown_type(str(entry["type"]))) is not None:
            problems.append(
                Diagnostic(
                    "NB105",
                    f"`{name}` has the unknown type {entry['type']!r}",
                    wrong,
                    cell.number,
                    line,
                )
            )
    return {
        str(name): entry for name, entry in content.items() if isinstance(entry, dict)
    }, problems


def _problem(code: str, cell: CellFlow, message: str, line: int) -> Diagnostic:
    return Diagnostic(
        code,
        message,
        "write `name:` and below it, indented, `type:` and `filepath:`",
        cell.number,
        line,
    )


def _line_of(cell: CellFlow, name: str) -> int:
    lines = cell.cell.source.split("\n")
    return next((at for at, line in enumerate(lines, 1) if line.startswith(f"{name}:")), 1)


def _unknown_type(kind: str) -> str | None:
    """What to do about a dataset's type that neither we nor an installed kedro_datasets know."""
    from ...runtime.datasets import TYPES

    if kind in TYPES or kind.startswith("kedro") or kind.count(".") > 1 or _in_kedro(kind):
        return None
    near = get_close_matches(kind, TYPES, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"use one of {', '.join(sorted(TYPES))}"


def _in_kedro(kind: str) -> bool:
    """Whether an installed kedro_datasets names the class; importing it would take its libraries."""
    from importlib.util import find_spec

    module, _, name = kind.partition(".")
    try:
        spec = find_spec(f"kedro_datasets.{module}")
    except (ImportError, ValueError):
        return False
    if spec is None or spec.origin is None:
        return False
    return re.search(rf"\b{re.escape(name)}\b", Path(spec.origin).read_text("utf-8")) is not None


# ---------------------------------------------------------------- what code reads and writes


def name_lifts(
    lifts: Sequence[Lift], units: Sequence[Unit], traced: Trace, entries: Entries
) -> dict[int, str]:
    """Name the entry of each lifted read and write, by its maker's number.

    An entry has the name of the variable where that is what the variable is at the end, and else
    the name of its file; the same file read alike is one entry.
    """
    asked = {dataset for unit in units for dataset in unit.options.outputs.values()}
    taken = set(entries.tagged) | asked
    made = {name for unit in units for name in unit.gives}
    named: dict[int, str] = {}
    known: list[tuple[Lift, str]] = []
    for lift in sorted(lifts, key=lambda lift: not _is_final(lift, traced)):
        alike = next((name for other, name in known if _is_alike(lift, other)), None)
        if _is_final(lift, traced):
            alike = _free(lift.variable, lift, taken)
            known.append((lift, alike))
        elif alike is None:
            taken |= made
            alike = _free(_stem(lift), lift, taken)
            known.append((lift, alike))
        named[lift.maker] = alike
    return named


def _is_alike(one: Lift, other: Lift) -> bool:
    return one.entry == other.entry and one.saves == other.saves


def _is_final(lift: Lift, traced: Trace) -> bool:
    return not lift.saves and traced.final.get(lift.variable) == lift.maker


def _stem(lift: Lift) -> str:
    return slug(PurePosixPath(lift.path).stem.replace("-", "_")) or lift.variable


def _free(name: str, lift: Lift, taken: set[str]) -> str:
    if name in taken:
        name = f"{name}_{slug(PurePosixPath(lift.path).suffix.lstrip('.')) or 'file'}"
    return unique(name, taken)
