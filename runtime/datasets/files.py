"""A value kept in one file, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from ..errors import DatasetError
from .places import LocalPlace, Place, locate

_OPEN_ARGS = ("open_args_load", "open_args_save")


@dataclass(frozen=True)
class FileDataset:
    """A file and how to read and write it. Subclasses say `read` and `write` for a local path.

    `filepath` is a path, taken from `workdir`, or a URL that fsspec knows. With `versioned`
    every save makes `filepath/TIMESTAMP/FILENAME`, and a load reads the newest of them.
    """

    filepath: str | Path
    load_args: Mapping[str, Any] | None = None
    save_args: Mapping[str, Any] | None = None
    fs_args: Mapping[str, Any] | None = None
    credentials: Mapping[str, Any] | None = field(default=None, repr=False)
    versioned: bool = False
    load_version: str | None = None
    save_version: str | None = None
    metadata: Mapping[str, Any] | None = field(default=None, repr=False)
    workdir: str | None = field(default=None, repr=False)

    default_save_args: ClassVar[Mapping[str, Any]] = {}
    # What the record of runs shows: `metrics`, `figure`, and `plain` values that are numbers.
    kind: ClassVar[str] = "data"

    def read(self, path: str, **load_args: Any) -> Any:
        """Read the value from a local path."""
        raise DatasetError(
            f"a {type(self).__name__} cannot be read", cure="use a type that can, to read it back"
        )

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        """Write the value to a local path where nothing stands yet."""
        raise DatasetError(
            f"a {type(self).__name__} cannot be written", cure="use a type that can, to keep it"
        )

    def load(self) -> Any:
        place, path = self._located()
        file = self._to_load(place, path)
        with place.readable(file) as near:
            return self.read(near, **(self.load_args or {}))

    def save(self, value: Any, /) -> None:
        place, path = self._located()
        with place.writable(self._to_save(path)) as near:
            self.write(near, value, **{**self.default_save_args, **(self.save_args or {})})

    def exists(self) -> bool:
        place, path = self._located()
        return bool(place.versions(path)) if self.versioned else place.exists(path)

    def versions(self) -> list[str]:
        """The timestamps under which the value was saved, oldest first."""
        place, path = self._located()
        return place.versions(path)

    def location(self) -> str:
        """Where the value is, or is going to be: a whole path, or a URL."""
        place, path = self._located()
        return path if isinstance(place, LocalPlace) else str(self.filepath)

    def path_to_load(self) -> str | None:
        """The local file that is loaded now; None for one that is elsewhere or not there."""
        place, path = self._located()
        if not isinstance(place, LocalPlace) or not self.exists():
            return None
        return self._to_load(place, path)

    def fingerprint_elsewhere(self) -> str | None:
        """What a file on another filesystem is now, as that filesystem tells; None if it cannot."""
        place, path = self._located()
        if isinstance(place, LocalPlace) or not self.exists():
            return None
        return place.mark(self._to_load(place, path))

    def _located(self) -> tuple[Place, str]:
        options = {k: v for k, v in (self.fs_args or {}).items() if k not in _OPEN_ARGS}
        return locate(str(self.filepath), self.workdir, {**(self.credentials or {}), **options})

    def _to_load(self, place: Place, path: str) -> str:
        file = _version_path(path, self._version_to_load(place, path)) if self.versioned else path
        if isinstance(place, LocalPlace) and not place.exists(file):
            raise FileNotFoundError(f"there is no file {file}")
        return file

    def _version_to_load(self, place: Place, path: str) -> str:
        if self.load_version:
            return self.load_version
        known = place.versions(path)
        if not known:
            raise FileNotFoundError(f"there is no version of {path}")
        return self.save_version if self.save_version in known else known[-1]

    def _to_save(self, path: str) -> str:
        return _version_path(path, self.save_version or timestamp()) if self.versioned else path


def timestamp() -> str:
    """The present moment as the name of a version, in Kedro's format."""
    now = datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H.%M.%S.") + f"{now.microsecond // 1000:03d}Z"


def _version_path(path: str, version: str) -> str:
    return f"{path}/{version}/{PurePosixPath(path).name}"
