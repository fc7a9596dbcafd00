"""Ways in which the run of a notebook can fail.

NotebookFailedError
├── CellFailedError          a cell raised
├── KernelDiedError          the kernel's process ended
└── NotebookTimeoutError     it took longer than it may
KernelMissingError           the kernel is not installed
"""

from __future__ import annotations

from ...runtime.errors import Nb2pipeError, UsageError
from .observation import Observation

LINES = 12
"""Lines of a user's traceback that are worth showing."""


RUN_ALL = (
    "make the notebook run from top to bottom in a fresh kernel "
    "(Run > Restart Kernel and Run All Cells)"
)

CURES = {
    "StdinNotImplementedError": "make what it asks for a parameter with `%%params`: "
    "nobody is there to answer",
}
"""What to do about some exceptions of a cell; about others, what to do about any."""


class NotebookFailedError(Nb2pipeError):
    """The notebook does not run to its end; `observation` holds the cells that did run."""

    def __init__(self, message: str, *, cure: str, number: int, observation: Observation) -> None:
        self.number = number
        self.observation = observation
        if observation.stands_for:
            message += (
                f" (in {observation.kernel!r}: there is no kernel {observation.stands_for!r})"
            )
        super().__init__(message, cure=cure)


class CellFailedError(NotebookFailedError):
    """A cell raised an exception; `said` is the end of the user's own traceback."""

    def __init__(
        self, kind: str, text: str, said: str, *, number: int, observation: Observation
    ) -> None:
        self.kind = kind
        self.text = text
        self.said = said
        first = text.strip().partition("\n")[0]
        super().__init__(
            f"cell [{number}] of {observation.notebook} fails: {kind}: {first}".rstrip(": "),
            cure=CURES.get(kind, RUN_ALL),
            number=number,
            observation=observation,
        )


class KernelDiedError(NotebookFailedError):
    """The kernel's process ended while a cell ran."""

    def __init__(self, *, number: int, observation: Observation) -> None:
        super().__init__(
            f"the kernel died while it ran cell [{number}] of {observation.notebook}",
            cure="see whether the cell runs out of memory, crashes a library or exits Python",
            number=number,
            observation=observation,
        )


class NotebookTimeoutError(NotebookFailedError):
    """A cell, or the whole notebook, took longer than it may."""

    def __init__(self, limit: str, *, number: int, observation: Observation) -> None:
        super().__init__(
            f"cell [{number}] of {observation.notebook} was still running after {limit}",
            cure="give it longer with `--timeout SECONDS`, or mend a cell that never ends",
            number=number,
            observation=observation,
        )


class KernelMissingError(UsageError):
    """The kernel that the notebook names is not installed here."""

    def __init__(self, kernel: str, installed: tuple[str, ...]) -> None:
        self.kernel = kernel
        others = f"; installed are {', '.join(installed)}" if installed else ""
        super().__init__(
            f"there is no kernel {kernel!r} here{others}",
            cure="install it from its environment with "
            f"`python -m ipykernel install --user --name {kernel}`, "
            "or choose another kernel for the notebook",
        )
