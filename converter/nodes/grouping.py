"""Which cells become one node: those tagged alike, and those that no cut may part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from ..diagnostics import Diagnostic
from ..flow.cells import Statement, effects_of
from .lifting import Lift
from .roles import Kept, Names
from .state import STUCK, State

OUTSIDE = -1
"""The maker of what no cell makes: parameters, catalog entries, module level.

A cell is its own position, and a lifted read is below this (`Lift.maker`). They are plain numbers,
as versions of names, `(name, maker)`, are compared and sorted everywhere.
"""


def is_cell(maker: int) -> bool:
    """Whether a maker is a cell, by its position among those that take part."""
    return maker > OUTSIDE


def is_lift(maker: int) -> bool:
    """Whether a maker is a read that the catalog took over."""
    return maker < OUTSIDE


UNTRAVELLED = {
    "iterator": "an iterator is used up as it is read",
    "cursor": "an iterator is used up as it is read",
    "file": "an open file or connection belongs to its process",
    "thread": "a thread belongs to its process",
    "generator": "a generator is used up as it is read",
    "unpicklable": "it cannot be pickled",
    "stateful": "a function that keeps state between its calls cannot be copied",
}
"""Kinds of values that do not cross from node to node, and why."""

LOST = UNTRAVELLED.keys() - {"cursor", "stateful"}
"""Kinds that cannot leave their process at all, even at the end."""

CURES = {
    "iterator": "make a list of it",
    "cursor": "make a list of it",
    "file": "open it in each cell",
    "thread": "start it and wait for it in one cell",
    "generator": "make a list of it",
    "unpicklable": "make it in each cell",
    "stateful": "hand its state on as a value",
    "distribution": "seed a generator of its own, and draw from that",
}
"""What to do about each of them, where the cells are to be several nodes."""

SEEDED_KINDS = {"distribution": "it draws from numpy's own generator, which a copy would not"}
"""Kinds that do not cross once the notebook has seeded numpy."""


UNCOPIED = {
    "record": ("loses its attributes", "put what you set into a variable of its own"),
}
"""Kinds that travel as they are, but cannot be copied to be changed: why not, and what to do."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two cells stay one node, at which line of the later one, and how to part them."""

    code: str
    why: str
    cure: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """For each kept cell, who made what it takes; and what it gives."""

    takes: tuple[Mapping[str, int], ...]
    gives: tuple[frozenset[str], ...]
    final: Mapping[str, int]
    """Who made the last version of each name that is left at the end."""

    def readers(self) -> dict[tuple[str, int], list[int]]:
        """Who takes each version, a version being a name and its maker."""
        found: dict[tuple[str, int], list[int]] = {}
        for at, takes in enumerate(self.takes):
            for name, maker in takes.items():
                found.setdefault((name, maker), []).append(at)
        return found


def trace(cells: Sequence[Kept], lifts: Sequence[Lift] = ()) -> Trace:
    """Follow every name from cell to cell; the last writer of a name is its maker.

    What a lifted statement reads is made by the catalog, just before the rest of its cell.
    """
    maker: dict[str, int] = {}
    waiting = [lift for lift in reversed(lifts) if not lift.saves]
    state = State.before(effects_of([each for cell in cells for each in cell.statements]))
    takes: list[dict[str, int]] = []
    gives: list[frozenset[str]] = []
    for at, cell in enumerate(cells):
        flow = cell.flow
        while waiting and waiting[-1].cell <= cell.number:
            lift = waiting.pop()
            maker[lift.variable] = lift.maker
        state_takes, state_gives = state.step(effects_of(cell.statements))
        kept_as_is = [name for name, sure in flow.binds.items() if not sure and name in maker]
        read = [name for name in flow.reads if name in flow.data]
        wanted = (*read, *flow.changes, *kept_as_is, *state_takes)
        takes.append({name: maker.get(name, OUTSIDE) for name in wanted})
        given = frozenset((*flow.binds, *flow.changes, *state_gives))
        gives.append(given)
        for name in flow.deletes:
            maker.pop(name, None)
        maker |= dict.fromkeys(given, at)
    maker |= {lift.variable: lift.maker for lift in reversed(waiting)}
    return Trace(tuple(takes), tuple(gives), maker)


def without_unseen(traced: Trace, cells: Sequence[Kept], names: Names) -> Trace:
    """The same without changes that reach a name through what shares its object, and nobody sees."""
    takes = [dict(each) for each in traced.takes]
    gives = [set(each) for each in traced.gives]
    final = dict(traced.final)
    readers = traced.readers()
    for at in reversed(range(len(cells))):
        flow = cells[at].flow
        for name in flow.changes.keys() - flow.reads.keys() - flow.binds.keys():
            last = final.get(name) == at
            if readers.get((name, at)) or (last and names.is_result(name)) or name in names.static:
                continue
            maker = takes[at].pop(name, OUTSIDE)
            gives[at].discard(name)
            readers[name, maker] = [each for each in readers.get((name, maker), ()) if each != at]
            if last:
                final[name] = maker
    return Trace(tuple(takes), tuple(map(frozenset, gives)), final)


