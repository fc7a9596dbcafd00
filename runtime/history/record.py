"""Writes a run down while it happens; what was written survives the end of the process."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from ..catalog.catalog import DataCatalog
from ..datasets.base import Dataset
from ..datasets.files import FileDataset
from ..events import (
    Event,
    LogLine,
    NodeCached,
    NodeFailed,
    NodeFinished,
    NodeRetried,
    NodeSkipped,
    RunFinished,
    RunStarted,
)

_LARGEST_FIGURE = 5_000_000  # bytes
_LARGEST_METRICS = 100_000

_NODE = "INSERT OR REPLACE INTO nodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Known(Protocol):
    """What is known of a run's results; a memo, as a rule."""

    def key(self, node: str) -> str | None: ...

    def code(self, node: str) -> str | None: ...

    def identity(self, name: str) -> str | None: ...

    def size(self, names: Iterable[str]) -> int | None: ...


class Recorder:
    """A listener that writes into the project's database."""

    def __init__(
        self,
        database: sqlite3.Connection,
        catalog: DataCatalog,
        about: dict[str, Any],
        memo: Known | None = None,
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._about = about
        self._run = ""
        self._attempts: dict[str, int] = {}
        self.memo = memo
        self._is_cut = False  # something could not be written down

    def __call__(self, event: Event, /) -> None:
        """Write an event down; where that cannot be done the run goes on without its record."""
        try:
            with self._database:
                self._write(event)
        except sqlite3.Error as error:
            if not self._is_cut:
                logging.getLogger("nb2pipe").warning("the run is not recorded whole: %s", error)
            self._is_cut = True

    def _write(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._run = event.run_id
                told = json.dumps(self._about, sort_keys=True)
                self._execute("runs", (event.run_id, event.at, None, "running", told))
            case NodeRetried():
                self._attempts[event.node] = event.attempt
                self._logs(event.node, event.log)
            case NodeFinished():
                self._node(event.node, "success", event.at, event.seconds, size=event.size)
                self._logs(event.node, event.log)
                self._outputs(event.outputs)
            case NodeCached():
                self._node(event.node, "cached", event.at)
                self._outputs(event.outputs)
            case NodeFailed():
                error = json.dumps(asdict(event.error))
                self._node(event.node, "failed", event.at, event.seconds, error=error)
                self._logs(event.node, event.log)
            case NodeSkipped():
                self._node(event.node, "skipped", event.at, because=event.because)
            case RunFinished():
                self._database.execute(
                    "UPDATE runs SET status = ?, seconds = ? WHERE id = ?",
                    (event.status, event.seconds, event.run_id),
                )

    def _execute(self, table: str, row: tuple[Any, ...]) -> None:
        places = ", ".join("?" * len(row))
        self._database.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", row)

    def _node(
        self,
        node: str,
        status: str,
        at: float,
        seconds: float = 0.0,
        size: int | None = None,
        error: str | None = None,
        because: str | None = None,
    ) -> None:
        tried = self._attempts.get(node, 0) + (status in ("success", "failed"))
        key = self.memo.key(node) if self.memo else None
        row = (self._run, node, status, at - seconds, seconds, tried, size, error, because, key)
        self._database.execute(_NODE, row)
        if self.memo and status in ("success", "cached"):
            self._execute("codes", (self._run, node, self.memo.code(node)))

    def _logs(self, node: str, lines: Iterable[LogLine]) -> None:
        self._database.executemany(
            "INSERT INTO logs VALUES (?, ?, ?, ?, ?)",
            [(self._run, node, line.at, line.stream, line.text) for line in lines],
        )

    def _outputs(self, names: Iterable[str]) -> None:
        for name in names:
            dataset = self._catalog.get(name)
            if self.memo or dataset is not None:
                self._dataset(name, dataset)
            if isinstance(dataset, FileDataset) and dataset.kind in ("metrics", "plain"):
                self._metrics(name, dataset)
            if isinstance(dataset, FileDataset) and dataset.kind == "figure":
                self._figure(name, dataset)

    def _dataset(self, name: str, dataset: Dataset | None) -> None:
        identity = self.memo.identity(name) if self.memo else None
        size = self.memo.size([name]) if self.memo else None
        place = dataset.location() if isinstance(dataset, FileDataset) else None
        self._execute("datasets", (self._run, name, identity, size, place))

    def _metrics(self, name: str, dataset: FileDataset) -> None:
        is_metrics = dataset.kind == "metrics"
        try:
            values = dataset.load() if is_metrics or _is_small(dataset) else {}
        except (OSError, ValueError, KeyError):  # it was changed or removed at once
            return
        if is_metrics or _are_numbers(values):
            for metric, value in values.items():
                self._execute("metrics", (self._run, f"{name}.{metric}", float(value)))

    def _figure(self, name: str, dataset: FileDataset) -> None:
        path = dataset.path_to_load()
        files = [Path(path)] if path else []
        if files and files[0].is_dir():
            files = sorted(each for each in files[0].iterdir() if each.is_file())
        for file in files:
            if file.stat().st_size <= _LARGEST_FIGURE:
                told = name if len(files) == 1 else f"{name}/{file.name}"
                self._execute("figures", (self._run, told, file.suffix, file.read_bytes()))


def _is_small(dataset: FileDataset) -> bool:
    path = dataset.path_to_load()
    return path is not None and Path(path).stat().st_size <= _LARGEST_METRICS


def _are_numbers(values: Any) -> bool:
    """Whether plain values are a flat mapping of numbers, which is what metrics are."""
    return isinstance(values, dict) and all(
        type(value) is float or (type(value) is int and abs(value) < 1 << 62)
        for value in values.values()
    )
