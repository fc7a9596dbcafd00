"""The examples in the docstrings run."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

import nb2pipe

PACKAGE = Path(nb2pipe.__file__).parent
PARTS = ("cli", "converter", "gitfilter", "labextension", "magics", "runtime")
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for part in PARTS
    for path in (PACKAGE / part).rglob("*.py")
    if "node_modules" not in path.parts
    and re.search(r"(?m)^\s*>>> ", path.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"nb2pipe.{name}"))
    assert (found.failed, found.attempted > 0) == (0, True)