@dataclass(slots=True)
class Groups:
    """Cells joined into groups: a union-find whose leader is the earliest cell."""

    leader: list[int]
    reasons: dict[tuple[int, int], Reason] = field(default_factory=dict)

    def find(self, at: int) -> int:
        while self.leader[at] != at:
            self.leader[at] = self.leader[self.leader[at]]
            at = self.leader[at]
        return at

    def join(self, one: int, other: int, reason: Reason | None = None) -> bool:
        first, second = sorted((self.find(one), self.find(other)))
        if first == second:
            return False
        self.leader[second] = first
        if reason:
            self.reasons[one, other] = reason
        return True

    def members(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at in range(len(self.leader)):
            found.setdefault(self.find(at), []).append(at)
        return found

    def cycle(self, traced: Trace) -> list[int] | None:
        """Groups that wait for each other, by their leaders, or None."""
        needs: dict[int, set[int]] = {}
        for at, takes in enumerate(traced.takes):
            group = self.find(at)
            makers = {self.find(maker) for maker in takes.values() if is_cell(maker)}
            needs.setdefault(group, set()).update(makers - {group})
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            return list(error.args[1])
        return None


def join_cells(
    cells: Sequence[Kept],
    traced: Trace,
    names: Names,
    *,
    given: Iterable[tuple[int, int]] = (),
) -> tuple[Groups, tuple[Diagnostic, ...]]:
    """Join what must not be parted, and then whatever that makes inseparable.

    `given` are joins that the tags or an earlier proof ask for, by position among the cells.
    """
    groups = Groups(list(range(len(cells))))
    for one, other in given:
        groups.join(one, other)
    _join_sharing(cells, traced, names, groups)
    _join_untravelled(cells, traced, names, groups)
    while _join_conflicts(traced, groups) or _join_cycles(traced, groups):
        pass
    return groups, tuple(_explain(cells, groups))


def _explain(cells: Sequence[Kept], groups: Groups) -> Iterable[Diagnostic]:
    for (one, other), reason in sorted(groups.reasons.items(), key=lambda each: each[0]):
        first, second = sorted((cells[one].number, cells[other].number))
        yield Diagnostic(
            reason.code, f"cells {first} and {second} stay one node: {reason.why}",
            f"{reason.cure} if they are to be two nodes", second, reason.line,
        )  # fmt: skip


def _join_sharing(cells: Sequence[Kept], traced: Trace, names: Names, groups: Groups) -> None:
    """A change that several names see keeps together the cells that made them share."""
    home = {each.number: at for at, cell in enumerate(cells) for each in cell.statements}
    readers = traced.readers()
    maker: dict[str, int] = {}
    for at, cell in enumerate(cells):
        touched = any(each.facts.touches for each in cell.statements)
        read = _read_from(cell.statements) if touched else {}
        for each in cell.statements:
            for number, late in each.facts.late.items():
                if number in home:
                    groups.join(home[number], at, _late(*late, each.node.lineno))
            for touch in each.facts.touches:
                seen = {
                    (at if home[birth] == at else maker.get(name, home[birth]), name)
                    for name, birth in touch.names
                    if birth in home
                    and home[birth] <= at
                    and (name in read[each.number] or _matters(name, at, traced, names, readers))
                }
                if len(seen) > 1:
                    versions = _parted(seen, cells, traced)
                    _join_versions(versions, seen, at, groups, each.node.lineno)
        maker |= dict.fromkeys(traced.gives[at], at)


def _late(holder: str, name: str, line: int) -> Reason:
    why = f"`{holder}` holds a function that reads `{name}`, which is bound anew"
    return Reason("NB203", why, f"hand `{name}` to the function", line)


def _read_from(statements: Sequence[Statement]) -> dict[int, set[str]]:
    """What each statement of a cell and those after it read of what was there before it."""
    found: dict[int, set[str]] = {}
    later: set[str] = set()
    for each in reversed(statements):
        bound = {name for name, sure in each.facts.binds.items() if sure}
        later = (later - bound) | each.facts.uses.keys()
        found[each.number] = later
    return found


Version = tuple[int, str]
"""A name as the cell at a position left it."""


def _parted(seen: set[Version], cells: Sequence[Kept], traced: Trace) -> list[Version]:
    """The versions that must stay together: all since the last one from which every one comes."""
    origins = {version: _origins(version, cells, traced) for version in seen}
    every = set().union(*origins.values())
    common = set.intersection(*origins.values())
    oldest = max(common) if common else min(every)
    return sorted(
        version
        for version in every - {oldest}
        if not common or oldest in _origins(version, cells, traced)
    )


def _origins(version: Version, cells: Sequence[Kept], traced: Trace) -> set[Version]:
    """A version and those whose object it has or holds, as far back as they go."""
    found: set[Version] = set()
    waiting = [version]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += _sources(*each, cells, traced)
    return found


def _sources(at: int, name: str, cells: Sequence[Kept], traced: Trace) -> list[Version]:
    """The versions taken from outside from which a cell made its version of a name."""
    read = {each for s in cells[at].statements for each in s.facts.sources.get(name, ())}
    changed = {name} & cells[at].flow.changes.keys()
    takes = traced.takes[at]
    return [(takes[each], each) for each in read | changed if is_cell(takes.get(each, OUTSIDE))]


def _join_versions(
    versions: Sequence[Version], seen: set[Version], at: int, groups: Groups, line: int
) -> None:
    """Keep together a change and all that made its object shared."""
    for birth, name in versions:
        others = ", ".join(
            f"`{other}`" for other in dict.fromkeys(o for _, o in sorted(seen)) if other != name
        )
        shares = f" with {others}" if others else ""
        why = f"`{name}` shares an object{shares} that is changed in place"
        groups.join(birth, at, Reason("NB203", why, "copy it first", line))


def _matters(
    name: str,
    at: int,
    traced: Trace,
    names: Names,
    readers: Mapping[tuple[str, int], list[int]],
) -> bool:
    """Whether anyone sees the version of a name that a change at this cell leaves."""
    if name in names.static:
        return False
    if readers.get((name, at)):
        return True
    return traced.final.get(name) == at and not names.is_local(name)


def _join_untravelled(cells: Sequence[Kept], traced: Trace, names: Names, groups: Groups) -> None:
    kinds = [
        {name: kind for each in cell.statements for name, kind in each.facts.kinds.items()}
        for cell in cells
    ]
    reasons = UNTRAVELLED | (
        SEEDED_KINDS if any("@numpy" in gives for gives in traced.gives) else {}
    )
    for at, takes in enumerate(traced.takes):
        for name, maker in takes.items():
            if name.startswith(STUCK) and is_cell(maker):
                groups.join(maker, at, _stuck(name, cells[at]))
            kind = kinds[maker].get(name, "") if is_cell(maker) else ""
            if kind in reasons:
                kinds[at].setdefault(name, kind)
                why = f"`{name}` cannot travel: {reasons[kind]}"
                line = _first_line(name, cells[at])
                groups.join(maker, at, Reason("NB207", why, CURES[kind], line))
            elif kind in UNCOPIED or kind in names.uncopied:
                kinds[at].setdefault(name, kind)
                if name in cells[at].flow.changes:
                    groups.join(maker, at, _uncopied(name, kind, cells[at]))


def _uncopied(name: str, kind: str, cell: Kept) -> Reason:
    owner = kind.partition(":")[2]
    lost, cure = f"is a plain frame and no `{owner}`", f"give `{owner}` a `_constructor`"
    lost, cure = UNCOPIED.get(kind, (lost, cure))
    why = f"`{name}` is changed in place, and a copy of it {lost}"
    return Reason("NB203", why, cure, _first_line(name, cell))


def _stuck(name: str, cell: Kept) -> Reason:
    kind, _, what = name[1:].partition(":")
    if kind == "figure":
        why = f"cell {what} opened the figure that cell {cell.number} draws on"
        return Reason("NB203", why, "open a figure in each cell", _first_line("", cell))
    why = f"`{what}` keeps state from one cell to the next"
    return Reason("NB203", why, "keep that state in a variable", _first_line(what, cell))


def _first_line(name: str, cell: Kept) -> int | None:
    """The line of a cell that first names something, or else its first line of code."""
    lines = [each.facts.uses[name] for each in cell.statements if name in each.facts.uses]
    return next(iter(lines or [each.node.lineno for each in cell.statements]), None)


def _join_conflicts(traced: Trace, groups: Groups) -> bool:
    """Join where one function would need two versions of a name, or give an early one away."""
    joined = False
    last_maker: dict[tuple[int, str], int] = {}
    for at, gives in enumerate(traced.gives):
        last_maker |= {(groups.find(at), name): at for name in gives}
    taken: dict[tuple[int, str], int] = {}
    given: set[tuple[int, str]] = set()
    for at, takes in enumerate(traced.takes):
        group = groups.find(at)
        for name, maker in takes.items():
            if not is_cell(maker):
                joined |= _join_on_entry(groups, at, name, maker, taken)
                continue
            if groups.find(maker) == group:
                continue
            if (
                last_maker.get((groups.find(maker), name), maker) != maker
                or (group, name) in given
                or taken.get((group, name), maker) != maker
            ):
                joined |= groups.join(at, maker)
            taken[group, name] = maker
        given |= {(group, name) for name in traced.gives[at]}
    return joined


def _join_on_entry(
    groups: Groups, at: int, name: str, maker: int, taken: dict[tuple[int, str], int]
) -> bool:
    """Where a group takes what a cell makes and what the catalog has under one name, part no more."""
    other = taken.setdefault((groups.find(at), name), maker)
    return is_cell(other) and groups.join(at, other)


def _join_cycles(traced: Trace, groups: Groups) -> bool:
    """Join groups that wait for each other."""
    joined = False
    while (cycle := groups.cycle(traced)) is not None:
        for one, other in pairwise(cycle):
            joined |= groups.join(one, other)
    return joined
