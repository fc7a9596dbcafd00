"""Import statements: the libraries that names mean, and modules that the notebook itself writes."""

from __future__ import annotations

import ast

from .starred import part_of
from .trees import names_of_script
from .walk import Walk


def import_modules(walk: Walk, node: ast.Import) -> None:
    for alias in node.names:
        _read_module(walk, alias.name)
        name = alias.asname or alias.name.partition(".")[0]
        path = alias.name if alias.asname else name
        walk.bind_library(name, LIBRARY_NAMES.get(path, path))


LIBRARY_NAMES = {"matplotlib.pylab": "pylab"}


def import_names(walk: Walk, node: ast.ImportFrom) -> None:
    module = "." * node.level + (node.module or "")
    module = LIBRARY_NAMES.get(module, module)
    _read_module(walk, module)
    for alias in node.names:
        if alias.name == "*":
            _import_star(walk, module)
        else:
            path = LIBRARY_NAMES.get(f"{module}.{alias.name}") or part_of(module, alias.name)
            walk.bind_library(alias.asname or alias.name, path)


def _import_star(walk: Walk, module: str) -> None:
    text = walk.written.get(f"{module}.py")
    if text is None:
        walk.effect("star", module)
        walk.stars.modules.append(module)
    else:
        for name in names_of_script(text):
            if name in walk.stars.asked and not name.startswith("_"):
                walk.bind_library(name, part_of(module, name))


def _read_module(walk: Walk, module: str) -> None:
    """A module that a cell above writes is a file that its import reads."""
    path = f"{module.partition('.')[0]}.py"
    if path in walk.written:
        walk.effect("reads", "import", path=path)
