"""Everything that happens in a run, as plain values given to listeners.

`at` is a point of `time.time()`; durations are in seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Status = Literal["success", "failed", "interrupted"]


@dataclass(frozen=True, slots=True)
class LogLine:
    """A piece of text that a node wrote; `stream` is stdout, stderr, or the level of a log."""

    at: float
    stream: str
    text: str


@dataclass(frozen=True, slots=True)
class NodeError:
    """Why a node failed: the exception, cut to the lines that the user wrote."""

    type: str
    message: str
    traceback: str
    file: str | None = None  # where the innermost line of the user's own code stands
    line: int | None = None
    source: str | None = None
    cure: str | None = None
    kinds: tuple[str, ...] = ()  # names of the exception's class and of those above it


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run begins; `nodes` are those that it is going to run, in order."""

    run_id: str
    nodes: tuple[str, ...]
    at: float
    note: str = ""  # of the runner, such as where its dashboard is


@dataclass(frozen=True, slots=True)
class NodeStarted:
    """A node begins."""

    node: str
    attempt: int
    at: float


@dataclass(frozen=True, slots=True)
class NodeRetried:
    """An attempt failed and another one follows after `delay`."""

    node: str
    attempt: int  # the one that failed
    error: NodeError
    delay: float
    at: float
    log: tuple[LogLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeFinished:
    """A node made its datasets."""

    node: str
    outputs: tuple[str, ...]
    seconds: float
    at: float
    size: int | None = None  # bytes of its outputs, where they are known
    log: tuple[LogLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeCached:
    """A node did not have to run: its datasets were known."""

    node: str
    outputs: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class NodeFailed:
    """A node failed for good."""

    node: str
    error: NodeError
    seconds: float
    at: float
    log: tuple[LogLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeSkipped:
    """A node could not run, because the node `because` failed."""

    node: str
    because: str
    at: float


@dataclass(frozen=True, slots=True)
class NodeWarned:
    """Something about a node that its user should know, and that stops nothing."""

    node: str
    message: str
    at: float


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A run is over."""

    run_id: str
    status: Status
    seconds: float
    at: float


Event = (
    RunStarted
    | NodeStarted
    | NodeRetried
    | NodeFinished
    | NodeCached
    | NodeFailed
    | NodeSkipped
    | NodeWarned
    | RunFinished
)

Tell = Callable[[Event], None]


class Listener(Protocol):
    """Is told of every event of a run, in order, in the thread that called `run`."""

    def __call__(self, event: Event, /) -> None: ...
