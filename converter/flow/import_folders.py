"""Folders that a notebook puts on Python's path, where its modules are: `sys.path.append("../src")`.

They are worked out as seen from the notebook's folder, in which it runs, so an absolute path that
is made of `os.getcwd()` or `os.path.abspath("..")` is a relative one here.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .cells import Flows, Statement
from .trees import parts_of

HERE = "."

ADDING = frozenset({"sys.path.append", "sys.path.insert", "sys.path.extend"})

Assigned = Mapping[str, ast.expr]
"""What names that are assigned once are assigned."""


def adds_folder(statement: Statement) -> bool:
    """Whether a statement puts a folder on Python's path."""
    return any(effect.what in ADDING for effect in statement.facts.effects)


def import_folders(flows: Flows) -> tuple[str, ...]:
    """The folders that a notebook adds, in order, without its own."""
    adding = [each for each in flows.statements if adds_folder(each)]
    if not adding:
        return ()
    assigned = _assigned(flows.statements)
    found = [folder for each in adding for folder in _folders_of(each, assigned)]
    return tuple(dict.fromkeys(each for each in found if each not in (None, HERE)))


def tells_its_folders(statement: Statement, flows: Flows) -> bool:
    """Whether it is known what a statement adds, so that nothing is left for it to do."""
    folders = _folders_of(statement, _assigned(flows.statements))
    return bool(folders) and None not in folders


def _assigned(statements: Iterable[Statement]) -> Assigned:
    found: dict[str, ast.expr] = {}
    bound: set[str] = set()
    for each in statements:
        node = each.node
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id not in bound:
                found[target.id] = node.value
        for name in each.facts.binds:
            if name in bound:
                found.pop(name, None)
            bound.add(name)
    return found


def _folders_of(statement: Statement, assigned: Assigned) -> list[str | None]:
    """The folders that a statement adds; None for one that nobody can tell."""
    found: list[str | None] = []
    for call in parts_of(statement.node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ADDING:
            added = call.args[-1] if call.args else None
            several = isinstance(added, (ast.List, ast.Tuple))
            parts = added.elts if several else [added]  # type: ignore[union-attr]
            found += [folder(each, assigned) if each else None for each in parts]
    return found


def folder(node: ast.expr, assigned: Assigned) -> str | None:
    """The folder that an expression means, as seen from where the notebook runs; None if unknown.

    >>> told = lambda text: folder(ast.parse(text, mode="eval").body, {})
    >>> told("os.path.abspath(os.path.join('..', 'src'))"), told("str(Path.cwd().parent)")
    ('../src', '..')
    >>> told("os.path.dirname(os.getcwd()) + '/lib'"), told("find_root()")
    ('../lib', None)
    """
    handler = _HANDLERS.get(type(node))
    found = handler(node, assigned) if handler else None
    return None if found is None or found.startswith("~") else posixpath.normpath(found)


def _constant(node: ast.Constant, assigned: Assigned) -> str | None:
    return (node.value or HERE) if isinstance(node.value, str) else None


def _name(node: ast.Name, assigned: Assigned) -> str | None:
    value = assigned.get(node.id)
    others = {name: each for name, each in assigned.items() if name != node.id}
    return None if value is None else folder(value, others)


def _added(node: ast.BinOp, assigned: Assigned) -> str | None:
    left, right = folder(node.left, assigned), _text(node.right, assigned)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Div):
        return posixpath.join(left, right)
    return left + right if isinstance(node.op, ast.Add) else None


def _text(node: ast.expr, assigned: Assigned) -> str | None:
    """A part of a path, which may begin with a separator."""
    plain = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if plain else folder(node, assigned)  # type: ignore[union-attr]


def _formatted(node: ast.JoinedStr, assigned: Assigned) -> str | None:
    parts = [
        _text(each.value if isinstance(each, ast.FormattedValue) else each, assigned)
        for each in node.values
    ]
    return None if None in parts else "".join(filter(None, parts))


def _attribute(node: ast.Attribute, assigned: Assigned) -> str | None:
    if node.attr == "pardir":
        return ".."
    if node.attr == "curdir":
        return HERE
    inner = folder(node.value, assigned) if node.attr == "parent" else None
    return None if inner is None else posixpath.join(inner, "..")


def _subscript(node: ast.Subscript, assigned: Assigned) -> str | None:
    """`Path.cwd().parents[1]`."""
    owner = node.value
    if not isinstance(owner, ast.Attribute) or owner.attr != "parents":
        return None
    inner = folder(owner.value, assigned)
    number = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if inner is None or not isinstance(number, int) or number < 0:
        return None
    return posixpath.join(inner, *[".."] * (number + 1))


_SAME = frozenset("abspath realpath normpath str fspath resolve absolute as_posix".split())
"""Functions and methods that give the same folder."""


def _call(node: ast.Call, assigned: Assigned) -> str | None:
    function = node.func
    called = getattr(function, "attr", None) or getattr(function, "id", "")
    if called in ("getcwd", "cwd"):
        return HERE
    if called in _SAME and not node.args and isinstance(function, ast.Attribute):
        return folder(function.value, assigned)
    parts = [_text(each, assigned) for each in node.args]
    if called == "joinpath" and isinstance(function, ast.Attribute):
        parts = [folder(function.value, assigned), *parts]
    known = [each for each in parts if each is not None]
    if len(known) < len(parts):
        return None
    if called in ("join", "joinpath", "Path", "PosixPath"):
        return posixpath.join(*known) if known else HERE
    if called == "dirname" and known:
        return posixpath.join(known[0], "..")
    return known[0] if called in _SAME and known else None


_HANDLERS: dict[type, Callable[[Any, Assigned], str | None]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _added,
    ast.JoinedStr: _formatted,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
}
