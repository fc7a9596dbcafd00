"""Every node in a process of its own, so that nothing of one node can reach another unseen.

Where the system has it, processes are forked from a server that has imported well-known
libraries and nothing of the project: a node starts in some milliseconds, imports the project's
modules itself, and finds no module state, no random generator and no option that another node
touched. Elsewhere each process is a new interpreter.

What a node makes stays packed and is unpacked only where it is read; with it comes what the node
worked out of inputs that never change, such as the assumptions of an expression. Large values go through
files that every process maps into its memory, so that nothing of them is copied on the way.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic
from types import ModuleType
from typing import Any
from uuid import uuid4

import cloudpickle

from ...cache.keeping import Entry, blob_path
from ...errors import DatasetError, Nb2pipeError
from ...events import NodeError
from ...values.blobs import Blob, Packed, Small, opened, write_blob
from ...values.worked_out import keeps_working_out
from ..capture import Log, routed
from ..failures import describe
from ..tasks import Outcome, Task, execute
from . import Home
from .server import server_context
from .telling import Said, telling

LARGE = 1 << 20  # bytes from which a value goes through a file
GRACE = 5.0  # seconds that a process has to end once its node is done


@dataclass(frozen=True, slots=True)
class Worker:
    """A process with the task that it runs."""

    key: int
    node: str
    process: BaseProcess
    started: float
    timeout: float | None
    said: Log  # what it wrote so far

    @property
    def deadline(self) -> float:
        return self.started + self.timeout if self.timeout else float("inf")

    def hear(self, said: Said) -> None:
        """Keep what it wrote, and show it here."""
        self.said.write(said.stream, said.text)
        self.said.show(said.stream, said.text, getattr(sys, said.stream))

    def failed(self, error: NodeError) -> Outcome:
        """An end that it did not tell of itself; what it wrote until then is kept."""
        log = tuple(self.said.lines)
        return Outcome(error=error, seconds=monotonic() - self.started, log=log)


class FreshProcesses:
    """A new process for each task, `workers` at a time."""

    ends_nodes = True

    def __init__(self, workers: int | None, home: Home) -> None:
        self._home = home
        self._most = workers or os.cpu_count() or 1
        self._context = server_context(home.folder)
        self._live: dict[Connection, Worker] = {}
        self._refused: list[tuple[int, Outcome]] = []
        self._answered: list[BaseProcess] = []  # they end while others begin

    def room(self) -> bool:
        return len(self._live) < self._most

    def start(self, key: int, task: Task) -> None:
        try:
            packed = _packed_task(task)
        except Nb2pipeError as error:
            self._refused.append((key, Outcome(error=describe(error))))
            return
        here, there = self._context.Pipe()
        process = self._context.Process(  # pyright: ignore[reportAttributeAccessIssue]
            target=_serve,
            args=(there, self._home, self._between, dict(os.environ)),
            name=task.node.name,
        )
        with _no_main():
            process.start()
        there.close()
        _send(here, packed)
        node, said = task.node, Log(task.node.name)
        self._live[here] = Worker(key, node.name, process, monotonic(), node.timeout, said)

    def finished(self, timeout: float | None) -> Iterator[tuple[int, Outcome]]:
        while self._refused:
            yield self._refused.pop()
        if not self._live:
            return
        for link in wait(list(self._live), self._patience(timeout)):
            yield from self._heard(link)  # pyright: ignore[reportArgumentType]
        for link in [link for link, worker in self._live.items() if _is_late(worker)]:
            yield self._end(link)

    def take(self, held: Any) -> Any:
        return opened(held)

    def close(self) -> None:
        for link, worker in self._live.items():
            _kill(link, worker)
        self._live.clear()
        for process in self._answered:
            process.join(GRACE)
            process.kill()
            process.join()
        rmtree(self._between, ignore_errors=True)

    @cached_property
    def _between(self) -> str:
        """The folder for large values on their way."""
        return mkdtemp(prefix="nb2pipe-")

    def _patience(self, timeout: float | None) -> float | None:
        due = min(worker.deadline for worker in self._live.values()) - monotonic()
        given = float("inf") if timeout is None else timeout
        nearest = max(0.0, min(due, given))
        return None if nearest == float("inf") else nearest

    def _heard(self, link: Connection) -> Iterator[tuple[int, Outcome]]:
        """Show what a worker writes, and give its outcome when that is what it says."""
        worker = self._live[link]
        try:
            told = cloudpickle.loads(link.recv_bytes())
        except (EOFError, OSError):
            worker.process.join()
            told = worker.failed(_ended(worker))
        if isinstance(told, Said):
            worker.hear(told)
            return
        del self._live[link]
        self._answered.append(worker.process)
        worker.said.close()
        link.close()
        yield worker.key, told

    def _end(self, link: Connection) -> tuple[int, Outcome]:
        worker = self._live.pop(link)
        with suppress(EOFError, OSError):
            while link.poll():
                told = cloudpickle.loads(link.recv_bytes())
                if isinstance(told, Said):
                    worker.hear(told)
        _kill(link, worker)
        message = f"node {worker.node!r} ran longer than its timeout of {worker.timeout:g} s"
        error = NodeError("TimeoutError", message, "", kinds=("TimeoutError", "OSError"))
        return worker.key, worker.failed(error)


def _serve(link: Connection, home: Home, between: str, environment: Mapping[str, str]) -> None:
    """The whole life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it decides
    atexit._clear()  # what its server would do at its own end
    _settle(home, environment)
    with telling(link):
        answer = _answer(link.recv_bytes(), between)
    link.send_bytes(cloudpickle.dumps(answer, protocol=5))
    link.close()
    _wind_up()


