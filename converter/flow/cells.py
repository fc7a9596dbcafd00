"""From a notebook's text to what each cell and each of its statements does."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from ..diagnostics import Diagnostic
from ..source import raising
from ..source.notebook import Cell, Notebook
from ..source.tags import Role, Tag, TagError, find_magic, tag_in_metadata, tag_of
from ..source.translation import Code, Script
from ..source.trees import last_name, names_bound_in, parts_of
from . import knowledge as known
from .facts import Effect, Facts
from .import_folders import ImportFolders, import_folders
from .own_modules import OwnModules
from .reading import TOO_DEEP, Read, bound_again, cells_read, stars_of
from .statements import walk_module, walk_statement
from .walk import Walk


class Kind(StrEnum):
    """What a top-level statement is for."""

    IMPORT = "import"
    DEFINE = "define"
    CONFIG = "config"
    SHOW = "show"
    NOTHING = "nothing"
    DATA = "data"


STATIC = frozenset({Kind.IMPORT, Kind.DEFINE, Kind.CONFIG})
"""Kinds that go to module level."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A top-level statement and what it does."""

    number: int
    """Count over the whole notebook."""
    cell: int
    node: ast.stmt
    facts: Facts
    kind: Kind

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.facts.binds)

    def doing(self, facts: Facts) -> Statement:
        """The same statement, which turned out to do something that lasts."""
        return replace(self, facts=facts, kind=Kind.DATA if self.kind is Kind.SHOW else self.kind)


def effects_of(statements: Iterable[Statement]) -> list[Effect]:
    """All that statements do beside their variables, in order."""
    return [effect for each in statements for effect in each.facts.effects]


@dataclass(frozen=True, slots=True)
class Flow:
    """What a run of statements takes from, and gives to, what is around it."""

    reads: dict[str, int] = field(default_factory=dict)
    """Names taken from outside, each with a line, in the order of reading."""
    binds: dict[str, bool] = field(default_factory=dict)
    """Names given; False where they may be left as they were."""
    changes: dict[str, bool] = field(default_factory=dict)
    """Names from outside whose objects are changed; True where deeper than the top."""
    deletes: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    """Names read whenever the statements run."""
    data: frozenset[str] = frozenset()
    """Names read that are no functions or classes of the notebook, wherever they are read."""


def fold(statements: Iterable[Statement]) -> Flow:
    """What statements do together, one after the other."""
    reads: dict[str, int] = {}
    binds: dict[str, bool] = {}
    changes: dict[str, bool] = {}
    deletes: set[str] = set()
    always: set[str] = set()
    data: set[str] = set()
    for each in statements:
        always |= {name for name in each.facts.sure if name not in binds}
        facts = each.facts
        for name, line in facts.uses.items():
            if not binds.get(name, False):
                reads.setdefault(name, line)
                if name not in facts.code:
                    data.add(name)
        for name, deep in facts.changes.items():
            incoming = name in facts.uses or not facts.binds.get(name, False)
            if incoming and not binds.get(name, False):
                changes[name] = changes.get(name, False) or deep
        for name, sure in facts.binds.items():
            binds[name] = binds.get(name, False) or sure
            deletes.discard(name)
        for name in facts.deletes:
            binds.pop(name, None)
            changes.pop(name, None)
            deletes.add(name)
    return Flow(reads, binds, changes, frozenset(deletes), frozenset(always), frozenset(data))


@dataclass(frozen=True, slots=True)
class CellFlow:
    """A code cell: its tag, its Python, its statements and what they do together."""

    cell: Cell
    tag: Tag | None
    code: Code
    statements: tuple[Statement, ...]
    flow: Flow
    problems: tuple[Diagnostic, ...] = ()

    @property
    def number(self) -> int:
        return self.cell.number

    @property
    def role(self) -> Role | None:
        return self.tag.role if self.tag else None


@dataclass(frozen=True, slots=True)
class Flows:
    """A notebook whose every cell was walked."""

    notebook: Notebook
    cells: tuple[CellFlow, ...]
    walk: Walk
    in_place: frozenset[Kind] = frozenset()
    """Kinds of statements that stay where they stand, all cells in one node."""
    folders: ImportFolders = field(default_factory=ImportFolders)
    """Where it imports from, beside its own folder."""
    statements: tuple[Statement, ...] = field(init=False)

    def __post_init__(self) -> None:
        statements = tuple([each for cell in self.cells for each in cell.statements])
        object.__setattr__(self, "statements", statements)


@lru_cache(maxsize=2)
def flows(notebook: Notebook) -> Flows:
    """Walk every code cell of a notebook in document order.

    The last notebooks are remembered: they are asked for with and without `auto`, as a graph and
    as code.
    """
    home = notebook.path.parent if notebook.path else None
    found = _walk(notebook, [home] if home else [])
    folders = import_folders(found)
    if home and folders.every:
        found = _walk(notebook, [home, *(home / each for each in folders.every)])
    return replace(found, folders=folders)


