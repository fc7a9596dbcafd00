"""Run a project in this process's Python and tell what it made, one line of JSON at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

from .files import digest_of, listing
from .fingerprint import fingerprint
from .values import describe, safely


def main(
    project: str, runner: str, workdir: str, watched: Iterable[str], travelled: Iterable[str] = ()
) -> None:
    """Run the project and report how each node goes, then everything that was made.

    `watched` are files outside the working folder that count when they are written, `travelled`
    are datasets whose fingerprint is also taken of a copy that went through pickle.
    """
    out = _private_stdout()
    before = _files(workdir, watched)
    try:
        result = _run(project, runner, lambda event: _tell(out, event))
    except Exception as error:
        if getattr(error, "cure", None) is None:
            raise
        report = {"error": str(error), "cure": getattr(error, "cure", "")}
    else:
        after = _files(workdir, watched)
        written = [path for path, mark in after.items() if before.get(path) != mark]
        report = {
            "status": result.status,
            "seconds": result.seconds,
            "datasets": {
                name: safely(fingerprint, value, None) for name, value in result.datasets.items()
            },
            "travelled": {
                name: safely(_after_travel, result.datasets[name], None)
                for name in travelled
                if name in result.datasets
            },
            "types": {name: describe(value) for name, value in result.datasets.items()},
            "nodes": {name: _node(run) for name, run in result.nodes.items()},
            "files": {path: digest_of(str(Path(workdir, path))) for path in written},
        }
    out.write(json.dumps(report) + "\n")
    out.flush()


def _private_stdout() -> TextIO:
    """This process's standard output for reports alone; what nodes print goes to stderr."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _after_travel(value: Any) -> str | None:
    """The fingerprint of what arrives in another process."""
    from nb2pipe.runtime.values.blobs import Packed, unpacked  # of the Python that runs this

    return fingerprint(unpacked(Packed.of(value).content()))


def _run(project: str, runner: str, listener: Callable[[Any], None]) -> Any:
    from nb2pipe.runtime import load_project  # of the Python that runs this, whichever it has
    from nb2pipe.runtime.running.backends import begin_early

    begin_early(runner, Path(project))
    loaded = load_project(project)
    return loaded.run(runner=runner, cache=False, keep="all", listeners=[listener])


TOLD = {
    "RunStarted": "run_started",
    "NodeStarted": "node_started",
    "NodeFinished": "node_finished",
    "NodeFailed": "node_failed",
    "NodeSkipped": "node_skipped",
}
"""The events that are reported while the project runs."""


def _tell(out: TextIO, event: Any) -> None:
    kind = TOLD.get(type(event).__name__)
    if kind is not None:
        told = ("node", "nodes", "seconds", "because", "at")
        plain = {name: getattr(event, name) for name in told if hasattr(event, name)}
        out.write(json.dumps({"event": kind, **plain}) + "\n")
        out.flush()


def _node(run: Any) -> dict[str, Any]:
    error = run.error and {
        name: getattr(run.error, name, None)
        for name in ("type", "message", "traceback", "file", "line")
    }
    return {"status": run.status, "seconds": run.seconds, "error": error}


def _files(workdir: str, watched: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Size and time of the files that count, named relative to the working folder."""
    folder = os.path.realpath(workdir)
    found = {
        os.path.relpath(path, folder).replace(os.sep, "/"): mark
        for path, mark in listing(folder).items()
    }
    for path in watched:
        there = Path(workdir, path)
        if path not in found and there.is_file():
            status = there.stat()
            found[path] = status.st_size, status.st_mtime_ns
    return found
