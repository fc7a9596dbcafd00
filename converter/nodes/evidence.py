"""What a run of the notebook showed, put beside what its text says.

The text cannot tell everything: what a library's function changes, which generator it draws
from, which file it writes. A run can; so after one, the analysis is made again with its facts.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..flow.cells import STATIC, CellFlow, Flows, Kind, Statement, effects_of, fold
from ..flow.facts import Effect, Touch
from ..flow.known_effects import LEAVING_NO_FILE
from ..source.ipython_syntax import changes_folder, unchecked
from ..source.trees import parts_of
from ..verify.observation import CellObservation, Observation
from .catalog import entries_of
from .open_figures import seen_figures, with_open_figures

KIND_OF_TYPE = {
    "pandas.DataFrame": "frame",
    "pandas.Series": "series",
    "numpy.ndarray": "array",
    "list": "list",
    "dict": "dict",
    "set": "set",
    "tuple": "tuple",
    "int": "plain",
    "float": "plain",
    "str": "plain",
    "bool": "plain",
    "NoneType": "plain",
    "matplotlib.figure.Figure": "axes",
    "matplotlib.axes.Axes": "axes",
}
"""The analysis's kinds by the types that a run saw."""

GENERATORS = {"numpy.random": "numpy", "random": "random", "torch": "torch"}
"""The analysis's names of the generators that a run saw changing."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one cell was seen to do."""

    seen: CellObservation
    shared_before: frozenset[frozenset[str]]
    """Pairs of names that shared something before the cell."""

    @property
    def pairs(self) -> frozenset[frozenset[str]]:
        return self.shared_before | frozenset(map(frozenset, self.seen.sharing))


def with_evidence(flows: Flows, observation: Observation) -> Flows:
    """The same flows with what a run of the notebook showed."""
    seen = {cell.number: cell for cell in observation.cells}
    births: dict[str, int] = {}
    before: frozenset[frozenset[str]] = frozenset()
    known = set(entries_of(flows).tagged)
    cells: list[CellFlow] = []
    for cell in flows.cells:
        if cell.number in seen and cell.statements:
            evidence = Evidence(seen[cell.number], before)
            cell = _with_entered(cell, evidence.seen, known)
            cell = _refined(cell, evidence, births)
            before = frozenset(map(frozenset, seen[cell.number].sharing))
            known |= seen[cell.number].types.keys()
        known |= cell.flow.binds.keys()
        for each in cell.statements:
            for name in each.facts.binds:
                if each.kind is Kind.IMPORT:  # an object of a library is no value of the notebook
                    births.pop(name, None)
                else:
                    births[name] = each.number
        cells.append(cell)
    return with_open_figures(replace(flows, cells=tuple(cells)), seen_figures(observation))


def _with_entered(cell: CellFlow, seen: CellObservation, known: set[str]) -> CellFlow:
    """A cell with the names that it was seen to make and that its text binds nowhere, or too late.

    `exec` makes such names, and `sympy.var`, and what is stored into `globals()`.
    """
    brought = any(map(_imports_star, cell.statements))
    late = (cell.flow.reads.keys() & cell.flow.sure) - known
    made = seen.types.keys() - seen.changed.keys() - (cell.flow.binds.keys() - late)
    if brought or not made or "runpy" in cell.code.imports:
        return cell
    statements = list(cell.statements)
    calling = _calling(statements)
    for name in sorted(made):
        readers = [at for at, each in enumerate(statements) if name in each.facts.uses]
        first = readers[0] if readers else len(statements)
        for at in [at for at in calling if at < first] or [at for at in calling if at == first]:
            facts = statements[at].facts
            uses = {
                each: line for each, line in facts.uses.items() if each != name or each in known
            }
            binds = {**facts.binds, name: True}
            facts = replace(facts, uses=uses, binds=binds, entered=facts.entered | {name})
            statements[at] = statements[at].doing(facts)
    return replace(cell, statements=tuple(statements), flow=fold(statements))


def _imports_star(statement: Statement) -> bool:
    names = getattr(statement.node, "names", ())
    return any(each.name == "*" for each in names if isinstance(each, ast.alias))


