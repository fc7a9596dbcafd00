"""Remember the outputs that cleaning takes away, and put them back on checkout.

What is remembered is a whole cell as it stood in the working copy, under the digest of the same
cell once cleaned. So a cell comes back only where it is the same, and cleaning what came back
gives what was checked out.
"""

from __future__ import annotations

import os

from .layout import Cell, Layout, read_layout
from .settings import Settings
from .stripping import apply, is_empty

MOST_BYTES = 64 << 20  # remembered of one notebook, beyond its newest cells


def cells_to_remember(text: str, cleaned: str, settings: Settings) -> dict[str, str]:
    """The cells that cleaning changed, as they were, by the digest of what they became."""
    before = _lasting(read_layout(text), settings)
    after = read_layout(cleaned).cells
    if len(before) != len(after):
        return {}
    keys = _keys(cleaned, after)
    found = {key: text[cell.start : cell.end] for key, cell in zip(keys, before, strict=True)}
    spelled = (cleaned[cell.start : cell.end] for cell in after)
    return {
        key: cell for (key, cell), same in zip(found.items(), spelled, strict=True) if cell != same
    }


def put_back(cleaned: str, remembered: dict[str, str]) -> str:
    """A cleaned notebook with the cells that are remembered in their place."""
    cells = read_layout(cleaned).cells
    changes = [
        (cell.start, cell.end, remembered[key])
        for key, cell in zip(_keys(cleaned, cells), cells, strict=True)
        if key in remembered
    ]
    return apply(cleaned, changes)


class OutputStore:
    """One file a notebook under the git directory, replaced as a whole."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def load(self, path: str) -> dict[str, str]:
        """The remembered cells of the notebook at `path`, newest first."""
        try:
            with open(self._file(path), encoding="latin-1", newline="") as file:
                return _parse(file.read())
        except OSError:
            return {}

    def save(self, path: str, cells: dict[str, str]) -> None:
        """Add cells to what is remembered; the oldest make room."""
        known = self.load(path)
        if all(known.get(key) == cell for key, cell in cells.items()):
            return
        room = MOST_BYTES - sum(map(len, cells.values()))
        kept = dict(cells)
        for key, cell in known.items():
            room -= len(cell)
            if room > 0:
                kept.setdefault(key, cell)
        _replace(self._file(path), _spell(kept))

    def _file(self, path: str) -> str:
        return os.path.join(self._folder, _digest(path.encode("utf-8", "surrogateescape")))


def _lasting(layout: Layout, settings: Settings) -> list[Cell]:
    return [cell for cell in layout.cells if not (settings.drop_empty_cells and is_empty(cell))]


def _keys(text: str, cells: list[Cell]) -> list[str]:
    """A digest a cell; of cells that are spelled alike each has its own."""
    seen: dict[str, int] = {}
    keys = []
    for cell in cells:
        digest = _digest(text[cell.start : cell.end].encode("latin-1"))
        seen[digest] = seen.get(digest, 0) + 1
        keys.append(f"{digest}-{seen[digest]}")
    return keys


def _digest(data: bytes) -> str:
    from hashlib import sha1

    return sha1(data, usedforsecurity=False).hexdigest()


def _spell(cells: dict[str, str]) -> str:
    return "".join(f"{key} {len(cell)}\n{cell}\n" for key, cell in cells.items())


def _parse(text: str) -> dict[str, str]:
    """Read what `_spell` wrote; what a damaged file still holds is not trusted."""
    cells = {}
    at = 0
    while at < len(text):
        line = text.find("\n", at)
        key, _, size = text[at:line].partition(" ")
        if line < 0 or not size.isdigit():
            return {}
        end = line + 1 + int(size)
        cells[key] = text[line + 1 : end]
        at = end + 1
    return cells


def _replace(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    partial = f"{path}.{os.getpid()}"
    with open(partial, "w", encoding="latin-1", newline="") as file:
        file.write(text)
    os.replace(partial, path)
