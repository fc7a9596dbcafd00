"""The function of a node: the user's statements, with copies before them and a return after them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

import libcst as cst

from ..flow.cells import Statement
from ..flow.known_effects import CHOOSING_BACKEND
from ..flow.texts import names_in
from ..flow.trees import awaits, names_bound_in, parts_of
from ..nodes.analysis import Analysis
from ..nodes.graph import Port
from ..nodes.grouping import OUTSIDE, is_lift
from ..nodes.linking import Linked, kind_in
from ..nodes.naming import leading_comment
from ..nodes.reports import FIGURE, SHOWN
from ..nodes.roles import Kept, draws
from ..nodes.state import variable_of
from . import rewrites
from .annotations import signature
from .binding import surely_binds
from .carried import put_back, taken
from .helpers import Helper, Helpers
from .settings import concerning, in_force
from .syntax import (
    Line,
    code_of,
    laid_out,
    parse,
    statements,
    without_blank_lines,
    without_comments,
    without_first_comment,
)
from .unused import Traced, without_unused

SHALLOW_COPY = frozenset({"frame", "series", "index", "array", "list", "dict", "set"})
"""Kinds whose own `copy` is enough where the change does not reach below the top."""

DEEP_COPY = frozenset({"frame", "series", "index", "array"})
"""Kinds whose own `copy` copies all that there is."""

UNCHANGING = frozenset({"plain", "int", "float", "str", "bool", "NoneType", "tuple"})
"""Kinds that nothing changes in place."""


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
    """Cuts functions out of an analysed notebook."""

    analysis: Analysis
    helpers: Helpers
    settings: tuple[Statement, ...] = ()
    """Those of options that the notebook sets half way."""

    # ------------------------------------------------------------ nodes

    def node(self, linked: Linked) -> Piece:
        """The function of a node."""
        unit = linked.unit
        kept = [
            each for cell in unit.cells for each in cell.statements if not self._is_constant(each)
        ]
        helpers = self._helpers_of(kept)
        extra: set[str] = set()
        entered = _entered(kept, linked)
        unbound = self._unbound(linked, helpers, entered)
        start = [
            *_declared(kept, linked, entered),
            *self._copies(linked, extra),
            *put_back(linked, self.analysis.flows.walk, extra),
            *(parse(f"{' = '.join(unbound)} = None") if unbound else []),
        ]
        body = _generated(start)
        body += self._nested(helpers, entered, extra)
        drawing = [cell for cell in unit.cells if draws(cell.statements)]
        for cell in unit.cells:
            if cell in drawing[1:] and self._closes_figures:
                body += _generated(parse('plt.close("all")'))
                extra.add("import matplotlib.pyplot as plt")
            body += self._cell(cell, linked, extra)
        body += _generated([*taken(linked, self.analysis.flows.walk, extra), *_return(linked)])
        body = without_unused(body, [port.variable for port in linked.inputs])
        typed = signature(linked, self.analysis)
        extra |= typed.imports
        mark = "async " if any(awaits(each.node) for each in kept) else ""
        header = f"{mark}def {linked.name}({', '.join(typed.parameters)}){typed.returns}"
        body = _documented(linked.doc, body)
        text = code_of([_define(header, [line for line, _ in body])])
        return Piece(
            linked.name,
            text,
            names_in(text),
            place=kept[0].number if kept else 0,
            time=kept[0].number if kept else 0,
            extra_imports=frozenset(extra),
            helpers=tuple(each for each in helpers if not each.nested),
            origins=tuple(origin for _, origin in body),
            first=unit.cells[0].number,
        )

    @cached_property
    def _closes_figures(self) -> bool:
        """Whether the figures of a cell are closed when it ends, as Jupyter's own backend does."""
        effects = (each for one in self.analysis.flows.statements for each in one.facts.effects)
        return not any(effect.what in CHOOSING_BACKEND for effect in effects)

    def _is_constant(self, statement: Statement) -> bool:
        return any(self.helpers.constants.get(name) is statement for name in statement.facts.binds)

    def _helpers_of(self, kept: Sequence[Statement]) -> tuple[Helper, ...]:
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

    def _copies(self, linked: Linked, extra: set[str]) -> list[Line]:
        """A function never changes its arguments: what it changes, it copies first."""
        lines: list[str] = []
        variables = {port.variable for port in linked.inputs}
        for name, deep in linked.unit.flow.changes.items():
            if name not in variables:
                continue
            kind = self._kind(name, linked.unit.takes.get(name, OUTSIDE))
            if kind in DEEP_COPY or (kind in SHALLOW_COPY and not deep):
                lines.append(f"{name} = {name}.copy()")
            else:
                lines.append(f"{name} = deepcopy({name})")
                extra.add("from copy import deepcopy")
        return parse("\n".join(lines)) if lines else []

    def _kind(self, name: str, maker: int) -> str:
        """What an input is, where the analysis knows it; a node that only changes it says nothing."""
        kept_at = self.analysis.kept_at
        while maker in kept_at:
            if kind := kind_in(name, [kept_at[maker]]):
                return kind
            maker = self._takes_at[maker].get(name, OUTSIDE)
        return "frame" if is_lift(maker) else self._kind_outside(name)

    @cached_property
    def _takes_at(self) -> dict[int, Mapping[str, int]]:
        """What the node takes that a cell is in, by the position of that."""
        return {at: node.unit.takes for node in self.analysis.nodes for at in node.unit.positions}

    def _kind_outside(self, name: str) -> str:
        if name in self.analysis.graph.parameters:
            return type(self.analysis.graph.parameters[name]).__name__
        entry = self.analysis.graph.catalog.get(name) or {}
        return "frame" if str(entry.get("type", "")).startswith("pandas.") else ""

    def _unbound(self, linked: Linked, helpers: Iterable[Helper], entered: set[str]) -> list[str]:
        """What a branch or a loop leaves unbound is nothing then; `nonlocal` wants it, too."""
        cells = linked.unit.cells
        statements = [each for cell in cells for each in cell.statements]
        seen = _seen_bound(self.analysis, cells)
        nodes = [each.node for each in statements]
        if seen is None:
            bound = surely_binds(nodes)
        else:  # a run sees no name that was bound to what it was, and shows which loops went round
            bound = seen | surely_binds([each for each in nodes if not hasattr(each, "body")])
        stored = {name for each in statements for name in each.facts.binds}
        bound |= entered
        inputs = {port.variable for port in linked.inputs}
        names = [port.variable for port in linked.outputs if port.variable in stored]
        unbound = [name for name in names if name not in bound and name not in inputs]
        rebound = {name for each in helpers if each.nested for name in each.rebinds}
        there = inputs | entered | names_bound_in(*nodes) | {*unbound}
        return [*unbound, *sorted(rebound - there)]

    def _nested(
        self, helpers: Iterable[Helper], entered: set[str], extra: set[str]
    ) -> list[Traced]:
        """Definitions that stay inside the function."""
        found: list[Traced] = []
        nested = sorted(
            (each for each in helpers if each.nested), key=lambda each: each.statement.number
        )
        for helper in nested:
            inner = self.definition(helper, extra).visit(rewrites.NonlocalNames(entered))
            inner = rewrites.with_qualified_name(inner, helper.name)  # type: ignore[arg-type]
            found.append((inner, helper.statement))  # type: ignore[arg-type]
            found += [(self.completion(helper, each), each) for each in helper.completed_by]
        return found

    # ------------------------------------------------------------ the user's statements

    def _cell(self, cell: Kept, linked: Linked, extra: set[str]) -> list[Traced]:
        lines = statements(cell.source.code)
        first = {each.number: at for at, each in enumerate(cell.source.statements)}
        documented = bool(leading_comment(cell.source.cell)) and cell is linked.unit.cells[0]
        found: list[Traced] = []
        for each in cell.statements:
            if self._is_constant(each) or _is_what_is_shown(each, cell, linked):
                continue
            found += self._set_before(each, linked)
            at = first[each.number]
            line: Line | None = lines[at]
            if at == 0 and documented:
                line = without_first_comment(line)
            if not found:
                line = without_blank_lines(line)
            line = self._user_line(line, each, linked, extra)
            if line is not None:
                found.append((line, each))
        if cell in linked.unit.reports[-1:]:
            last = cell.source.statements[-1] if cell.source.statements else None
            line = self._user_line(lines[-1], last, linked, extra) if last else None
            found += [(each, last) for each in self._shown(linked, line, extra)]
        return found

    def _set_before(self, statement: Statement, linked: Linked) -> list[Traced]:
        """Options that the notebook sets half way, as they are at a statement."""
        if not self.settings:
            return []
        above = max((each.number for each in _above(statement, linked)), default=-1)
        due = [each for each in self.settings if above < each.number < statement.number]
        if not due:
            return []
        kept = [each for cell in linked.unit.cells for each in cell.statements]
        walk = self.analysis.flows.walk
        chosen = in_force(concerning(due, kept, walk))
        return [(without_comments(self.line_of(each)), each) for each in chosen]

    def _user_line(
        self,
        line: Line,
        statement: Statement,
        linked: Linked,
        extra: set[str],
    ) -> Line | None:
        if isinstance(statement.node, ast.Delete):
            have = frozenset(port.variable for port in linked.inputs).union(
                *(each.facts.binds for each in _above(statement, linked))
            )
            kept = rewrites.without_names(line, have | statement.facts.changes.keys())
            if kept is None:
                return None
            line = kept
        labels, handed = self._names_at(statement)
        transformers: list[cst.CSTTransformer] = []
        if unsure := self._augmented_inputs(statement, linked):
            transformers.append(rewrites.AugmentApart(unsure))
        if any(name != label for name, label in labels.items()) or any(handed.values()):
            transformers.append(rewrites.HandOver(labels, handed))
        paths = {
            name.partition(":")[2]: variable_of(name)
            for name in linked.unit.takes
            if name.startswith("@file:")
        }
        if paths:
            transformers.append(rewrites.NamePaths(paths))
        if statement.facts.entered:
            transformers.append(rewrites.InGlobals())
        if isinstance(statement.node, ast.ImportFrom):
            transformers.append(rewrites.NamedStar(sorted(statement.facts.binds)))
        if "__name__" in statement.facts.mentions:
            transformers.append(rewrites.MainName())
        line = rewrites.rewrite(line, *transformers)
        if any(getattr(each, "used_partial", False) for each in transformers):
            extra.add("from functools import partial")
        return laid_out(line, statement.node)

    def _augmented_inputs(self, statement: Statement, linked: Linked) -> frozenset[str]:
        """The inputs that a statement's `+=` might change in place, as nobody knows what they are."""
        takes = linked.unit.takes
        return frozenset(
            each.target.id
            for each in parts_of(statement.node)
            if isinstance(each, ast.AugAssign)
            and isinstance(each.target, ast.Name)
            and each.target.id in takes.keys() - linked.unit.flow.changes.keys()
            and self._kind(each.target.id, takes[each.target.id]) not in UNCHANGING
        )

    def _names_at(self, statement: Statement) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """How the helpers that a statement names are called, and what they must be handed."""
        labels: dict[str, str] = {}
        handed: dict[str, tuple[str, ...]] = {}
        for name in self.helpers.named_by(statement):
            helper = self.helpers.find(name, statement.number)
            if helper is not None:
                labels[name] = helper.label
                handed[name] = helper.takes
        return labels, handed

    def _shown(self, linked: Linked, line: Line | None, extra: set[str]) -> list[Line]:
        """What keeps a report's figure, or what its last line shows."""
        if linked.report is None:
            return []
        given = {port.dataset: port.variable for port in linked.outputs}
        if given[linked.report] == FIGURE:
            extra.add("import matplotlib.pyplot as plt")
            return parse(f"{FIGURE} = plt.gcf()\nplt.close({FIGURE})")
        if given[linked.report] != SHOWN:
            return []
        text = rewrites.text_of_shown(line)
        kind = str(self.analysis.graph.catalog[linked.report].get("type", ""))
        return parse(f"{SHOWN} = str({text})" if kind.startswith("text.") else f"{SHOWN} = {text}")

    # ------------------------------------------------------------ helpers

    def helper(self, helper: Helper) -> Piece:
        """A helper at module level."""
        extra: set[str] = set()
        line = self.definition(helper, extra)
        text = code_of([line])
        return Piece(
            helper.label,
            text,
            names_in(text) - {helper.defined},
            helper.statement.number,
            helper.time,
            frozenset(extra),
            origins=(helper.statement,),
        )

    def completed(self, helper: Helper, statement: Statement) -> Piece:
        """A statement that adds to a helper's definition, at module level."""
        text = code_of([self.completion(helper, statement)])
        name = f"{helper.label} {statement.number}"
        number = statement.number
        return Piece(name, text, names_in(text), number, number, origins=(statement,))

    def completion(self, helper: Helper, statement: Statement) -> Line:
        labels = {name: label for name, label in helper.calls.items() if name != label}
        line = without_blank_lines(self.line_of(statement))
        return rewrites.rewrite(line, rewrites.HandOver(labels, {}))

    def definition(self, helper: Helper, extra: set[str]) -> Line:
        line = self.line_of(helper.statement)
        transformers: list[cst.CSTTransformer] = []
        if any(name != label for name, label in helper.calls.items()) or any(
            helper.handed.values()
        ):
            transformers.append(rewrites.HandOver(helper.calls, helper.handed))
        line = rewrites.as_function(line)
        if helper.base is not None:
            line = rewrites.with_base(line, helper.name, helper.base.label)
        line = rewrites.rewrite(line, *transformers, rewrites.Takes(helper.defined, helper.takes))
        if any(getattr(each, "used_partial", False) for each in transformers):
            extra.add("from functools import partial")
        return line

    def line_of(self, statement: Statement) -> Line:
        """A statement's own text, with the comments above it."""
        cell = next(each for each in self.analysis.flows.cells if each.number == statement.cell)
        at = statement.number - cell.statements[0].number
        return statements(cell.code)[at]

    def plain(self, statement: Statement) -> Piece:
        """A statement of configuration, or a constant, at module level."""
        text = code_of([laid_out(self.line_of(statement), statement.node)])
        helpers = self._helpers_of([statement])
        number = statement.number
        return Piece(
            "", text, names_in(text), number, number, helpers=helpers, origins=(statement,)
        )


