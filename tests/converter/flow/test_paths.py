"""What an expression of literals comes to, where that can be told without running it."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pipe.converter.flow.paths import literal, plain_literal

DATA = PurePosixPath("data")
CONSTANTS = {"DATA": DATA, "folder": "in", "year": 2024, "rate": 0.5}

KNOWN = {
    "text": ("'a.csv'", "a.csv"),
    "a number": ("3", 3),
    "a constant": ("folder", "in"),
    "a path of a constant": ("DATA / 'a.csv'", DATA / "a.csv"),
    "a path in depth": ("DATA / 'b' / 'a.csv'", DATA / "b/a.csv"),
    "a text before a path": ("'x' / DATA", PurePosixPath("x/data")),
    "a path": ("Path('data')", DATA),
    "a path by its module": ("pathlib.Path('data', 'a.csv')", DATA / "a.csv"),
    "a path of a path": ("Path(DATA)", DATA),
    "the text of a path": ("str(DATA / 'a.csv')", "data/a.csv"),
    "joined parts": ("os.path.join('data', folder, 'a.csv')", "data/in/a.csv"),
    "joined parts by a shorter name": ("path.join('data', 'a.csv')", "data/a.csv"),
    "a sum": ("folder + '/' + 'a.csv'", "in/a.csv"),
    "an f-string": ("f'{folder}/a_{year}.csv'", "in/a_2024.csv"),
    "an f-string of a path": ("f'{DATA}/a.csv'", "data/a.csv"),
    "an f-string of nothing": ("f'a.csv'", "a.csv"),
}


@pytest.mark.parametrize(("code", "value"), KNOWN.values(), ids=KNOWN)
def test_what_is_built_of_literals_is_known(code, value):
    assert literal(ast.parse(code, mode="eval").body, CONSTANTS) == value


UNKNOWN = {
    "a variable": "name",
    "a path of a variable": "DATA / name",
    "an f-string of a variable": "f'{name}.csv'",
    "an f-string with a format": "f'{year:04d}.csv'",
    "an f-string with a conversion": "f'{folder!r}.csv'",
    "a call": "find('a.csv')",
    "a path of a call": "Path(find())",
    "a method": "'a.csv'.upper()",
    "a keyword": "Path('a', x=1)",
    "a division of numbers": "year / rate",
    "a sum of numbers": "year + 1",
    "a joined nothing": "os.path.join()",
    "an item": "names[0]",
    "a starred argument": "os.path.join(*parts)",
}


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN)
def test_what_depends_on_a_run_is_not_known(code):
    assert literal(ast.parse(code, mode="eval").body, CONSTANTS) is None


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=8,
)  # fmt: skip


@given(PLAIN)
def test_a_plain_literal_is_its_value(value):
    assert plain_literal(ast.parse(repr(value), mode="eval").body) == (True, value)


@pytest.mark.parametrize(
    "code", ["(1, 2)", "{1, 2}", "b'x'", "1j", "[(1, 2)]", "{(1, 2): 3}", "..."]
)
def test_what_yaml_would_change_is_no_plain_literal(code):
    assert not plain_literal(ast.parse(code, mode="eval").body)[0]


@pytest.mark.parametrize("code", ["x", "1 + x", "f()", "[x]", "-x"])
def test_what_is_computed_is_no_plain_literal(code):
    assert plain_literal(ast.parse(code, mode="eval").body) == (False, None)
