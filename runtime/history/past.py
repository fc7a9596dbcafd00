"""Reads what the runs of a project left behind."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..errors import UnknownNameError, UsageError
from ..events import LogLine

LAST = "last"


@dataclass(frozen=True, slots=True)
class PastNode:
    """What became of a node."""

    name: str
    status: str
    started: float
    seconds: float
    attempts: int
    size: int | None
    error: Mapping[str, Any] | None
    because: str | None
    key: str | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as it was recorded."""

    id: str
    started: float
    seconds: float | None
    status: str
    about: Mapping[str, Any]
    nodes: Sequence[PastNode] = ()
    metrics: Mapping[str, float] | None = None
    datasets: Mapping[str, tuple[str | None, int | None, str | None]] | None = None

    @property
    def parameters(self) -> Mapping[str, Any]:
        return self.about.get("parameters", {})


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not the same in two runs."""

    kind: str
    name: str
    before: Any
    after: Any


def past_runs(database: sqlite3.Connection, most: int | None = None) -> list[PastRun]:
    """The runs, newest first, with their metrics."""
    rows = database.execute(
        "SELECT id, started, seconds, status, about FROM runs ORDER BY started DESC LIMIT ?",
        (-1 if most is None else most,),
    ).fetchall()
    return [_run(database, row) for row in rows]


def past_run(database: sqlite3.Connection, name: str) -> PastRun:
    """A run with everything that is known of it; `last` is the newest, a beginning is enough.

    Raises:
        UnknownNameError: there is no such run.
        UsageError: several begin so.
    """
    found = _whole_id(database, name)
    row = database.execute(
        "SELECT id, started, seconds, status, about FROM runs WHERE id = ?", (found,)
    ).fetchone()
    run = _run(database, row)
    return PastRun(
        run.id,
        run.started,
        run.seconds,
        run.status,
        run.about,
        _nodes(database, run),
        run.metrics,
        _datasets(database, run.id),
    )


def past_logs(database: sqlite3.Connection, run: str, node: str) -> list[LogLine]:
    """What a node printed and logged in a run."""
    rows = database.execute(
        "SELECT at, stream, text FROM logs WHERE run = ? AND node = ? ORDER BY rowid", (run, node)
    )
    return [LogLine(*row) for row in rows]


def past_figures(database: sqlite3.Connection, run: str) -> list[tuple[str, str, bytes]]:
    """The figures that a run saved: name, suffix, content."""
    rows = database.execute(
        "SELECT name, suffix, content FROM figures WHERE run = ? ORDER BY name", (run,)
    )
    return rows.fetchall()


def run_to_resume(database: sqlite3.Connection, name: str) -> PastRun:
    """The run that is taken up: the one named, or the newest that did not come to a good end.

    Raises:
        UsageError: there is none.
    """
    if name != LAST:
        return past_run(database, name)
    for run in past_runs(database):
        if run.status not in ("success", "running"):
            return past_run(database, run.id)
    raise UsageError(
        "every run that is recorded succeeded, so none can be resumed",
        cure="name a run of `nb2pipe runs`, or run without --resume",
    )


def compare(one: PastRun, two: PastRun) -> list[Difference]:
    """What differs: parameters, metrics, commit, versions, datasets, and the code of nodes."""
    return [
        *_differences("parameter", flat(one.parameters), flat(two.parameters)),
        *_differences("metric", one.metrics or {}, two.metrics or {}),
        *_differences("code", one.about.get("git", {}), two.about.get("git", {})),
        *_differences("version", one.about.get("versions", {}), two.about.get("versions", {})),
        *_differences("dataset", _identities(one), _identities(two)),
        *_differences("node", *_codes(one, two)),
    ]


def flat(parameters: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Parameters by their names with dots.

    >>> flat({"model": {"size": 3}, "seed": 1})
    {'model.size': 3, 'seed': 1}
    """
    found: dict[str, Any] = {}
    for name, value in parameters.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


def _run(database: sqlite3.Connection, row: Sequence[Any]) -> PastRun:
    id_, started, seconds, status, told = row
    about = json.loads(told)
    if status == "running" and not _is_alive(about):
        status = "killed"
    metrics = database.execute(
        "SELECT name, value FROM metrics WHERE run = ? ORDER BY name", (id_,)
    )
    return PastRun(id_, started, seconds, status, about, (), dict(metrics.fetchall()))


def _is_alive(about: Mapping[str, Any]) -> bool:
    """Whether the process of a run can still be there."""
    if about.get("host") != platform.node():
        return True
    with suppress(ProcessLookupError, PermissionError):
        os.kill(about["pid"], 0)
        return True
    return False


def _whole_id(database: sqlite3.Connection, name: str) -> str:
    known = [id_ for (id_,) in database.execute("SELECT id FROM runs ORDER BY started DESC")]
    if name == LAST and known:
        return known[0]
    fitting = [id_ for id_ in known if id_ == name or id_.startswith(name) or id_.endswith(name)]
    if not fitting:
        raise UnknownNameError("run", [name], known)
    if len(fitting) > 1:
        raise UsageError(f"several runs are called {name}…", cure=f"choose: {', '.join(fitting)}")
    return fitting[0]


def _nodes(database: sqlite3.Connection, run: PastRun) -> list[PastNode]:
    rows = database.execute(
        "SELECT node, status, started, seconds, attempts, size, error, because, key, code "
        "FROM nodes LEFT JOIN codes USING (run, node) WHERE run = ?",
        (run.id,),
    )
    found = {row[0]: _node(row) for row in rows}
    order = [name for name in run.about.get("nodes", ()) if name in found]
    return [found[name] for name in order]


def _node(row: Sequence[Any]) -> PastNode:
    name, status, started, seconds, attempts, size, error, because, key, code = row
    told = json.loads(error) if error else None
    return PastNode(name, status, started, seconds, attempts, size, told, because, key, code)


def _datasets(
    database: sqlite3.Connection, run: str
) -> dict[str, tuple[str | None, int | None, str | None]]:
    rows = database.execute(
        "SELECT name, identity, size, place FROM datasets WHERE run = ? ORDER BY name", (run,)
    )
    return {name: (identity, size, place) for name, identity, size, place in rows}


def _differences(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    return [
        Difference(kind, name, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]


def _identities(run: PastRun) -> dict[str, str]:
    return {name: (each[0] or "")[:8] for name, each in (run.datasets or {}).items()}


def _codes(one: PastRun, two: PastRun) -> tuple[dict[str, str], dict[str, str]]:
    """The code of the nodes of both runs; of those that are in both, where both came to an end."""
    before, after = ({node.name: node for node in run.nodes} for run in (one, two))
    unknown = {
        name
        for name in before.keys() & after.keys()
        if not (before[name].code and after[name].code)
    }
    return tuple(  # type: ignore[return-value]
        {name: (node.code or "")[:8] for name, node in nodes.items() if name not in unknown}
        for nodes in (before, after)
    )
