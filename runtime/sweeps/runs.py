"""The points of a sweep while they run: each is told of its own nodes, by the names of the pipeline.

A node that several points share counts as run for the first of them, and as known for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from time import time
from typing import Any

from ..events import (
    Event,
    Listener,
    NodeCached,
    NodeFailed,
    NodeFinished,
    NodeSkipped,
    RunFinished,
    RunStarted,
    Status,
)
from ..running.results import NodeRun
from .grids import Place

_ENDS = (NodeCached, NodeFailed, NodeFinished, NodeSkipped)
_BAD = (NodeFailed, NodeSkipped)


class PointRun:
    """One point: it begins with its first own node and ends with its last."""

    def __init__(
        self,
        run_id: str,
        place: Place,
        outputs: Mapping[str, tuple[str, ...]],
        listeners: Callable[[Place], Iterable[Listener]],
    ) -> None:
        self.run_id = run_id
        self.place = place
        self.began: float | None = None
        self.status: Status | None = None
        self.seconds = 0.0
        self._outputs = outputs  # of its nodes, in order
        self._left = set(outputs)
        self._make_listeners = listeners
        self._listeners: tuple[Listener, ...] = ()
        self._known: list[Event] = []  # what others made for it before it began
        self._is_good = True

    def hear(self, event: Any, node: str, is_own: bool) -> None:
        """Take an event of the node called so in the pipeline."""
        if self.status is not None:
            return
        told = _told(event, node, self._outputs[node], is_own, self.place)
        if is_own and self.began is None:
            self._begin()
        if told is not None:
            self._tell(told) if self.began else self._known.append(told)
        if isinstance(event, _ENDS):
            self._left.discard(node)
            self._is_good = self._is_good and not isinstance(event, _BAD)
        if not self._left:
            self.end("success" if self._is_good else "failed")

    def end(self, status: Status) -> None:
        """Tell that it is over."""
        if self.began is None:
            self._begin()
        self.status, self.seconds = status, time() - (self.began or 0.0)
        self._tell(RunFinished(self.run_id, status, self.seconds, time()))

    def runs(self, all_runs: Mapping[str, NodeRun], owned: Iterable[str]) -> dict[str, NodeRun]:
        """What became of its nodes, by their names in the pipeline."""
        mine, names = frozenset(owned), _originals(self.place)
        return {
            node: _run(all_runs[copy], copy in mine, names)
            for node, copy in self.place.nodes.items()
        }

    def _begin(self) -> None:
        self.began = time()
        self._listeners = tuple(self._make_listeners(self.place))
        self._tell(RunStarted(self.run_id, tuple(self._outputs), self.began))
        for event in self._known:
            self._tell(replace(event, at=self.began))
        self._known.clear()

    def _tell(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)


class SweepTeller:
    """Passes every event on to the points whose node it is about."""

    def __init__(self, runs: Iterable[PointRun]) -> None:
        self.runs = tuple(runs)
        self._sharers: dict[str, tuple[str, list[PointRun]]] = {}
        self._ended: list[PointRun] = []
        for run in self.runs:
            for node, copy in run.place.nodes.items():
                self._sharers.setdefault(copy, (node, []))[1].append(run)

    def __call__(self, event: Any, /) -> None:
        node, sharers = self._sharers[event.node]
        for place, run in enumerate(sharers):
            before = run.status
            run.hear(event, node, is_own=place == 0)
            if run.status != before:
                self._ended.append(run)

    def ended(self) -> list[PointRun]:
        """The points that ended since this was asked last."""
        ended, self._ended = self._ended, []
        return ended

    def owned(self, run: PointRun) -> list[str]:
        """The nodes that count as the point's own, by the names of its copies."""
        return [copy for copy in run.place.nodes.values() if self._sharers[copy][1][0] is run]

    def interrupt(self) -> None:
        """Tell the points that began and did not end that they never will."""
        for run in self.runs:
            if run.began is not None and run.status is None:
                run.end("interrupted")


def _told(
    event: Any, node: str, outputs: tuple[str, ...], is_own: bool, place: Place
) -> Event | None:
    """An event in the pipeline's names; None for what only the owner of a node is told."""
    if isinstance(event, NodeSkipped):
        return replace(event, node=node, because=_originals(place)[event.because])
    if isinstance(event, NodeFinished | NodeCached) and not is_own:
        return NodeCached(node, outputs, event.at)
    if isinstance(event, NodeFinished | NodeCached):
        return replace(event, node=node, outputs=outputs)
    return replace(event, node=node) if is_own or isinstance(event, NodeFailed) else None


def _originals(place: Place) -> dict[str, str]:
    return {copy: node for node, copy in place.nodes.items()}


def _run(run: NodeRun, is_own: bool, names: Mapping[str, str]) -> NodeRun:
    if run.because is not None:
        return run._replace(because=names[run.because])
    return run if is_own or run.status != "success" else NodeRun("cached")
