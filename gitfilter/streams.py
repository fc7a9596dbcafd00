"""Read and write whole files as latin-1 views, a piece at a time."""

from __future__ import annotations

import io

PIECE = 1 << 16  # bytes that are read or written at a time
GROWTH = 32  # text grows by this share of its length, for it may have to be moved each time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def gather(pieces: Iterable[str]) -> str:
    """Join pieces as they come. The text grows where it is, so that it is held only once."""
    text = ""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= len(text) // GROWTH:
            text += "".join(waiting)
            waiting.clear()
            size = 0
    text += "".join(waiting)
    return text


def read_all(source: int) -> str:
    """All that a descriptor gives on a latin-1 view."""
    stream = io.FileIO(source, "rb", closefd=False)
    return gather(str(piece, "latin-1") for piece in iter(lambda: stream.read(PIECE), b""))


def write_all(sink: int, text: str) -> None:
    """Write a latin-1 view, a piece at a time."""
    stream = io.FileIO(sink, "wb", closefd=False)
    for start in range(0, len(text), PIECE):
        view = memoryview(text[start : start + PIECE].encode("latin-1"))
        while view:
            view = view[stream.write(view) :]
