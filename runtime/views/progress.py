"""What a person sees while a pipeline runs: listeners for a terminal and for a log."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from time import localtime, strftime, time
from typing import TYPE_CHECKING, Self

from ..events import (
    Event,
    NodeCached,
    NodeFailed,
    NodeFinished,
    NodeRetried,
    NodeSkipped,
    NodeStarted,
    NodeWarned,
    RunFinished,
    RunStarted,
    Status,
)
from .sizes import told_size

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import ProgressColumn, Task, TaskID


_WORTH_TELLING = 100_000  # bytes


class PlainProgress:
    """Writes a line with its time for every event."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def __call__(self, event: Event, /) -> None:
        self._write(f"{strftime('%H:%M:%S', localtime(event.at))} {told(event)}")


class JsonProgress:
    """Writes every event as a line of JSON."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def __call__(self, event: Event, /) -> None:
        told = {"event": type(event).__name__, **asdict(event)}
        self._write(json.dumps(told))


class RichProgress:
    """Shows how many nodes are done and what runs now; use it as a context manager."""

    def __init__(self, console: Console) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TimeElapsedColumn,
        )

        self._progress = Progress(
            SpinnerColumn(),
            _column(self._now),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._bar: TaskID | None = None
        self._running: dict[str, float] = {}
        self._done: dict[str, type] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, event: Event, /) -> None:
        match event:
            case RunStarted(nodes=nodes):
                self._bar = self._progress.add_task("", total=len(nodes))
                if event.note:
                    self._progress.console.print(event.note, highlight=False)
            case NodeStarted(node=node):
                self._running[node] = event.at
            case NodeRetried(node=node):
                self._end(node, event)
            case NodeFinished(node=node) | NodeFailed(node=node) | NodeCached(node=node):
                self._end(node, event, done=True)
            case NodeSkipped(node=node):
                self._end(node, event, done=True)
            case NodeWarned():
                self._progress.console.print(_marked(event), highlight=False)
            case RunFinished():
                self._running.clear()

    def _end(self, node: str, event: Event, done: bool = False) -> None:
        self._running.pop(node, None)
        self._progress.console.print(_marked(event), highlight=False)
        if done and self._bar is not None:
            self._done[node] = type(event)
            self._progress.update(self._bar, completed=len(self._done))

    def _now(self) -> str:
        """How many were known or failed, and what runs since when."""
        ends = list(self._done.values())
        counts = {"from the store": ends.count(NodeCached), "failed": ends.count(NodeFailed)}
        told = [f"{count} {what}" for what, count in counts.items() if count]
        running = [f"{node} {duration(time() - at)}" for node, at in self._running.items()]
        return " · ".join([*told, ", ".join(running) or "…"])


def _column(told: Callable[[], str]) -> ProgressColumn:
    """A column of the display that is asked anew each time it is drawn."""
    from rich.progress import ProgressColumn
    from rich.text import Text

    class Now(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(told())

    return Now()


_MARKS: dict[type, str] = {
    NodeFinished: "[green]✓[/green]",
    NodeCached: "[cyan]=[/cyan]",
    NodeFailed: "[red]✗[/red]",
    NodeSkipped: "[yellow]-[/yellow]",
    NodeRetried: "[yellow]↻[/yellow]",
    NodeWarned: "[yellow]![/yellow]",
}


def _marked(event: Event) -> str:
    from rich.markup import escape

    return f"{_MARKS[type(event)]} {escape(told(event))}"


_ENDED: dict[Status, str] = {
    "success": "succeeded in",
    "failed": "failed in",
    "interrupted": "was interrupted after",
}


def told(event: Event) -> str:
    """An event in words."""
    match event:
        case RunStarted(run_id=run_id, nodes=nodes, note=note):
            return f"run {run_id}: {counted(len(nodes), 'node')}{note and f', {note}'}"
        case NodeStarted(node=node, attempt=attempt):
            return f"{node} started" + (f", attempt {attempt}" if attempt > 1 else "")
        case NodeRetried(node=node, error=error, delay=delay):
            return f"{node} failed ({error.type}: {error.message}), again in {duration(delay)}"
        case NodeFinished(node=node, seconds=seconds, size=size):
            made = f", {told_size(size)}" if size and size >= _WORTH_TELLING else ""
            return f"{node} finished in {duration(seconds)}{made}"
        case NodeCached(node=node):
            return f"{node} was taken from the store"
        case NodeFailed(node=node, error=error):
            return f"{node} failed: {error.type}: {error.message}"
        case NodeSkipped(node=node, because=because):
            return f"{node} skipped, because {because} failed"
        case NodeWarned(node=node, message=message):
            return f"{node}: {message}"
        case RunFinished(status=status, seconds=seconds):
            return f"run {_ENDED[status]} {duration(seconds)}"


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(0.0004), duration(2.345), duration(125)
    ('0 ms', '2.3 s', '2 min 05 s')
    """
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60):02d} s"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "node"), counted(2, "node")
    ('1 node', '2 nodes')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
