"""Pipelines order their nodes, choose among them, and refuse what does not fit together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nb2pipe.runtime import Node, Pipeline, UsageError, node
from nb2pipe.runtime.errors import (
    CyclicPipelineError,
    DatasetMadeTwiceError,
    DuplicateNodeError,
    UnknownNameError,
)


def f(*values: int) -> int:
    return sum(values)


def step(name: str, inputs: str, outputs: str, *tags: str) -> Node:
    return node(f, inputs.split(), outputs.split(), name=name, tags=tags)


@pytest.fixture
def diamond() -> Pipeline:
    """`load` feeds `left` and `right`, which meet in `join`."""
    return Pipeline(
        [
            step("join", "l r", "end", "late"),
            step("load", "raw params:size", "data", "early"),
            step("right", "data", "r"),
            step("left", "data", "l", "early"),
        ]
    )


def names(pipeline: Pipeline) -> list[str]:
    return [each.name for each in pipeline.nodes]


def test_makers_come_before_readers_and_otherwise_as_given(diamond: Pipeline) -> None:
    assert names(diamond) == ["load", "right", "left", "join"]


def test_free_inputs_are_read_and_not_made(diamond: Pipeline) -> None:
    assert diamond.inputs() == {"raw", "params:size"}


def test_free_outputs_are_made_and_not_read(diamond: Pipeline) -> None:
    assert diamond.outputs() == {"end"}


def test_datasets_are_all_that_is_read_or_made(diamond: Pipeline) -> None:
    assert diamond.datasets() == {"raw", "params:size", "data", "l", "r", "end"}


def test_describe_shows_inputs_nodes_and_outputs(diamond: Pipeline) -> None:
    assert diamond.describe() == (
        "Inputs: params:size, raw\n\nload\nright\nleft\njoin\n\nOutputs: end"
    )


@pytest.mark.parametrize(
    ("choose", "kept"),
    [
        (lambda p: p.from_nodes("left"), ["left", "join"]),
        (lambda p: p.to_nodes("left"), ["load", "left"]),
        (lambda p: p.from_inputs("data"), ["right", "left", "join"]),
        (lambda p: p.to_outputs("r"), ["load", "right"]),
        (lambda p: p.only_nodes("join", "load"), ["load", "join"]),
        (lambda p: p.only_nodes_with_tags("early"), ["load", "left"]),
        (lambda p: p.only_nodes_with_inputs("data"), ["right", "left"]),
        (lambda p: p.only_nodes_with_outputs("data", "r"), ["load", "right"]),
        (lambda p: p.filter(from_nodes=["right"], to_nodes=["join"]), ["right", "join"]),
        (lambda p: p.filter(tags="early", node_names=["left", "join"]), ["left"]),
        (lambda p: p.filter(), ["load", "right", "left", "join"]),
        (lambda p: p - p.only_nodes("load"), ["right", "left", "join"]),
        (lambda p: p & p.only_nodes("load"), ["load"]),
        (lambda p: p.only_nodes("load") + p.only_nodes("left"), ["load", "left"]),
        (lambda p: p.only_nodes("load") | p, ["load", "right", "left", "join"]),
    ],
)
def test_parts_of_a_pipeline(
    diamond: Pipeline, choose: Callable[[Pipeline], Pipeline], kept: list[str]
) -> None:
    assert names(choose(diamond)) == kept


@pytest.mark.parametrize(
    ("choose", "hint"),
    [
        (lambda p: p.from_nodes("lef"), "did you mean left?"),
        (lambda p: p.to_outputs("ends"), "did you mean end?"),
        (lambda p: p.from_inputs("zzz"), "choose from: data, end"),
        (lambda p: p.only_nodes("rigth"), "did you mean right?"),
        (lambda p: p.only_nodes_with_namespaces("space"), "there are none yet"),
        (lambda p: p["loud"], "did you mean load?"),
    ],
)
def test_a_name_that_is_not_there_brings_the_nearest_ones(
    diamond: Pipeline, choose: Callable[[Pipeline], Pipeline], hint: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        choose(diamond)
    assert caught.value.cure.startswith(hint)


def test_filters_that_leave_no_node_are_an_error(diamond: Pipeline) -> None:
    with pytest.raises(UsageError, match="no node"):
        diamond.filter(tags=["early"], from_nodes=["join"])


def test_a_cycle_names_its_nodes_in_the_direction_of_the_data() -> None:
    with pytest.raises(CyclicPipelineError) as caught:
        Pipeline([step("a", "z", "x"), step("b", "x", "y"), step("c", "y", "z")])
    assert caught.value.cycle in {("a", "b", "c", "a"), ("b", "c", "a", "b"), ("c", "a", "b", "c")}


def test_a_dataset_has_one_maker() -> None:
    with pytest.raises(DatasetMadeTwiceError, match="'x' is made twice, by 'a' and by 'b'"):
        Pipeline([step("a", "z", "x"), step("b", "y", "x")])


def test_two_different_nodes_cannot_share_a_name() -> None:
    with pytest.raises(DuplicateNodeError):
        Pipeline([step("a", "z", "x"), step("a", "y", "w")])


def test_pipelines_add_up(diamond: Pipeline) -> None:
    assert sum([diamond, Pipeline([step("more", "end", "more")])]).outputs() == {"more"}


def test_tags_of_a_pipeline_go_to_its_nodes(diamond: Pipeline) -> None:
    assert all("all" in each.tags for each in diamond.tag("all"))


def test_transcoded_names_are_one_dataset() -> None:
    pipeline = Pipeline([step("read", "t@pandas", "end"), step("make", "raw", "t@spark")])
    assert (names(pipeline), pipeline.inputs()) == (["make", "read"], {"raw"})


def test_a_namespace_renames_what_is_not_kept() -> None:
    inner = Pipeline([step("s", "raw params:size", "out")])
    moved = Pipeline(inner, namespace="ns", inputs="raw", outputs={"out": "result"})
    assert str(moved["ns.s"]) == "ns.s([raw;params:ns.size]) -> [result]"


def test_parameters_can_be_kept_with_or_without_their_prefix() -> None:
    inner = Pipeline([step("s", "params:a params:b", "out")])
    moved = Pipeline(inner, namespace="ns", parameters={"a": "c", "params:b": "params:b"})
    assert moved.inputs() == {"params:c", "params:b"}


def test_namespaces_nest() -> None:
    inner = Pipeline([step("s", "raw", "out")], namespace="in")
    outer = Pipeline(inner, namespace="out")
    assert names(outer.only_nodes_with_namespaces("out.in")) == ["out.in.s"]


@pytest.mark.parametrize("where", ["inputs", "outputs", "parameters"])
def test_only_what_the_pipeline_has_can_be_mapped(where: str) -> None:
    with pytest.raises(UnknownNameError):
        Pipeline([step("s", "raw", "out")], namespace="ns", **{where: "nothing"})


def test_a_thousand_nodes_in_reverse_are_put_in_order() -> None:
    chain = [step(f"n{i}", f"d{i}", f"d{i + 1}") for i in range(1000)]
    assert names(Pipeline(chain[::-1])) == [each.name for each in chain]
