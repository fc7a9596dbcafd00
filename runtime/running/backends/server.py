"""The process from which nodes' processes are forked: it imports well-known libraries once for all.

It takes as long to begin as those libraries take to import, so it is told as early as possible
to begin, while the project is still being loaded: with the libraries that the project used last,
or before its first run with those that its modules name.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

# Imported once for all nodes, when this process has them too. They keep no state of a project;
# matplotlib is not among them, because it reads settings from the working folder.
PRELOADED = ("joblib", "numpy", "pandas", "polars", "pyarrow", "scipy", "sklearn")


def begin_early(project: Path) -> None:
    """Let the server begin before the project is loaded."""
    known = _remembered(project)
    _begin(named_in(project) if known is None else known)


def server_context(project: str | None) -> BaseContext:
    """Where processes come from; begins the server, and remembers for it what is imported now."""
    if not _has_server():
        return get_context("spawn")
    names = to_preload(sys.modules)
    if project is not None:
        _remember(Path(project), names)
    _begin(names)
    return get_context("forkserver")


def to_preload(imported: Iterable[str]) -> list[str]:
    """The well-known libraries, and the parts of them, that are among the imported modules."""
    return sorted(
        name
        for name in imported
        if name.partition(".")[0] in PRELOADED and name.count(".") < 2 and "._" not in name
    )


_IMPORT = re.compile(r"^(?:import|from)[ \t]+([\w.]+)", re.MULTILINE)


def named_in(project: Path) -> list[str]:
    """The well-known libraries that the modules of a project's packages import."""
    packages = [found.parent for found in project.glob("*/__init__.py")]
    modules = [module for package in packages for module in package.rglob("*.py")]
    texts = (module.read_text(encoding="utf-8", errors="replace") for module in modules)
    return to_preload({name for text in texts for name in _IMPORT.findall(text)})


def _has_server() -> bool:
    return "forkserver" in get_all_start_methods()


def _begin(names: list[str]) -> None:
    """Begin the server; one that is there already stays as it is."""
    if _has_server():
        from multiprocessing.forkserver import ensure_running

        get_context("forkserver").set_forkserver_preload([f"{__package__}.fresh", *names])
        ensure_running()


def _remembered(project: Path) -> list[str] | None:
    """What the project imported when it ran last; None before its first run."""
    try:
        lines = _file(project).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return None
    return to_preload(lines)


def _remember(project: Path, names: list[str]) -> None:
    file = _file(project)
    if file.parent.is_dir() and _remembered(project) != names:
        with suppress(OSError):  # then the next server begins a little later
            file.write_text("\n".join(names), encoding="utf-8")


def _file(project: Path) -> Path:
    from ...database import FOLDER  # imports SQLite, which the server itself has no use for

    return project / FOLDER / "libraries.txt"
