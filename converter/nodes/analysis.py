"""The analysis of a notebook: from its cells to the graph that everything shares."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..flow.cells import STATIC, CellFlow, Flows, Kind, effects_of, flows
from ..flow.walk import BUILTINS
from ..source.notebook import Notebook
from ..source.tags import Role
from .catalog import entries_of, name_lifts
from .chains import chained
from .findings import find_all
from .graph import Graph, GraphCell, GraphNode
from .grouping import Groups, Trace, join_cells, trace, without_unseen
from .in_place import left_in_place
from .lifting import Lift, lifts_of, wanted_lifts, without_lifted
from .linking import (
    Linked,
    Naming,
    Unit,
    idle_cells,
    link,
    name_units,
    needed,
    units_of,
    with_files,
)
from .naming import settings
from .open_figures import told_figures, with_open_figures
from .reports import add_reports
from .roles import (
    Kept,
    Names,
    Parameter,
    computes,
    kept,
    names_of,
    parameters_of,
    reads_of_timed,
)

if TYPE_CHECKING:
    from ..verify.observation import Observation


@dataclass(frozen=True)
class Analysis:
    """All that is known of a notebook without running it."""

    flows: Flows
    names: Names
    parameters: tuple[Parameter, ...]
    nodes: tuple[Linked, ...]
    lifts: tuple[Lift, ...]
    graph: Graph
    seen: Observation | None = None
    """What a run of the notebook showed, where there was one."""

    @property
    def notebook(self) -> Notebook:
        return self.flows.notebook

    @cached_property
    def import_folders(self) -> tuple[str, ...]:
        """Folders beside the notebook's own that modules are imported from, as seen from there."""
        known = self.flows.folders
        seen = (
            [path for cell in self.seen.cells for path in cell.paths] if self.seen else known.found
        )
        return tuple(dict.fromkeys([*known.told, *seen]))

    @cached_property
    def kept_at(self) -> dict[int, Kept]:
        """The cells of the nodes by their positions, which is what makers of versions are."""
        return {
            at: cell
            for node in self.nodes
            for at, cell in zip(node.unit.positions, node.unit.cells, strict=True)
        }

    @cached_property
    def takes_at(self) -> dict[int, Mapping[str, int]]:
        """What the node takes that a cell is in, by the position of that."""
        return {at: node.unit.takes for node in self.nodes for at in node.unit.positions}


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let what is made stay, and look for garbage once at the end: syntax trees are many objects."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def analyse(
    notebook: Notebook,
    *,
    auto: bool = False,
    joined: Iterable[tuple[int, int]] = (),
    in_place: frozenset[Kind] = frozenset(),
    seen: Observation | None = None,
) -> Analysis:
    """Work out a notebook's pipeline from its text, and from a run of it where there was one.

    With `auto` every cell that computes something takes part, tagged or not. `joined` are pairs
    of cell numbers that a proof showed to be inseparable, `in_place` are the kinds of statements
    that it showed to depend on where they stand; `seen` is what a run showed.
    """
    joined = tuple(joined)
    found = left_in_place(flows(notebook), in_place)
    if seen is None:
        found = with_open_figures(found, told_figures(found))
    else:
        from .evidence import with_evidence

        found = with_evidence(found, seen)
    names = names_of(found, auto=auto)
    parameters = parameters_of(found, auto=auto)
    entries = entries_of(found)
    outside = frozenset({each.name for each in parameters} | set(entries.tagged))
    draft = _draft(found, names, _kept_cells(found, names, parameters), joined)
    if auto:
        draft = _without_idle(draft, found, names, joined, outside)
    units, traced, lifts = draft.units, draft.traced, draft.lifts
    if not auto:
        wanted = needed(units)
        tagged = (unit for number, unit in enumerate(units) if number in wanted)
        units = with_files(tagged, outside)
    around = settings(notebook)
    named = name_units(units, around, names.static)
    lifted = name_lifts(lifts, units, traced, entries)
    naming = Naming(frozenset(each.name for each in parameters), frozenset(entries.tagged), lifted)
    linked, kept_reports = add_reports(
        link(units, named, traced, naming, around), outside.union(lifted.values())
    )
    catalog = {**entries.tagged, **_lifted_entries(lifts, lifted), **kept_reports}
    graph = Graph(
        name=notebook.name,
        cells=_graph_cells(found.cells, names, parameters, linked, lifts),
        nodes=tuple(_graph_node(each) for each in linked),
        parameters={each.name: each.value for each in parameters},
        catalog=catalog,
    )
    problems = (
        *entries.problems,
        *draft.notes,
        *find_all(found, names, linked, graph, auto=auto, seen=seen is not None),
    )
    graph = graph.with_diagnostics(sorted(problems, key=_by_place))
    return Analysis(found, names, parameters, linked, lifts, graph, seen)


