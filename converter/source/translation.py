"""What the translation of a cell is made of, and which of its lines begin inside something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..diagnostics import Diagnostic
from .notebook import Notebook


class Script(NamedTuple):
    """What `%%writefile` writes into a file, or adds to what is there."""

    path: str
    text: str
    adds: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A cell's Python, and what the translation found on the way."""

    source: str
    requirements: tuple[str, ...] = ()
    """What the cell installs with pip."""
    imports: tuple[str, ...] = ()
    """Modules that the translation uses."""
    scripts: tuple[Script, ...] = ()
    skipped: bool = False
    """Whether the cell as a whole only shows something."""
    suppressed: tuple[int, int] = (0, 0)
    """The statements, from the one up to the other, that the cell is allowed to raise in."""
    problems: tuple[Diagnostic, ...] = ()
    brought: tuple[tuple[int, int], ...] = ()
    """Lines of the cell that stand for several of the source, and for how many each."""

    def line_in_cell(self, line: int) -> int:
        """The line of the cell that a line of the source came from.

        >>> code = Code("a = 1\\nb = 2\\nc = 3\\nd = 4", brought=((2, 2),))
        >>> [code.line_in_cell(line) for line in (1, 2, 3, 4)]
        [1, 2, 2, 3]
        """
        for start, count in self.brought:
            if line > start:
                line = max(start, line - count + 1)
        return line


@dataclass(slots=True)
class Found:
    """What is found while a cell is translated."""

    number: int
    others: Mapping[str, Notebook] = field(default_factory=dict)
    """Notebooks that the cell may run, by the path that it names."""
    indented: bool = False
    """Whether the line at hand stands in a block."""
    requirements: list[str] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    scripts: list[Script] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    brought: list[tuple[int, int]] = field(default_factory=list)

    def problem(self, code: str, line: int, message: str, cure: str) -> None:
        self.problems.append(Diagnostic(code, message, cure, self.number, line))


_PIECES = re.compile(
    r"""(?P<triple>[rbfuRBFU]{0,2}(?:\"{3}|'{3}))|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<open>[([{])|(?P<close>[)\]}])"""
)


def open_lines(text: str) -> set[int]:
    """Lines that begin inside brackets or a string of several lines."""
    inside: set[int] = set()
    depth, opened, line, position = 0, 0, 0, 0
    while (match := _PIECES.search(text, position)) is not None:
        line += text.count("\n", position, match.start())
        position = match.end()
        if match["triple"]:
            closing = text.find(match["triple"][-3:], position)
            closing = len(text) if closing < 0 else closing
            last = line + text.count("\n", position, closing)
            inside.update(range(line + 1, last + 1))
            line, position = last, closing + 3
        elif match["open"]:
            opened = opened if depth else line
            depth += 1
        elif match["close"] and depth:
            depth -= 1
            inside.update(range(opened + 1, line + 1))
    return inside
