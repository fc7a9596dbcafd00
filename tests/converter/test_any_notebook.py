"""Notebooks of random cells that share, change and rebind lists: what holds for any graph."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter

from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pipe.converter.nodes.analysis import analyse
from nb2pipe.converter.nodes.graph import Graph, GraphNode
from nb2pipe.converter.source.notebook import Cell, Notebook

START = """
def grow(values):
    values.append(0)

def grown(values):
    values.append(0)
    return values

def grow_inside(values):
    for each in values:
        if isinstance(each, list):
            each.append(0)

def first(values):
    return values[0] if values and isinstance(values[0], list) else []

def total():
    return [len(a), len(b)]

def add_to_a(value):
    a.append(value)
"""

STATEMENTS = [
    "{x} = [1, 2]",
    "{x} = {y}",
    "{x} = {y} + [3]",
    "{x} = [{y}, 4]",
    "{x} = list({y})",
    "{x} = {y}[:]",
    "{x} = {y}.copy()",
    "{x} = [each for each in {y}]",
    "{x} = [len({y})]",
    "{x} = total()",
    "{x} = grown({y})",
    "{x} = first({y})",
    "{x} = {y} if len({y}) > 2 else {z}",
    "{x} = [lambda: 1][0]() * [{y}]",
    "{x}, {y} = {y}, {x}",
    "{x} = {y} = [9]",
    "{x} += [5]",
    "{x}.append(6)",
    "{x}.append([])",
    "{x}.extend({y}[:3])",
    "{x}.append({y}[:1])",
    "{x}[0:1] = [7]",
    "del {x}[2:]",
    "grow({x})",
    "grow_inside({x})",
    "add_to_a(8)",
    "if len({x}) > 2:\n    {y} = [10]",
    "if len({x}) > 2:\n    {y}.append(11)\nelse:\n    {y} = {z}",
    "for each in {x}[:2] or [0]:\n    {y}.append(each)",
    "for each in {x}[:2] or [0]:\n    if isinstance(each, list):\n        each.append(12)",
    "try:\n    {x} = {y}[5]\nexcept IndexError:\n    {x} = {z}",
    "{x} = {x}\ndel {x}\n{x} = [13]",
    "while len({x}) < 2:\n    {x}.append({y}[:1])",
    "held = {x}\nheld.append(14)",
    "kept = [{x}, {y}]",
    "kept[0].append(15)",
]

NAMES = st.sampled_from("abc")
STATEMENT = st.builds(str.format, st.sampled_from(STATEMENTS), x=NAMES, y=NAMES, z=NAMES)
CELL = st.lists(STATEMENT, min_size=1, max_size=2).map("\n".join)


def as_notebook(cells: list[str]) -> Notebook:
    start = [START, "a = [1]", "b = [a]", "c = []\nkept = [c]"]
    sources = [*start, *cells, "end = [len(a), len(b), len(c), len(kept)]"]
    return Notebook(
        "any",
        tuple(Cell(at, f"c{at}", "code", text, at + 1) for at, text in enumerate(sources)),
    )


def in_order(graph: Graph) -> list[GraphNode]:
    """The nodes, each behind those that make its inputs; raises CycleError."""
    maker = {port.dataset: node.name for node in graph.nodes for port in node.outputs}
    needs = {
        node.name: {maker[port.dataset] for port in node.inputs if port.dataset in maker}
        for node in graph.nodes
    }
    nodes = {node.name: node for node in graph.nodes}
    return [nodes[name] for name in TopologicalSorter(needs).static_order()]


@given(st.lists(CELL, max_size=6))
@settings(max_examples=100, deadline=None)
def test_every_cell_is_in_one_node_at_most_and_no_nodes_wait_for_each_other(cells):
    graph = analyse(as_notebook(cells), auto=True).graph
    placed = [number for node in in_order(graph) for number in node.cells]
    assert len(placed) == len(set(placed))


@given(st.lists(CELL, max_size=6))
@settings(max_examples=50, deadline=None)
def test_a_graph_goes_to_json_and_back(cells):
    graph = analyse(as_notebook(cells), auto=True).graph
    assert Graph.from_json(json.loads(json.dumps(graph.to_json()))) == graph
