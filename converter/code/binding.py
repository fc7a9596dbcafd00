"""Which names statements bind whenever they run, whatever branch they take.

A loop is taken to go round at least once where nothing in the code says otherwise: that is what
loops are written for.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..flow.paths import literal
from ..source.raising import suppresses
from ..source.trees import last_name, names_bound_in


def surely_binds(body: Sequence[ast.stmt]) -> frozenset[str]:
    """Names that are bound once statements have run to their end.

    >>> sorted(surely_binds(ast.parse("a = 1\\nfor b in []:\\n    c = b").body))
    ['a']
    >>> sorted(surely_binds(ast.parse("if x:\\n    a = b = 1\\nelse:\\n    a = 2").body))
    ['a']
    """
    return _sure(body) or frozenset()


def _sure(body: Sequence[ast.stmt]) -> frozenset[str] | None:
    """As `surely_binds`; None where the end is never reached."""
    found: frozenset[str] = frozenset()
    for each in body:
        if isinstance(each, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
            return None
        bound = _by_statement(each)
        if bound is None:
            return None
        found |= bound
    return found


def _by_statement(node: ast.stmt) -> frozenset[str] | None:
    if isinstance(node, ast.If):
        return _common([node.body, node.orelse])
    if isinstance(node, ast.Match):
        return frozenset()
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        return _by_loop(node)
    if isinstance(node, (ast.Try, ast.TryStar)):
        ways = [[*node.body, *node.orelse], *(handler.body for handler in node.handlers)]
        always = _sure(node.finalbody)
        tried = _common(ways)
        return None if always is None or tried is None else always | tried
    if isinstance(node, (ast.With, ast.AsyncWith)):
        if suppresses(node):
            return frozenset()
        inside = _sure(node.body)
        return None if inside is None else inside | names_bound_in(*node.items)
    return names_bound_in(node)


def _common(ways: Sequence[Sequence[ast.stmt]]) -> frozenset[str] | None:
    ends = [bound for way in ways if (bound := _sure(way)) is not None]
    return frozenset.intersection(*ends) if ends else None


def _by_loop(node: ast.For | ast.AsyncFor | ast.While) -> frozenset[str]:
    if isinstance(node, ast.While):
        return _up_to_break(node.body)
    if _may_be_empty(node.iter):
        return frozenset()
    return names_bound_in(node.target) | _up_to_break(node.body)


def _up_to_break(body: Sequence[ast.stmt]) -> frozenset[str]:
    """What the first round binds before it may be left."""
    found: frozenset[str] = frozenset()
    for each in body:
        if any(isinstance(inner, (ast.Break, ast.Continue)) for inner in ast.walk(each)):
            return found
        found |= _by_statement(each) or frozenset()
    return found


SEARCHING = frozenset("walk glob iglob rglob listdir scandir iterdir findall finditer".split())
"""Calls that give what they find, which is nothing on another day or machine."""

PASSING_ON = frozenset("sorted list reversed enumerate tqdm".split())
"""Calls that go over as much as they are given."""


def _may_be_empty(node: ast.expr) -> bool:
    """Whether the code says that there may be nothing for a loop to run over."""
    if isinstance(node, ast.Call) and last_name(node.func) in SEARCHING:
        return True
    if isinstance(node, ast.Call) and last_name(node.func) in PASSING_ON and node.args:
        return _may_be_empty(node.args[0])
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return not node.elts
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
        numbers = [literal(each, {}) for each in node.args]
        return all(isinstance(each, int) for each in numbers) and not range(*numbers)  # type: ignore[arg-type]
    return literal(node, {}) == ""
