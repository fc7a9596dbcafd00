"""Each node has a process of its own: nothing leaks, and a process that ends is a failed node."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import RunResult, load_project

if TYPE_CHECKING:
    from ...conftest import MakeProject

NODES = """
    import atexit
    import os
    import random
    import sys
    import time
    from concurrent.futures import ProcessPoolExecutor
    from pathlib import Path
    from threading import Event, Thread

    import numpy as np

    SEEN = []
    np.random.seed(7)
    random.seed(7)


    class Point:
        def __init__(self, x):
            self.x = x


    def leave(a):
        SEEN.append(a)
        os.environ["LEFT"] = "yes"
        random.seed(1)
        np.random.seed(1)
        os.chdir("/")
        return float(np.random.rand())


    def look(_):
        return {
            "seen": SEEN, "environ": os.environ.get("LEFT"), "folder": os.getcwd(),
            "random": random.random(), "numpy": float(np.random.rand()), "pid": os.getpid(),
        }


    POOL = ProcessPoolExecutor(1)


    def leaves_a_pool_open(a):
        return POOL.submit(abs, -a).result()


    def says_goodbye(a):
        atexit.register(Path("goodbye").touch)
        return a


    def leaves_a_thread_behind(a):
        Thread(target=Event().wait).start()
        return a


    def pid(_):
        return os.getpid()


    def point(a):
        return Point(a)


    def is_point(made):
        return isinstance(made, Point)


    def closure(a):
        return lambda x: x + a


    def call(function):
        return function(1)


    def leaves(a):
        os._exit(3)


    def unpicklable(a):
        return (each for each in [a])


    def refuses_to_open():
        raise ValueError("sealed\\nfor good")


    class Sealed:
        def __reduce__(self):
            return refuses_to_open, ()


    def sealed(a):
        return Sealed()


    async def later(a):
        return a + 1


    def double(a):
        return a * 2


    def path(a):
        return Path("reports")


    def text_of(path):
        return str(path)
"""

PIPELINE = """
    node(nodes.leave, "params:a", "left"),
    node(nodes.look, "left", "looked"),
    node(nodes.pid, "params:a", "pid"),
    node(nodes.leaves_a_pool_open, "params:a", "from_a_pool"),
    node(nodes.says_goodbye, "params:a", "bye"),
    node(nodes.leaves_a_thread_behind, "params:a", "beside_a_thread"),
    node(nodes.point, "params:a", "made"),
    node(nodes.is_point, "made", "is_point"),
    node(nodes.closure, "params:a", "function"),
    node(nodes.call, "function", "called"),
    node(nodes.leaves, "params:a", "l"),
    node(nodes.unpicklable, "params:a", "u"),
    node(nodes.sealed, "params:a", "s"),
    node(nodes.later, "params:a", "awaited"),
    node(nodes.double, "params:a", "stored", name="store"),
    node(nodes.double, "stored", "twice", name="twice"),
    node(nodes.double, "params:a", "memory", name="remember"),
    node(nodes.double, "memory", "recalled", name="recall"),
    node(nodes.path, "params:a", "path"),
    node(nodes.text_of, "path", "text"),
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """One run of everything, with two processes at a time."""
    from ...conftest import make_project

    make: MakeProject = make_project.__wrapped__(tmp_path_factory.mktemp("processes"))  # type: ignore[attr-defined]
    folder = make(
        NODES,
        PIPELINE,
        conf__base__parameters="a: 3",
        conf__base__catalog="""
            stored: {type: json.JSONDataset, filepath: stored.json}
            memory: {type: MemoryDataset}
        """,
    )
    return load_project(folder).run(runner="processes", workers=2, keep="all")


def test_module_state_does_not_leak(result: RunResult) -> None:
    assert result.datasets["looked"]["seen"] == []


def test_what_cannot_be_opened_again_is_a_failed_node(result: RunResult) -> None:
    """It comes out only where the value is wanted; everything else is there."""
    said = "dataset 's' cannot be opened outside of the process that made it: ValueError: sealed"
    assert (result.failed["sealed"].message, "s" in result.datasets) == (said, False)


def test_what_a_node_works_out_of_a_thing_that_never_changes_is_known_after_it(
    result: RunResult,
) -> None:
    """As it is where all nodes have one process: nothing has to be worked out twice."""
    assert result.datasets["path"]._str == "reports"  # read before anybody asks for it here


def test_the_environment_does_not_leak(result: RunResult) -> None:
    assert result.datasets["looked"]["environ"] is None


def test_every_node_starts_in_the_working_folder(result: RunResult) -> None:
    assert Path(result.datasets["looked"]["folder"]).name.startswith("processes")


def test_random_state_is_that_of_a_fresh_import(result: RunResult) -> None:
    import random

    import numpy as np

    looked = result.datasets["looked"]
    expected = (random.Random(7).random(), float(np.random.RandomState(7).rand()))
    assert (looked["random"], looked["numpy"]) == expected


def test_every_node_has_its_process(result: RunResult) -> None:
    assert result.datasets["pid"] != result.datasets["looked"]["pid"]


def test_a_node_may_leave_a_pool_or_a_thread_behind(result: RunResult) -> None:
    assert result.datasets["from_a_pool"] == result.datasets["beside_a_thread"] == 3


def test_what_is_registered_for_the_end_of_a_process_is_done(result: RunResult) -> None:
    assert Path(result.datasets["looked"]["folder"], "goodbye").exists()


def test_classes_of_the_project_stay_themselves(result: RunResult) -> None:
    assert result.datasets["is_point"] is True


def test_values_come_back_as_the_projects_own(result: RunResult) -> None:
    assert (type(result.datasets["made"]).__name__, result.datasets["made"].x) == ("Point", 3)


def test_functions_made_inside_functions_travel(result: RunResult) -> None:
    assert result.datasets["called"] == 4


def test_async_nodes_run(result: RunResult) -> None:
    assert result.datasets["awaited"] == 4


def test_stored_datasets_are_saved_and_loaded_there(result: RunResult) -> None:
    assert result.datasets["twice"] == 12


def test_memory_of_the_catalog_is_kept_here(result: RunResult) -> None:
    assert result.datasets["recalled"] == 12


def test_how_a_process_ended_is_told(result: RunResult) -> None:
    said = "the process of node 'leaves' ended before the node did (exit status 3)"
    assert result.failed["leaves"].message == said


def test_what_cannot_travel_is_told_with_its_name(result: RunResult) -> None:
    assert result.failed["unpicklable"].message.startswith("dataset 'u' cannot pass")


def test_libraries_are_loaded_once_and_projects_never() -> None:
    from nb2pipe.runtime.running.backends.server import to_preload

    imported = ["numpy", "numpy.linalg", "numpy.linalg._x", "pandas.core.api", "mine", "json"]
    assert to_preload(imported) == ["numpy", "numpy.linalg"]


def test_before_its_first_run_a_project_is_asked_what_its_modules_import(tmp_path: Path) -> None:
    from nb2pipe.runtime.running.backends.server import named_in

    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    code = "import json\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n"
    (tmp_path / "shop" / "nodes.py").write_text(code)
    assert named_in(tmp_path) == ["pandas", "sklearn.linear_model"]


def test_a_project_remembers_its_libraries_for_the_next_server(tmp_path: Path) -> None:
    """So that the server can begin before the project is loaded."""
    import numpy  # noqa: F401

    from nb2pipe.runtime.running.backends.server import server_context

    (tmp_path / ".nb2pipe").mkdir()
    server_context(str(tmp_path))
    assert "numpy" in (tmp_path / ".nb2pipe" / "libraries.txt").read_text().split()
