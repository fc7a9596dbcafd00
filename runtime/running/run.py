"""One execution of a pipeline, from its datasets to its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, time
from typing import Any
from uuid import uuid4

from ..catalog.catalog import DataCatalog
from ..errors import UnknownNameError, UsageError
from ..events import Listener, RunFinished, RunStarted, Status, Tell
from ..history.journal import Journal, opened_journal
from ..pipeline.nodes import Node
from ..pipeline.pipeline import Pipeline
from ..planning.preparing import Keep, Prepared, prepare
from .backends import Backend, Home, MakeBackend, make_backend
from .capture import routed
from .results import RunResult
from .scheduler import Scheduler


def run(
    pipeline: Pipeline | Iterable[Node | Pipeline],
    catalog: DataCatalog | Mapping[str, Any] | None = None,
    *,
    runner: str | MakeBackend = "sequential",
    workers: int | None = None,
    params: Mapping[str, Any] | None = None,
    cache: bool = True,
    force: Iterable[str] = (),
    keep: Keep = "outputs",
    strict: bool = False,
    listeners: Iterable[Listener] = (),
    home: Home | None = None,
    store: str | Path | None = None,
    record: bool | None = None,
) -> RunResult:
    """Run a pipeline on the datasets of a catalog.

    A node that fails stops only what depends on it; the result's `status` is then "failed".
    `keep="outputs"` keeps what the pipeline makes, does not read and does not store;
    `keep="all"` keeps every dataset that was made or loaded, parameters included.
    `store` is the folder below which results are kept in `.nb2pipe/`, a project's own by default;
    with `cache` what is known there does not run again, apart from the nodes in `force`. The run
    is recorded there, too, unless `record` says otherwise; without `cache` only when it says so.
    With `strict` a node that changes what it is given fails.

    Raises:
        Nb2pipeError: the run cannot begin: a dataset, parameter or runner is not there.
    """
    _check_options(keep)
    prepared = prepare(pipeline, catalog, params, keep)
    check_forced(force, prepared.pipeline)
    folder = store or (home.folder if home else None)
    options = Options(runner, workers, tuple(force), tuple(listeners), home, strict)
    with opened_journal(folder, cache, cache if record is None else record) as journal:
        return run_prepared(prepared, journal, options)


@dataclass(frozen=True, slots=True)
class Options:
    """How a prepared run is carried out."""

    runner: str | MakeBackend = "sequential"
    workers: int | None = None
    force: Iterable[str] = ()
    listeners: Iterable[Listener] = ()
    home: Home | None = None
    strict: bool = False


def run_prepared(prepared: Prepared, journal: Journal, options: Options) -> RunResult:
    """Carry out a run with a journal that is open."""
    runner = options.runner
    called = runner if isinstance(runner, str) else getattr(runner, "__name__", "")
    tell = _teller([*journal.listeners(prepared, called), *options.listeners])
    memo = journal.memo(options.force, tell)
    backend = make_backend(runner, options.workers, options.home or Home(str(Path.cwd())))
    run_id = f"{prepared.stamp}-{uuid4().hex[:6]}"
    try:
        with routed() if journal.record else nullcontext():
            scheduler = Scheduler(
                prepared.steps,
                prepared.pipeline.needs,
                prepared.pipeline.feeds,
                backend,
                prepared.kept,
                tell,
                memo,
                capture=journal.record,
                strict=options.strict,
            )
            return _executed(prepared, run_id, scheduler, backend, tell)
    finally:
        if memo:
            memo.close()


def _executed(
    prepared: Prepared, run_id: str, scheduler: Scheduler, backend: Backend, tell: Tell | None
) -> RunResult:
    pipeline = prepared.pipeline
    started = perf_counter()
    if tell:
        names, note = tuple(node.name for node in pipeline), getattr(backend, "note", "")
        tell(RunStarted(run_id, names, time(), note))
    try:
        scheduler.run()
        made = scheduler.made()
    except KeyboardInterrupt:
        if tell:
            tell(RunFinished(run_id, "interrupted", perf_counter() - started, time()))
        raise
    finally:
        backend.close()
    failed = any(run.status in ("failed", "skipped") for run in scheduler.runs.values())
    status: Status = "failed" if failed else "success"
    seconds = perf_counter() - started
    if tell:
        tell(RunFinished(run_id, status, seconds, time()))
    runs = {node.name: scheduler.runs[node.name] for node in pipeline}
    return RunResult(status, {**prepared.at_start, **made}, runs, run_id, seconds)


def _check_options(keep: str) -> None:
    if keep not in ("outputs", "all"):
        raise UsageError(f"there is no keep={keep!r}", cure="keep 'outputs' or 'all'")


def check_forced(force: Iterable[str], pipeline: Pipeline) -> None:
    """Refuse to force a node that is not there."""
    unknown = [name for name in force if name not in pipeline]
    if unknown:
        raise UnknownNameError("node", unknown, [node.name for node in pipeline])


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
