"""Names that stand in text: code that is evaluated, queries of frames, formulas of models."""

from __future__ import annotations

import ast
import re
from contextlib import suppress

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
            called = getattr(each.func, "attr", getattr(each.func, "id", ""))
            read = {"eval": names_evaluated, "query": names_queried}.get(called)
            texts = [part.value for part in each.args if isinstance(part, ast.Constant)]
            found.update(name for part in texts if read for name in read(str(part)))
    return frozenset(found)
