"""From groups of cells to nodes whose inputs and outputs are named datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..flow.cells import Flow, fold
from ..source.tags import NodeOptions, Role
from .graph import Port
from .grouping import LOST, OUTSIDE, Groups, Trace, is_cell, is_lift
from .lifting import Lift
from .naming import Setting, docstring, first_free, node_names, unique
from .roles import Kept, Names, lasts, looks, makes
from .state import variable_of

NO_OPTIONS = NodeOptions()


@dataclass(frozen=True, slots=True)
class Unit:
    """Cells that are one node: what they take by maker, and what they give."""

    cells: tuple[Kept, ...]
    positions: tuple[int, ...]
    flow: Flow
    takes: Mapping[str, int]
    """Each name taken from outside, with the position of the cell that made it, or OUTSIDE."""
    gives: Mapping[str, int]
    """Each name that someone outside needs, with the position of its last maker."""
    leaves: Mapping[str, int] = field(default_factory=dict)
    """The files that it writes, whether anyone needs them or not."""
    saves: tuple[Lift, ...] = ()

    @property
    def role(self) -> Role | None:
        return next((cell.source.role for cell in self.cells if cell.source.role), None)

    @property
    def reports(self) -> tuple[Kept, ...]:
        """Its cells of which a run keeps what they show."""
        return tuple(cell for cell in self.cells if cell.source.role is Role.REPORT)

    @property
    def options(self) -> NodeOptions:
        """The options of its cells together: renamed datasets and tags of all of them.

        Of the others, the first cell that sets one counts.
        """
        merged = NO_OPTIONS
        for options in reversed(
            [cell.source.tag.options for cell in self.cells if cell.source.tag]
        ):
            set_here = {
                name: value
                for name in NodeOptions.__slots__
                if (value := getattr(options, name)) != getattr(NO_OPTIONS, name)
            }
            for name in {"inputs", "outputs"} & set_here.keys():
                set_here[name] = {**getattr(merged, name), **set_here[name]}
            if "tags" in set_here:
                set_here["tags"] = tuple(dict.fromkeys((*set_here["tags"], *merged.tags)))
            merged = replace(merged, **set_here) if set_here else merged
        return merged


def units_of(
    cells: Sequence[Kept],
    traced: Trace,
    groups: Groups,
    names: Names,
    saves: Mapping[int, Sequence[Lift]],
) -> tuple[Unit, ...]:
    """Make a unit of each group, in the order of their first cells."""
    readers = traced.readers()
    members = sorted(groups.members().values(), key=lambda positions: positions[0])
    return tuple(
        _unit(cells, traced, groups, names, readers, positions, saves) for positions in members
    )


def _unit(
    cells: Sequence[Kept],
    traced: Trace,
    groups: Groups,
    names: Names,
    readers: Mapping[tuple[str, int], list[int]],
    positions: list[int],
    saves: Mapping[int, Sequence[Lift]],
) -> Unit:
    group = groups.find(positions[0])
    inside = set(positions)
    takes: dict[str, int] = {}
    last: dict[str, int] = {}
    for at in positions:
        for name, maker in traced.takes[at].items():
            if maker not in inside:
                takes.setdefault(name, maker)
        last |= dict.fromkeys(_in_order(cells[at], traced.gives[at]), at)
    gives = {
        name: at
        for name, at in last.items()
        if any(groups.find(reader) != group for reader in readers.get((name, at), ()))
        or (
            traced.final.get(name) == at
            and names.is_result(name)
            and kind_in(name, cells[: at + 1]) not in LOST
        )
    }
    chosen = tuple(cells[at] for at in positions)
    if not gives and (names.auto or any(cell.source.role is Role.NODE for cell in chosen)):
        gives = _made(last, cells, names)
    alone = len(chosen) == 1 and len(chosen[0].statements) == len(chosen[0].source.statements)
    flow = chosen[0].flow if alone else fold(each for cell in chosen for each in cell.statements)
    saved = tuple(lift for at in positions for lift in saves.get(at, ()))
    leaves = {name: at for name, at in last.items() if name.startswith("@file")}
    return Unit(chosen, tuple(positions), flow, takes, gives, leaves, saved)


def _made(last: Mapping[str, int], cells: Sequence[Kept], names: Names) -> dict[str, int]:
    """What cells compute that nobody takes: it is shown, or something else takes its place later."""
    return {
        name: at
        for name, at in last.items()
        if (names.is_result(name) or _shown(name, cells[at]))
        and any(name in makes(each) for each in cells[at].statements)
        and kind_in(name, cells[: at + 1]) not in (*LOST, "axes")
    }


def _shown(name: str, cell: Kept) -> bool:
    """Whether a tagged cell shows what it makes."""
    return cell.source.role is Role.NODE and any(
        name in each.facts.mentions for each in cell.source.statements if looks(each)
    )


def _in_order(cell: Kept, gives: frozenset[str]) -> list[str]:
    """What a cell gives, in the order in which it makes it."""
    order = {
        name: None for each in cell.statements for name in (*each.facts.changes, *each.facts.binds)
    }
    return [name for name in order if name in gives] + sorted(gives - order.keys())


def kind_in(name: str, cells: Sequence[Kept]) -> str:
    """What the last of these cells that says so leaves under a name; empty where none does."""
    kinds = (
        each.facts.kinds[name]
        for cell in reversed(cells)
        for each in reversed(cell.statements)
        if name in each.facts.kinds
    )
    return next(kinds, "")


def needed(units: Sequence[Unit]) -> frozenset[int]:
    """Units that a tagged cell is in, or that one needs, by position."""
    home = {at: number for number, unit in enumerate(units) for at in unit.positions}
    waiting = [number for number, unit in enumerate(units) if unit.role in (Role.NODE, Role.REPORT)]
    found: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += [home[maker] for maker in units[number].takes.values() if maker in home]
    return frozenset(found)


def idle_cells(units: Iterable[Unit]) -> frozenset[int]:
    """The numbers of cells that give nothing, write nothing and call nothing for its own sake."""
    return frozenset(
        cell.number
        for unit in units
        if not (unit.gives or unit.saves or unit.leaves or unit.role)
        and not any(lasts(each) for cell in unit.cells for each in cell.statements)
        for cell in unit.cells
    )


def with_files(units: Iterable[Unit], outside: frozenset[str]) -> tuple[Unit, ...]:
    """Let what takes nothing and gives nothing give the files that it writes.

    What writes none either is left out, unless it is tagged.
    """
    found = []
    for unit in units:
        takes = any(maker != OUTSIDE or name in outside for name, maker in unit.takes.items())
        if not (takes or unit.gives or unit.saves or unit.reports):
            unit = replace(unit, gives=unit.leaves)
            if not (unit.gives or unit.role):
                continue
        found.append(unit)
    return tuple(found)


# ---------------------------------------------------------------- names


@dataclass(frozen=True, slots=True)
class Linked:
    """A unit with its name and the datasets that its variables are."""

    unit: Unit
    name: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    section: str
    doc: str
    report: str | None = None
    """The dataset that keeps what its `%%report` cells show, among its outputs."""


@dataclass(slots=True)
class Naming:
    """Names given so far, and what stands outside the nodes."""

    parameters: frozenset[str]
    catalog: frozenset[str]
    lifted: Mapping[int, str]
    """The entry that a lifted read is, by its maker's number in the trace."""
    taken: set[str] = field(default_factory=set)
    datasets: dict[tuple[str, int], str] = field(default_factory=dict)