def _above(statement: Statement, linked: Linked) -> list[Statement]:
    """The statements of a node that run before one of them."""
    kept = (each for cell in linked.unit.cells for each in cell.statements)
    return [each for each in kept if each.number < statement.number]


def _is_what_is_shown(statement: Statement, cell: Kept, linked: Linked) -> bool:
    """Whether a statement is the last expression of a report, which is kept by its own means."""
    if Port(SHOWN, linked.report or "") not in linked.outputs:
        return False
    return cell in linked.unit.reports[-1:] and statement is cell.source.statements[-1]


def _seen_bound(analysis: Analysis, cells: Iterable[Kept]) -> frozenset[str] | None:
    """Names that cells had a value for when a run was watched; None if none was."""
    numbers = {cell.number for cell in cells}
    seen = [cell for cell in analysis.seen.cells if cell.number in numbers] if analysis.seen else []
    if len(seen) < len(numbers):
        return None
    return frozenset(name for cell in seen for name in (*cell.types, *cell.code))


def _executes(kept: Iterable[Statement]) -> bool:
    return any("exec" in each.facts.mentions for each in kept if each.facts.entered)


def _entered(kept: Iterable[Statement], linked: Linked) -> set[str]:
    """Names that come about without being bound are the module's, wherever code makes them.

    What `exec` is given may read any name, so all that the node has are the module's then.
    """
    names = {name for each in kept for name in each.facts.entered}
    if _executes(kept):
        names |= linked.unit.flow.binds.keys() | linked.unit.flow.deletes
    return names.difference(port.variable for port in linked.inputs)


