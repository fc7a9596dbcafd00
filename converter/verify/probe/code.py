"""Functions: by what they do, wherever they stand.

A lambda reads a name from the notebook's globals, and from the cell of a closure once it
stands inside a node; so an instruction counts by what it loads, not by where from.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from contextlib import suppress
from types import CodeType
from typing import Any

from .digest import ATOMS, Digest, kind

PLACEMENT = frozenset(
    "RESUME NOP CACHE PUSH_NULL EXTENDED_ARG COPY_FREE_VARS MAKE_CELL NOT_TAKEN PRECALL".split()
)
"""Instructions that say where a function stands, or nothing at all."""


@kind("builtins.function")
def feed_function(value: Any, digest: Digest) -> None:
    digest.text("function:")
    feed_code(value.__code__, digest)
    digest.feed(value.__defaults__)
    digest.feed(value.__kwdefaults__)
    for name, captured in sorted(_captured(value).items()):
        digest.text(f"{name}=")
        digest.atom(captured)


@kind("builtins.method")
def feed_method(value: Any, digest: Digest) -> None:
    digest.text(f"method:{value.__func__.__name__};")
    digest.feed(value.__self__)


@kind("builtins.code")
def feed_code(code: CodeType, digest: Digest) -> None:
    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    digest.text(f"{code.co_name}({arguments}, {code.co_flags & 0x2AC});")
    for operation, argument in _operations(code):
        digest.text(operation)
        if isinstance(argument, CodeType):
            feed_code(argument, digest)
        elif isinstance(argument, frozenset):
            digest.unordered(argument)
        else:
            digest.text(repr(argument))


def _operations(code: CodeType) -> Iterator[tuple[str, Any]]:
    for step in _steps(code):
        if step.opname in PLACEMENT:
            continue
        if "JUMP" in step.opname or step.opname in ("FOR_ITER", "SEND"):
            yield step.opname, None
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):  # by where its owner is imported
            yield "LOAD_ATTR", step.argval
        elif step.opname.startswith("LOAD_") and step.opname != "LOAD_CONST":
            yield "LOAD", step.argval
        elif step.opname in ("STORE_DEREF", "STORE_FAST", "STORE_GLOBAL"):
            yield "STORE", step.argval
        elif step.opname == "MAKE_FUNCTION":
            yield step.opname, (step.arg or 0) & ~_WITH_CLOSURE
        elif step.opname != "SET_FUNCTION_ATTRIBUTE" or step.arg != _WITH_CLOSURE:
            yield step.opname, step.argval


_WITH_CLOSURE = 8
"""The flag of a function that is made with cells."""


def _steps(code: CodeType) -> list[dis.Instruction]:
    """The instructions, without those that collect the cells of an inner function.

    Once its names stand inside a node, it has more of them.
    """
    steps: list[dis.Instruction] = []
    for step in dis.get_instructions(code):
        if isinstance(step.argval, CodeType) and step.argval.co_freevars:
            del steps[-1 - len(step.argval.co_freevars) :]
        steps.append(step)
    return steps


def _captured(function: Any) -> dict[str, Any]:
    """The plain values that a function, or one inside it, reads from around it."""
    around = read_from_around(function)
    return {name: value for name, value in around.items() if type(value) in ATOMS}


def read_from_around(function: Any) -> dict[str, Any]:
    """What a function, or one inside it, reads from around it; None for what is not there."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    around: dict[str, Any] = {}
    for name in _names_around(function.__code__):
        with suppress(ValueError):  # not assigned yet
            known = function.__globals__.get(name)
            around[name] = cells[name].cell_contents if name in cells else known
    return around


def _names_around(code: CodeType) -> set[str]:
    found: set[str] = set()
    for step in dis.get_instructions(code):
        if isinstance(step.argval, CodeType):
            found |= _names_around(step.argval)
        elif step.opname.startswith("LOAD_") and step.opname.endswith(("GLOBAL", "NAME", "DEREF")):
            found.add(step.argval)
    return found - {*code.co_varnames, *code.co_cellvars}
