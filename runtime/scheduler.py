"""The one scheduler: what is ready runs, and a failure stops only what depends on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from time import monotonic, sleep, time
from typing import Any

from .backends import Backend
from .datasets.base import Dataset, MemoryDataset
from .events import (
    Event,
    NodeError,
    NodeFailed,
    NodeFinished,
    NodeRetried,
    NodeSkipped,
    NodeStarted,
)
from .nodes import Node
from .results import NodeRun
from .tasks import Outcome, Task
from .topology import Edges

Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A node and where each of its datasets comes from and goes to."""

    node: Node
    held: tuple[str, ...] = ()  # handed over by the nodes that made them
    memory: Mapping[str, MemoryDataset] | None = None  # read from memory here
    loads: Mapping[str, Dataset] | None = None  # loaded where the node runs
    saves: Mapping[str, Dataset] | None = None  # saved where the node runs
    keeps: Mapping[str, MemoryDataset] | None = None  # saved in memory here
    wanted: tuple[str, ...] = ()  # values to bring back


_NOTHING: Mapping[str, Dataset] = {}


class Scheduler:
    """The state of one run: what waits, what is ready, what is held until its last reader ran."""

    def __init__(
        self,
        steps: Sequence[Step],
        needs: Edges,
        feeds: Edges,
        backend: Backend,
        kept: frozenset[str],
        tell: Tell | None,
    ) -> None:
        self._steps = steps
        self._feeds = feeds
        self._backend = backend
        self._kept = kept
        self._tell = tell
        self._waits = [len(before) for before in needs]
        self._ready = [place for place, count in enumerate(self._waits) if not count]
        heapify(self._ready)
        self._later: list[tuple[float, int]] = []  # retries, by the moment they are due
        self._attempts = [0] * len(steps)
        self._running = 0
        self._readers = _count_readers(steps)
        self.held: dict[str, Any] = {}
        self.runs: dict[str, NodeRun] = {}

    def run(self) -> None:
        """Run everything that can run."""
        while self._ready or self._running or self._later:
            self._take_due()
            while self._ready and self._backend.room():
                self._start(heappop(self._ready))
            if self._running:
                for place, outcome in self._backend.finished(self._patience()):
                    self._finish(place, outcome)
            elif self._later:
                sleep(self._patience() or 0)

    def _take_due(self) -> None:
        while self._later and self._later[0][0] <= monotonic():
            heappush(self._ready, heappop(self._later)[1])

    def _patience(self) -> float | None:
        """How long to wait for others before the next retry is due."""
        return max(0.0, self._later[0][0] - monotonic()) if self._later else None

    def _start(self, place: int) -> None:
        step = self._steps[place]
        self._attempts[place] += 1
        self._running += 1
        if self._tell:
            self._tell(NodeStarted(step.node.name, self._attempts[place], time()))
        values = {name: self.held[name] for name in step.held}
        if step.memory:
            values |= {name: dataset.load() for name, dataset in step.memory.items()}
        task = Task(step.node, values, step.loads or _NOTHING, step.saves or _NOTHING, step.wanted)
        self._backend.start(place, task)

    def _finish(self, place: int, outcome: Outcome) -> None:
        self._running -= 1
        if outcome.error is None:
            self._succeed(place, outcome)
        elif self._may_retry(place, outcome.error):
            self._retry(place, outcome.error)
        else:
            self._fail(place, outcome.error, outcome.seconds)

    def _succeed(self, place: int, outcome: Outcome) -> None:
        step = self._steps[place]
        node = step.node
        for name, dataset in (step.keeps or {}).items():
            dataset.save(self._backend.take(outcome.values[name]))
        for name, value in outcome.values.items():
            if name in self._readers or name in self._kept:
                self.held[name] = value
        self.runs[node.name] = NodeRun("success", outcome.seconds, self._attempts[place])
        self._release(step)
        for reader in self._feeds[place]:
            self._waits[reader] -= 1
            if not self._waits[reader]:
                heappush(self._ready, reader)
        if self._tell:
            self._tell(NodeFinished(node.name, node.outputs, outcome.seconds, time()))

    def _may_retry(self, place: int, error: NodeError) -> bool:
        node = self._steps[place].node
        fits = not node.retry_on or not set(node.retry_on).isdisjoint(error.kinds)
        return fits and self._attempts[place] <= node.retries

    def _retry(self, place: int, error: NodeError) -> None:
        node, attempt = self._steps[place].node, self._attempts[place]
        delay = retry_delay(node, attempt)
        if self._tell:
            self._tell(NodeRetried(node.name, attempt, error, delay, time()))
        heappush(self._later, (monotonic() + delay, place))

    def _fail(self, place: int, error: NodeError, seconds: float) -> None:
        step = self._steps[place]
        self.runs[step.node.name] = NodeRun("failed", seconds, self._attempts[place], error)
        self._release(step)
        if self._tell:
            self._tell(NodeFailed(step.node.name, error, seconds, time()))
        self._skip_behind(place)

    def _skip_behind(self, failed: int) -> None:
        because = self._steps[failed].node.name
        front = list(self._feeds[failed])
        while front:
            place = front.pop(0)
            step = self._steps[place]
            if step.node.name in self.runs:
                continue
            self.runs[step.node.name] = NodeRun("skipped", because=because)
            self._release(step)
            if self._tell:
                self._tell(NodeSkipped(step.node.name, because, time()))
            front.extend(self._feeds[place])

    def _release(self, step: Step) -> None:
        """Let go of values whose last reader this was."""
        for name in step.held:
            self._readers[name] -= 1
            if not self._readers[name] and name not in self._kept:
                self.held.pop(name, None)


def retry_delay(node: Node, attempt: int) -> float:
    """Seconds to wait after the given attempt: of several delays the last one stays.

    >>> retry_delay(Node(print, "n", retry_delay=(1, 5)), 3)
    5.0
    """
    delay = node.retry_delay
    if isinstance(delay, tuple):
        return float(delay[min(attempt, len(delay)) - 1]) if delay else 0.0
    return float(delay or 0)


def _count_readers(steps: Sequence[Step]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for step in steps:
        for name in step.held:
            counts[name] = counts.get(name, 0) + 1
    return counts
