"""A pipeline: nodes ordered by their datasets alone, and the algebra over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from ..errors import (
    CyclicPipelineError,
    DatasetMadeTwiceError,
    DuplicateNodeError,
    UnknownNameError,
    UsageError,
)
from . import topology
from .namespaces import Mapped, check_mapped, moved, parameter_renames, renames
from .nodes import Node, names, plain


class Pipeline:
    """Nodes, makers before readers, otherwise in the order in which they were given.

    A pipeline never changes; every method gives a new one. With `namespace` the datasets are
    renamed, apart from those that `inputs`, `outputs` and `parameters` keep or map.
    """

    def __init__(
        self,
        nodes: Iterable[Node | Pipeline] | Pipeline = (),
        *,
        tags: str | Iterable[str] = (),
        namespace: str | None = None,
        inputs: Mapped = None,
        outputs: Mapped = None,
        parameters: Mapped = None,
    ) -> None:
        given = _flat(nodes)
        if namespace or inputs or outputs or parameters:
            given = _reused(given, namespace, inputs, outputs, parameters)
        if tags:
            given = [replace(node, tags=node.tags | set(names(tags))) for node in given]
        self._settle(given)

    def _settle(self, given: list[Node]) -> None:
        makers = _makers(given)
        needs = topology.link([map(plain, node.inputs) for node in given], makers)
        ordered = topology.order(needs, topology.reverse(needs))
        if len(ordered) < len(given):
            cycle = topology.find_cycle(needs, ordered)
            raise CyclicPipelineError(tuple(given[place].name for place in cycle))
        self._nodes = tuple(given[place] for place in ordered)
        moved_to = {place: index for index, place in enumerate(ordered)}
        self._needs = [[moved_to[maker] for maker in needs[place]] for place in ordered]

    @property
    def nodes(self) -> list[Node]:
        """The nodes in the order in which one worker runs them."""
        return list(self._nodes)

    @property
    def needs(self) -> list[list[int]]:
        """For each node, in order, the places of the nodes that make what it reads."""
        return self._needs

    @cached_property
    def feeds(self) -> list[list[int]]:
        """For each node, in order, the places of the nodes that read what it makes."""
        return topology.reverse(self._needs)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {node.name: place for place, node in enumerate(self._nodes)}

    def inputs(self) -> set[str]:
        """What the pipeline reads and does not make."""
        made = {plain(name) for node in self._nodes for name in node.outputs}
        return {name for node in self._nodes for name in node.inputs if plain(name) not in made}

    def outputs(self) -> set[str]:
        """What the pipeline makes and does not read."""
        read = {plain(name) for node in self._nodes for name in node.inputs}
        return {name for node in self._nodes for name in node.outputs if plain(name) not in read}

    def all_outputs(self) -> set[str]:
        """Everything that the pipeline makes."""
        return {name for node in self._nodes for name in node.outputs}

    def all_inputs(self) -> set[str]:
        """Everything that a node of the pipeline reads."""
        return {name for node in self._nodes for name in node.inputs}

    def datasets(self) -> set[str]:
        """Everything that the pipeline reads or makes."""
        return self.all_inputs() | self.all_outputs()

    def node_dependencies(self) -> dict[Node, set[Node]]:
        """For each node the nodes that make what it reads."""
        return {
            node: {self._nodes[maker] for maker in before}
            for node, before in zip(self._nodes, self._needs, strict=True)
        }

    def __getitem__(self, name: str) -> Node:
        self._known("node", [name], self._places)
        return self._nodes[self._places[name]]

    def __len__(self) -> int:
        return len(self._nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes)

    def __contains__(self, node: object) -> bool:
        return node in self._nodes if isinstance(node, Node) else node in self._places

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pipeline):
            return NotImplemented
        return set(self._nodes) == set(other._nodes)

    def __hash__(self) -> int:
        return hash(frozenset(self._nodes))

    def __repr__(self) -> str:
        shown = ", ".join(node.name for node in self._nodes[:8])
        return f"Pipeline([{shown}{', …' if len(self) > 8 else ''}])"

    def __add__(self, other: Pipeline) -> Pipeline:
        """The nodes of both."""
        return self.__or__(other)

    def __or__(self, other: Pipeline) -> Pipeline:
        """The nodes of both."""
        if not isinstance(other, Pipeline):
            return NotImplemented
        return Pipeline([*self._nodes, *other._nodes])

    def __and__(self, other: Pipeline) -> Pipeline:
        """The nodes that are in both."""
        if not isinstance(other, Pipeline):
            return NotImplemented
        kept = set(other._nodes)
        return self._pick(lambda node: node in kept)

    def __sub__(self, other: Pipeline) -> Pipeline:
        """The nodes that are in this one alone."""
        if not isinstance(other, Pipeline):
            return NotImplemented
        gone = set(other._nodes)
        return self._pick(lambda node: node not in gone)

    def __radd__(self, other: Any) -> Pipeline:
        """Let `sum(pipelines)` start from 0."""
        return self if other == 0 else NotImplemented

    def only_nodes(self, *node_names: str) -> Pipeline:
        """The named nodes alone."""
        self._known("node", node_names, self._places)
        return self._pick(lambda node: node.name in node_names)

    def only_nodes_with_tags(self, *tags: str) -> Pipeline:
        """The nodes that have one of the tags."""
        return self._pick(lambda node: not node.tags.isdisjoint(tags))

    def only_nodes_with_namespaces(self, *namespaces: str) -> Pipeline:
        """The nodes inside one of the namespaces."""
        self._known("namespace", namespaces, self._namespaces())
        return self._pick(lambda node: any(map(node.namespace_within, namespaces)))

    def only_nodes_with_inputs(self, *datasets: str) -> Pipeline:
        """The nodes that read one of the datasets themselves."""
        self._known("dataset", datasets, self.datasets())
        return self._pick(lambda node: not set(node.inputs).isdisjoint(datasets))

    def only_nodes_with_outputs(self, *datasets: str) -> Pipeline:
        """The nodes that make one of the datasets."""
        self._known("dataset", datasets, self.datasets())
        return self._pick(lambda node: not set(node.outputs).isdisjoint(datasets))

    def from_nodes(self, *node_names: str) -> Pipeline:
        """The named nodes and everything that depends on them."""
        self._known("node", node_names, self._places)
        return self._reached({self._places[name] for name in node_names}, self.feeds)

    def to_nodes(self, *node_names: str) -> Pipeline:
        """The named nodes and everything that they depend on."""
        self._known("node", node_names, self._places)
        return self._reached({self._places[name] for name in node_names}, self._needs)

    def from_inputs(self, *datasets: str) -> Pipeline:
        """The nodes that read the datasets, and everything that depends on them."""
        self._known("dataset", datasets, self.datasets())
        wanted = set(map(plain, datasets))
        start = self._where(lambda node: not wanted.isdisjoint(map(plain, node.inputs)))
        return self._reached(start, self.feeds)

    def to_outputs(self, *datasets: str) -> Pipeline:
        """The nodes that make the datasets, and everything that they depend on."""
        self._known("dataset", datasets, self.datasets())
        wanted = set(map(plain, datasets))
        start = self._where(lambda node: not wanted.isdisjoint(map(plain, node.outputs)))
        return self._reached(start, self._needs)

    def filter(
        self,
        tags: Iterable[str] | None = None,
        from_nodes: Iterable[str] | None = None,
        to_nodes: Iterable[str] | None = None,
        node_names: Iterable[str] | None = None,
        from_inputs: Iterable[str] | None = None,
        to_outputs: Iterable[str] | None = None,
        node_namespaces: Iterable[str] | None = None,
    ) -> Pipeline:
        """The nodes that every given filter keeps.

        Raises:
            UsageError: no node is left.
        """
        filters: list[tuple[Callable[..., Pipeline], Iterable[str] | None]] = [
            (self.only_nodes_with_tags, tags),
            (self.from_nodes, from_nodes),
            (self.to_nodes, to_nodes),
            (self.only_nodes, node_names),
            (self.from_inputs, from_inputs),
            (self.to_outputs, to_outputs),
            (self.only_nodes_with_namespaces, node_namespaces),
        ]
        kept = self
        for keep, values in filters:
            if values is not None:
                kept = kept & keep(*names(values))
        if not kept and len(self):
            raise UsageError(
                "no node of the pipeline is left by these filters together",
                cure="drop one of them, or look at the graph with `nb2pipe viz`",
            )
        return kept

    def tag(self, tags: str | Iterable[str]) -> Pipeline:
        """The same nodes with further tags."""
        return Pipeline(self, tags=tags)

    def describe(self, names_only: bool = True) -> str:
        """The pipeline as text: what goes in, the nodes in order, what comes out."""
        rows = [node.name if names_only else str(node) for node in self._nodes]
        return "\n".join(
            [
                f"Inputs: {', '.join(sorted(self.inputs())) or 'None'}",
                "",
                *rows,
                "",
                f"Outputs: {', '.join(sorted(self.outputs())) or 'None'}",
            ]
        )

    def _where(self, keep: Callable[[Node], bool]) -> set[int]:
        return {place for place, node in enumerate(self._nodes) if keep(node)}

    def _pick(self, keep: Callable[[Node], bool]) -> Pipeline:
        return Pipeline([node for node in self._nodes if keep(node)])

    def _reached(self, start: set[int], edges: topology.Edges) -> Pipeline:
        found = topology.reach(start, edges)
        return Pipeline([self._nodes[place] for place in sorted(found)])

    def _namespaces(self) -> set[str]:
        spaces = [node.namespace.split(".") for node in self._nodes if node.namespace]
        return {".".join(parts[:depth]) for parts in spaces for depth in range(1, len(parts) + 1)}

    def _known(self, kind: str, asked: Iterable[str], known: Iterable[str]) -> None:
        unknown = [name for name in asked if name not in known]
        if unknown:
            raise UnknownNameError(kind, unknown, known)


def _flat(given: Iterable[Node | Pipeline] | Pipeline) -> list[Node]:
    """All nodes in order, equal ones once."""
    found: dict[Node, None] = {}
    for item in given:
        found.update(dict.fromkeys(item if isinstance(item, Pipeline) else (item,)))
    return list(found)


def _makers(given: list[Node]) -> dict[str, int]:
    """Map each dataset to the place of the node that makes it.

    Raises:
        DuplicateNodeError, DatasetMadeTwiceError
    """
    seen: set[str] = set()
    makers: dict[str, int] = {}
    for place, node in enumerate(given):
        if node.name in seen:
            raise DuplicateNodeError(node.name)
        seen.add(node.name)
        for name in map(plain, node.outputs):
            if name in makers:
                raise DatasetMadeTwiceError(name, (given[makers[name]].name, node.name))
            makers[name] = place
    return makers


def _reused(
    given: list[Node], namespace: str | None, inputs: Mapped, outputs: Mapped, parameters: Mapped
) -> list[Node]:
    whole = Pipeline(given)
    data, made, settings = renames(inputs), renames(outputs), parameter_renames(parameters)
    check_mapped(data, made, settings, whole.inputs(), whole.all_outputs())
    return moved(given, data | made | settings, namespace)
