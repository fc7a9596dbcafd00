"""A node that changes what it is given fails where a run is strict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import load_project

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def load(a):
        return [a]


    def append(loaded):
        loaded.append(1)
        return len(loaded)
"""

CHANGES = 'node(nodes.load, "params:a", "loaded"), node(nodes.append, "loaded", "count")'


@pytest.mark.parametrize("runner", ["sequential", "threads", "processes"])
def test_a_node_that_changes_its_input_fails_when_strict(
    make_project: MakeProject, runner: str
) -> None:
    folder = make_project(NODES, CHANGES, conf__base__parameters="a: 10")
    result = load_project(folder).run(strict=True, runner=runner)
    assert result.failed["append"].message == "node 'append' changes what it is given: loaded"
