"""What happens in a run is told in words and in lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from nb2pipe.cli.run import command
from nb2pipe.runtime.events import RunFinished, Status
from nb2pipe.runtime.views.progress import told

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def load(a):
        print("loaded")
        return [a]
"""


@pytest.mark.parametrize(
    ("status", "said"),
    [("success", "succeeded in"), ("failed", "failed in"), ("interrupted", "interrupted after")],
)
def test_how_a_run_ended_is_said(status: Status, said: str) -> None:
    assert said in told(RunFinished("r", status, 1.0, 0.0))


def test_lines_of_json_tell_what_happens(make_project: MakeProject) -> None:
    loads = 'node(nodes.load, "params:a", "loaded")'
    folder = make_project(NODES, loads, conf__base__parameters="a: 10")
    result = CliRunner().invoke(command, [str(folder), "--log-format", "json"])
    events = [json.loads(line)["event"] for line in result.stdout.splitlines()]
    assert (events[::3], result.stderr) == (["RunStarted", "RunFinished"], "loaded\n")
