"""The choices of `--auto`, written into the notebook for the user to edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .flow.cells import STATIC, CellFlow, Kind, Statement
from .nodes.analysis import Analysis, analyse
from .nodes.graph import Graph, GraphCell, GraphNode
from .nodes.linking import Linked
from .source.cell_edits import NewCells, magic_line, with_magic, with_source, with_tag
from .source.notebook import Notebook, parse_notebook
from .source.tags import NodeOptions, Role, Tag

Content = Mapping[str, Any]
"""A notebook's JSON."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell is to be tagged as, and which of its lines become a cell of parameters."""

    index: int
    number: int
    tag: Tag | None
    literals: tuple[int, ...] = ()
    """Line numbers, from 1."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tagged notebook, and where its conversion is not that of `--auto`."""

    content: Content
    marks: tuple[Mark, ...]
    differences: tuple[str, ...]


def tag_notebook(
    content: Content, *, name: str, path: Path | None = None, as_tags: bool = False
) -> Tagged:
    """Tag every cell as `--auto` sees it; cells that are tagged already stay as they are.

    With `as_tags` the tags go into the metadata, and no source is changed. From `path` the
    notebooks are found that this one runs. Raises NotebookError.
    """

    def notebook(content: Content) -> Notebook:
        return parse_notebook(content, name=name, path=path)

    before = analyse(notebook(content), auto=True)
    marks = marks_of(before, split=not as_tags)
    after = analyse(notebook(_written(content, before.notebook, marks, as_tags=as_tags)))
    marks = tuple(_mended(mark, before, after) for mark in marks)
    written = _written(content, before.notebook, marks, as_tags=as_tags)
    differences = _differences(before.graph, analyse(notebook(written)).graph)
    return Tagged(written, marks, tuple(differences))


# ---------------------------------------------------------------- what each cell is


def marks_of(analysis: Analysis, *, split: bool = True) -> tuple[Mark, ...]:
    """The tag of each cell that needs one; `split` parts literals from the code of other cells."""
    parameters = frozenset(each.statement for each in analysis.parameters)
    cells = zip(analysis.graph.cells, analysis.flows.cells, strict=True)
    marks = (_mark(drawn, cell, parameters, split) for drawn, cell in cells if _is_open(cell))
    return tuple(mark for mark in marks if mark.tag or mark.literals)


def _is_open(cell: CellFlow) -> bool:
    """Whether a cell says nothing yet of what it is, not even something that cannot be read."""
    unreadable = any(problem.code == "NB102" for problem in cell.problems)
    return cell.tag is None and not unreadable


def _mark(drawn: GraphCell, cell: CellFlow, parameters: frozenset[int], split: bool) -> Mark:
    own = [each for each in cell.statements if each.number in parameters]
    others = [each for each in cell.statements if each.number not in parameters]
    if own and not any(map(_says_more, others)) and drawn.role == Role.PARAMETERS:
        return Mark(drawn.index, drawn.number, Tag(Role.PARAMETERS))
    lines = _movable_lines(cell, own, others) if own and split else ()
    return Mark(drawn.index, drawn.number, _tag(drawn, others), lines)


def _says_more(statement: Statement) -> bool:
    """Whether a statement has no place among parameters."""
    return bool(statement.facts.binds) or statement.kind in STATIC or statement.kind is Kind.DATA


def _tag(drawn: GraphCell, statements: Sequence[Statement]) -> Tag | None:
    """The tag of a cell whose parameters, if it had any, are gone."""
    if drawn.role == Role.NODE:
        return Tag(Role.NODE, drawn.name)
    if drawn.role == Role.CATALOG:
        return None  # it is read through the catalog because it is no node
    kinds = {each.kind for each in statements} - {Kind.NOTHING}
    if not kinds:
        return None
    return Tag(Role.SETUP if kinds & STATIC else Role.SKIP)


def _movable_lines(
    cell: CellFlow, own: Sequence[Statement], others: Sequence[Statement]
) -> tuple[int, ...]:
    """The lines of a cell's literals with the comments above them; none where code shares a line."""
    source = cell.cell.source.split("\n")
    lines = {line for each in own for line in _lines_of(each)}
    shared = lines & {line for each in others for line in _lines_of(each)}
    if shared or cell.code.brought or _is_fixed(cell.cell.source):
        return ()
    for each in own:
        lines |= set(_comment_above(source, each.node.lineno))
    return tuple(sorted(lines))


def _lines_of(statement: Statement) -> range:
    node = statement.node
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _comment_above(lines: Sequence[str], line: int) -> range:
    """The comment on the lines just above, unless it leads the cell: then it is about all of it."""
    first = line
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    leads = not any(each.strip() for each in lines[: first - 1])
    return range(line, line) if leads else range(first, line)


