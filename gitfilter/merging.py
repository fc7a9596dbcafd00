"""Merge three versions of a notebook by cell; the result is always a notebook.

A cell that one side changed is taken as it is spelled there. In a cell that both sides changed,
each member is merged by itself, and the source line by line; where that fails, the markers stand
inside the source, so the file still opens.
"""

from __future__ import annotations

from .errors import InvalidNotebookError
from .identity import match
from .layout import Layout, is_no_notebook_yet, read_layout
from .members import Members
from .objects import Object
from .ordering import merge_order
from .roles import title_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .layout import Cell
    from .members import MergeLines
    from .ordering import Key


class Merged:
    """A merged notebook's text, and a sentence for each place where both sides hold."""

    __slots__ = ("conflicts", "text")

    def __init__(self, text: str, conflicts: list[str]) -> None:
        self.text = text
        self.conflicts = conflicts


class Version:
    """One version of the notebook: its layout, and its cells by what they are in the merge."""

    __slots__ = ("cells", "layout", "text")

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.layout = layout
        self.cells: dict[Key, Cell] = {}

    def cell(self, key: Key) -> Object | None:
        cell = self.cells.get(key)
        return cell and Object(self.text, cell.start, cell.end, cell.members)

    @property
    def whole(self) -> Object:
        return Object(self.text, 0, len(self.text), self.layout.members)


def merge(base: str, ours: str, theirs: str, merge_lines: MergeLines) -> Merged:
    """Merge the decoded texts of three versions; `merge_lines` merges a source's lines.

    Raises `InvalidNotebookError` where a side is no notebook; an empty base is no common ancestor.
    """
    versions = (
        _read('{"cells": []}' if is_no_notebook_yet(base) else base),
        _read(ours),
        _read(theirs),
    )
    _name_cells(*versions)
    members = Members(merge_lines)
    cells = _merge_cells(*versions, members)
    parts = members.changes("the notebook", *(version.whole for version in versions), skip="cells")
    parts["cells"] = _spell_cells(cells, versions[1], versions[2])
    return Merged(versions[1].whole.changed(parts), members.conflicts)


def _read(text: str) -> Version:
    layout = read_layout(text)
    if not any(member.key == "cells" for member in layout.members):
        raise InvalidNotebookError(
            "nbformat 3 is not merged by cell", line=1, column=1, cure="save it as nbformat 4"
        )
    return Version(text, layout)


def _name_cells(base: Version, ours: Version, theirs: Version) -> None:
    """Give a cell one key in all versions: its place in the first that has it."""
    was, mine, yours = (version.layout.cells for version in (base, ours, theirs))
    base.cells = {("base", index): cell for index, cell in enumerate(was)}
    our_keys = _keys("ours", mine, {i: ("base", b) for i, b in match(was, mine).items()})
    known = {i: ("base", b) for i, b in match(was, yours).items()}
    new_mine = [i for i, key in enumerate(our_keys) if key[0] == "ours"]
    new_yours = [i for i in range(len(yours)) if i not in known]
    both = match([mine[i] for i in new_mine], [yours[i] for i in new_yours])
    known |= {new_yours[t]: our_keys[new_mine[o]] for t, o in both.items()}
    ours.cells = dict(zip(our_keys, mine, strict=True))
    theirs.cells = dict(zip(_keys("theirs", yours, known), yours, strict=True))


def _keys(own: str, cells: list[Cell], known: dict[int, Key]) -> list[Key]:
    return [known.get(index, (own, index)) for index in range(len(cells))]


def _merge_cells(base: Version, ours: Version, theirs: Version, members: Members) -> list[str]:
    """The cells of the merge as they are spelled, in order."""
    cells: list[str] = []
    for key in merge_order(list(base.cells), list(ours.cells), list(theirs.cells)):
        title = title_of(next(v.cells[key] for v in (ours, theirs) if key in v.cells))
        where = f"cell {len(cells) + 1} ({title})"
        spelled = _merge_cell(where, base.cell(key), ours.cell(key), theirs.cell(key), members)
        if spelled:
            cells.append(spelled)
    return cells


def _merge_cell(
    where: str, base: Object | None, ours: Object | None, theirs: Object | None, members: Members
) -> str:
    """One cell's merged spelling; nothing where it goes."""
    if ours and theirs:
        return members.merged(where, base, ours, theirs)
    left = ours or theirs
    if left is None or base is None:
        return left.spelled if left else ""
    if left.spelled == base.spelled:
        return ""
    return members.deleted_and_changed(where, base, left, by_us=ours is None)


def _spell_cells(cells: list[str], ours: Version, theirs: Version) -> str:
    """The array of cells, laid out as ours is, or theirs where ours has none."""
    model = next((v for v in (ours, theirs) if v.layout.cells), ours)
    array = model.whole.part("cells").spelled or "[]"
    if not cells or not model.layout.cells:
        return "[]"
    start = next(m.value for m in reversed(model.layout.members) if m.key == "cells")
    own = model.layout.cells
    opening = array[: own[0].start - start]
    closing = array[own[-1].end - start :]
    return opening + ("," + opening[1:]).join(cells) + closing
