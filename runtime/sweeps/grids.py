"""A pipeline spread over a grid of parameters: what a parameter reaches is there once for each value.

Copies are named after the values that reach them, `train[size=2]`, and so is what they make. What
no swept parameter reaches stays as it is, for all points together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from ..pipeline.nodes import Node, is_parameter, plain
from ..pipeline.parameters import touched_by
from ..pipeline.pipeline import Pipeline

Grid = Mapping[str, Sequence[Any]]
Names = Mapping[str, str]

_PLAIN_LABEL = re.compile(r"[\w.,=+-]{1,80}")


@dataclass(frozen=True, slots=True)
class Place:
    """One point of the grid: its parameters, and what its nodes and datasets are called."""

    parameters: Mapping[str, Any]
    nodes: Names  # by their names in the pipeline
    datasets: Names  # those alone that have a name of their own; parameters among them


@dataclass(frozen=True, slots=True)
class Spread:
    """A pipeline with copies of its nodes for every point."""

    pipeline: Pipeline
    places: tuple[Place, ...]


def points(grid: Grid) -> Iterator[dict[str, Any]]:
    """Every combination, the last parameter changing fastest.

    >>> list(points({"a": [1, 2], "b": [3]}))
    [{'a': 1, 'b': 3}, {'a': 2, 'b': 3}]
    """
    for values in product(*grid.values()):
        yield dict(zip(grid, values, strict=True))


def spread(pipeline: Pipeline, grid: Grid) -> Spread:
    """Copy what the grid's parameters reach, the nodes of one point after those of another."""
    reached = reached_by(pipeline, tuple(grid))
    labels = _Labels()
    nodes: dict[str, Node] = {}
    places = []
    for point in points(grid):
        place = _place(pipeline, point, reached, labels)
        places.append(place)
        for node in pipeline:
            if place.nodes[node.name] not in nodes:
                nodes[place.nodes[node.name]] = _copy(node, place)
    return Spread(Pipeline(nodes.values()), tuple(places))


def reached_by(pipeline: Pipeline, swept: Sequence[str]) -> dict[str, frozenset[str]]:
    """The swept parameters that reach each node, and each dataset that a node reads or makes."""
    found: dict[str, frozenset[str]] = {}
    for node in pipeline:
        for name in node.inputs:
            found.setdefault(plain(name), touched_by(name, swept))
        of = frozenset[str]().union(*(found[plain(name)] for name in node.inputs))
        found |= {_node_key(node.name): of, **{plain(name): of for name in node.outputs}}
    return found


def _node_key(name: str) -> str:
    return f"node {name}"  # no dataset is called so


def _place(
    pipeline: Pipeline,
    point: Mapping[str, Any],
    reached: Mapping[str, frozenset[str]],
    labels: _Labels,
) -> Place:
    def called(name: str, key: str) -> str:
        values = {each: value for each, value in point.items() if each in reached[key]}
        return f"{name}[{labels.of(values)}]" if values else name

    nodes = {node.name: called(node.name, _node_key(node.name)) for node in pipeline}
    names = {plain(name) for name in pipeline.datasets()}
    datasets = {name: called(_swept(name), name) for name in names if reached[name]}
    return Place(point, nodes, datasets)


def _swept(name: str) -> str:
    """A swept parameter is a dataset like any other: its value is not looked up."""
    return f"swept:{name.removeprefix('params:')}" if is_parameter(name) else name


def renamed(name: str, place: Place) -> str:
    """What a point calls a dataset of the pipeline.

    >>> renamed("d@pandas", Place({"a": 1}, {}, {"d": "d[a=1]"}))
    'd[a=1]@pandas'
    """
    whole = plain(name)
    return place.datasets.get(whole, whole) + name[len(whole) :]


def _copy(node: Node, place: Place) -> Node:
    if place.nodes[node.name] == node.name:
        return node
    return replace(
        node,
        name=place.nodes[node.name],
        args=tuple(renamed(name, place) for name in node.args),
        kwargs=tuple((parameter, renamed(name, place)) for parameter, name in node.kwargs),
        outputs=tuple(renamed(name, place) for name in node.outputs),
        confirms=tuple(renamed(name, place) for name in node.confirms),
    )


class _Labels:
    """Short texts for combinations of values: equal for equal ones, different for others."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, values: Mapping[str, Any]) -> str:
        from ..values.digests import digest_of_parts

        exact = repr(sorted(values.items()))
        label = ",".join(f"{name}={value}" for name, value in values.items())
        if not _PLAIN_LABEL.fullmatch(label) or self._known.setdefault(label, exact) != exact:
            label = digest_of_parts(exact)[:12]
        return label
