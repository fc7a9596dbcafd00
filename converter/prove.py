"""Proven promotion: run the notebook and the pipeline, compare, and where they differ split elsewhere."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from .chance import draws_by_chance, taken_as_found
from .flow.cells import Kind
from .folder import write_project
from .nodes.analysis import Analysis
from .nodes.in_place import STEPS, said_kinds
from .nodes.linking import Linked
from .nodes.open_figures import chooses_backend
from .promote import Promotion, promote
from .secrets import without_secrets
from .source.last_shown import is_shown
from .source.notebook import Notebook, read_notebook
from .verify.compare import (
    Comparison,
    Held,
    Verdict,
    compare,
    goes_on,
    set_apart,
    with_followers,
)
from .verify.errors import CellFailedError
from .verify.observation import Observation
from .verify.observe import Progress, observe
from .verify.pipeline_run import NotLoadedError, OnEvent, PipelineRun, run_pipeline
from .verify.workspace import Workspace, workspace

MOST_ATTEMPTS = 12
MOST_RUNS_BY_CHANCE = 6
"""How often a notebook that draws without a seed runs again before a difference is one."""
ALL_JOINED = 3
"""How often cells are joined before all of them are."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Join:
    """Cells that a proof joined, and why."""

    cells: tuple[int, int]
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A promotion, what came of comparing it with its notebook, and what that took."""

    promotion: Promotion
    comparison: Comparison
    observation: Observation
    joins: tuple[Join, ...] = ()
    in_place: frozenset[Kind] = frozenset()
    """Kinds of statements that had to stay where they stand, all cells in one node."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Why nodes failed, by node."""

    @property
    def wrong(self) -> int:
        return len(self.comparison.failures) + len(self.failures)

    @property
    def holds(self) -> bool:
        return not self.wrong

    @property
    def first_wrong(self) -> str:
        """What is wrong first, a node that failed before others, in words."""
        wrong = [f"`{node}`: {why}" for node, why in self.failures.items()]
        wrong += [f"`{row.name}` {row.verdict.value}" for row in self.comparison.failures]
        return wrong[0]


