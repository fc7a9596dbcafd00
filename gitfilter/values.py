"""Merge JSON values of three versions: what one side changed is taken, key by key."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SETS = ("tags",)  # lists whose order says nothing: what either side added or took away holds


class Absent:
    """A key that a version does not have; none of JSON's values, null included, is it."""


ABSENT = Absent()


def merge_value(base: Any, ours: Any, theirs: Any, key: str = "") -> tuple[Any, bool]:
    """The merged value, and whether both sides changed it differently (then ours stands).

    >>> merge_value({"a": 1}, {"a": 1, "tags": ["x"]}, {"a": 2, "tags": ["y"]})
    ({'a': 2, 'tags': ['x', 'y']}, False)
    """
    if ours == theirs or theirs == base:
        return ours, False
    if ours == base:
        return theirs, False
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _merge_objects(base if isinstance(base, dict) else {}, ours, theirs)
    if key in SETS and isinstance(ours, list) and isinstance(theirs, list):
        return _merge_sets(base if isinstance(base, list) else [], ours, theirs), False
    return ours, True


def _merge_objects(base: dict, ours: dict, theirs: dict) -> tuple[dict, bool]:
    merged = {}
    conflict = False
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        was, mine, yours = (version.get(key, ABSENT) for version in (base, ours, theirs))
        value, differs = merge_value(was, mine, yours, key)
        conflict |= differs
        if value is not ABSENT:
            merged[key] = value
    return merged, conflict


def _merge_sets(base: list, ours: list, theirs: list) -> list:
    gone = [value for value in base if value not in ours or value not in theirs]
    added = [value for value in theirs if value not in ours]
    return [value for value in ours + added if value not in gone]


def spell(value: Any, indent: str) -> str:
    """JSON as Jupyter spells it, for a member that stands `indent` deep."""
    unit = max(1, len(indent) // 3)
    text = json.dumps(value, indent=unit, ensure_ascii=False)
    return _escape_surrogates(text).replace("\n", "\n" + indent)


def spell_source(source: str, indent: str, *, as_list: bool) -> str:
    """A source as a list of lines, or as the one string that nbformat allows too."""
    return spell(source.splitlines(keepends=True) if as_list else source, indent)


def _escape_surrogates(text: str) -> str:
    """Half a character that a file spells as `\\ud800` has no bytes; undecodable bytes do."""
    if text.isascii():
        return text
    return "".join(
        f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" and not "\udc80" <= c <= "\udcff" else c
        for c in text
    )
