"""A project's run, every node in a process of its own, as it is seen from outside."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from nb2pipe.converter.verify.pipeline_run import (
    PipelineRun,
    PipelineRunError,
    run_pipeline,
    with_workdir,
)
from nb2pipe.converter.verify.probe.fingerprint import fingerprint
from nb2pipe.converter.verify.workspace import Workspace

NODES = """
import time
from pathlib import Path


class Company:
    def __init__(self, name):
        self.name = name


def load(limit):
    print("loading")
    Path("out.txt").write_text("out")
    Path("../beside.txt").write_text("beside")
    return [Company("a")] * limit, Path("in.txt").read_text()


def fail(text):
    raise ValueError(text)


def after(nothing):
    return nothing


def wait(limit):
    time.sleep(60)
"""

PIPELINE = """
from nb2pipe.runtime import Pipeline, node

from .nodes import {functions}


def create_pipeline():
    return Pipeline([{nodes}])
"""

LOAD = 'node(load, inputs="params:limit", outputs=["companies", "text"])'
FAIL = 'node(fail, inputs="text", outputs="nothing"), node(after, inputs="nothing", outputs="end")'
WAIT = 'node(wait, inputs="params:limit", outputs="never")'


def project(folder: Path, nodes: str) -> Path:
    """Write a project below `folder`."""
    home = folder / "trial"
    package = home / "trial_package"
    package.mkdir(parents=True)
    (home / "pyproject.toml").write_text(
        '[tool.nb2pipe]\npackage = "trial_package"\nworkdir = ".."\n'
    )
    (package / "__init__.py").write_text("")
    (package / "nodes.py").write_text(NODES)
    functions = "after, fail, load, wait"
    (package / "pipeline.py").write_text(PIPELINE.format(functions=functions, nodes=nodes))
    (home / "conf" / "base").mkdir(parents=True)
    (home / "conf" / "base" / "parameters.yml").write_text("limit: 2\n")
    return home


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A working folder, with a file that a node reads."""
    root = tmp_path_factory.mktemp("root")
    cwd = root / "work"
    cwd.mkdir()
    (cwd / "in.txt").write_text("in")
    return Workspace(cwd, root, copied=True)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, space: Workspace) -> PipelineRun:
    """A project with a node that works, one that fails and one that waits for it."""
    home = project(tmp_path_factory.mktemp("project"), f"{LOAD}, {FAIL}")
    return run_pipeline(home, space, watched=["../beside.txt", "../never.txt"])


def test_datasets_have_the_notebooks_fingerprints(ran: PipelineRun) -> None:
    """A value from a process of its own is compared by what it holds, its parameters too."""
    code: dict[str, type] = {}
    exec(dedent(NODES), code)
    company = code["Company"]("a")
    assert ran.datasets["companies"] == fingerprint([company, company])
    assert ran.datasets["params:limit"] == fingerprint(2)


def test_types_are_told(ran: PipelineRun) -> None:
    """Types are named as they are imported from the project."""
    assert ran.types["companies"].items == ("trial_package.nodes.Company",)


def test_failures_are_told_by_node(ran: PipelineRun) -> None:
    """A node that fails is told with its error, and those that wait for it are skipped."""
    assert (ran.status, ran.skipped) == ("failed", ("after",))
    assert (ran.failures["fail"].type, ran.failures["fail"].message) == ("ValueError", "in")


def test_files_written_are_told(ran: PipelineRun) -> None:
    """Files count in the working folder, and elsewhere where they are watched."""
    assert set(ran.files) == {"out.txt", "../beside.txt"}


def test_nodes_are_announced(tmp_path: Path, space: Workspace) -> None:
    """Each node is told when it starts and when it ends."""
    told: list[Mapping[str, Any]] = []
    run_pipeline(project(tmp_path, LOAD), space, runner="sequential", on_event=told.append)
    assert [(each["event"], each.get("node")) for each in told] == [
        ("run_started", None),
        ("node_started", "load"),
        ("node_finished", "load"),
    ]


def test_a_project_that_does_not_load_says_why(tmp_path: Path, space: Workspace) -> None:
    """What the project says is the error; no traceback of ours is."""
    home = project(tmp_path, "node(load, inputs=None, outputs=None)")
    with pytest.raises(PipelineRunError) as caught:
        run_pipeline(home, space)
    assert caught.value.cure


def test_a_module_that_does_not_import_says_why(tmp_path: Path, space: Workspace) -> None:
    """A project whose code breaks on import is an error with its last line."""
    with pytest.raises(PipelineRunError, match="undefined_name"):
        run_pipeline(project(tmp_path, "undefined_name"), space)


def test_an_endless_pipeline_is_ended(tmp_path: Path, space: Workspace) -> None:
    """A run that takes too long is ended with all its processes."""
    with pytest.raises(PipelineRunError, match="after 5 s"):
        run_pipeline(project(tmp_path, WAIT), space, timeout=5)


def test_a_python_without_nb2pipe_is_an_error(tmp_path: Path, space: Workspace) -> None:
    """The error says what the other Python lacks."""
    isolated = tmp_path / "python"
    isolated.write_text(f'#!/bin/sh\nexec "{sys.base_prefix}/bin/python3" -I "$@"\n')
    isolated.chmod(0o755)
    with pytest.raises(PipelineRunError, match="nb2pipe"):
        run_pipeline(project(tmp_path, LOAD), space, python=str(isolated))


@pytest.mark.parametrize(
    "settings", ['[tool.nb2pipe]\nworkdir = ".."\n', '[tool.nb2pipe]\npackage = "p"\n']
)
def test_the_working_folder_is_replaced(settings: str) -> None:
    """A copy of a project works in the workspace, whatever the project says."""
    assert 'workdir = "/w"' in with_workdir(settings, Path("/w"))
