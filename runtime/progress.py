"""What a person sees while a pipeline runs: listeners for a terminal and for a log."""

from __future__ import annotations

from collections.abc import Callable
from time import localtime, strftime
from typing import TYPE_CHECKING, Self

from .events import (
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
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID


class PlainProgress:
    """Writes a line with its time for every event."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def __call__(self, event: Event, /) -> None:
        self._write(f"{strftime('%H:%M:%S', localtime(event.at))} {told(event)}")


class RichProgress:
    """Shows how many nodes are done and what runs now; use it as a context manager."""

    def __init__(self, console: Console) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._bar: TaskID | None = None
        self._running: dict[str, None] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, event: Event, /) -> None:
        match event:
            case RunStarted(nodes=nodes):
                self._bar = self._progress.add_task("starting", total=len(nodes))
            case NodeStarted(node=node):
                self._running[node] = None
                self._show()
            case NodeFinished(node=node) | NodeFailed(node=node) | NodeCached(node=node):
                self._running.pop(node, None)
                self._progress.console.print(_marked(event), highlight=False)
                self._show(done=1)
            case NodeRetried(node=node) | NodeSkipped(node=node):
                self._running.pop(node, None)
                self._progress.console.print(_marked(event), highlight=False)
                self._show(done=isinstance(event, NodeSkipped))
            case NodeWarned():
                self._progress.console.print(_marked(event), highlight=False)
            case RunFinished():
                self._show()

    def _show(self, done: int = 0) -> None:
        if self._bar is not None:
            now = ", ".join(self._running) or "…"
            self._progress.update(self._bar, description=now, advance=done)


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


def told(event: Event) -> str:
    """An event in words."""
    match event:
        case RunStarted(run_id=run_id, nodes=nodes):
            return f"run {run_id}: {counted(len(nodes), 'node')}"
        case NodeStarted(node=node, attempt=attempt):
            return f"{node} started" + (f", attempt {attempt}" if attempt > 1 else "")
        case NodeRetried(node=node, error=error, delay=delay):
            return f"{node} failed ({error.type}: {error.message}), again in {delay:g} s"
        case NodeFinished(node=node, seconds=seconds):
            return f"{node} finished in {duration(seconds)}"
        case NodeCached(node=node):
            return f"{node} was taken from the store"
        case NodeFailed(node=node, error=error):
            return f"{node} failed: {error.type}: {error.message}"
        case NodeSkipped(node=node, because=because):
            return f"{node} skipped, because {because} failed"
        case NodeWarned(node=node, message=message):
            return f"{node}: {message}"
        case RunFinished(status=status, seconds=seconds):
            return f"run {'succeeded' if status == 'success' else 'failed'} in {duration(seconds)}"


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
