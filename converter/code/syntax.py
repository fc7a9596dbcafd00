"""Concrete syntax of a cell: its statements as libcst trees, one for each statement of the analysis."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile
from unicodedata import normalize

import libcst as cst

from ..source.raising import SUPPRESSING
from ..source.translation import Code

Line = cst.SimpleStatementLine | cst.BaseCompoundStatement


@lru_cache(maxsize=512)
def statements(code: Code) -> tuple[Line, ...]:
    """The top-level statements of a cell, each on a line of its own, with the comments above them."""
    lines = _lines(code.source)
    first, end = code.suppressed
    if first < end:
        lines[first:end] = [_suppressing(lines[first:end])]
    return tuple(lines)


def _lines(source: str) -> list[Line]:
    tree = cst.parse_module(source)
    if not source.isascii():
        tree = tree.visit(_NormalNames())
    lines: list[Line] = []
    lead = [*tree.header]
    for each in tree.body:
        each = _with_lead(each, lead)  # type: ignore[arg-type]
        lead = []
        if isinstance(each, cst.SimpleStatementLine):
            lines += _split(each)
        else:
            lines.append(each)
    return lines


def _suppressing(body: Sequence[Line]) -> Line:
    """Statements that an error ends without a word."""
    item = cst.WithItem(cst.parse_expression(SUPPRESSING))
    first, *others = body
    block = cst.IndentedBlock([without_comments(first), *others])
    return cst.With([item], block, leading_lines=first.leading_lines)


class _NormalNames(cst.CSTTransformer):
    """Names as Python reads them, in the normal form KC of Unicode."""

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        return updated_node.with_changes(value=normalize("NFKC", updated_node.value))


def _with_lead(line: Line, lead: Sequence[cst.EmptyLine]) -> Line:
    return line.with_changes(leading_lines=[*lead, *line.leading_lines]) if lead else line


def _split(line: cst.SimpleStatementLine) -> list[Line]:
    """`a = 1; b = 2` as two lines; what stands above it stays above the first."""
    parts = [each.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for each in line.body]
    if len(parts) == 1:
        return [line.with_changes(body=parts)]
    first = line.with_changes(body=parts[:1], trailing_whitespace=cst.TrailingWhitespace())
    rest = [cst.SimpleStatementLine(body=[part]) for part in parts[1:-1]]
    last = cst.SimpleStatementLine(body=parts[-1:], trailing_whitespace=line.trailing_whitespace)
    return [first, *rest, last]


def laid_out(line: Line, node: ast.stmt) -> Line:
    """A long literal as the user laid it out: the formatter would give every item a line."""
    if not isinstance(line, cst.SimpleStatementLine) or line.trailing_whitespace.comment:
        return line
    if not _would_be_spread(node):
        return line
    mark = cst.TrailingWhitespace(cst.SimpleWhitespace("  "), cst.Comment("# fmt: skip"))
    return line.with_changes(trailing_whitespace=mark)


SPREAD = 10
"""Lines that formatting a literal may add."""


def _would_be_spread(node: ast.stmt) -> bool:
    displays = (each for each in ast.walk(node) if isinstance(each, (ast.List, ast.Tuple, ast.Set)))
    items = max((len(each.elts) for each in displays), default=0)
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return items > lines + SPREAD and len(ast.unparse(node)) > WIDTH


WIDTH = 88 - 4
"""Columns that a line of a function has."""


def without_comments(line: Line) -> Line:
    return line.with_changes(leading_lines=[])


def without_first_comment(line: Line) -> Line:
    """The statement without the comment at its top; one below an empty line stays."""
    lead = dropwhile(lambda each: not each.comment, line.leading_lines)
    return line.with_changes(leading_lines=[*dropwhile(lambda each: each.comment, lead)])


def without_blank_lines(line: Line) -> Line:
    """The statement without the empty lines above its comments."""
    lead = [each for each in line.leading_lines if each.comment]
    return line.with_changes(leading_lines=lead)


def parse(code: str) -> list[Line]:
    """Statements of generated text."""
    return list(cst.parse_module(code).body)  # type: ignore[arg-type]


def code_of(body: Sequence[Line]) -> str:
    """The text of statements at module level."""
    return cst.Module(body=list(body)).code
