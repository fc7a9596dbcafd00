"""Tensors that torch keeps the way of their making for, so that `backward` finds what they came from.

A call of `backward` changes what a result was computed of: the gradients of the tensors and networks
at the start of the way, which lasts for one call. What was computed on the way is the same object or
nothing, as no other process has it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..source.trees import asks_for
from .values import NOTHING, UNKEEPING, UNSHARED, Value

if TYPE_CHECKING:
    from .walk import Walk

GOING_BACK = frozenset({"torch.autograd.backward", "torch.autograd.grad"})
"""Functions that follow the way of their first argument, as the method `backward` does."""

PARAMETERS = frozenset({"torch.nn.Parameter", "torch.nn.parameter.Parameter"})
"""Classes of tensors with a gradient."""


def note_made(walk: Walk, node: ast.Call, path: str, value: Value) -> None:
    """A library call makes a tensor with a gradient."""
    if path in PARAMETERS or asks_for(node, "requires_grad"):
        begin_at(walk, value)


def note_method(walk: Walk, name: str, owner: Value) -> None:
    """A method that says of its owner that it has gradients, or that works them out.

    A network that is to be trained is asked for its parameters.
    """
    if name in ("requires_grad_", "parameters"):
        begin_at(walk, owner)
    elif name == "backward":
        go_back(walk, owner)


def begin_at(walk: Walk, value: Value) -> None:
    """From here on, what is computed of this keeps its way."""
    if value.kind not in UNKEEPING:
        for thing in value.own:
            walk.ways.setdefault(thing, NOTHING)


def trace_way(walk: Walk, name: str, value: Value) -> None:
    """A name is about to be bound to what may be computed of things with gradients."""
    if value.kind in UNKEEPING or value.kind in UNSHARED:
        return
    way: set[int] = set()
    for read in walk.facts.uses.keys() & walk.values.keys():
        things = walk.values[read].own & walk.ways.keys()
        if things and read != name:
            way.update(things, *(walk.ways[each] for each in things))
            walk.facts.sources.setdefault(name, set()).add(read)
    if way:
        walk.ways.update(dict.fromkeys(value.own, frozenset(way)))


def go_back(walk: Walk, value: Value) -> None:
    """The gradients of all that a value was computed of are worked out.

    What has no name yet, `(w * w).sum().backward()`, was computed of what the statement reads.
    """
    things = value.own & walk.ways.keys()
    if not things and not walk.scopes:
        read = (walk.values[name].own for name in walk.facts.uses.keys() & walk.values.keys())
        things = NOTHING.union(*read) & walk.ways.keys()
    walk.change(Value("", things.union(*(walk.ways[each] for each in things))), deep=True)
