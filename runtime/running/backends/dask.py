"""Nodes on a dask cluster: one of this machine's processes, or one that is there already.

What nodes make stays with the workers; only what is kept in this process comes back. A worker
that ends fails the node that it ran, and a node that hangs is ended together with its worker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any
from uuid import uuid4

import cloudpickle
import dask.config
from distributed import (
    CancelledError,
    Client,
    Future,
    KilledWorker,
    LocalCluster,
    WorkerPlugin,
    get_client,
    get_worker,
)

from ...errors import UsageError
from ...events import NodeError
from ...values.blobs import opened
from ..capture import Hear, Log, routed
from ..failures import describe
from ..tasks import Outcome, Task, execute
from . import Home, MakeBackend

_PATIENCE = 0.5  # seconds between looks at what cannot tell by itself
_WORKER_ENDED = "WorkerEnded"
_GRACE = 5.0  # seconds without a scheduler after which it counts as gone

_SETTINGS = {
    "distributed.scheduler.allowed-failures": 1000,  # who ends a worker is found in another way
    "distributed.worker.daemon": False,  # nodes may start processes of their own
    "distributed.comm.retry.count": 1,
    "distributed.admin.log-format": "%(message)s",
}


@dataclass(frozen=True, slots=True)
class Running:
    """A node on the cluster."""

    node: str
    whole: Future
    outcome: Future
    values: Mapping[str, Future]
    began: float
    timeout: float | None
    said: Log  # what it wrote so far

    @property
    def is_late(self) -> bool:
        return self.timeout is not None and monotonic() > self.began + self.timeout

    def failed(self, error: NodeError) -> Outcome:
        """An end that it did not tell of itself; what it wrote until then is kept."""
        return Outcome(error=error, seconds=monotonic() - self.began, log=tuple(self.said.lines))


class DaskBackend:
    """Runs tasks on a cluster."""

    ends_nodes = True

    def __init__(self, workers: int | None, home: Home, address: str | None = None) -> None:
        self._home = home
        self._is_ours = address is None
        with dask.config.set(_SETTINGS):
            self._cluster = _local_cluster(workers) if address is None else None
            self._client = _connected(self._cluster or address)
        self._client.register_plugin(_Settled(home), name=f"nb2pipe-{uuid4().hex}")
        self._most = max(1, sum(_said(self._client.nthreads()).values()))
        self._topic = f"nb2pipe-{uuid4().hex}"
        self._said: dict[str, Log] = {}
        self._client.subscribe_topic(self._topic, self._hear)
        self._live: dict[int, Running] = {}
        self._done: SimpleQueue[int] = SimpleQueue()
        self._refused: list[tuple[int, Outcome]] = []
        self._missed: float | None = None  # since when the scheduler does not answer
        self.note = f"dask dashboard at {self._client.dashboard_link}"

    def room(self) -> bool:
        return len(self._live) < self._most

    def start(self, key: int, task: Task) -> None:
        name = f"{task.node.name}-{uuid4().hex}"
        values, task.values = task.values, {}
        if task.keeping and not self._is_ours:  # its workers need not see our disk
            task.keeping = replace(task.keeping, blobs=None)
        try:
            packed = cloudpickle.dumps(task, protocol=5)
            whole = self._client.submit(
                _run_there, name, packed, values, self._topic, key=name, pure=False
            )
            self._follow(key, task, name, whole)
        except Exception as error:  # noqa: BLE001 - pickling runs code of any class
            self._refused.append((key, Outcome(error=describe(error))))

    def _follow(self, key: int, task: Task, name: str, whole: Future) -> None:
        outcome = self._client.submit(_without_values, whole, key=f"{name}-outcome")
        values = {
            each: self._client.submit(_value, whole, each, key=f"{name}-{each}")
            for each in task.wanted
        }
        node, said = task.node, self._said.setdefault(name, Log())
        self._live[key] = Running(
            node.name, whole, outcome, values, monotonic(), node.timeout, said
        )
        outcome.add_done_callback(lambda _: self._done.put(key))

    def finished(self, timeout: float | None) -> Iterator[tuple[int, Outcome]]:
        while self._refused:
            yield self._refused.pop()
        if not self._live:
            return
        with suppress(Empty):
            key = self._done.get(timeout=min(_PATIENCE, timeout or _PATIENCE))
            if key in self._live:
                yield key, self._collected(self._live.pop(key))
        for key in [key for key, running in self._live.items() if running.is_late]:
            yield key, self._ended(self._live.pop(key))
        if self._live and self._is_lost():
            for key in list(self._live):
                yield key, _lost(self._live.pop(key))

    def _hear(self, told: tuple[float, Any]) -> None:
        name, stream, text = told[1]
        self._said.setdefault(name, Log()).write(stream, text)

    def take(self, held: Any) -> Any:
        return held.result() if isinstance(held, Future) else opened(held)

    def close(self) -> None:
        for running in self._live.values():
            with suppress(Exception):  # a cluster that is gone
                running.whole.cancel()
        with suppress(Exception):
            self._client.close(timeout=2)
        with suppress(TimeoutError):  # a worker that is just beginning anew; it ends with us
            if self._cluster is not None:
                self._cluster.close(timeout=5)

    def _collected(self, running: Running) -> Outcome:
        try:
            outcome: Outcome = running.outcome.result(timeout=30)
        except (KilledWorker, CancelledError):
            if self._client.status != "running":
                return _lost(running)
            return running.failed(_worker_ended(running.node))
        except Exception as error:  # noqa: BLE001 - whatever a cluster raises is this node's failure
            return running.failed(describe(error))
        outcome.values = dict(running.values) if outcome.error is None else {}
        if outcome.error is not None and outcome.error.type == _WORKER_ENDED:
            outcome.log = tuple(running.said.lines)
        return outcome

    def _ended(self, running: Running) -> Outcome:
        """End a node that is late together with the worker that runs it."""
        busy = [
            at for at, keys in _said(self._client.processing()).items() if running.whole.key in keys
        ]
        running.whole.cancel()
        if busy:
            with suppress(Exception):  # without nannies the worker cannot be started again
                self._client.restart_workers(busy, timeout=30)
        message = f"node {running.node!r} ran longer than its timeout of {running.timeout:g} s"
        return running.failed(
            NodeError("TimeoutError", message, "", kinds=("TimeoutError", "OSError"))
        )

    def _is_lost(self) -> bool:
        if self._client.status == "running":
            self._missed = None
            return False
        self._missed = self._missed or monotonic()
        return monotonic() - self._missed > _GRACE


def at(address: str) -> MakeBackend:
    """A runner on the cluster whose scheduler has that address."""

    def dask_at(workers: int | None, home: Home) -> DaskBackend:
        return DaskBackend(workers, home, address)

    return dask_at


def _local_cluster(workers: int | None) -> LocalCluster:
    return LocalCluster(
        n_workers=workers or os.cpu_count() or 1,
        threads_per_worker=1,
        dashboard_address=":0",
        silence_logs=50,
    )


def _connected(cluster: LocalCluster | str | None) -> Client:
    try:
        return Client(cluster, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"there is no dask scheduler at {cluster}: {error}",
            cure="start one with `dask scheduler`, or leave --scheduler out",
        ) from error


def _said(told: Any) -> dict[str, Any]:
    """What a client says; its methods are typed for those who await them, too."""
    return dict(told)


class _Settled(WorkerPlugin):
    """Makes a worker at home in the project, as it is now."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def setup(self, worker: Any) -> None:
        folder = self._home.folder
        if folder:
            sys.dont_write_bytecode = True
            for name in _modules_below(folder):
                del sys.modules[name]
            sys.path[:0] = [place for place in self._home.places if place not in sys.path]
        if Path(self._home.workdir).is_dir():
            os.chdir(self._home.workdir)


