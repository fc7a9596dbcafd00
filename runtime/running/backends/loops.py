"""Async nodes: all of a run in one event loop, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from ..tasks import Outcome, Task, execute_async

if TYPE_CHECKING:
    import asyncio

Done = Callable[[tuple[int, Outcome]], None]


def is_async(task: Task) -> bool:
    """Whether a task's function is to be awaited."""
    return task.node.is_async


class Loop:
    """An event loop that begins with the first task; `done` is told of each outcome."""

    def __init__(self, done: Done) -> None:
        self._done = done
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.running = 0

    def start(self, key: int, task: Task) -> None:
        """Let a task run beside the others."""
        if self._loop is None:
            import asyncio

            self._loop = asyncio.new_event_loop()
            self._thread = Thread(target=self._loop.run_forever, name="nb2pipe-loop", daemon=True)
            self._thread.start()
        self.running += 1
        self._loop.call_soon_threadsafe(self._begin, key, task)

    def _begin(self, key: int, task: Task) -> None:
        from asyncio import get_running_loop

        begun = get_running_loop().create_task(self._run(key, task))
        self._tasks.add(begun)
        begun.add_done_callback(self._tasks.discard)

    async def _run(self, key: int, task: Task) -> None:
        self._done((key, await execute_async(task)))

    def close(self) -> None:
        """End what still runs."""
        if self._loop is None or self._thread is None:
            return
        from asyncio import run_coroutine_threadsafe

        run_coroutine_threadsafe(self._cancel(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _cancel(self) -> None:
        from asyncio import gather

        for task in self._tasks:
            task.cancel()
        await gather(*self._tasks, return_exceptions=True)
