"""What a backend is given and what it gives back; the same in a thread and in a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from ..cache.keeping import Entry, Keeping
from ..datasets.base import Dataset, load_dataset, save_dataset
from ..datasets.partitions import PartitionedDataset
from ..events import LogLine, NodeError
from ..pipeline.nodes import Node
from ..values.blobs import opened
from .calls import call, invoke, taken_apart
from .capture import Hear, captured
from .failures import describe
from .strictness import check_unchanged, fingerprints


@dataclass(slots=True)
class Task:
    """A node with its data: values at hand, datasets to load and to save, names to bring back."""

    node: Node
    values: dict[str, Any]
    loads: Mapping[str, Dataset]
    saves: Mapping[str, Dataset]
    wanted: tuple[str, ...]
    keeping: Keeping | None = None
    capture: bool = False
    strict: bool = False


@dataclass(slots=True)
class Outcome:
    """What became of a task: the wanted values and what is known of them, or the error."""

    values: dict[str, Any] = field(default_factory=dict)
    error: NodeError | None = None
    seconds: float = 0.0
    entries: Mapping[str, Entry] = field(default_factory=dict)
    log: tuple[LogLine, ...] = ()


def execute(task: Task, label: str = "", hear: Hear | None = None) -> Outcome:
    """Load, call, save, keep. What goes wrong, and what was written, is part of the outcome.

    With a label, lines that the node prints beside others begin with it.
    """
    if not task.capture:
        return _executed(task)
    with captured(label, hear) as log:
        outcome = _executed(task)
    outcome.log = tuple(log.lines)
    return outcome


async def execute_async(task: Task) -> Outcome:
    """The same for a node that is awaited; its timeout ends it."""
    with captured(task.node.name) as log:
        outcome = await _awaited(task)
    outcome.log = tuple(log.lines) if task.capture else ()
    return outcome


def _executed(task: Task) -> Outcome:
    started = perf_counter()
    try:
        given = _given(task)
        before = fingerprints(given) if task.strict else {}
        made = call(task.node, given)
        check_unchanged(task.node, given, before)
        _save(task, made)
        return _done(task, made, perf_counter() - started)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a node may raise anything
        return Outcome({}, describe(error), perf_counter() - started)


async def _awaited(task: Task) -> Outcome:
    import asyncio

    started = perf_counter()
    try:
        given = _given(task)
        before = fingerprints(given) if task.strict else {}
        returned = await asyncio.wait_for(invoke(task.node, given), task.node.timeout)
        made = taken_apart(task.node, returned)
        check_unchanged(task.node, given, before)
        _save(task, made)
        return _done(task, made, perf_counter() - started)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a node may raise anything
        return Outcome({}, describe(error), perf_counter() - started)


def _given(task: Task) -> dict[str, Any]:
    given = {name: opened(value) for name, value in task.values.items()}
    for name, dataset in task.loads.items():
        given[name] = load_dataset(name, dataset)
    return given


def _save(task: Task, made: Mapping[str, Any]) -> None:
    for name, dataset in task.saves.items():
        if isinstance(dataset, PartitionedDataset):
            key = task.keeping.key if task.keeping and task.keeping.blobs else None
            dataset.save_pieces(made[name], key)
        else:
            save_dataset(name, dataset, made[name])


def _done(task: Task, made: Mapping[str, Any], seconds: float) -> Outcome:
    entries = task.keeping.keep(made, seconds) if task.keeping else {}
    return Outcome({name: made[name] for name in task.wanted}, None, seconds, entries)
