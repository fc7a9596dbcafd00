"""Files that a cell reads and writes: by what Python opens, and by what the folder holds."""

from __future__ import annotations

import hashlib
import os
import site
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SKIPPED_FOLDERS = frozenset(
    ".git .hg .ipynb_checkpoints .nb2pipe .venv __pycache__ node_modules venv".split()
)

MOST_FILES = 20_000
"""Files beyond which a folder is not scanned after every cell."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

CODE_SUFFIXES = (".py", ".pyc", ".pyi", ".so", ".pyd", ".pth")

PRIVATE = ("~/.cache", "~/.config", "~/.ipython", "~/.jupyter", "~/.local", "~/.matplotlib")

Listing = dict[str, tuple[int, int]]
"""Size and modification time by path."""


class FileWatch:
    """What happened to the files since the last time it was asked."""

    def __init__(self, folder: str, root: str) -> None:
        self._folder = os.path.realpath(folder)
        self._root = os.path.realpath(root)
        self._ignored = tuple(sorted(_system_folders()))
        self._read: dict[str, None] = {}
        self._written: dict[str, None] = {}
        self._resting = True
        self._listing = listing(self._folder)
        sys.addaudithook(self._on_event)

    def begin(self) -> None:
        self._read, self._written = {}, {}
        self._resting = False

    def end(self) -> dict[str, Any]:
        """Files read, written (with their digest) and deleted since `begin`."""
        self._resting = True
        before, after = self._listing, listing(self._folder)
        self._listing = after
        changed = {path for path, mark in after.items() if before.get(path) != mark}
        written = sorted(changed | {path for path in self._written if Path(path).is_file()})
        deleted = before.keys() - after.keys()
        return {
            "written": {self._shown(path): digest_of(path) for path in written},
            "deleted": sorted(map(self._shown, deleted)),
            "read": [self._shown(path) for path in self._read if path not in changed],
        }

    def _on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._resting or event not in ("open", "sqlite3.connect"):
            return
        path = arguments[0]
        if isinstance(path, int):
            return
        try:
            self._note(os.path.realpath(os.fsdecode(path)), event, arguments)
        except (OSError, TypeError, ValueError):  # a path that cannot be one
            return

    def _note(self, path: str, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if not path.startswith(self._root + os.sep) and path.startswith(self._ignored):
            return
        if writes:
            self._written[path] = None
        elif not path.endswith(CODE_SUFFIXES):
            self._read[path] = None

    def _shown(self, path: str) -> str:
        """Relative to the folder where it lies near, else absolute."""
        near = path.startswith(self._root + os.sep)
        return os.path.relpath(path, self._folder).replace(os.sep, "/") if near else path


def listing(folder: str) -> Listing:
    """Every file below a folder; nothing where there are more than `MOST_FILES`."""
    found: Listing = {}
    for entry in _files(folder):
        try:
            status = entry.stat()
        except OSError:  # gone meanwhile, or a link to nowhere
            continue
        found[entry.path] = status.st_size, status.st_mtime_ns
        if len(found) > MOST_FILES:
            return {}
    return found


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in SKIPPED_FOLDERS:
                yield from _files(entry.path)
        elif entry.is_file():
            yield entry


def digest_of(path: str) -> str | None:
    """A digest of a file's bytes; None where it cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with Path(path).open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def _system_folders() -> set[str]:
    """Where Python, the system and programs keep files of their own."""
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages()}
    system = {"/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/opt", "/var"}
    private = {str(Path(folder).expanduser()) for folder in PRIVATE}
    settings = {os.environ.get(name, "") for name in ("MPLCONFIGDIR", "IPYTHONDIR")}
    every = (
        python | system | private | settings | {tempfile.gettempdir(), site.getusersitepackages()}
    )
    return {os.path.realpath(folder) + os.sep for folder in every if folder}
