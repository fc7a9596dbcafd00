"""When a run is over its summary says what was made and where, or what failed and why."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import load_project
from nb2pipe.runtime.views.summary import summary

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    import os


    def add(a, b=0):
        return a + b


    def where(a):
        return os.getcwd()


    def divide(a):
        return add(1) / a
"""


def lock(folder: Path, package: str) -> dict[str, object]:
    """What convert remembers of a project whose `divide` is two cells."""
    file = folder / package / "nodes.py"
    return {
        "notebook": "sales.ipynb",
        "nodes": {"divide": {"cells": [{"number": 4}, {"number": 5}]}},
        "lines": {f"{package}/nodes.py": {"5": "1:2", "12": "4", "13": "5:3"}},
        "files": {f"{package}/nodes.py": blake2b(file.read_bytes(), digest_size=16).hexdigest()},
    }


def told_of_a_failure(make_project: MakeProject, edited: str = "") -> list[str]:
    """What the summary of a run says whose node `divide` fails."""
    folder = make_project(
        NODES,
        'node(nodes.divide, "params:a", "b"), node(nodes.add, "b", "c")',
        package="sales",
        conf__base__parameters="a: 0",
    )
    (folder / "nb2pipe.lock").write_text(json.dumps(lock(folder, "sales")))
    with (folder / "sales" / "nodes.py").open("a") as file:
        file.write(edited)
    project = load_project(folder)
    told = summary(project.run(), project)
    return [line.strip() for line in told.splitlines() if "^" not in line][3:7]


def test_the_summary_of_a_failure_names_cell_and_line_and_what_was_skipped(
    make_project: MakeProject,
) -> None:
    assert told_of_a_failure(make_project) == [
        "return add(1) / a",
        "ZeroDivisionError: division by zero",
        "from cell 5, line 4 of sales.ipynb",
        "skipped because of it: add",
    ]


def test_a_file_that_was_edited_since_names_the_nodes_first_cell(make_project: MakeProject) -> None:
    assert "from cell 4 of sales.ipynb" in told_of_a_failure(make_project, edited="# mine\n")


def test_the_summary_says_what_was_made_and_where(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project(
        NODES,
        'node(nodes.where, "params:a", "w"), node(nodes.add, "params:a", "free")',
        conf__base__parameters="a: 1",
        conf__base__catalog="w: {type: text.TextDataset, filepath: w.txt}",
    )
    monkeypatch.chdir(folder.parent)
    project = load_project(folder)
    assert summary(project.run(), project).splitlines()[:3] == [
        "made",
        "  w     w.txt",
        "  free  not stored; an entry in the catalog would keep it",
    ]
