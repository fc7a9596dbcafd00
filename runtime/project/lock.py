"""What the project's lock file remembers: the cells that each node was cut from, line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

LOCK_FILE = "nb2pipe.lock"


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """A cell of the notebook, and a line of it; 0 where that is not known."""

    number: int
    line: int = 0

    def __str__(self) -> str:
        return f"cell {self.number}, line {self.line}" if self.line else f"cell {self.number}"


@dataclass(frozen=True, slots=True)
class Lock:
    """Where a project comes from; empty for one that was written by hand."""

    notebook: str | None = None
    cells: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The cells of each node."""
    lines: Mapping[Path, Mapping[int, CellOrigin]] = field(default_factory=dict)
    """For each generated file that nobody edited, where its lines come from."""

    def origin_of(
        self, node: str, file: str | None = None, line: int | None = None
    ) -> CellOrigin | None:
        """The cell and line behind a line of a file, or the node's first cell."""
        known = self.lines.get(Path(file).resolve(), {}) if file and line else {}
        above = max((at for at in known if at <= (line or 0)), default=None)
        if above is not None:
            origin = known[above]
            step = (line or 0) - above if origin.line else 0
            return CellOrigin(origin.number, origin.line + step)
        return next(map(CellOrigin, self.cells.get(node, ())), None)


def read_lock(project: Path) -> Lock:
    """Read a project's lock file; what it does not say is left out."""
    try:
        content = json.loads((project / LOCK_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return Lock()
    nodes: Mapping[str, Any] = content.get("nodes", {})
    cells = {
        name: [int(cell.get("number") or 0) for cell in node.get("cells", ())]
        for name, node in nodes.items()
    }
    digests = content.get("files", {})
    lines = {
        (project / name).resolve(): {int(at): _origin(said) for at, said in table.items()}
        for name, table in content.get("lines", {}).items()
        if _is_as_written(project / name, digests.get(name))
    }
    return Lock(content.get("notebook"), cells, lines)


def _origin(said: str) -> CellOrigin:
    cell, _, line = said.partition(":")
    return CellOrigin(int(cell), int(line or 0))


def _is_as_written(path: Path, digest: str | None) -> bool:
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest() == digest
    except OSError:
        return False
