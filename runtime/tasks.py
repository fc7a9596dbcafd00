"""What a backend is given and what it gives back; the same in a thread and in a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from .calls import call
from .datasets.base import Dataset, load_dataset, save_dataset
from .events import NodeError
from .failures import describe
from .nodes import Node


@dataclass(slots=True)
class Task:
    """A node with its data: values at hand, datasets to load and to save, names to bring back."""

    node: Node
    values: dict[str, Any]
    loads: Mapping[str, Dataset]
    saves: Mapping[str, Dataset]
    wanted: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """What became of a task: the wanted values, or the error."""

    values: dict[str, Any] = field(default_factory=dict)
    error: NodeError | None = None
    seconds: float = 0.0


def execute(task: Task) -> Outcome:
    """Load, call, save. What goes wrong is part of the outcome."""
    started = perf_counter()
    try:
        values = _perform(task)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a node may raise anything
        return Outcome({}, describe(error), perf_counter() - started)
    return Outcome(values, None, perf_counter() - started)


def _perform(task: Task) -> dict[str, Any]:
    given = task.values
    for name, dataset in task.loads.items():
        given[name] = load_dataset(name, dataset)
    made = call(task.node, given)
    for name, dataset in task.saves.items():
        save_dataset(name, dataset, made[name])
    return {name: made[name] for name in task.wanted}
