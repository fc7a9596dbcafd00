"""What things that never change have worked out about themselves, and keep beside what they are.

A path keeps its text and its hash, an expression of sympy its hash and the assumptions that were
asked of it. Their own pickling forgets that. It travels here, so that it is worked out once in a
run, whatever the processes of its nodes; hashes are made anew, as each process has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MemberDescriptorType
from typing import Any

Reduction = Callable[[Any], Any]
"""Takes a value apart, as `pickle.Pickler.reducer_override` does."""


def keeps_working_out(value: Any) -> bool:
    """Whether a value never changes but for what it works out of itself when it is asked."""
    return of_kind(WORKED_OUT, type(value)) is not None


def of_kind(table: Mapping[str, Reduction], kind: type) -> Reduction | None:
    """The row of a table for a class, or the nearest that it is derived from."""
    names = (f"{each.__module__}.{each.__qualname__}" for each in kind.__mro__)
    return next((table[name] for name in names if name in table), None)


def _path_in_parts(path: PurePath) -> Any:
    kind = type(path)
    if kind.__module__.partition(".")[0] != "pathlib":
        return NotImplemented
    slots = {slot for each in kind.__mro__ for slot in vars(each).get("__slots__", ())}
    real = (each for each in sorted(slots) if isinstance(getattr(kind, each), MemberDescriptorType))
    state = {each: getattr(path, each) for each in real if hasattr(path, each)}
    hashed = state.pop("_hash", None) is not None
    return object.__new__, (kind,), (state, hashed), None, None, _set_slots


def _set_slots(path: PurePath, given: tuple[dict[str, Any], bool]) -> None:
    state, hashed = given
    for name, value in state.items():
        setattr(path, name, value)
    if hashed:
        hash(path)


def _expression_in_parts(expression: Any) -> Any:
    hashed = getattr(expression, "_mhash", None) is not None
    known = getattr(expression, "_assumptions", {})
    born_with = getattr(expression, "default_assumptions", {})
    learnt = {fact: known[fact] for fact in known if fact not in born_with}
    reduction = expression.__reduce_ex__(4)
    if not (hashed or learnt) or not isinstance(reduction, tuple) or any(reduction[3:]):
        return NotImplemented
    return _expression, (hashed, learnt, *reduction[:3])


def _expression(
    hashed: bool,
    learnt: dict[str, bool | None],
    make: Callable[..., Any],
    arguments: tuple[Any, ...],
    state: Any = None,
) -> Any:
    expression = make(*arguments)
    if state is not None:
        expression.__setstate__(state)
    if not learnt.keys() <= expression._assumptions.keys():
        if expression._assumptions is expression.default_assumptions:
            expression._assumptions = expression.default_assumptions.copy()
        expression._assumptions.update(learnt)
    if hashed:
        hash(expression)
    return expression


WORKED_OUT: dict[str, Reduction] = {
    "pathlib.PurePath": _path_in_parts,
    "pathlib._local.PurePath": _path_in_parts,
    "sympy.core.basic.Basic": _expression_in_parts,
}
"""How such kinds are pickled, with what they know."""
