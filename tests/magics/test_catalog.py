"""A catalog cell declares entries; a cell that reads one which is not there yet gets it loaded."""

from __future__ import annotations

import json

import pytest

CATALOG = """%%catalog
numbers:
  type: json.JSONDataset
  filepath: numbers.json
"""


@pytest.fixture
def catalog(live):
    """A notebook that has declared `numbers`, and the file that belongs to it."""
    (live.folder / "numbers.json").write_text(json.dumps([1, 2, 3]))
    assert live.run(CATALOG).status == "ok"
    return live


def test_a_catalog_cell_shows_its_entries(live):
    shown = live.run(CATALOG).shown[0]
    assert "| `numbers` | `json.JSONDataset` | `numbers.json` |" in shown["text/markdown"]


def test_a_catalog_cell_may_hold_quotes_of_every_kind(live):
    live.run("%%catalog\nnumbers:\n  type: json.JSONDataset\n  filepath: \"it's '''one'''.json\"")
    assert "it's '''one'''.json" in live.run("%catalog").text


def test_a_node_gets_what_it_reads(catalog):
    assert catalog.run("%%node total\ntotal = sum(numbers)\ntotal").text == "6"


def test_a_node_with_another_name_for_a_dataset_gets_it(catalog):
    assert catalog.run("%%node total -i rows=numbers\nsum(rows)").text == "6"


def test_loading_prints_nothing(catalog):
    ran = catalog.run("%%node total\ntotal = sum(numbers)")
    assert (ran.stdout, ran.stderr, ran.shown) == ("", "", [])


def test_a_name_of_the_notebook_is_not_replaced(catalog):
    catalog.run("numbers = [10]")
    assert catalog.run("%%node total\nsum(numbers)").text == "10"


def test_a_name_that_the_cell_makes_is_not_loaded(catalog):
    catalog.run("%%node make\nnumbers = [20]\ntotal = sum(numbers)")
    assert catalog.value("total") == "20"


def test_a_dataset_without_a_file_is_told_before_the_cell_fails(live):
    live.run(CATALOG)
    failed = live.run("%%node total\nsum(numbers)")
    assert failed.reply["ename"] == "NameError"
    assert "numbers" in failed.stderr
    assert "help:" in failed.stderr


def test_an_entry_that_a_cell_no_longer_declares_is_gone(live):
    live.run(CATALOG, "cell-1")
    live.run(CATALOG.replace("numbers:", "figures:"), "cell-1")
    assert "numbers  " not in live.run("%catalog").text


def test_catalog_load_replaces_what_is_there(catalog):
    catalog.run("numbers = None")
    catalog.run("%catalog load numbers")
    assert catalog.value("numbers") == "[1, 2, 3]"


def test_an_empty_catalog_says_how_to_fill_it(live):
    assert "%%catalog" in live.run("%catalog").text


WRONG = {
    "no YAML": ("%%catalog\nnumbers:\n\ttype: x", "line 3 of the cell: the catalog is not YAML"),
    "no mapping": ("%%catalog\n- numbers", "is a list, not a mapping"),
    "no type": (
        "%%catalog\nnumbers:\n  filepath: n.json",
        "line 2 of the cell: the entry `numbers` has no `type`",
    ),
    "an unknown type": ("%%catalog\nnumbers:\n  type: json.Jason", "json.Jason"),
    "an option": ("%%catalog --all\nnumbers:\n  type: x", "it takes nothing"),
    "an unknown word": ("%catalog drop numbers", "load NAME"),
    "an unknown dataset": ("%catalog load numbers", "numbers"),
}


@pytest.mark.parametrize(("source", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_read_fails_its_cell_and_says_why(live, source, said):
    failed = live.run(source)
    assert failed.status == "error"
    assert said in failed.stderr
