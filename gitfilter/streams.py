"""Read and write whole files as latin-1 views, a piece at a time."""

from __future__ import annotations

import io

PIECE = 1 << 16  # bytes that are read or written at a time


def read_all(source: int) -> str:
    """All that a descriptor gives on a latin-1 view, held in memory once."""
    text = io.StringIO(newline="")
    stream = io.FileIO(source, "rb", closefd=False)
    while piece := stream.read(PIECE):
        text.write(str(piece, "latin-1"))
    return text.getvalue()


def write_all(sink: int, text: str) -> None:
    """Write a latin-1 view, a piece at a time."""
    stream = io.FileIO(sink, "wb", closefd=False)
    for start in range(0, len(text), PIECE):
        view = memoryview(text[start : start + PIECE].encode("latin-1"))
        while view:
            view = view[stream.write(view) :]
