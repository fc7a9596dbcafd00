"""What was made once, by the key of how it was made: content-addressed, on the local disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from ..database import FOLDER
from ..values.blobs import Blob, Small, name_of_file
from .keeping import Entry, blob_path

_YOUNG = 3600.0  # seconds for which a blob may be on its way into the database


@dataclass(frozen=True, slots=True)
class Kept:
    """What `cache ls` tells of one key."""

    key: str
    node: str
    seconds: float
    used: float
    size: int


class Store:
    """Results by key. Only the thread that made the connection uses it."""

    def __init__(self, project: Path, database: sqlite3.Connection) -> None:
        self.blobs = project / FOLDER / "blobs"
        self._database = database
        self._sound: set[str] = set()  # blobs that were read or written by this run
        self._used: dict[str, float] = {}

    def find(self, key: str) -> list[Entry] | None:
        """What a node with that key made, in the order of its outputs."""
        if self._database.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone() is None:
            return None
        rows = self._database.execute(
            "SELECT identity, size, blob, content FROM outputs WHERE key = ? ORDER BY place", (key,)
        )
        self._used[key] = time()
        return [Entry(*row) for row in rows]

    def put(self, key: str, node: str, seconds: float, entries: Sequence[Entry]) -> None:
        """Remember what a node made."""
        rows = [
            (key, place, each.identity, each.size, each.blob, each.content)
            for place, each in enumerate(entries)
        ]
        self._sound |= {each.blob for each in entries if each.blob}
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", (key, node, seconds, time())
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)", rows
            )

    def value(self, entry: Entry) -> Blob | Small | None:
        """Where an entry's value is; None when it was not kept, or is no longer whole."""
        if entry.content is not None:
            return Small(entry.content)
        if entry.blob is None:
            return None
        path = blob_path(self.blobs, entry.blob)
        if entry.blob not in self._sound and name_of_file(path) == entry.blob:
            self._sound.add(entry.blob)
        return Blob(str(path)) if entry.blob in self._sound and path.exists() else None

    def drop_blob(self, blob: str) -> None:
        """Take a damaged blob away, so that it is made again."""
        blob_path(self.blobs, blob).unlink(missing_ok=True)

    def flush(self, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Remember when results were used last, and what the keys of nodes are made of."""
        with self._database:
            self._database.executemany(
                "UPDATE results SET used = ? WHERE key = ?",
                [(at, key) for key, at in self._used.items()],
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO lasts VALUES (?, ?)",
                [(node, _json(each)) for node, each in parts.items()],
            )
        self._used.clear()

    def parts_of(self, node: str) -> dict[str, Any] | None:
        """What the key of a node's last result was made of."""
        row = self._database.execute("SELECT parts FROM lasts WHERE node = ?", (node,)).fetchone()
        return json.loads(row[0]) if row else None

    def all(self) -> list[Kept]:
        """Everything that is kept, what was used last first."""
        rows = self._database.execute(
            "SELECT r.key, r.node, r.seconds, r.used, COALESCE(SUM(CASE WHEN o.blob IS NOT NULL "
            "OR o.content IS NOT NULL THEN o.size END), 0) FROM results r "
            "LEFT JOIN outputs o ON o.key = r.key GROUP BY r.key ORDER BY r.used DESC, r.key"
        )
        return [Kept(*row) for row in rows]

    def forget(self, keys: Iterable[str]) -> int:
        """Forget results and take away the blobs that nothing else refers to; gives the bytes."""
        chosen = [(key,) for key in keys]
        before = self._blobs_known()
        with self._database:
            self._database.executemany("DELETE FROM results WHERE key = ?", chosen)
            self._database.executemany("DELETE FROM outputs WHERE key = ?", chosen)
        known = self._blobs_known()
        return sum(
            _taken_away(file)
            for file in self.blobs.glob("*/*")
            if file.name not in known and (file.name in before or _is_left_over(file))
        )

    def _blobs_known(self) -> set[str]:
        rows = self._database.execute("SELECT DISTINCT blob FROM outputs WHERE blob IS NOT NULL")
        return {blob for (blob,) in rows}


def _is_left_over(file: Path) -> bool:
    """Whether nobody can still be about to refer to a file."""
    return time() - file.stat().st_mtime > _YOUNG


def _taken_away(file: Path) -> int:
    size = file.stat().st_size
    file.unlink(missing_ok=True)
    return size


def to_forget(kept: Iterable[Kept], most: int) -> list[str]:
    """The keys, of those used longest ago, without which the rest fits into `most` bytes.

    >>> to_forget([Kept("new", "n", 1, 9, 60), Kept("old", "n", 1, 5, 60)], 100)
    ['old']
    """
    total, keys = 0, []
    for each in sorted(kept, key=lambda each: -each.used):
        total += each.size
        if total > most:
            keys.append(each.key)
    return keys


def _json(content: Any) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
