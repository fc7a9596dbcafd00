"""Past runs are forgotten by number, age or name; what they made is still known."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from nb2pipe.cli.runs import command
from nb2pipe.runtime import Project, load_project
from nb2pipe.runtime.database import connect
from nb2pipe.runtime.history.past import past_runs
from nb2pipe.runtime.sweeps.sweep import sweep

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def measure(a):
        return {"r2": a / 10, "rows": a}
"""


@pytest.fixture
def many(make_project: MakeProject) -> Project:
    """A project with three runs and a sweep of two points."""
    folder = make_project(
        NODES,
        'node(nodes.measure, "params:a", "scores")',
        conf__base__parameters="a: 3",
        conf__base__catalog="scores: {type: metrics.MetricsDataset, filepath: scores.json}",
    )
    project = load_project(folder)
    for value in (1, 2, 3):
        project.run(params={"a": value})
    list(sweep(project, {"a": [4, 5]}))
    return project


def left(project: Project) -> list[Any]:
    with closing(connect(project.path)) as database:
        return [run.parameters["a"] for run in past_runs(database)][::-1]


def told(project: Project, *words: str) -> str:
    return CliRunner().invoke(command, ["-p", str(project.path), *words]).output


def test_all_but_the_newest_runs_are_forgotten(many: Project) -> None:
    told(many, "gc", "--keep", "3")
    assert left(many) == [3, 4, 5]


@pytest.mark.parametrize(("age", "number"), [("1h", 5), ("0h", 0)])
def test_runs_older_than_an_age_are_forgotten(many: Project, age: str, number: int) -> None:
    told(many, "gc", "--older-than", age)
    assert len(left(many)) == number


def test_runs_are_forgotten_by_name(many: Project) -> None:
    told(many, "rm", "last")
    assert left(many) == [1, 2, 3, 4]


def test_nothing_is_left_of_a_forgotten_run(many: Project) -> None:
    told(many, "gc", "--keep", "0")
    with closing(connect(many.path)) as database:
        tables = ("runs", "nodes", "logs", "metrics", "datasets", "figures")
        counts = [database.execute(f"SELECT COUNT(*) FROM {name}").fetchone() for name in tables]
    assert counts == [(0,)] * 6


def test_files_of_a_sweep_go_with_the_last_run_that_made_them(many: Project) -> None:
    told(many, "rm", "last")
    files = [file.name for file in (many.path / ".nb2pipe" / "sweeps").iterdir()]
    assert files == ["scores[a=4].json"]


def test_what_forgotten_runs_made_is_still_known(many: Project) -> None:
    told(many, "gc", "--keep", "0")
    assert many.run(params={"a": 3}).nodes["measure"].status == "cached"


@pytest.mark.parametrize("words", [["gc"], ["gc", "--older-than", "long"], ["rm", "nowhere"]])
def test_what_may_go_has_to_be_said(many: Project, words: list[str]) -> None:
    told(many, *words)
    assert len(left(many)) == 5
