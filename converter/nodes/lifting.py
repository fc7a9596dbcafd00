"""Reads and writes of literal paths in code, as entries of the catalog."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..flow.cells import Flow, Statement, fold
from ..flow.facts import Effect
from ..flow.known_effects import PATH_ARGUMENTS
from ..flow.paths import plain_literal
from .roles import Kept

if TYPE_CHECKING:
    from .grouping import Groups, Trace

READERS: dict[str, str] = {
    "pandas.read_csv": "pandas.CSVDataset",
    "pandas.read_table": "pandas.CSVDataset",
    "pandas.read_excel": "pandas.ExcelDataset",
    "pandas.read_parquet": "pandas.ParquetDataset",
    "pandas.read_json": "pandas.JSONDataset",
}
"""Functions that read a dataset whole, and the type of its entry."""

DEFAULT_ARGUMENTS: dict[str, dict[str, Any]] = {"pandas.read_table": {"sep": "\t"}}
"""What a function passes to its dataset's reader that the reader would not assume."""

SEPARATING = frozenset({"sep", "delimiter", "delim_whitespace"})
"""Arguments that say what stands between the columns of a table."""

WRITERS: dict[str, str] = {"to_csv": "pandas.CSVDataset", "to_parquet": "pandas.ParquetDataset"}
"""Methods that write a data frame so that its dataset writes the same bytes."""

DATASET_DEFAULTS: dict[str, dict[str, Any]] = {"to_csv": {"index": True}}
"""Save arguments that a dataset's own defaults would change."""

LIFTED_SUFFIXES = frozenset(
    {".csv", ".tsv", ".txt", ".data", ".dat", ".xlsx", ".xls", ".parquet", ".json"}
)
"""Endings of files that stand for themselves: what is packed is left to the code that knows how."""


@dataclass(frozen=True, slots=True)
class Lift:
    """A read or write in code that the catalog takes over."""

    cell: int
    statement: int
    call: ast.Call
    variable: str
    entry: Mapping[str, Any] = field(hash=False)
    saves: bool = False

    @property
    def maker(self) -> int:
        """Its number among the makers of a trace, below that of everything outside."""
        return -2 - self.statement

    @property
    def path(self) -> str:
        return self.entry["filepath"]


def lifts_of(cells: Sequence[Kept], effects: Iterable[Effect]) -> tuple[Lift, ...]:
    """The statements that only read a variable from, or write one to, a file of its own."""
    effects = tuple(effects)
    written = Counter(each.path for each in effects if each.kind == "writes")
    read = Counter(each.path for each in effects if each.kind == "reads")
    unsure = any(
        each.kind in ("folder", "files") or (each.kind == "writes" and each.path is None)
        for each in effects
    )
    shared = frozenset(_shared_later(cells))
    found: list[Lift] = []
    for cell in cells:
        for at, each in enumerate(cell.statements):
            lift = _read_lift(each) or _write_lift(each)
            if lift is None:
                continue
            if lift.saves:
                alone = written[lift.path] == 1 and not read[lift.path] and not read[None]
            else:
                alone = not unsure and not written[lift.path] and each.number not in shared
            if alone and (lift.saves or not _is_known(lift.variable, cell.statements[:at])):
                found.append(lift)
    return tuple(found)


def _is_known(name: str, statements: Sequence[Statement]) -> bool:
    return any(
        name in (*each.facts.uses, *each.facts.binds, *each.facts.changes) for each in statements
    )


def _shared_later(cells: Sequence[Kept]) -> Iterable[int]:
    """Statements that make what a cell changes through a name that another cell gave it.

    `both = [train, test]` in one cell, and a loop over `both` that changes them in the next: they
    stay together, and so does what reads them.
    """
    home = {each.number: cell.number for cell in cells for each in cell.statements}
    for cell in cells:
        touches = [touch for each in cell.statements for touch in each.facts.touches]
        for births in ({birth for _, birth in touch.names} for touch in touches):
            away = {birth for birth in births if home.get(birth) != cell.number}
            yield from (birth for birth in births if away - {birth})


