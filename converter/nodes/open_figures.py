"""Figures that stay open from cell to cell, where a kernel does not close them as Jupyter's own does.

With another backend than Jupyter's (`MPLBACKEND=Agg`, `matplotlib.use("Agg")`) pyplot draws on what
the cells above drew, until one opens a new figure. A run shows which figures were open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..flow.cells import CellFlow, Flows, Kind, Statement, effects_of, fold, prints
from ..flow.facts import Effect
from ..flow.known_effects import CHOOSING_BACKEND
from .roles import draws, is_bare, names_called, saves_figure

if TYPE_CHECKING:
    from ..verify.observation import Observation

OPENING = frozenset({"figure", "subplots", "subplot_mosaic", "close"})
"""Functions of pyplot after which it draws on another figure."""

Figures = Mapping[int, frozenset[int]]
"""The numbers of the figures that are open after each cell, by the cell's number."""


def chooses_backend(flows: Flows) -> bool:
    """Whether a notebook itself says what draws its figures."""
    return any(effect.what in CHOOSING_BACKEND for effect in effects_of(flows.statements))


def seen_figures(observation: Observation) -> Figures:
    """The figures that a run saw open."""
    return {cell.number: frozenset(cell.figures) for cell in observation.cells}


def told_figures(flows: Flows) -> Figures:
    """The figures that are open where the notebook chooses a backend which leaves them so."""
    if not chooses_backend(flows) or any(
        "%matplotlib" in each.source for each in flows.notebook.code
    ):
        return {}
    found: dict[int, frozenset[int]] = {}
    count = 0
    for cell in flows.cells:
        effects = effects_of(cell.statements)
        done = [each.what.rpartition(".")[2] for each in effects if each.kind == "pyplot"]
        count += bool(OPENING.intersection(done)) or (bool(done) and not count)
        found[cell.number] = frozenset(range(count))
    return found


def with_open_figures(flows: Flows, figures: Figures) -> Flows:
    """The same flows; cells that draw on the figure of a cell above say so.

    Where the last of them saves it, all of them make that file.
    """
    saving = {each.number for each in flows.cells if saves_figure(each.statements)}
    effects = {
        number: effect
        for group in _drawing_together(flows.cells, figures)
        for number, effect in _told(group, saving)
    }
    if not effects:
        return flows
    return replace(
        flows, cells=tuple(_marked(each, effects.get(each.number, [])) for each in flows.cells)
    )


def _drawing_together(cells: Iterable[CellFlow], figures: Figures) -> list[list[int]]:
    """The cells that draw on one figure, from the one that opened it on."""
    groups: list[list[int]] = []
    before: frozenset[int] = frozenset()
    for cell in cells:
        after = figures.get(cell.number, frozenset())
        if after - before or not after or not groups:
            groups.append([])
        if after and any(map(_may_draw, cell.statements)):
            groups[-1].append(cell.number)
        before = after
    return [each for each in groups if each[1:]]


def _told(group: list[int], saving: set[int]) -> Iterator[tuple[int, list[Effect]]]:
    """What each cell of a group does to the figure that its first one opened."""
    opener = str(group[0])
    saved = max(saving.intersection(group[1:]), default=0)
    for number in group:
        goes_on = [Effect("goes on", opener)] if number != group[0] else []
        yield number, goes_on + ([Effect("figure", opener)] if number <= saved else [])


def _marked(cell: CellFlow, effects: list[Effect]) -> CellFlow:
    if not effects:
        return cell
    statements = tuple(
        each.doing(replace(each.facts, effects=[*each.facts.effects, *effects]))
        if _may_draw(each)
        else each
        for each in cell.statements
    )
    return replace(cell, statements=statements, flow=fold(statements))


def _may_draw(statement: Statement) -> bool:
    """Whether a statement draws, or calls what may do so and is there for what it shows."""
    if any(effect.what == "matplotlib.pyplot.show" for effect in statement.facts.effects):
        return False
    shows = statement.kind is Kind.SHOW and not prints(statement.node)
    return draws([statement]) or (
        shows and not is_bare(statement.node) and bool(names_called(statement.node))
    )


def goes_on(cell: CellFlow) -> bool:
    """Whether a cell draws on a figure that a cell above it opened."""
    return any(each.kind == "goes on" for each in effects_of(cell.statements))