def _wind_up() -> None:
    """End as an interpreter does, with its pools and its folders; a forked process would not."""
    threading._shutdown()  # pyright: ignore[reportAttributeAccessIssue]
    atexit._run_exitfuncs()


def _settle(home: Home, environment: Mapping[str, str]) -> None:
    sys.dont_write_bytecode = True
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home.workdir)
    sys.path[:0] = [place for place in home.places if place not in sys.path]
    if "numpy" in sys.modules:  # forked with its server's random state, as all workers are
        sys.modules["numpy"].random.seed()


def _answer(packed: bytes, between: str) -> Outcome:
    try:
        task = _opened_task(packed)
        with routed():
            outcome = execute(task)
        learnt = {name: each for name, each in task.values.items() if keeps_working_out(each)}
        outcome.values = {
            name: _kept(task, outcome.entries.get(name)) or _packed(name, value, between)
            for name, value in (learnt | outcome.values).items()
        }
    except Nb2pipeError as error:
        return Outcome(error=describe(error))
    return outcome


def _kept(task: Task, entry: Entry | None) -> Blob | Small | None:
    """The value where the store has it already."""
    if entry is None or task.keeping is None or task.keeping.blobs is None:
        return None
    if entry.content is not None:
        return Small(entry.content)
    return Blob(str(blob_path(task.keeping.blobs, entry.blob))) if entry.blob else None


def _packed_task(task: Task) -> bytes:
    try:
        return cloudpickle.dumps(task, protocol=5)
    except Exception as error:
        raise DatasetError(
            f"node {task.node.name!r} or its inputs cannot pass to another process: {error}",
            cure="define its function in a module, and give it values that can be pickled",
        ) from error


def _opened_task(packed: bytes) -> Task:
    try:
        task: Task = cloudpickle.loads(packed)
        task.values = {name: opened(value) for name, value in task.values.items()}
    except Exception as error:
        raise DatasetError(
            f"what the node needs cannot be opened in its process: {type(error).__name__}: {error}",
            cure="see that its modules can be imported from the project's folder",
        ) from error
    return task


def _packed(name: str, value: Any, between: str) -> Blob | Small:
    try:
        packed = Packed.of(value)
    except Exception as error:
        raise DatasetError(
            f"dataset {name!r} cannot pass to another process: {error}",
            cure="keep the cells that share it in one node, or make a value that can be pickled",
        ) from error
    return _in_a_file(packed, between) if packed.size > LARGE else Small(packed.content())


def _in_a_file(packed: Packed, between: str) -> Blob | Small:
    path = Path(between, uuid4().hex)
    try:
        write_blob(path, packed.pieces())
    except OSError:  # no room there; it may still pass through memory
        return Small(packed.content())
    return Blob(str(path))


def _ended(worker: Worker) -> NodeError:
    code = worker.process.exitcode
    how = signal.Signals(-code).name if code and code < 0 else f"exit status {code}"
    message = f"the process of node {worker.node!r} ended before the node did ({how})"
    return NodeError(
        "WorkerEnded",
        message,
        "",
        cure="look for what ends a process: too little memory (SIGKILL), os._exit, a crash in C",
        kinds=("WorkerEnded",),
    )


def _send(link: Connection, packed: bytes) -> None:
    try:
        link.send_bytes(packed)
    except OSError:  # the worker ended already; whoever waits for its answer is told
        return


def _is_late(worker: Worker) -> bool:
    return monotonic() >= worker.deadline


def _kill(link: Connection, worker: Worker) -> None:
    worker.process.kill()
    worker.process.join()
    link.close()


@contextmanager
def _no_main() -> Iterator[None]:
    """Keep a new process from running the user's script again: what it needs travels by value."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
