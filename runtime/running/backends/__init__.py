"""Where nodes run. A backend is told what to run and tells what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from ...errors import UnknownNameError, UsageError
from ..tasks import Outcome, Task


@dataclass(frozen=True, slots=True)
class Home:
    """Where the functions of a project are at home: its folder on the path, its working folder."""

    workdir: str
    folder: str | None = None
    paths: tuple[str, ...] = ()
    """Other folders that hold modules of the user's."""

    @property
    def places(self) -> list[str]:
        """What is first on Python's path there, in order."""
        return [each for each in (self.folder, self.workdir, *self.paths) if each]


class Backend(Protocol):
    """Runs tasks. Only the scheduler's thread calls it."""

    ends_nodes: bool  # whether a timeout can end a node that does not end by itself

    def room(self) -> bool:
        """Whether another task can start now."""
        ...

    def start(self, key: int, task: Task) -> None:
        """Begin a task; never raises for what is wrong with the task itself."""
        ...

    def finished(self, timeout: float | None) -> Iterable[tuple[int, Outcome]]:
        """Wait for tasks to end, at most `timeout` seconds."""
        ...

    def take(self, held: Any) -> Any:
        """The value of what an outcome holds under a name."""
        ...

    def close(self) -> None:
        """Let go of everything; what still runs is ended where that is possible."""
        ...


MakeBackend = Callable[[int | None, Home], Backend]

RUNNERS = {
    "sequential": "sequential:SequentialBackend",
    "threads": "threads:ThreadsBackend",
    "processes": "fresh:FreshProcesses",
    "dask": "dask:DaskBackend",
}


def make_backend(runner: str | MakeBackend, workers: int | None, home: Home) -> Backend:
    """The backend of that name, or the one that the given function makes.

    Raises:
        UnknownNameError: there is no such runner.
    """
    if not isinstance(runner, str):
        return runner(workers, home)
    if runner not in RUNNERS:
        raise UnknownNameError("runner", [runner], RUNNERS)
    if runner == "dask":
        _need_dask()
    module, _, name = RUNNERS[runner].partition(":")
    return getattr(import_module(f".{module}", __name__), name)(workers, home)


def begin_early(runner: str, project: Path) -> None:
    """Let what a runner needs begin before the project in that folder is loaded."""
    if runner == "processes":
        import_module(".server", __name__).begin_early(project)


def dask_at(address: str) -> MakeBackend:
    """A runner on the dask cluster whose scheduler has that address.

    Raises:
        UsageError: dask is not installed.
    """
    _need_dask()
    return import_module(".dask", __name__).at(address)


def _need_dask() -> None:
    if not all(map(find_spec, ("dask", "distributed"))):
        raise UsageError("dask is not installed", cure="pip install 'nb2pipe[dask]'")