def _walk(notebook: Notebook, places: Sequence[Path]) -> Flows:
    """Walk every code cell, where modules of one's own stand in some folders."""
    walk = Walk(own=OwnModules(tuple(places), walk_module))
    cells: list[CellFlow] = []
    number = 0
    with warnings.catch_warnings():
        for kind in (SyntaxWarning, DeprecationWarning):  # for `"\d"`, by Python
            warnings.simplefilter("ignore", kind)
        walk.stars = stars_of(notebook)
        walk.bound_again = bound_again(notebook)
        for cell, read in cells_read(notebook):
            found = _walk_cell(walk, cell, number, read)
            number += len(found.statements)
            cells.append(found)
    return Flows(notebook, tuple(cells), walk)


def _walk_cell(walk: Walk, cell: Cell, number: int, read: Read) -> CellFlow:
    tag, problems = _read_tag(cell)
    if tag is not None and tag.role is Role.CATALOG:
        return CellFlow(cell, tag, Code(""), (), Flow(), tuple(problems))
    code, body, wrong = read
    if raising.TAG in cell.tags:
        wrong = wrong if body else ()  # a cell may show what a syntax error is
        code, body = raising.bearing_errors(code, body)
    walk.know_libraries(code.imports)
    if tag is None or tag.role is not Role.SKIP:  # what stays in the notebook may be unfinished
        problems += [replace(each, cell=cell.number) for each in wrong]
    written = dict(_texts_after(walk, code.scripts))
    try:
        statements = tuple(_walk_statements(walk, body, cell.number, number))
    except RecursionError:
        statements = ()
        problems.append(replace(TOO_DEEP, cell=cell.number))
    walk.written.update(written)
    return CellFlow(cell, tag, code, statements, fold(statements), tuple(problems))


def _texts_after(walk: Walk, scripts: Iterable[Script]) -> Iterator[tuple[str, str | None]]:
    """The files that a cell's `%%writefile` writes and their texts, None where nobody knows them."""
    for script in scripts:
        above = walk.written.get(script.path) if script.adds else ""
        yield script.path, None if above is None else above + script.text


def _walk_statements(
    walk: Walk, body: Sequence[ast.stmt], cell: int, number: int
) -> list[Statement]:
    found: list[Statement] = []
    for at, node in enumerate(body):
        facts = walk_statement(walk, node, number + at)
        found.append(Statement(number + at, cell, node, facts, kind_of(node, facts, walk)))
    return found


def _read_tag(cell: Cell) -> tuple[Tag | None, list[Diagnostic]]:
    try:
        tag = tag_of(cell.source, cell.tags, cell.options)
        other = tag_in_metadata(cell.tags, cell.options) if find_magic(cell.source) else None
    except TagError as error:
        line = (find_magic(cell.source) or (1, ""))[0]
        return None, [Diagnostic("NB102", error.message, error.cure, cell.number, line)]
    if tag and other and (tag.role, tag.name) != (other.role, other.name or tag.name):
        return tag, [
            Diagnostic(
                "NB103", f"the magic says {tag.role!s} and the cell tag says {other.role!s}; the magic wins",
                "remove one of them", cell.number, 1,
            )
        ]  # fmt: skip
    return tag, []


# ---------------------------------------------------------------- what a statement is for

HARMLESS = frozenset({"pyplot", "random", "reads", "sees", "config", "consults"})
"""Effects that a statement which only shows something may have."""


def kind_of(node: ast.stmt, facts: Facts, walk: Walk) -> Kind:
    """What a top-level statement is for."""
    if isinstance(node, (ast.Pass, ast.Global)):
        return Kind.NOTHING
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        effects = {effect.kind for effect in facts.effects}
        if "reads" not in effects or "star" in effects:  # which a function cannot import
            return Kind.IMPORT
        walk.static -= facts.binds.keys()
        return Kind.DATA
    if (tool := _names_tool(node, facts, walk)) is not None:
        walk.bind_library(*tool)
        facts.imports |= facts.binds.keys()
        return Kind.IMPORT
    if facts.completes and not facts.changes:
        return Kind.DEFINE
    if _registers(node, walk):
        return Kind.CONFIG
    if _defines(node) and all(walk.noun(each) for each in facts.binds):
        if not facts.changes:
            return Kind.DEFINE
        for name in facts.binds:
            walk.take_for_value(name)
    effects = {effect.kind for effect in facts.effects}
    is_import = _guards_imports(node)
    if (is_import or _configures(node, facts, effects)) and all(
        _is_static(name, walk) for name in facts.uses
    ):
        if is_import:
            return _kind_of_guard(node, facts)
        return Kind.DATA if _sets_what_was_read(facts, walk) else Kind.CONFIG
    if _shows(node, facts, effects):
        return Kind.SHOW
    walk.consulted |= {effect.what for effect in facts.effects if effect.kind == "consults"}
    for name in facts.binds:  # a definition among other things, such as in a `with`
        if walk.noun(name) and walk.births[name] == walk.statement:
            walk.take_for_value(name)
    return Kind.DATA


