"""A value as source text, where that is short and says all of it.

The text of plain values is their `repr`. That of arrays and tables calls a constructor of `np` or
`pd`, and counts only where what it makes has the value's own fingerprint.
"""

from __future__ import annotations

import math
import pickle
import sys
from collections.abc import Callable, Iterable
from typing import Any

from .digest import ATOMS, name_of
from .fingerprint import fingerprint

LONGEST = 200
"""Characters of plain text, and items of a container, beyond which nobody would write it."""

LONGEST_TABLE = 1_500
"""Characters of an array's or a table's text."""

CELLS = 120
"""Cells of an array or a table."""

DEPTH = 4


class Unwritable(Exception):  # noqa: N818, it is a verdict about a value and no error
    """The value has no short text that says all of it."""


def source_of(value: Any) -> str:
    """The text of a value, or empty text.

    >>> source_of({"a": [1, (2.5, None)]}), source_of(float("nan")), source_of([object()])
    ("{'a': [1, (2.5, None)]}", '', '')
    """
    try:
        text = _written(value, DEPTH)
    except Unwritable:
        return ""
    made = text.startswith(("np.", "pd."))
    if len(text) > (LONGEST_TABLE if made else LONGEST):
        return ""
    return text if type(value) in ATOMS or _says_all(text, value) else ""


def _says_all(text: str, value: Any) -> bool:
    libraries = {"np": sys.modules.get("numpy"), "pd": sys.modules.get("pandas")}
    mark = fingerprint(value)
    return mark is not None and fingerprint(eval(text, libraries)) == mark  # our own text


def _written(value: Any, depth: int) -> str:
    if type(value) in ATOMS:
        return _atom(value)
    if type(value) in CONTAINERS:
        if not depth or len(value) > LONGEST:
            raise Unwritable(type(value))
        return CONTAINERS[type(value)](value, depth - 1)
    name = name_of(type(value))
    if name in TABLES and depth == DEPTH:
        if not 0 < value.size <= CELLS:
            raise Unwritable(type(value))
        return TABLES[name](_twin(value))
    if name.startswith("numpy.") and isinstance(value, _scalars()):
        return f"np.{type(value).__name__}({_atom(value.item())})"
    raise Unwritable(type(value))


def _twin(value: Any) -> Any:
    """The same again: what is asked of it may be kept in it, and would be in its pickle."""
    return pickle.loads(pickle.dumps(value, 5))


def _scalars() -> tuple[type, ...]:
    numpy = sys.modules["numpy"]
    return numpy.number, numpy.bool_


def _atom(value: Any) -> str:
    if isinstance(value, (str, bytes)) and len(value) > LONGEST:
        raise Unwritable(type(value))
    if isinstance(value, float) and not math.isfinite(value):
        raise Unwritable(value)
    if isinstance(value, int) and value.bit_length() > 4 * LONGEST:
        raise Unwritable(type(value))
    return repr(value)


# ---------------------------------------------------------------- containers


def _items(values: Iterable[Any], depth: int) -> list[str]:
    return [_written(each, depth) for each in values]


def _tuple(value: tuple[Any, ...], depth: int) -> str:
    return f"({', '.join(_items(value, depth))}{',' if len(value) == 1 else ''})"


def _dict(value: dict[Any, Any], depth: int) -> str:
    parts = (f"{_written(key, depth)}: {_written(each, depth)}" for key, each in value.items())
    return f"{{{', '.join(parts)}}}"


def _set(value: set[Any], depth: int) -> str:
    return f"{{{', '.join(sorted(_items(value, depth)))}}}" if value else "set()"


CONTAINERS: dict[type, Callable[[Any, int], str]] = {
    list: lambda value, depth: f"[{', '.join(_items(value, depth))}]",
    tuple: _tuple,
    dict: _dict,
    set: _set,
}


# ---------------------------------------------------------------- arrays and tables


def _cell(value: Any) -> str:
    """One cell of a table; what is missing has a name of its own."""
    if isinstance(value, list):
        return f"[{', '.join(map(_cell, value))}]"
    if isinstance(value, float) and math.isnan(value):
        return "np.nan"
    if type(value).__name__ == "Timestamp":
        return f"pd.Timestamp({str(value)!r})"
    if type(value) not in ATOMS:
        raise Unwritable(type(value))
    return _atom(value)


def _array(value: Any) -> str:
    if value.dtype.kind not in "biufU":
        raise Unwritable(value.dtype)
    dtype = "" if value.dtype.name in ("int64", "float64", "bool") or value.dtype.kind == "U" else (
        f", dtype=np.{value.dtype.name}"
    )  # fmt: skip
    return f"np.array({_cell(value.tolist())}{dtype})"


def _series(value: Any) -> str:
    name = "" if value.name is None else f", name={_cell(value.name)}"
    return f"pd.Series({_cell(value.tolist())}{_index(value.index)}{name})"


def _frame(value: Any) -> str:
    names = value.columns.tolist()
    if len(set(names)) < len(names):
        raise Unwritable(type(value))
    columns = (f"{_cell(name)}: {_cell(value[name].tolist())}" for name in names)
    return f"pd.DataFrame({{{', '.join(columns)}}}{_index(value.index)})"


def _index(index: Any) -> str:
    labels = index.tolist()
    plain = name_of(type(index)) == "pandas.RangeIndex" and labels == list(range(len(labels)))
    return "" if plain else f", index={_cell(labels)}"


TABLES: dict[str, Callable[[Any], str]] = {
    "numpy.ndarray": _array,
    "pandas.Series": _series,
    "pandas.DataFrame": _frame,
}
