"""What a node was given when it last ran, for whoever wants to look into it by hand."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from ..cache.store import Store
from ..database import FOLDER, connect
from ..datasets.base import MemoryDataset
from ..errors import Nb2pipeError, UsageError
from ..history.past import LAST, PastRun, past_run, past_runs
from ..pipeline.nodes import Node, is_parameter, plain
from ..pipeline.parameters import lookup, merged
from ..values.blobs import opened
from .project import Project


@dataclass(frozen=True, slots=True)
class Given:
    """A node and the values of its function's parameters."""

    node: Node
    run: str
    """The id of the run that the values are from."""
    values: Mapping[str, Any]
    """By the names of the function's parameters."""
    anew: tuple[str, ...] = ()
    """The datasets that no run kept, and that were made again."""


def given_to(project: Project, name: str) -> Given:
    """The values that a node was given in the last run; what was not kept is made again.

    Raises:
        UnknownNameError: the project has no such node.
        UsageError: nothing has run yet, or not what makes an input.
        Nb2pipeError: what was not kept cannot be made again.
    """
    node = project.pipeline[name]
    if not (project.path / FOLDER).is_dir():
        raise _never_ran(name)
    with closing(connect(project.path)) as database:
        past = _Past(project, database, _last_run(database, name))
        with project.active():
            found = {each: value for each in node.inputs for value in past.found(each)}
        missing = tuple(each for each in node.inputs if each not in found)
        for dataset in missing:
            past.require_made(dataset, name)
    found |= {dataset: _made_anew(project, past.run, dataset) for dataset in missing}
    return Given(node, past.run.id, _by_parameter(node, found), missing)


def _last_run(database: sqlite3.Connection, name: str) -> PastRun:
    if not past_runs(database, 1):
        raise _never_ran(name)
    return past_run(database, LAST)


def _never_ran(name: str) -> UsageError:
    return UsageError(
        f"nothing was given to {name!r} yet: the project has not run",
        cure="run it first, with `nb2pipe run` or `%pipeline run`",
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """What a project remembers of its runs."""

    project: Project
    database: sqlite3.Connection
    run: PastRun

    def found(self, dataset: str) -> Iterator[Any]:
        """The value of a dataset, where it was set, stored or kept; else nothing."""
        if is_parameter(dataset):
            yield lookup(merged(self.project.parameters, self.run.parameters), dataset)
            return
        stored = self.project.catalog.get(dataset)
        if stored is not None and not isinstance(stored, MemoryDataset):
            yield stored.load()
            return
        for maker in self._makers(dataset):
            yield from self._kept(maker, plain(dataset))

    def _makers(self, dataset: str) -> Iterator[Node]:
        return iter(self.project.pipeline.only_nodes_with_outputs(plain(dataset)))

    def _kept(self, maker: Node, dataset: str) -> Iterator[Any]:
        store = Store(self.project.path, self.database)
        key = next((key for key in self._keys(maker.name) if key), "")
        places = {plain(name): place for place, name in enumerate(maker.outputs)}
        for entry in (store.find(key) or [])[places[dataset] :][:1]:
            held = store.value(entry)
            if held is not None:
                yield opened(held)

    def _keys(self, node: str) -> list[str | None]:
        """The keys of a node's results, of the newest run first; None where nothing was kept."""
        rows = self.database.execute(
            "SELECT key FROM nodes JOIN runs ON runs.id = nodes.run WHERE node = ? "
            "AND nodes.status IN ('success', 'cached') ORDER BY runs.started DESC",
            (node,),
        )
        return [key for (key,) in rows]

    def require_made(self, dataset: str, reader: str) -> None:
        """Refuse to start what no run has waited for yet: it may take hours."""
        for maker in self._makers(dataset):
            if not self._keys(maker.name):
                raise UsageError(
                    f"no run has made {dataset!r}, which {reader!r} reads",
                    cure=f"run {maker.name!r} first: `nb2pipe run --to-nodes {maker.name}`",
                )


def _made_anew(project: Project, run: PastRun, dataset: str) -> Any:
    given = run.about.get("given", {})
    result = project.run(to_outputs=[plain(dataset)], params=given, record=False)
    for node, error in result.failed.items():
        raise Nb2pipeError(
            f"{dataset!r} was not kept, and {node!r} failed to make it again: {error.message}",
            cure=f"see what that node was given: `%load_node {node}`",
        )
    return result.datasets[plain(dataset)]


def _by_parameter(node: Node, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values under the names that the function's code has for them."""
    bound = inspect.signature(node.func).bind(
        *(values[name] for name in node.args),
        **{parameter: values[name] for parameter, name in node.kwargs},
    )
    return dict(bound.arguments)
