"""One node after the other, in this thread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..tasks import Outcome, Task, execute
from . import Home


class SequentialBackend:
    """Runs each task when its outcome is asked for."""

    def __init__(self, workers: int | None, home: Home) -> None:
        self._next: tuple[int, Task] | None = None

    def room(self) -> bool:
        return self._next is None

    def start(self, key: int, task: Task) -> None:
        self._next = key, task

    def finished(self, timeout: float | None) -> Iterable[tuple[int, Outcome]]:
        if self._next is None:
            return ()
        (key, task), self._next = self._next, None
        return ((key, execute(task)),)

    def take(self, held: Any) -> Any:
        return held

    def close(self) -> None:
        self._next = None
