"""The rules that pipelines obey, whatever their nodes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nb2pipe.runtime import Node, Pipeline, node

SIZE = 9


def make(place: int, reads: frozenset[int]) -> Node:
    """Node `place` makes dataset `dPLACE` from earlier ones, or from a source of its own."""
    inputs = [f"d{earlier}" for earlier in sorted(reads) if earlier < place] or [f"s{place}"]
    return node(lambda *values: sum(values), inputs, f"d{place}", name=f"n{place}", tags=tag(place))


def tag(place: int) -> list[str]:
    return ["even"] if place % 2 == 0 else ["odd", "few"]


places = st.frozensets(st.integers(0, SIZE - 1), max_size=3)
worlds = st.lists(places, min_size=SIZE, max_size=SIZE).map(
    lambda reads: [make(place, taken) for place, taken in enumerate(reads)]
)
picks = st.frozensets(st.integers(0, SIZE - 1), min_size=1)


@st.composite
def pipelines(draw: st.DrawFn, count: int) -> list[Pipeline]:
    """Pipelines over one set of nodes, so that they fit together."""
    world = draw(worlds)
    return [Pipeline([world[place] for place in draw(picks)]) for _ in range(count)]


@given(pipelines(3))
def test_union_is_associative(each: list[Pipeline]) -> None:
    a, b, c = each
    assert (a + b) + c == a + (b + c)


@given(pipelines(2))
def test_union_is_commutative(each: list[Pipeline]) -> None:
    a, b = each
    assert a + b == b + a


@given(pipelines(2))
def test_intersection_is_commutative(each: list[Pipeline]) -> None:
    a, b = each
    assert a & b == b & a


@given(pipelines(3))
def test_intersection_distributes_over_union(each: list[Pipeline]) -> None:
    a, b, c = each
    assert a & (b | c) == (a & b) | (a & c)


@given(pipelines(1))
def test_union_and_intersection_are_idempotent(each: list[Pipeline]) -> None:
    (a,) = each
    assert a + a == a & a == a


@given(pipelines(1))
def test_the_empty_pipeline_is_the_identity_of_union(each: list[Pipeline]) -> None:
    (a,) = each
    assert a + Pipeline() == a


@given(pipelines(2))
def test_a_difference_and_an_intersection_make_the_whole(each: list[Pipeline]) -> None:
    a, b = each
    assert (a - b) + (a & b) == a


@given(pipelines(2))
def test_a_difference_shares_nothing_with_what_was_taken(each: list[Pipeline]) -> None:
    a, b = each
    assert len((a - b) & b) == 0


@given(pipelines(1))
def test_every_maker_comes_before_its_readers(each: list[Pipeline]) -> None:
    (a,) = each
    seen: set[str] = set()
    made = a.all_outputs()
    for step in a:
        assert set(step.inputs) & made <= seen
        seen |= set(step.outputs)


@given(worlds, st.permutations(range(SIZE)))
def test_the_order_given_changes_no_pipeline(world: list[Node], order: list[int]) -> None:
    assert Pipeline([world[place] for place in order]) == Pipeline(world)


@given(worlds, picks)
def test_to_nodes_is_idempotent(world: list[Node], picked: frozenset[int]) -> None:
    chosen = [f"n{place}" for place in picked]
    part = Pipeline(world).to_nodes(*chosen)
    assert part.to_nodes(*chosen) == part


@given(worlds, picks)
def test_from_nodes_is_the_union_of_its_parts(world: list[Node], picked: frozenset[int]) -> None:
    whole = Pipeline(world)
    parts = [whole.from_nodes(f"n{place}") for place in picked]
    assert whole.from_nodes(*(f"n{place}" for place in picked)) == sum(parts, Pipeline())


@given(worlds, picks, picks)
def test_to_outputs_after_from_inputs_is_their_intersection(
    world: list[Node], start: frozenset[int], end: frozenset[int]
) -> None:
    whole = Pipeline(world)
    inputs = sorted({name for place in start for name in world[place].inputs})
    outputs = [f"d{place}" for place in end]
    both = whole.filter(from_inputs=inputs) & whole.to_outputs(*outputs)
    first = whole.from_inputs(*inputs)
    there = [name for name in outputs if name in first.datasets()]
    then = first.to_outputs(*there) if there else Pipeline()
    assert then == both


@given(worlds, picks)
def test_every_free_input_of_a_part_comes_from_outside_it(
    world: list[Node], picked: frozenset[int]
) -> None:
    part = Pipeline(world).to_nodes(*(f"n{place}" for place in picked))
    assert part.inputs() == {name for name in part.datasets() if name.startswith("s")}


@given(worlds)
def test_tags_part_the_nodes(world: list[Node]) -> None:
    whole = Pipeline(world)
    assert whole.only_nodes_with_tags("even") + whole.only_nodes_with_tags("odd") == whole
