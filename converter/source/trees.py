"""Syntax trees: what one holds, binds and evaluates where it stands."""

from __future__ import annotations

import ast
from functools import lru_cache

_WORDS = frozenset(
    "ctx op ops id attr arg name asname module level kind type_comment conversion simple "
    "is_async rest kwd_attrs str".split()
)
"""Fields that hold words and operators."""

_PARTLESS = (ast.Constant, ast.MatchSingleton, ast.Global, ast.Nonlocal)

_FIELDS: dict[type, tuple[str, ...]] = {
    kind: () if kind in _PARTLESS else tuple(name for name in kind._fields if name not in _WORDS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""Fields that hold other nodes, for each kind of node."""


Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
"""What defines a function."""


def defaults_of(node: Defined) -> list[ast.expr]:
    """The defaults of a function's parameters, which are evaluated where it is defined."""
    return [*node.args.defaults, *filter(None, node.args.kw_defaults)]


def annotations_of(node: Defined) -> list[ast.expr]:
    """The annotations of a function, which are evaluated where it is defined, too.

    >>> [ast.unparse(each) for each in annotations_of(ast.parse("def f(a: X, *b: Y) -> Z: pass").body[0])]
    ['X', 'Y', 'Z']
    """
    args = node.args
    every = (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg)
    found = [each.annotation for each in every if each and each.annotation]
    returns = None if isinstance(node, ast.Lambda) else node.returns
    return [*found, returns] if returns else found


@lru_cache(maxsize=2048)
def parts_of(node: ast.AST) -> tuple[ast.AST, ...]:
    """A parsed node and all statements, expressions and patterns in it, the outer ones first.

    It takes a third of the time of `ast.walk`.

    >>> [type(part).__name__ for part in parts_of(ast.parse("a = b + 1").body[0])]
    ['Assign', 'Name', 'BinOp', 'Name', 'Constant']
    """
    found = [node]
    for each in found:
        for name in _FIELDS[each.__class__]:
            value = getattr(each, name)
            if value.__class__ is list:
                found += [part for part in value if part is not None]
            elif value is not None:
                found.append(value)
    return tuple(found)


def keyword_of(call: ast.Call, *names: str) -> ast.expr | None:
    """What a call is given by name, by the first of some names that it uses.

    >>> ast.unparse(keyword_of(ast.parse("f(1, a=2, b=3)", mode="eval").body, "b", "a"))
    '2'
    """
    return next((each.value for each in call.keywords if each.arg in names), None)


def asks_for(call: ast.Call, name: str) -> bool:
    """Whether a call sets an argument, as far as its text tells: `inplace=True`.

    >>> [asks_for(ast.parse(f"f({given})", mode="eval").body, "a") for given in ("a=b", "a=False", "")]
    [True, False, False]
    """
    given = keyword_of(call, name)
    return given is not None and not is_false(given)


def is_false(node: ast.expr) -> bool:
    """Whether an expression is `False`, `None` or another constant that counts as that."""
    return isinstance(node, ast.Constant) and not node.value


def last_name(node: ast.AST) -> str:
    """The name that an expression ends in; empty where it ends otherwise.

    >>> [last_name(ast.parse(text, mode="eval").body) for text in ("a.b", "b", "b()")]
    ['b', 'b', '']
    """
    return getattr(node, "attr", getattr(node, "id", ""))


def means_own_class(node: ast.expr) -> bool:
    """`cls`, `type(self)` and `self.__class__`, in a method."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "type"
    return getattr(node, "id", "") == "cls" or getattr(node, "attr", "") == "__class__"


def names_bound_in(*nodes: ast.AST) -> frozenset[str]:
    """Names that nodes bind themselves, what runs in scopes of its own apart."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        elif isinstance(node, (ast.Lambda, ast.comprehension)):
            continue
        waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def names_set_from_inside(node: ast.AST) -> frozenset[str]:
    """Names that functions in a statement declare to be global.

    >>> sorted(names_set_from_inside(ast.parse("def f():\\n    global a, b").body[0]))
    ['a', 'b']
    """
    if not hasattr(node, "body"):
        return frozenset()
    parts = (each for each in parts_of(node) if isinstance(each, ast.Global))
    return frozenset(name for each in parts for name in each.names)


def names_of_script(text: str) -> list[str]:
    """Names that the text of a script binds, sorted; none where it is not valid Python.

    >>> names_of_script("import os; a = 1")
    ['a', 'os']
    """
    try:
        return sorted(names_bound_in(ast.parse(text)))
    except SyntaxError:
        return []


def awaits(node: ast.AST) -> bool:
    """Whether a statement waits at top level, functions in it apart."""
    if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
        return False
    if isinstance(node, ast.comprehension) and node.is_async:
        return True
    return any(awaits(child) for child in ast.iter_child_nodes(node))
