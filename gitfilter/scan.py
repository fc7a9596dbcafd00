"""Find where the values of a JSON text begin and end, without changing how they are spelled.

The text is a latin-1 view of the file: a character is a byte, so positions are byte offsets and
every byte sequence, valid UTF-8 or not, survives. Values are read by the C scanner that stands
behind `json`; only the members of an object and the elements of an array are walked here.

All functions raise `StopIteration(position)` or a `ValueError` with `pos` where the text is not
JSON, as the C scanner does; `layout` turns both into an error that names the line.
"""

from __future__ import annotations

from _json import make_scanner, scanstring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Reader = Callable[[str, int], tuple[Any, int]]

SPACE = " \t\n\r"


class _Numbers:
    """How the C scanner reads numbers: not at all, since their digits stay where they are."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = str
    parse_int = str
    parse_constant = str


class Span:
    """A value at `text[value:end]`; as a member of an object it starts at its key's quote."""

    __slots__ = ("end", "key", "read", "start", "value")

    def __init__(self, key: str, start: int, value: int, end: int, read: Any) -> None:
        self.key = key
        self.start = start
        self.value = value
        self.end = end
        self.read = read  # what the reader of this value returned


read_value: Reader = make_scanner(_Numbers)  # pyright: ignore[reportArgumentType]


def members(
    text: str, at: int, readers: dict[str, Reader], default: Reader
) -> tuple[list[Span], int]:
    """Read the object that opens at `at`: its members in their order, and where it ends.

    >>> [(m.key, m.read) for m in members('{"a": [1], "b": null}', 0, {}, read_value)[0]]
    [('a', ['1']), ('b', None)]
    """
    found: list[Span] = []
    at = skip_space(text, at + 1)
    if text[at : at + 1] == "}":
        return found, at + 1
    while True:
        if text[at : at + 1] != '"':
            raise StopIteration(at)
        key, colon = scanstring(text, at + 1, True)
        if text[colon : colon + 2] == ": ":
            value = colon + 2
            if text[value : value + 1] in SPACE:
                value = skip_space(text, value)
        else:
            value = _after_colon(text, colon)
        read, end = readers.get(key, default)(text, value)
        found.append(Span(key, at, value, end, read))
        at, closed = _next(text, end, "}")
        if closed:
            return found, at


def elements(text: str, at: int, reader: Reader) -> tuple[list[Span], int]:
    """Read the array that opens at `at`: its elements in their order, and where it ends."""
    found: list[Span] = []
    at = skip_space(text, at + 1)
    if text[at : at + 1] == "]":
        return found, at + 1
    while True:
        read, end = reader(text, at)
        found.append(Span("", at, at, end, read))
        at, closed = _next(text, end, "]")
        if closed:
            return found, at


def skip(text: str, at: int, depth: int = 2) -> tuple[None, int]:
    """Pass over a value without making it: an image of megabytes costs one search for its quote."""
    opening = text[at : at + 1]
    if opening == '"':
        return None, _end_of_string(text, at)
    if opening == "{" and depth:
        return None, members(text, at, {}, lambda inner, start: skip(inner, start, depth - 1))[1]
    return None, read_value(text, at)[1]


def skip_space(text: str, at: int) -> int:
    """The position of the first character from `at` on that is not JSON's white space."""
    while chunk := text[at : at + 64]:
        rest = chunk.lstrip(SPACE)
        at += len(chunk) - len(rest)
        if rest:
            break
    return at


def _after_colon(text: str, at: int) -> int:
    at = skip_space(text, at)
    if text[at : at + 1] != ":":
        raise StopIteration(at)
    return skip_space(text, at + 1)


def _next(text: str, at: int, closing: str) -> tuple[int, bool]:
    """Where the next item starts, or where the container has ended."""
    if text[at : at + 1] != ",":
        at = skip_space(text, at)
        if text[at : at + 1] == closing:
            return at + 1, True
        if text[at : at + 1] != ",":
            raise StopIteration(at)
    return skip_space(text, at + 1), False


def _end_of_string(text: str, at: int) -> int:
    """A quote ends its string unless an odd number of backslashes stands before it."""
    quote = at
    while True:
        quote = text.find('"', quote + 1)
        if quote < 0:
            raise StopIteration(at)
        before = quote
        while text[before - 1] == "\\":
            before -= 1
        if not (quote - before) % 2:
            return quote + 1
