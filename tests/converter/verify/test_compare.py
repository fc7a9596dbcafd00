"""The proof is a table: each dataset and file, and what came of comparing it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from nb2pipe.converter.verify.compare import (
    Comparison,
    Held,
    Verdict,
    compare,
    with_followers,
)
from nb2pipe.converter.verify.observation import CellObservation, Files, Mark, Observation
from nb2pipe.converter.verify.probe.fingerprint import fingerprint


def observation(*cells: dict[str, Mark], files: dict[str, Mark] | None = None) -> Observation:
    """A run whose cells define these variables; the last one writes the files."""
    made = [CellObservation(n, f"c{n}", defined=marks) for n, marks in enumerate(cells, 1)]
    made.append(CellObservation(len(cells) + 1, "last", files=Files(files or {})))
    return Observation("trial", "python3", cells=tuple(made))


@dataclass(frozen=True)
class Case:
    """What the notebook and the pipeline made of one dataset `d`, variable `x` after cell 1."""

    promise: str
    notebook: dict[str, Mark]
    pipeline: dict[str, Mark]
    verdict: Verdict
    again: dict[str, Mark] | None = field(default=None)


CASES = [
    Case("equal marks are identical", {"x": "1"}, {"d": "1"}, Verdict.IDENTICAL),
    Case("other marks differ", {"x": "1"}, {"d": "2"}, Verdict.DIFFERS),
    Case("a mark against none differs", {"x": "1"}, {"d": None}, Verdict.DIFFERS),
    Case("what the pipeline lacks is missing", {"x": "1"}, {}, Verdict.MISSING),
    Case("what the notebook lacks is missing", {}, {"d": "1"}, Verdict.MISSING),
    Case("what neither has is opaque", {}, {"d": fingerprint(None)}, Verdict.OPAQUE),
    Case("what has no content is opaque", {"x": None}, {"d": None}, Verdict.OPAQUE),
    Case("what still differs alone differs", {"x": "1"}, {"d": "2"}, Verdict.DIFFERS, {"x": "1"}),
    Case(
        "what varies by itself is set apart",
        {"x": "1"},
        {"d": "2"},
        Verdict.NONDETERMINISTIC,
        {"x": "3"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.promise)
def test_a_dataset_is_judged(case: Case) -> None:
    """Each dataset gets the verdict that its fingerprints call for."""
    again = [observation(case.again)] if case.again is not None else []
    found = compare(observation(case.notebook), case.pipeline, {}, {"d": Held("x", 1)}, again)
    assert [row.verdict for row in found.rows] == [case.verdict]


def test_what_follows_from_varying_values_varies() -> None:
    """Two runs may make a value alike by chance; it is still made of what they make differently."""
    notebook = observation({"draw": "1", "mean": "2"}, {"sum": "3"}, {"apart": "4"})
    again = [observation({"draw": "7", "mean": "2"}, {"sum": "3"}, {"apart": "4"})]
    held = {"draw": Held("draw", 1), "mean": Held("mean", 1), "sum": Held("sum", 2)}
    held |= {"apart": Held("apart", 3)}
    made = {"draw": "8", "mean": "9", "sum": "9", "apart": "9"}
    found = with_followers(compare(notebook, made, {}, held, again), {"sum": ["mean"]})
    assert [row.name for row in found.failures] == ["apart"]


def test_what_cannot_leave_its_process_is_opaque() -> None:
    """A value that cannot be pickled is no dataset: its cells are one node."""
    cell = CellObservation(1, "c1", defined={"x": "1"}, unpicklable={"x": "an open file"})
    found = compare(Observation("trial", "python3", cells=(cell,)), {}, {}, {"d": Held("x", 1)})
    assert [row.verdict for row in found.rows] == [Verdict.OPAQUE]


def test_a_function_is_opaque() -> None:
    """A dataset that is a function is made, and there is nothing of it to compare."""
    cell = CellObservation(1, "c1", code=("x",))
    made = Observation("trial", "python3", cells=(cell,))
    found = compare(made, {"d": None}, {}, {"d": Held("x", 1)})
    assert [row.verdict for row in found.rows] == [Verdict.OPAQUE]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.promise)
def test_a_file_is_judged_alike(case: Case) -> None:
    """A file is compared as a dataset is; one that the notebook does not write is nobody's."""
    again = [observation(files=case.again)] if case.again is not None else []
    made = {"x": case.pipeline["d"]} if case.pipeline else {}
    found = compare(observation(files=case.notebook), {}, made, {}, again)
    assert [row.verdict for row in found.rows] == ([case.verdict] if case.notebook else [])


def test_each_version_is_compared_where_it_holds() -> None:
    """`df_load` is the notebook's `df` after the cell that loads, not at the end."""
    held = {"df_load": Held("df", 1), "df": Held("df", 2)}
    found = compare(observation({"df": "1"}, {"df": "2"}), {"df_load": "1", "df": "2"}, {}, held)
    assert found.holds


def test_a_file_that_was_deleted_again_is_not_owed() -> None:
    """Only what the notebook leaves counts."""
    wrote = CellObservation(1, "a", files=Files({"t.txt": "1"}))
    deleted = CellObservation(2, "b", files=Files(deleted=("t.txt",)))
    seen = Observation("trial", "python3", cells=(wrote, deleted))
    assert compare(seen, {}, {}, {}) == Comparison(())


def test_failures_are_what_does_not_hold() -> None:
    """Rows that are opaque or vary by themselves do not break the proof."""
    held = {"a": Held("a", 1), "b": Held("b", 1)}
    found = compare(observation({"a": None, "b": "1"}), {"a": "9", "b": "2"}, {}, held)
    assert [row.name for row in found.failures] == ["b"]


def test_what_varies_in_any_run_is_set_apart() -> None:
    """Two runs may make something alike by chance."""
    runs = [observation({"x": "1"}), observation({"x": "2"})]
    (row,) = compare(observation({"x": "1"}), {"d": "3"}, {}, {"d": Held("x", 1)}, runs).rows
    assert row.verdict is Verdict.NONDETERMINISTIC
