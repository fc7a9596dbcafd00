"""Nothing is computed twice, nothing is lost, and a result from the store is the result."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nb2pipe.runtime import DataCatalog, Node, RunResult, load_project, node, run
from nb2pipe.runtime.database import connect
from nb2pipe.runtime.datasets import JSONDataset, MemoryDataset, PickleDataset
from nb2pipe.runtime.errors import UnknownNameError
from nb2pipe.runtime.events import Event, NodeWarned

if TYPE_CHECKING:
    from ..conftest import MakeProject

RUNNERS = ["sequential", "threads"]


def add(*values: int) -> int:
    return sum(values)


def many(a: int) -> list[list[int]]:
    """More than stands in the database, in a list that looks small."""
    return [[a] * 30_000]


def length(values: list[list[int]]) -> int:
    return len(values[0])


def array(a: int) -> np.ndarray:
    """More than is worth keeping, for the time that it takes."""
    return np.zeros(30_000_000)


def total(values: np.ndarray) -> float:
    return float(values.sum())


def write_into(values: np.ndarray) -> float:
    values[0] = 5
    return float(values[0])


def statuses(result: RunResult) -> list[str]:
    return [each.status for each in result.nodes.values()]


@pytest.mark.parametrize("runner", RUNNERS)
def test_what_is_known_does_not_run_again(tmp_path: Path, runner: str) -> None:
    nodes = [node(many, "a", "b"), node(length, "b", "c")]
    first, second = (run(nodes, {"a": 1}, store=tmp_path, runner=runner) for _ in range(2))
    assert (statuses(second), second.datasets) == (["cached", "cached"], first.datasets)


@pytest.mark.parametrize("runner", RUNNERS)
def test_runners_share_what_is_known(tmp_path: Path, runner: str) -> None:
    run([node(many, "a", "b"), node(length, "b", "c")], {"a": 1}, store=tmp_path)
    result = run(
        [node(many, "a", "b"), node(add, ["d", "a"], "c"), node(length, "b", "d")],
        {"a": 1},
        store=tmp_path,
        runner=runner,
    )
    assert (result.datasets["c"], result.nodes["many"].status) == (30_001, "cached")


@pytest.mark.parametrize("runner", RUNNERS)
def test_what_is_not_worth_keeping_is_made_again_when_it_is_read(
    tmp_path: Path, runner: str
) -> None:
    first = [node(array, "a", "big"), node(total, "big", "sum")]
    run(first, {"a": 1}, store=tmp_path, runner=runner)
    result = run([*first, node(write_into, "big", "more")], {"a": 1}, store=tmp_path, runner=runner)
    assert (statuses(result), dict(result.datasets)) == (
        ["success", "cached", "success"],
        {"sum": 0.0, "more": 5.0},
    )


def test_large_values_that_nobody_reads_stay_unmade(tmp_path: Path) -> None:
    nodes = [node(array, "a", "big"), node(total, "big", "sum")]
    results = [run(nodes, {"a": 1}, store=tmp_path) for _ in range(2)]
    assert statuses(results[1]) == ["cached", "cached"]


def test_a_forced_node_runs_and_what_depends_on_it_may_rest(tmp_path: Path) -> None:
    nodes = [node(add, "a", "b"), node(add, "b", "c", name="next")]
    run(nodes, {"a": 1}, store=tmp_path)
    result = run(nodes, {"a": 1}, store=tmp_path, force=["add"])
    assert statuses(result) == ["success", "cached"]


def test_a_forced_node_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        run([node(add, "a", "b")], {"a": 1}, store=tmp_path, force=["ad"])


@pytest.mark.parametrize("options", [{"cache": False}, {"version": "2"}])
def test_a_node_runs_when_it_says_so(tmp_path: Path, options: dict[str, Any]) -> None:
    run([node(add, "a", "b")], {"a": 1}, store=tmp_path)
    assert statuses(run([node(add, "a", "b", **options)], {"a": 1}, store=tmp_path)) == ["success"]


def test_without_cache_nothing_is_written(tmp_path: Path) -> None:
    run([node(add, "a", "b")], {"a": 1}, store=tmp_path, cache=False)
    assert list(tmp_path.iterdir()) == []


def stored(tmp_path: Path) -> tuple[list[Node], DataCatalog]:
    catalog = DataCatalog({"a": 1, "b": JSONDataset("b.json")}, workdir=tmp_path)
    return [node(add, "a", "b"), node(add, "b", "c", name="next")], catalog


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (None, ["cached", "cached"]),
        ("remove", ["success", "cached"]),
        ("damage", ["success", "cached"]),
    ],
)
def test_files_of_the_catalog_are_looked_at(
    tmp_path: Path, change: str | None, expected: list[str]
) -> None:
    nodes, catalog = stored(tmp_path)
    run(nodes, catalog, store=tmp_path)
    file = tmp_path / "b.json"
    if change == "remove":
        file.unlink()
    if change == "damage":
        file.write_text("22")
    assert statuses(run(nodes, catalog, store=tmp_path)) == expected


def test_another_place_in_the_catalog_is_written(tmp_path: Path) -> None:
    nodes, catalog = stored(tmp_path)
    run(nodes, catalog, store=tmp_path)
    run(nodes, catalog | {"b": JSONDataset("other.json")}, store=tmp_path)
    assert (tmp_path / "other.json").read_text() == "1"


def test_memory_of_the_catalog_is_filled_from_the_store(tmp_path: Path) -> None:
    for _ in range(2):
        catalog = DataCatalog({"a": 3, "b": MemoryDataset()})
        run([node(many, "a", "b")], catalog, store=tmp_path)
    assert catalog.load("b")[0][0] == 3


def test_all_that_was_made_is_kept_when_asked(tmp_path: Path) -> None:
    nodes, catalog = stored(tmp_path)
    results = [run(nodes, catalog, store=tmp_path, keep="all") for _ in range(2)]
    assert results[0].datasets == results[1].datasets


def damaged(folder: Path) -> None:
    for file in folder.glob(".nb2pipe/blobs/*/*"):
        content = bytearray(file.read_bytes())
        content[-70] ^= 1
        file.write_bytes(content)


def test_a_damaged_result_is_made_again_and_that_is_said(tmp_path: Path) -> None:
    nodes = [node(many, "a", "b")]
    first = run(nodes, {"a": 1}, store=tmp_path)
    damaged(tmp_path)
    told: list[Event] = []
    second = run(nodes, {"a": 1}, store=tmp_path, listeners=[told.append])
    said = [event.message for event in told if isinstance(event, NodeWarned)]
    assert (second.datasets, statuses(second), len(said)) == (first.datasets, ["success"], 1)


def test_a_damaged_value_is_made_again_when_a_reader_needs_it(tmp_path: Path) -> None:
    nodes = [node(many, "a", "b"), node(length, "b", "c")]
    run(nodes, {"a": 1}, store=tmp_path)
    damaged(tmp_path)
    result = run(nodes, {"a": 1}, store=tmp_path, force=["length"])
    assert (statuses(result), result.datasets["c"]) == (["success", "success"], 30_000)


def test_a_damaged_database_is_put_aside(tmp_path: Path) -> None:
    run([node(add, "a", "b")], {"a": 1}, store=tmp_path)
    file = tmp_path / ".nb2pipe" / "nb2pipe.db"
    file.write_bytes(b"no database at all" * 100)
    run([node(add, "a", "b")], {"a": 1}, store=tmp_path)
    assert len(list(file.parent.glob("nb2pipe.db.damaged-*"))) == 1


def test_a_value_that_cannot_be_pickled_is_made_anew(tmp_path: Path) -> None:
    def opens(_: int) -> Any:
        return (each for each in "abc")

    results = [run([node(opens, "a", "b")], {"a": 1}, store=tmp_path) for _ in range(2)]
    assert [list(each.datasets["b"]) for each in results] == [["a", "b", "c"]] * 2


def test_a_function_that_holds_what_cannot_be_pickled_runs_anew(tmp_path: Path) -> None:
    waiting = (number for number in range(9))

    def taken(_: int) -> int:
        return next(waiting)

    results = [run([node(taken, "a", "b")], {"a": 1}, store=tmp_path) for _ in range(2)]
    assert [each.datasets["b"] for each in results] == [0, 1]


def test_a_dataset_that_only_loading_tells_is_read_anew(tmp_path: Path) -> None:
    class Clock:
        def load(self) -> int:
            return 1

        def save(self, value: Any) -> None: ...

        def exists(self) -> bool:
            return True

    nodes = [node(add, "a", "b"), node(add, "b", "c", name="next")]
    results = [run(nodes, {"a": Clock()}, store=tmp_path) for _ in range(2)]
    assert statuses(results[1]) == ["success", "cached"]


def test_a_pickle_that_is_read_is_known_by_its_content(tmp_path: Path) -> None:
    catalog = DataCatalog({"a": PickleDataset("a.pkl")}, workdir=tmp_path)
    catalog.save("a", 1)
    results = []
    for value in (1, 1, 2):
        catalog.save("a", value)
        results.append(run([node(add, "a", "b")], catalog, store=tmp_path))
    assert [statuses(each) for each in results] == [["success"], ["cached"], ["success"]]


KILLED = """
import os, sys
from nb2pipe.runtime import node, run

