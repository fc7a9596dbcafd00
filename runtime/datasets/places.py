"""Files here and elsewhere: every format reads and writes a local path, this brings it there.

A local file is written beside its place and moved over it, so it is there whole or not at all.
Remote files pass through a temporary file of the same name, because libraries look at suffixes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

_LOCAL = ("", "file", "local")
_MARKS = ("ETag", "etag", "md5Hash", "LastModified", "last_modified", "mtime", "updated", "created")


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """Files of this machine."""

    def exists(self, path: str) -> bool:
        return Path(path).exists()

    def versions(self, path: str) -> list[str]:
        """Names of the folders `path/VERSION/` that hold a file named as `path`, oldest first."""
        found = Path(path).glob(f"*/{Path(path).name}")
        return sorted(file.parent.name for file in found)

    def files(self, path: str) -> list[str]:
        """All files below a folder, by their paths from there; hidden ones do not count."""
        found = (each.relative_to(path) for each in Path(path).rglob("*") if each.is_file())
        return [each.as_posix() for each in found if not each.name.startswith(".")]

    def remove(self, path: str) -> None:
        Path(path).unlink(missing_ok=True)

    @contextmanager
    def readable(self, path: str) -> Iterator[str]:
        yield path

    @contextmanager
    def writable(self, path: str) -> Iterator[str]:
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{uuid4().hex[:8]}-{target.name}")
        try:
            yield str(beside)
            _move_over(beside, target)
        finally:
            _remove(beside)


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """Files of any filesystem that fsspec knows."""

    protocol: str
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def _files(self) -> Any:
        import fsspec

        return fsspec.filesystem(self.protocol, **dict(self.options))

    def exists(self, path: str) -> bool:
        return self._files.exists(path)

    def files(self, path: str) -> list[str]:
        if not self._files.exists(path):
            return []
        whole = self._files._strip_protocol(path).rstrip("/")
        return [each[len(whole) :].lstrip("/") for each in self._files.find(path)]

    def remove(self, path: str) -> None:
        self._files.rm(path)

    def mark(self, path: str) -> str | None:
        """What changes when the file changes: its time or tag with its size, if it has any."""
        told = self._files.info(path)
        marks = {name: str(told[name]) for name in _MARKS if told.get(name)}
        return repr([sorted(marks.items()), told.get("size")]) if marks else None

    def versions(self, path: str) -> list[str]:
        found = self._files.glob(f"{path}/*/{_base(path)}")
        return sorted(file.rsplit("/", 2)[-2] for file in found)

    @contextmanager
    def readable(self, path: str) -> Iterator[str]:
        with TemporaryDirectory(prefix="nb2pipe-") as folder:
            near = str(Path(folder, _base(path)))
            self._files.get(path, near, recursive=self._files.isdir(path))
            yield near

    @contextmanager
    def writable(self, path: str) -> Iterator[str]:
        with TemporaryDirectory(prefix="nb2pipe-") as folder:
            near = Path(folder, _base(path))
            yield str(near)
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.put(str(near), path, recursive=near.is_dir())


Place = LocalPlace | RemotePlace


def locate(
    filepath: str, workdir: str | None = None, options: Mapping[str, Any] | None = None
) -> tuple[Place, str]:
    """The place and the path there that a catalog's `filepath` means.

    >>> locate("data/a.csv", "/home/me")
    (LocalPlace(), '/home/me/data/a.csv')
    >>> locate("memory://data/a.csv")
    (RemotePlace(protocol='memory', options=()), 'data/a.csv')
    """
    protocol, mark, path = filepath.partition("://")
    if not mark or protocol in _LOCAL:
        local = Path(path if mark else filepath).expanduser()
        return LocalPlace(), str(Path(workdir or Path.cwd(), local))
    kept = tuple(sorted((options or {}).items()))
    whole = filepath if protocol in ("http", "https") else path
    return RemotePlace(protocol, kept), whole


def _base(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _move_over(beside: Path, target: Path) -> None:
    if target.is_dir() and beside.is_dir():
        shutil.rmtree(target)
    beside.replace(target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    with suppress(FileNotFoundError):
        path.unlink()
