"""A digest in progress: what a value holds goes in, where it lives does not.

Kinds of values are a table, `KINDS`, from a type's name to the function that feeds it, so that
no library is imported to recognise its types, and a kind can be added from outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes})
"""Types whose `repr` is their whole content, and which are never shared."""

CHUNK = 1 << 16
"""Items of a container whose `repr` is fed at once."""


class Opaque(Exception):  # noqa: N818, it is a verdict about a value and no error
    """The value holds nothing that can be compared."""


Handler = Callable[[Any, "Digest"], None]

KINDS: dict[str, Handler] = {}
"""How a kind is fed, by top-level module and qualified name: `pandas.DataFrame`."""

OPAQUE_MODULES: set[str] = set()
"""Top-level modules whose types have no content, unless `KINDS` says otherwise."""

_handlers: WeakKeyDictionary[type, Handler] = WeakKeyDictionary()


def kind(*names: str) -> Callable[[Handler], Handler]:
    """Register how values of these types, and of types derived from them, are fed."""

    def register(handler: Handler) -> Handler:
        KINDS.update(dict.fromkeys(names, handler))
        _handlers.clear()
        return handler

    return register


def opaque(value: Any, digest: Digest) -> NoReturn:
    raise Opaque(type(value))


def name_of(type_: type) -> str:
    """A type's name in `KINDS`: private submodules and a class's home do not matter."""
    return f"{type_.__module__.partition('.')[0]}.{type_.__qualname__}"


def handler_of(type_: type) -> Handler:
    """The handler of the nearest type in its MRO that has one; else that of `object`."""
    found = _handlers.get(type_)
    if found is None:
        found = _handlers[type_] = _look_up(type_)
    return found


def _look_up(type_: type) -> Handler:
    for base in type_.__mro__[:-1]:
        if handler := KINDS.get(name_of(base)):
            return handler
    if type_.__module__.partition(".")[0] in OPAQUE_MODULES:
        return opaque
    return KINDS["builtins.object"]


class Digest:
    """Content of one value on its way into a hash.

    Objects are numbered as they are met, and met again they are fed as their number: so
    sharing and cycles inside the value count, and addresses do not.
    """

    def __init__(self, outer: Digest | None = None) -> None:
        self._hash = hashlib.blake2b(digest_size=16)
        self._look = hashlib.blake2b(digest_size=4)
        self._has_look = False
        self._numbers: dict[int, int] = {}
        self._held: list[Any] = []  # so that no later object gets the id of an earlier one
        self._outer = outer
        self.lost = 0
        """Parts met so far that have no content to compare."""

    def text(self, words: str) -> None:
        self._hash.update(words.encode("utf-8", "surrogatepass"))

    def buffer(self, content: Any) -> None:
        """Feed anything that gives its bytes in place."""
        self._hash.update(content)

    def look(self, words: str) -> None:
        """Feed what counts for the looks of a thing alone: its colour, the width of a line."""
        self._look.update(words.encode())
        self._has_look = True

    def hexdigest(self) -> str:
        """The digest of what the value holds; behind a `~` that of its looks, if it has any."""
        held = self._hash.hexdigest()
        return f"{held}~{self._look.hexdigest()}" if self._has_look else held

    def feed(self, value: Any) -> None:
        """Feed a part of the value; a part without content counts as its kind."""
        if type(value) in ATOMS:
            self.atom(value)
            return
        number = self._number(value)
        if number is not None:
            self.text(f"ref:{number};")
            return
        try:
            self.content(self._hold(value))
        except Opaque:
            self.lost += 1
            self.text(f"opaque:{type(value).__qualname__};")

    def content(self, value: Any) -> None:
        """Feed a value without asking whether it was met before; raises Opaque."""
        if type(value) in ATOMS:
            self.atom(value)
        else:
            handler_of(type(value))(value, self)

    def whole(self, value: Any) -> None:
        """Feed the value that this digest is about; raises Opaque."""
        self.content(self._hold(value))

    def atom(self, value: Any) -> None:
        if type(value) is int:
            self.text(f"int:{value:x};")  # decimal is refused beyond some thousand digits
        else:
            self.text(f"{type(value).__name__}:{value!r};")

    def items(self, items: Iterable[Any]) -> None:
        """Feed many values in order."""
        items = items if isinstance(items, list) else list(items)
        if not self._plain(items):
            for item in items:
                self.feed(item)

    def unordered(self, items: Iterable[Any]) -> None:
        """Feed many values whose order does not count."""
        items = list(items)
        plain = ATOMS.issuperset(map(type, items))
        self.items(sorted(map(repr if plain else self._apart, items)))

    def _apart(self, item: Any) -> str:
        inner = Digest(outer=self)
        inner.feed(item)
        self.lost += inner.lost
        return inner.hexdigest()

    def _plain(self, items: list[Any]) -> bool:
        """Feed a list of atoms by its `repr`, in chunks; False for any other list."""
        if not ATOMS.issuperset(map(type, items)):
            return False
        try:
            for start in range(0, len(items), CHUNK):
                self.text(repr(items[start : start + CHUNK]))
        except ValueError:  # an integer of thousands of digits
            return False
        return True

    def _number(self, value: Any) -> int | None:
        number = self._numbers.get(id(value))
        return self._outer._number(value) if number is None and self._outer else number

    def _hold(self, value: Any) -> Any:
        self._numbers[id(value)] = self._count()
        self._held.append(value)
        return value

    def _count(self) -> int:
        return len(self._held) + (self._outer._count() if self._outer else 0)
