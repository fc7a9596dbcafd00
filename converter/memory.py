"""What a project remembers of its proof, so that a later convert makes the same of the same cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .flow.cells import Kind
from .source.notebook import Cell, Notebook

if TYPE_CHECKING:
    from .verify.observation import CellObservation, Observation


@dataclass(frozen=True, slots=True)
class Memory:
    """How a project was made: with `auto` or not, the cells joined, and what a run showed."""

    auto: bool = False
    joined: tuple[tuple[str, str], ...] = ()
    """Pairs of cell ids."""
    in_place: frozenset[Kind] = frozenset()
    """Kinds of statements that stay where they stand, all cells in one node."""
    seen: tuple[Mapping[str, Any], ...] = ()
    """What each cell was seen to do, with a digest of its code."""
    code: str = ""
    """A digest of all the code that ran: only as long as it is the same, values are too."""

    def to_json(self) -> dict[str, Any]:
        joined = list(map(list, self.joined))
        plain = {"auto": self.auto, "joined": joined, "seen": list(self.seen)}
        rest = {"in_place": sorted(self.in_place), "code": self.code}
        return plain | {name: value for name, value in rest.items() if value}


def read_memory(lock: Path) -> Memory:
    """Read what a project's lock file remembers; nothing where there is none."""
    try:
        made = json.loads(lock.read_text(encoding="utf-8"))["made"]
        joined = tuple((one, other) for one, other in made["joined"])
        in_place = frozenset(map(Kind, made.get("in_place", ())))
        code = str(made.get("code", ""))
        return Memory(bool(made["auto"]), joined, in_place, tuple(made["seen"]), code)
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def remember(
    notebook: Notebook,
    *,
    auto: bool,
    joined: Iterable[tuple[int, int]],
    in_place: frozenset[Kind],
    seen: Observation | None,
) -> Memory:
    """What is worth remembering: all that the analysis and the tests take from a run."""
    cells = {cell.number: cell for cell in notebook.code}
    return Memory(
        auto=auto,
        joined=tuple((cells[one].id, cells[other].id) for one, other in joined),
        in_place=in_place,
        seen=tuple(
            _to_json(each, cells[each.number], notebook) for each in (seen.cells if seen else ())
        ),
        code=_digest_of_all(notebook) if seen else "",
    )


def recall_joined(memory: Memory, notebook: Notebook) -> tuple[tuple[int, int], ...]:
    """The cells that a proof joined, by their numbers now."""
    numbers = {cell.id: cell.number for cell in notebook.code}
    return tuple(
        (numbers[one], numbers[other])
        for one, other in memory.joined
        if one in numbers and other in numbers
    )


def recall_seen(memory: Memory, notebook: Notebook) -> Observation | None:
    """What was seen of the cells whose code is still the same; values, where all of it is."""
    from .verify.observation import Observation

    known = {each["code"]: each for each in memory.seen}
    found = tuple(
        _from_json(known[code], cell)
        for cell in notebook.code
        if (code := _digest(cell, notebook)) in known
    )
    if not found:
        return None
    observation = Observation(notebook.name, "", cells=found)
    steady = memory.code == _digest_of_all(notebook)
    return observation if steady else observation.without_values(lambda name, number: True)


def _digest_of_all(notebook: Notebook) -> str:
    digests = (_digest(cell, notebook) for cell in notebook.code)
    return blake2b("".join(digests).encode(), digest_size=8).hexdigest()


def _digest(cell: Cell, notebook: Notebook) -> str:
    return blake2b(_text_of(cell, notebook).encode(), digest_size=8).hexdigest()


def _text_of(cell: Cell, notebook: Notebook) -> str:
    """What a cell runs, the cells of the notebooks that it brings among it."""
    brought = [other for path, other in notebook.others if path in cell.source]
    parts = (_text_of(each, other) for other in brought for each in other.code)
    return "\n".join([cell.id, cell.source, *parts])


def _to_json(seen: CellObservation, cell: Cell, notebook: Notebook) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "changed": sorted(seen.changed),
        "types": {name: each.type for name, each in sorted(seen.types.items())},
        "values": {n: each.literal for n, each in sorted(seen.types.items()) if each.literal},
        "unpicklable": sorted(seen.unpicklable),
        "sharing": sorted(map(list, seen.sharing)),
        "looked": sorted(seen.looked),
        "random": sorted(seen.random),
        "written": sorted(seen.files.written),
        "deleted": sorted(seen.files.deleted),
        "read": sorted(seen.files.read),
        "environment": sorted(seen.environment),
        "paths": list(seen.paths),
        "moved": seen.cwd is not None,
        "exit_status": seen.exit_status,
    }
    return {"code": _digest(cell, notebook)} | {
        name: value for name, value in plain.items() if value
    }


def _from_json(plain: Mapping[str, Any], cell: Cell) -> CellObservation:
    from .verify.observation import CellObservation, Files, ValueType

    values = plain.get("values", {})
    types = plain.get("types", {})
    written = dict.fromkeys(plain.get("written", ()))
    return CellObservation(
        number=cell.number,
        id=cell.id,
        changed=dict.fromkeys(plain.get("changed", ())),
        types={name: ValueType(kind, literal=values.get(name, "")) for name, kind in types.items()},
        unpicklable=dict.fromkeys(plain.get("unpicklable", ()), ""),
        sharing=tuple((one, other) for one, other in plain.get("sharing", ())),
        looked=tuple(plain.get("looked", ())),
        random=tuple(plain.get("random", ())),
        files=Files(written, tuple(plain.get("deleted", ())), tuple(plain.get("read", ()))),
        environment=dict.fromkeys(plain.get("environment", ())),
        paths=tuple(plain.get("paths", ())),
        cwd="" if plain.get("moved") else None,
        exit_status=int(plain.get("exit_status", 0)),
    )
