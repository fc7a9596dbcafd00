"""Names that a function binds and nobody reads: leftovers of exploration that go from its body."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

import libcst as cst

from ..flow.cells import Statement
from .syntax import Line, code_of

Traced = tuple[Line, Statement | None]
"""A line and the statement of the notebook that it was; None for a generated one."""

SILENT = frozenset({"reads", "sees"})
"""Effects of a statement that nobody misses."""

READING_ANY_NAME = frozenset({"locals", "vars", "globals", "eval", "exec", "dir"})
"""Functions that may read any name."""


def without_unused(body: list[Traced], taken: Collection[str]) -> list[Traced]:
    """The body without assignments of names that nobody reads.

    A value goes with its name where computing it does nothing else; otherwise only the name goes.
    What the function takes (`taken`) is still read afterwards.
    """
    reads = [_read(line) for line, _ in body]
    if not READING_ANY_NAME.isdisjoint(frozenset().union(*reads)):
        return body
    while (change := _next_change(body, reads, taken)) is not None:
        at, new = change
        body = [*body[:at], *([(new, body[at][1])] if new else []), *body[at + 1 :]]
        reads = [*reads[:at], *([_read(new)] if new else []), *reads[at + 1 :]]
    return body


def _next_change(
    body: list[Traced], reads: list[frozenset[str]], taken: Collection[str]
) -> tuple[int, Line | None] | None:
    """The first line that may be another, or nothing at all, with what it may be instead."""
    read = frozenset[str]().union(*reads)
    for at, (line, origin) in enumerate(body):
        for new in _without_unread(line, origin, read):
            left = (_read(new) if new else frozenset[str]()).union(*reads[:at], *reads[at + 1 :])
            if all(name in left or name not in read for name in taken):
                return at, new
    return None


def _without_unread(
    line: Line, origin: Statement | None, read: frozenset[str]
) -> Iterator[Line | None]:
    """What a line may be instead, the best first; None for nothing at all."""
    assign = _plain_assignment(line)
    if origin is None or assign is None:
        return
    target = assign.targets[0].target
    if isinstance(target, cst.Name) and _is_unread(target, read):
        if _does_nothing_else(origin) and not _has_comments(line):
            yield None
        if isinstance(assign.value, (cst.Call, cst.Await)):
            yield line.with_changes(body=[cst.Expr(assign.value)])
    elif isinstance(target, cst.Tuple) and "_" not in read:
        new = _with_blanks(target, read)
        if new is not None:
            targets = [assign.targets[0].with_changes(target=new)]
            yield line.with_changes(body=[assign.with_changes(targets=targets)])


def _plain_assignment(line: Line) -> cst.Assign | None:
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.Assign):
        return None
    return line.body[0] if len(line.body[0].targets) == 1 else None


def _is_unread(name: cst.BaseExpression, read: frozenset[str]) -> bool:
    return isinstance(name, cst.Name) and name.value not in read and not name.value.startswith("_")


def _with_blanks(target: cst.Tuple, read: frozenset[str]) -> cst.Tuple | None:
    """`a, b` as `a, _` where only `a` is read; None where all are, or none is."""
    unread = [_is_unread(each.value, read) for each in target.elements]
    if all(unread) or not any(unread):
        return None
    elements = [
        each.with_changes(value=cst.Name("_")) if blank else each
        for each, blank in zip(target.elements, unread, strict=True)
    ]
    return target.with_changes(elements=elements)


def _does_nothing_else(origin: Statement) -> bool:
    facts = origin.facts
    effects = {effect.kind for effect in facts.effects}
    return not facts.changes and not facts.deletes and effects <= SILENT


def _has_comments(line: Line) -> bool:
    trailing = getattr(line, "trailing_whitespace", None)
    return any(each.comment for each in line.leading_lines) or bool(trailing and trailing.comment)


def _read(line: Line) -> frozenset[str]:
    """The names that a line reads, in texts too, where a library may look for them."""
    found: set[str] = set()
    for each in ast.walk(ast.parse(_in_a_function(line))):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store):
            found.add(each.id)
        elif isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name):
            found.add(each.target.id)
        elif isinstance(each, (ast.Global, ast.Nonlocal)):
            found.update(each.names)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            found.update(re.findall(r"[^\W\d]\w*", each.value))
    return frozenset(found)


def _in_a_function(line: Line) -> str:
    """Text that Python parses, whatever stands in it: `return`, `await`, `nonlocal`."""
    return code_of([cst.FunctionDef(
        name=cst.Name("f"), params=cst.Parameters(), body=cst.IndentedBlock([line]),
        asynchronous=cst.Asynchronous(),
    )])  # fmt: skip
