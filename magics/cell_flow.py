"""What one cell reads and makes, by the same walk that makes the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..converter.notebook import Cell, Notebook

if TYPE_CHECKING:
    from ..converter.cells import Flow


def flow_of(source: str) -> Flow:
    """What a cell reads before it assigns it, what it binds, and what it changes in place."""
    from ..converter.cells import flows

    cell = Cell(index=0, id="cell", kind="code", source=source, number=1)
    return flows(Notebook("cell", (cell,))).cells[0].flow
