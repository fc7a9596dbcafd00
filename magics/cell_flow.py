"""What one cell reads and makes, by the same walk that makes the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..converter.source.notebook import Cell, Notebook

if TYPE_CHECKING:
    from ..converter.flow.cells import Flow, Flows


def flow_of(source: str) -> Flow:
    """What a cell reads before it assigns it, what it binds, and what it changes in place."""
    return one_cell(source).cells[0].flow


def one_cell(source: str) -> Flows:
    """The flows of a notebook that has this cell alone."""
    from ..converter.flow.cells import flows

    return flows(
        Notebook("cell", (Cell(index=0, id="cell", kind="code", source=source, number=1),))
    )
