"""`conf/*/nodes.yml` sets nodes, and what it says that nobody understands is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import Project, load_project
from nb2pipe.runtime.errors import ConfigError, UnknownNameError
from nb2pipe.runtime.pipeline.nodes import Backoff

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def fail(a):
        raise ConnectionResetError("gone")
"""


def project_of(make_project: MakeProject, **files: str) -> Project:
    fails = 'node(nodes.fail, "params:a", "b")'
    return load_project(make_project(NODES, fails, conf__base__parameters="a: 10", **files))


def test_nodes_yml_sets_nodes(make_project: MakeProject) -> None:
    settings = "fail: {retries: 2, retry_delay: {first: 0}, retry_on: OSError, timeout: 5}"
    project = project_of(make_project, conf__base__nodes=settings)
    made = project.pipeline["fail"]
    assert (project.run().nodes["fail"].attempts, made.retry_delay, made.timeout) == (
        3,
        Backoff(0),
        5.0,
    )


def test_an_environment_sets_nodes_its_own_way(make_project: MakeProject) -> None:
    project = project_of(
        make_project,
        conf__base__nodes="fail: {retries: 1}",
        conf__prod__nodes="fail: {retries: 3}",
    )
    assert project.run(env="prod").nodes["fail"].attempts == 4


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("fial: {retries: 1}", UnknownNameError),
        ("fail: {retry: 1}", ConfigError),
        ("fail: 3", ConfigError),
        ("fail: {retries: many}", ConfigError),
        ("fail: {retry_delay: {frist: 1}}", ConfigError),
    ],
)
def test_settings_that_nobody_understands_are_refused(
    make_project: MakeProject, said: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        project_of(make_project, conf__base__nodes=said)
