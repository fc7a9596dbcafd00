"""Notebooks merge by cell; what people do side by side has no conflict."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pipe.gitfilter import InvalidNotebookError, Merged, merge
from nb2pipe.gitfilter.mergedriver import LineMerge
from nb2pipe.gitfilter.ordering import merge_order
from nb2pipe.gitfilter.values import merge_value


def merged(base: str, ours: str, theirs: str) -> Merged:
    return merge(base, ours, theirs, LineMerge())


def sources(text: str) -> list[str]:
    """The cells' sources; reading them shows that the text is a notebook."""
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


@pytest.fixture
def three(make):
    """Merge three notebooks given as lists of `id: source`."""

    def of(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]) -> Merged:
        versions = [
            make.notebook(*(make.code(s, i) for i, s in v.items())) for v in (base, ours, theirs)
        ]
        return merged(*versions)

    return of


BASE = {"a": "1", "b": "2\n3\n4", "c": "5"}
WITHOUT_CONFLICT = [
    ("edits of different cells", BASE | {"a": "1x"}, BASE | {"c": "5x"}, ["1x", "2\n3\n4", "5x"]),
    (
        "edits of different lines",
        BASE | {"b": "2x\n3\n4"},
        BASE | {"b": "2\n3\n4x"},
        ["1", "2x\n3\n4x", "5"],
    ),
    (
        "an added last line and an edit",
        BASE | {"b": "2\n3\n4\n5"},
        BASE | {"b": "2x\n3\n4"},
        ["1", "2x\n3\n4\n5", "5"],
    ),
    ("the same edit", BASE | {"a": "x"}, BASE | {"a": "x"}, ["x", "2\n3\n4", "5"]),
    ("both append", BASE | {"o": "o"}, BASE | {"t": "t"}, ["1", "2\n3\n4", "5", "o", "t"]),
    (
        "both insert at the top",
        {"o": "o"} | BASE,
        {"t": "t"} | BASE,
        ["o", "t", "1", "2\n3\n4", "5"],
    ),
    ("both insert the same", BASE | {"o": "n"}, BASE | {"t": "n"}, ["1", "2\n3\n4", "5", "n"]),
    ("ours deletes, theirs edits another", {"a": "1", "c": "5"}, BASE | {"c": "x"}, ["1", "x"]),
    ("both delete", {"a": "1"}, {"a": "1", "c": "5"}, ["1"]),
    (
        "theirs moves, ours edits",
        BASE | {"a": "x"},
        {"c": "5", "a": "1", "b": "2\n3\n4"},
        ["5", "x", "2\n3\n4"],
    ),
    (
        "an insertion beside a deletion",
        {"a": "1", "c": "5"},
        {"a": "1", "b": "2\n3\n4", "t": "t", "c": "5"},
        ["1", "t", "5"],
    ),
    ("ours empties the notebook", {}, BASE, []),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [r[1:] for r in WITHOUT_CONFLICT],
    ids=[r[0] for r in WITHOUT_CONFLICT],
)
def test_what_people_do_side_by_side_has_no_conflict(three, ours, theirs, result) -> None:
    found = three(BASE, ours, theirs)
    assert (sources(found.text), found.conflicts) == (result, [])


def test_where_both_change_a_line_the_markers_stand_in_the_cell(three) -> None:
    found = three(BASE, BASE | {"a": "x"}, BASE | {"a": "y"})
    assert sources(found.text)[0] == "<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs"
    assert found.conflicts == ["cell 1 (code): both sides changed the same lines"]


def test_a_cell_deleted_here_and_changed_there_shows_both(three) -> None:
    found = three(BASE, {"a": "1", "c": "5"}, BASE | {"b": "new"})
    assert "new\n>>>>>>> theirs" in sources(found.text)[1]
    assert len(found.conflicts) == 1


