"""What the project's lock file remembers: the cells that each node was cut from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCK_FILE = "nb2pipe.lock"


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """A cell of the notebook, and the line of the project's module where its code begins."""

    number: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lock:
    """Where a project comes from; empty for one that was written by hand."""

    notebook: str | None = None
    cells: Mapping[str, Sequence[CellOrigin]] | None = None

    def cell_of(self, node: str, line: int | None = None) -> CellOrigin | None:
        """The cell that gave the node's line, or its first cell."""
        cells = (self.cells or {}).get(node, ())
        before = [cell for cell in cells if line is not None and 0 < cell.line <= line]
        return max(before, key=lambda cell: cell.line) if before else next(iter(cells), None)


def read_lock(project: Path) -> Lock:
    """Read a project's lock file; what it does not say is left out."""
    try:
        content = json.loads((project / LOCK_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return Lock()
    nodes: Mapping[str, Any] = content.get("nodes", {})
    cells = {name: tuple(map(_cell, node.get("cells", ()))) for name, node in nodes.items()}
    return Lock(content.get("notebook"), cells)


def _cell(content: Mapping[str, Any]) -> CellOrigin:
    return CellOrigin(int(content.get("number") or 0), int(content.get("line") or 0))
