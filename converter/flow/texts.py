"""Names that stand in text: code that is evaluated, queries of frames, formulas of models."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from contextlib import suppress

from ..source.trees import last_name

_QUERIED = re.compile(r"@(\w+)")
_USED = re.compile(r"\b([A-Za-z_]\w*)\s*[.(]|=\s*([A-Za-z_]\w*)")


def names_evaluated(text: str) -> list[str]:
    """What `eval(text)` reads.

    >>> names_evaluated("a + f(b)")
    ['a', 'f', 'b']
    """
    with suppress(SyntaxError, ValueError):
        names = (each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name))
        return [each.id for each in names if isinstance(each.ctx, ast.Load)]
    return []


_HOLE = "\0"
_FORMATTED = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}")
_WORD = re.compile(rf"(?<![.\w{_HOLE}])[^\W\d{_HOLE}]?[\w{_HOLE}]+")


def names_fitting(node: ast.expr, known: Iterable[str]) -> list[str]:
    """Those of the names known that may stand in a text which is put together of parts.

    >>> node = ast.parse("f'model_{i}.score(x) + y%s' % j", mode="eval").body
    >>> names_fitting(node, ["model_1", "model_2", "models", "score", "x", "y", "y3"])
    ['model_1', 'model_2', 'x', 'y3']
    """
    words = {each for each in _WORD.findall(_template(node)) if each.strip(_HOLE)}
    if not words:
        return []
    fitting = re.compile("|".join(re.escape(each).replace(_HOLE, r"\w+") for each in words))
    return [name for name in known if fitting.fullmatch(name)]


def _template(node: ast.expr) -> str:
    """A text with holes for the parts that nobody knows."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_template, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _template(node.left) + _template(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _FORMATTED.sub(_HOLE, _template(node.left))
    called = node.func if isinstance(node, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr == "format":
        return _FORMATTED.sub(_HOLE, _template(called.value))
    return _HOLE


def names_queried(text: str) -> list[str]:
    """Variables in the text of a frame's `query`, which pandas looks up where it is called.

    >>> names_queried("x > @low and y < @limits.high")
    ['low', 'limits']
    """
    return _QUERIED.findall(text)


def names_in_formula(text: str) -> list[str]:
    """Modules, functions and what is given by name in a formula; its other names are columns.

    >>> names_in_formula("y ~ np.log(x) + C(z, levels=order)"), names_in_formula("f(x)")
    (['np', 'log', 'C', 'order'], [])
    """
    found = _USED.findall(text) if "~" in text else []
    return [called or given for called, given in found]


def names_in(text: str) -> frozenset[str]:
    """Every name that occurs in a piece of code, in text that is code or a formula too."""
    found: set[str] = set()
    for each in ast.walk(ast.parse(text)):
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            found.update(names_in_formula(each.value))
        elif isinstance(each, ast.Call):
            called = last_name(each.func)
            read = {"eval": names_evaluated, "query": names_queried}.get(called)
            texts = [part.value for part in each.args if isinstance(part, ast.Constant)]
            found.update(name for part in texts if read for name in read(str(part)))
    return frozenset(found)
