"""The modules of a project: imports, configuration, helpers and the functions of its nodes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from textwrap import wrap

import libcst as cst

from ..flow.cells import Kind, Statement
from ..flow.knowledge import ACTING_IMPORTS, LOADING_LITTLE
from ..flow.texts import names_in
from ..nodes.analysis import Analysis
from ..nodes.linking import Linked
from ..nodes.naming import section_titles
from ..source.trees import names_bound_in
from .functions import node_function
from .helpers import LAST, Helper, Helpers
from .imports import Import, Imports, imports_of, modules_imported
from .pieces import Cutter, Piece, only_told
from .settings import in_force, set_half_way, settings_of

NODES = "nodes"
HELPERS = "helpers"
EARLIER = "earlier"
"""The package of classes whose names other classes have later, each in a module of its own."""
COMMON = "common"
"""The module there of what such classes need."""
UNTITLED = "start"
"""The module of nodes that stand above the first heading."""


IPYTHON_NAMES = {
    "display": "IPython.display",
    "get_ipython": "IPython",
    "capture_output": "IPython.utils.capture",  # for `%%capture NAME`
}
"""Names that every notebook has, and where a module gets them."""


@dataclass(frozen=True, slots=True)
class Modules:
    """The Python files of a project, by their path in the package, before they are formatted."""

    files: Mapping[str, str]
    homes: Mapping[str, str]
    """The module of each node, as `pipeline.py` imports it."""
    imported: tuple[str, ...]
    """Top-level modules that the code imports."""
    pieces: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    """What each file was put together from, in order."""


@dataclass(slots=True)
class Writer:
    """Puts pieces of code into modules, each with just the imports that it needs."""

    cutter: Cutter
    imports: Imports
    helpers: dict[str, Piece] = field(default_factory=dict)
    apart: dict[str, Helper] = field(default_factory=dict)
    """Those among the helpers that have a module of their own."""
    early: dict[str, str] = field(default_factory=dict)
    """The module of each of those, and of what they need."""
    used: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, Sequence[Piece]] = field(default_factory=dict)

    # ------------------------------------------------------------ pieces

    def collect(self, pieces: Iterable[Piece]) -> None:
        """Cut the helpers that pieces need."""
        waiting = [helper for piece in pieces for helper in piece.helpers]
        for helper in waiting:
            if helper.label in self.helpers:
                continue
            self.helpers[helper.label] = self.cutter.helper(helper)
            if helper.apart:
                self.apart[helper.label] = helper
            for each in helper.completed_by:
                if each.facts.binds:  # a function that its decorator adds
                    waiting += self.cutter.helpers_defined_by(each)
                else:
                    piece = self.cutter.completed(helper, each)
                    self.helpers[piece.name] = piece
                    waiting += self.cutter.helpers_of([each])
        self.early = self._homes_of_early()

    def helper_section(self, constants: Sequence[Piece]) -> list[Piece]:
        """Constants and helpers in the order in which the notebook defines them."""
        shared = [piece for label, piece in self.helpers.items() if label not in self.early]
        return sorted([*constants, *shared], key=lambda piece: piece.place)

    def _homes_of_early(self) -> dict[str, str]:
        homes = {label: label for label in self.apart}
        waiting = list(homes)
        while waiting:
            new = (self.helpers[waiting.pop()].names & self.helpers.keys()) - homes.keys()
            homes |= dict.fromkeys(new, COMMON)
            waiting += sorted(new)
        return homes

    def write_early(self) -> None:
        """Put each class whose name another one has later into a module of its own."""
        common = [self.helpers[label] for label, home in self.early.items() if home == COMMON]
        if self.early:
            about = "Classes as they were before the notebook defined them again."
            self.write(f"{EARLIER}/__init__.py", about, [])
        if common:
            pieces = sorted(common, key=lambda piece: piece.place)
            self.write(f"{EARLIER}/{COMMON}.py", "What earlier classes need.", pieces)
        for label, helper in self.apart.items():
            about = f"`{helper.name}` as cell {helper.statement.cell} defines it."
            self.write(f"{EARLIER}/{label}.py", about, [self.helpers[label]])

    def header(self, pieces: Sequence[Piece], own: Iterable[str] = ()) -> tuple[str, list[str]]:
        """The imports of a module, and those that stand inside single functions instead."""
        defined = {piece.name for piece in pieces} | set(own)
        needed = set().union(*(piece.names for piece in pieces)) if pieces else set()
        chosen = self._imports_of(needed - defined)
        self.used |= chosen.keys()
        told = only_told(pieces, chosen)
        lines = sorted(
            {
                f"{each.text}  # noqa: F401" if name in told else each.text
                for name, found in chosen.items()
                for each in found
                if each.text
            }
        )
        lines += self._loading(pieces, chosen)
        lines += self._acting(pieces)
        lines += sorted({line for piece in pieces for line in piece.extra_imports})
        for name, module in IPYTHON_NAMES.items():
            if name in needed - defined - chosen.keys():
                lines.append(f"from {module} import {name}")
                self.used.add("IPython")
        unknown = needed - defined - chosen.keys()
        if self.imports.stars and unknown:
            lines += [each.text for each in self.imports.stars]
        guards = self._guards(chosen)
        return "\n".join([*self.imports.futures, *dict.fromkeys(lines)]), guards

    def _loading(
        self, pieces: Sequence[Piece], chosen: Mapping[str, tuple[Import, ...]]
    ) -> list[str]:
        """Imports for code that reaches a module through its package, which others have loaded.

        `import matplotlib as mpl` knows `mpl.dates` once anyone has imported pyplot.
        """
        text = "\n".join(piece.text for piece in pieces)
        have = {each.module for found in chosen.values() for each in found}
        lines: set[str] = set()
        for name, found in chosen.items():
            for each in found:
                little = each.module in LOADING_LITTLE and re.search(rf"\b{name}\.\w+\.\w", text)
                for module in self.imports.inside(each.module) - have:
                    part = module.removeprefix(f"{each.module}.").partition(".")[0]
                    if little or re.search(rf"\b{name}\.{part}\b", text):
                        lines.add(f"import {module}")
        return sorted(lines)

    def _acting(self, pieces: Sequence[Piece]) -> list[str]:
        """Imports that register what code uses without naming them."""
        text = "\n".join(piece.text for piece in pieces)
        found = [
            each
            for each in self.imports.found
            if each.name in ACTING_IMPORTS and ACTING_IMPORTS[each.name] in text
        ]
        self.used |= {each.name for each in found}
        return [f"{each.text}  # noqa: F401" for each in found]

    def _imports_of(self, names: AbstractSet[str]) -> dict[str, tuple[Import, ...]]:
        """The imports of names, and of what the statements need that those stand in."""
        chosen = self.imports.of(names, LAST)
        inner = {
            name
            for found in chosen.values()
            for each in found
            if each.guard
            for name in names_in(self.cutter.plain(each.guard).text)
        }
        return self.imports.of({*names, *inner}, LAST)

    def _guards(self, chosen: Mapping[str, tuple[Import, ...]]) -> list[str]:
        statements = {
            each.guard.number: each.guard
            for found in chosen.values()
            for each in found
            if each.guard
        }
        texts = []
        for _, statement in sorted(statements.items()):
            texts.append(self.cutter.plain(statement).text)
        return texts

    def local_imports(self, piece: Piece) -> str:
        """The piece, with imports inside for names that mean something else at module level."""
        then = self.imports.of(piece.names, piece.time)
        last = self.imports.of(piece.names, LAST)
        lines = [
            each.text
            for name, found in sorted(then.items())
            if found != last[name] and not _same_text(found, last[name])
            for each in found
            if each.text
        ]
        lines += self.imports.of_stars(piece.names - then.keys(), piece.time)
        return _insert(piece.text, lines) if lines else piece.text

    def write(
        self,
        name: str,
        title: str,
        pieces: Sequence[Piece],
        *,
        above: str = "",
        config: Sequence[Piece] = (),
    ) -> None:
        """Put a module together."""
        everything = [*config, *pieces]
        above = "\n".join(filter(None, [above, *self._imports_of_early(name, pieces)]))
        header, guards = self.header(everything, own=_imported_names(above))
        blocks = [_docstring(title), header, above, *guards, _together(config)]
        blocks += [self.local_imports(piece) for piece in pieces]
        text = "\n\n".join(block.strip("\n") for block in blocks if block.strip())
        self.files[name], self.pieces[name] = f"{text}\n", everything

    def _imports_of_early(self, file: str, pieces: Sequence[Piece]) -> Iterable[str]:
        own = {piece.name for piece in pieces}
        needed = frozenset().union(*(piece.names for piece in pieces)) - own
        root = "." * (file.count("/") + 1)
        for label in sorted(needed & self.early.keys()):
            helper = self.apart.get(label)
            name = f"{helper.name} as {label}" if helper else label
            yield f"from {root}{EARLIER}.{self.early[label]} import {name}"


def _docstring(text: str) -> str:
    """A module's docstring; a long one begins and ends on lines of its own."""
    lines = wrap(text, 84, break_long_words=False, break_on_hyphens=False)
    return '"""' + "\n".join(lines) + ("\n" if len(lines) > 1 else "") + '"""'


