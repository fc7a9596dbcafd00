"""Which values share what can be changed, and which only look as if they did."""

from __future__ import annotations

import datetime
import enum
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from nb2pipe.converter.verify.probe import sharing
from nb2pipe.converter.verify.probe.sharing import pairs, reach


class Colour(enum.Enum):
    RED = [1]  # noqa: RUF012, a member that holds a list


class Box:
    def __init__(self, content: Any) -> None:
        self.content = content


SENTINEL = Box.__new__(Box)


@dataclass(frozen=True)
class Case:
    """A pair of values, and whether a change through one can be a change of the other."""

    promise: str
    make: Callable[[], tuple[Any, Any]]
    shared: bool


def alias() -> tuple[Any, Any]:
    rows = [1]
    return rows, rows


def with_member(wrap: Callable[[Any], Any]) -> Callable[[], tuple[Any, Any]]:
    def make() -> tuple[Any, Any]:
        rows = [1]
        return rows, wrap(rows)

    return make


def of_array(take: Callable[[np.ndarray], Any]) -> Callable[[], tuple[Any, Any]]:
    def make() -> tuple[Any, Any]:
        array = np.zeros((4, 4))
        return array, take(array)

    return make


def of_frame(take: Callable[[pd.DataFrame], Any]) -> Callable[[], tuple[Any, Any]]:
    def make() -> tuple[Any, Any]:
        frame = pd.DataFrame({"a": [1.0, 2.0], "b": [[1], [2]]})
        return frame, take(frame)

    return make


def columns() -> tuple[Any, Any]:
    array = np.zeros((4, 4))
    return array[:, 0], array[:, 1]


def axes_of_one_figure() -> tuple[Any, Any]:
    figure = Figure()
    return figure.subplots(1, 2)


def loop() -> tuple[Any, Any]:
    rows: list[Any] = []
    rows.append(rows)
    return rows, [rows]


def in_notebook(source: str) -> Callable[[], tuple[Any, Any]]:
    """What is called `rows` in a notebook, and `other`."""

    def make() -> tuple[Any, Any]:
        namespace = {"__name__": "__main__", "rows": [1]}
        exec(source, namespace)
        return namespace["rows"], namespace["other"]

    return make


PRICED = """
class Item:
    @property
    def price(self):
        return rows[0]
other = [Item()]
"""

CASES = [
    Case("what a method of the notebook's reads", in_notebook(PRICED), True),
    Case("what a function in a table reads", in_notebook("other = {1: lambda: rows[0]}"), True),
    Case(
        "what such a function calls", in_notebook("f = lambda: rows\nother = [lambda: f()]"), True
    ),
    Case(
        "what a function in a table has of its own",
        in_notebook("other = [lambda rows: rows]"),
        False,
    ),
    Case("one number", lambda: (1_000, 1_000), False),
    Case("two names of one list", alias, True),
    Case("equal lists", lambda: ([1], [1]), False),
    Case("a member of a dict", with_member(lambda rows: {"x": rows}), True),
    Case("a member of a tuple", with_member(lambda rows: (1, rows)), True),
    Case("an attribute", with_member(Box), True),
    Case("an attribute's attribute", with_member(lambda rows: Box(Box(rows))), True),
    Case("what a generator runs over", with_member(lambda rows: (row for row in rows)), True),
    Case("a copy", with_member(list), False),
    Case("a list that holds itself", loop, True),
    Case("two instances of one class", lambda: (Box(1), Box(1)), False),
    Case("one text", lambda: ("a" * 50, "a" * 50), False),
    Case("a member of an enum", lambda: ([Colour.RED], [Colour.RED]), False),
    Case("a sentinel without state", lambda: ([SENTINEL], [SENTINEL]), False),
    Case("one date", lambda: ([datetime.date.min], [datetime.date.min]), False),
    Case("a logger", lambda: (Box(logging.root), Box(logging.root)), False),
    Case("a global of a library", lambda: (Box(mpl.rcParams), Box(mpl.rcParams)), False),
    Case("a view of an array", of_array(lambda array: array[1:]), True),
    Case("a transposed array in a list", of_array(lambda array: [array.T]), True),
    Case("a copy of an array", of_array(lambda array: array[1:].copy()), False),
    Case("interleaved columns of one array", columns, False),
    Case("two names of one frame", of_frame(lambda frame: frame), True),
    Case("a frame that copies on write", of_frame(lambda frame: frame[["a"]]), False),
    Case("the array inside a frame", of_frame(lambda frame: frame["a"].to_numpy()), True),
    Case("lists in two frames' cells", of_frame(lambda frame: frame.copy()), True),
    Case("one index", of_frame(lambda frame: pd.DataFrame(index=frame.index)), False),
    Case("axes of one figure", axes_of_one_figure, True),
    Case("axes of two figures", lambda: (Figure().gca(), Figure().gca()), False),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.promise)
def test_sharing_is_found(case: Case) -> None:
    """Two variables are paired where one reaches what the other can change."""
    one, other = case.make()
    found = list(pairs({"one": reach(one), "other": reach(other)}, ["one"]))
    assert found == ([("one", "other")] if case.shared else [])


def test_only_pairs_with_a_fresh_name_are_looked_at() -> None:
    """What did not change since the last cell is not compared again."""
    rows = [1]
    reached = {name: reach(rows) for name in "abc"}
    assert list(pairs(reached, ["c"])) == [("a", "c"), ("b", "c")]


def test_the_walk_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of millions of objects is looked at in part, and says so."""
    monkeypatch.setattr(sharing, "OBJECTS", 100)
    assert not reach([[each] for each in range(1_000)]).complete
