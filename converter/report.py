"""The table that accounts for every cell of a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .nodes.analysis import Analysis
from .nodes.graph import GraphCell

WHERE = {
    "params": "conf/base/parameters.yml",
    "catalog": "conf/base/catalog.yml",
    "setup": "module level",
    "skip": "stays in the notebook",
    "unused": "left out: nothing needs it",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one cell."""

    cell: int
    role: str
    became: str
    code: str
    """The first line of code, to know the cell by."""


def account(analysis: Analysis) -> tuple[Row, ...]:
    """One row for every code cell, in order."""
    sources = {cell.number: cell.source for cell in analysis.notebook.code}
    return tuple(
        Row(cell.number, cell.role, _became(cell), _first_line(sources[cell.number]))
        for cell in analysis.graph.cells
    )


def _became(cell: GraphCell) -> str:
    if cell.role in ("node", "report"):
        return f"node {cell.name}" if cell.name else WHERE["unused"]
    return WHERE[cell.role]


def _first_line(source: str) -> str:
    lines: Iterable[str] = (line.strip() for line in source.split("\n"))
    return next((line for line in lines if line and not line.startswith("%%")), source.strip())