def name_units(
    units: Sequence[Unit], around: Mapping[int, Setting], reserved: Iterable[str]
) -> tuple[str, ...]:
    """Give each unit a name that no other node, helper or import has."""
    taken = set(reserved)
    tagged = [_tagged_name(unit) for unit in units]
    taken |= {name for name in tagged if name}
    names: list[str] = []
    for unit, given in zip(units, tagged, strict=True):
        makes = [name for name in unit.gives if not name.startswith("@")]
        names.append(given or first_free(node_names(unit.cells, around, makes), taken))
    return tuple(names)


def _tagged_name(unit: Unit) -> str:
    return (
        next(
            (
                cell.source.tag.name
                for cell in unit.cells
                if cell.source.tag and cell.source.tag.name
            ),
            "",
        )
        or ""
    )


def link(
    units: Sequence[Unit],
    names: Sequence[str],
    traced: Trace,
    naming: Naming,
    around: Mapping[int, Setting],
) -> tuple[Linked, ...]:
    """Name every version of every variable, and so connect the units."""
    _name_versions(units, names, traced, naming)
    linked = []
    for unit, name in zip(units, names, strict=True):
        setting = around.get(unit.cells[0].number, Setting())
        linked.append(
            Linked(
                unit,
                name,
                _inputs(unit, naming),
                _outputs(unit, name, naming),
                setting.section,
                docstring(unit.cells, around),
            )
        )
    return tuple(linked)


