"""Import statements: the libraries that names mean, and modules that the notebook itself writes."""

from __future__ import annotations

import ast

from ..source.trees import names_of_script
from .starred import part_of
from .walk import Walk


def import_modules(walk: Walk, node: ast.Import) -> None:
    for alias in node.names:
        _read_module(walk, alias.name)
        name = alias.asname or alias.name.partition(".")[0]
        path = alias.name if alias.asname else name
        walk.bind_library(name, LIBRARY_NAMES.get(path, path))


LIBRARY_NAMES = {"matplotlib.pylab": "pylab"}


def import_names(walk: Walk, node: ast.ImportFrom) -> None:
    module = _absolute(walk, node)
    _read_module(walk, module)
    for alias in node.names:
        walk.own.read(f"{module}.{alias.name}")
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


def _absolute(walk: Walk, node: ast.ImportFrom) -> str:
    """The dotted name of the module that names are imported from, where its package is known."""
    module = node.module or ""
    if not node.level:
        return LIBRARY_NAMES.get(module, module)
    parts = walk.package.split(".") if walk.package else []
    above = parts[: len(parts) + 1 - node.level]
    return ".".join([*above, module]).strip(".") if above else "." * node.level + module


def _read_module(walk: Walk, module: str) -> None:
    """A module that a cell above writes is a file that its import reads."""
    walk.own.read(module)
    if not walk.written:
        return
    place, top = module.replace(".", "/"), module.partition(".")[0]
    names = (f"{top}.py", f"{place}.py", f"{place}/__init__.py", f"{top}/__init__.py")
    for path in dict.fromkeys(names):
        if path in walk.written:
            walk.effect("reads", "import", path=path)
