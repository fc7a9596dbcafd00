"""What a project remembers of its proof, so that a later convert makes the same of the same cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .notebook import Cell, Notebook

if TYPE_CHECKING:
    from .verify.observation import CellObservation, Observation


@dataclass(frozen=True, slots=True)
class Memory:
    """How a project was made: with `auto` or not, the cells joined, and what a run showed."""

    auto: bool = False
    joined: tuple[tuple[str, str], ...] = ()
    """Pairs of cell ids."""
    seen: tuple[Mapping[str, Any], ...] = ()
    """What each cell was seen to do, with a digest of its code."""

    def to_json(self) -> dict[str, Any]:
        return {"auto": self.auto, "joined": list(map(list, self.joined)), "seen": list(self.seen)}


def read_memory(lock: Path) -> Memory:
    """Read what a project's lock file remembers; nothing where there is none."""
    try:
        made = json.loads(lock.read_text(encoding="utf-8"))["made"]
        joined = tuple((one, other) for one, other in made["joined"])
        return Memory(bool(made["auto"]), joined, tuple(made["seen"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def remember(
    notebook: Notebook, *, auto: bool, joined: Iterable[tuple[int, int]], seen: Observation | None
) -> Memory:
    """What is worth remembering: all that the analysis takes from a run, but no values."""
    cells = {cell.number: cell for cell in notebook.code}
    return Memory(
        auto=auto,
        joined=tuple((cells[one].id, cells[other].id) for one, other in joined),
        seen=tuple(_to_json(each, cells[each.number]) for each in (seen.cells if seen else ())),
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
    """What was seen of the cells whose code is still the same."""
    from .verify.observation import Observation

    known = {each["code"]: each for each in memory.seen}
    found = tuple(
        _from_json(known[code], cell) for cell in notebook.code if (code := _digest(cell)) in known
    )
    return Observation(notebook.name, "", cells=found) if found else None


def _digest(cell: Cell) -> str:
    return blake2b(f"{cell.id}\n{cell.source}".encode(), digest_size=8).hexdigest()


def _to_json(seen: CellObservation, cell: Cell) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "changed": sorted(seen.changed),
        "types": {name: each.type for name, each in sorted(seen.types.items())},
        "unpicklable": sorted(seen.unpicklable),
        "sharing": sorted(map(list, seen.sharing)),
        "random": sorted(seen.random),
        "written": sorted(seen.files.written),
        "deleted": sorted(seen.files.deleted),
        "moved": seen.cwd is not None,
    }
    return {"code": _digest(cell)} | {name: value for name, value in plain.items() if value}


def _from_json(plain: Mapping[str, Any], cell: Cell) -> CellObservation:
    from .verify.observation import CellObservation, Files, ValueType

    return CellObservation(
        number=cell.number,
        id=cell.id,
        changed=dict.fromkeys(plain.get("changed", ())),
        types={name: ValueType(kind) for name, kind in plain.get("types", {}).items()},
        unpicklable=dict.fromkeys(plain.get("unpicklable", ()), ""),
        sharing=tuple((one, other) for one, other in plain.get("sharing", ())),
        random=tuple(plain.get("random", ())),
        files=Files(dict.fromkeys(plain.get("written", ())), tuple(plain.get("deleted", ()))),
        cwd="" if plain.get("moved") else None,
    )
