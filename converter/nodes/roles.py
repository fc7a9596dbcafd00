"""What each cell is for, and which of its statements a node keeps."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..flow.cells import CellFlow, Flow, Flows, Kind, Statement, effects_of, fold, prints
from ..flow.facts import Effect
from ..flow.paths import plain_literal
from ..flow.walk import BUILTINS
from ..source.raising import suppresses
from ..source.tags import Role
from ..source.trees import last_name, parts_of

LONGEST_PARAMETER = 1000
"""Characters of a literal that may become a parameter; a longer one is data and stays in code."""

LASTING = frozenset({"writes", "files", "seed", "asks", "folder", "class", "figure"})
"""Effects for whose sake a cell is kept."""

LOOKING = re.compile(
    r"_?(plot|show|print|draw|display|describe|summar|check|test|assert|visuali|pprint|view)", re.I
)
"""How functions begin that only show something, whatever library they are of."""

PLOTTING = re.compile(r"(plot|boxplot|hist|scatter|barh|pie|imshow)(_|$)")
"""How methods begin that draw into pyplot's figure: `df.plot.scatter()`, `df.hist()`."""

ASKING_FIGURE = frozenset(
    "axis clabel colorbar figlegend gci legend margins xlim xticks ylim yticks".split()
)
"""Functions of pyplot whose result depends on what was drawn before."""

PICTURING = re.compile(r"plot|draw|hist|scatter|show|chart|heatmap|visuali|regions", re.I)
"""What the names of functions that draw have in them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An assignment that became a parameter."""

    name: str
    value: Any
    statement: int


@dataclass(frozen=True, slots=True)
class Names:
    """How the names of a notebook are used, over all its cells."""

    stored: Mapping[str, frozenset[int]]
    loaded: Mapping[str, frozenset[int]]
    incidental: frozenset[str]
    static: frozenset[str]
    """Names of imports, functions and classes."""
    last: Mapping[str, int]
    """The statement that binds a name for the last time."""
    inner: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The cells with functions that have a name for themselves and read it."""
    auto: bool = False
    uncopied: frozenset[str] = frozenset()
    """Kinds of values whose copies are something else."""

    def is_local(self, name: str) -> bool:
        """Whether only the cell that binds a name reads it."""
        loaded, stored = self.loaded.get(name, frozenset()), self.stored.get(name, frozenset())
        mentioned = loaded | self.inner.get(name, frozenset())
        if name in self.incidental and (not mentioned or not self.auto):
            return True
        return bool(loaded) and len(stored) <= 1 and mentioned <= stored

    def is_result(self, name: str) -> bool:
        """Whether a name that is left at the end is something that the notebook has made."""
        is_output = not name.strip("_")  # IPython keeps the last outputs in `_`, `__` and `___`
        return not (is_output or name.startswith("@") or name in self.static or self.is_local(name))

    def leaves(self, statement: Statement) -> bool:
        """Whether a loop that only shows something leaves a variable that the notebook goes on with."""
        return any(
            not self.is_local(name) and self.last[name] == statement.number
            for name in statement.facts.binds
        )


def names_of(flows: Flows, *, auto: bool = False) -> Names:
    """Count who stores and who reads each name."""
    stored: dict[str, set[int]] = {}
    inner: dict[str, set[int]] = {}
    loaded = _loaded(flows, auto=auto)
    incidental: set[str] = set()
    lasting: set[str] = set()
    static: set[str] = set()
    computed: set[str] = set()
    last: dict[str, int] = {}
    for each in flows.statements:
        facts = each.facts
        last |= dict.fromkeys(facts.binds, each.number)
        for name in (*facts.binds, *facts.stores, *(facts.changes.keys() & facts.uses.keys())):
            stored.setdefault(name, set()).add(each.cell)
        for name in facts.inner:
            inner.setdefault(name, set()).add(each.cell)
        incidental |= facts.incidental
        lasting |= facts.binds.keys() - facts.incidental
        if each.kind in (Kind.IMPORT, Kind.DEFINE) or _stands_static(each, flows):
            static |= facts.binds.keys()
        elif each.kind is Kind.DATA:
            computed |= facts.binds.keys()
    for cell in flows.cells:
        for each in _names_timed(cell):
            which = loaded if isinstance(each.ctx, ast.Load) else stored
            which.setdefault(each.id, set()).add(cell.number)
    return Names(
        {name: frozenset(cells) for name, cells in stored.items()},
        {name: frozenset(cells) for name, cells in loaded.items()},
        frozenset(incidental - lasting),
        frozenset(static - computed),
        last,
        {name: frozenset(cells) for name, cells in inner.items()},
        auto,
        frozenset(
            f"instance:{name}" for name, c in flows.walk.classes.items() if c.copied_as_frame
        ),
    )


_STANDING: dict[Kind, tuple[type[ast.stmt], ...]] = {
    Kind.DEFINE: (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    Kind.IMPORT: (ast.Import, ast.ImportFrom),
}


def _stands_static(statement: Statement, flows: Flows) -> bool:
    """Whether it is a definition or an import that a proof left where it stands."""
    return any(isinstance(statement.node, _STANDING.get(kind, ())) for kind in flows.in_place)


def _only_told(statement: Statement) -> set[str]:
    """Names that a statement's texts have, and its code has not."""
    told = statement.facts.told
    if not told:
        return told
    return told - {each.id for each in ast.walk(statement.node) if isinstance(each, ast.Name)}


