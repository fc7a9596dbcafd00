"""One run for every point of a grid of parameters, all of them carried out together.

What no swept parameter reaches is made once. Every point is recorded as a run of its own. Files
that a point makes lie in `.nb2pipe/sweeps/`, so that points never meet and the files that the
catalog names stay as they are; what would go anywhere else is handed on in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..cache.memo import Memo
from ..catalog.catalog import DataCatalog
from ..database import FOLDER
from ..datasets.base import Dataset, MemoryDataset
from ..datasets.files import FileDataset
from ..datasets.partitions import PartitionedDataset
from ..errors import UnknownNameError, UsageError
from ..events import Listener
from ..history.about import plain as as_json
from ..history.journal import Journal, opened_journal
from ..history.pruning import SWEEPS
from ..pipeline.nodes import is_parameter, plain
from ..pipeline.parameters import check_overrides, lookup, merged, nested, unread
from ..pipeline.pipeline import Pipeline
from ..planning.preparing import Prepared, prepare
from ..running.backends import MakeBackend, make_backend
from ..running.capture import routed
from ..running.results import RunResult
from ..running.run import check_forced
from ..running.scheduler import Scheduler
from .grids import Grid, Place, points, renamed, spread
from .runs import PointRun, SweepTeller

if TYPE_CHECKING:
    from ..project.project import Project


@dataclass(frozen=True, slots=True)
class Point:
    """One run of a sweep: its parameters, what it measured, and its result."""

    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    result: RunResult

    def without_datasets(self) -> Point:
        """The same point without the values that it made."""
        return replace(self, result=replace(self.result, datasets={}))


def sweep(
    project: Project,
    grid: Grid,
    *,
    runner: str | MakeBackend = "sequential",
    workers: int | None = None,
    params: Mapping[str, Any] | None = None,
    cache: bool = True,
    force: Iterable[str] = (),
    strict: bool = False,
    listeners: Iterable[Listener] = (),
    **filters: Iterable[str] | None,
) -> Iterator[Point]:
    """Run the project at every point of the grid, and give each as soon as it is known.

    `listeners` are told of all points, whose events may alternate.

    Raises:
        Nb2pipeError: a parameter or dataset is not there.
    """
    pipeline, force = project.part(**filters), tuple(force)
    check_forced(force, pipeline)
    _check_read(grid, project.parameters, pipeline)
    with project.active(), opened_journal(project.path, cache, record=True) as journal:
        base = prepare(pipeline, project.inputs, {**(params or {}), **next(points(grid))})
        plan = _Sweep(project, journal, base, grid, tuple(listeners), runner)
        backend = make_backend(runner, workers, project.home)
        scheduler = plan.scheduler(backend, force, strict)
        try:
            with routed():
                yield from plan.carried_out(scheduler)
        finally:
            plan.teller.interrupt()
            backend.close()
            if plan.memo:
                plan.memo.close()


def _check_read(grid: Grid, known: Mapping[str, Any], pipeline: Pipeline) -> None:
    """Refuse a grid in which points would not differ."""
    read = pipeline.all_inputs()
    check_overrides(dict.fromkeys(grid), known, read)
    names = unread(grid, read)
    if names:
        raise UsageError(
            f"no node of this sweep reads parameter {', '.join(map(repr, names))}",
            cure="sweep over parameters that are read, or run the nodes that read it",
        )


class _Sweep:
    """Everything that the points of a sweep share."""

    def __init__(
        self,
        project: Project,
        journal: Journal,
        base: Prepared,
        grid: Grid,
        listeners: tuple[Listener, ...],
        runner: str | MakeBackend,
    ) -> None:
        self._project = project
        self._journal = journal
        self._base = base  # the first point, by itself
        self._heard = listeners
        self._tells = bool(project.told())  # hooks or notices, which every point has anew
        self._whole = spread(base.pipeline, grid)
        self._folder = project.path / FOLDER / SWEEPS
        self._about = journal.about(base, runner if isinstance(runner, str) else "")
        self.memo: Memo | None = None
        self.teller = SweepTeller(self._point_run(place) for place in self._whole.places)

    def scheduler(self, backend: Any, force: tuple[str, ...], strict: bool) -> Scheduler:
        """The one scheduler of all points."""
        copies = [place.nodes[name] for place in self._whole.places for name in force]
        self.memo = self._journal.memo(copies, self.teller)
        pipeline, prepared = self._whole.pipeline, self._prepared
        return Scheduler(
            prepared.steps,
            pipeline.needs,
            pipeline.feeds,
            backend,
            prepared.kept,
            self.teller,
            self.memo,
            capture=True,
            strict=strict,
        )

    def carried_out(self, scheduler: Scheduler) -> Iterator[Point]:
        """Run everything, and give each point when its last node is done."""
        while scheduler.goes_on:
            scheduler.turn()
            for run in self.teller.ended():
                yield self._point(run, scheduler)

    @cached_property
    def _prepared(self) -> Prepared:
        entries: dict[str, Any] = {"parameters": self._base.parameters}
        for place in self._whole.places:
            for name in self._base.pipeline.datasets():
                copy = renamed(name, place)
                if copy not in entries:
                    entries[copy] = self._entry(name, place)
        found = {name: each for name, each in entries.items() if each is not None}
        return prepare(self._whole.pipeline, DataCatalog(found))

    def _entry(self, name: str, place: Place) -> Dataset | None:
        """Where the point has the dataset of that name; None for what is not stored."""
        if is_parameter(name):
            return MemoryDataset(lookup(self._parameters(place), name))
        dataset = self._base.catalog.get(name)
        if dataset is None or plain(name) not in place.datasets:
            return dataset
        return _moved(dataset, str(self._folder / renamed(plain(name), place)))

    def _parameters(self, place: Place) -> dict[str, Any]:
        return merged(self._base.parameters, nested(place.parameters))

    def _point_run(self, place: Place) -> PointRun:
        outputs = {node.name: node.outputs for node in self._base.pipeline}
        run_id = f"{self._base.stamp}-{uuid4().hex[:6]}"
        return PointRun(run_id, place, outputs, self._listeners)

    def _listeners(self, place: Place) -> list[Listener]:
        """Who is told of one point: its record, the project's hooks and notices, and the caller's."""
        names = self._base.pipeline.all_outputs()
        stored = {name: self._prepared.catalog.get(renamed(name, place)) for name in names}
        catalog = DataCatalog({name: each for name, each in stored.items() if each is not None})
        told = {
            **self._about,
            "parameters": as_json(self._parameters(place)),
            "given": as_json(merged(self._base.given, nested(place.parameters))),
        }
        known = _Known(self.memo, place) if self.memo else None
        recorder = self._journal.recorder_of(catalog, told, known)
        told_too = self._project.told() if self._tells else []
        return [recorder, *told_too, *self._heard]

    def _point(self, run: PointRun, scheduler: Scheduler) -> Point:
        owned = self.teller.owned(run)
        free = {renamed(name, run.place): name for name in self._base.pipeline.outputs()}
        made = {free[copy]: value for copy, value in scheduler.made(free).items()}
        own = {name for node in owned for name in self._whole.pipeline[node].outputs}
        scheduler.forget(own & free.keys())
        nodes = run.runs(scheduler.runs, owned)
        result = RunResult(run.status or "failed", made, nodes, run.run_id, run.seconds)
        return Point(run.place.parameters, self._journal.metrics(run.run_id), result)


class _Known:
    """What the sweep's memo knows, by the names that one point has in the pipeline."""

    def __init__(self, memo: Memo, place: Place) -> None:
        self._memo = memo
        self._place = place

    def key(self, node: str) -> str | None:
        return self._memo.key(self._place.nodes[node])

    def code(self, node: str) -> str | None:
        return self._memo.code(self._place.nodes[node])

    def identity(self, name: str) -> str | None:
        return self._memo.identity(renamed(name, self._place))

    def size(self, names: Iterable[str]) -> int | None:
        return self._memo.size([renamed(name, self._place) for name in names])


