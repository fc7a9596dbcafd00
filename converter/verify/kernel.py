"""A kernel that runs a notebook's cells through papermill and is asked between them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from time import monotonic
from typing import Any, Protocol

STEADY: Mapping[str, str] = {
    "PYTHONHASHSEED": "0",
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
    ),
}
"""What makes two runs the same to the bit: one order of sets, one order of sums."""

ENGINE = "nb2pipe-verify"


def steady_environment() -> dict[str, str]:
    """This process's environment, with `STEADY` where it does not say otherwise."""
    return {**STEADY, **os.environ}


@dataclass(frozen=True, slots=True)
class CellRun:
    """How a cell ended: `error` is None, or its exception's kind, text and traceback."""

    number: int
    seconds: float
    error: tuple[str, str, str] | None = None


class Attendant(Protocol):
    """Who is asked between the cells, and told how they went."""

    def start_code(self) -> str: ...

    def starts(self, number: int) -> None: ...

    def code_after(self, number: int, *, last: bool) -> str: ...

    def ended(self, run: CellRun) -> None: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that each cell, and the whole notebook, may take; None for no limit."""

    cell: float | None = None
    whole: float | None = None


def run_cells(
    notebook: Any,
    *,
    kernel: str,
    cwd: Path,
    environment: Mapping[str, str],
    limits: Limits,
    attendant: Attendant,
) -> None:
    """Run a nbformat notebook of code cells, and stop after the first that fails.

    Raises nbclient's DeadKernelError and CellTimeoutError.
    """
    from papermill.engines import papermill_engines
    from papermill.execute import execute_notebook

    papermill_engines.register(ENGINE, _engine())
    execute_notebook(
        notebook,
        None,
        engine_name=ENGINE,
        kernel_name=kernel,
        progress_bar=False,
        attendant=attendant,
        limits=limits,
        kernel_options={
            "cwd": str(cwd),
            "env": dict(environment),
            "stdout": DEVNULL,
            "stderr": DEVNULL,
        },
    )


def _engine() -> type:
    from papermill.engines import Engine

    client = _client()

    class AttendedEngine(Engine):
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
            for left in reversed(range(STARTS)):
                attended = client(nb_man, kernel_name=kernel_name, shutdown_kernel="immediate")
                attended.attend(options["attendant"], options["limits"])
                try:
                    attended.execute(**options["kernel_options"])
                    break
                except RuntimeError as error:
                    if not left or not str(error).startswith(NOT_STARTED):
                        raise

    return AttendedEngine


STARTS = 3
"""How often a kernel is started: two that start at once may be given the same ports, and one dies."""

NOT_STARTED = ("Kernel died before replying", "Kernel didn't respond")
"""What jupyter_client says of a kernel that died, or was never heard of, before it ran anything."""


def _client() -> type:
    from nbclient.exceptions import CellExecutionError
    from papermill.clientwrap import PapermillNotebookClient

    class AttendedClient(PapermillNotebookClient):
        def attend(self, attendant: Attendant, limits: Limits) -> None:
            self.attendant = attendant
            self.for_cell = remaining(limits)
            self.for_asking = remaining(Limits(whole=limits.whole))

        def papermill_execute_cells(self) -> None:
            self.ask(self.attendant.start_code())
            for index, cell in enumerate(self.nb.cells):
                self.attendant.starts(index + 1)
                run = self.run_cell(cell, index)
                if run.error is None or "raises-exception" in cell.metadata.get("tags", []):
                    last = index + 1 == len(self.nb.cells)
                    self.ask(self.attendant.code_after(index + 1, last=last))
                    self.attendant.ended(run)
                else:
                    self.attendant.ended(run)
                    return

        def run_cell(self, cell: Any, index: int) -> CellRun:
            begun = monotonic()
            self.set_trait("timeout_func", self.for_cell)
            error = None
            try:
                self.execute_cell(cell, index)
            except CellExecutionError as raised:
                error = raised.ename, raised.evalue, raised.traceback
            finally:
                cell.outputs = []  # nobody looks at them, and they can be large
                self._display_id_map.clear()  # nor is there one that a later cell may update
            return CellRun(index + 1, monotonic() - begun, error)

        def handle_comm_msg(self, outs: Any, msg: Any, cell_index: int) -> None:
            """Nobody looks at widgets: no answer gets in the way of what is asked between cells."""

        def ask(self, code: str) -> None:
            """Run code that leaves no history, output or prompt number behind."""
            kernel: Any = self.kc
            self.set_trait("timeout_func", self.for_asking)
            request = kernel.execute(code, silent=True, store_history=False, allow_stdin=False)
            reply: Any = self.wait_for_reply(request, self.nb.cells[0])
            if reply["content"]["status"] == "error":
                raise ProbeFailedError(reply["content"]["ename"], reply["content"]["evalue"])

    return AttendedClient


class ProbeFailedError(Exception):
    """The probe could not look at what a cell left."""


def remaining(limits: Limits) -> Callable[[Any], float | None]:
    """Seconds that the next cell may take."""
    deadline = None if limits.whole is None else monotonic() + limits.whole

    def for_cell(cell: Any) -> float | None:
        left = None if deadline is None else max(deadline - monotonic(), 0.001)
        allowed = [each for each in (left, limits.cell) if each is not None]
        return min(allowed, default=None)

    return for_cell
