"""Where a notebook's cells and their members stand in its text: what all that edits it starts from."""

from __future__ import annotations

from . import scan
from .errors import InvalidNotebookError
from .scan import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BOMS = ("\xef\xbb\xbf", "\ufeff")  # UTF-8's byte order mark on a latin-1 view, and decoded
UTF_16 = ("\xff\xfe", "\xfe\xff", "{\x00", "\x00{")
MARKERS = ("<<<<<<< ", "=======", ">>>>>>> ")
BROKEN = "mend the file in an editor, or save it anew from Jupyter"


class Cell:
    """A cell's members, where they stand."""

    __slots__ = ("end", "members", "start")

    def __init__(self, start: int, end: int, members: list[Span]) -> None:
        self.start = start
        self.end = end
        self.members = members

    def read(self, key: str, default: Any = None) -> Any:
        """The value of a member; of a key that stands twice the last, as JSON has it."""
        for member in reversed(self.members):
            if member.key == key:
                return member.read
        return default


class Layout:
    """A notebook's top-level members and its cells, in the order of the text."""

    __slots__ = ("cells", "lists", "members")

    def __init__(self, members: list[Span], lists: list[list[Cell]]) -> None:
        self.members = members
        self.lists = lists  # each array of cells: one, but nbformat 3 had worksheets
        self.cells = [cell for cells in lists for cell in cells]


def is_no_notebook_yet(text: str) -> str:
    """Why a text may pass as it is, or nothing: it is empty, or git has left its markers in it."""
    if not text or text.isspace():
        return "is empty"
    lines = ("\n" + text).find
    if all(lines("\n" + marker) >= 0 for marker in MARKERS):
        return "has conflict markers"
    return ""


def read_layout(text: str) -> Layout:
    """Find every cell and member in a notebook's text, or raise `InvalidNotebookError`."""
    reader = _Reader()
    try:
        members, end = reader.read(text)
    except StopIteration as stop:
        raise _invalid(text, stop.value, "this is not JSON") from None
    except RecursionError:
        raise _invalid(text, 0, "values are nested too deeply") from None
    except ValueError as error:
        position = getattr(error, "pos", 0)
        raise _invalid(text, position, getattr(error, "msg", str(error))) from None
    if (rest := scan.skip_space(text, end)) < len(text):
        raise _invalid(text, rest, "something follows the end of the notebook")
    if not reader.has_cells:
        raise _invalid(text, 0, "this JSON has no cells, so it is not a notebook")
    return Layout(members, reader.lists)


class _Reader:
    """Collects the arrays of cells while the scanner passes over them."""

    def __init__(self) -> None:
        self.lists: list[list[Cell]] = []
        self.has_cells = False

    def read(self, text: str) -> tuple[list[Span], int]:
        bom = next((len(mark) for mark in BOMS if text.startswith(mark)), 0)
        at = scan.skip_space(text, bom)
        readers = {"cells": self._cells, "worksheets": self._worksheets}
        return self._object(text, at, readers, "a notebook is a JSON object")

    def _worksheets(self, text: str, at: int) -> tuple[list[Span], int]:
        return self._array(text, at, self._worksheet, "`worksheets` is a list")

    def _worksheet(self, text: str, at: int) -> tuple[list[Span], int]:
        return self._object(text, at, {"cells": self._cells}, "a worksheet is an object")

    def _cells(self, text: str, at: int) -> tuple[list[Cell], int]:
        spans, end = self._array(text, at, _cell, "`cells` is a list")
        cells = [Cell(span.start, span.end, span.read) for span in spans]
        self.lists.append(cells)
        self.has_cells = True
        return cells, end

    def _object(self, text: str, at: int, readers: dict[str, scan.Reader], rule: str) -> Any:
        if text[at : at + 1] != "{":
            raise _UnfitError(at, rule)
        return scan.members(text, at, readers, scan.read_value)

    def _array(self, text: str, at: int, reader: scan.Reader, rule: str) -> Any:
        if text[at : at + 1] != "[":
            raise _UnfitError(at, rule)
        return scan.elements(text, at, reader)


class _UnfitError(ValueError):
    """JSON that does not have a notebook's shape; `pos` and `msg` as JSON's own error has them."""

    def __init__(self, pos: int, msg: str) -> None:
        self.pos = pos
        self.msg = msg
        super().__init__(msg)


def _cell(text: str, at: int) -> tuple[list[Span], int]:
    if text[at : at + 1] != "{":
        raise _UnfitError(at, "a cell is an object")
    return scan.members(text, at, _CELL_READERS, scan.read_value)


def _outputs(text: str, at: int) -> tuple[list[Span] | None, int]:
    if text[at : at + 1] != "[":
        return scan.skip(text, at)
    return scan.elements(text, at, scan.skip)


_CELL_READERS = {"outputs": _outputs, "attachments": scan.skip}


def _invalid(text: str, at: int, reason: str) -> InvalidNotebookError:
    if text.startswith(UTF_16):
        reason, cure = "the file is UTF-16, and a notebook is UTF-8", "save it as UTF-8"
    else:
        cure = BROKEN
    line = text.count("\n", 0, at) + 1
    return InvalidNotebookError(reason, line=line, column=at - text.rfind("\n", 0, at), cure=cure)
