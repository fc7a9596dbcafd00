"""A notebook as text to compare: each cell's source under a heading, an output as one line."""

from __future__ import annotations

from . import scan
from .layout import Cell, Layout, is_no_notebook_yet, read_layout
from .roles import source_of, title_of
from .scan import Span
from .settings import DEFAULT, Settings
from .stripping import strip_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RULE = "\u2500\u2500"  # begins a heading, and tells git where a hunk stands (xfuncname)
SHOWN_APART = ("tags",)


def textconv(data: bytes, settings: Settings = DEFAULT) -> str:
    """What `git diff` compares: the notebook as it would be committed, as text.

    Raises `InvalidNotebookError` where the bytes are no notebook.
    """
    stripped = strip_text(str(data, "latin-1"), settings)
    text = stripped.encode("latin-1").decode("utf-8", "surrogateescape")
    if is_no_notebook_yet(text):
        return text
    layout = read_layout(text)
    blocks = [block(text, number, cell) for number, cell in enumerate(layout.cells, 1)]
    return "\n".join([*blocks, _notebook_block(layout)])


def block(text: str, number: int, cell: Cell) -> str:
    """One cell: its heading, what its metadata says, its source, and a line an output."""
    lines = [heading(number, cell), *_metadata_lines(cell.read("metadata"))]
    if source := source_of(cell):
        lines.append(source)
    for member in cell.members:
        if member.key == "outputs" and isinstance(member.read, list):
            lines += [f"\u2192 {_output_line(text, output)}" for output in member.read]
    return "\n".join(lines) + "\n"


def heading(number: int, cell: Cell) -> str:
    return f"{RULE} {number} {title_of(cell)}"


def _metadata_lines(metadata: Any) -> list[str]:
    if not metadata or not isinstance(metadata, dict):
        return []
    lines = []
    if isinstance(tags := metadata.get("tags"), list) and tags:
        lines.append(f"tags: {', '.join(map(str, tags))}")
    return lines + [f"{k}: {v}" for k, v in metadata.items() if k not in SHOWN_APART]


def _output_line(text: str, output: Span) -> str:
    size = f"{output.end - output.value:,} bytes"
    if text[output.value] != "{":
        return size
    spans, _ = scan.members(text, output.value, {"data": _media}, scan.read_value)
    values = {span.key: span.read for span in spans}
    if isinstance(media := values.get("data"), list):
        return f"{', '.join(media)} ({size})"
    what = [
        str(values[name]) for name in ("output_type", "name", "ename", "evalue") if name in values
    ]
    return f"{' '.join(what)} ({size})"


def _media(text: str, at: int) -> tuple[list[str] | None, int]:
    if text[at] != "{":
        return scan.skip(text, at)
    spans, end = scan.members(text, at, {}, scan.skip)
    return [span.key for span in spans], end


def _notebook_block(layout: Layout) -> str:
    """What stands beside the cells: metadata and format, a line a key."""
    lines = [f"{RULE} notebook"]
    for member in layout.members:
        if member.key == "metadata":
            lines += _metadata_lines(member.read)
        elif not isinstance(member.read, list):
            lines.append(f"{member.key}: {member.read}")
    return "\n".join(lines) + "\n"
