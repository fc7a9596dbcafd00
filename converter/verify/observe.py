"""Run a notebook once in a fresh kernel, and see what every cell does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..source.notebook import Cell, Notebook
from ..source.tags import find_magic, is_catalog, without_magic
from .bootstrap import call_in_probe
from .errors import (
    LINES,
    CellFailedError,
    KernelDiedError,
    KernelMissingError,
    NotebookFailedError,
    NotebookTimeoutError,
)
from .kernel import CellRun, Limits, ProbeFailedError, run_cells, steady_environment
from .observation import CellObservation, Observation, cell_from_json

DEFAULT_KERNEL = "python3"

OF_ONE_MACHINE = re.compile(
    r"python\d*|python\d+bit\w*|py\d\w*(-.*)?|conda[-_].*|\.?venv|base|root|env"
)
"""Names of kernels that a tool gave to an environment of one machine: elsewhere they say no
more than `python3`, which stands in for them."""

LOAD_EXTENSION = "get_ipython().run_line_magic('load_ext', 'nb2pipe')"


@dataclass(frozen=True, slots=True)
class Progress:
    """A cell that starts to run."""

    number: int
    total: int


def observe(
    notebook: Notebook,
    *,
    cwd: Path,
    root: Path | None = None,
    kernel: str | None = None,
    timeout: float | None = None,
    cell_timeout: float | None = None,
    environment: Mapping[str, str] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Observation:
    """Run a notebook's code cells from the top in `cwd`, and report on each.

    `root` is the folder, `cwd` or above it, whose files are named relative to `cwd`. The
    environment is `steady_environment` unless given; timeouts are in seconds.

    Raises NotebookFailedError with the cells that ran, or KernelMissingError.
    """
    chosen, stands_for = choose_kernel(kernel, *kernel_named_in(notebook.path))
    observation = Observation(notebook.name, chosen, stands_for=stands_for)
    with TemporaryDirectory(prefix="nb2pipe-") as out:
        watcher = _Watcher(notebook, cwd, root or cwd, Path(out), on_progress)
        failure = _run(
            watcher,
            kernel=chosen,
            cwd=cwd,
            environment=steady_environment() if environment is None else environment,
            limits=Limits(cell_timeout, timeout),
        )
        observation = watcher.fill(observation)
    if failure is not None:
        raise failure(observation)
    return observation


class _Watcher:
    """Sends the probe into the kernel and collects what it reports."""

    def __init__(
        self,
        notebook: Notebook,
        cwd: Path,
        root: Path,
        out: Path,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.code = notebook.code
        self.extended = any(is_catalog(cell.source, cell.tags) for cell in self.code)
        self.cells: list[CellObservation] = []
        self.error: tuple[str, str, str] | None = None
        self.number = 0
        self._cwd, self._root, self._out = cwd, root, out
        self._on_progress = on_progress

    def start_code(self) -> str:
        folders = f"{str(self._cwd)!r}, {str(self._root)!r}, {str(self._out)!r}"
        start = call_in_probe("watch", f"start({folders})")
        return f"{LOAD_EXTENSION}\n{start}" if self.extended else start

    def starts(self, number: int) -> None:
        self.number = number
        if self._on_progress:
            self._on_progress(Progress(number, len(self.code)))

    def code_after(self, number: int, *, last: bool) -> str:
        source = self.code[number - 1].source
        return call_in_probe("watch", f"after({number}, {source!r}, {last})")

    def fill(self, observation: Observation) -> Observation:
        """Enter what was seen, before the reports are cleared away."""
        start = self._out / "start.json"
        python = json.loads(start.read_text("utf-8"))["python"] if start.exists() else ""
        seconds = sum(cell.seconds for cell in self.cells)
        return replace(observation, python=python, cells=tuple(self.cells), seconds=seconds)

    def ended(self, run: CellRun) -> None:
        report = self._out / f"cell-{run.number}.json"
        if report.exists():
            cell = CellObservation(run.number, self.code[run.number - 1].id, run.seconds)
            self.cells.append(cell_from_json(json.loads(report.read_text("utf-8")), cell))
            report.unlink()
        else:
            self.error = run.error


Failure = Callable[[Observation], NotebookFailedError]


def _run(watcher: _Watcher, *, limits: Limits, kernel: str, **options: Any) -> Failure | None:
    """Run the cells, and give what makes the error where one did not end well."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    if not watcher.code:
        return None
    cells = _to_nbformat(watcher.code, extended=watcher.extended)
    try:
        run_cells(cells, kernel=kernel, limits=limits, attendant=watcher, **options)
    except DeadKernelError:
        return lambda seen: KernelDiedError(number=watcher.number, observation=seen)
    except (CellTimeoutError, TimeoutError):
        limit = _limit_said(limits)
        return lambda seen: NotebookTimeoutError(limit, number=watcher.number, observation=seen)
    except ProbeFailedError as error:
        return _probe_failure(watcher.number, error)
    return _cell_failure(watcher)


