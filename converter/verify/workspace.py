"""A copy of a notebook's folder to run in, so that no run disturbs the user's files or another run.

The copy stands among links to what stands beside and above the folder, so that `../data` is
found. Each run gets its copy at the same path, so that paths that values hold are the same too.
A folder that is too large to copy is used as it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 200_000_000
MOST_FILES = 20_000
"""What a folder may hold and still be copied."""

LINKED = frozenset(".git .hg .venv node_modules venv".split())
"""Folders that are linked and not copied."""

LEFT_OUT = frozenset(".ipynb_checkpoints .nb2pipe __pycache__".split())

LEVELS = 3
"""Folders above the notebook's that are imitated with links."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a run works: `cwd`, and `root`, below which files are named relative to it."""

    cwd: Path
    root: Path
    copied: bool


@contextmanager
def workspace(folder: Path, scratch: Path) -> Iterator[Workspace]:
    """Lay out a fresh copy of `folder` in `scratch`, and clear it away afterwards.

    With one `scratch`, every copy has the same path.
    """
    folder = folder.resolve()
    if not is_small(folder):
        yield Workspace(folder, folder, copied=False)
        return
    root = scratch.resolve() / "run"
    try:
        yield Workspace(_lay_out(folder, root), root, copied=True)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def is_small(folder: Path) -> bool:
    """Whether a folder can be copied in no time."""
    size = 0
    for count, each in enumerate(_copied_files(folder), 1):
        size += each.stat(follow_symlinks=False).st_size
        if size > MOST_BYTES or count > MOST_FILES:
            return False
    return True


def _copied_files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in LINKED | LEFT_OUT:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _copied_files(Path(entry.path))
            else:
                yield entry


def _lay_out(folder: Path, root: Path) -> Path:
    place = root
    above = [folder, *folder.parents][: LEVELS + 1]
    for outer, inner in reversed(list(zip(above[1:], above, strict=False))):
        place.mkdir(parents=True)
        _link((each for each in outer.iterdir() if each != inner), place)
        place = place / inner.name
    shutil.copytree(folder, place, symlinks=True, ignore=_not_copied)
    _link((folder / name for name in LINKED if (folder / name).exists()), place)
    return place


def _not_copied(_: str, names: list[str]) -> set[str]:
    return {name for name in names if name in LINKED | LEFT_OUT}


def _link(targets: Iterable[Path], place: Path) -> None:
    for target in targets:
        link = place / target.name
        if not link.exists():
            link.symlink_to(target, target_is_directory=target.is_dir())
