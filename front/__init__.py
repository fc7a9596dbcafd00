"""nb2pipe promotes Jupyter notebooks into pipelines.

Names are imported when they are first used, so that `import nb2pipe` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nb2pipe.magics import load_ipython_extension, unload_ipython_extension
    from nb2pipe.runtime import (
        DataCatalog,
        Nb2pipeError,
        Pipeline,
        Project,
        RunResult,
        load_project,
        node,
        run,
    )

__version__ = "0.1.0"

_HOMES = {
    "load_ipython_extension": "magics",
    "unload_ipython_extension": "magics",
    "DataCatalog": "runtime",
    "Nb2pipeError": "runtime",
    "Pipeline": "runtime",
    "Project": "runtime",
    "RunResult": "runtime",
    "load_project": "runtime",
    "node": "runtime",
    "run": "runtime",
}

__all__ = [
    "DataCatalog",
    "Nb2pipeError",
    "Pipeline",
    "Project",
    "RunResult",
    "load_ipython_extension",
    "load_project",
    "node",
    "run",
    "unload_ipython_extension",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nb2pipe' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"nb2pipe.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