@dataclass(slots=True)
class Prover:
    """Runs a notebook once, and its pipeline until what it makes is the same."""

    path: Path
    folder: Path | None
    name: str | None = None
    auto: bool = False
    timeout: float | None = None
    tell: Tell = lambda message: None
    on_event: OnEvent | None = None
    scratch: Path = field(default_factory=Path)
    _again: tuple[Observation, ...] = ()
    _broken_off: int = 0
    """How often it ran again and failed, by chance."""
    _by_chance: bool = False
    """Whether the notebook draws random numbers without a seed."""

    def prove(self) -> Proof:
        """Convert and prove, joining cells where the proof fails; raises NotebookFailedError."""
        with TemporaryDirectory(prefix="nb2pipe-") as scratch:
            self.scratch = Path(scratch)
            notebook = read_notebook(self.path)
            seen = self._observe(notebook, "the notebook runs")
            return self._refine(notebook, without_secrets(seen, os.environ))

    def check(self, project: Path) -> tuple[Comparison, Mapping[str, str]]:
        """Prove a project that stands on disk, as it is."""
        with TemporaryDirectory(prefix="nb2pipe-") as scratch:
            self.scratch = Path(scratch)
            notebook = read_notebook(self.path)
            promotion = promote(self.path, project, name=self.name, auto=self.auto)
            seen = self._observe(notebook, "the notebook runs")
            return self._compare(notebook, promotion, seen, project)

    def _refine(self, notebook: Notebook, seen: Observation) -> Proof:
        """Join and prove again until it holds; where it never does, the best attempt counts."""
        joins: tuple[Join, ...] = ()
        steps = iter(STEPS)
        in_place: frozenset[Kind] = frozenset()
        best: Proof | None = None
        unloaded: NotLoadedError | None = None
        joined = 0
        for _ in range(MOST_ATTEMPTS):
            promotion = self._promote(joins, in_place, seen)
            more: tuple[Join, ...] = ()
            try:
                comparison, failures = self._try(notebook, promotion, seen)
            except NotLoadedError as error:
                unloaded = error
                wrong = f"the project: {error.message}"
            else:
                proof = Proof(promotion, comparison, seen, joins, in_place, failures)
                best = proof if best is None or proof.wrong < best.wrong else best
                if proof.holds:
                    break
                learnt = self._learn(proof)
                if learnt is not seen:
                    seen = learnt
                    continue
                more = next_joins(promotion.analysis, comparison, failures, joined)
                joined += 1
                wrong = proof.first_wrong
            if not more:
                in_place = next(steps, frozenset())
                if not in_place:
                    break
                more = joined_in_place(notebook, in_place, wrong)
            for join in more:
                self.tell(f"cells {join.cells[0]} and {join.cells[1]} are joined: {join.why}")
            joins = (*joins, *more)
        if best is None:
            assert unloaded is not None
            raise unloaded
        return self._with_proven_values(best)

    def _learn(self, proof: Proof) -> Observation:
        """What was seen of the notebook, with what only the run of its pipeline showed of it."""
        seen, analysis = proof.observation, proof.promotion.analysis
        for name, number in sorted(changing_looks(analysis, proof.comparison, seen)):
            self.tell(f"cell {number} keeps what it shows: that changes `{name}`")
            seen = seen.with_look(name, number)
        for held, why in untaken(analysis, proof.failures).items():
            self.tell(f"`{held.variable}` of cell {held.number} stays in its node: {why}")
            seen = seen.with_unpicklable(held.variable, held.number, why)
        return seen

    def _with_proven_values(self, proof: Proof) -> Proof:
        """The same proof; its project's tests hold only values that were made again."""
        unproven = unproven_values(proof.comparison)
        if not unproven:
            return proof
        seen = proof.observation.without_values(lambda name, number: (name, number) in unproven)
        return replace(proof, promotion=self._promote(proof.joins, proof.in_place, seen))

    def _promote(
        self, joins: Iterable[Join], in_place: frozenset[Kind], seen: Observation
    ) -> Promotion:
        return promote(
            self.path,
            self.folder,
            name=self.name,
            auto=self.auto,
            joined=[join.cells for join in joins],
            in_place=in_place,
            seen=seen,
        )

    def _try(
        self, notebook: Notebook, promotion: Promotion, seen: Observation
    ) -> tuple[Comparison, Mapping[str, str]]:
        with TemporaryDirectory(dir=self.scratch, prefix="project-") as place:
            folder = Path(place) / promotion.folder.name
            write_project(promotion.project, folder)
            return self._compare(notebook, promotion, seen, folder)

    def _compare(
        self, notebook: Notebook, promotion: Promotion, seen: Observation, folder: Path
    ) -> tuple[Comparison, Mapping[str, str]]:
        held = held_by(promotion.analysis, seen)
        takes = {
            made.dataset: [port.dataset for port in node.inputs]
            for node in promotion.analysis.nodes
            for made in node.outputs
        }
        self._by_chance = draws_by_chance(promotion.analysis, seen)
        comparison, failures = self._compare_runs(notebook, seen, folder, held)
        found = taken_as_found(promotion.analysis)
        comparison = set_apart(comparison, Verdict.NONDETERMINISTIC, found)
        comparison = with_followers(comparison, takes)
        if not chooses_backend(promotion.analysis.flows):
            comparison = set_apart(comparison, Verdict.OPAQUE, goes_on(seen))
        return comparison, failures

    def _compare_runs(
        self, notebook: Notebook, seen: Observation, folder: Path, held: Mapping[str, Held]
    ) -> tuple[Comparison, Mapping[str, str]]:
        apart = self._run(folder, "processes")
        comparison, failures = self._judge(notebook, seen, apart, held), said_failures(apart)
        wrong = [
            row.name for row in comparison.failures if not row.file and row.name in apart.datasets
        ]
        if not wrong and (failures or not comparison.holds):
            return comparison, failures  # what fails here cannot come right in one process
        together = self._run(folder, "sequential", travelled=wrong)
        lost = {
            name: together.datasets[name]
            for name in wrong
            if together.travelled.get(name) == apart.datasets[name]
        }
        comparison = compare(seen, {**apart.datasets, **lost}, apart.files, held, self._again)
        if comparison.holds and not failures:
            comparison = self._judge(notebook, seen, together, held)
            failures = said_failures(together)
        return comparison, failures

    def _judge(
        self, notebook: Notebook, seen: Observation, run: PipelineRun, held: Mapping[str, Held]
    ) -> Comparison:
        """Compare; where something differs, run the notebook again to set apart what always does.

        A notebook that made something else the second time draws by chance, which may have made
        other things alike: it runs a third time. One that was seen to draw without a seed may make
        the same by chance for longer, or fail for once.
        """
        comparison = compare(seen, run.datasets, run.files, held, self._again)
        while _unlike(comparison) and self._runs_again < self._most_runs(seen):
            try:
                other = self._observe(notebook, "something differs: the notebook runs again")
            except CellFailedError:
                self._broken_off += 1
                continue
            self._again = (*self._again, other)
            comparison = compare(seen, run.datasets, run.files, held, self._again)
        return comparison

    @property
    def _runs_again(self) -> int:
        return len(self._again) + self._broken_off

    def _most_runs(self, seen: Observation) -> int:
        """How often the notebook is to run again at most."""
        if self._by_chance:
            return MOST_RUNS_BY_CHANCE
        varies = self._broken_off or any(
            one.marks != other.marks
            for again in self._again
            for one, other in zip(seen.cells, again.cells, strict=False)
        )
        return 2 if varies else 1

    def _run(self, folder: Path, runner: str, travelled: Iterable[str] = ()) -> PipelineRun:
        self.tell(f"the pipeline runs ({runner})")
        with self._space() as space:
            return run_pipeline(
                folder,
                space,
                runner=runner,
                python=sys.executable,
                travelled=travelled,
                timeout=self.timeout,
                on_event=self.on_event,
            )

    def _observe(self, notebook: Notebook, message: str) -> Observation:
        def progress(at: Progress) -> None:
            self.tell(f"{message}: cell {at.number} of {at.total}")

        with self._space() as space:
            seen = observe(
                notebook, cwd=space.cwd, root=space.root, timeout=self.timeout, on_progress=progress
            )
        if seen.stands_for:
            self.tell(
                f"there is no kernel {seen.stands_for!r} here: {seen.kernel!r} stands in for it"
            )
        return seen

    def _space(self) -> AbstractContextManager[Workspace]:
        return workspace(self.path.parent, self.scratch)


