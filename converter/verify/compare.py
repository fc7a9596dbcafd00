"""Whether a pipeline made what its notebook made: every dataset and every file, in a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from .observation import Mark, Observation
from .probe.fingerprint import fingerprint

NOTHING = fingerprint(None)
"""The fingerprint of a dataset that a branch or a loop left unbound."""


class Verdict(StrEnum):
    """What came of comparing one dataset or file."""

    IDENTICAL = "identical"
    DIFFERS = "differs"
    MISSING = "missing"
    NONDETERMINISTIC = "nondeterministic"
    """The notebook itself makes it differently from run to run."""
    OPAQUE = "opaque"
    """It has no content to compare."""


@dataclass(frozen=True, slots=True)
class Held:
    """Where the notebook held a dataset: in a variable, after a cell."""

    variable: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    """One dataset or file, and what came of comparing it."""

    name: str
    verdict: Verdict
    note: str = ""
    file: bool = False
    held: Held | None = None

    @property
    def holds(self) -> bool:
        return self.verdict not in (Verdict.DIFFERS, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The proof, or where it fails."""

    rows: tuple[Row, ...]

    @property
    def holds(self) -> bool:
        return all(row.holds for row in self.rows)

    @property
    def failures(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.holds)


def compare(
    observation: Observation,
    datasets: Mapping[str, Mark],
    files: Mapping[str, Mark],
    held: Mapping[str, Held],
    again: Sequence[Observation] = (),
) -> Comparison:
    """Compare what a pipeline made with what the notebook held.

    `datasets` and `files` are the fingerprints of what the pipeline made; `held` says which
    variable each dataset was, and after which cell. `again` are other runs of the notebook,
    by which what it makes differently each time is set apart: worth their time only where
    something differs without them.
    """
    rows = (*_datasets(observation, datasets, held, again), *_files(observation, files, again))
    return Comparison(rows)


def with_followers(comparison: Comparison, takes: Mapping[str, Collection[str]]) -> Comparison:
    """Set apart what varies with other values, though two runs of the notebook made it alike.

    `takes` says of which datasets each is made. A dataset that is made of what the notebook makes
    differently from run to run, or by the same cell as that, cannot be held to one of the runs.
    """
    rows: list[Row] = []
    varying = {row.name for row in comparison.rows if row.verdict is Verdict.NONDETERMINISTIC}
    cells = {row.held.number for row in comparison.rows if row.name in varying and row.held}
    for row in comparison.rows:
        if row.verdict is Verdict.DIFFERS and row.held is not None:
            follows = not varying.isdisjoint(takes.get(row.name, ()))
            if follows or row.held.number in cells:
                note = "it follows from what the notebook makes differently from run to run"
                row = replace(row, verdict=Verdict.NONDETERMINISTIC, note=note)
                varying.add(row.name)
        rows.append(row)
    return Comparison(tuple(rows))


Excuse = Callable[[Held], str | None]
"""Says why a dataset that differs is no failure; None where it is one."""


def set_apart(comparison: Comparison, verdict: Verdict, excuse: Excuse) -> Comparison:
    """Give datasets that differ another verdict, where there is a reason to."""
    rows = []
    for row in comparison.rows:
        differs = row.verdict is Verdict.DIFFERS and row.held is not None
        note = excuse(row.held) if differs and row.held else None
        rows.append(replace(row, verdict=verdict, note=note) if note else row)
    return Comparison(tuple(rows))


def goes_on(observation: Observation) -> Excuse:
    """A figure may hold more than its cell drew, as it stayed open since one above.

    Jupyter closes a cell's figures when it ends; a run with another backend, as `MPLBACKEND` names
    it, draws on in them.
    """
    cells = {cell.number: cell for cell in observation.cells}
    open_before = {after.number: set(cell.figures) for cell, after in pairwise(observation.cells)}

    def excuse(held: Held) -> str | None:
        cell = cells.get(held.number)
        kind = cell.types.get(held.variable) if cell else None
        if cell is None or kind is None:
            return None
        drawn = any(each.startswith("matplotlib.") for each in (kind.type, *kind.items))
        if drawn and cell.figures and open_before.get(cell.number, set()).issuperset(cell.figures):
            return "it goes on with the figure of a cell above, which Jupyter would have closed"
        return None

    return excuse


def _datasets(
    observation: Observation,
    made: Mapping[str, Mark],
    held: Mapping[str, Held],
    again: Sequence[Observation],
) -> Iterator[Row]:
    for name, where in held.items():
        there = observation.after(where.number)
        if where.variable not in there and made.get(name) == NOTHING:
            note = "the notebook leaves it unbound, so the pipeline gives None"
            yield Row(name, Verdict.OPAQUE, note, held=where)
        elif where.variable not in there:
            note = f"the notebook has no `{where.variable}` after cell [{where.number}]"
            yield Row(name, Verdict.MISSING, note, held=where)
        elif name not in made and observation.is_stuck(where.variable, where.number):
            note = "it cannot be pickled, so it stays inside of its node"
            yield Row(name, Verdict.OPAQUE, note, held=where)
        elif name not in made:
            yield Row(name, Verdict.MISSING, "the pipeline does not make it", held=where)
        else:
            expected = there[where.variable]
            others = [other.after(where.number).get(where.variable) for other in again]
            varies = any(other != expected for other in others)
            verdict, note = judge(expected, made[name], varies=varies)
            yield Row(name, verdict, note, held=where)


def _files(
    observation: Observation, made: Mapping[str, Mark], again: Sequence[Observation]
) -> Iterator[Row]:
    for path, expected in observation.files.items():
        if path not in made and all(path in other.files for other in again):
            yield Row(path, Verdict.MISSING, "the pipeline does not write it", file=True)
        else:
            varies = any(other.files.get(path) != expected for other in again)
            verdict, note = judge(expected, made.get(path), varies=varies)
            yield Row(path, verdict, note, file=True)


def judge(expected: Mark, made: Mark, *, varies: bool) -> tuple[Verdict, str]:
    """Compare two fingerprints of one thing.

    >>> judge("a1", "a1", varies=False)[0].value, judge("a1", "b2", varies=True)[0].value
    ('identical', 'nondeterministic')

    A figure that holds the same is the same; that it looks different is told.

    >>> judge("a1~c3", "a1~d4", varies=False)
    (<Verdict.IDENTICAL: 'identical'>, 'drawn in another style')
    """
    if expected is None:
        return Verdict.OPAQUE, "it has no content to compare"
    if expected == made:
        return Verdict.IDENTICAL, ""
    if made is not None and "~" in made and expected.partition("~")[0] == made.partition("~")[0]:
        return Verdict.IDENTICAL, "drawn in another style"
    if varies:
        return Verdict.NONDETERMINISTIC, "the notebook makes it differently from run to run"
    return Verdict.DIFFERS, ""
