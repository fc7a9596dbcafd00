"""A JSON object in a text, to be read by member and spelled again with some members changed."""

from __future__ import annotations

import json

from .scan import Span
from .stripping import apply, without
from .values import ABSENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Part:
    """How a member is spelled (None: it is not there), and the white space before it."""

    __slots__ = ("indent", "spelled")

    def __init__(self, spelled: str | None, indent: str) -> None:
        self.spelled = spelled
        self.indent = indent

    @property
    def value(self) -> Any:
        return ABSENT if self.spelled is None else json.loads(self.spelled)


MISSING = Part(None, "")


class Object:
    """The object at `text[start:end]`, with its members."""

    __slots__ = ("end", "members", "start", "text")

    def __init__(self, text: str, start: int, end: int, members: list[Span]) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.members = members

    @property
    def spelled(self) -> str:
        return self.text[self.start : self.end]

    @property
    def keys(self) -> list[str]:
        return [member.key for member in self.members]

    def part(self, key: str) -> Part:
        """The last member of that name, or `MISSING`."""
        for member in reversed(self.members):
            if member.key == key:
                spelled = self.text[member.value : member.end]
                return Part(spelled, self._indent(member))
        return MISSING

    def changed(self, parts: dict[str, str | None]) -> str:
        """Spell the object with members replaced, added at its end, or (None) taken out."""
        gone = {i for i, key in enumerate(self.keys) if parts.get(key, "") is None}
        edits = without(self.members, gone)
        for index, member in enumerate(self.members):
            if index not in gone and (new := parts.get(member.key)) is not None:
                edits.append((member.value, member.end, new))
        edits += self._additions(parts)
        shifted = [(s - self.start, e - self.start, new) for s, e, new in sorted(edits)]
        return apply(self.spelled, shifted)

    def _additions(self, parts: dict[str, str | None]) -> list[tuple[int, int, str]]:
        new = {key: text for key, text in parts.items() if text and key not in self.keys}
        if not new or not self.members:
            return []
        last = self.members[-1]
        space = "\n" + self._indent(last) if self._indent(last) else " "
        added = "".join(f',{space}"{key}": {text}' for key, text in new.items())
        return [(last.end, last.end, added)]

    def _indent(self, member: Span) -> str:
        """The white space before the member on its line, or nothing where it shares the line."""
        before = self.text[self.text.rfind("\n", 0, member.start) + 1 : member.start]
        return before if not before.strip() else ""