def _moved(dataset: Dataset, place: str) -> Dataset | None:
    """The dataset with a place of its own; None for what is neither files nor memory."""
    if isinstance(dataset, FileDataset):
        suffix = "".join(PurePosixPath(str(dataset.filepath)).suffixes)
        return replace(dataset, filepath=f"{place}{suffix}", versioned=False)
    if isinstance(dataset, PartitionedDataset):
        return replace(dataset, path=place)
    return dataset.emptied() if isinstance(dataset, MemoryDataset) else None


def ranked(found: Iterable[Point], best: str) -> list[Point]:
    """The points by a metric, the highest first, or with `-METRIC` the lowest; others come last.

    Raises:
        UnknownNameError: none of them measured it.
        UsageError: several metrics end so.
    """
    found, name = list(found), best.removeprefix("-")
    known = dict.fromkeys(metric for point in found for metric in point.metrics)
    fitting = [metric for metric in known if metric == name or metric.endswith(f".{name}")]
    if not fitting:
        raise UnknownNameError("metric", [name], known)
    if len(fitting) > 1:
        raise UsageError(f"several metrics are called {name}", cure=f"choose: {', '.join(fitting)}")
    sign = 1 if best.startswith("-") else -1
    measured = [point for point in found if fitting[0] in point.metrics]
    others = [point for point in found if fitting[0] not in point.metrics]
    return [*sorted(measured, key=lambda point: sign * point.metrics[fitting[0]]), *others]