def _declared(kept: Iterable[Statement], linked: Linked, entered: set[str]) -> list[Line]:
    inputs = [port.variable for port in linked.inputs] if _executes(kept) else []
    given = ", ".join(f"{name}={name}" for name in inputs)
    return [
        *(parse(f"global {', '.join(sorted(entered))}") if entered else []),
        *(parse(f"globals().update({given})") if given else []),
    ]


def _return(linked: Linked) -> list[Line]:
    values = [port.variable for port in linked.outputs]
    return parse(f"return {', '.join(values)}") if values else []


def _generated(lines: Iterable[Line]) -> list[Traced]:
    return [(line, None) for line in lines]


def _documented(doc: str, body: list[Traced]) -> list[Traced]:
    """The body below its docstring; never empty."""
    if doc:
        return [*_generated(parse(_quote(doc))), *body]
    return body or _generated(parse("pass"))


def _define(header: str, body: Sequence[Line]) -> Line:
    function = parse(f"{header}:\n    pass")[0]
    return function.with_changes(body=cst.IndentedBlock(body))


def _quote(doc: str) -> str:
    """A docstring: on one line where it fits, else its first sentence and the rest below."""
    if len(doc) <= 80:
        return f'"""{doc}"""' if not doc.endswith('"') else f'"""{doc} """'
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z`*])", doc, maxsplit=1)
    parts = [wrap(each, 80, break_long_words=False, break_on_hyphens=False) for each in sentences]
    return '"""' + "\n\n    ".join("\n    ".join(lines) for lines in parts) + '\n    """'


def only_told(pieces: Iterable[Piece], names: Iterable[str]) -> set[str]:
    """Names that code has in its formulas and evaluated text alone, where no linter finds them."""
    texts = [piece.text for piece in pieces]
    if not any("~" in text or "eval(" in text for text in texts):
        return set()
    trees = (each for text in texts for each in ast.walk(ast.parse(text)))
    return set(names) - {each.id for each in trees if isinstance(each, ast.Name)}
