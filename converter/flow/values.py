"""What a name may be: an abstract value that knows which objects it is and which it holds.

Objects are numbers. The object `n` has an inside, `-n`, which stands for everything that can be
reached through it. Two names share something where their objects meet, which is how a change
through one name is seen as a change of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

NOTHING: frozenset[int] = frozenset()


class Value(NamedTuple):
    """An abstract value: `own` are the objects that it may be, `members` those that it holds."""

    kind: str = ""
    """`frame`, `array`, `list`, …, `function`, `class`, `instance:NAME`, `library`; empty: unknown."""
    own: frozenset[int] = NOTHING
    members: frozenset[int] = NOTHING
    path: str = ""
    """The dotted name of a library's thing, such as `numpy.random.seed`, or of the library's
    function that just made the value and whose results share nothing with one another."""
    each: str = ""
    """The kind of every member, where they are all of one."""
    part: bool = False
    """Whether it is a part of a frame: a change of it here is one of the frame, but what a name
    is bound to is a copy."""

    @property
    def inside(self) -> frozenset[int]:
        if not self.own:
            return self.members
        return self.members.union([-abs(thing) for thing in self.own])

    @property
    def reach(self) -> frozenset[int]:
        return self.own | self.inside if self.own else self.members


PLAIN = Value("plain")
"""A number, a text, a truth: nothing can change it."""

COPIED = frozenset({"frame", "series", "index", "plain", "library"})
"""Kinds whose parts are values of their own: pandas copies on write, and plain things never change."""

TOLD_OF_MEMBERS = frozenset(
    {"frame", "series", "array", "estimator", "plain", "rng", "thread", "stateful"}
)
"""Kinds that are told of what a container holds."""

IN_PLACE_KINDS = frozenset({"list", "set", "dict", "array", "tensor", "frame", "series"})
"""Kinds that `+=` changes in place."""

VIEWED = frozenset({"array", "tensor"})
"""Kinds of which a part is a view on the same memory."""

ALIKE = frozenset({"axes", "tree"})
"""Kinds whose members are of the same kind: parts of a figure, of what a file of settings holds."""

UNSHARED = frozenset({"plain", "library", "function", "class"})
"""Kinds that no change goes through: what shares them shares nothing."""

UNKEEPING = frozenset({"frame", "series", "array", "library", "plain"})
"""Kinds that copy what is stored into them."""


def member(value: Value) -> Value:
    """What `value[…]`, an attribute of it or a step of a loop over it may be."""
    if "plain" in (value.kind, value.each):
        return PLAIN
    if value.kind in COPIED or value.part:
        return Value("series" if value.kind == "frame" else "", value.own, NOTHING, part=True)
    if not value.own:
        return Value()
    if value.kind in VIEWED:
        return value
    inside = value.inside
    return Value(value.kind if value.kind in ALIKE else value.each, inside, inside)


def step(value: Value) -> Value:
    """What a step of a loop over `value` may be: a frame gives the names of its columns."""
    return PLAIN if value.kind in ("frame", "index", "plain") else member(value)


def merge(values: Iterable[Value]) -> Value:
    """A value that may be any of these."""
    found = list(values)
    if len(found) == 1:
        return found[0]
    if all(value.kind == "library" for value in found):
        return found[-1]  # what `except ImportError` falls back on does the same
    kinds = {(value.kind, value.path) for value in found}
    kind, path = kinds.pop() if len(kinds) == 1 else ("", "")
    return Value(
        kind,
        NOTHING.union(*(value.own for value in found)),
        NOTHING.union(*(value.members for value in found)),
        path,
    )


def held_by(parts: Iterable[Value]) -> frozenset[int]:
    """The objects that something holds which is made of these."""
    held = [part.reach for part in parts if not part.part and part.kind != "plain"]
    return NOTHING.union(*held) if held else NOTHING


def kind_of_each(parts: Iterable[Value]) -> str:
    """The kind that all members have; a frame or an estimator, say, behaves so wherever it is."""
    kinds = {part.kind for part in parts}
    return kinds.pop() if len(kinds) == 1 and kinds <= TOLD_OF_MEMBERS else ""


def put_in(things: frozenset[int], stand_for: Mapping[int, Value]) -> frozenset[int]:
    """Objects of a function, with those that a call gave in the place of its parameters."""
    found: set[int] = set()
    for thing in things:
        given = stand_for.get(abs(thing))
        if given is None:
            found.add(thing)
        elif thing > 0 or given.kind not in COPIED:
            found |= given.own if thing > 0 else given.inside
    return frozenset(found)


def put(value: Value, stand_for: Mapping[int, Value]) -> Value:
    """A function's value with what the call gave in the place of its parameters."""
    own: set[int] = set()
    members: set[int] = set()
    kind = value.kind
    for thing in value.own:
        given = stand_for.get(abs(thing))
        if given is None:
            own.add(thing)
        elif thing > 0 or given.kind not in COPIED:
            own |= given.own if thing > 0 else given.inside
            kind = kind or (given.kind if thing > 0 else "")
            members |= given.members
    for thing in value.members:
        given = stand_for.get(abs(thing))
        if given is None:
            members.add(thing)
        elif thing > 0 or given.kind not in COPIED:
            members |= given.reach
    return Value(kind, frozenset(own), frozenset(members), value.path, value.each)