def _loaded(flows: Flows, *, auto: bool) -> dict[str, set[int]]:
    """Which cells read each name.

    With `auto`, a cell that makes something, goes on with it or looks at it does not read it: it is
    a result, which the notebook shows where it is made. So is what only a text names there.
    """
    loaded: dict[str, set[int]] = {}
    if not auto:
        for each in flows.statements:
            for name in each.facts.mentions | each.facts.uses.keys():
                loaded.setdefault(name, set()).add(each.cell)
        return loaded
    own: dict[str, set[int]] = {}
    made: set[tuple[str, int]] = set()
    aliases: set[tuple[str, int]] = set()
    for each in flows.statements:
        facts = each.facts
        kept = facts.mentions if looks(each) else facts.changes.keys() | facts.binds.keys()
        for name in (facts.mentions | facts.uses.keys()) - _augmented(each.node) - _only_told(each):
            readers = own if name in kept else loaded
            readers.setdefault(name, set()).add(each.cell)
        for name in _passing(each):
            loaded.setdefault(name, set()).add(each.cell)
        made |= {(name, each.cell) for name in makes(each)}
        if isinstance(each.node, ast.Assign) and isinstance(each.node.value, ast.Name):
            aliases |= {(name, each.cell) for name in facts.binds}
    for name, cells in own.items():
        others = {cell for cell in cells if (name, cell) not in made or (name, cell) in aliases}
        if others:
            loaded.setdefault(name, set()).update(others)
    return loaded


def _passing(statement: Statement) -> set[str]:
    """What a loop makes anew each time and reads itself: `gap` in `gap = b - a; total += gap`."""
    if not isinstance(statement.node, (ast.For, ast.AsyncFor, ast.While)):
        return set()
    anew = statement.facts.binds.keys() - statement.facts.uses.keys()
    parts = [each for each in parts_of(statement.node) if isinstance(each, ast.Name)]
    return {each.id for each in parts if isinstance(each.ctx, ast.Load)} & anew


def _augmented(node: ast.stmt) -> set[str]:
    """The names that a statement only goes on with: `total` in `total += 1`, in a loop too."""
    going_on = {
        each.target.id
        for each in parts_of(node)
        if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name)
    }
    if not going_on:
        return going_on
    names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return going_on - {each.id for each in names if isinstance(each.ctx, ast.Load)}


def makes(statement: Statement) -> set[str]:
    """The names whose values a statement computes: no literal, text of a file or figure to draw in."""
    facts = statement.facts
    changed = facts.changes.keys() & facts.uses.keys()
    node = statement.node
    gets = isinstance(node, ast.With) and not suppresses(node) and _only_takes(node)
    if gets or _literal_assignment(statement):
        made = changed
    else:
        made = changed | (facts.binds.keys() - facts.incidental)
    return {name for name in made if facts.kinds.get(name) != "axes"}


def _only_takes(node: ast.With) -> bool:
    """Whether a `with` only takes what is there: `text = file.read()`, `data = json.load(file)`."""
    calls = (sum(isinstance(part, ast.Call) for part in parts_of(each)) for each in node.body)
    return all(count <= 1 for count in calls)


def looks(statement: Statement) -> bool:
    """Whether a statement shows values as they are, in text: no picture is drawn of them."""
    if statement.kind is not Kind.SHOW:
        return False
    if not isinstance(statement.node, (ast.Expr, ast.Assert)) and not prints(statement.node):
        return False
    return not any(effect.kind == "pyplot" for effect in statement.facts.effects) and not any(
        PICTURING.search(name) for name in names_called(statement.node)
    )


