"""Definitions that are not done where they stand: what statements below add, what calls leave."""

from __future__ import annotations

import ast

from ..source.trees import Defined
from .facts import Function
from .walk import Walk


def completes(walk: Walk, owner: ast.expr, attribute: str, value: ast.expr) -> bool:
    """Whether a statement gives a class or function an attribute that it did not have.

    Where that is made of nothing computed, the statement goes to module level, to the class.
    """
    if walk.scopes or walk.conditional or not isinstance(owner, ast.Name):
        return False
    noun = walk.noun(owner.id)
    if noun is None:
        return False
    reads = frozenset(walk.facts.uses) - walk.closure(owner.id) - {owner.id}
    at_once = () if isinstance(value, ast.Lambda) else ast.walk(value)
    computed = any(
        isinstance(each, ast.Name) and each.id in walk.values and each.id not in walk.static
        for each in at_once
    )
    named = isinstance(value, (ast.Name, ast.Lambda, ast.Constant))
    lasting = any(each.kind != "sees" for each in walk.facts.effects) and not named
    if computed or lasting or attribute in walk.attributes_of(noun):
        return False
    walk.facts.effects.clear()
    method = walk.functions.get(value.id) if isinstance(value, ast.Name) else None
    walk.complete(owner.id, reads, attribute, method)
    return True


def registering(walk: Walk, decorator: ast.expr) -> list[str]:
    """The functions and classes of the notebook that a decorator may add to.

    `@show.register` and `@show.register(int)` add to `show`, and `@method_of(Point)` to `Point`.
    """
    call = decorator if isinstance(decorator, ast.Call) else None
    callee = call.func if call else decorator
    names = [callee.value] if isinstance(callee, ast.Attribute) else []
    if call and isinstance(callee, ast.Name) and callee.id in walk.functions:
        names += call.args
    return [
        each.id
        for each in names
        if isinstance(each, ast.Name)
        and (found := walk.values.get(each.id))
        and found.kind in ("function", "class")
    ]


def remembers(function: Function, node: Defined) -> bool:
    """Whether a function changes a default, which is the same object in each call."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults = dict(zip(positional[::-1], args.defaults[::-1], strict=False))
    defaults |= {a: d for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d}
    tokens = dict(zip(function.parameters, function.tokens, strict=False))
    return any(
        isinstance(default, (ast.List, ast.Dict, ast.Set)) and tokens.get(each.arg) in function.hits
        for each, default in defaults.items()
    )
