"""Functions: by what they do, wherever they stand.

A lambda reads a name from the notebook's globals, and from the cell of a closure once it
stands inside a node; so an instruction counts by what it loads, not by where from.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
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
    for step in dis.get_instructions(code):
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
        else:
            yield step.opname, step.argval


def _captured(function: Any) -> dict[str, Any]:
    """The plain values that a function reads from around it."""
    code = function.__code__
    around = {name: function.__globals__.get(name, code) for name in code.co_names}
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            around[name] = cell.cell_contents
        except ValueError:  # not assigned yet
            continue
    return {name: value for name, value in around.items() if type(value) in ATOMS}