@lru_cache(maxsize=2048)
def names_called(node: ast.AST) -> frozenset[str]:
    """The last names of what is called in a node: `f` and `m` of `f(x.m())`."""
    return frozenset(last_name(each.func) for each in parts_of(node) if isinstance(each, ast.Call))


_TIMED = re.compile(r"(?m)^[ \t]*%timeit[ \t]+(?:-\w+(?:[ \t]*\d+)?[ \t]+)*(.*)$")


def timed(cell: CellFlow) -> ast.Module | None:
    """What a cell only times: what it does is lost, but what it reads must be there."""
    source = cell.cell.source.strip()
    if "%timeit" not in source:
        return None
    if cell.code.skipped and source.startswith("%%timeit"):
        code = source.partition("\n")[2]
    else:
        code = "\n".join(_TIMED.findall(source))
    with suppress(SyntaxError, ValueError):
        return ast.parse(code) if code else None
    return None


def _names_timed(cell: CellFlow) -> list[ast.Name]:
    tree = timed(cell)
    return [each for each in parts_of(tree) if isinstance(each, ast.Name)] if tree else []


def reads_of_timed(cell: CellFlow) -> frozenset[str]:
    """Names that the code takes from outside which a cell only times."""
    names = _names_timed(cell)
    stored = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    return frozenset(each.id for each in names) - stored - BUILTINS


# ---------------------------------------------------------------- parameters


def parameters_of(flows: Flows, *, auto: bool) -> tuple[Parameter, ...]:
    """The parameters: what `%%params` cells assign, and with `auto` literals that look like them."""
    bound = Counter(name for each in flows.statements for name in each.facts.binds)
    unsteady = {
        name for each in flows.statements for name in (*each.facts.changes, *each.facts.deletes)
    }
    found: list[Parameter] = []
    computing = False
    for cell in flows.cells:
        tagged = cell.role is Role.PARAMETERS
        for each in cell.statements:
            parameter = _literal_assignment(each)
            steady = parameter and bound[parameter.name] == 1 and parameter.name not in unsteady
            if parameter and (tagged or (auto and cell.role is None and steady)):
                if tagged or not computing or parameter.name.isupper():
                    found.append(parameter)
            elif parameter is None and each.kind is Kind.DATA:
                computing = True
    return tuple(found)


def _literal_assignment(statement: Statement) -> Parameter | None:
    found = assigned_literal(statement.node)
    return Parameter(*found, statement.number) if found else None


@lru_cache(maxsize=2048)
def assigned_literal(node: ast.AST) -> tuple[str, Any] | None:
    """The name and the value of an assignment of a literal, such as `rate = 0.5`."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, expression = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        target, expression = node.target, node.value
    else:
        return None
    if not isinstance(target, ast.Name):
        return None
    plain, value = plain_literal(expression)
    if not plain or len(repr(value)) > LONGEST_PARAMETER:
        return None
    return target.id, value


# ---------------------------------------------------------------- what a node keeps


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that takes part in the pipeline, with the statements that its node keeps."""

    source: CellFlow
    statements: tuple[Statement, ...]
    flow: Flow

    @property
    def number(self) -> int:
        return self.source.number

    def only(self, numbers: Collection[int]) -> Kept:
        """The cell with no statements but these."""
        statements = tuple(each for each in self.statements if each.number in numbers)
        return Kept(self.source, statements, fold(statements))


def computes(cell: CellFlow, names: Names, parameters: frozenset[int]) -> bool:
    """Whether a cell makes, changes or writes something that outlives it."""
    working = [
        each
        for each in cell.statements
        if each.number not in parameters
        and (each.kind is Kind.DATA or (each.kind is Kind.SHOW and names.leaves(each)))
    ]
    if any(map(lasts, working)):
        return True
    changed = cell.flow.changes.keys() - names.static
    bound = {name for each in working for name in each.facts.binds}
    return bool(changed) or any(not names.is_local(name) for name in bound)


def lasts(statement: Statement) -> bool:
    """Whether a statement does something that outlives it beside what it binds."""
    effects = statement.facts.effects
    if any(effect.kind in LASTING for effect in effects):
        return True
    if not isinstance(statement.node, ast.Expr):
        return False
    return any(
        effect.kind == "unknown"
        and effect.call is statement.node.value
        and not LOOKING.match(effect.what.rpartition(".")[2])
        for effect in effects
    )


def kept(cell: CellFlow, names: Names, parameters: frozenset[int], *, seeded: bool) -> Kept:
    """The statements that a node cut from this cell keeps."""
    able = [each for each in cell.statements if each.number not in parameters]
    plots = cell.role is Role.REPORT or _keeps_figures(cell.statements, names)
    live = _live(cell, able, names, plots=plots, seeded=seeded)
    if not plots and any(_asks_figure(each) or draws([each]) for each in live):
        live = _live(cell, able, names, plots=True, seeded=seeded)
    whole = len(live) == len(cell.statements)
    return Kept(cell, tuple(live), cell.flow if whole else fold(live))