def test_both_tags_stay(make) -> None:
    base, ours, theirs = (
        make.notebook(make.code("x", metadata={"tags": tags} if tags else {}))
        for tags in ([], ["a"], ["b"])
    )
    found = merged(base, ours, theirs)
    assert json.loads(found.text)["cells"][0]["metadata"] == {"tags": ["a", "b"]}
    assert found.conflicts == []


def test_results_that_neither_side_has_seen_go(make) -> None:
    base, ours, theirs = (make.notebook(make.code("1\n2\n3", run=run)) for run in (1, 2, 3))
    cell = json.loads(merged(base, ours, theirs).text)["cells"][0]
    assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_metadata_of_the_notebook_merges_by_key(make) -> None:
    base, ours, theirs = (
        make.notebook(**metadata) for metadata in ({"a": 1}, {"a": 1, "b": 2}, {"a": 3})
    )
    assert json.loads(merged(base, ours, theirs).text)["metadata"] == {"a": 3, "b": 2}


def test_metadata_that_both_changed_is_ours_and_is_told(make) -> None:
    base, ours, theirs = (make.notebook(a=value) for value in (1, 2, 3))
    found = merged(base, ours, theirs)
    assert json.loads(found.text)["metadata"] == {"a": 2}
    assert found.conflicts == ["the notebook: both sides changed its metadata; ours was kept"]


def test_cells_without_ids_are_known_by_what_they_say(make) -> None:
    def old(*texts: str) -> str:
        cells = [{k: v for k, v in make.code(text).items() if k != "id"} for text in texts]
        return make.notebook(*cells)

    found = merged(
        old("load()", "clean(1)"), old("load()", "clean(1, 2)"), old("new", "load()", "clean(1)")
    )
    assert sources(found.text) == ["new", "load()", "clean(1, 2)"]


def test_cells_keep_the_spelling_of_their_side(make) -> None:
    base = make.notebook(make.code("a", "a"), make.code("b", "b"))
    theirs = base.replace('"b"\n', '"b\\u00e9"\n')
    ours = make.notebook(make.code("a2", "a"), make.code("b", "b"))
    assert merged(base, ours, theirs).text == ours.replace('"b"\n', '"b\\u00e9"\n')


def test_without_an_ancestor_the_same_cells_are_one(make) -> None:
    ours = make.notebook(make.code("x", "a"), make.code("o", "o"))
    theirs = make.notebook(make.code("x", "a"), make.code("t", "t"))
    assert sources(merged("", ours, theirs).text) == ["x", "o", "t"]


def test_a_side_that_is_no_notebook_is_refused(make) -> None:
    with pytest.raises(InvalidNotebookError):
        merged(make.notebook(), make.notebook(), "{")


def test_merging_with_oneself_changes_nothing(make) -> None:
    text = make.notebook(make.markdown("# T"), make.code("a", run=1), kernelspec={"name": "x"})
    other = make.notebook(make.markdown("# U"), make.code("b"))
    assert merged(other, text, text).text == text
    assert merged(other, text, other).text == text
    assert json.loads(merged(other, other, text).text) == json.loads(text)


KEYS = st.lists(st.integers(0, 9), unique=True, max_size=6).map(
    lambda found: [("base", i) for i in found]
)
OWN = st.lists(st.integers(0, 3), unique=True, max_size=3)


@given(KEYS, KEYS, KEYS)
def test_an_order_has_every_cell_once(base, ours, theirs) -> None:
    order = merge_order(base, ours, theirs)
    assert sorted(order) == sorted(set(ours) | set(theirs))


@given(KEYS, KEYS)
def test_what_one_side_leaves_has_the_others_order(base, theirs) -> None:
    kept = [key for key in base if key in theirs]
    placed = [key for key in merge_order(base, base, theirs) if key in theirs]
    assert placed == (theirs if kept else placed)


VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2) | st.just({"x": 1}), max_size=3)


@given(VALUES, VALUES)
def test_a_change_of_one_side_is_taken_whole(base, changed) -> None:
    assert merge_value(base, changed, base) == (changed, False)
    assert merge_value(base, base, changed) == (changed, False)
