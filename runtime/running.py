"""One execution of a pipeline, from its datasets to its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from time import perf_counter, time
from typing import Any, Literal
from uuid import uuid4

from .backends import Home, MakeBackend, make_backend
from .catalog import DataCatalog
from .datasets.base import Dataset, MemoryDataset
from .datasets.files import timestamp
from .errors import DatasetError, UsageError
from .events import Listener, RunFinished, RunStarted, Status
from .nodes import Node, is_parameter
from .parameters import check_overrides, merged, nested
from .pipeline import Pipeline
from .planning import find_sources, plan
from .results import RunResult
from .scheduler import Scheduler, Tell

Keep = Literal["outputs", "all"]


def run(
    pipeline: Pipeline | Iterable[Node | Pipeline],
    catalog: DataCatalog | Mapping[str, Any] | None = None,
    *,
    runner: str | MakeBackend = "sequential",
    workers: int | None = None,
    params: Mapping[str, Any] | None = None,
    cache: bool = True,
    resume: str | None = None,
    keep: Keep = "outputs",
    listeners: Iterable[Listener] = (),
    home: Home | None = None,
) -> RunResult:
    """Run a pipeline on the datasets of a catalog.

    A node that fails stops only what depends on it; the result's `status` is then "failed".
    `keep="outputs"` keeps what the pipeline makes, does not read and does not store;
    `keep="all"` keeps every dataset that was made or loaded, parameters included.

    Raises:
        Nb2pipeError: the run cannot begin: a dataset, parameter or runner is not there.
    """
    _check_options(keep, resume)
    pipeline = pipeline if isinstance(pipeline, Pipeline) else Pipeline(pipeline)
    stamp = timestamp()
    catalog = _as_catalog(catalog).with_versions(save=stamp)
    parameters = _parameters(pipeline, catalog, params or {})
    sources = find_sources(pipeline, catalog, parameters)
    kept = _kept(pipeline, catalog, keep)
    steps = plan(pipeline, catalog, sources, kept)
    at_start = _at_start(sources, parameters) if keep == "all" else {}
    run_id = f"{stamp}-{uuid4().hex[:6]}"
    tell = _teller(listeners)
    backend = make_backend(runner, workers, home or Home(str(Path.cwd())))
    started = perf_counter()
    if tell:
        tell(RunStarted(run_id, tuple(node.name for node in pipeline), time()))
    try:
        scheduler = Scheduler(steps, pipeline.needs, pipeline.feeds, backend, kept, tell)
        scheduler.run()
        made = {name: backend.take(value) for name, value in scheduler.held.items()}
    finally:
        backend.close()
    failed = any(run.status in ("failed", "skipped") for run in scheduler.runs.values())
    status: Status = "failed" if failed else "success"
    seconds = perf_counter() - started
    if tell:
        tell(RunFinished(run_id, status, seconds, time()))
    runs = {node.name: scheduler.runs[node.name] for node in pipeline}
    return RunResult(status, {**at_start, **made}, runs, run_id, seconds)


def _check_options(keep: str, resume: str | None) -> None:
    if keep not in ("outputs", "all"):
        raise UsageError(f"there is no keep={keep!r}", cure="keep 'outputs' or 'all'")
    if resume is not None:
        raise UsageError(
            f"run {resume!r} cannot be resumed: runs are not recorded", cure="run it again"
        )


def _as_catalog(catalog: DataCatalog | Mapping[str, Any] | None) -> DataCatalog:
    return catalog if isinstance(catalog, DataCatalog) else DataCatalog(catalog)


def _parameters(
    pipeline: Pipeline, catalog: DataCatalog, over: Mapping[str, Any]
) -> dict[str, Any]:
    """All parameters: the catalog's `parameters` and `params:NAME`, with `over` in their place."""
    base = catalog.load("parameters") if "parameters" in catalog else {}
    single = {name.removeprefix("params:"): catalog.load(name) for name in catalog.list("params:*")}
    base = merged(base, nested(single))
    check_overrides(over, base, pipeline.all_inputs())
    return merged(base, nested(over))


def _kept(pipeline: Pipeline, catalog: DataCatalog, keep: Keep) -> frozenset[str]:
    """The datasets whose values the result holds."""
    if keep == "all":
        return frozenset(pipeline.all_outputs())
    free = pipeline.outputs()
    return frozenset(name for name in free if not _is_stored(catalog.get(name)))


def _is_stored(dataset: Dataset | None) -> bool:
    return dataset is not None and not isinstance(dataset, MemoryDataset)


def _at_start(sources: Mapping[str, Dataset], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters and the values that go in; what cannot be loaded is left to its reader."""
    values = {f"params:{name}": value for name, value in parameters.items()}
    for name, dataset in sources.items():
        try:
            values[name] = dataset.load()
        except Exception as error:
            if not is_parameter(name):
                continue
            raise DatasetError(f"{name} cannot be read: {error}", cure="correct it") from error
    return values


def _teller(listeners: Iterable[Listener]) -> Tell | None:
    """One function for all listeners, or none, so that nothing is told to nobody."""
    each = tuple(listeners)
    if not each:
        return None
    if len(each) == 1:
        return each[0]

    def tell(event: Any) -> None:
        for listener in each:
            listener(event)

    return tell
