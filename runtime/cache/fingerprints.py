"""What a stored dataset is now, without loading it: digests of files, known again by size and time."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from time import time_ns
from typing import Any

from ..datasets.base import Dataset
from ..datasets.files import FileDataset
from ..datasets.partitions import PartitionedDataset
from ..values.digests import digest_of_parts

_SETTLED = 100_000_000  # nanoseconds after which a change of a file must show in its time


class FileDigests:
    """Digests of local files; a file is read again only when its size or time changed."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, path: str) -> str | None:
        """The digest of a file, or of all files of a folder; None where there is nothing."""
        if Path(path).is_dir():
            files = sorted(each for each in Path(path).rglob("*") if each.is_file())
            return digest_of_parts(
                [[str(each.relative_to(path)), self._of_file(str(each))] for each in files]
            )
        return self._of_file(path)

    def _of_file(self, path: str) -> str | None:
        try:
            status = os.stat(path)  # noqa: PTH116 - once for each file of each run
        except OSError:
            return None
        known = self._database.execute(
            "SELECT digest FROM files WHERE path = ? AND size = ? AND changed = ?",
            (path, status.st_size, status.st_mtime_ns),
        ).fetchone()
        return known[0] if known else self._read(path, status)

    def _read(self, path: str, status: os.stat_result) -> str | None:
        try:
            with Path(path).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()[:40]
        except OSError:
            return None
        if time_ns() - status.st_mtime_ns > _SETTLED:
            with suppress(sqlite3.Error), self._database:  # then it is read again next time
                self._database.execute(
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                    (path, status.st_size, status.st_mtime_ns, digest),
                )
        return digest


def fingerprint(dataset: Dataset, files: FileDigests) -> str | None:
    """What would be loaded from a dataset now; None where only loading would tell.

    A dataset may say it itself with a method `fingerprint()`.
    """
    told: Any = getattr(dataset, "fingerprint", None)
    if told is not None:
        return told()
    path = _path_of(dataset)
    content = _elsewhere(dataset) if path is None else files.of(path)
    return None if content is None else digest_of_parts([content, load_settings(dataset)])


def stored_size(dataset: Dataset) -> int | None:
    """Bytes of a dataset's local file; None for a folder, and for what is elsewhere."""
    path = _path_of(dataset)
    return Path(path).stat().st_size if path is not None and Path(path).is_file() else None


def _path_of(dataset: Any) -> str | None:
    """The local file or folder that a dataset loads; ours, or one of Kedro's."""
    try:
        if isinstance(dataset, FileDataset | PartitionedDataset):
            return dataset.path_to_load()
        if getattr(dataset, "_protocol", None) == "file" and hasattr(dataset, "_get_load_path"):
            return str(dataset._get_load_path())
    except Exception:  # noqa: BLE001 - Kedro's datasets raise their own for what is not there
        return None
    return None


def _elsewhere(dataset: Any) -> str | None:
    try:
        return dataset.fingerprint_elsewhere() if isinstance(dataset, FileDataset) else None
    except Exception:  # noqa: BLE001 - filesystems raise what they like; the node will tell
        return None


def load_settings(dataset: Any) -> list[str]:
    """How a dataset reads what is stored."""
    settings = getattr(dataset, "load_args", None) or getattr(dataset, "_load_args", None) or {}
    return [f"{type(dataset).__module__}.{type(dataset).__qualname__}", repr(settings)]


def save_settings(dataset: Any) -> list[str]:
    """Where and how a dataset stores what it is given, apart from the version."""
    settings = getattr(dataset, "save_args", None) or getattr(dataset, "_save_args", None) or {}
    places = ("filepath", "_filepath", "path", "_path", "table_name")
    place = next((each for name in places if (each := getattr(dataset, name, None))), None)
    return [*load_settings(dataset), repr(settings), str(place)]
