"""What only the generated code shows: names that nothing defines, parameters that it has twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from ..diagnostics import Diagnostic
from ..nodes.graph import GraphNode

_MARKED = re.compile(r"# noqa:.*\bF821\b")


def kept_parameters(
    files: Mapping[str, str], parameters: Mapping[str, int]
) -> Iterable[Diagnostic]:
    """A remark for each parameter, by the cell that sets it, that the code has as a constant, too.

    Classes and defaults are made when a module is imported, before anybody hands them anything.
    """
    for name, cell in parameters.items():
        constant = re.compile(rf"(?m)^{re.escape(name)}(?::[^=\n]*)? = ")
        homes = [
            file for file, text in files.items() if file.endswith(".py") and constant.search(text)
        ]
        if homes:
            yield Diagnostic(
                "NB213", f"`{name}` is a parameter, and a constant of {homes[0]}, for a class or a default",
                "change both, or hand the value over where it is used", cell,
            )  # fmt: skip


def undefined_names(files: Mapping[str, str], nodes: Iterable[GraphNode]) -> Iterable[Diagnostic]:
    """A remark for each function that reads what neither it nor its module has.

    ruff found such names, and the code says so.
    """
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
