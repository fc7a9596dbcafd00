"""A function's annotations are the types that a run showed, by names that mean them there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nb2pipe.converter.code.annotations import Signature, signature
from nb2pipe.converter.nodes.analysis import analyse
from nb2pipe.converter.source.notebook import Notebook
from nb2pipe.converter.verify.observation import CellObservation, Observation, ValueType


@pytest.fixture
def signed(notebook: Callable[..., Notebook]) -> Callable[..., Signature]:
    """The signature of the last node, where `x` was seen to be of a type."""

    def sign(type_name: str, *cells: str) -> Signature:
        made = notebook(*cells, "x = make()")
        number = len(cells) + 1
        cell = CellObservation(
            number, f"c{number}", defined={"x": "1"}, types={"x": ValueType(type_name)}
        )
        seen = Observation("sample", "python3", cells=(cell,))
        analysis = analyse(made, auto=True, seen=seen)
        return signature(analysis.nodes[-1], analysis)

    return sign


MAKE = "def make():\n    pass"
CASES = {
    "a type of Python": ("int", [], " -> int", None),
    "a well-known alias": ("pandas.DataFrame", [], " -> pd.DataFrame", "import pandas as pd"),
    "any other type": (
        "decimal.Decimal",
        ["from decimal import Decimal"],
        " -> Decimal",
        None,
    ),
    "a type that nobody imports": (
        "decimal.Decimal",
        [],
        " -> Decimal",
        "from decimal import Decimal",
    ),
    "a module of its name": (
        "array.array",
        ["import array"],
        " -> array.array",
        "import array",
    ),
    "a variable of its name": (
        "decimal.Decimal",
        ["Decimal = len('a')"],
        " -> decimal.Decimal",
        "import decimal",
    ),
    "its module is something else, too": (
        "decimal.Decimal",
        ["Decimal = decimal = len('a')"],
        "",
        None,
    ),
    "a class that the notebook imports from elsewhere": (
        "library.inner.Model",
        ["from library import Model"],
        " -> Model",
        None,
    ),
}


@pytest.mark.parametrize(("seen", "cells", "returns", "imports"), CASES.values(), ids=list(CASES))
def test_a_type_is_written_so_that_it_is_the_type(signed, seen, cells, returns, imports):
    found = signed(seen, MAKE, *cells)
    assert (found.returns, found.imports) == (returns, frozenset(filter(None, [imports])))