def _refined(cell: CellFlow, evidence: Evidence, births: Mapping[str, int]) -> CellFlow:
    statements = [_seen_statement(each, evidence) for each in cell.statements]
    if evidence.seen.cwd is None:
        statements = _at_rest(statements, cell)
    statements = _with_changes(statements, cell, evidence, births)
    statements = _with_looks(statements, evidence.seen)
    statements = _with_effects(statements, evidence.seen)
    code = cell.code
    if evidence.seen.exit_status:
        code = replace(code, source=unchecked(code.source))
    return replace(cell, code=code, statements=tuple(statements), flow=fold(statements))


def _at_rest(statements: Sequence[Statement], cell: CellFlow) -> list[Statement]:
    """Where `%cd` finds no such folder, Jupyter says so and goes on.

    A cell that has several may well have gone back to where it was.
    """
    lines = cell.cell.source.split("\n")
    changing = [each for each in statements if changes_folder(lines[each.node.lineno - 1])]
    if len(changing) != 1:
        return list(statements)
    found = []
    for each in statements:
        if each in changing:
            effects = [effect for effect in each.facts.effects if effect.kind != "folder"]
            each = replace(each, kind=Kind.SHOW, facts=replace(each.facts, effects=effects))
        found.append(each)
    return found


def _with_stand_ins(statement: Statement, seen: CellObservation) -> Statement:
    """A guard of imports that left a value where a module was not there: `tqdm = None`."""
    facts = statement.facts
    guards = isinstance(statement.node, (ast.Try, ast.If, ast.With))
    values = {name for name in facts.imports if guards and seen.defined.get(name) is not None}
    if not values:
        return statement
    binds = {**facts.binds, **dict.fromkeys(sorted(values), True)}
    facts = replace(facts, binds=binds, imports=facts.imports - values)
    return replace(statement, facts=facts, kind=Kind.DATA)


def _seen_statement(statement: Statement, evidence: Evidence) -> Statement:
    """A statement with the kinds that were seen, and without sharing that was not."""
    statement = _with_stand_ins(statement, evidence.seen)
    facts = statement.facts
    kinds = dict(facts.kinds)
    for name in facts.binds:
        found = evidence.seen.types.get(name)
        if name in evidence.seen.unpicklable:
            kinds[name] = "unpicklable"
        elif found is not None:
            kind = KIND_OF_TYPE.get(found.type, kinds.get(name, ""))
            kinds[name] = "cursor" if kind == "iterator" else kind  # it was seen to be pickled
    touches = [
        touch for each in facts.touches if (touch := _seen_touch(each, evidence)) is not None
    ]
    return replace(statement, facts=replace(facts, kinds=kinds, touches=touches))


def _seen_touch(touch: Touch, evidence: Evidence) -> Touch | None:
    names = {name for name, _ in touch.names}
    shared = {name for pair in evidence.pairs if pair <= names for name in pair}
    kept = tuple(each for each in touch.names if each[0] in shared)
    return Touch(kept) if len(kept) > 1 else None


# ---------------------------------------------------------------- changes


def _with_changes(
    statements: Sequence[Statement], cell: CellFlow, evidence: Evidence, births: Mapping[str, int]
) -> list[Statement]:
    """Add the changes in place that only the run showed, and whom they concern together."""
    known = {name for each in statements for name in (*each.facts.changes, *each.facts.binds)}
    changed = {name for name in evidence.seen.changed if name in births}
    unseen = sorted(changed - known)
    found = list(statements)
    for name in unseen:
        for at in _suspects(found, name):
            facts = found[at].facts
            found[at] = found[at].doing(replace(facts, changes=facts.changes | {name: True}))
    for name in sorted(changed):
        partners = {other for pair in evidence.pairs if name in pair for other in pair & changed}
        at = _culprit(found, name)
        if len(partners) > 1 and at is not None:
            touch = Touch(tuple((each, births[each]) for each in sorted(partners)))
            facts = found[at].facts
            found[at] = replace(found[at], facts=replace(facts, touches=[*facts.touches, touch]))
    return found


