"""Which values are worth keeping, and keeping them: done where a node ran, in any process."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..values.blobs import Packed, write_blob

INLINE = 8 << 10  # bytes; smaller values stand in the database itself
ALWAYS = 64 << 10  # bytes that cost next to nothing to keep
RATE = 300e6  # bytes a second at which a value is packed, digested and written, about


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a dataset: `identity` is equal for equal values; its value, where kept."""

    identity: str
    size: int | None = None
    blob: str | None = None
    content: bytes | None = None

    @property
    def is_kept(self) -> bool:
        return self.blob is not None or self.content is not None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a node's values are kept, and under which key.

    Without `blobs` nothing is kept, but every value is looked at, however cheap it was.
    """

    key: str
    names: tuple[str, ...]
    blobs: str | None = None

    def keep(self, made: Mapping[str, Any], seconds: float) -> dict[str, Entry]:
        """Keep what cost more to make than it costs to keep."""
        return {name: self._entry(name, made[name], seconds) for name in self.names}

    def _entry(self, name: str, value: Any, seconds: float) -> Entry:
        size = size_of(value)
        if self.blobs and size > ALWAYS and size / RATE > seconds:
            return Entry(self._derived(name), size)
        from ..values.digests import digest_of
        from .codekeys import code_of

        try:
            identity = digest_of(value, code_of)
            packed = Packed.of(value) if self.blobs else None
        except Exception:  # noqa: BLE001 - pickling runs code of any class
            return Entry(self._derived(name), size)
        if packed is None:
            return Entry(identity, size)
        if packed.size <= INLINE:
            return Entry(identity, packed.size, content=packed.content())
        return Entry(identity, packed.size, blob=self._written(packed))

    def _written(self, packed: Packed) -> str | None:
        """The name of the blob; None where there is no room for it: the run goes on without."""
        name = packed.name()
        path = blob_path(self.blobs or "", name)
        try:
            if not path.exists():
                write_blob(path, packed.pieces())
        except OSError:
            return None
        return name

    def _derived(self, name: str) -> str:
        """What stands for a value that is not looked at: how it was made."""
        from ..values.digests import digest_of_parts

        return digest_of_parts(["made", self.key, self.names.index(name)])


def blob_path(blobs: str | Path, name: str) -> Path:
    """Where a blob stands, below the folder of all blobs."""
    return Path(blobs, name[:2], name)


def size_of(value: Any) -> int:
    """About how many bytes a value takes, without looking into it."""
    if isinstance(value, type):
        return 0
    nbytes: Any = getattr(value, "nbytes", None)
    usage: Any = getattr(value, "memory_usage", None)
    estimated: Any = getattr(value, "estimated_size", None)
    if isinstance(nbytes, int):
        return nbytes
    if usage is not None and hasattr(value, "index"):
        return _total(usage())
    return int(estimated()) if estimated is not None else sys.getsizeof(value, 64)


def _total(usage: Any) -> int:  # of a frame's columns, or of one series
    return int(usage.sum()) if hasattr(usage, "sum") else int(usage)
