"""The examples in the docstrings run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["ordering", "parsing", "roles", "scan", "values", "wiring"])
def test_the_examples_of_a_module_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"nb2pipe.gitfilter.{name}"))
    assert (found.failed, found.attempted > 0) == (0, True)