def _name_versions(
    units: Sequence[Unit], names: Sequence[str], traced: Trace, naming: Naming
) -> None:
    """The last version of a variable has its name; earlier ones are named after their node."""
    naming.taken |= naming.catalog | set(naming.lifted.values())
    for unit in units:
        for variable, dataset in unit.options.outputs.items():
            if variable in unit.gives:
                naming.datasets[variable, unit.gives[variable]] = dataset
                naming.taken.add(dataset)
    entered = {name for unit in units for name, maker in unit.takes.items() if not is_cell(maker)}
    plain: dict[str, tuple[str, int]] = {}
    taken = {version for unit in units for version in unit.takes.items()}
    for unit in units:
        for name, at in unit.gives.items():
            lasting = (name, at) in taken or traced.final.get(name, at) == at
            if lasting and (name not in plain or plain[name][1] < at):
                plain[name] = (name, at)
    for name, version in plain.items():
        saved = name in naming.catalog and name not in entered
        if version not in naming.datasets and (saved or variable_name(name) not in naming.taken):
            naming.datasets[version] = variable_name(name)
            naming.taken.add(variable_name(name))
    for unit, node in zip(units, names, strict=True):
        for name, at in unit.gives.items():
            if (name, at) not in naming.datasets:
                naming.datasets[name, at] = unique(
                    _earlier(variable_name(name), node), naming.taken
                )


def _earlier(variable: str, node: str) -> str:
    """What an earlier version of a variable is called: by the node that made it.

    >>> _earlier("df", "clean_companies"), _earlier("model", "make_model")
    ('df_clean_companies', 'model_make')
    """
    return f"{variable}_{node.removesuffix(f'_{variable}')}"


def variable_name(name: str) -> str:
    """The Python variable of a name that flows."""
    return variable_of(name) if name.startswith("@") else name


def _inputs(unit: Unit, naming: Naming) -> tuple[Port, ...]:
    renamed = unit.options.inputs
    data: list[Port] = []
    parameters: list[Port] = []
    state: list[Port] = []
    for name, maker in unit.takes.items():
        dataset = renamed.get(name) if renamed.get(name) != name else None
        dataset = dataset or _dataset_of(name, maker, naming)
        if dataset is None:
            continue
        ports = (
            parameters if dataset.startswith("params:") else state if name.startswith("@") else data
        )
        ports.append(Port(variable_name(name), dataset))
    for name, dataset in renamed.items():
        if name not in unit.takes:
            data.append(Port(name, dataset))
    return (*data, *parameters, *state)


def _dataset_of(name: str, maker: int, naming: Naming) -> str | None:
    if is_lift(maker):
        return naming.lifted[maker]
    if is_cell(maker):
        return naming.datasets.get((name, maker))
    if name in naming.parameters:
        return f"params:{name}"
    return name if name in naming.catalog else None


def _outputs(unit: Unit, node: str, naming: Naming) -> tuple[Port, ...]:
    ports = [
        Port(variable_name(name), naming.datasets[name, at]) for name, at in unit.gives.items()
    ]
    ports += [Port(lift.variable, naming.lifted[lift.maker]) for lift in unit.saves]
    for variable, dataset in unit.options.outputs.items():
        if variable not in unit.gives:
            ports.append(Port(variable, dataset))
    return tuple(ports)
