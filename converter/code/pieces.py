"""Pieces of the modules: helpers, constants and options as they stand there, and what they need."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..flow.cells import Statement
from ..flow.texts import names_in
from ..flow.walk import BUILTINS
from ..nodes.analysis import Analysis
from ..nodes.open_figures import chooses_backend
from . import rewrites
from .helpers import Helper, Helpers
from .syntax import Line, code_of, laid_out, statements, without_blank_lines


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a module: its text, and what it needs from elsewhere."""

    name: str
    text: str
    names: frozenset[str]
    """Every name that occurs in it."""
    place: int
    """The statement in whose place it stands."""
    time: int
    """The statement at whose time it runs, for imports that change their meaning."""
    extra_imports: frozenset[str] = frozenset()
    helpers: tuple[Helper, ...] = ()
    origins: tuple[Statement | None, ...] = ()
    """The statement that it is, or for a node that each of its own was; None for generated ones."""
    first: int | None = None
    """The first cell of a node."""


@dataclass(frozen=True)
class Cutter:
    """Cuts pieces out of an analysed notebook, each as it is at its time."""

    analysis: Analysis
    helpers: Helpers
    settings: tuple[Statement, ...] = ()
    """Those of options that the notebook sets half way."""

    @cached_property
    def closes_figures(self) -> bool:
        """Whether the figures of a cell are closed when it ends, as Jupyter's own backend does."""
        return not chooses_backend(self.analysis.flows)

    def line_of(self, statement: Statement) -> Line:
        """A statement's own text, with the comments above it."""
        cell = next(each for each in self.analysis.flows.cells if each.number == statement.cell)
        at = statement.number - cell.statements[0].number
        return statements(cell.code)[at]

    def plain(self, statement: Statement) -> Piece:
        """A statement of configuration, or a constant, at module level."""
        text = code_of([laid_out(self.line_of(statement), statement.node)])
        helpers = self.helpers_of([statement])
        number = statement.number
        return Piece(
            "", text, names_in(text), number, number, helpers=helpers, origins=(statement,)
        )

    def helper(self, helper: Helper) -> Piece:
        """A helper at module level."""
        imports: set[str] = set()
        text = code_of([self.definition(helper, imports)])
        return Piece(
            helper.label,
            text,
            names_in(text) - {helper.defined},
            helper.statement.number,
            helper.time,
            frozenset(imports),
            origins=(helper.statement,),
        )

    def definition(self, helper: Helper, imports: set[str]) -> Line:
        """A helper's definition; what it needs beside the notebook's imports is added to those."""
        line = rewrites.as_function(self.line_of(helper.statement))
        if helper.bases:
            labels = {name: base.label for name, base in helper.bases.items()}
            line = rewrites.with_bases(line, labels)
        line = handed_over(line, helper.calls, helper.handed, imports)
        return rewrites.rewrite(line, rewrites.Takes(helper.defined, helper.takes))

    def completed(self, helper: Helper, statement: Statement) -> Piece:
        """A statement that adds to a helper's definition, at module level."""
        text = code_of([self.completion(helper, statement)])
        name = f"{helper.label} {statement.number}"
        number = statement.number
        return Piece(name, text, names_in(text), number, number, origins=(statement,))

    def completion(self, helper: Helper, statement: Statement) -> Line:
        """A statement that adds to a helper's definition, which may have another name by then."""
        labels = {helper.name: helper.defined}
        for name in sorted(self.helpers.named_by(statement) - {helper.name}):
            other = self.helpers.find(name, statement.number)
            labels |= {name: other.label} if other else {}
        line = without_blank_lines(self.line_of(statement))
        return rewrites.rewrite(line, rewrites.HandOver(labels, {}))

    @cached_property
    def _shadowed(self) -> dict[str, list[tuple[int, bool]]]:
        """For Python's own names, the statements that bind or delete them, and whether they bind."""
        found: dict[str, list[tuple[int, bool]]] = {}
        for each in self.analysis.flows.statements:
            for name in BUILTINS & (each.facts.binds.keys() | each.facts.deletes):
                found.setdefault(name, []).append((each.number, name in each.facts.binds))
        return found

    def is_builtin(self, name: str, time: int) -> bool:
        """Whether Python's own name means what is Python's at a time."""
        above = [bound for number, bound in self._shadowed.get(name, ()) if number < time]
        return not (above and above[-1])

    # ------------------------------------------------------------ which helpers

    def helpers_of(self, kept: Sequence[Statement]) -> tuple[Helper, ...]:
        """The helpers that statements name, each as it is at that time, and what those call."""
        found = {
            helper.label: helper
            for each in kept
            for name in sorted(self.helpers.named_by(each))
            for helper in self.helpers.found(name, each.number)
        }
        return tuple(found.values())

    def helpers_defined_by(self, statement: Statement) -> list[Helper]:
        """The helpers that a statement defines, and what those call."""
        after = statement.number + 1
        return [
            each
            for name in sorted(statement.facts.binds)
            for each in self.helpers.found(name, after)
        ]

    def is_constant(self, statement: Statement) -> bool:
        """Whether a statement stands at module level, as a constant that a helper reads."""
        return any(self.helpers.constants.get(name) is statement for name in statement.facts.binds)


def handed_over(
    line: Line,
    labels: Mapping[str, str],
    handed: Mapping[str, tuple[str, ...]],
    imports: set[str],
) -> Line:
    """A line that calls helpers by their labels and hands them what they read.

    What it needs beside the notebook's imports is added to `imports`.
    """
    if all(name == label for name, label in labels.items()) and not any(handed.values()):
        return line
    handing = rewrites.HandOver(labels, handed)
    line = rewrites.rewrite(line, handing)
    if handing.used_partial:
        imports.add("from functools import partial")
    return line


def only_told(pieces: Iterable[Piece], names: Iterable[str]) -> set[str]:
    """Names that code has in its formulas and evaluated text alone, where no linter finds them."""
    texts = [piece.text for piece in pieces]
    if not any("~" in text or "eval(" in text for text in texts):
        return set()
    trees = (each for text in texts for each in ast.walk(ast.parse(text)))
    return set(names) - {each.id for each in trees if isinstance(each, ast.Name)}
