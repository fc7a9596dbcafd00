"""Any other object: by its attributes and slots, else by what it gives to pickle."""

from __future__ import annotations

from collections.abc import Iterator
from copyreg import dispatch_table
from typing import Any

from .digest import Digest, Opaque, kind

HEAP_TYPE = 1 << 9
"""Flag of a class that was made by a `class` statement (Py_TPFLAGS_HEAPTYPE)."""


@kind("builtins.object")
def feed_object(value: Any, digest: Digest) -> None:
    """Feed the class's name and the state; what C code hides is asked of pickle."""
    digest.text(f"object:{type(value).__qualname__};")
    lost = digest.lost
    state = feed_attributes(value, digest)
    if not state:
        feed_reduced(value, digest)
    elif digest.lost > lost or _hides_state(type(value)):
        try:
            feed_reduced(value, digest)
        except Opaque:
            digest.lost += 1


def feed_attributes(value: Any, digest: Digest) -> bool:
    """Feed attributes and slots by name, and say whether there were any."""
    state = dict(_slots(value)) | getattr(value, "__dict__", {})
    for name in sorted(state, key=str):
        digest.text(f".{name}=")
        digest.feed(state[name])
    return bool(state)


def feed_own_state(value: Any, digest: Digest) -> None:
    """Feed a container's attributes, unless its class says itself what a copy of it keeps.

    sklearn's `Bunch`, for one, has a `__setstate__` that keeps none.
    """
    if not hasattr(type(value), "__setstate__"):
        feed_attributes(value, digest)


def feed_reduced(value: Any, digest: Digest) -> None:
    """Feed what pickle would store; raises Opaque where it would store nothing."""
    reduce = dispatch_table.get(type(value))
    try:
        reduced = reduce(value) if reduce else value.__reduce_ex__(4)
    except Exception:  # noqa: BLE001, any class may refuse in any way
        raise Opaque(type(value)) from None
    if isinstance(reduced, str):
        digest.text(f"global:{reduced};")
        return
    for part in reduced[1:5]:
        digest.feed(list(part) if isinstance(part, Iterator) else part)


def _slots(value: Any) -> Iterator[tuple[str, Any]]:
    for owner in type(value).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            name = _mangled(owner, slot)
            if slot not in ("__dict__", "__weakref__") and hasattr(value, name):
                yield slot, getattr(value, name)


def _mangled(owner: type, slot: str) -> str:
    private = slot.startswith("__") and not slot.endswith("__")
    return f"_{owner.__name__.lstrip('_')}{slot}" if private else slot


def _hides_state(type_: type) -> bool:
    return any(not base.__flags__ & HEAP_TYPE for base in type_.__mro__[:-1])
