"""What the project of a notebook remembers of its proof, read again only when that has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..converter.memory import Memory, read_memory
from ..converter.project import LOCK


def remembered(project: Path) -> Memory:
    """The memory of a project; an empty one where nothing was promoted yet."""
    lock = project / LOCK
    try:
        found = lock.stat()
    except OSError:
        return Memory()
    return _read(lock, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _read(lock: Path, _changed: int, _size: int) -> Memory:
    return read_memory(lock)
