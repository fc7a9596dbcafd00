"""Diagnostics: coded remarks about a cell, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for."""

    severity: Severity
    title: str


RULES: dict[str, Rule] = {
    # 1xx: what the notebook says cannot be read
    "NB101": Rule(Severity.ERROR, "a cell is not valid Python"),
    "NB102": Rule(Severity.ERROR, "a tag line cannot be read"),
    "NB103": Rule(Severity.WARNING, "a magic and a tag disagree"),
    "NB104": Rule(Severity.ERROR, "a catalog cell is no mapping of YAML"),
    "NB105": Rule(Severity.ERROR, "a catalog entry has an unknown type"),
    "NB106": Rule(Severity.WARNING, "a parameter is not a literal"),
    "NB107": Rule(Severity.ERROR, "a cell cannot run outside IPython"),
    "NB108": Rule(Severity.WARNING, "a magic has no counterpart outside IPython"),
    # 2xx: what flows between cells
    "NB201": Rule(Severity.ERROR, "a name that nothing defines"),
    "NB202": Rule(Severity.ERROR, "two nodes make one output"),
    "NB203": Rule(Severity.INFO, "cells share an object and stay one node"),
    "NB204": Rule(Severity.ERROR, "nodes form a cycle"),
    "NB205": Rule(Severity.WARNING, "an untagged cell became a node"),
    "NB206": Rule(Severity.WARNING, "a name is read before the cell that makes it"),
    "NB207": Rule(Severity.INFO, "a value cannot travel between nodes"),
    "NB208": Rule(Severity.ERROR, "a node neither takes nor makes anything"),
    "NB209": Rule(Severity.WARNING, "a result that nothing uses"),
    "NB210": Rule(Severity.WARNING, "cells that are never reached"),
    "NB211": Rule(Severity.WARNING, "a report that shows nothing"),
    "NB212": Rule(Severity.WARNING, "a function reads what nothing makes"),
    "NB213": Rule(Severity.WARNING, "a parameter that is a constant, too"),
    "NB214": Rule(Severity.WARNING, "a folder of modules that only a run tells"),
    # 3xx: what makes a notebook hard to run again
    "NB301": Rule(Severity.WARNING, "cells were run out of order"),
    "NB302": Rule(Severity.WARNING, "random numbers without a seed"),
    "NB303": Rule(Severity.WARNING, "an absolute path"),
    "NB304": Rule(Severity.ERROR, "a credential in code"),
    "NB305": Rule(Severity.INFO, "a large literal"),
    "NB306": Rule(Severity.WARNING, "a builtin is shadowed"),
    "NB307": Rule(Severity.WARNING, "a cell asks for input"),
}
"""Every code, with its severity and what it is about."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark: what is wrong in which cell and line, and what to do about it."""

    code: str
    message: str
    cure: str
    cell: int | None = None
    """The cell's number, as Jupyter shows it after a run from the top."""
    line: int | None = None
    """Line in the cell, from 1."""

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity
