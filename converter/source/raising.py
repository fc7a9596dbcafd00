"""Cells tagged `raises-exception`: Jupyter shows the error and goes on, and so does the pipeline.

The tag is nbclient's: https://nbclient.readthedocs.io/en/latest/client.html#handling-errors-and-exceptions
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from .translation import Code
from .trees import last_name

TAG = "raises-exception"
SUPPRESSING = "contextlib.suppress(Exception)"


def bearing_errors(code: Code, body: Sequence[ast.stmt]) -> tuple[Code, Sequence[ast.stmt]]:
    """A cell's code and statements, those in one `with` that an error may end.

    A name on the last line stays outside: to show a value does nothing else.
    """
    first = next((at for at, each in enumerate(body) if not _never_raises(each)), len(body))
    end = len(body) - (bool(body) and _only_names(body[-1]))
    if first >= end:
        return code, body
    suppress = ast.withitem(ast.parse(SUPPRESSING, mode="eval").body)
    block = ast.With([suppress], list(body[first:end]))
    ast.copy_location(block, body[first])
    block.end_lineno, block.end_col_offset = body[end - 1].end_lineno, body[end - 1].end_col_offset
    ast.increment_lineno(suppress, block.lineno - 1)
    code = replace(code, imports=(*code.imports, "contextlib"), suppressed=(first, end))
    return code, [*body[:first], block, *body[end:]]


def _only_names(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Name)


def _never_raises(node: ast.stmt) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass)):
        return True
    if not isinstance(node, ast.Assign):
        return False
    try:
        ast.literal_eval(node.value)
    except (ValueError, TypeError):
        return False
    return all(isinstance(target, ast.Name) for target in node.targets)


def suppresses(node: ast.With | ast.AsyncWith) -> bool:
    """Whether a `with` goes on after an error inside of it.

    >>> suppresses(ast.parse("with suppress(KeyError): x = a['b']").body[0])
    True
    """
    calls = [
        each.context_expr.func for each in node.items if isinstance(each.context_expr, ast.Call)
    ]
    return any(last_name(each) == "suppress" for each in calls)
