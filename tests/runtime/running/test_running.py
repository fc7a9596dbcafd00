"""A run does what is ready, keeps what it is asked to keep, and tells what happens."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nb2pipe.runtime import DataCatalog, MemoryDataset, Node, Pipeline, RunResult, node, run
from nb2pipe.runtime.datasets import JSONDataset, TextDataset
from nb2pipe.runtime.errors import MissingDatasetError, UnknownNameError, UsageError
from nb2pipe.runtime.events import (
    Event,
    NodeFailed,
    NodeFinished,
    NodeRetried,
    NodeSkipped,
    NodeStarted,
    NodeWarned,
    RunFinished,
    RunStarted,
)

RUNNERS = ["sequential", "threads"]


def add(*values: int) -> int:
    return sum(values)


def fail(*values: int) -> int:
    raise ValueError("no")


def chain(length: int) -> Pipeline:
    return Pipeline(
        [node(add, [f"d{i}", f"d{i}"], f"d{i + 1}", name=f"n{i}") for i in range(length)]
    )


def test_the_library_at_its_smallest() -> None:
    result = run(Pipeline([node(add, "a", "b")]), DataCatalog({"a": 0}), cache=False)
    assert result.datasets["b"] == 0


@pytest.mark.parametrize("runner", RUNNERS)
def test_values_flow_through_the_nodes(runner: str) -> None:
    assert run(chain(10), {"d0": 1}, runner=runner).datasets == {"d10": 1024}


def plot(value: int) -> Any:
    import matplotlib.pyplot as plt

    plt.plot([value])
    return plt.gca()


@pytest.mark.parametrize("runner", ["sequential", "processes"])
def test_a_node_does_not_draw_into_the_figure_of_another(runner: str) -> None:
    """Pyplot has a current figure; that of a node ends with it, and so do those in notebooks."""
    nodes = [node(plot, "a", each, name=each) for each in ("first", "second")]
    drawn = run(nodes, {"a": 1}, runner=runner).datasets.values()
    assert [len(axes.lines) for axes in drawn] == [1, 1]


def test_free_outputs_are_kept() -> None:
    result = run([node(add, "a", "b"), node(add, "b", "c", name="last")], {"a": 1})
    assert set(result.datasets) == {"c"}


def test_all_that_was_made_or_loaded_is_kept_when_asked() -> None:
    nodes = [node(add, ["a", "params:p"], "b"), node(add, "b", "c", name="last")]
    result = run(nodes, {"a": 1, "parameters": {"p": 2}}, keep="all")
    assert result.datasets == {"a": 1, "params:p": 2, "b": 3, "c": 3}


def test_what_is_stored_is_not_kept_in_memory(tmp_path: Path) -> None:
    catalog = DataCatalog({"a": 1, "b": JSONDataset("b.json")}, workdir=tmp_path)
    result = run([node(add, "a", "b")], catalog)
    assert (dict(result.datasets), catalog.load("b")) == ({}, 1)


def test_readers_load_what_was_stored(tmp_path: Path) -> None:
    catalog = DataCatalog({"a": 1, "b": JSONDataset("b.json")}, workdir=tmp_path)
    nodes = [node(lambda a: {1: a}, "a", "b", name="make"), node(list, "b", "c")]
    assert run(nodes, catalog).datasets["c"] == ["1"]  # as JSON has it


def test_what_was_made_is_kept_as_it_was_made(tmp_path: Path) -> None:
    catalog = DataCatalog({"a": 1, "b": JSONDataset("b.json")}, workdir=tmp_path)
    result = run([node(lambda a: {1: a}, "a", "b", name="make")], catalog, keep="all")
    assert result.datasets["b"] == {1: 1}


def test_memory_of_the_catalog_is_filled() -> None:
    catalog = DataCatalog({"a": 1, "b": MemoryDataset()})
    run([node(add, "a", "b")], catalog)
    assert catalog.load("b") == 1


def test_one_run_saves_one_version(tmp_path: Path) -> None:
    catalog = DataCatalog(
        {name: TextDataset(f"{name}.txt", versioned=True) for name in "bc"}, workdir=tmp_path
    )
    run([node(str, "a", "b"), node(str, "b", "c", name="again")], catalog | {"a": 1})
    assert catalog["b"].versions() == catalog["c"].versions()  # type: ignore[attr-defined]


class Large:
    """A value that can be watched."""


def test_a_value_is_let_go_when_its_last_reader_ran() -> None:
    seen: list[Any] = []

    def make(_: int) -> Large:
        made = Large()
        seen.append(weakref.ref(made))
        return made

    def late(_: int) -> bool:
        gc.collect()
        return seen[0]() is None

    nodes = [node(make, "a", "big"), node(id, "big", "n"), node(late, "n", "gone")]
    assert run(nodes, {"a": 1}).datasets["gone"]


@pytest.mark.parametrize(
    ("shape", "outputs", "kept"),
    [
        (lambda a: (a, a + 1), ["x", "y"], {"x": 1, "y": 2}),
        (lambda a: [a], ["x"], {"x": 1}),
        (lambda a: {"k": a, "other": 0}, {"k": "x"}, {"x": 1}),
        (lambda a: (a, a), "x", {"x": (1, 1)}),
        (lambda a: None, "x", {"x": None}),
        (lambda a: 5, None, {}),
    ],
)
def test_what_is_returned_is_taken_apart(shape: Any, outputs: Any, kept: Any) -> None:
    assert run([node(shape, "a", outputs, name="n")], {"a": 1}).datasets == kept


@pytest.mark.parametrize(
    ("returned", "outputs", "said"),
    [
        ((1, 2, 3), ["x", "y"], "returns 3 values for its 2 outputs: x, y"),
        (7, ["x", "y"], "returns one int for its 2 outputs"),
        ({"a": 1}, {"k": "x"}, "returns a mapping without 'k'"),
        (7, {"k": "x"}, "returns no mapping but one int for its 1 output"),
    ],
)
def test_what_does_not_fit_the_outputs_is_told(returned: Any, outputs: Any, said: str) -> None:
    result = run([node(lambda a: returned, "a", outputs, name="n")], {"a": 1})
    assert said in result.failed["n"].message


async def later(a: int) -> int:
    return a + 1


@pytest.mark.parametrize("runner", RUNNERS)
def test_an_async_function_is_a_node(runner: str) -> None:
    assert run([node(later, "a", "b")], {"a": 1}, runner=runner).datasets["b"] == 2


def test_an_async_function_is_a_node_inside_a_running_loop() -> None:
    import asyncio

    async def outer() -> Any:
        return run([node(later, "a", "b")], {"a": 1}).datasets["b"]

    assert asyncio.run(outer()) == 2


def broken() -> Pipeline:
    """`bad` fails; `after` and `last` need it, `other` does not."""
    return Pipeline(
        [
            node(fail, "a", "b", name="bad"),
            node(add, "b", "c", name="after"),
            node(add, ["c", "d"], "e", name="last"),
            node(add, "a", "d", name="other"),
        ]
    )


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_failure_stops_only_what_depends_on_it(runner: str) -> None:
    statuses = {
        name: each.status for name, each in run(broken(), {"a": 1}, runner=runner).nodes.items()
    }
    assert statuses == {"bad": "failed", "after": "skipped", "last": "skipped", "other": "success"}


def test_a_failed_run_says_so() -> None:
    assert run(broken(), {"a": 1}).status == "failed"


def test_what_was_skipped_says_why() -> None:
    assert run(broken(), {"a": 1}).nodes["last"].because == "bad"


def test_an_error_is_cut_to_the_users_own_lines() -> None:
    error = run(broken(), {"a": 1}).failed["bad"]
    assert error.traceback.splitlines() == [
        "Traceback (the project's own lines):",
        f'  File "{__file__}", line {fail.__code__.co_firstlineno + 1}, in fail',
        '    raise ValueError("no")',
        "ValueError: no",
    ]


def test_an_error_names_the_innermost_of_the_users_lines() -> None:
    def outer(a: int) -> Any:
        return sorted([a, 1], key=fail)

    error = run([node(outer, "a", "b")], {"a": 1}).failed["outer"]
    assert (error.file, error.line) == (__file__, fail.__code__.co_firstlineno + 1)


def test_a_node_that_exits_is_a_failed_node() -> None:
    assert run([node(exit, "a", "b", name="n")], {"a": 1}).failed["n"].type == "SystemExit"


def test_an_interrupt_ends_the_run() -> None:
    def interrupted(a: int) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([node(interrupted, "a", "b")], {"a": 1})


def events(nodes: list[Node] | Pipeline, **options: Any) -> list[Event]:
    told: list[Event] = []
    run(nodes, {"a": 1}, listeners=[told.append], **options)
    return told


def test_everything_that_happens_is_told_in_order() -> None:
    assert [type(event) for event in events(broken())] == [
        RunStarted,
        NodeStarted,
        NodeFailed,
        NodeSkipped,
        NodeSkipped,
        NodeStarted,
        NodeFinished,
        RunFinished,
    ]


def test_every_listener_is_told() -> None:
    first: list[Event] = []
    second: list[Event] = []
    run(broken(), {"a": 1}, listeners=[first.append, second.append])
    assert first == second


def flaky(failures: int, error: type[Exception] = ValueError) -> Callable[[int], int]:
    left = [error("again")] * failures

    def sometimes(a: int) -> int:
        if left:
            raise left.pop()
        return a

    return sometimes


def test_a_node_is_tried_again() -> None:
    result = run([node(flaky(2), "a", "b", name="n", retries=2)], {"a": 1})
    assert (result.datasets["b"], result.nodes["n"].attempts) == (1, 3)


def test_retries_come_to_an_end() -> None:
    assert run([node(flaky(3), "a", "b", name="n", retries=2)], {"a": 1}).nodes["n"].attempts == 3


@pytest.mark.parametrize(
    ("error", "retry_on", "status"),
    [
        (ConnectionResetError, "ConnectionError", "success"),
        (ConnectionResetError, ["KeyError", "OSError"], "success"),
        (ValueError, "ConnectionError", "failed"),
    ],
)
def test_only_named_exceptions_and_those_below_them_are_tried_again(
    error: type[Exception], retry_on: Any, status: str
) -> None:
    made = node(flaky(1, error), "a", "b", name="n", retries=1, retry_on=retry_on)
    assert run([made], {"a": 1}).status == status


def test_a_retry_is_told_with_its_delay() -> None:
    made = node(flaky(2), "a", "b", name="n", retries=2, retry_delay=[0, 0.01])
    delays = [event.delay for event in events([made]) if isinstance(event, NodeRetried)]
    assert delays == [0, 0.01]


def test_others_run_while_one_waits_for_its_retry() -> None:
    nodes = [
        node(flaky(1), "a", "b", name="flaky", retries=1, retry_delay=0.05),
        node(add, "a", "c", name="other"),
    ]
    finished = [event.node for event in events(nodes) if isinstance(event, NodeFinished)]
    assert finished == ["other", "flaky"]


@pytest.mark.parametrize(
    ("over", "value"),
    [
        ({}, 1),
        ({"model.size": 2}, 2),
        ({"model": {"size": 3}}, 3),
    ],
)
def test_parameters_are_read_and_overridden_by_depth(over: dict[str, Any], value: int) -> None:
    nodes = [node(add, ["params:model.size", "params:seed"], "b")]
    catalog = {"parameters": {"model": {"size": 1, "seed": 5}, "seed": 0}}
    assert run(nodes, catalog, params=over).datasets["b"] == value


def test_all_parameters_are_one_dataset() -> None:
    result = run([node(dict, "parameters", "b")], {"parameters": {"x": 1}}, params={"y": 2})
    assert result.datasets["b"] == {"x": 1, "y": 2}


def test_parameters_can_be_single_entries() -> None:
    assert run([node(add, "params:x", "b")], {"params:x": 4}).datasets["b"] == 4


def test_a_parameter_that_is_set_nowhere_can_be_given() -> None:
    assert run([node(add, "params:x", "b")], {}, params={"x": 4}).datasets["b"] == 4


@pytest.mark.parametrize("over", [{"siz": 1}, {"model.siz": 1}, {"model": {"siz": 1}}])
def test_a_parameter_that_nothing_knows_is_refused(over: dict[str, Any]) -> None:
    catalog = {"parameters": {"model": {"size": 1}}}
    with pytest.raises(UnknownNameError, match="no parameter"):
        run([node(add, "params:model.size", "b")], catalog, params=over)


def test_what_nothing_gives_is_named_before_anything_runs() -> None:
    with pytest.raises(MissingDatasetError, match="'companis', 'params:p'") as caught:
        run([node(add, ["companis", "params:p"], "b")], {"companies": 1})
    assert caught.value.names == ("companis", "params:p")


def test_memory_that_is_empty_gives_nothing() -> None:
    with pytest.raises(MissingDatasetError):
        run([node(add, "a", "b")], {"a": MemoryDataset()})


@pytest.mark.parametrize("options", [{"runner": "thread"}, {"keep": "some"}])
def test_options_that_are_not_there_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        run([node(add, "a", "b")], {"a": 1}, **options)


def test_a_file_that_is_missing_is_a_failed_node(tmp_path: Path) -> None:
    catalog = DataCatalog({"a": TextDataset("none.txt")}, workdir=tmp_path)
    error = run([node(str, "a", "b")], catalog).failed["str"]
    assert error.message.startswith("dataset 'a' could not be loaded: there is no file")


def test_transcoded_datasets_are_loaded_by_their_own_entry(tmp_path: Path) -> None:
    catalog = DataCatalog(
        {"t@json": JSONDataset("t"), "t@text": TextDataset("t")}, workdir=tmp_path
    )
    nodes = [node(str, "t@text", "end"), node(list, "a", "t@json")]
    assert run(nodes, catalog | {"a": (1, 2)}).datasets["end"] == "[\n  1,\n  2\n]"


def test_results_are_the_same_whoever_runs_them() -> None:
    each: list[RunResult] = [run(chain(20), {"d0": 1}, runner=runner) for runner in RUNNERS]
    assert each[0].datasets == each[1].datasets


def test_a_timeout_that_cannot_be_kept_is_told() -> None:
    told: list[Event] = []
    run([node(abs, "a", "b", timeout=5)], {"a": 1}, listeners=[told.append])
    assert [type(event) for event in told].count(NodeWarned) == 1


def test_async_nodes_run_side_by_side() -> None:
    import asyncio

    met = asyncio.Event()

    async def waits(_: int) -> str:
        await asyncio.wait_for(met.wait(), 20)
        return "met"

    async def comes(_: int) -> str:
        met.set()
        return "came"

    result = run([node(waits, "a", "b"), node(comes, "a", "c")], {"a": 1})
    assert dict(result.datasets) == {"b": "met", "c": "came"}


def test_an_async_node_that_hangs_is_ended() -> None:
    import asyncio

    async def hangs(_: int) -> None:
        await asyncio.sleep(60)

    result = run([node(hangs, "a", "b", timeout=0.05)], {"a": 1})
    assert result.failed["hangs"].type == "TimeoutError"
