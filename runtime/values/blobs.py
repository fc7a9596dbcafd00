"""Values as bytes: a pickle, and beside it the large buffers that it refers to.

Buffers are written from where they lie and read through a memory map, so that a large array or
frame is copied only where someone changes it. A blob is named after its content, is written
beside its place and moved there, and is checked against its name before it is first read.
"""

from __future__ import annotations

import hashlib
import mmap
import pickle
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from .reductions import reduced, reductions_of_dtypes

if TYPE_CHECKING:
    import cloudpickle

FORMAT = 2
"""Of blobs: what was written in another one may call functions that are not there any more. It is to
be raised when `reductions` or `worked_out` change a function by which a value is made again."""

_ALIGNMENT = 64
_NUMBER = Struct("<Q")


@dataclass(frozen=True, slots=True)
class Packed:
    """A value in parts: its pickle, then its buffers."""

    parts: tuple[Any, ...]

    @classmethod
    def of(cls, value: Any) -> Packed:
        """Pack a value.

        Raises:
            Exception: whatever pickling raises for a value that cannot be pickled.
        """
        buffers: list[pickle.PickleBuffer] = []
        content = BytesIO()
        pickler = _pickler("numpy" in sys.modules)
        pickler(content, protocol=5, buffer_callback=buffers.append).dump(value)
        return cls((content.getvalue(), *(buffer.raw() for buffer in buffers)))

    @property
    def size(self) -> int:
        return sum(_length(part) for part in self.parts)

    def name(self) -> str:
        """The name of the blob that holds this."""
        found = hashlib.sha256()
        for piece in self.pieces():
            found.update(piece)
        return found.hexdigest()[:40]

    def pieces(self) -> Iterator[Any]:
        """The bytes of the blob, one after the other."""
        head = [_NUMBER.pack(len(self.parts)), *(_NUMBER.pack(_length(p)) for p in self.parts)]
        yield from _padded(b"".join(head))
        for part in self.parts:
            yield from _padded(part)

    def content(self) -> bytes:
        """The blob as one text of bytes; for small ones."""
        return b"".join(self.pieces())


@cache
def _pickler(with_numpy: bool) -> type[cloudpickle.Pickler]:
    """The pickler of values: they come back as they were sent."""
    import cloudpickle

    own = reductions_of_dtypes() if with_numpy else {}

    class Pickler(cloudpickle.Pickler):
        dispatch_table: ClassVar[dict[type, Any]] = {**cloudpickle.Pickler.dispatch_table, **own}

        def reducer_override(self, obj: Any) -> Any:
            found = reduced(obj)
            return super().reducer_override(obj) if found is NotImplemented else found

    return Pickler


def unpacked(content: Any) -> Any:
    """The value in a blob's bytes, which it goes on using; arrays can be changed if they can."""
    view = memoryview(content)
    (count,) = _NUMBER.unpack_from(view)
    lengths = [_NUMBER.unpack_from(view, _NUMBER.size * (n + 1))[0] for n in range(count)]
    at = _aligned(_NUMBER.size * (count + 1))
    parts = []
    for length in lengths:
        parts.append(view[at : at + length])
        at = _aligned(at + length)
    return pickle.loads(parts[0], buffers=parts[1:])


@dataclass(frozen=True, slots=True)
class Blob:
    """A value in a file."""

    path: str

    def open(self) -> Any:
        """The value, read from the file as far as it is used; changes stay in this process."""
        with Path(self.path).open("rb") as file:
            return unpacked(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))


@dataclass(frozen=True, slots=True)
class Small:
    """A value in a few bytes."""

    content: bytes

    def open(self) -> Any:
        return unpacked(bytearray(self.content))  # what can be changed stays so


_PACKED = (Blob, Small)


def opened(value: Any) -> Any:
    """The value itself, whether it is at hand or in a blob."""
    return value.open() if isinstance(value, _PACKED) else value


def write_blob(path: Path, pieces: Iterable[Any]) -> None:
    """Write a blob, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{uuid4().hex[:8]}-{path.name}")
    try:
        with beside.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def name_of_file(path: Path) -> str | None:
    """The name that a blob's content calls for; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:40]
    except OSError:
        return None


def _padded(part: Any) -> Iterator[Any]:
    length = _length(part)
    yield part
    if _aligned(length) > length:
        yield bytes(_aligned(length) - length)


def _length(part: Any) -> int:
    return part.nbytes if isinstance(part, memoryview) else len(part)


def _aligned(length: int) -> int:
    return -(-length // _ALIGNMENT) * _ALIGNMENT