def make(a):
    return [a] * 50_000

def die(b):
    os.kill(os.getpid(), 9)

run([node(make, "a", "b"), node(die, "b", "c")], {"a": 1}, store=sys.argv[1])
"""


def test_what_finished_before_a_kill_is_not_lost(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    subprocess.run([sys.executable, script, tmp_path], check=False)
    count = "SELECT COUNT(*) FROM results WHERE node = 'make'"
    assert connect(tmp_path).execute(count).fetchone() == (1,)


FULL = """
import resource, sys
from nb2pipe.runtime import node, run

def make(a):
    return list(range(a, 400_000))

resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
result = run([node(make, "a", "b"), node(len, "b", "c")], {"a": 0}, store=sys.argv[1])
print(result.status, result.datasets["c"])
"""


def test_a_run_goes_on_where_a_result_finds_no_room(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["success", "400000"]


FULL_OF_DATA = """
import resource, sys
from pathlib import Path
from nb2pipe.runtime import node, run
from nb2pipe.runtime.datasets import PickleDataset

def add(x):
    return x + 1

def make(x):
    return bytes(1_000_000)

file = Path(sys.argv[1], "large.pkl")
file.write_bytes(b"old")
chain = [node(add, f"d{n}", f"d{n + 1}", name=f"n{n}") for n in range(100)]
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
nodes = [*chain, node(make, "d0", "large")]
result = run(nodes, {"d0": 0, "large": PickleDataset(file)}, store=sys.argv[1])
print(result.datasets["d100"], result.failed["make"].cure[:12], file.read_bytes())
"""


def test_a_disk_that_is_full_fails_what_is_saved_and_nothing_else(tmp_path: Path) -> None:
    """The old file stays whole, and that the record is not is said once."""
    said = subprocess.run(
        [sys.executable, "-c", FULL_OF_DATA, tmp_path], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "100 make room on b'old'"
    assert said.stderr.count("not recorded whole") == 1


def test_two_runs_at_once_agree(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom nb2pipe.runtime import Pipeline, node, run\n"
        "def add(x):\n    return x + 1\n"
        "nodes = [node(add, f'd{i}', f'd{i + 1}', name=f'n{i}') for i in range(200)]\n"
        "print(run(nodes, {'d0': 0}, store=sys.argv[1]).datasets['d200'])\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [each.communicate()[0].strip() for each in both] == [b"200", b"200"]


PROJECT = """
    import os


    def many(a):
        return [[a] * 300_000]


    def pid(values):
        return [len(values[0]), os.getpid()]
