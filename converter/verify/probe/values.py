"""What kind of value a variable holds, how large it is, and whether it can be pickled."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, TypeVar

from .digest import ATOMS
from .namespace import CODE
from .reductions import reduced
from .source import source_of

Answer = TypeVar("Answer")

ITEMS = 10_000
"""Items of a container that are looked at to name the type of all."""


def safely(question: Callable[[Any], Answer], value: Any, otherwise: Answer) -> Answer:
    """Ask something of a value of any class, which may fail in any way when it is looked at."""
    try:
        return question(value)
    except Exception:  # noqa: BLE001, as said
        return otherwise


def describe(value: Any) -> dict[str, Any]:
    """A value's type as one would import it, its shape, its size and the type of its items."""
    return {
        "type": public_name(type(value)),
        "shape": safely(_shape, value, []),
        "size": safely(_size, value, 0),
        "items": _item_types(value),
        "literal": safely(source_of, value, ""),
    }


def public_name(type_: type) -> str:
    """The shortest path from which a type, or else the next of its bases, can be imported.

    >>> import collections
    >>> public_name(collections.OrderedDict), public_name(int)
    ('collections.OrderedDict', 'int')
    >>> public_name(type("Made", (collections.OrderedDict,), {"__module__": "collections"}))
    'collections.OrderedDict'
    """
    return next(name for each in type_.__mro__ if (name := _importable(each)))


def _importable(type_: type) -> str:
    """The shortest path from which a type can be imported; empty where there is none."""
    if type_.__module__ == "builtins":
        return type_.__qualname__
    if not isinstance(type_.__module__, str):  # made at run time, such as a function of sympy
        return ""
    parts = type_.__module__.split(".")
    for length in range(1, len(parts)):
        home = ".".join(parts[:length])
        if getattr(sys.modules.get(home), type_.__name__, None) is type_:
            return f"{home}.{type_.__name__}"
    found = getattr(sys.modules.get(type_.__module__), type_.__name__, None)
    return f"{type_.__module__}.{type_.__name__}" if found is type_ else ""


def _shape(value: Any) -> list[int]:
    shape = getattr(value, "shape", None) if not isinstance(value, Mapping) else None
    if isinstance(shape, tuple) and all(isinstance(length, int) for length in shape):
        return list(shape)
    return (
        [len(value)] if isinstance(value, (str, bytes, list, tuple, dict, set, frozenset)) else []
    )


def _size(value: Any) -> int:
    """Bytes, without what a container's items hold."""
    size = getattr(value, "nbytes", None)
    return size if isinstance(size, int) else sys.getsizeof(value, 0)


def _item_types(value: Any) -> list[str]:
    if type(value) not in (list, tuple, set, frozenset, dict) or not 0 < len(value) <= ITEMS:
        return []
    parts = (value, value.values()) if isinstance(value, dict) else (value,)
    types = [{type(item) for item in part} for part in parts]
    return [public_name(each.pop()) if len(each) == 1 else "" for each in types]


class _Nowhere:
    """A file that keeps nothing."""

    def write(self, content: Any) -> int:
        return len(content)


class _Pickler(pickle.Pickler):
    """Pickles as the runtime does, and takes functions, classes and modules as they are."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, CODE) and value is not str and not _is_bound(value):
            return str, (value.__name__,)
        return reduced(value)


def _is_bound(value: Any) -> bool:
    """Whether it is a method of an object, which goes where the method goes."""
    return not isinstance(getattr(value, "__self__", None), (type(None), ModuleType, type))


def why_not_picklable(value: Any) -> str:
    """Why a value cannot be pickled, as Python says it; empty where it can.

    Code does not count: what runs pipelines pickles functions and classes by value.
    """
    if type(value) in ATOMS:
        return ""
    try:  # buffers stay where they are, so that a large array costs nothing
        _Pickler(_Nowhere(), protocol=5, buffer_callback=lambda buffer: None).dump(value)
    except Exception as error:  # noqa: BLE001, any class may refuse in any way
        return f"{type(error).__name__}: {error}"[:300]
    return ""
