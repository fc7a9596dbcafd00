"""What a live notebook remembers: the cells that ran and the catalog that they declared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..converter.notebook import Notebook, parse_notebook

if TYPE_CHECKING:
    from ..runtime import DataCatalog


@dataclass(slots=True)
class Session:
    """The cells of a live notebook, as they last ran, and its catalog."""

    cells: dict[str, str] = field(default_factory=dict)
    """Source by cell id, in the order of the first run."""
    entries: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Catalog entries by the id of the cell that declares them."""
    running: str = ""
    """The id of the cell that ran last, or runs now."""

    def remember(self, source: str, cell_id: str | None) -> None:
        """Keep a cell's source; a cell that runs again replaces what it was."""
        self.running = cell_id or self._id_of(source)
        self.cells[self.running] = source

    def _id_of(self, source: str) -> str:
        """A front end that names no cells runs the same cell again when the text is the same."""
        same = (known for known, text in self.cells.items() if text == source)
        return next(same, f"run-{len(self.cells) + 1}")

    def declare(self, entries: Mapping[str, Any]) -> None:
        """Keep the entries of the cell that runs now, in place of those it declared before."""
        self.entries[self.running] = entries

    @property
    def catalog(self) -> DataCatalog:
        """The catalog of all declared entries; of two with one name the later counts.

        Raises ConfigError where an entry cannot be read.
        """
        from ..runtime import DataCatalog

        return DataCatalog.from_config(self.config)

    @property
    def config(self) -> dict[str, Any]:
        """All declared entries, as they would stand in a catalog file."""
        return {name: entry for cell in self.entries.values() for name, entry in cell.items()}

    def notebook(self, saved: Path | None = None) -> Notebook:
        """The saved notebook with each cell as it last ran; cells not saved yet come last."""
        if saved is None or not saved.is_file():
            return parse_notebook(_with_cells({}, self.cells), name="notebook")
        content = json.loads(saved.read_text(encoding="utf-8-sig"))
        return parse_notebook(_with_cells(content, self.cells), name=saved.stem, path=saved)


def _with_cells(content: dict[str, Any], live: Mapping[str, str]) -> dict[str, Any]:
    saved = [
        cell | {"source": live.get(cell.get("id"), cell["source"])}
        for cell in content.get("cells", ())
    ]
    known = {cell.get("id") for cell in saved}
    unsaved = [
        {"cell_type": "code", "id": id_, "source": source, "metadata": {}}
        for id_, source in live.items()
        if id_ not in known
    ]
    return {"nbformat": 4, **content, "cells": [*saved, *unsaved]}
