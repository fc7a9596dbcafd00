"""One node after the other, in this thread; async ones together, in one loop beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from typing import Any

from ..tasks import Outcome, Task, execute
from . import Home
from .loops import Loop, is_async

_NONE: frozenset[int] = frozenset()


def _open_figures() -> frozenset[int]:
    """The numbers of pyplot's open figures; it is not imported to ask for them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return frozenset(pyplot.get_fignums()) if pyplot else _NONE


def _close_figures(numbers: frozenset[int]) -> None:
    """Close what a node left open: the next one is not to draw into it."""
    for number in numbers:
        sys.modules["matplotlib.pyplot"].close(number)


class SequentialBackend:
    """Runs each task when its outcome is asked for."""

    ends_nodes = False

    def __init__(self, workers: int | None, home: Home) -> None:
        self._next: tuple[int, Task] | None = None
        self._done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
        self._loop = Loop(self._done.put)

    def room(self) -> bool:
        return self._next is None

    def start(self, key: int, task: Task) -> None:
        if is_async(task):
            self._loop.start(key, task)
        else:
            self._next = key, task

    def finished(self, timeout: float | None) -> Iterable[tuple[int, Outcome]]:
        if self._next is not None:
            (key, task), self._next = self._next, None
            before = _open_figures()
            outcome = execute(task)
            _close_figures(_open_figures() - before)
            return ((key, outcome),)
        if not self._loop.running:
            return ()
        try:
            first = self._done.get(timeout=timeout)
        except Empty:
            return ()
        self._loop.running -= 1
        return (first,)

    def take(self, held: Any) -> Any:
        return held

    def close(self) -> None:
        self._next = None
        self._loop.close()
