"""Notebooks in git: stripped, compared and merged by byte ranges, at the speed of git itself.

Git starts this package for a user who waits, under `python -I -S` and possibly a Python that has
nothing but its standard library. So nothing here imports another part of nb2pipe, and the
modules that git starts import only what the interpreter has loaded already or has in C: no
dataclasses, typing, re, json or pathlib before they are needed. A test holds that list.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .errors import GitFilterError, InvalidNotebookError
    from .merging import Merged, merge
    from .rendering import textconv
    from .settings import Settings
    from .stripping import strip

_HOMES = {
    "GitFilterError": "errors",
    "InvalidNotebookError": "errors",
    "Merged": "merging",
    "Settings": "settings",
    "merge": "merging",
    "strip": "stripping",
    "textconv": "rendering",
}

__all__ = [
    "GitFilterError",
    "InvalidNotebookError",
    "Merged",
    "Settings",
    "merge",
    "strip",
    "textconv",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
