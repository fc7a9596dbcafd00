"""The function of a node: the user's statements, with copies before them and a return after them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import wrap

import libcst as cst

from ..flow.cells import Statement
from ..flow.texts import names_in
from ..flow.walk import BUILTINS
from ..nodes.analysis import Analysis
from ..nodes.graph import Port
from ..nodes.grouping import OUTSIDE, is_lift
from ..nodes.linking import Linked, kind_in
from ..nodes.naming import leading_comment, sentences
from ..nodes.open_figures import goes_on
from ..nodes.reports import FIGURE, SHOWN
from ..nodes.roles import Kept, draws
from ..nodes.state import variable_of
from ..source.trees import awaits, names_bound_in, names_set_from_inside, parts_of
from . import rewrites
from .annotations import signature
from .binding import surely_binds
from .carried import put_back, taken
from .helpers import Helper
from .pieces import Cutter, Piece, handed_over
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

PYPLOT = "import matplotlib.pyplot as plt"


def node_function(cutter: Cutter, linked: Linked) -> Piece:
    """The function of a node, as a piece of its module."""
    return _NodeFunction(cutter, linked).piece()


@dataclass
class _NodeFunction:
    """A node's function while it is written."""

    cutter: Cutter
    linked: Linked
    imports: set[str] = field(default_factory=set)
    """What it needs beside the notebook's own imports."""
    own_imports: set[str] = field(default_factory=set)
    """Names that are a module's where the function is written, and its variables elsewhere."""

    @property
    def analysis(self) -> Analysis:
        return self.cutter.analysis

    @cached_property
    def kept(self) -> list[Statement]:
        """The statements that it is made of."""
        return [
            each
            for cell in self.linked.unit.cells
            for each in cell.statements
            if not self.cutter.is_constant(each)
        ]

    @cached_property
    def variables(self) -> frozenset[str]:
        """The variables that it is handed."""
        return frozenset(port.variable for port in self.linked.inputs)

    @cached_property
    def helpers(self) -> tuple[Helper, ...]:
        """The helpers that it calls, and those that they call."""
        return self.cutter.helpers_of(self.kept)

    @cached_property
    def nested(self) -> list[Helper]:
        """Definitions that stay inside of it, in the notebook's order."""
        nested = (each for each in self.helpers if each.nested)
        return sorted(nested, key=lambda each: each.statement.number)

    @cached_property
    def late(self) -> list[Helper]:
        """Those of them that read something where they stand that is only made in the function.

        Defaults do, and base classes, and the conditions that definitions are under.
        """
        late: list[Helper] = []
        for helper in self.nested:
            number = helper.statement.number
            above = [each for each in self.kept if each.number < number]
            made = {name for each in above for name in each.facts.binds}
            made.update(each.name for each in late)
            if made & self.cutter.helpers.read_at_once(helper.name, number):
                late.append(helper)
        return late

    @cached_property
    def entered(self) -> set[str]:
        """Names that come about without being bound are the module's, wherever code makes them.

        What `exec` is given may read any name, so all that the node has are the module's then.
        """
        names = {name for each in self.kept for name in each.facts.entered}
        if self._executes:
            flow = self.linked.unit.flow
            names |= flow.binds.keys() | flow.deletes
        return names - self.variables

    @property
    def _executes(self) -> bool:
        return any("exec" in each.facts.mentions for each in self.kept if each.facts.entered)

    def piece(self) -> Piece:
        """Write it."""
        linked, walk = self.linked, self.analysis.flows.walk
        unbound = self._unbound()
        body = _generated(
            [
                *self._declared(),
                *self._copies(),
                *put_back(linked, walk, self.imports),
                *(parse(f"{' = '.join(unbound)} = None") if unbound else []),
            ]
        )
        body += self._nested([each for each in self.nested if each not in self.late])
        drawing = [cell for cell in linked.unit.cells if draws(cell.statements)]
        for cell in linked.unit.cells:
            if cell in drawing[1:] and self.cutter.closes_figures and not goes_on(cell.source):
                body += _generated(parse('plt.close("all")'))
                self.imports.add(PYPLOT)
            body += self._cell(cell)
        body += _generated([*taken(linked, walk, self.imports), *_return(linked)])
        body = _documented(linked.doc, without_unused(body, self.variables))
        text = code_of([_define(self._header(), [line for line, _ in body])])
        start = self.kept[0].number if self.kept else 0
        return Piece(
            linked.name,
            text,
            names_in(text),
            place=start,
            time=start,
            extra_imports=frozenset(self.imports),
            helpers=tuple(each for each in self.helpers if not each.nested),
            origins=tuple(origin for _, origin in body),
            first=linked.unit.cells[0].number,
        )

    def _header(self) -> str:
        typed = signature(self.linked, self.analysis)
        self.imports |= typed.imports
        mark = "async " if any(awaits(each.node) for each in self.kept) else ""
        return f"{mark}def {self.linked.name}({', '.join(typed.parameters)}){typed.returns}"

    # ------------------------------------------------------------ before the user's statements

    def _declared(self) -> list[Line]:
        inputs = [port.variable for port in self.linked.inputs] if self._executes else []
        given = ", ".join(f"{name}={name}" for name in inputs)
        return [
            *(parse(f"global {', '.join(sorted(self.entered))}") if self.entered else []),
            *(parse(f"globals().update({given})") if given else []),
        ]

    def _copies(self) -> list[Line]:
        """A function never changes its arguments: what it changes, it copies first."""
        lines: list[str] = []
        for name, deep in self.linked.unit.flow.changes.items():
            if name not in self.variables:
                continue
            kind = self._kind(name, self.linked.unit.takes.get(name, OUTSIDE))
            if kind in DEEP_COPY or (kind in SHALLOW_COPY and not deep):
                lines.append(f"{name} = {name}.copy()")
            else:
                lines.append(f"{name} = deepcopy({name})")
                self.imports.add("from copy import deepcopy")
        return parse("\n".join(lines)) if lines else []

    def _kind(self, name: str, maker: int) -> str:
        """What an input is, where the analysis knows it; a node that only changes it says nothing."""
        kept_at = self.analysis.kept_at
        while maker in kept_at:
            if kind := kind_in(name, [kept_at[maker]]):
                return kind
            maker = self.analysis.takes_at[maker].get(name, OUTSIDE)
        return "frame" if is_lift(maker) else self._kind_outside(name)

    def _kind_outside(self, name: str) -> str:
        if name in self.analysis.graph.parameters:
            return type(self.analysis.graph.parameters[name]).__name__
        entry = self.analysis.graph.catalog.get(name) or {}
        return "frame" if str(entry.get("type", "")).startswith("pandas.") else ""

    def _unbound(self) -> list[str]:
        """What a branch or a loop leaves unbound is nothing then; `nonlocal` wants it, too."""
        cells = self.linked.unit.cells
        statements = [each for cell in cells for each in cell.statements]
        seen = _seen_bound(self.analysis, cells)
        nodes = [each.node for each in statements]
        if seen is None:
            bound = surely_binds(nodes)
        else:  # a run sees no name that was bound to what it was, and shows which loops went round
            bound = seen | surely_binds([each for each in nodes if not hasattr(each, "body")])
        stored = {name for each in statements for name in each.facts.binds}
        bound |= self.entered
        names = [port.variable for port in self.linked.outputs if port.variable in stored]
        unbound = [name for name in names if name not in bound and name not in self.variables]
        rebound = {name for each in self.nested for name in each.rebinds}
        rebound |= {name for each in nodes for name in names_set_from_inside(each)}
        there = self.variables | self.entered | names_bound_in(*nodes) | {*unbound}
        return [*unbound, *sorted(rebound - there)]

    def _nested(self, helpers: Iterable[Helper]) -> list[Traced]:
        """Definitions that stay inside the function."""
        found: list[Traced] = []
        for helper in helpers:
            inside = rewrites.MovedInside(self.entered, {helper.defined: helper.name})
            line = self.cutter.definition(helper, self.imports)
            found.append((rewrites.rewrite(line, inside), helper.statement))
            found += [(self.cutter.completion(helper, each), each) for each in helper.completed_by]
        return found

    # ------------------------------------------------------------ the user's statements

    def _cell(self, cell: Kept) -> list[Traced]:
        lines = statements(cell.source.code)
        first = {each.number: at for at, each in enumerate(cell.source.statements)}
        documented = bool(leading_comment(cell.source.cell)) and cell is self.linked.unit.cells[0]
        found: list[Traced] = []
        for each in cell.statements:
            if self.cutter.is_constant(each) or _is_what_is_shown(each, cell, self.linked):
                continue
            found += [*self._own_imports(each), *self._due_before(each)]
            at = first[each.number]
            line: Line | None = lines[at]
            if at == 0 and documented:
                line = without_first_comment(line)
            if not found:
                line = without_blank_lines(line)
            line = self._user_line(line, each)
            if line is not None:
                found.append((line, each))
        if cell in self.linked.unit.reports[-1:]:
            last = cell.source.statements[-1] if cell.source.statements else None
            line = self._user_line(lines[-1], last) if last else None
            found += [(each, last) for each in self._shown(line)]
        return found

    def _own_imports(self, statement: Statement) -> list[Traced]:
        """Imports of names that are variables of the function elsewhere: `json = json.loads(a)`."""
        facts, helpers = statement.facts, self.cutter.helpers
        found: list[Traced] = []
        for name in sorted(self._stored & facts.uses.keys() & facts.said):
            if name not in self.own_imports and helpers.is_import(name, statement.number):
                self.own_imports.add(name)
                texts = [each.text for each in helpers.imports.of([name], statement.number)[name]]
                found += _generated(parse("\n".join(filter(None, texts))))
        self.own_imports -= facts.binds.keys()
        return found

    @cached_property
    def _stored(self) -> frozenset[str]:
        """Names that are variables of the function."""
        return self.variables.union(*(each.facts.binds for each in self.kept))

    def _due_before(self, statement: Statement) -> list[Traced]:
        """Late definitions, and options that the notebook sets half way, that stand before one."""
        if not self.late and not self.cutter.settings:
            return []
        above = max((each.number for each in _above(statement, self.linked)), default=-1)
        due = range(above + 1, statement.number)
        found = self._nested([each for each in self.late if each.statement.number in due])
        settings = [each for each in self.cutter.settings if each.number in due]
        chosen = in_force(concerning(settings, self.kept, self.analysis.flows.walk))
        return found + [(without_comments(self.cutter.line_of(each)), each) for each in chosen]

    def _user_line(self, line: Line, statement: Statement) -> Line | None:
        if isinstance(statement.node, ast.Delete):
            have = self.variables.union(
                *(each.facts.binds for each in _above(statement, self.linked))
            )
            kept = rewrites.without_names(line, have | statement.facts.changes.keys())
            if kept is None:
                return None
            line = kept
        if unsure := self._augmented_inputs(statement):
            line = rewrites.rewrite(line, rewrites.AugmentApart(unsure))
        line = handed_over(line, *self._names_at(statement), self.imports)
        transformers: list[cst.CSTTransformer] = []
        paths = {
            name.partition(":")[2]: variable_of(name)
            for name in self.linked.unit.takes
            if name.startswith("@file:")
        }
        if paths:
            transformers.append(rewrites.NamePaths(paths))
        if statement.facts.entered:
            transformers.append(rewrites.InGlobals())
        if isinstance(statement.node, ast.ImportFrom):
            transformers.append(rewrites.NamedStar(sorted(statement.facts.binds)))
        if hasattr(statement.node, "body"):
            transformers.append(rewrites.MovedInside(self.entered))
        if "__name__" in statement.facts.mentions:
            transformers.append(rewrites.MainName())
        return laid_out(rewrites.rewrite(line, *transformers), statement.node)

    def _augmented_inputs(self, statement: Statement) -> frozenset[str]:
        """The inputs that a statement's `+=` might change in place, as nobody knows what they are."""
        takes = self.linked.unit.takes
        return frozenset(
            each.target.id
            for each in parts_of(statement.node)
            if isinstance(each, ast.AugAssign)
            and isinstance(each.target, ast.Name)
            and each.target.id in takes.keys() - self.linked.unit.flow.changes.keys()
            and self._kind(each.target.id, takes[each.target.id]) not in UNCHANGING
        )

    @cached_property
    def _shadows(self) -> frozenset[str]:
        """Python's own names that are variables of the function."""
        bound = {name for each in self.kept for name in (*each.facts.binds, *each.facts.deletes)}
        return BUILTINS & (bound | self.variables)

    def _names_at(self, statement: Statement) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """How what a statement names is called, and what the helpers among it must be handed.

        Python's own names are `builtins.list` where the function has a variable `list`.
        """
        labels: dict[str, str] = {}
        handed: dict[str, tuple[str, ...]] = {}
        for name in sorted(self._shadows & statement.facts.uses.keys()):
            if self.cutter.is_builtin(name, statement.number):
                labels[name] = f"builtins.{name}"
                self.imports.add("import builtins")
        for name in self.cutter.helpers.named_by(statement):
            helper = self.cutter.helpers.find(name, statement.number)
            if helper is not None:
                labels[name] = helper.label
                handed[name] = helper.takes
        return labels, handed

    def _shown(self, line: Line | None) -> list[Line]:
        """What keeps a report's figure, or what its last line shows."""
        if self.linked.report is None:
            return []
        given = {port.dataset: port.variable for port in self.linked.outputs}
        if given[self.linked.report] == FIGURE:
            self.imports.add(PYPLOT)
            return parse(f"{FIGURE} = plt.gcf()\nplt.close({FIGURE})")
        if given[self.linked.report] != SHOWN:
            return []
        text = rewrites.text_of_shown(line)
        kind = str(self.analysis.graph.catalog[self.linked.report].get("type", ""))
        return parse(f"{SHOWN} = str({text})" if kind.startswith("text.") else f"{SHOWN} = {text}")


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
    first, *rest = sentences(doc)
    texts = [first, " ".join(rest)] if rest else [first]
    parts = [wrap(each, 80, break_long_words=False, break_on_hyphens=False) for each in texts]
    return '"""' + "\n\n    ".join("\n    ".join(lines) for lines in parts) + '\n    """'