@dataclass(frozen=True, slots=True)
class Draft:
    """Cells grouped into units, before anything has a name."""

    cells: tuple[Kept, ...]
    """The cells that take part, as they were before the catalog took statements over."""
    lifts: tuple[Lift, ...]
    traced: Trace
    units: tuple[Unit, ...]
    notes: tuple[Diagnostic, ...]


def _draft(
    found: Flows, names: Names, cells: Sequence[Kept], joined: Iterable[tuple[int, int]]
) -> Draft:
    lifts = () if found.in_place else lifts_of(cells, effects_of(found.statements))
    while True:
        left, traced, groups, notes = _grouped(found, names, cells, lifts, joined)
        wanted = wanted_lifts(lifts, left, traced, groups)
        if wanted == lifts:
            break
        lifts = wanted
    units = units_of(left, traced, groups, names, _saves(left, lifts))
    return Draft(tuple(cells), lifts, traced, units, notes)


def _grouped(
    found: Flows,
    names: Names,
    cells: Sequence[Kept],
    lifts: Sequence[Lift],
    joined: Iterable[tuple[int, int]],
) -> tuple[list[Kept], Trace, Groups, tuple[Diagnostic, ...]]:
    """What is left of the cells beside the catalog, and how they are grouped."""
    left = without_lifted(cells, lifts)
    traced = without_unseen(trace(left, lifts), left, names)
    tagged = _joins_tagged(left)
    given = [*tagged, *_joins_asked(left, joined)]
    if found.in_place:
        given += pairwise(range(len(left)))
    elif names.auto:
        lifted = {lift.cell for lift in lifts if lift.saves}
        given += chained(left, traced, names, found.notebook, apart=lifted)
    groups, notes = join_cells(left, traced, names, given=given)
    return left, traced, groups, (*_cycles(left, traced, tagged), *notes)


def _without_idle(
    draft: Draft,
    found: Flows,
    names: Names,
    joined: Iterable[tuple[int, int]],
    outside: frozenset[str],
) -> Draft:
    """Leave out cells whose results nobody sees, and then those that only they needed."""
    while idle := idle_cells(draft.units):
        taken = {lift.statement for lift in draft.lifts}
        cells = [
            cell.only(taken) if cell.number in idle else cell
            for cell in draft.cells
            if cell.number not in idle or any(each.number in taken for each in cell.statements)
        ]
        draft = _draft(found, names, cells, joined)
    return replace(draft, units=with_files(draft.units, outside))


def _by_place(found: Diagnostic) -> tuple[int, int, str]:
    return (found.cell or 0, found.line or 0, found.code)


def _kept_cells(found: Flows, names: Names, parameters: Sequence[Parameter]) -> list[Kept]:
    """The cells that may take part, with what their nodes would keep."""
    assigned = frozenset(each.statement for each in parameters)
    seeded = any(effect.kind == "seed" for effect in effects_of(found.statements))
    sampling = _sampling_cells(found)
    return [
        kept(cell, names, assigned, seeded=seeded)
        for cell in found.cells
        if cell.role in (Role.NODE, Role.REPORT)
        or (cell.role is None and (computes(cell, names, assigned) or cell.number in sampling))
        or (cell.role is None and found.in_place and cell.statements)
    ]


def _sampling_cells(found: Flows) -> frozenset[int]:
    """Cells that draw from a generator that a cell above has seeded: the next draw depends on it."""
    seeded: set[str] = set()
    sampling: set[int] = set()
    for each in found.statements:
        for effect in each.facts.effects:
            if effect.kind == "seed":
                seeded.add(effect.what)
            elif effect.kind == "random" and effect.sure and effect.what in seeded:
                sampling.add(each.cell)
    return frozenset(sampling)


def _joins_tagged(cells: Sequence[Kept]) -> list[tuple[int, int]]:
    """Cells tagged with one name are one node."""
    first: dict[str, int] = {}
    joins: list[tuple[int, int]] = []
    for at, cell in enumerate(cells):
        name = cell.source.tag.name if cell.source.tag else None
        if name is not None and first.setdefault(name, at) != at:
            joins.append((first[name], at))
    return joins


