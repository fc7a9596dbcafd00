"""The Python of a notebook's cells, and what is told of all of them before they are walked."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ..diagnostics import Diagnostic
from ..source import last_shown
from ..source.ipython_syntax import to_python
from ..source.notebook import Cell, Notebook
from ..source.tags import is_catalog
from ..source.translation import Code
from ..source.trees import names_bound_in, parts_of
from .starred import Stars

Read = tuple[Code, Sequence[ast.stmt], tuple[Diagnostic, ...]]
"""A cell's Python, its statements, and what is wrong with it."""

Others = tuple[tuple[str, Notebook], ...]
"""Notebooks that a notebook runs, by the paths that it names."""


@lru_cache(maxsize=1024)
def read_code(source: str, others: Others) -> Read:
    """A cell's Python and its statements; most cells are still the same when they are asked again."""
    code = to_python(source, others=others)
    wrong = [*code.problems]
    tree = _parse(code.source, wrong)
    if code.brought:
        wrong = [replace(each, line=code.line_in_cell(each.line or 1)) for each in wrong]
        for each in parts_of(tree) if tree else ():
            if isinstance(each, (ast.stmt, ast.expr, ast.excepthandler)):
                each.lineno = code.line_in_cell(each.lineno)
                each.end_lineno = code.line_in_cell(each.end_lineno or each.lineno)
    return code, tree.body if tree else (), tuple(wrong)


def _parse(source: str, problems: list[Diagnostic]) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (RecursionError, MemoryError):
        problems.append(TOO_DEEP)
        return None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        message = getattr(error, "msg", None) or str(error)
        problems.append(
            Diagnostic("NB101", f"the cell is not valid Python: {message}", "correct it, or tag the cell with `%%skip`", line=line)
        )  # fmt: skip
        return None


TOO_DEEP = Diagnostic(
    "NB101", "the cell holds an expression that is nested too deeply to be read",
    "write it in several statements, or tag the cell with `%%skip`", line=1,
)  # fmt: skip


def cells_read(notebook: Notebook) -> Iterator[tuple[Cell, Read]]:
    """The code cells of a notebook, each with its Python; what one shows and another reads has a name."""
    shown = _shown_by_name(notebook)
    for cell in notebook.code:
        code, body, wrong = read_code(cell.source, notebook.others)
        if cell.number in shown:
            code = replace(code, source=shown[cell.number])
            body = ast.parse(code.source).body
        yield cell, (code, body, wrong)


def _shown_by_name(notebook: Notebook) -> dict[int, str]:
    """The texts of cells that read as `_` what a cell above showed, and of that, with a name for it."""
    if not any(last_shown.MENTIONED.search(cell.source) for cell in notebook.code):
        return {}
    codes = ((cell, *read_code(cell.source, notebook.others)) for cell in notebook.code)
    return last_shown.with_names(
        (cell.number, code.source, body) for cell, code, body, _ in codes if not code.brought
    )


def bound_again(notebook: Notebook) -> Callable[[str], bool]:
    """Tells whether several statements of a notebook bind a name; they are counted once it is asked."""

    @cache
    def counts() -> Counter[str]:
        codes = (read_code(cell.source, notebook.others) for cell in notebook.code)
        return Counter(
            name for _, body, _ in codes for each in body for name in names_bound_in(each)
        )

    return lambda name: counts()[name] > 1


def stars_of(notebook: Notebook) -> Stars:
    """What tells which names `from … import *` brings, where a notebook has it."""
    marks = ("import *", "%pylab")
    if not notebook.others and not any(
        mark in cell.source for cell in notebook.code for mark in marks
    ):
        return Stars()
    assigned = {
        name
        for cell in notebook.code
        if is_catalog(cell.source, cell.tags)
        for name in re.findall(r"(?m)^(\w+):", cell.source)
    }
    asked: set[str] = set()
    codes = (read_code(cell.source, notebook.others) for cell in notebook.code)
    trees = [each for _, body, _ in codes for each in body]
    for each in (part for tree in trees for part in parts_of(tree)):
        if isinstance(each, ast.Name):
            (asked if isinstance(each.ctx, ast.Load) else assigned).add(each.id)
        elif isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            assigned.add(each.name)
    return Stars(frozenset(assigned), frozenset(asked))