def _live(
    cell: CellFlow, able: Iterable[Statement], names: Names, *, plots: bool, seeded: bool
) -> list[Statement]:
    chosen = [
        each
        for each in able
        if _stays(each, plots=plots, seeded=seeded)
        or (each.kind is Kind.SHOW and names.leaves(each))
    ]
    if cell.role is Role.REPORT and not draws(cell.statements):
        chosen = [each for each in cell.statements if each in (*chosen, cell.statements[-1])]
    return _without_dead(_with_makers(chosen, cell.statements), names)


def _with_makers(chosen: Sequence[Statement], statements: Sequence[Statement]) -> list[Statement]:
    """What was chosen, with statements that only show and yet bind what is read below them.

    `with catch_warnings(record=True) as caught` is one, above `len(caught)`.
    """
    numbers = {each.number for each in chosen}
    wanted: set[str] = set()
    found: list[Statement] = []
    for each in reversed(statements):
        needed = each.kind is Kind.SHOW and not wanted.isdisjoint(each.facts.incidental)
        if each.number in numbers or needed:
            found.append(each)
            wanted = (wanted - each.facts.binds.keys()) | each.facts.uses.keys()
    return found[::-1]


def _asks_figure(statement: Statement) -> bool:
    """Whether what a statement makes depends on what was drawn before it."""
    return statement.kind is Kind.DATA and any(
        effect.kind == "pyplot" and effect.what.rpartition(".")[2] in ASKING_FIGURE
        for effect in statement.facts.effects
    )


def draws(statements: Iterable[Statement]) -> bool:
    """Whether statements make a figure; a report that does not is what its last line shows."""
    return any(
        any(map(_draws_by, each.facts.effects))
        or "axes" in each.facts.kinds.values()
        or any(map(PLOTTING.match, names_called(each.node)))
        for each in statements
    )


def _draws_by(effect: Effect) -> bool:
    return effect.kind == "pyplot" or effect.what.startswith(("seaborn.", "plotly."))


def _stays(statement: Statement, *, plots: bool, seeded: bool) -> bool:
    if statement.kind is Kind.DATA:
        return True
    if statement.kind is not Kind.SHOW:
        return False
    effects = {effect.kind for effect in statement.facts.effects}
    if plots and not is_bare(statement.node):
        return True
    kept = prints(statement.node) or isinstance(statement.node, ast.Assert)
    return kept or (seeded and "random" in effects)


BARE_METHODS = frozenset({"head", "tail", "describe", "info"})


def is_bare(node: ast.stmt) -> bool:
    """`df` or `df.head()`: an expression that only the notebook shows."""
    if not isinstance(node, ast.Expr):
        return False
    if not isinstance(node.value, ast.Call):
        return True
    function = node.value.func
    into = any(each.arg == "buf" for each in node.value.keywords)  # `df.info(buf=text)`
    return isinstance(function, ast.Attribute) and not into and function.attr in BARE_METHODS


def _keeps_figures(statements: Sequence[Statement], names: Names) -> bool:
    """Whether a figure is written to a file, or is a variable that outlives the cell."""
    return saves_figure(statements) or any(
        kind == "axes" and not names.is_local(name)
        for each in statements
        for name, kind in each.facts.kinds.items()
    )


def saves_figure(statements: Iterable[Statement]) -> bool:
    """Whether statements write a figure to a file."""
    return any(
        effect.kind == "writes" and effect.what.rpartition(".")[2] in ("savefig", "save")
        for effect in effects_of(statements)
    )


def _without_dead(statements: list[Statement], names: Names) -> list[Statement]:
    """Drop assignments to locals that nothing kept reads any more."""
    live: list[Statement] = []
    needed: set[str] = set()
    for each in reversed(statements):
        facts = each.facts
        if _is_dead(each, needed, names):
            continue
        needed |= facts.mentions
        live.append(each)
    return live[::-1]


def _is_dead(statement: Statement, needed: set[str], names: Names) -> bool:
    facts = statement.facts
    if (
        not isinstance(statement.node, ast.Assign)
        or facts.changes
        or facts.deletes
        or not facts.binds
    ):
        return False
    if any(effect.kind in LASTING or effect.kind == "random" for effect in facts.effects):
        return False
    return all(name not in needed and names.is_local(name) for name in facts.binds)
