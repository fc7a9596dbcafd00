"""Between two cells: what the last one made, changed and touched, written to a file."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from . import outside
from .digest import ATOMS
from .files import FileWatch
from .fingerprint import fingerprint
from .namespace import code_in, data_in
from .sharing import Reach, pairs, reach
from .touch import touched
from .values import describe, safely, why_not_picklable

FREE = 2.0
"""Seconds that looking at variables may take before it is weighed against the cells' time."""

SHARE = 0.15
"""Part of the cells' time that looking may take; beyond it, large values are looked at only
after cells that can have touched them, and at the end."""

LARGE = 0.02
"""Seconds that a value's fingerprint takes if it is large."""


@dataclass(frozen=True)
class Known:
    """A variable as it was when last looked at."""

    identity: int
    mark: str | None
    seconds: float
    atom: Any = None


class Watch:
    """What is known of a kernel's variables and surroundings, from cell to cell."""

    def __init__(self, folder: str, root: str, out: str) -> None:
        self._out = Path(out)
        self._known: dict[str, Known] = {}
        self._reached: dict[str, Reach] = {}
        self._sharing: set[tuple[str, str]] = set()
        self._looking = self._running = 0.0
        self._files = FileWatch(folder, root)
        self._folder = folder
        self._places = outside.import_places()
        self._remember_outside()
        write({"python": sys.executable}, self._out / "start.json")
        self._files.begin()
        self._since = perf_counter()

    def after(self, number: int, source: str, *, last: bool) -> None:
        """Write what the cell that just ran did, and begin to watch the next."""
        begun = perf_counter()
        self._running += begun - self._since
        report = {
            "number": number,
            "files": self._files.end(),
            **self._outside(),
            "exit_status": outside.exit_status(source, user_namespace()),
            **self._variables(source, everything=last),
        }
        write(report, self._out / f"cell-{number}.json")
        self._looking += perf_counter() - begun
        self._files.begin()
        self._since = perf_counter()

    def _variables(self, source: str, *, everything: bool) -> dict[str, Any]:
        data = data_in(user_namespace())
        before = self._known
        self._known = self._look(data, source, everything=everything)
        defined = [name for name in data if _is_new(name, before, self._known)]
        changed = [
            name
            for name in data
            if name not in defined and before[name].mark != self._known[name].mark
        ]
        fresh = [*defined, *changed]
        deleted = sorted(before.keys() - data.keys())
        self._follow_sharing(data, fresh, deleted)
        reasons = {name: safely(why_not_picklable, data[name], "") for name in fresh}
        return {
            "defined": {name: self._known[name].mark for name in defined},
            "changed": {name: self._known[name].mark for name in changed},
            "deleted": deleted,
            "types": {name: describe(data[name]) for name in fresh},
            "unpicklable": {name: reason for name, reason in reasons.items() if reason},
            "sharing": sorted(self._sharing),
            "code": code_in(user_namespace()),
        }

    def _look(self, data: dict[str, Any], source: str, *, everything: bool) -> dict[str, Known]:
        """Take the fingerprint of every variable that can be another than it was."""
        near: frozenset[str] | None = None
        if not everything and self._looking > FREE + SHARE * self._running:
            near = touched(source, user_namespace(), self._sharing)
        seen = {}
        for name, value in data.items():
            known = self._known.get(name)
            far = near is not None and name not in near
            if known and (_is_same_atom(known, value) or (far and _is_large(known, value))):
                seen[name] = known
            else:
                seen[name] = _known(value)
        return seen

    def _follow_sharing(self, data: dict[str, Any], fresh: list[str], deleted: list[str]) -> None:
        stale = {*fresh, *deleted}
        self._sharing = {pair for pair in self._sharing if stale.isdisjoint(pair)}
        for name in deleted:
            self._reached.pop(name, None)
        self._reached |= {name: safely(reach, data[name], Reach()) for name in fresh}
        self._sharing |= set(pairs(self._reached, fresh))

    def _outside(self) -> dict[str, Any]:
        """What changed beside the variables since the last cell."""
        random, environment = self._random, self._environment
        cwd, modules = self._cwd, self._modules
        self._remember_outside()
        origin = {**outside.fresh_states(), **random}
        return {
            "random": sorted(n for n, mark in self._random.items() if origin.get(n, mark) != mark),
            "environment": outside.differences(environment, self._environment),
            "cwd": None if cwd == self._cwd else self._cwd,
            "paths": outside.new_places(self._modules - modules, self._places, self._folder),
            "modules": sorted(self._modules - modules),
            "figures": outside.open_figures(),
        }

    def _remember_outside(self) -> None:
        self._random = outside.random_states()
        self._environment = outside.environment()
        self._cwd = _cwd()
        self._modules = outside.loaded_modules()


def start(folder: str, root: str, out: str) -> None:
    """Begin to watch the kernel that this runs in."""
    global _watch
    _watch = Watch(folder, root, out)


def after(number: int, source: str, last: bool) -> None:
    """Report on the cell that just ran."""
    _watch.after(number, source, last=last)


def user_namespace() -> dict[str, Any]:
    return sys.modules["__main__"].__dict__


def write(report: dict[str, Any], path: Path) -> None:
    """Write a report whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(report), encoding="utf-8")
    part.replace(path)


def _known(value: Any) -> Known:
    begun = perf_counter()
    mark = safely(fingerprint, value, None)
    atom = value if type(value) in ATOMS else None
    return Known(id(value), mark, perf_counter() - begun, atom)


def _is_same_atom(known: Known, value: Any) -> bool:
    return type(value) in ATOMS and known.identity == id(value) and known.atom is value


def _is_large(known: Known, value: Any) -> bool:
    return known.seconds > LARGE and known.identity == id(value)


def _is_new(name: str, before: dict[str, Known], after: dict[str, Known]) -> bool:
    return name not in before or before[name].identity != after[name].identity


def _cwd() -> str:
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        return ""


_watch: Watch
