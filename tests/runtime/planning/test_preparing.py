"""What a run is given and does not need is told before it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import load_project

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def load(a):
        return [a]


    def train(loaded, size):
        return loaded[0] * size
"""

PIPELINE = """
    node(nodes.load, "params:a", "loaded"),
    node(nodes.train, ["loaded", "params:size"], "model"),
"""


def test_a_parameter_that_is_given_and_not_read_is_told(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_project(NODES, PIPELINE, conf__base__parameters="{a: 10, size: 1}")
    load_project(folder).run(nodes=["load"], params={"a": 1, "size": 2})
    assert caplog.messages == ["no node of this run reads parameter 'size'"]