def _joins_asked(cells: Sequence[Kept], joined: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    at = {cell.number: position for position, cell in enumerate(cells)}
    return [(at[one], at[other]) for one, other in joined if one in at and other in at]


def _cycles(
    cells: Sequence[Kept], traced: Trace, tagged: Sequence[tuple[int, int]]
) -> Iterable[Diagnostic]:
    """What stands between two cells of one name, and needs the first while the second needs it."""
    if not tagged:
        return
    groups = Groups(list(range(len(cells))))
    for one, other in tagged:
        groups.join(one, other)
    cycle = groups.cycle(traced)
    if cycle is not None:
        names = [_said_name(cells[at]) for at in cycle]
        yield Diagnostic(
            "NB204", f"nodes form a cycle: {' -> '.join(names)}",
            "give the later cell a name of its own", _last_of(groups, cycle, cells).number, 1,
        )  # fmt: skip


def _last_of(groups: Groups, cycle: Sequence[int], cells: Sequence[Kept]) -> Kept:
    return next(cells[at] for at in reversed(range(len(cells))) if groups.find(at) in cycle)


def _said_name(cell: Kept) -> str:
    return (cell.source.tag.name if cell.source.tag else None) or f"cell {cell.number}"


def _saves(cells: Sequence[Kept], lifts: Sequence[Lift]) -> Mapping[int, list[Lift]]:
    at = {cell.number: position for position, cell in enumerate(cells)}
    saves: dict[int, list[Lift]] = {}
    for lift in lifts:
        if lift.saves:
            saves.setdefault(at[lift.cell], []).append(lift)
    return saves


def _lifted_entries(
    lifts: Sequence[Lift], lifted: Mapping[int, str]
) -> dict[str, Mapping[str, object]]:
    return {lifted[lift.maker]: lift.entry for lift in lifts}


# ---------------------------------------------------------------- the graph


def _graph_node(linked: Linked) -> GraphNode:
    unit = linked.unit
    return GraphNode(
        name=linked.name,
        inputs=linked.inputs,
        outputs=linked.outputs,
        cells=tuple(cell.number for cell in unit.cells),
        section=linked.section,
        doc=linked.doc,
        report=linked.report is not None,
        options=unit.options,
    )


def _graph_cells(
    cells: Sequence[CellFlow],
    names: Names,
    parameters: Iterable[Parameter],
    linked: Iterable[Linked],
    lifts: Iterable[Lift],
) -> tuple[GraphCell, ...]:
    node_of = {cell.number: each.name for each in linked for cell in each.unit.cells}
    lifted = {lift.cell for lift in lifts}
    assigned = {each.statement for each in parameters}
    changes = _seen_changes(cells, names)
    return tuple(
        _graph_cell(
            cell,
            _seen_reads(cell, names),
            changes[cell.number],
            node := node_of.get(cell.number),
            cell.role.value if cell.role else _inferred_role(cell, node, assigned, lifted),
        )
        for cell in cells
    )


def _seen_changes(cells: Sequence[CellFlow], names: Names) -> dict[int, tuple[str, ...]]:
    """What each cell changes, without the variables of loops above that nobody reads any more."""
    seen: dict[int, tuple[str, ...]] = {}
    live: set[str] = set()
    for cell in reversed(cells):
        live |= cell.flow.reads.keys()
        seen[cell.number] = tuple(
            name for name in cell.flow.changes if name in live or name not in names.incidental
        )
        live -= {name for name, sure in cell.flow.binds.items() if sure} - cell.flow.reads.keys()
    return seen


def _seen_reads(cell: CellFlow, names: Names) -> tuple[str, ...]:
    """What a cell reads, what it times included, and the lists that hold the frames which it reads."""
    beside = {name for each in cell.statements for name in each.facts.beside}
    beside -= cell.flow.binds.keys() | names.incidental
    others = sorted((beside | reads_of_timed(cell)) - cell.flow.reads.keys())
    return tuple(name for name in (*cell.flow.reads, *others) if name not in BUILTINS)


def _graph_cell(
    cell: CellFlow,
    reads: tuple[str, ...],
    changes: tuple[str, ...],
    node: str | None,
    role: str,
) -> GraphCell:
    flow = cell.flow
    said = {name for each in cell.statements for name in each.facts.said} | flow.changes.keys()
    return GraphCell(
        index=cell.cell.index,
        id=cell.cell.id,
        number=cell.number,
        role=role,
        name=node or (cell.tag.name if cell.tag else None),
        reads=reads,
        binds=tuple(flow.binds),
        changes=changes,
        through=tuple(name for name in flow.reads if name not in said and name not in BUILTINS),
        tagged=cell.tag is not None,
    )


def _inferred_role(
    cell: CellFlow, node: str | None, assigned: Collection[int], lifted: Collection[int]
) -> str:
    if node is not None:
        return Role.NODE.value
    if cell.number in lifted:
        return Role.CATALOG.value
    if any(each.number in assigned for each in cell.statements):
        return Role.PARAMETERS.value
    if any(each.kind in STATIC for each in cell.statements):
        return Role.SETUP.value
    return (
        Role.SKIP.value if not any(each.kind is Kind.DATA for each in cell.statements) else "unused"
    )
