"""What a notebook makes by chance: without a seed, or of memory as it was found."""

from __future__ import annotations

import ast

from .flow.cells import Statement, effects_of
from .nodes.analysis import Analysis
from .nodes.evidence import GENERATORS
from .source.trees import last_name
from .verify.compare import Excuse, Held
from .verify.observation import Observation


def draws_by_chance(analysis: Analysis, seen: Observation) -> bool:
    """Whether a cell was seen to draw from a generator that no cell so far has seeded.

    So it is where a cell takes memory as it finds it.
    """
    drawn = {cell.number: {GENERATORS.get(each) for each in cell.random} for cell in seen.cells}
    seeded: set[str] = set()
    for cell in analysis.flows.cells:
        effects = effects_of(cell.statements)
        seeded |= {each.what for each in effects if each.kind == "seed"}
        unset = any(each.kind == "unset" for each in effects)
        if unset or drawn.get(cell.number, set()) - seeded:
            return True
    return False


def taken_as_found(analysis: Analysis) -> Excuse:
    """A variable may be memory with whatever it held before: `a = np.empty(3)`."""
    found: set[tuple[str, int]] = set()
    for cell in analysis.flows.cells:
        for each in cell.statements:
            touched = {(name, cell.number) for name in each.facts.binds.keys() | each.facts.changes}
            found = found | touched if _is_unset(each) else found - touched

    def excuse(held: Held) -> str | None:
        is_found = (held.variable, held.number) in found
        return "it is memory as it was found, which nothing was written into" if is_found else None

    return excuse


def _is_unset(statement: Statement) -> bool:
    """Whether a statement binds such memory itself, and not what somebody has filled."""
    value = getattr(statement.node, "value", None)
    if not isinstance(value, ast.Call):
        return False
    unset = {each.what for each in statement.facts.effects if each.kind == "unset"}
    return any(each.rpartition(".")[2] == last_name(value.func) for each in unset)