def _together(config: Sequence[Piece]) -> str:
    """Configuration as it stood: lines of one cell without an empty line between them."""
    text = ""
    for above, piece in zip((None, *config), config, strict=False):
        cells = [
            origin.cell for each in (above, piece) if each for origin in each.origins if origin
        ]
        text += ("\n" if len(set(cells)) == 1 else "\n\n") + piece.text.strip("\n")
    return text.strip("\n")


def _same_text(one: tuple[Import, ...], other: tuple[Import, ...]) -> bool:
    return {each.text for each in one} <= {each.text for each in other}


def _imported_names(above: str) -> frozenset[str]:
    return frozenset(
        alias.asname or alias.name
        for node in ast.walk(ast.parse(above))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def _insert(text: str, lines: Sequence[str]) -> str:
    """Put import lines at the top of each function, below its docstring."""
    module = cst.parse_module(text)
    return module.with_changes(body=[_importing(each, lines) for each in module.body]).code


def _importing(line: cst.BaseStatement, lines: Sequence[str]) -> cst.BaseStatement:
    if not isinstance(line, cst.FunctionDef):
        return line
    block = line.body
    if isinstance(block, cst.SimpleStatementSuite):  # `def f(x): return x`
        block = cst.IndentedBlock([cst.SimpleStatementLine(block.body)])
    at = int(line.get_docstring() is not None)
    new = [cst.parse_statement(each) for each in lines]
    return line.with_changes(
        body=block.with_changes(body=[*block.body[:at], *new, *block.body[at:]])
    )


# ---------------------------------------------------------------- the package


def write_modules(analysis: Analysis, title: str) -> Modules:
    """Cut an analysed notebook into modules."""
    data = {
        name
        for each in analysis.flows.statements
        if each.kind is Kind.DATA
        for name in each.facts.binds
    }
    data |= analysis.graph.parameters.keys()
    data |= {port.variable for node in analysis.nodes for port in (*node.inputs, *node.outputs)}
    reserved = frozenset({"deepcopy", "partial"}.union(node.name for node in analysis.nodes))
    imports = imports_of(analysis.flows)
    own = frozenset(data - analysis.names.static)
    helpers = Helpers(analysis.flows, own, imports, reserved)
    settings = settings_of(analysis.flows)
    kept = [each for node in analysis.nodes for cell in node.unit.cells for each in cell.statements]
    changing = set_half_way(settings, kept, analysis.flows.walk)
    cutter = Cutter(analysis, helpers, changing)
    writer = Writer(cutter, imports)
    codes = {node.name: node_function(cutter, node) for node in analysis.nodes}
    staying = in_force(each for each in settings if each not in changing)
    config = [cutter.plain(each) for each in staying]
    constants = [_named_constant(cutter, name, each) for name, each in _unique(helpers.constants)]
    writer.collect([*codes.values(), *config, *constants])
    shared = writer.helper_section(constants)
    writer.write_early()
    homes = _homes(analysis.nodes)
    if len(set(homes.values())) <= 1:
        later = [each for each in config if each.helpers]
        first = [each for each in config if not each.helpers]
        pieces = [*shared, *later, *codes.values()]
        writer.write(f"{NODES}.py", f"The nodes of {title}.", pieces, config=first)
        homes = dict.fromkeys(homes, NODES)
    else:
        titles = section_titles(analysis.notebook)
        _sections(writer, codes, shared, config, homes, title, titles)
    imported = modules_imported(writer.imports, dict.fromkeys(writer.used))
    extra = {"IPython"} & writer.used
    return Modules(writer.files, homes, tuple(sorted({*imported, *extra})), writer.pieces)


def _unique(constants: Mapping[str, Statement]) -> list[tuple[str, Statement]]:
    seen: set[int] = set()
    found = []
    for name, statement in constants.items():
        if statement.number not in seen:
            seen.add(statement.number)
            found.append((name, statement))
    return found


def _named_constant(cutter: Cutter, name: str, statement: Statement) -> Piece:
    plain = cutter.plain(statement)
    return replace(plain, name=name)


def _homes(nodes: Sequence[Linked]) -> dict[str, str]:
    """The module of each node: that of its section."""
    return {node.name: node.section or UNTITLED for node in nodes}


def _sections(
    writer: Writer,
    codes: Mapping[str, Piece],
    shared: Sequence[Piece],
    config: Sequence[Piece],
    homes: dict[str, str],
    title: str,
    titles: Mapping[str, str],
) -> None:
    names = {piece.name for piece in shared} | {
        name for piece in shared for name in _assigned(piece)
    }

    def imported(pieces: Sequence[Piece]) -> str:
        used = sorted(names & set().union(*(piece.names for piece in pieces)))
        return f"from ..{HELPERS} import {', '.join(used)}" if used else ""

    about = f"The nodes of {title}."
    writer.write(f"{NODES}/__init__.py", about, [], above=imported(config), config=config)
    if shared:
        writer.write(f"{HELPERS}.py", f"What the nodes of {title} share.", shared)
    for section in dict.fromkeys(homes.values()):
        pieces = [codes[name] for name, home in homes.items() if home == section]
        about = titles.get(section) or f"{section.replace('_', ' ').capitalize()}."
        writer.write(f"{NODES}/{section}.py", about, pieces, above=imported(pieces))
    for name, home in homes.items():
        homes[name] = f"{NODES}.{home}"


def _assigned(piece: Piece) -> frozenset[str]:
    return names_bound_in(*ast.parse(piece.text).body)
