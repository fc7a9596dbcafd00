"""Figures that stay open from cell to cell, where a kernel does not close them as Jupyter's own does.

With another backend than Jupyter's (`MPLBACKEND=Agg`, `matplotlib.use("Agg")`) pyplot draws on what
the cells above drew, until one opens a new figure. A run shows which figures were open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """The same flows; cells that draw one figure, which the last of them saves, say so."""
    opener = _drawing_together(flows.cells, figures)
    if not opener:
        return flows
    return replace(
        flows, cells=tuple(_marked(cell, opener.get(cell.number)) for cell in flows.cells)
    )


def _drawing_together(cells: Iterable[CellFlow], figures: Figures) -> dict[int, int]:
    """The cells that draw a figure of several cells, each with the one that opened it."""
    found: dict[int, int] = {}
    before: frozenset[int] = frozenset()
    drawn: list[int] = []
    for cell in cells:
        after = figures.get(cell.number, frozenset())
        if after - before or not after:
            drawn = []
        if after and any(map(_may_draw, cell.statements)):
            drawn.append(cell.number)
            if saves_figure(cell.statements) and drawn[1:]:
                found |= dict.fromkeys(drawn, drawn[0])
        before = after
    return found


def _marked(cell: CellFlow, opener: int | None) -> CellFlow:
    if opener is None:
        return cell
    draws_it = Effect("figure", str(opener))
    statements = tuple(
        each.doing(replace(each.facts, effects=[*each.facts.effects, draws_it]))
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
    effects = effects_of(cell.statements)
    return any(each.kind == "figure" and each.what != str(cell.number) for each in effects)
