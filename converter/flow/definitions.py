"""What the text of a function or class says of it, before its body is walked."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..source.trees import annotations_of, defaults_of, last_name, parts_of
from .facts import Scope
from .values import Value
from .walk import Walk


def is_computed(walk: Walk, default: ast.expr) -> bool:
    """Whether a default takes its value from a variable that is no constant."""
    return any(
        isinstance(each, ast.Name)
        and (each.id not in walk.constants or walk.bound_again(each.id))
        and (found := walk.values.get(each.id)) is not None
        and found.kind not in ("library", "function", "class")
        for each in ast.walk(default)
    )


def rebound(scope: Scope, body: Sequence[ast.stmt]) -> set[str]:
    """Names that a function declares `global` and assigns."""
    if not scope.outer:
        return set()
    stored = {
        each.id
        for statement in body
        for each in ast.walk(statement)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    return scope.outer & stored


def is_copied_as_frame(walk: Walk, parent: Value) -> bool:
    """Whether copies of what derives from a class are pandas' own, unless it says otherwise."""
    if parent.kind == "class" and parent.path in walk.classes:
        return walk.classes[parent.path].copied_as_frame
    return parent.path in ("pandas.DataFrame", "pandas.Series")


_HOLDING = frozenset("list dict set defaultdict Counter OrderedDict deque".split())


def shared_in(node: ast.ClassDef) -> frozenset[str]:
    """Attributes of a class that are one list or the like for all instances.

    Those that a method gives its object are not: `self.rows = []`.

    >>> sorted(shared_in(ast.parse("class A:\\n  a = []; b = {}\\n  def f(self): self.b = {}").body[0]))
    ['a']
    """
    found = {
        each.targets[0].id
        for each in node.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
        if _makes_container(each.value)
    }
    if not found:
        return frozenset()
    given = {
        each.attr
        for each in parts_of(node)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
        if isinstance(each.value, ast.Name) and each.value.id not in ("cls", node.name)
    }
    return frozenset(found - given)


def _makes_container(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return last_name(node.func) in _HOLDING
    return isinstance(node, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp))


def read_in_body(node: ast.ClassDef) -> set[str]:
    """Names that a class body reads while it is executed, the bodies of methods and lambdas apart."""
    parts: list[ast.AST] = []
    for each in node.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            parts += (*each.decorator_list, *defaults_of(each), *annotations_of(each))
        else:
            parts.append(each)
    found: set[str] = set()
    while parts:
        part = parts.pop()
        if isinstance(part, ast.Name):
            found.add(part.id)
        parts += defaults_of(part) if isinstance(part, ast.Lambda) else ast.iter_child_nodes(part)
    return found