def _probe_failure(number: int, error: ProbeFailedError) -> Failure:
    said = ": ".join(map(str, error.args))
    if not number:
        message = f"the notebook's kernel cannot be watched ({said})"
        cure = "install nb2pipe, with Python 3.10 or newer, in the kernel's environment"
    else:
        message = f"what cell [{number}] left cannot be looked at ({said})"
        cure = "skip the cell with `%%skip`, or report it with the notebook"
    return lambda seen: NotebookFailedError(message, cure=cure, number=number, observation=seen)


def _cell_failure(watcher: _Watcher) -> Failure | None:
    if watcher.error is None:
        return None
    kind, text, traceback = watcher.error
    if kind == "SystemExit" and text in ("", "0", "None"):  # the notebook ends here by intent
        return None
    told = _RULE.split(_without_colours(traceback))[-1]  # above stands the whole cell
    said = "\n".join(told.strip().splitlines()[-LINES:])
    return lambda seen: CellFailedError(kind, text, said, number=watcher.number, observation=seen)


_RULE = re.compile(r"^-{10,}$", re.MULTILINE)


def _without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _limit_said(limits: Limits) -> str:
    said = [f"{limits.cell:g} s for a cell"] if limits.cell else []
    said += [f"{limits.whole:g} s for the notebook"] if limits.whole else []
    return " and ".join(said) or "the time that the kernel has to start"


def _to_nbformat(code: tuple[Cell, ...], *, extended: bool) -> Any:
    """The cells that run, without outputs, as a notebook of papermill's."""
    from nbformat import v4

    cells = []
    for cell in code:
        made = v4.new_code_cell(runnable(cell, extended=extended))
        made.metadata["tags"] = list(cell.tags)
        cells.append(made)
    return v4.new_notebook(cells=cells)


def runnable(cell: Cell, *, extended: bool) -> str:
    """A cell's source as a kernel runs it, with our extension loaded (`extended`) or without."""
    if not extended:
        return without_magic(cell.source)
    if "catalog" in cell.tags and find_magic(cell.source) is None:
        return f"%%catalog\n{cell.source}"
    return cell.source


def kernel_named_in(path: Path | None) -> tuple[str | None, bool]:
    """The kernel that a notebook's metadata name, and whether a Python kernel has run it."""
    if path is None:
        return None, False
    metadata = json.loads(path.read_text(encoding="utf-8-sig")).get("metadata") or {}
    language = (metadata.get("language_info") or {}).get("name")
    return (metadata.get("kernelspec") or {}).get("name") or None, language == "python"


def choose_kernel(
    asked: str | None, named: str | None, of_python: bool = False
) -> tuple[str, str | None]:
    """The kernel to start, and the one that it stands in for; raises KernelMissingError.

    A notebook that a Python kernel has run can be run by another, whatever name that one had from
    the environment it was in.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    installed = tuple(sorted(KernelSpecManager().find_kernel_specs()))
    wanted = asked or named or DEFAULT_KERNEL
    if wanted in installed:
        return wanted, None
    may_be_another = of_python or OF_ONE_MACHINE.fullmatch(wanted)
    if not asked and DEFAULT_KERNEL in installed and may_be_another:
        return DEFAULT_KERNEL, wanted
    raise KernelMissingError(wanted, installed)
