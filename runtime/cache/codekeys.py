"""What a function does, as a short text: its code and all code of the user's that it reaches.

Followed are functions, classes, constants and the statements that change them, across modules
and through imports, aliases, decorators, base classes, partials and closures. Libraries count
with their version. Comments, formatting and docstrings do not count.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from ..own_code import is_own, is_own_code
from ..values.digests import digest_of, digest_of_parts
from .statements import Chain, Source, Statement, Target, read_source

Parts = dict[str, str]  # what was reached, `module:name`, with what it says


def code_parts(function: Any) -> Parts:
    """Everything that a function reaches, each with a digest of what it says."""
    if isinstance(function, functools.partial):
        given = [list(function.args), function.keywords]
        return {**code_parts(function.func), "partial:arguments": digest_of(given, code_of)}
    if isinstance(function, MethodType):
        parts = code_parts(type(function.__self__))
        own = {
            "method:self": digest_of(function.__self__, code_of),
            "method:name": function.__name__,
        }
        return {**parts, **own}
    if isinstance(function, type | FunctionType):  # functions that call each other reach the same
        return {**_of_definition(function), "definition:name": function.__qualname__}
    if isinstance(function, BuiltinFunctionType) or not is_own_code(type(function)):
        return _of_library(function)
    return {**code_parts(type(function)), "object:state": digest_of(function, code_of)}


def code_of(function: Any) -> str:
    """The digest of everything that a function or class reaches."""
    return digest_of_parts(code_parts(function))


def _of_definition(definition: type | FunctionType) -> Parts:
    module, name = definition.__module__, definition.__qualname__.partition(".")[0]
    if not is_own_code(definition):
        return _of_library(definition)
    source = source_of(module)
    whole = "<" not in definition.__qualname__
    if source is not None and whole and name in source.binding:
        return reached(module, [name])
    return _of_function(definition) if isinstance(definition, FunctionType) else {}


def _of_library(function: Any) -> Parts:
    module = getattr(function, "__module__", None) or "builtins"
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return {f"{module}:{name}": "", **_library(module)}


def _of_function(function: FunctionType) -> Parts:
    """A function without a name of its own in a module: a lambda, or one made by a function."""
    parts = {f"{function.__module__}:{function.__qualname__}": _of_code(function.__code__)}
    if function.__defaults__:
        parts["function:defaults"] = digest_of(function.__defaults__, code_of)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        parts[f"closure:{name}"] = _of_cell(cell, function)
    return {**parts, **reached(function.__module__, _names(function.__code__))}


def _of_cell(cell: Any, function: FunctionType) -> str:
    try:
        value = cell.cell_contents
    except ValueError:  # it is not filled yet
        return ""
    if value is function:  # it calls itself
        return "itself"
    return code_of(value) if callable(value) else digest_of(value, code_of)


def _of_code(code: CodeType) -> str:
    constants = [
        _of_code(each) if isinstance(each, CodeType) else repr(each) for each in code.co_consts
    ]
    return digest_of_parts([code.co_code.hex(), constants, code.co_names, code.co_varnames])


def _names(code: CodeType) -> list[str]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [*code.co_names, *(name for each in inner for name in _names(each))]


def reached(module: str, names: Iterable[str]) -> Parts:
    """Everything that names of a module reach; names that it does not have are passed over."""
    parts: Parts = {}
    front = [Target(module, name) for name in names]
    seen = set(front)
    while front:
        target = front.pop()
        further = list(_entered(target, parts))
        front += [each for each in further if each not in seen]
        seen.update(further)
    return parts


def _entered(target: Target, parts: Parts) -> Iterator[Target]:
    """Note what a target says, and give what it leads to."""
    source = source_of(target.module)
    if source is None:
        parts |= _library(target.module)
        return
    if target.name in (None, "*"):
        yield from (Target(target.module, name) for name in source.binding)
        return
    statements = source.binding.get(target.name or "", [])
    if statements:
        parts[f"{target.module}:{target.name}"] = digest_of_parts([s.digest for s in statements])
    elif _submodule(target) is not None:
        yield Target(f"{target.module}.{target.name}")
    else:
        yield from (Target(star, target.name) for star in source.stars)
    for statement in statements:
        yield from _leads(statement, target, source)


def _leads(statement: Statement, target: Target, source: Source) -> Iterator[Target]:
    own = statement.imports.get(target.name or "")
    if own is not None and not statement.uses:  # a plain import: whoever uses it follows it
        yield from _through(own, ())
    for use in statement.uses:
        yield from _of_use(use, statement, target.module, source)


def _of_use(use: Chain, statement: Statement, module: str, source: Source) -> Iterator[Target]:
    name, attributes = use[0], use[1:]
    imported = statement.imports.get(name) or source.imports.get(name)
    if imported is not None:
        yield from _through(imported, attributes)
        if len(source.binding.get(name, ())) > 1:  # a module whose options are set here
            yield Target(module, name)
    elif name in source.binding:
        yield Target(module, name)
    else:
        yield from (Target(star, name) for star in source.stars)


def _through(target: Target, attributes: Chain) -> Iterator[Target]:
    """Follow an import, and as long as modules lead to modules, the attributes read of it."""
    module = target.module if target.name is None else _submodule(target)
    if module is None:
        yield target
    elif source_of(module) is None or not attributes:
        yield Target(module)
    else:
        yield from _through(Target(module, attributes[0]), attributes[1:])


def _submodule(target: Target) -> str | None:
    """The module that a name in a package means, unless the package binds that name itself."""
    name = f"{target.module}.{target.name}"
    source = source_of(target.module)
    if source is None or _binds(source, target):
        return None
    return name if source_of(name) is not None else None


def _binds(source: Source, target: Target) -> bool:
    """Whether a package binds the name to something else than its module of that name."""
    found = source.imports.get(target.name or "")
    return target.name in source.binding and found != target


def _library(module: str) -> Parts:
    """The version of the library that a module belongs to."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return {}
    version = getattr(sys.modules.get(top), "__version__", "")
    return {f"library:{top}": str(version)}


def source_of(module: str) -> Source | None:
    """A module of the user's, taken apart; None for a library's."""
    file = _file_of(module)
    if file is None or not is_own(file):
        return None
    try:
        status = Path(file).stat()
        return _read(file, _package_of(module, file), status.st_mtime_ns, status.st_size)
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None


@functools.lru_cache(512)
def _read(file: str, package: str, _changed: int, _size: int) -> Source:
    return read_source(Path(file).read_text(encoding="utf-8"), package)


def _file_of(module: str) -> str | None:
    known = sys.modules.get(module)
    if isinstance(known, ModuleType):
        return getattr(known, "__file__", None)
    if module.partition(".")[0] in sys.stdlib_module_names:
        return None
    try:
        spec = find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return None
    return spec.origin if spec else None


def _package_of(module: str, file: str) -> str:
    return module if Path(file).name == "__init__.py" else module.rpartition(".")[0]
