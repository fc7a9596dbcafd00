"""A step: a node, and where each of its datasets comes from and goes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..datasets.base import Dataset, MemoryDataset
from ..pipeline.nodes import Node

_NOTHING: Mapping[str, Dataset] = {}


class Step(NamedTuple):
    """A node and where each of its datasets comes from and goes to."""

    node: Node
    held: tuple[str, ...] = ()  # handed over by the nodes that made them
    memory: Mapping[str, MemoryDataset] | None = None  # read from memory here
    loads: Mapping[str, Dataset] | None = None  # loaded where the node runs
    saves: Mapping[str, Dataset] | None = None  # saved where the node runs
    keeps: Mapping[str, MemoryDataset] | None = None  # saved in memory here
    wanted: tuple[str, ...] = ()  # values to bring back

    @property
    def loads_or_none(self) -> Mapping[str, Dataset]:
        return self.loads or _NOTHING

    @property
    def saves_or_none(self) -> Mapping[str, Dataset]:
        return self.saves or _NOTHING

    def needed(self, kept: frozenset[str]) -> frozenset[str]:
        """The outputs whose values this process needs, not only what they are."""
        keeps = self.keeps or ()
        return frozenset(name for name in self.node.outputs if name in kept or name in keeps)