"""


def test_processes_keep_and_take_results(make_project: MakeProject) -> None:
    folder = make_project(
        PROJECT,
        'node(nodes.many, "params:a", "b"), node(nodes.pid, "b", "c")',
        conf__base__parameters="a: 1",
    )
    results = [load_project(folder).run(runner="processes") for _ in range(2)]
    assert (statuses(results[1]), results[1].datasets) == (
        ["cached", "cached"],
        results[0].datasets,
    )


def test_a_run_goes_on_where_another_holds_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nb2pipe.runtime.database._PATIENCE", 0.02)
    with closing(connect(tmp_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        told: list[Event] = []
        result = run([node(add, "a", "b")], {"a": 1}, store=tmp_path, listeners=[told.append])
    said = [event.message for event in told if isinstance(event, NodeWarned)]
    assert (result.datasets, said) == (
        {"b": 1},
        ["what it made could not be kept: database is locked"],
    )


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pandas.ParquetDataset", b"PAR1 and then nothing"),
        ("pickle.PickleDataset", b"\x80\x05"),
        ("json.JSONDataset", b"{"),
        ("text.TextDataset", b"\xff\xfe\xff"),
    ],
)
def test_a_file_that_is_truncated_or_of_another_type_is_a_failed_node(
    tmp_path: Path, kind: str, content: bytes
) -> None:
    (tmp_path / "a").write_bytes(content)
    entries = {"a": {"type": kind, "filepath": "a"}}
    catalog = DataCatalog.from_config(entries, workdir=tmp_path)
    error = run([node(str, "a", "b")], catalog, store=tmp_path).failed["str"]
    assert error.message.startswith("dataset 'a' could not be loaded: ")
