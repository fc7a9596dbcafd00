"""A node says what it reads and makes, and refuses what cannot be."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from nb2pipe.runtime import node
from nb2pipe.runtime.errors import NodeDefinitionError
from nb2pipe.runtime.pipeline.nodes import Backoff


def add(a: int, b: int = 0) -> int:
    return a + b


def test_a_node_is_called_as_its_function() -> None:
    assert node(add, "x", "y").name == "add"


def test_a_partial_has_the_name_of_what_it_wraps() -> None:
    assert node(partial(add, b=2), "x", "y").name == "add"


def test_a_namespace_leads_the_name() -> None:
    made = node(add, "x", "y", namespace="left")
    assert (made.name, made.short_name) == ("left.add", "add")


@pytest.mark.parametrize(
    ("inputs", "read"),
    [
        (None, ()),
        ("x", ("x",)),
        (["x", "y"], ("x", "y")),
        (["x", "x"], ("x",)),
        ({"a": "x", "b": "params:y"}, ("x", "params:y")),
    ],
)
def test_inputs_are_read_in_the_order_of_the_parameters(inputs: Any, read: Any) -> None:
    def takes(*args: int, **kwargs: int) -> int:
        return 0

    assert node(takes, inputs, "out").inputs == read


@pytest.mark.parametrize(
    ("inputs", "outputs", "reason"),
    [
        (None, None, "neither inputs nor outputs"),
        ("x", "x", "reads and makes 'x'"),
        ("x@a", "x@b", "reads and makes 'x'"),
        ("x", ["y", "y"], "makes one dataset twice"),
        (["x", "y", "z"], "w", "too many positional arguments"),
        ({"a": "x", "c": "y"}, "w", "unexpected keyword"),
        ({"b": "x"}, "w", "missing a required argument"),
        (["x", 3], "w", "no text"),
        ("x", [""], "no text"),
    ],
)
def test_what_cannot_be_a_node_is_refused(inputs: Any, outputs: Any, reason: str) -> None:
    with pytest.raises(NodeDefinitionError, match=reason):
        node(add, inputs, outputs)


def test_functions_that_do_not_tell_their_parameters_are_taken_on_trust() -> None:
    assert node(dict.update, ["x", "y"], None, name="update").inputs == ("x", "y")


def test_nodes_are_equal_by_name_datasets_and_function() -> None:
    assert node(partial(add, b=1), "x", "y", tags="t") == node(partial(add, b=1), "x", "y")


def test_nodes_of_other_functions_differ() -> None:
    assert node(add, "x", "y", name="n") != node(max, "x", "y", name="n")


def test_a_node_can_be_called_as_its_function() -> None:
    assert node(add, ["x", "y"], "z")(1, 2) == 3


def test_jitter_leaves_a_part_of_a_delay_to_chance() -> None:
    delays = [Backoff(4, jitter=0.5).after(1) for _ in range(100)]
    assert 2 <= min(delays) < max(delays) <= 4


def test_growing_delays_come_to_an_end() -> None:
    assert [Backoff(1, 3, most=20).after(attempt) for attempt in range(1, 6)] == [1, 3, 9, 20, 20]
