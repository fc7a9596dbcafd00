"""Compare two notebooks as the diff driver shows them, for people at a terminal.

A cell's number takes no part in the comparison: a cell put in at the top changes no other cell.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from .rendering import RULE, textconv
from .settings import DEFAULT, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Line = tuple[str, str]  # "+", "-", " " or "@" (the cell in which a hunk stands), and the text

CONTEXT = 3


def compare(old: bytes, new: bytes, settings: Settings = DEFAULT) -> list[Line]:
    """The lines that differ, with some around them; nothing where the notebooks say the same."""
    before, after = (textconv(data, settings).splitlines() for data in (old, new))
    keys = [[_unnumbered(line) for line in lines] for lines in (before, after)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(CONTEXT):
        found.append(("@", _heading_above(after, group[0][3])))
        for tag, i, i_end, j, j_end in group:
            found += _lines(tag, before[i:i_end], after[j:j_end])
    return found


def _lines(tag: str, before: list[str], after: list[str]) -> Iterator[Line]:
    if tag == "equal":
        yield from ((" ", line) for line in after)
        return
    yield from (("-", line) for line in before)
    yield from (("+", line) for line in after)


def _unnumbered(line: str) -> str:
    if not line.startswith(RULE):
        return line
    return " ".join(word for word in line.split() if not word.isdigit())


def _heading_above(lines: list[str], at: int) -> str:
    above = (line for line in reversed(lines[: at + 1]) if line.startswith(RULE))
    return next(above, "").removeprefix(RULE).strip()
