"""What a cell shows and another one reads as `_` has a name of its own."""

from __future__ import annotations

import ast

import pytest

from nb2pipe.converter.source.last_shown import with_names

CASES = {
    "a default of a function": (
        ["f(2)", "def g(a=_):\n    _ = a"],
        {1: "shown_1_ = f(2)", 2: "def g(a=shown_1_):\n    _ = a"},
    ),
    "a variable of a function": (["f(2)", "def g():\n    a, _ = f(1)\n    return _\nx = g()"], {}),
    "an expression": (["f(2)", "x = _ + 1"], {1: "shown_1_ = f(2)", 2: "x = shown_1_ + 1"}),
    "the last that shows something": (
        ["f(2)", "print(1)", "a = 3", "x = _"],
        {1: "shown_1_ = f(2)", 4: "x = shown_1_"},
    ),
    "behind letters of several bytes": (
        ["'é'; f('é')", "x = 'é' + _"],
        {1: "'é'; shown_1_ = f('é')", 2: "x = 'é' + shown_1_"},
    ),
    "over several lines": (
        ["f(1,\n  2)", "x = [_,\n _]"],
        {1: "shown_1_ = f(1,\n  2)", 2: "x = [shown_1_,\n shown_1_]"},
    ),
    "nothing that a semicolon hides": (["f(2);", "x = _"], {}),
    "no name of the notebook's own": (["f(2)", "for _ in x:\n  y = _", "z = _"], {}),
    "no import": (["f(2)", "from gettext import gettext as _", "x = _('a')"], {}),
    "no variable of a comprehension": (["f(2)", "x = [_ for _ in y]"], {}),
    "what stands beside such a variable": (
        ["f(2)", "x = _ + sum(_ for _ in _) + (lambda _: _)(1)"],
        {1: "shown_1_ = f(2)", 2: "x = shown_1_ + sum(_ for _ in shown_1_) + (lambda _: _)(1)"},
    ),
}


@pytest.mark.parametrize(("cells", "changed"), CASES.values(), ids=CASES)
def test_what_is_read_as_shown_last_has_a_name(cells, changed):
    read = ((number, text, ast.parse(text).body) for number, text in enumerate(cells, 1))
    assert with_names(read) == changed