def _is_fixed(source: str) -> bool:
    """Whether a cell takes no magic: it has one already, or is indented as a whole."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    return first.startswith("%%") or first[:1].isspace()


# ---------------------------------------------------------------- what `--auto` gives beside


def _mended(mark: Mark, before: Analysis, after: Analysis) -> Mark:
    """The mark of a node with the outputs that only `--auto` finds, such as a loop's last value.

    Where that value is all that there is of a node, its cell only shows something: it is skipped.
    """
    old, new = _node(mark, before), _node(mark, after)
    if old is None or new is None or mark.number != old.unit.cells[0].number:
        return mark
    if not any(cell.statements for cell in new.unit.cells) and not new.unit.saves:
        return replace(mark, tag=Tag(Role.SKIP))
    made = {port.dataset for port in new.outputs}
    bound = {*new.unit.flow.binds, *new.unit.flow.changes}
    missing = {
        port.variable: port.dataset
        for port in old.outputs
        if port.dataset not in made and port.variable in bound
    }
    return replace(mark, tag=Tag(Role.NODE, old.name, NodeOptions(outputs=missing)))


def _node(mark: Mark, analysis: Analysis) -> Linked | None:
    name = mark.tag.name if mark.tag else None
    return next((each for each in analysis.nodes if name and each.name == name), None)


def _differences(before: Graph, after: Graph) -> Iterable[str]:
    """Where two graphs have other parameters, nodes, inputs or outputs, a sentence for each."""
    if kept := before.parameters.keys() - after.parameters.keys():
        yield f"{_said(kept)}: parameters with `convert --auto`; here they stay in the code around"
        return  # inputs and outputs differ by these
    old, new = _ports(before.nodes), _ports(after.nodes)
    for node in sorted(old.keys() ^ new.keys()):
        yield f"`{node}` is a node {'with `convert --auto`' if node in old else 'once tagged'} alone"
    for node in sorted(old.keys() & new.keys()):
        for word, one, other in zip(("takes", "makes"), old[node], new[node], strict=True):
            if one != other:
                yield f"`{node}` {word} {_said(other)}, and with `convert --auto` {_said(one)}"


def _ports(nodes: Iterable[GraphNode]) -> dict[str, tuple[set[str], set[str]]]:
    return {
        node.name: (
            {port.dataset for port in node.inputs},
            {port.dataset for port in node.outputs},
        )
        for node in nodes
    }


def _said(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "nothing"


# ---------------------------------------------------------------- writing

_LOADS = re.compile(r"^[ \t]*%(?:re)?load_ext[ \t]+nb2pipe\b", re.MULTILINE)


def _written(
    content: Content, notebook: Notebook, marks: Sequence[Mark], *, as_tags: bool
) -> Content:
    """The notebook with its marks; the extension is loaded before the first magic."""
    cells = list(content["cells"])
    sources = {cell.index: cell.source for cell in notebook.cells}
    new = NewCells(content)
    added: dict[int, Mapping[str, Any]] = {}
    magics: list[int] = []
    for mark in marks:
        cell, source = cells[mark.index], sources[mark.index]
        if mark.literals:
            moved, source = _parted(source, mark.literals)
            above = _above_text(cells, mark.index)
            added[above] = new.code(f"{magic_line(Tag(Role.PARAMETERS))}\n{moved}", "parameters")
            magics.append(above)
            cell = with_source(cell, source)
        if mark.tag and (as_tags or _is_fixed(source)):
            cell = with_tag(cell, mark.tag)
        elif mark.tag:
            cell = with_magic(cell, source, mark.tag)
            magics.append(mark.index)
        cells[mark.index] = cell
    first = min(magics, default=0)
    loaded = any(_LOADS.search(text) for at, text in sources.items() if at < first)
    start = [new.code("%load_ext nb2pipe", "load-nb2pipe")] if magics and not loaded else []
    rest = [
        each
        for at, cell in enumerate(cells)
        for each in ([added[at]] if at in added else []) + [cell]
    ]
    return {**content, "cells": [*start, *rest]}


def _parted(source: str, literals: Collection[int]) -> tuple[str, str]:
    """A cell's literals, and the rest of it."""
    lines = list(enumerate(source.split("\n"), 1))
    moved = "\n".join(line for at, line in lines if at in literals)
    return moved, "\n".join(line for at, line in lines if at not in literals).strip("\n")


def _above_text(cells: Sequence[Mapping[str, Any]], index: int) -> int:
    """Where the Markdown begins that leads to a cell, which stays the last thing above it."""
    while index and cells[index - 1]["cell_type"] == "markdown":
        index -= 1
    return index
