"""Literal values in code: constants, and paths that are built of literal parts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import PurePath, PurePosixPath
from typing import Any


def literal(node: ast.expr, constants: Mapping[str, Any]) -> Any:
    """The value of an expression whose parts are literals or constants, or None.

    >>> literal(ast.parse("DATA / f'{name}.csv'", mode="eval").body,
    ...         {"DATA": PurePosixPath("data"), "name": "a"})
    PurePosixPath('data/a.csv')
    """
    handler = _LITERALS.get(type(node))
    return handler(node, constants) if handler else None


def plain_literal(node: ast.expr) -> tuple[bool, Any]:
    """Whether an expression is a literal that YAML keeps as it is, and its value."""
    if isinstance(node, ast.Constant):
        return _is_plain(node.value), node.value
    if not isinstance(node, (ast.List, ast.Dict, ast.UnaryOp)):
        return False, None
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, None
    return _is_plain(value), value


def _is_plain(value: Any) -> bool:
    if value is None or type(value) in (bool, int, float, str):
        return True
    if type(value) is list:
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(isinstance(key, (str, int)) and _is_plain(each) for key, each in value.items())
    return False


def _constant(node: ast.Constant, constants: Mapping[str, Any]) -> Any:
    return node.value if isinstance(node.value, (str, int, float)) else None


def _name(node: ast.Name, constants: Mapping[str, Any]) -> Any:
    return constants.get(node.id)


def _joined(node: ast.JoinedStr, constants: Mapping[str, Any]) -> Any:
    parts = []
    for each in node.values:
        if isinstance(each, ast.FormattedValue):
            if each.format_spec is not None or each.conversion != -1:
                return None
            each = each.value
        part = literal(each, constants)
        if part is None:
            return None
        parts.append(str(part))
    return "".join(parts)


def _binary(node: ast.BinOp, constants: Mapping[str, Any]) -> Any:
    left, right = literal(node.left, constants), literal(node.right, constants)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Div) and (isinstance(left, PurePath) or isinstance(right, PurePath)):
        return PurePosixPath(left) / right
    if isinstance(node.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
        return left + right
    return None


_CALLED = frozenset({"Path", "PurePath", "join", "str"})


def _call(node: ast.Call, constants: Mapping[str, Any]) -> Any:
    called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
    if called not in _CALLED:
        return None
    name = ast.unparse(node.func)
    parts = [literal(each, constants) for each in node.args]
    if node.keywords or any(part is None for part in parts):
        return None
    if name in ("Path", "pathlib.Path", "PurePath"):
        return PurePosixPath(*parts)
    if name in ("os.path.join", "path.join", "osp.join") and parts:
        return str(PurePosixPath(*parts))
    return str(parts[0]) if name == "str" and len(parts) == 1 else None


_LITERALS: dict[type, Callable[[Any, Mapping[str, Any]], Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.JoinedStr: _joined,
    ast.BinOp: _binary,
    ast.Call: _call,
}
