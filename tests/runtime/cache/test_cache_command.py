"""`nb2pipe cache` lists what is kept and makes room; what is forgotten is made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from nb2pipe.cli.cache import command, size
from nb2pipe.runtime import UsageError, load_project

if TYPE_CHECKING:
    from ..conftest import MakeProject


@pytest.fixture
def folder(make_project: MakeProject) -> Path:
    """A project that ran once, and keeps a file."""
    made = make_project(
        "def many(a):\n    return [[a] * 30_000]\n",
        'node(nodes.many, "params:a", "b")',
        conf__base__parameters="a: 1",
    )
    load_project(made).run()
    return made


def test_what_is_kept_is_listed(folder: Path) -> None:
    lines = CliRunner().invoke(command, ["ls", str(folder)]).output.splitlines()
    assert (lines[0].split()[1], lines[-1].split(",")[0]) == ("many", "1 result")


@pytest.mark.parametrize(("most", "left"), [("1kB", 0), ("5GB", 1)])
def test_what_does_not_fit_is_forgotten(folder: Path, most: str, left: int) -> None:
    CliRunner().invoke(command, ["gc", str(folder), "--max-size", most])
    assert len(list(folder.glob(".nb2pipe/blobs/*/*"))) == left


def test_what_was_forgotten_is_made_again(folder: Path) -> None:
    CliRunner().invoke(command, ["gc", str(folder), "--max-size", "0"])
    assert load_project(folder).run().nodes["many"].status == "success"


def test_a_size_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="'much' is no size"):
        size("much")
