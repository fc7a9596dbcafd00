"""What a live notebook remembers: the cells that ran and the catalog that they declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..converter.source.notebook import Cell, Notebook, parse_notebook, read_notebook

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

    def forget(self, cell_ids: Iterable[str]) -> None:
        """Drop cells that were deleted from the notebook, and what they declared."""
        for cell_id in cell_ids:
            self.cells.pop(cell_id, None)
            self.entries.pop(cell_id, None)

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
        """The saved notebook with each cell as it last ran; cells not saved yet come last.

        Raises NotebookError where the file cannot be read.
        """
        before = read_notebook(saved) if saved else Notebook("notebook", ())
        content = {"nbformat": 4, "cells": list(_merged(before.cells, self.cells))}
        return parse_notebook(content, name=before.name, path=saved)


def _merged(saved: Iterable[Cell], live: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Cells as they stand in a notebook file."""
    known: set[str] = set()
    for cell in saved:
        known.add(cell.id)
        metadata = {"tags": cell.tags, "nb2pipe": cell.options}
        source = live.get(cell.id, cell.source)
        yield {"cell_type": cell.kind, "id": cell.id, "source": source, "metadata": metadata}
    for id_, source in live.items():
        if id_ not in known:
            yield {"cell_type": "code", "id": id_, "source": source}
