"""What a run leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ..events import NodeError, Status

NodeStatus = Literal["success", "cached", "failed", "skipped"]


class NodeRun(NamedTuple):
    """What became of one node in a run."""

    status: NodeStatus
    seconds: float = 0.0
    attempts: int = 0
    error: NodeError | None = None
    because: str | None = None  # the failed node for which this one was skipped


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run: how it ended, the datasets that were kept, and what became of each node."""

    status: Status
    datasets: Mapping[str, Any] = field(repr=False)
    nodes: Mapping[str, NodeRun]
    run_id: str
    seconds: float = 0.0

    @property
    def failed(self) -> dict[str, NodeError]:
        """The nodes that failed, with their errors."""
        return {name: node.error for name, node in self.nodes.items() if node.error}
