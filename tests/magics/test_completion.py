"""Tab completes magics, the options of a tag line, names of the cell and datasets."""

from __future__ import annotations

import pytest

from nb2pipe.converter.source.tags import NODE_FLAGS

COMPLETED = {
    "the name of a magic": ("%%no|", ["%%node"]),
    "an option": ("%%node clean --ret|", ["--retries", "--retry-delay"]),
    "an option above code": ("%%node clean --iso|\nx = 1", ["--isolated"]),
    "every option": ("%%node clean |", list(NODE_FLAGS)),
    "an option once": ("%%node clean --isolated --iso|", []),
    "a name that the cell reads": ("%%node clean -i r|\ntable = rows + 1", ["rows"]),
    "a name that the cell makes": ("%%node clean -o |\ntable = rows + 1", ["table"]),
    "a word of %pipeline": ("%pipeline c|", ["check", "convert"]),
    "a word of %catalog": ("%catalog |", ["load"]),
    "no option in another line": ("%%node clean\n--iso|", []),
}


@pytest.mark.parametrize(("source", "expected"), COMPLETED.values(), ids=COMPLETED)
def test_tab_offers(live, source, expected):
    assert live.complete(source) == expected


def test_tab_offers_datasets_to_load(live):
    live.run("%%catalog\nnumbers:\n  type: json.JSONDataset\n  filepath: numbers.json")
    assert live.complete("%catalog load n|") == ["numbers"]


def test_names_in_a_tagged_cell_complete(live):
    live.run("population = 1")
    assert "population" in live.complete("%%node clean\ntotal = popul|")


def test_attributes_in_a_tagged_cell_complete(live):
    live.run("word = 'a'")
    assert "capitalize" in " ".join(live.complete("%%node clean\nword.capit|"))