def _with_looks(statements: Sequence[Statement], seen: CellObservation) -> list[Statement]:
    """Keep what a cell shows of a value that it makes, where the look changes the value."""
    return [
        each.doing(replace(each.facts, changes=each.facts.changes | dict.fromkeys(found, True)))
        if each.kind is Kind.SHOW and (found := each.facts.uses.keys() & seen.looked)
        else each
        for each in statements
    ]


def _suspects(statements: Sequence[Statement], name: str) -> list[int]:
    """The statements that may have changed a name: all that read it, or what was made of it."""
    reached = {name}
    found: list[int] = []
    for at, each in enumerate(statements):
        if not reached.isdisjoint(each.facts.uses):
            found.append(at)
            reached |= each.facts.binds.keys()
    last = _culprit(statements, name)
    return found or ([] if last is None else [last])


def _culprit(statements: Sequence[Statement], name: str) -> int | None:
    """The statement that most likely changed a name: one that says so, else the last that reads it."""
    says = [at for at, each in enumerate(statements) if name in each.facts.changes]
    reads = [at for at, each in enumerate(statements) if name in each.facts.uses]
    others = [at for at, each in enumerate(statements) if each.kind not in STATIC]
    return next((places[-1] for places in (says, reads, others) if places), None)


# ---------------------------------------------------------------- effects


def _with_effects(statements: Sequence[Statement], seen: CellObservation) -> list[Statement]:
    """Keep the draws and files that the run showed, and add those that the text hides."""
    drawn = {GENERATORS.get(name, name) for name in seen.random}
    found = []
    for each in statements:
        effects = [
            effect._replace(sure=True) if effect.kind == "random" else effect
            for effect in each.facts.effects
            if _was_seen(effect, each, drawn, seen)
        ]
        found.append(replace(each, facts=replace(each.facts, effects=effects)))
    told = {effect.what for effect in effects_of(found) if effect.kind in ("random", "seed")}
    for generator in sorted(drawn - told):
        _add(found, Effect("random", generator, sure=True), _last_to_act(found))
    paths = {effect.path for effect in effects_of(found) if effect.kind in ("writes", "files")}
    for path in sorted(seen.files.written):
        if path not in paths and None not in paths:
            _add(found, Effect("writes", "unseen", None, path), _writers(found, path))
    return found


def _was_seen(effect: Effect, statement: Statement, drawn: set[str], seen: CellObservation) -> bool:
    """Whether a run saw what the text says, or could not see it: a branch that it did not take."""
    if effect.kind == "random":
        return effect.what in drawn
    if hasattr(statement.node, "body") or _leaves_no_file(effect):
        return True
    if effect.kind == "files" or (effect.kind == "writes" and effect.path is None):
        return bool(seen.files.written or seen.files.deleted) or seen.cwd is not None
    return True


def _leaves_no_file(effect: Effect) -> bool:
    """Whether a call makes a folder, or takes away what another run of the notebook may have left."""
    if effect.what == "subprocess.run" and effect.call is not None:
        return "mkdir" in ast.unparse(effect.call)
    return effect.what.rpartition(".")[2] in LEAVING_NO_FILE


def _add(statements: list[Statement], effect: Effect, places: Iterable[int]) -> None:
    for at in places:
        facts = statements[at].facts
        statements[at] = statements[at].doing(replace(facts, effects=[*facts.effects, effect]))


def _last_to_act(statements: Sequence[Statement]) -> list[int]:
    """The last statement that calls something."""
    return [at for at, each in enumerate(statements) if each.kind not in STATIC][-1:]


def _calling(statements: Sequence[Statement]) -> list[int]:
    """The statements that call something when the cell runs."""
    return [
        at
        for at, each in enumerate(statements)
        if each.kind not in STATIC
        and any(isinstance(part, ast.Call) for part in parts_of(each.node))
    ]


def _writers(statements: Sequence[Statement], path: str) -> list[int]:
    """The statements that may have written a file: those that name it, else all that call something."""
    calling = _calling(statements)
    name = PurePath(path).name
    naming = [at for at in calling if name in ast.unparse(statements[at].node)]
    return naming or calling or _last_to_act(statements)
