"""Names in generated functions that nothing defines: ruff found them, and the code says so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from .diagnostics import Diagnostic
from .graph import GraphNode

_MARKED = re.compile(r"# noqa:.*\bF821\b")


def undefined_names(files: Mapping[str, str], nodes: Iterable[GraphNode]) -> Iterable[Diagnostic]:
    """A remark for each function that reads what neither it nor its module has."""
    first = {node.name: node.cells[0] for node in nodes if node.cells}
    modules = {name: text for name, text in files.items() if name.endswith(".py")}
    for name, text in modules.items():
        marked = {at for at, line in enumerate(text.split("\n"), 1) if _MARKED.search(line)}
        for each in ast.parse(text).body if marked else ():
            lines = marked.intersection(range(each.lineno, (each.end_lineno or each.lineno) + 1))
            if lines and isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield Diagnostic(
                    "NB212", f"`{each.name}` reads a name that nothing makes, in line {min(lines)} of {name}",
                    "define the name in a cell above, or convert with --verify, which shows what to join",
                    first.get(each.name),
                )  # fmt: skip