def wanted_lifts(
    lifts: Sequence[Lift], cells: Sequence[Kept], traced: Trace, groups: Groups
) -> tuple[Lift, ...]:
    """The lifts that a function can have at its edge; the others stay in code.

    A function takes what was read at its start, and gives what is to be written at its end. What
    nobody takes is read in code, as a result.
    """
    members = groups.members()
    home = {cell.number: at for at, cell in enumerate(cells)}
    taken = {maker for takes in traced.takes for maker in takes.values()}

    def stays_to_the_end(lift: Lift) -> bool:
        at = home[lift.cell]
        later = [cells[each] for each in members[groups.find(at)] if each > at]
        after = [each for each in cells[at].statements if each.number > lift.statement]
        after += [each for cell in later for each in cell.statements]
        facts = [each.facts for each in after]
        return not any(lift.variable in (*f.binds, *f.changes, *f.deletes) for f in facts)

    def stands_at_the_start(lift: Lift) -> bool:
        return lift.maker in taken and not any(
            lift.variable in traced.gives[above]
            or traced.takes[above].get(lift.variable, lift.maker) != lift.maker
            for at, takes in enumerate(traced.takes)
            if takes.get(lift.variable) == lift.maker
            for above in members[groups.find(at)]
            if above < at
        )

    return tuple(
        each for each in lifts if (stays_to_the_end if each.saves else stands_at_the_start)(each)
    )


def _read_lift(statement: Statement) -> Lift | None:
    node, effects = statement.node, statement.facts.effects
    if (
        not isinstance(node, ast.Assign)
        or len(node.targets) != 1
        or not isinstance(node.targets[0], ast.Name)
    ):
        return None
    effect = next(
        (each for each in effects if each.kind == "reads" and each.call is node.value), None
    )
    if effect is None or effect.what not in READERS or not _is_liftable(effect.path):
        return None
    name = node.targets[0].id
    if statement.facts.kinds.get(name) != "frame":  # pieces of one, or one a sheet
        return None
    arguments = _keywords(effect.call)
    if arguments is None:
        return None
    entry: dict[str, Any] = {"type": READERS[effect.what], "filepath": effect.path}
    if not SEPARATING.intersection(arguments):
        arguments = DEFAULT_ARGUMENTS.get(effect.what, {}) | arguments
    if arguments:
        entry["load_args"] = arguments
    assert effect.call is not None
    return Lift(statement.cell, statement.number, effect.call, name, entry)


def _write_lift(statement: Statement) -> Lift | None:
    node, effects = statement.node, statement.facts.effects
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return None
    effect = next(
        (each for each in effects if each.kind == "writes" and each.call is node.value), None
    )
    owner = node.value.func.value if isinstance(node.value.func, ast.Attribute) else None
    if effect is None or not isinstance(owner, ast.Name) or effect.what not in WRITERS:
        return None
    arguments = _keywords(effect.call)
    if arguments is None or not _is_liftable(effect.path):
        return None
    entry: dict[str, Any] = {"type": WRITERS[effect.what], "filepath": effect.path}
    arguments = DATASET_DEFAULTS.get(effect.what, {}) | arguments
    if arguments:
        entry["save_args"] = arguments
    return Lift(statement.cell, statement.number, node.value, owner.id, entry, saves=True)


def _is_liftable(path: str | None) -> bool:
    return (
        path is not None
        and "://" not in path
        and PurePosixPath(path).suffix.lower() in LIFTED_SUFFIXES
    )


def _keywords(call: ast.Call | None) -> dict[str, Any] | None:
    """A call's arguments beside the path, where they are literals given by name."""
    if call is None or len(call.args) > 1:
        return None
    found: dict[str, Any] = {}
    for each in call.keywords:
        if each.arg in PATH_ARGUMENTS:
            continue
        plain, value = plain_literal(each.value)
        adds = each.arg == "mode"
        if each.arg is None or adds or not plain or not _keeps_in_yaml(value):
            return None
        found[each.arg] = value
    return found


def _keeps_in_yaml(value: Any) -> bool:
    return not isinstance(value, dict) or all(isinstance(key, str) for key in value)


def without_lifted(cells: Sequence[Kept], lifts: Sequence[Lift]) -> list[Kept]:
    """Take the statements away that the catalog took over, and cells of which nothing is left."""
    gone = {lift.statement: lift for lift in lifts}
    found = []
    for cell in cells:
        left = tuple(each for each in cell.statements if each.number not in gone)
        if len(left) == len(cell.statements):
            found.append(cell)
            continue
        saves = [
            gone[each.number]
            for each in cell.statements
            if each.number in gone and gone[each.number].saves
        ]
        if left or saves:
            found.append(Kept(cell.source, left, _reading(fold(left), saves)))
    return found


def _reading(flow: Flow, saves: Sequence[Lift]) -> Flow:
    """A flow that also takes what is saved from it."""
    reads = {lift.variable: lift.call.lineno for lift in saves if not flow.binds.get(lift.variable)}
    return replace(flow, reads=reads | flow.reads, data=flow.data | reads.keys())
