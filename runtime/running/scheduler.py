"""The one scheduler: what is ready runs, and a failure stops only what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from time import monotonic, sleep, time
from typing import TYPE_CHECKING, Any

from ..errors import DatasetError
from ..events import (
    LogLine,
    NodeCached,
    NodeError,
    NodeFailed,
    NodeFinished,
    NodeRetried,
    NodeSkipped,
    NodeStarted,
    NodeWarned,
    Tell,
)
from ..pipeline.nodes import Backoff, Node
from ..pipeline.topology import Edges
from ..planning.steps import Step
from ..values.blobs import opened
from .backends import Backend
from .failures import describe
from .results import NodeRun
from .shelf import Shelf
from .tasks import Outcome, Task

if TYPE_CHECKING:
    from ..cache.memo import Memo

_ABSENT = object()


class Scheduler:
    """The state of one run: what waits, what is ready, what became of each node.

    With a memo, a node whose results are known does not run. Its values are fetched only when a
    reader runs; where they were not kept, the node runs after all, and its reader waits for it.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        needs: Edges,
        feeds: Edges,
        backend: Backend,
        kept: frozenset[str],
        tell: Tell | None,
        memo: Memo | None = None,
        capture: bool = False,
        strict: bool = False,
    ) -> None:
        self._steps = steps
        self._needs = needs
        self._feeds = feeds
        self._backend = backend
        self._kept = kept
        self._tell = tell
        self._memo = memo
        self._capture = capture
        self._strict = strict
        self._waits = [len(before) for before in needs]
        self._ready = [place for place, count in enumerate(self._waits) if not count]
        heapify(self._ready)
        self._later: list[tuple[float, int]] = []  # retries, by the moment they are due
        self._attempts = [0] * len(steps)
        self._running = 0
        self._shelf = Shelf(steps, kept)
        self._called: dict[int, list[int]] = {}  # recalled, to run after all; who waits for it
        self.runs: dict[str, NodeRun] = {}

    def run(self) -> None:
        """Run everything that can run."""
        while self.goes_on:
            self.turn()

    @property
    def goes_on(self) -> bool:
        """Whether something is left to run."""
        return bool(self._ready or self._running or self._later)

    def turn(self) -> None:
        """Start what is ready, and take what came to its end."""
        self._take_due()
        while self._ready and self._backend.room():
            self._begin(heappop(self._ready))
        if self._running:
            for place, outcome in self._backend.finished(self._patience()):
                self._finish(place, outcome)
        elif self._later:
            sleep(self._patience() or 0)

    def made(self, names: Iterable[str] | None = None) -> dict[str, Any]:
        """The values that the result keeps: all, or those of the given names that are there."""
        held = self._shelf.held
        wanted = held if names is None else [name for name in names if name in held]
        found: dict[str, Any] = {}
        for name in wanted:
            try:
                found[name] = opened(self._backend.take(held[name]))
            except Exception as error:  # noqa: BLE001, whatever unpacking raises
                self._lose(name, error)
        return found

    def _lose(self, name: str, error: Exception) -> None:
        """Let a node fail that made what cannot be opened here, after all."""
        node = next(step.node for step in self._steps if name in step.node.outputs)
        lost = DatasetError(
            f"dataset {name!r} cannot be opened outside of the process that made it: "
            f"{type(error).__name__}: {str(error).partition(chr(10))[0]}",
            cure="run its node in this process (`--runner sequential`), or return what can be pickled",
        )
        told, run = describe(lost), self.runs[node.name]
        self.runs[node.name] = run._replace(status="failed", error=told)
        if self._tell:
            self._tell(NodeFailed(node.name, told, run.seconds, time()))

    def forget(self, names: Iterable[str]) -> None:
        """Let go of values of the result."""
        for name in names:
            self._shelf.held.pop(name, None)

    def _take_due(self) -> None:
        while self._later and self._later[0][0] <= monotonic():
            heappush(self._ready, heappop(self._later)[1])

    def _patience(self) -> float | None:
        """How long to wait for others before the next retry is due."""
        return max(0.0, self._later[0][0] - monotonic()) if self._later else None

    def _begin(self, place: int) -> None:
        if self._memo is None:
            self._start(place, {name: self._shelf.held[name] for name in self._steps[place].held})
        elif place not in self._called and self._attempts[place] == 0 and self._recall(place):
            return
        else:
            self._start_when_complete(place, self._memo)

    def _recall(self, place: int) -> bool:
        """Take the node's results as known, where they are."""
        step = self._steps[place]
        needed = step.needed(self._kept)
        if self._memo is None or not self._memo.recall(step, needed):
            return False
        for name, dataset in (step.keeps or {}).items():
            dataset.save(opened(self._memo.value(step.node.name, name)))
        self._shelf.put({name: self._memo.value(step.node.name, name) for name in needed})
        self.runs[step.node.name] = NodeRun("cached")
        self._shelf.release(step)
        self._settle(place)
        if self._tell:
            self._tell(NodeCached(step.node.name, step.node.outputs, time()))
        return True

    def _start_when_complete(self, place: int, memo: Memo) -> None:
        """Start a node, or first what has to make its inputs once more."""
        values, lacking = {}, set()
        for name in self._steps[place].held:
            maker = self._maker(place, name)
            value = self._shelf.held.get(name, _ABSENT)
            if value is _ABSENT:
                value = memo.value(self._steps[maker].node.name, name)
                if value is None:
                    lacking.add(maker)
            values[name] = value
        if lacking:
            self._call(lacking, place)
        else:
            self._start(place, values)

    def _maker(self, place: int, name: str) -> int:
        return next(m for m in self._needs[place] if name in self._steps[m].node.outputs)

    def _call(self, makers: Iterable[int], reader: int) -> None:
        """Let known nodes run after all, and their reader wait for them."""
        for maker in makers:
            self._waits[reader] += 1
            if maker in self._called:
                self._called[maker].append(reader)
                continue
            self._called[maker] = [reader]
            self._shelf.expect(self._steps[maker])
            heappush(self._ready, maker)

    def _start(self, place: int, values: dict[str, Any]) -> None:
        step = self._steps[place]
        self._attempts[place] += 1
        self._running += 1
        if self._tell:
            self._tell(NodeStarted(step.node.name, self._attempts[place], time()))
            if step.node.timeout and self._attempts[place] == 1:
                self._warn_of_timeout(step.node)
        if step.memory:
            values |= {name: dataset.load() for name, dataset in step.memory.items()}
        keeping = self._memo.keeping(step, self._kept) if self._memo else None
        task = Task(
            step.node,
            values,
            step.loads_or_none,
            step.saves_or_none,
            step.wanted,
            keeping,
            self._capture,
            self._strict,
        )
        self._backend.start(place, task)

    def _warn_of_timeout(self, node: Node) -> None:
        if self._tell and not self._backend.ends_nodes and not node.is_async:
            message = "its timeout is not kept here; --runner processes or dask can end a node"
            self._tell(NodeWarned(node.name, message, time()))

    def _finish(self, place: int, outcome: Outcome) -> None:
        self._running -= 1
        if outcome.error is None:
            self._succeed(place, outcome)
        elif self._may_retry(place, outcome.error):
            self._retry(place, outcome.error, outcome.log)
        else:
            self._fail(place, outcome.error, outcome)

    def _succeed(self, place: int, outcome: Outcome) -> None:
        step = self._steps[place]
        node = step.node
        for name, dataset in (step.keeps or {}).items():
            dataset.save(opened(self._backend.take(outcome.values[name])))
        self._shelf.put(outcome.values)
        if self._memo:
            self._memo.learn(step, outcome.entries, outcome.seconds)
        self.runs[node.name] = NodeRun("success", outcome.seconds, self._attempts[place])
        self._shelf.release(step)
        self._settle(place)
        if self._tell:
            size = self._memo.size(node.outputs) if self._memo else None
            seconds, log = outcome.seconds, outcome.log
            self._tell(NodeFinished(node.name, node.outputs, seconds, time(), size, log))

    def _settle(self, place: int) -> None:
        """Let those run that waited for this node alone."""
        for reader in self._called.pop(place, self._feeds[place]):
            self._waits[reader] -= 1
            if not self._waits[reader]:
                heappush(self._ready, reader)

    def _may_retry(self, place: int, error: NodeError) -> bool:
        node = self._steps[place].node
        fits = not node.retry_on or not set(node.retry_on).isdisjoint(error.kinds)
        return fits and self._attempts[place] <= node.retries

    def _retry(self, place: int, error: NodeError, log: tuple[LogLine, ...]) -> None:
        node, attempt = self._steps[place].node, self._attempts[place]
        delay = retry_delay(node, attempt)
        if self._tell:
            self._tell(NodeRetried(node.name, attempt, error, delay, time(), log))
        heappush(self._later, (monotonic() + delay, place))

    def _fail(self, place: int, error: NodeError, outcome: Outcome) -> None:
        step, seconds = self._steps[place], outcome.seconds
        self.runs[step.node.name] = NodeRun("failed", seconds, self._attempts[place], error)
        self._shelf.release(step)
        if self._tell:
            self._tell(NodeFailed(step.node.name, error, seconds, time(), outcome.log))
        self._skip_behind(place)

    def _skip_behind(self, failed: int) -> None:
        because = self._steps[failed].node.name
        front = list(self._feeds[failed])
        while front:
            place = front.pop(0)
            step = self._steps[place]
            if step.node.name in self.runs and place not in self._called:
                continue
            self.runs[step.node.name] = NodeRun("skipped", because=because)
            self._shelf.release(step)
            if self._tell:
                self._tell(NodeSkipped(step.node.name, because, time()))
            front.extend(self._feeds[place])


def retry_delay(node: Node, attempt: int) -> float:
    """Seconds to wait after the given attempt: of several delays the last one stays.

    >>> retry_delay(Node(print, "n", retry_delay=(1, 5)), 3)
    5.0
    >>> retry_delay(Node(print, "n", retry_delay=Backoff(1, factor=3)), 3)
    9.0
    """
    delay = node.retry_delay
    if isinstance(delay, Backoff):
        return delay.after(attempt)
    if isinstance(delay, tuple):
        return float(delay[min(attempt, len(delay)) - 1]) if delay else 0.0
    return float(delay or 0)