def _registers(node: ast.stmt, walk: Walk) -> bool:
    """Whether a definition is entered into a library, which uses it by itself.

    `@pd.api.extensions.register_dataframe_accessor("geo")` is such a decorator.
    """
    for each in getattr(node, "decorator_list", ()):
        call = each.func if isinstance(each, ast.Call) else each
        root = call
        while isinstance(root, ast.Attribute):
            root = root.value
        known = walk.values.get(root.id) if isinstance(root, ast.Name) else None
        name = last_name(call)
        if name.startswith("register") and known is not None and known.kind == "library":
            return True
    return False


def _sets_what_was_read(facts: Facts, walk: Walk) -> bool:
    """Whether a cell goes by an option as it was: it is not to be set when the pipeline begins."""
    return any(
        effect.kind == "config" and effect.what in walk.consulted for effect in facts.effects
    )


def _names_tool(node: ast.stmt, facts: Facts, walk: Walk) -> tuple[str, str] | None:
    """The name that a statement gives to a logger or the like, and what that is; else None."""
    called = [each.what for each in facts.effects]
    value = node.value if isinstance(node, ast.Assign) else None
    while isinstance(value, ast.Attribute):  # `say = Console().print`
        value = value.value
    if (
        not isinstance(value, ast.Call)
        or len(called) != 1
        or called[0] not in known.TOOLS
        or len(facts.binds) != 1
    ):
        return None
    static = all(_is_static(name, walk) for name in facts.uses)
    return (next(iter(facts.binds)), known.TOOLS[called[0]]) if static else None


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return True
    if isinstance(node, (ast.If, ast.Try)):  # a definition that depends on a version, say
        caught = [each for handler in getattr(node, "handlers", ()) for each in handler.body]
        inner = [*node.body, *node.orelse, *caught]
        return bool(inner) and all(_defines(each) for each in inner)
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, (ast.Lambda, ast.Call))  # a call that makes a class
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    )


def _is_static(name: str, walk: Walk) -> bool:
    return name not in walk.values or name in walk.static


def _guards_imports(node: ast.stmt) -> bool:
    """`try: import x` or `if …: import x`, whatever else stands in it."""
    if not isinstance(node, (ast.Try, ast.If, ast.With)):
        return False
    return any(isinstance(each, (ast.Import, ast.ImportFrom)) for each in parts_of(node))


def _kind_of_guard(node: ast.stmt, facts: Facts) -> Kind:
    """A guard that sets a flag, too, makes that: `HAS_TQDM = True` below `import tqdm`."""
    brought = {
        name
        for each in parts_of(node)
        if isinstance(each, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))
        for name in names_bound_in(each)
    }
    facts.imports |= facts.binds.keys() & brought
    if facts.binds.keys() <= brought:
        return Kind.IMPORT
    for name in facts.imports:
        del facts.binds[name]
    return Kind.DATA


def _configures(node: ast.stmt, facts: Facts, effects: set[str]) -> bool:
    if (
        facts.binds
        or facts.changes
        or not effects <= {"config", "consults", "pyplot", "star", "unknown"}
    ):
        return False
    return "config" in effects and isinstance(
        node, (ast.Expr, ast.Assign, ast.AugAssign, ast.Delete)
    )


def _shows(node: ast.stmt, facts: Facts, effects: set[str]) -> bool:
    """Whether a statement has no consequence but what it shows."""
    lasting = facts.binds.keys() - facts.incidental
    awaits = isinstance(node, ast.Expr) and isinstance(node.value, ast.Await)
    if awaits or lasting or facts.changes or facts.deletes or not effects <= HARMLESS:
        return False
    return isinstance(node, (ast.Expr, ast.For, ast.If, ast.While, ast.With, ast.Assert, ast.Try))


@lru_cache(maxsize=1024)
def prints(node: ast.stmt) -> bool:
    """Whether a statement prints or logs, which a node goes on doing."""
    return any(
        isinstance(each, ast.Call)
        and (
            (isinstance(each.func, ast.Name) and each.func.id in ("print", "pprint"))
            or (
                isinstance(each.func, ast.Attribute)
                and each.func.attr in ("info", "warning", "error", "debug", "critical", "exception")
                and isinstance(each.func.value, ast.Name)
                and each.func.value.id in ("logging", "logger", "log")
            )
        )
        for each in parts_of(node)
    )
