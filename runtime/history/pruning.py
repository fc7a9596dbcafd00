"""Forgets past runs, and the files of sweeps that only they made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ..database import FOLDER
from .past import PastRun

SWEEPS = "sweeps"  # the folder below `.nb2pipe/` where files of sweeps lie

_TABLES = ("runs", "nodes", "codes", "logs", "metrics", "datasets", "figures")


def to_prune(runs: Sequence[PastRun], keep: int | None, since: float | None) -> list[str]:
    """The runs that are neither among the newest `keep` nor began after `since`; none that go on.

    `runs` come newest first. What is not given asks for nothing to be kept.
    """
    newest = {run.id for run in runs[:keep]} if keep is not None else set()
    recent = {run.id for run in runs if since is not None and run.started >= since}
    return [run.id for run in runs if run.id not in newest | recent and run.status != "running"]


def forget_runs(database: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Take away everything that is recorded of runs; what is kept of results stays."""
    chosen = [(each,) for each in ids]
    with database:
        for table in _TABLES:
            column = "id" if table == "runs" else "run"
            database.executemany(f"DELETE FROM {table} WHERE {column} = ?", chosen)
    with suppress(sqlite3.OperationalError):  # another run is at work: the file stays as large
        database.execute("VACUUM")


def forget_sweep_files(database: sqlite3.Connection, project: Path) -> int:
    """Take away the files that no recorded run made; gives how many bytes they had."""
    rows = database.execute("SELECT DISTINCT place FROM datasets WHERE place IS NOT NULL")
    known = {place for (place,) in rows}
    folder = project / FOLDER / SWEEPS
    freed = 0
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        if not any(str(each) in known for each in (file, *file.parents)):
            freed += file.stat().st_size
            file.unlink(missing_ok=True)
    return freed
