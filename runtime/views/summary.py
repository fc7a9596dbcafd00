"""What is said when a run is over: what was made and where it is, or what failed and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

from ..catalog.catalog import DataCatalog
from ..datasets.files import FileDataset
from ..events import NodeError
from ..project.lock import Lock, read_lock
from ..project.project import Project
from ..running.results import RunResult
from .progress import counted, duration


def summary(result: RunResult, project: Project) -> str:
    """The closing words of a run of a project."""
    done = [name for name, run in result.nodes.items() if run.status in ("success", "cached")]
    made = [name for node in done for name in project.pipeline[node].outputs]
    parts = [
        *_failures(result, read_lock(project.path)),
        *_made(made, project.catalog, result),
        _verdict(result, len(done)),
    ]
    return "\n\n".join(parts)


def _verdict(result: RunResult, done: int) -> str:
    total = counted(len(result.nodes), "node")
    known = sum(run.status == "cached" for run in result.nodes.values())
    if result.status == "success":
        taken = f", {known} of them from the store" if known else ""
        return f"{total} done in {duration(result.seconds)}{taken}"
    return f"{done} of {total} done in {duration(result.seconds)}; the run failed"


def _made(names: Iterable[str], catalog: DataCatalog, result: RunResult) -> list[str]:
    """Where everything is that was made and is still there."""
    places = {name: _place(name, catalog) for name in names}
    rows = {
        name: place or "not stored; an entry in the catalog would keep it"
        for name, place in places.items()
        if place or name in result.datasets
    }
    if not rows:
        return []
    width = max(map(len, rows))
    return ["\n".join(["made", *(f"  {name:<{width}}  {where}" for name, where in rows.items())])]


def _place(name: str, catalog: DataCatalog) -> str | None:
    dataset = catalog.get(name)
    return near(dataset.location()) if isinstance(dataset, FileDataset) else None


def near(path: str) -> str:
    """A path as it is written from the current folder, when it lies below it."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _failures(result: RunResult, lock: Lock) -> list[str]:
    return [
        f"{name} failed\n{indent(_failure(name, error, lock, _skipped(result, name)), '  ')}"
        for name, error in result.failed.items()
    ]


def _failure(name: str, error: NodeError, lock: Lock, skipped: list[str]) -> str:
    rows = [error.traceback or f"{error.type}: {error.message}"]
    cell = lock.origin_of(name, error.file, error.line)
    if cell is not None:
        rows.append(f"from {cell} of {lock.notebook or 'the notebook'}")
    if error.cure:
        rows.append(f"help: {error.cure}")
    if skipped:
        rows.append(f"skipped because of it: {', '.join(skipped)}")
    return "\n".join(rows)


def _skipped(result: RunResult, failed: str) -> list[str]:
    return [name for name, run in result.nodes.items() if run.because == failed]
