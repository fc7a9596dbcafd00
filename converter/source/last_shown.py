"""What IPython keeps of the value that a cell showed last, `_`, as a variable of its own.

`_` is that value until the notebook gives the name to something itself
(https://ipython.readthedocs.io/en/stable/interactive/reference.html#output-caching-system).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeGuard

from .trees import Defined, defaults_of, last_name, names_bound_in

MENTIONED = re.compile(r"(?<![\w.])_(?!\w)")

_GIVING_NOTHING = frozenset(
    "print display show info append extend insert sort reverse remove clear update add discard "
    "seed shuffle close savefig".split()
)
"""Functions and methods whose value is None, which IPython does not show."""

Place = tuple[int, int]
"""A line and a column, in bytes, as `ast` counts them."""


def is_shown(name: str) -> bool:
    """Whether a variable stands for what a cell showed, and is none of the notebook's.

    >>> is_shown("shown_3_"), is_shown("shown_3")
    (True, False)
    """
    return re.fullmatch(r"shown_\d+_", name) is not None


def with_names(
    cells: Iterable[tuple[int, str, Sequence[ast.stmt]]],
) -> dict[int, str]:
    """The texts of cells that change, by number, once what they show and read as `_` has a name.

    >>> code = ["f(2)", "x = _ + 1"]
    >>> with_names((at, text, ast.parse(text).body) for at, text in enumerate(code, 1))
    {1: 'shown_1_ = f(2)', 2: 'x = shown_1_ + 1'}
    """
    texts: dict[int, str] = {}
    edits: dict[int, list[tuple[Place, int, str]]] = {}
    names: dict[int, str] = {}
    last: tuple[int, ast.Expr] | None = None
    for number, text, body in cells:
        texts[number] = text
        above = list(takewhile(lambda each: not _binds(each), body))
        reads = [place for each in above for place in _reads(each)]
        if reads and last is not None:
            at, shown = last
            name = names.setdefault(at, f"shown_{len(names) + 1}_")
            given = ((shown.lineno, shown.col_offset), 0, f"{name} = ")
            if given not in edits.setdefault(at, []):
                edits[at].append(given)
            edits.setdefault(number, []).extend((place, 1, name) for place in reads)
        if len(above) < len(body):
            break
        if body and isinstance(body[-1], ast.Expr) and _shows(body[-1], text):
            last = number, body[-1]
    return {number: _edited(texts[number], found) for number, found in sorted(edits.items())}


def _binds(node: ast.AST) -> bool:
    """Whether a statement, or a target, gives `_` to something."""
    return "_" in names_bound_in(node)


def _reads(node: ast.AST) -> Iterator[Place]:
    """Where `_` is read, but for comprehensions and functions that have it for themselves."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        generators: list[ast.comprehension] = getattr(each, "generators", [])
        if isinstance(each, ast.Name) and each.id == "_":
            yield each.lineno, each.col_offset
        elif any(_binds(generator.target) for generator in generators):
            waiting.append(generators[0].iter)
        elif _has_its_own(each):
            waiting += [*defaults_of(each), *getattr(each, "decorator_list", ())]
        else:
            waiting += ast.iter_child_nodes(each)


def _has_its_own(node: ast.AST) -> TypeGuard[Defined]:
    """Whether `_` is a parameter, or a local variable, of a function."""
    if not isinstance(node, (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    given = any(isinstance(each, ast.arg) and each.arg == "_" for each in ast.walk(node.args))
    return given or (not isinstance(node, ast.Lambda) and any(map(_binds, node.body)))


def _shows(node: ast.Expr, text: str) -> bool:
    """Whether IPython shows the value of a cell's last line."""
    if text.rstrip().endswith(";") or (isinstance(node.value, ast.Name) and node.value.id == "_"):
        return False
    if not isinstance(node.value, ast.Call):
        return not isinstance(node.value, ast.Constant) or node.value.value is not None
    return last_name(node.value.func) not in _GIVING_NOTHING


def _edited(text: str, edits: Iterable[tuple[Place, int, str]]) -> str:
    lines = text.split("\n")
    for (line, column), length, new in sorted(edits, reverse=True):
        raw = lines[line - 1].encode()
        lines[line - 1] = (raw[:column] + new.encode() + raw[column + length :]).decode()
    return "\n".join(lines)
