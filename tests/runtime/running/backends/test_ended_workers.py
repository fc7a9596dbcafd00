"""Whatever ends a worker is a failure of its node alone, in processes and on a dask cluster alike."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import RunResult, load_project
from nb2pipe.runtime.events import Event, NodeFailed

if TYPE_CHECKING:
    from ...conftest import MakeProject

NODES = """
    import os
    import time


    def double(a):
        return a * 2


    def killed(a):
        print("before the end")
        time.sleep(0.2)
        os.kill(os.getpid(), 9)


    def hangs(a):
        print("waiting for", a)
        time.sleep(60)


    def wrong(a):
        return [][a]
"""

PIPELINE = """
    node(nodes.killed, "params:a", "k"),
    node(nodes.double, "k", "after_k", name="after"),
    node(nodes.hangs, "params:a", "h", timeout=1),
    node(nodes.wrong, "params:a", "w"),
    node(nodes.double, "params:a", "sound", name="sound"),
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A run with nodes that end in every way, and what was told of it."""

    result: RunResult
    told: list[Event]

    def printed_by(self, node: str) -> list[str]:
        failed = [each for each in self.told if isinstance(each, NodeFailed) and each.node == node]
        return [line.text for line in failed[0].log]


DASK = pytest.param(
    "dask",
    marks=[
        pytest.mark.skipif(find_spec("distributed") is None, reason="dask is not installed"),
        pytest.mark.filterwarnings("default"),  # dask's own
    ],
)


@pytest.fixture(scope="module", params=["processes", DASK])
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Broken:
    from ...conftest import make_project

    make: MakeProject = make_project.__wrapped__(tmp_path_factory.mktemp("broken"))  # type: ignore[attr-defined]
    project = load_project(make(NODES, PIPELINE, conf__base__parameters="a: 3"))
    told: list[Event] = []
    return Broken(project.run(runner=request.param, workers=2, listeners=[told.append]), told)


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ("killed", "of node 'killed' ended before the node did"),
        ("hangs", "node 'hangs' ran longer than its timeout of 1 s"),
        ("wrong", "list index out of range"),
    ],
)
def test_what_ended_a_node_is_told(broken: Broken, node: str, said: str) -> None:
    assert said in broken.result.failed[node].message


def test_a_failure_shows_the_users_own_line(broken: Broken) -> None:
    assert broken.result.failed["wrong"].source == "return [][a]"


def test_only_what_depends_on_a_failure_is_skipped(broken: Broken) -> None:
    others = {name: broken.result.nodes[name].status for name in ("after", "sound")}
    assert others == {"after": "skipped", "sound": "success"}


@pytest.mark.parametrize(
    ("node", "text"), [("killed", "before the end"), ("hangs", "waiting for 3")]
)
def test_what_was_printed_until_the_end_is_kept(broken: Broken, node: str, text: str) -> None:
    assert "".join(broken.printed_by(node)) == f"{text}\n"
