"""The same run on a dask cluster: values stay there, what ends there is a failure of its node."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nb2pipe.runtime import Project, RunResult, UsageError, load_project
from nb2pipe.runtime.events import Event, NodeFinished, RunStarted
from nb2pipe.runtime.running.backends import dask_at

if TYPE_CHECKING:
    from ...conftest import MakeProject

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # dask's own

NODES = """
    import os
    import time


    class Point:
        def __init__(self, x):
            self.x = x


    def double(a):
        print("doubled", a)
        return a * 2


    def point(a):
        return Point(a)


    def x_of(made):
        assert isinstance(made, Point)
        return made.x


    def closure(a):
        return lambda x: x + a


    def call(function):
        return function(1)


    def hangs(a):
        time.sleep(60)


    def where(a):
        return os.getcwd()


    async def later(a):
        return a + 1
"""

SOUND = """
    node(nodes.double, "params:a", "doubled"),
    node(nodes.double, "doubled", "stored", name="store"),
    node(nodes.double, "stored", "again", name="again"),
    node(nodes.point, "params:a", "made"),
    node(nodes.x_of, "made", "x"),
    node(nodes.closure, "params:a", "function"),
    node(nodes.call, "function", "called"),
    node(nodes.where, "params:a", "where"),
    node(nodes.later, "params:a", "awaited"),
"""

HANGS = ', node(nodes.hangs, "params:a", "h")'

CONF = {
    "conf__base__parameters": "a: 3",
    "conf__base__catalog": "stored: {type: json.JSONDataset, filepath: stored.json}",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    from ...conftest import make_project

    make: MakeProject = make_project.__wrapped__(tmp_path_factory.mktemp("dask"))  # type: ignore[attr-defined]
    return load_project(make(NODES, SOUND.rstrip().rstrip(",") + HANGS, **CONF))


@pytest.fixture(scope="module")
def told() -> list[Event]:
    return []


@pytest.fixture(scope="module")
def result(project: Project, told: list[Event]) -> RunResult:
    """One run of everything on a cluster of this machine."""
    names = [node.name for node in project.pipeline if node.name != "hangs"]
    return project.run(runner="dask", workers=2, nodes=names, listeners=[told.append])


def test_the_same_run_gives_the_same_results(project: Project, result: RunResult) -> None:
    sound = [name for name, node in result.nodes.items() if node.status == "success"]
    expected = project.run(nodes=sound, cache=False)
    assert dict(result.datasets) == dict(expected.datasets)


def test_results_of_the_cluster_are_kept(project: Project, result: RunResult) -> None:
    again = project.run(nodes=["double", "store", "point", "x_of"])
    assert {node.status for node in again.nodes.values()} == {"cached"}


def test_what_a_node_prints_there_is_captured(result: RunResult, told: list[Event]) -> None:
    logs = {event.node: event.log for event in told if isinstance(event, NodeFinished)}
    assert logs["double"][0].text == "doubled 3\n"


def test_the_dashboard_is_told(result: RunResult, told: list[Event]) -> None:
    assert isinstance(told[0], RunStarted)
    assert "dashboard at http://" in told[0].note


CLUSTER = """
import sys, time
from distributed import LocalCluster

if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
    print(cluster.scheduler_address, flush=True)
    time.sleep(300)
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A cluster in another process, whose address is the first line that it prints."""
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield process
        process.kill()


def address_of(cluster: subprocess.Popen[str]) -> str:
    assert cluster.stdout is not None
    return cluster.stdout.readline().strip()


def test_a_cluster_that_is_there_is_used_and_may_go_away(
    project: Project, cluster: subprocess.Popen[str]
) -> None:
    runner = dask_at(address_of(cluster))
    first = project.run(runner=runner, nodes=["point", "x_of"], cache=False)

    def stop(event: Event) -> None:
        if type(event).__name__ == "NodeStarted":
            cluster.kill()

    second: Any = project.run(runner=runner, nodes=["hangs"], cache=False, listeners=[stop])
    assert (first.datasets["x"], second.failed["hangs"].type) == (3, "SchedulerLost")


def test_a_cluster_that_is_not_there_is_a_usage_error(project: Project) -> None:
    with pytest.raises(UsageError, match="no dask scheduler"):
        project.run(runner=dask_at("tcp://127.0.0.1:9"), nodes=["point"])
