"""Which variables a cell can have touched, by the names in it and in what it calls.

Used only where looking at every variable after every cell would cost too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

WORD = re.compile(r"[^\W\d]\w*")

ANYTHING = frozenset("eval exec globals locals vars get_ipython setattr inspect gc".split())
"""Words of a cell that may touch any variable; so may a magic or a shell command."""


def touched(
    source: str, namespace: Mapping[str, Any], sharing: Iterable[tuple[str, str]]
) -> frozenset[str] | None:
    """The variables that running a cell can have changed; None where it can be any."""
    if re.search(r"^\s*[%!]", source, re.MULTILINE):
        return None
    found = _names(WORD.findall(source), namespace)
    if not ANYTHING.isdisjoint(found):
        return None
    return frozenset(_with_aliases(found, list(sharing)))


def _names(words: Iterable[str], namespace: Mapping[str, Any]) -> set[str]:
    """Names that are used, and those that the functions among them use in turn."""
    found: set[str] = set()
    waiting = list(words)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _used_by(namespace.get(name))
    return found


def _used_by(value: Any) -> Iterator[str]:
    if isinstance(value, FunctionType):
        yield from _used_in(value.__code__)
    else:
        owner = value if isinstance(value, type) else type(value)
        if owner.__module__ == "__main__":
            for member in vars(owner).values():
                yield from _used_by(member) if isinstance(member, FunctionType) else ()


def _used_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _used_in(constant)


def _with_aliases(names: set[str], sharing: list[tuple[str, str]]) -> set[str]:
    size = -1
    while size != len(names):
        size = len(names)
        names |= {name for pair in sharing if not names.isdisjoint(pair) for name in pair}
    return names
