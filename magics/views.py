"""What the magics show: Markdown where the front end draws it, text everywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..converter.diagnostics import Diagnostic, Severity
from ..converter.nodes.graph import Graph, GraphNode, Port
from ..runtime.drawing.mermaid import to_mermaid
from ..runtime.drawing.picture import Item, picture

Bundle = dict[str, str]


@dataclass(frozen=True, slots=True)
class CatalogView:
    """A catalog's entries as a table: name, type, where it is."""

    config: Mapping[str, Any]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        return [
            (name, str(entry.get("type", "")), str(entry.get("filepath", "")))
            for name, entry in self.config.items()
        ]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        if not self.rows:
            return {"text/plain": "The catalog is empty; `%%catalog` declares entries."}
        header = ("dataset", "type", "filepath")
        return {
            "text/plain": _aligned([header, *self.rows]),
            "text/markdown": "\n".join(_markdown_table(header, self.rows)),
        }


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield _markdown_row(header)
    yield _markdown_row("---" for _ in header)
    for row in rows:
        yield _markdown_row(f"`{cell}`" if cell else "" for cell in row)


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A notebook's pipeline: a Mermaid flowchart, as text one line a node."""

    graph: Graph

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        remark = _remark(self.graph.diagnostics)
        if not self.graph.nodes:
            empty = "No cell is a node yet; `%%node NAME` on its first line makes it one."
            return {"text/plain": "\n".join([empty, *remark])}
        chart = to_mermaid(picture(map(_item, self.graph.nodes)))
        return {
            "text/plain": "\n".join([*map(_line, self.graph.nodes), *remark]),
            "text/markdown": "\n".join(["```mermaid", chart, "```", *remark]),
        }


def _item(node: GraphNode) -> Item:
    return Item(node.name, _datasets(node.inputs), _datasets(node.outputs), node.section)


def _datasets(ports: Iterable[Port]) -> tuple[str, ...]:
    return tuple(port.dataset for port in ports)


def _line(node: GraphNode) -> str:
    taken, made = (", ".join(_datasets(ports)) for ports in (node.inputs, node.outputs))
    return f"{node.name}: {taken} -> {made}"


def _remark(diagnostics: Iterable[Diagnostic]) -> list[str]:
    errors = sum(found.severity is Severity.ERROR for found in diagnostics)
    return [f"{errors} error(s): `%pipeline check` lists them."] if errors else []


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the analysis of a notebook found, one remark below the other."""

    graph: Graph

    def __repr__(self) -> str:
        return "\n".join(map(_said, self.graph.diagnostics)) or "Nothing to remark."


def _said(found: Diagnostic) -> str:
    from ..converter.promote import said_place

    return f"{said_place(found)}: {found.severity} {found.code}: {found.message}\n    {found.cure}"
