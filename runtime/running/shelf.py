"""The values of a run, held until their last reader has run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..planning.steps import Step


class Shelf:
    """Values by the names of their datasets; what is in `kept` stays to the end."""

    def __init__(self, steps: Iterable[Step], kept: frozenset[str]) -> None:
        self._kept = kept
        self._readers: dict[str, int] = {}
        self.held: dict[str, Any] = {}
        for step in steps:
            self.expect(step)

    def expect(self, step: Step) -> None:
        """Count a step among the readers of what it reads."""
        for name in step.held:
            self._readers[name] = self._readers.get(name, 0) + 1

    def put(self, values: Mapping[str, Any]) -> None:
        """Hold what somebody still reads, or the result keeps."""
        for name, value in values.items():
            if self._readers.get(name) or name in self._kept:
                self.held[name] = value

    def release(self, step: Step) -> None:
        """Let go of values whose last reader this was."""
        for name in step.held:
            self._readers[name] -= 1
            if not self._readers[name] and name not in self._kept:
                self.held.pop(name, None)
