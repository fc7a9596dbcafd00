"""Merge a JSON object of three versions member by member, each as what it is."""

from __future__ import annotations

from .objects import MISSING, Object, Part
from .values import ABSENT, merge_value, spell, spell_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    MergeLines = Callable[[str, str, str], tuple[str, bool]]

SOURCE = "source"
RESULTS = {"outputs": "[]", "execution_count": "null"}  # what neither side's code has shown
NAMES = ("id",)  # either will do: the cells have been found to be one
NEWEST = ("nbformat", "nbformat_minor")


class Members:
    """Merges objects, and collects a sentence for each place where both sides hold."""

    def __init__(self, merge_lines: MergeLines) -> None:
        self._merge_lines = merge_lines
        self.conflicts: list[str] = []

    def merged(self, where: str, base: Object | None, ours: Object, theirs: Object) -> str:
        """Spell the merge of one object that both sides have."""
        was = base.spelled if base else None
        if ours.spelled == theirs.spelled or theirs.spelled == was:
            return ours.spelled
        if ours.spelled == was:
            return theirs.spelled
        return ours.changed(self.changes(where, base, ours, theirs))

    def changes(
        self, where: str, base: Object | None, ours: Object, theirs: Object, skip: str = ""
    ) -> dict[str, str | None]:
        """The members of ours that come out otherwise than they are, as they are to be spelled."""
        found = {}
        for key in dict.fromkeys([*ours.keys, *theirs.keys]):
            mine = ours.part(key)
            was = base.part(key) if base else MISSING
            if (
                key != skip
                and (new := self._part(where, key, was, mine, theirs.part(key))) != mine.spelled
            ):
                found[key] = new
        return found

    def deleted_and_changed(self, where: str, base: Object, left: Object, *, by_us: bool) -> str:
        """Spell a cell that one side took away and the other changed: its source shows both."""
        was, now = _text(base.part(SOURCE)), _text(left.part(SOURCE))
        source, conflict = self._merge_lines(was, *(("", now) if by_us else (now, "")))
        if not conflict:
            return ""
        self.conflicts.append(f"{where}: one side deleted it, the other changed it")
        return left.changed({SOURCE: _spell_like(left.part(SOURCE), source)})

    def _part(self, where: str, key: str, was: Part, mine: Part, yours: Part) -> str | None:
        if mine.spelled == yours.spelled or yours.spelled == was.spelled:
            return mine.spelled
        if key in NAMES and mine.spelled:
            return mine.spelled
        if mine.spelled == was.spelled:
            return yours.spelled
        if key in RESULTS:
            return RESULTS[key]
        if key in NEWEST:
            return max(mine, yours, key=lambda part: int(part.spelled or 0)).spelled
        if key == SOURCE and mine.spelled and yours.spelled:
            return self._source(where, was, mine, yours)
        return self._value(where, key, was, mine, yours)

    def _source(self, where: str, was: Part, mine: Part, yours: Part) -> str:
        source, conflict = self._merge_lines(_text(was), _text(mine), _text(yours))
        if conflict:
            self.conflicts.append(f"{where}: both sides changed the same lines")
        return _spell_like(mine, source)

    def _value(self, where: str, key: str, was: Part, mine: Part, yours: Part) -> str | None:
        ours = mine.value
        value, conflict = merge_value(was.value, ours, yours.value, key)
        if conflict:
            self.conflicts.append(f"{where}: both sides changed its {key}; ours was kept")
        if value is ours:
            return mine.spelled
        return None if value is ABSENT else spell(value, mine.indent or yours.indent)


def _text(part: Part) -> str:
    value: Any = part.value
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else ""


def _spell_like(part: Part, source: str) -> str:
    return spell_source(source, part.indent, as_list=isinstance(part.value, list))
