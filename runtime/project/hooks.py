"""Code of the user's that is told of a run: pluggy hooks of installed packages and of the project.

An installed package names them in the entry point group `nb2pipe.hooks`; a project writes them
into its package's `hooks.py`. Each takes of the arguments below those that it wants. What a hook
raises ends the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pluggy

from ..events import (
    Event,
    Listener,
    NodeCached,
    NodeError,
    NodeFailed,
    NodeFinished,
    NodeRetried,
    NodeSkipped,
    NodeStarted,
    RunFinished,
    RunStarted,
)

if TYPE_CHECKING:
    from .project import Project

GROUP = "nb2pipe.hooks"

hookspec = pluggy.HookspecMarker("nb2pipe")
hookimpl = pluggy.HookimplMarker("nb2pipe")


class Specs:
    """What hooks may be called, and with what."""

    @hookspec
    def before_run(self, project: Project, run_id: str, nodes: Sequence[str]) -> None:
        """A run begins."""

    @hookspec
    def before_node(self, project: Project, run_id: str, node: str, attempt: int) -> None:
        """A node begins."""

    @hookspec
    def after_node(self, project: Project, run_id: str, node: str, seconds: float) -> None:
        """A node made its datasets."""

    @hookspec
    def on_node_cached(self, project: Project, run_id: str, node: str) -> None:
        """A node's results were known."""

    @hookspec
    def on_node_retry(
        self, project: Project, run_id: str, node: str, attempt: int, error: NodeError, delay: float
    ) -> None:
        """An attempt failed, and another follows after `delay` seconds."""

    @hookspec
    def on_node_error(self, project: Project, run_id: str, node: str, error: NodeError) -> None:
        """A node failed for good."""

    @hookspec
    def on_node_skipped(self, project: Project, run_id: str, node: str, because: str) -> None:
        """A node could not run, because another one failed."""

    @hookspec
    def after_run(self, project: Project, run_id: str, status: str, seconds: float) -> None:
        """A run is over: success, failed or interrupted."""


_CALLS: Mapping[type, tuple[str, tuple[str, ...]]] = {
    RunStarted: ("before_run", ("nodes",)),
    NodeStarted: ("before_node", ("node", "attempt")),
    NodeFinished: ("after_node", ("node", "seconds")),
    NodeCached: ("on_node_cached", ("node",)),
    NodeRetried: ("on_node_retry", ("node", "attempt", "error", "delay")),
    NodeFailed: ("on_node_error", ("node", "error")),
    NodeSkipped: ("on_node_skipped", ("node", "because")),
    RunFinished: ("after_run", ("status", "seconds")),
}


def hook_listeners(project: Project) -> list[Listener]:
    """A listener that calls the hooks; none where there are no hooks."""
    plugins = [*_installed(), *_of_project(project)]
    if not plugins:
        return []
    manager = pluggy.PluginManager("nb2pipe")
    manager.add_hookspecs(Specs)
    for plugin in plugins:
        manager.register(plugin)
    manager.check_pending()
    return [_Caller(manager, project)]


class _Caller:
    """Calls the hook that belongs to an event."""

    def __init__(self, manager: pluggy.PluginManager, project: Project) -> None:
        self._hooks = manager.hook
        self._project = project
        self._run = ""

    def __call__(self, event: Event, /) -> None:
        if isinstance(event, RunStarted):
            self._run = event.run_id
        if type(event) in _CALLS:
            name, fields = _CALLS[type(event)]
            told = {field: getattr(event, field) for field in fields}
            getattr(self._hooks, name)(project=self._project, run_id=self._run, **told)


@cache
def _installed() -> list[Any]:
    return [entry.load() for entry in entry_points(group=GROUP)]


def _of_project(project: Project) -> list[Any]:
    """The module `hooks` of the project's package, where it has one."""
    name = f"{project.package}.hooks"
    return [import_module(name)] if find_spec(name) is not None else []