def _modules_below(folder: str) -> list[str]:
    return [
        name
        for name, module in list(sys.modules.items())
        if (getattr(module, "__file__", None) or "").startswith(f"{folder}{os.sep}")
    ]


def _run_there(key: str, packed: bytes, values: dict[str, Any], topic: str) -> Outcome:
    """Run a task on a worker; one that began before and did not end has ended its worker."""
    client = get_client()
    if client.get_metadata(key, None) == "began":
        return Outcome(error=_worker_ended(key.rpartition("-")[0]))
    client.set_metadata(key, "began")
    outcome = _run(packed, values, partial(_tell, topic, key))
    client.set_metadata(key, "ended")
    return outcome


def _tell(topic: str, key: str, stream: str, text: str) -> None:
    get_worker().log_event(topic, [key, stream, text])


def _run(packed: bytes, values: dict[str, Any], hear: Hear) -> Outcome:
    try:
        task: Task = cloudpickle.loads(packed)
    except Exception as error:  # noqa: BLE001 - importing runs any code
        return Outcome(error=describe(error))
    task.values = values
    with routed():
        return execute(task, task.node.name, hear)


def _without_values(outcome: Outcome) -> Outcome:
    return replace(outcome, values={})


def _value(outcome: Outcome, name: str) -> Any:
    if outcome.error is not None:
        return None
    return outcome.values[name]


def _worker_ended(node: str) -> NodeError:
    return NodeError(
        _WORKER_ENDED,
        f"the worker of node {node!r} ended before the node did",
        "",
        cure="look for what ends a process: too little memory (SIGKILL), os._exit, a crash in C",
        kinds=(_WORKER_ENDED,),
    )


def _lost(running: Running) -> Outcome:
    return running.failed(
        NodeError(
            "SchedulerLost",
            f"the dask scheduler went away while node {running.node!r} ran",
            "",
            cure="start it again, then `nb2pipe run --resume`",
            kinds=("SchedulerLost",),
        )
    )
