"""Which variables share mutable objects, so that a change through one changes the other."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations
from types import FunctionType
from typing import Any

from .code import read_from_around
from .digest import ATOMS, name_of
from .namespace import is_data

OBJECTS = 20_000
"""Objects that are looked at below one variable."""

WORK = 10_000
"""Effort that numpy may spend to say exactly whether two arrays overlap."""

CLOSED = frozenset(
    """datetime.date datetime.time datetime.timedelta datetime.tzinfo decimal.Decimal enum.Enum
    fractions.Fraction logging.Logger numpy.dtype numpy.generic numpy.ufunc pandas.ExtensionDtype
    pandas.Index pandas.NAType pandas.NaTType pandas.Period pathlib.PurePath re.Pattern uuid.UUID
    sympy.Basic builtins.range builtins.weakref builtins.code builtins.frame _thread.lock
    _thread.RLock""".split()
)
"""Kinds below which nothing of the user's can be changed, by the names of `digest.name_of`."""

WRAPPERS = frozenset(
    """builtins.tuple builtins.frozenset builtins.slice builtins.cell builtins.property
    builtins.staticmethod builtins.classmethod functools.partial pandas.Interval""".split()
)
"""Kinds that are not themselves changed, but may hold what is."""


class Reach:
    """The mutable objects and the array memory that a variable reaches."""

    __slots__ = ("arrays", "complete", "frames", "objects")

    def __init__(self) -> None:
        self.objects: set[int] = set()
        self.arrays: list[Any] = []
        self.frames: list[Any] = []
        """The arrays inside of data frames, which copy on write keeps apart."""
        self.complete = True


def reach(value: Any) -> Reach:
    """Walk what a value holds, and what the notebook's code in it reads, up to `OBJECTS` objects."""
    found = Reach()
    waiting = [value] if type(value) not in ATOMS else []
    met = {id(value)}
    while waiting:
        each = waiting.pop()
        held = _note(each, found) if is_data(each) else ()
        inside = [part for part in (*held, *_read_by_code(each)) if type(part) not in ATOMS]
        if len(met) + len(inside) > OBJECTS:
            found.complete = False
            break
        waiting += [part for part in inside if id(part) not in met]
        met.update(map(id, inside))
    return found


def _read_by_code(value: Any) -> Iterator[Any]:
    """What a function of the notebook reads from around it, or the methods of a class of its."""
    if type(value) is FunctionType:
        functions = [value]
    else:
        classes = [each for each in type(value).__mro__ if each.__module__ == "__main__"]
        members = [member for each in classes for member in vars(each).values()]
        functions = [found for each in members if type(found := _unwrapped(each)) is FunctionType]
    for each in functions:
        if each.__module__ == "__main__":
            yield from read_from_around(each).values()


def _unwrapped(member: Any) -> Any:
    """The function of a method, a property, a class method or one that is static."""
    return getattr(member, "fget", None) or getattr(member, "__func__", member)


def _note(value: Any, found: Reach) -> Iterable[Any]:
    """Enter one object into what was found, and give what it holds."""
    names = [name_of(base) for base in type(value).__mro__]
    if not CLOSED.isdisjoint(names):
        return ()
    if "matplotlib.Artist" in names:
        found.objects.add(id(getattr(value, "figure", None) or value))
        return ()
    if "numpy.ndarray" in names:
        found.objects.add(id(value))
        found.arrays.append(value)
        return value.ravel().tolist() if value.dtype.hasobject and not value.dtype.names else ()
    if "pandas.DataFrame" in names or "pandas.Series" in names:
        return _note_frame(value, found)
    inside = [part for part in gc.get_referents(value) if not isinstance(part, type)]
    if WRAPPERS.isdisjoint(names) and (inside or not _is_bare(value)):
        found.objects.add(id(value))
    return inside


def _note_frame(frame: Any, found: Reach) -> Iterator[Any]:
    found.objects.add(id(frame))
    for array in getattr(getattr(frame, "_mgr", None), "arrays", ()):
        if isinstance(array, sys.modules["numpy"].ndarray):
            found.frames.append(array)
            if array.dtype.hasobject:
                yield from array.ravel().tolist()


def _is_bare(value: Any) -> bool:
    """An instance without state, such as a sentinel."""
    return type(value).__module__ != "builtins" and not getattr(value, "__dict__", None)


def pairs(reached: Mapping[str, Reach], fresh: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of names that share something, of which at least one is fresh."""
    fresh = set(fresh)
    libraries = _Libraries()
    for one, other in combinations(sorted(reached), 2):
        if (one in fresh or other in fresh) and _share(reached[one], reached[other], libraries):
            yield one, other


def _share(one: Reach, other: Reach, libraries: _Libraries) -> bool:
    common = one.objects & other.objects
    if common and libraries.without(common):
        return True
    if _overlap(one.arrays, [*other.arrays, *other.frames]) or _overlap(one.frames, other.arrays):
        return True
    return not _copies_on_write() and _overlap(one.frames, other.frames)


def _overlap(ones: list[Any], others: list[Any]) -> bool:
    return any(_same_memory(one, other) for one in ones for other in others)


def _same_memory(one: Any, other: Any) -> bool:
    numpy = sys.modules["numpy"]
    if not numpy.may_share_memory(one, other):
        return False
    try:
        return bool(numpy.shares_memory(one, other, max_work=WORK))
    except numpy.exceptions.TooHardError:
        return True


def _copies_on_write() -> bool:
    pandas = sys.modules.get("pandas")
    if pandas is None or int(pandas.__version__.partition(".")[0]) >= 3:
        return True
    return bool(pandas.get_option("mode.copy_on_write"))


class _Libraries:
    """What libraries keep as globals: a singleton, and what it holds, is no variable's own."""

    def __init__(self) -> None:
        self._below: dict[int, frozenset[int]] = {}

    @cached_property
    def _globals(self) -> dict[int, Any]:
        modules = [module for name, module in list(sys.modules.items()) if name != "__main__"]
        spaces = (list(getattr(each, "__dict__", {}).values()) for each in modules)
        return {id(value): value for space in spaces for value in space if type(value) not in ATOMS}

    def without(self, objects: set[int]) -> set[int]:
        """The objects that are not reached from those of them that libraries keep."""
        for each in objects & self._globals.keys():
            if each in objects:
                objects = objects - self._reached_from(each)
        return objects

    def _reached_from(self, each: int) -> frozenset[int]:
        found = self._below.get(each)
        if found is None:
            found = self._below[each] = frozenset(reach(self._globals[each]).objects)
        return found
