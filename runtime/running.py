"""One execution of a pipeline, from its datasets to its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter, time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from .backends import Backend, Home, MakeBackend, make_backend
from .capture import routed
from .catalog import DataCatalog
from .errors import UnknownNameError, UsageError
from .events import Listener, RunFinished, RunStarted, Status
from .journal import opened_journal
from .nodes import Node
from .pipeline import Pipeline
from .preparing import Keep, Prepared, prepare
from .results import RunResult
from .scheduler import Scheduler, Tell

if TYPE_CHECKING:
    from .memo import Memo


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

    Raises:
        Nb2pipeError: the run cannot begin: a dataset, parameter or runner is not there.
    """
    _check_options(keep)
    prepared = prepare(pipeline, catalog, params, keep)
    check_forced(force, prepared.pipeline)
    folder = store or (home.folder if home else None)
    with opened_journal(folder, cache, cache if record is None else record) as journal:
        run_id = f"{prepared.stamp}-{uuid4().hex[:6]}"
        called = runner if isinstance(runner, str) else getattr(runner, "__name__", "")
        tell = _teller([*journal.listeners(prepared, called), *listeners])
        memo = journal.memo(force, tell)
        backend = make_backend(runner, workers, home or Home(str(Path.cwd())))
        watched = routed() if journal.record else nullcontext()
        with watched:
            return _executed(prepared, run_id, backend, tell, memo, journal.record)


def _executed(
    prepared: Prepared,
    run_id: str,
    backend: Backend,
    tell: Tell | None,
    memo: Memo | None,
    capture: bool,
) -> RunResult:
    pipeline = prepared.pipeline
    started = perf_counter()
    if tell:
        tell(RunStarted(run_id, tuple(node.name for node in pipeline), time()))
    scheduler = Scheduler(
        prepared.steps, pipeline.needs, pipeline.feeds, backend, prepared.kept, tell, memo, capture
    )
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
