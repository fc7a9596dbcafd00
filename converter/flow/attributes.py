"""What the attributes of an object hold, as the methods of its class store it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..source.trees import means_own_class
from .facts import Scope
from .walk import Walk


@dataclass(slots=True)
class Attributes:
    """What the methods of a class store into attributes of their object."""

    own: dict[str, int] = field(default_factory=dict)
    """Attributes that hold nothing which anybody else has, each with a number for what it is."""
    stored: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    """Attributes that hold something of what a method was given, or found outside."""

    def note(self, scope: Scope, tokens: Iterable[int]) -> None:
        """Learn from a method that was just walked."""
        outside = {abs(token) for token in (*tokens, *scope.free.values())}
        self.stored |= scope.attributes.keys()
        kept = [(name, held) for name, held in scope.attributes.items()]
        for things, held in scope.keeps:
            kept += [(name, held) for name, thing in self.own.items() if {thing, -thing} & things]
        self.given |= {name for name, held in kept if outside & {abs(thing) for thing in held}}

    def settle(self, walk: Walk) -> bool:
        """Decide which attributes are the object's own; False where nothing new came out."""
        before = self.own.keys()
        self.own = {name: next(iter(walk.fresh().own)) for name in sorted(self.stored - self.given)}
        return self.own.keys() != before


def _sharing(walk: Walk, node: ast.expr) -> str | None:
    """The notebook's class of which a name is an instance."""
    if not isinstance(node, ast.Name):
        return None
    local = next((each.names[node.id] for each in walk.scopes if node.id in each.names), None)
    if local is not None:
        return walk.defining if walk.is_itself(local) else None
    found = walk.values.get(node.id)
    is_one = found is not None and found.kind.startswith("instance:")
    return found.kind.removeprefix("instance:") if found and is_one else None


def class_behind(walk: Walk, node: ast.expr) -> str | None:
    """The notebook's class or function whose attribute, or part of one, an expression is."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        outer, node = node, node.value
        if walk.defining and means_own_class(node):
            return walk.defining
        if isinstance(outer, ast.Attribute) and isinstance(outer.ctx, ast.Load):
            owner = _sharing(walk, node)
            if owner and outer.attr in walk.shared_by(owner):
                return owner
        found = walk.values.get(node.id) if isinstance(node, ast.Name) else None
        if found is not None and found.kind in ("class", "function"):
            return found.path
    return None