def _unlike(comparison: Comparison) -> bool:
    return any(row.file or row.verdict is Verdict.DIFFERS for row in comparison.failures)


def held_by(analysis: Analysis, seen: Observation) -> dict[str, Held]:
    """Which variable of the notebook each dataset is, and after which cell."""
    held: dict[str, Held] = {}
    cells = analysis.flows.cells
    last = cells[-1].number if cells else 0
    assigned = {each.number: each.cell for each in analysis.flows.statements}
    for parameter in analysis.parameters:
        held[f"params:{parameter.name}"] = Held(parameter.name, assigned[parameter.statement])
    for node in analysis.nodes:
        held |= _held_by_node(node)
    for name, mark in seen.final.items():
        if mark is not None and _is_owed(name, analysis) and f"params:{name}" not in held:
            found = held.setdefault(name, Held(name, last))
            touched = max(seen.history(name), default=0)
            if found.variable == name and touched > found.number:  # by what no text shows
                held[name] = Held(name, touched)
    return held


def _held_by_node(node: Linked) -> dict[str, Held]:
    unit = node.unit
    number = {at: cell.number for at, cell in zip(unit.positions, unit.cells, strict=True)}
    makers = {name: number[at] for name, at in unit.gives.items() if not name.startswith("@")}
    return {
        port.dataset: Held(port.variable, makers[port.variable])
        for port in node.outputs
        if port.variable in makers and not is_shown(port.variable)
    }


def _is_owed(name: str, analysis: Analysis) -> bool:
    """Whether a variable is a result of the notebook, which its pipeline must make."""
    names = analysis.names
    return (
        names.auto and name in names.last and name not in names.static and not names.is_local(name)
    )


def unproven_values(comparison: Comparison) -> frozenset[tuple[str, int]]:
    """The variables, each after a cell, that the pipeline did not make just as the notebook did."""
    return frozenset(
        (row.held.variable, row.held.number)
        for row in comparison.rows
        if row.held and row.verdict is not Verdict.IDENTICAL
    )


def said_failures(run: PipelineRun) -> dict[str, str]:
    """Why nodes failed, by node."""
    return {node: f"{each.type}: {each.message}" for node, each in run.failures.items()}


# ---------------------------------------------------------------- refinement

