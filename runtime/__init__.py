"""What a generated project needs when it runs.

Names are imported when they are first used, so that `import nb2pipe.runtime` stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import Nb2pipeError, UsageError

if TYPE_CHECKING:
    from .catalog.catalog import DataCatalog
    from .datasets import MemoryDataset
    from .pipeline.nodes import Node, node
    from .pipeline.pipeline import Pipeline
    from .project.hooks import hookimpl
    from .project.project import Project, find_project, load_project
    from .running.results import NodeRun, RunResult
    from .running.run import run

_HOMES = {
    "DataCatalog": "catalog.catalog",
    "MemoryDataset": "datasets",
    "Node": "pipeline.nodes",
    "NodeRun": "running.results",
    "Pipeline": "pipeline.pipeline",
    "Project": "project.project",
    "RunResult": "running.results",
    "find_project": "project.project",
    "hookimpl": "project.hooks",
    "load_project": "project.project",
    "node": "pipeline.nodes",
    "run": "running.run",
}

__all__ = [
    "DataCatalog",
    "MemoryDataset",
    "Nb2pipeError",
    "Node",
    "NodeRun",
    "Pipeline",
    "Project",
    "RunResult",
    "UsageError",
    "find_project",
    "hookimpl",
    "load_project",
    "node",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nb2pipe.runtime' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
