"""What a node was given in the last run can be had again, to look into that node by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import Nb2pipeError, Project, UsageError, load_project
from nb2pipe.runtime.errors import UnknownNameError
from nb2pipe.runtime.project.given import given_to

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    from pathlib import Path


    def load():
        with Path("loads.txt").open("a") as file:
            file.write("x")
        return [1, 2, 3], (each for each in "abc")


    def first(letters):
        return next(letters)


    def share(numbers, part):
        return len(numbers) / part
"""

PIPELINE = """
    node(nodes.load, None, ["data", "letters"]),
    node(nodes.first, "letters", "letter"),
    node(nodes.share, {"numbers": "data", "part": "params:part"}, "shared"),
"""


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    folder = make_project(NODES, PIPELINE, conf__base__parameters="part: 0")
    return load_project(folder)


def loads(project: Project) -> int:
    return len((project.workdir / "loads.txt").read_text())


def test_a_node_that_failed_is_given_what_it_failed_on(project: Project) -> None:
    project.run()
    assert given_to(project, "share").values == {"numbers": [1, 2, 3], "part": 0}


def test_what_was_kept_is_not_made_again(project: Project) -> None:
    project.run()
    given_to(project, "share")
    assert loads(project) == 1


def test_parameters_are_those_of_the_run(project: Project) -> None:
    project.run(params={"part": 6})
    assert given_to(project, "share").values["part"] == 6


def test_what_cannot_be_kept_is_made_again(project: Project) -> None:
    project.run()
    given = given_to(project, "first")
    assert (list(given.values["letters"]), given.anew) == (["a", "b", "c"], ("letters",))


def test_a_stored_dataset_is_loaded(make_project: MakeProject) -> None:
    catalog = "data:\n  type: json.JSONDataset\n  filepath: data.json\n"
    pipeline = 'node(nodes.share, ["data", "params:part"], "shared")'
    project = load_project(
        make_project(NODES, pipeline, conf__base__parameters="part: 1", conf__base__catalog=catalog)
    )
    (project.workdir / "data.json").write_text("[7]")
    project.run()
    assert given_to(project, "share").values["numbers"] == [7]


def test_before_the_first_run_nothing_is_started(project: Project) -> None:
    with pytest.raises(UsageError, match="the project has not run"):
        given_to(project, "share")
    assert not (project.workdir / "loads.txt").exists()


def test_what_no_run_has_made_is_not_started(make_project: MakeProject) -> None:
    pipeline = 'node(nodes.load, None, ["data", "rest"]), node(len, "data", "count", name="count")'
    project = load_project(make_project(NODES, pipeline + ', node(str, "count", "text")'))
    project.run(nodes=["load"])
    with pytest.raises(UsageError, match="no run has made 'count'"):
        given_to(project, "str")


def test_what_fails_when_it_is_made_again_is_told(project: Project) -> None:
    project.run()
    (project.workdir / "loads.txt").unlink()
    (project.workdir / "loads.txt").mkdir()
    with pytest.raises(Nb2pipeError, match="'letters' was not kept, and 'load' failed"):
        given_to(project, "first")


def test_an_unknown_node_is_told(project: Project) -> None:
    with pytest.raises(UnknownNameError, match="there is no node 'shar'"):
        given_to(project, "shar")
