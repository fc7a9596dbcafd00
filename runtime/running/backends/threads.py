"""Nodes in threads of this process: for what waits, and for libraries that release the GIL."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any

from ..tasks import Outcome, Task, execute
from . import Home
from .loops import Loop, is_async


class ThreadsBackend:
    """A pool of threads; values are shared, not copied. Async nodes share one loop."""

    ends_nodes = False

    def __init__(self, workers: int | None, home: Home) -> None:
        self._free = workers or min(32, (os.cpu_count() or 1) + 4)
        self._pool = ThreadPoolExecutor(self._free, thread_name_prefix="nb2pipe")
        self._done: SimpleQueue[tuple[int, Outcome]] = SimpleQueue()
        self._loop = Loop(self._done.put)
        self._awaited: set[int] = set()

    def room(self) -> bool:
        return self._free > 0

    def start(self, key: int, task: Task) -> None:
        if is_async(task):
            self._awaited.add(key)
            self._loop.start(key, task)
            return
        self._free -= 1
        self._pool.submit(self._run, key, task)

    def _run(self, key: int, task: Task) -> None:
        self._done.put((key, execute(task, label=task.node.name)))

    def finished(self, timeout: float | None) -> Iterable[tuple[int, Outcome]]:
        try:
            first = self._done.get(timeout=timeout)
        except Empty:
            return
        if first[0] in self._awaited:
            self._awaited.remove(first[0])
        else:
            self._free += 1
        yield first

    def take(self, held: Any) -> Any:
        return held

    def close(self) -> None:
        self._loop.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
