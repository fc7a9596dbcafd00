"""Take outputs, execution counts and volatile metadata out of a notebook's text.

Every edit replaces one range of bytes; all other bytes stay as they are, however they are spelled.
"""

from __future__ import annotations

from . import scan
from .errors import InvalidNotebookError
from .layout import Cell, Layout, is_no_notebook_yet, read_layout
from .scan import Span
from .settings import DEFAULT, Settings
from .volatile import COUNTS, KEEPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Edit = tuple[int, int, str]  # text[start:end] becomes the string


def strip(data: bytes, settings: Settings = DEFAULT) -> bytes:
    """Return a notebook's bytes without its outputs; the same bytes where there are none.

    Empty files and files with conflict markers are returned as they are.
    Raises `InvalidNotebookError` for everything else that is no notebook.
    """
    text = str(data, "latin-1")
    stripped = strip_text(text, settings)
    return data if stripped is text else stripped.encode("latin-1")


def strip_text(text: str, settings: Settings = DEFAULT) -> str:
    """As `strip`, on a latin-1 view; a text that needs no change is returned itself."""
    try:
        layout = read_layout(text)
    except InvalidNotebookError:
        if is_no_notebook_yet(text):
            return text
        raise
    return apply(text, edits(text, layout, settings))


def apply(text: str, changes: list[Edit]) -> str:
    """Replace each range by its string; ranges do not overlap and come in order."""
    if not changes:
        return text
    pieces = []
    at = 0
    for start, end, new in changes:
        pieces += text[at:start], new
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def edits(text: str, layout: Layout, settings: Settings = DEFAULT) -> list[Edit]:
    """What to replace in a notebook's text, in order."""
    keep = settings.keep_outputs or _notebook_keeps(layout)
    found: list[Edit] = []
    for cells in layout.lists:
        empty = {i for i, cell in enumerate(cells) if settings.drop_empty_cells and is_empty(cell)}
        found += without(cells, empty)
        for index, cell in enumerate(cells):
            if index not in empty:
                found += _cell_edits(text, cell, keep, settings)
    for member in layout.members:
        if member.key == "metadata":
            found += _metadata_edits(text, member, "metadata.", settings)
    return sorted(found)


def is_empty(cell: Cell) -> bool:
    """Whether a cell has no source; one without the member, which is broken, is not called empty."""
    source = cell.read("source", cell.read("input"))
    return isinstance(source, (str, list)) and not "".join(map(str, source)).strip()


def without(items: list[Span] | list[Cell], gone: set[int]) -> list[Edit]:
    """Take items out of their object or array, with the commas and the space that part them."""
    if not gone:
        return []
    found = []
    stays_before = False
    for index, item in enumerate(items):
        if index not in gone:
            stays_before = True
        elif stays_before:
            found.append((items[index - 1].end, item.end, ""))
        else:
            end = items[index + 1].start if index + 1 < len(items) else item.end
            found.append((item.start, end, ""))
    return found


def _notebook_keeps(layout: Layout) -> bool:
    metadata = [m.read for m in layout.members if m.key == "metadata" and isinstance(m.read, dict)]
    return bool(metadata) and metadata[-1].get("keep_output") is True


def _cell_keeps(cell: Cell) -> bool | None:
    """What a cell says of its own outputs: keep them, drop them, or nothing."""
    metadata = cell.read("metadata")
    if not isinstance(metadata, dict):
        return None
    for name in KEEPS:
        if isinstance(metadata.get(name), bool):
            return metadata[name]
    tags = metadata.get("tags")
    return True if isinstance(tags, list) and any(name in tags for name in KEEPS) else None


def _cell_edits(text: str, cell: Cell, keep: bool, settings: Settings) -> Iterable[Edit]:
    says = _cell_keeps(cell)
    for member in cell.members:
        if member.key == "outputs":
            yield from _outputs_edits(text, member, keep, says, settings)
        elif member.key in COUNTS:
            yield from _count_edits(text, member, settings)
        elif member.key == "metadata":
            yield from _metadata_edits(text, member, "cell.metadata.", settings)
        elif member.key == "collapsed" and member.read is True:
            yield member.value, member.end, "false"  # nbformat 3 has it here, and wants it


def _count_edits(text: str, member: Span, settings: Settings) -> list[Edit]:
    if settings.keep_count or text.startswith("null", member.value):
        return []
    return [(member.value, member.end, "null")]


def _outputs_edits(
    text: str, member: Span, keep: bool, says: bool | None, settings: Settings
) -> list[Edit]:
    if member.read == []:
        return []
    judged = says is None and settings.judges_outputs and member.read
    stays = keep if says is None else says
    if not stays and not judged:
        return [(member.value, member.end, "[]")]
    from .outputs import kept_edits

    return kept_edits(text, member, settings, judged=bool(judged), keep=stays)


def _metadata_edits(text: str, member: Span, prefix: str, settings: Settings) -> list[Edit]:
    if not member.read or not isinstance(member.read, dict):
        return []
    found = _volatile_edits(text, member.value, prefix, settings)
    return [(member.value, member.end, "{}")] if found is None else found


def _volatile_edits(text: str, at: int, prefix: str, settings: Settings) -> list[Edit] | None:
    """Edits of the object at `at`, or None where nothing of it is left."""
    spans, _ = scan.members(text, at, {}, scan.read_value)
    gone = set()
    found: list[Edit] = []
    for index, span in enumerate(spans):
        path = prefix + span.key
        inner: list[Edit] | None = []
        if path in settings.paths:
            inner = None
        elif path in settings.prefixes and span.read and isinstance(span.read, dict):
            inner = _volatile_edits(text, span.value, path + ".", settings)
        if inner is None:
            gone.add(index)
        else:
            found += inner
    return None if len(gone) == len(spans) else found + without(spans, gone)
