"""What statements bind whatever branch they take."""

from __future__ import annotations

import ast

import pytest

from nb2pipe.converter.code.binding import surely_binds

CASES = {
    "an assignment": ("a = b, c = f()", "a b c"),
    "a loop over what nobody knows": ("for a in f():\n    b = a", "a b"),
    "counted rounds": ("for a in range(3):\n    b = a", "a b"),
    "no round": ("for a in range(0):\n    b = a", ""),
    "a loop over nothing": ("for a in []:\n    b = a", ""),
    "a loop over what may be found": ("for a in glob.glob('*.csv'):\n    b = a", ""),
    "one that is sorted, too": ("for a in sorted(Path('.').glob('*.csv')):\n    b = a", ""),
    "what stands behind a way out of the round": ("for a in [1]:\n    b = a\n    if a:\n        break\n    c = a", "a b"),
    "a loop for ever": ("while True:\n    a = 1\n    break", "a"),
    "another loop": ("while f():\n    a = 1", "a"),
    "both branches": ("if x:\n    a = b = 1\nelse:\n    a = 2", "a"),
    "a branch that ends it all": ("if x:\n    a = 1\nelse:\n    raise ValueError", "a"),
    "what may fail": ("try:\n    a = 1\nexcept ValueError:\n    b = 1\nfinally:\n    c = 1", "c"),
    "what fails for good": ("try:\n    a = 1\nexcept ValueError:\n    raise", "a"),
    "a context": ("with f() as a:\n    b = 1", "a b"),
    "imports and definitions": ("import os.path, x as y\ndef f(): z = 1\nclass C: w = 1", "os y f C"),
    "scopes of their own": ("a = [b for b in x]\nf(lambda c: c)", "a"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "names"), CASES.values(), ids=CASES)
def test_names_that_are_bound_whenever_the_statements_run(code, names):
    assert surely_binds(ast.parse(code).body) == frozenset(names.split())
