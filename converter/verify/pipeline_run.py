"""Run a written project, every node in a process of its own, and see what it makes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Timer
from typing import IO, Any

from ...runtime.errors import Nb2pipeError
from .bootstrap import call_in_probe
from .kernel import steady_environment
from .observation import Mark, ValueType, type_from_json
from .workspace import Workspace

OnEvent = Callable[[Mapping[str, Any]], None]
"""Takes an event of a run as plain data: `event` is its name, as in `probe.pipeline.TOLD`."""

WORKDIR = re.compile(r"^workdir\s*=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NodeFailure:
    """Why a node failed, in the user's own lines."""

    type: str
    message: str
    traceback: str = ""
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PipelineRun:
    """What one run of a project made."""

    status: str
    """`success` or `failed`."""
    datasets: Mapping[str, Mark] = field(default_factory=dict)
    travelled: Mapping[str, Mark] = field(default_factory=dict)
    """Fingerprints of copies that went through pickle, of the datasets for which it was asked."""
    types: Mapping[str, ValueType] = field(default_factory=dict)
    failures: Mapping[str, NodeFailure] = field(default_factory=dict)
    """By node."""
    skipped: tuple[str, ...] = ()
    """Nodes that could not run because another failed."""
    files: Mapping[str, Mark] = field(default_factory=dict)
    """Files written, named as in `Observation.files`."""
    seconds: float = 0.0


class PipelineRunError(Nb2pipeError):
    """The project could not be run at all."""


class NotLoadedError(PipelineRunError):
    """Its code cannot be imported."""


def run_pipeline(
    project: Path,
    space: Workspace,
    *,
    runner: str = "processes",
    python: str = sys.executable,
    watched: Iterable[str] = (),
    travelled: Iterable[str] = (),
    timeout: float | None = None,
    environment: Mapping[str, str] | None = None,
    on_event: OnEvent | None = None,
) -> PipelineRun:
    """Run a project in a workspace and take the fingerprint of every dataset.

    `watched` are paths of `Observation.files`, for those that lie outside the workspace;
    `travelled` are datasets to look at after a way through pickle, too; `on_event` is told how
    each node goes.
    Raises NotLoadedError where the project does not load, and PipelineRunError where it takes
    longer than `timeout`.
    """
    chosen = dict(steady_environment() if environment is None else environment)
    chosen.setdefault("MPLBACKEND", "Agg")
    with _placed(project, space.cwd) as placed, TemporaryFile() as said:
        arguments = (str(placed), runner, str(space.cwd), sorted(watched), sorted(travelled))
        code = call_in_probe("pipeline", f"main{arguments!r}")
        process = Popen(
            [python, "-c", code],
            cwd=space.cwd,
            env=chosen,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=said,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        report = _follow(process, timeout, on_event)
        said.seek(0)
        return _read(report, said, timeout)


def _follow(process: Popen[str], timeout: float | None, on_event: OnEvent | None) -> dict[str, Any]:
    """Read a process's reports to the end, and give the last; end it when time is over."""
    report: dict[str, Any] = {}
    timer = Timer(timeout or 0, _end, [process])
    if timeout:
        timer.start()
    with process:
        try:
            for line in process.stdout or ():
                report = json.loads(line) if line.endswith("\n") else {}
                if on_event and "event" in report:
                    on_event(report)
        finally:
            in_time = not timeout or timer.is_alive()
            timer.cancel()
            _end(process)
    return report if in_time else {"late": True}


def _end(process: Popen[str]) -> None:
    """End a process with those that it started, where they have not ended."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _read(report: dict[str, Any], said: IO[bytes], timeout: float | None) -> PipelineRun:
    if "late" in report:
        raise PipelineRunError(
            f"the pipeline was still running after {timeout:g} s",
            cure="give it longer with `--timeout SECONDS`",
        )
    if "error" in report:
        raise NotLoadedError(report["error"], cure=report["cure"])
    if "datasets" not in report:
        lines = said.read().decode("utf-8", "replace").strip().splitlines()
        raise PipelineRunError(
            f"the pipeline's process ended early: {lines[-1] if lines else 'it said nothing'}",
            cure="run the project with `nb2pipe run` to see all that it says",
        )
    return _from_json(report)


def _from_json(report: Mapping[str, Any]) -> PipelineRun:
    nodes = report["nodes"]
    return PipelineRun(
        status=report["status"],
        datasets=report["datasets"],
        travelled=report["travelled"],
        types={name: type_from_json(found) for name, found in report["types"].items()},
        failures={
            name: NodeFailure(**found["error"]) for name, found in nodes.items() if found["error"]
        },
        skipped=tuple(name for name, found in nodes.items() if found["status"] == "skipped"),
        files=report["files"],
        seconds=report["seconds"],
    )


@contextmanager
def _placed(project: Path, workdir: Path) -> Iterator[Path]:
    """A copy of a project whose working folder is another one."""
    with TemporaryDirectory(prefix="nb2pipe-") as scratch:
        copy = Path(scratch, project.resolve().name)
        leave_out = shutil.ignore_patterns(".nb2pipe", "__pycache__", ".venv")
        shutil.copytree(project, copy, ignore=leave_out)
        settings = copy / "pyproject.toml"
        settings.write_text(with_workdir(settings.read_text("utf-8"), workdir), "utf-8")
        yield copy


def with_workdir(settings: str, workdir: Path) -> str:
    """A project's pyproject.toml with its working folder set to an absolute path."""
    line = f"workdir = {json.dumps(str(workdir))}"
    if WORKDIR.search(settings):
        return WORKDIR.sub(lambda _: line, settings, count=1)
    return settings.replace("[tool.nb2pipe]", f"[tool.nb2pipe]\n{line}", 1)
