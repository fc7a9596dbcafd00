"""What a call of a notebook's function does, now that its arguments are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .facts import Function
from .knowledge import TRAINING_DATA
from .values import IN_PLACE_KINDS, NOTHING, Value, held_by, put, put_in
from .walk import Walk

MOST = 6
"""How often one function is followed from one call: methods of one name may call each other."""


def apply(
    walk: Walk, function: Function, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    """What a call of a notebook's function changes, binds and returns."""
    key = (function.name, function.tokens)
    if not walk.applying:
        walk.applied.clear()
    if key in walk.applying or walk.applied[key] == MOST:
        return walk.fresh()
    walk.applying.add(key)
    walk.applied[key] += 1
    try:
        return _follow(walk, function, args, named)
    finally:
        walk.applying.discard(key)


def _follow(
    walk: Walk, function: Function, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    given = _given(walk, function, args, named)
    stand_for = {
        token: given[name]
        for name, token in zip(function.parameters, function.tokens, strict=False)
        if name in given
    }
    for name, token in function.free.items():
        stand_for[token] = walk.load(name, 0)
    if not walk.scopes:
        _use_what_it_names(walk, function)
    for token, direct in function.hits.items():
        if token in stand_for:
            changed = stand_for[token]
            spared = TRAINING_DATA if changed.kind == "estimator" else frozenset()
            walk.change(changed, deep=not direct, spared=spared)
    for token in function.augments & stand_for.keys():
        if not stand_for[token].kind:
            walk.note_augmented(stand_for[token])
        elif stand_for[token].kind in IN_PLACE_KINDS:
            walk.change(stand_for[token])
    for holder in (stand_for[-token] for token in function.augments if -token in stand_for):
        if holder.kind != "plain" and holder.each in ("", *IN_PLACE_KINDS):
            walk.change(holder, deep=True)
    for things, held in function.keeps:
        walk.keep(put_in(things, stand_for), put_in(held, stand_for))
    for name, call_args, call_named in function.calls:
        for callee in _callees(walk, name, call_args, stand_for):
            apply(
                walk,
                callee,
                tuple(put(value, stand_for) for value in call_args),
                {key: put(value, stand_for) for key, value in call_named.items()},
            )
    walk.facts.effects.extend(function.effects)
    _rebind(walk, function.rebinds)
    if function.generator:
        return walk.fresh("iterator", NOTHING.union(*(value.reach for value in given.values())))
    return put(function.returns, stand_for) if function.returns.own else function.returns


def _given(
    walk: Walk, function: Function, args: tuple[Value, ...], named: dict[str, Value]
) -> dict[str, Value]:
    """What each parameter is given, `*args` and `**kwargs` what is left."""
    rest, others = function.extra
    names = function.parameters
    positional = names[: names.index(rest)] if rest else names
    given = dict(zip(positional, args, strict=False)) | named
    if rest:
        given[rest] = walk.fresh("tuple", held_by(args[len(positional) :]))
    if others:
        left = (value for name, value in named.items() if name not in names)
        given[others] = walk.fresh("dict", held_by(left))
    return given


def _callees(
    walk: Walk, name: str, args: Sequence[Value], stand_for: Mapping[int, Value]
) -> list[Function]:
    """What a function calls, now that its arguments are known: `.step` is a method of the first."""
    if name.startswith("."):
        kind = put(args[0], stand_for).kind
        return walk.methods(kind, name[1:]) if kind or len(walk.applying) == 1 else []
    noun = walk.own.functions.get(name) or walk.noun(name)
    return [noun] if isinstance(noun, Function) else []


def _rebind(walk: Walk, names: frozenset[str]) -> None:
    """Bind names that a function declares global, whatever comprehension it is called in."""
    scopes = walk.scopes
    walk.scopes = [each for each in scopes if each.function]
    for name in sorted(names):
        walk.bind(name, walk.fresh())
    walk.scopes = scopes


def _use_what_it_names(walk: Walk, function: Function) -> None:
    """Calling a method reads the imports and helpers that it names, as naming a function does."""
    for name in sorted(function.reads):
        for read in (name, *sorted(walk.closure(name))):
            if read in walk.values and read not in walk.bound:
                walk.facts.uses.setdefault(read, 0)
