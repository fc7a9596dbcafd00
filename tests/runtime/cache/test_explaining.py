"""What will run and why is told before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from nb2pipe.cli.run import command
from nb2pipe.runtime import load_project

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def load(a):
        return [a]


    def train(loaded, size):
        return loaded[0] * size


    def score(model):
        return {"r2": model}
"""

PIPELINE = """
    node(nodes.load, "params:a", "loaded"),
    node(nodes.train, ["loaded", "params:size"], "model"),
    node(nodes.score, "model", "scores"),
"""


def test_explain_says_why(make_project: MakeProject) -> None:
    folder = make_project(NODES, PIPELINE, conf__base__parameters="{a: 10, size: 1}")
    project = load_project(folder)
    project.run()
    words = [str(project.path), "--explain", "--params", "size=2"]
    lines = CliRunner().invoke(command, words).output.splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [
        ["load", "cached   nothing that it depends on changed"],
        ["train", "runs     its input changed: params:size"],
        ["score", "may run  train makes model anew"],
    ]
