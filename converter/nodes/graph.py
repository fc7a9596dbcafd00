"""The one picture of a notebook that everything shares: cells, nodes, datasets, diagnostics.

Plain data: it goes to JSON and back, and drawing, checking and writing all start from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from ...runtime.drawing.picture import Item
from ..diagnostics import Diagnostic
from ..source.tags import NodeOptions


@dataclass(frozen=True, slots=True)
class GraphCell:
    """A code cell and what it takes from, and gives to, the cells around it."""

    index: int
    id: str
    number: int
    role: str
    """`node`, `params`, `catalog`, `setup`, `report`, `skip`, or `unused` for code nobody needs."""
    name: str | None
    reads: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    """The names among `reads` that only functions read which the cell calls."""
    tagged: bool = False


@dataclass(frozen=True, slots=True)
class Port:
    """A variable of a node's function, and the dataset that it is."""

    variable: str
    dataset: str


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node: the cells that it was cut from, what it takes and what it makes."""

    name: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    cells: tuple[int, ...]
    """Numbers of its cells."""
    section: str = ""
    """The heading it stands under, as a module name; empty where the notebook has none."""
    doc: str = ""
    report: bool = False
    options: NodeOptions = field(default_factory=NodeOptions)


@dataclass(frozen=True, slots=True)
class Graph:
    """A notebook's pipeline, in the notebook's order."""

    name: str
    cells: tuple[GraphCell, ...] = ()
    nodes: tuple[GraphNode, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    catalog: Mapping[str, Any] = field(default_factory=dict)
    """Entries as they stand in catalog.yml, by dataset."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def datasets(self) -> tuple[str, ...]:
        """Every dataset but the parameters, in the order in which nodes name them."""
        ports = (port.dataset for node in self.nodes for port in (*node.inputs, *node.outputs))
        names = dict.fromkeys([*self.catalog, *ports])
        return tuple(name for name in names if not name.startswith("params:"))

    def with_diagnostics(self, diagnostics: Iterable[Diagnostic]) -> Graph:
        return replace(self, diagnostics=tuple(diagnostics))

    def items(self) -> list[Item]:
        """The nodes as they are drawn."""
        return [
            Item(
                node.name,
                tuple(port.dataset for port in node.inputs),
                tuple(port.dataset for port in node.outputs),
                node.section,
            )
            for node in self.nodes
        ]

    def to_json(self) -> dict[str, Any]:
        """The contract of `nb2pipe check --format json`."""
        return {
            "name": self.name,
            "cells": [_plain(cell) for cell in self.cells],
            "nodes": [_node_to_json(node) for node in self.nodes],
            "datasets": list(self.datasets),
            "parameters": dict(self.parameters),
            "catalog": dict(self.catalog),
            "diagnostics": [
                _plain(found) | {"severity": str(found.severity)} for found in self.diagnostics
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Graph:
        """Read back what `to_json` wrote."""
        return cls(
            name=data["name"],
            cells=tuple(GraphCell(**_tupled(cell)) for cell in data["cells"]),
            nodes=tuple(_node_from_json(node) for node in data["nodes"]),
            parameters=data["parameters"],
            catalog=data["catalog"],
            diagnostics=tuple(
                Diagnostic(**{name: found[name] for name in _names(Diagnostic)})
                for found in data["diagnostics"]
            ),
        )


def _node_to_json(node: GraphNode) -> dict[str, Any]:
    return _plain(node) | {
        "options": asdict(node.options),
        "inputs": [port.dataset for port in node.inputs],
        "outputs": [port.dataset for port in node.outputs],
        "arguments": [port.variable for port in node.inputs],
        "returns": [port.variable for port in node.outputs],
    }


def _node_from_json(data: Mapping[str, Any]) -> GraphNode:
    options = NodeOptions(**_tupled(data["options"]))
    return GraphNode(
        name=data["name"],
        inputs=tuple(map(Port, data["arguments"], data["inputs"])),
        outputs=tuple(map(Port, data["returns"], data["outputs"])),
        cells=tuple(data["cells"]),
        section=data["section"],
        doc=data["doc"],
        report=data["report"],
        options=options,
    )


def _plain(noun: GraphCell | GraphNode | Diagnostic) -> dict[str, Any]:
    """Its fields as they are: `asdict` copies each of them, which takes far longer."""
    return {name: getattr(noun, name) for name in _names(type(noun))}


def _names(noun: type) -> list[str]:
    return [each.name for each in fields(noun)]


def _tupled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
