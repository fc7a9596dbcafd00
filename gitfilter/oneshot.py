"""One file a start: for clients of git that do not speak the filter process's protocol."""

from __future__ import annotations

import io

from .clean import clean
from .packets import MOST
from .settings import Lookup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .clean import Note


def clean_stream(source: int, sink: int, path: str, note: Note) -> None:
    """Strip what comes in on one descriptor to the other; nothing is written if that fails."""
    write_all(sink, clean(read_all(source), path, Lookup().settings_for(path), note))


def read_all(source: int) -> str:
    """All that a descriptor gives on a latin-1 view, held in memory once."""
    text = io.StringIO(newline="")
    stream = io.FileIO(source, "rb", closefd=False)
    while piece := stream.read(1 << 16):
        text.write(str(piece, "latin-1"))
    return text.getvalue()


def write_all(sink: int, text: str) -> None:
    """Write a latin-1 view, a piece at a time."""
    stream = io.FileIO(sink, "wb", closefd=False)
    for start in range(0, len(text), MOST):
        view = memoryview(text[start : start + MOST].encode("latin-1"))
        while view:
            view = view[stream.write(view) :]