_UNDEFINED = re.compile(r"name '(\w+)' is not defined|variable '(\w+)' (?:referenced|where)")
_UNTAKEN = re.compile(r"dataset '(\w+)' cannot (?:be opened|pass to another process).*")
_UNTRAVELLED = re.compile(r"pickle|cannot pass to another process", re.IGNORECASE)


def changing_looks(
    analysis: Analysis, comparison: Comparison, seen: Observation
) -> frozenset[tuple[str, int]]:
    """Variables that differ and that a cell of their node shows, which may have changed them."""
    known = {(name, cell.number) for cell in seen.cells for name in cell.looked}
    cells = {port.dataset: node.unit.cells for node in analysis.nodes for port in node.outputs}
    return frozenset(
        (row.held.variable, cell.number)
        for row in comparison.failures
        if row.held is not None and row.verdict is Verdict.DIFFERS
        for cell in cells.get(row.name, ())
        for each in cell.source.statements
        if each.kind is Kind.SHOW and row.held.variable in each.facts.uses
    ).difference(known)


def untaken(analysis: Analysis, failures: Mapping[str, str]) -> dict[Held, str]:
    """Variables that no other process can take, as only the run of the pipeline told, and why."""
    held = {node.name: _held_by_node(node) for node in analysis.nodes}
    return {
        held[node][found[1]]: found[0]
        for node, why in failures.items()
        if (found := _UNTAKEN.search(why)) and found[1] in held.get(node, {})
    }


def next_joins(
    analysis: Analysis, comparison: Comparison, failures: Mapping[str, str], joined: int
) -> tuple[Join, ...]:
    """The cells to join so that the earliest node that is wrong may come out right.

    What it shared unseen lies in cells above it: first the one just above, then four times as many
    each time, and at last all; `joined` says how often that was done. A value that cannot travel
    keeps its maker and its readers together.
    """
    order = {node.name: at for at, node in enumerate(analysis.nodes)}
    maker = {port.dataset: node.name for node in analysis.nodes for port in node.outputs}
    wrong = {node: why for node, why in failures.items() if node in order}
    for row in comparison.failures:
        if row.name in maker:
            wrong.setdefault(maker[row.name], f"`{row.name}` {row.verdict.value}")
    if not wrong:
        return ()
    first = min(wrong, key=order.__getitem__)
    why = wrong[first]
    if _UNTRAVELLED.search(why):
        return _with_readers(analysis, first, why)
    unknown = _UNDEFINED.search(why)
    if unknown is not None:
        definers = _definers(analysis, unknown[1] or unknown[2], first)
        if definers:
            return definers
    said = f"`{first}`: {why}"
    if joined >= ALL_JOINED:
        return tuple(_joined(one, other, said) for one, other in pairwise(analysis.nodes))
    at = order[first]
    above = analysis.nodes[max(0, at - 4**joined) : at]
    if not above:
        return _with_readers(analysis, first, why)
    return tuple(_joined(each, analysis.nodes[at], said) for each in above)


def joined_in_place(notebook: Notebook, kinds: frozenset[Kind], wrong: str) -> tuple[Join, ...]:
    """All cells, joined so that nothing of them has to be taken from where it stands."""
    first, last = notebook.code[0].number, notebook.code[-1].number
    why = f"{wrong}, and {said_kinds(kinds)} stay where they stand"
    return (Join((first, last), why),) if first < last else ()


def _joined(one: Linked, other: Linked, why: str) -> Join:
    return Join((one.unit.cells[-1].number, other.unit.cells[0].number), why)


def _with_readers(analysis: Analysis, name: str, why: str) -> tuple[Join, ...]:
    node = next(each for each in analysis.nodes if each.name == name)
    made = {port.dataset for port in node.outputs}
    readers = [each for each in analysis.nodes if any(port.dataset in made for port in each.inputs)]
    return tuple(_joined(node, each, f"`{name}`: {why}") for each in readers)


def _definers(analysis: Analysis, variable: str, name: str) -> tuple[Join, ...]:
    """The node above that binds a name which this one lacked."""
    above: list[Linked] = []
    for node in analysis.nodes:
        if node.name == name:
            return tuple(_joined(each, node, f"`{name}` needs `{variable}`") for each in above[-1:])
        if variable in node.unit.flow.binds:
            above.append(node)
    return ()
