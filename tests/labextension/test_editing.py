"""Parameters and catalog entries, changed in the cells in which they stand."""

from __future__ import annotations

import pytest

from nb2pipe.converter.source.notebook import parse_notebook
from nb2pipe.labextension.editing import Edit, set_entry, set_parameter
from nb2pipe.runtime import UsageError

from .conftest import notebook_of

CATALOG = "%%catalog\n# where things are\na:\n  type: json.JSONDataset\n  filepath: a.json\n\n# next\nb:\n  type: text.TextDataset\n  filepath: b.txt"


def notebook(*sources):
    return parse_notebook(notebook_of(*sources), name="n")


@pytest.mark.parametrize(
    ("source", "value", "after"),
    [
        ("%%params\nrate = 1  # a year", "2.5", "%%params\nrate = 2.5  # a year"),
        ("%%params\nrate: float = 1", "-1", "%%params\nrate: float = -1"),
        ("é = 'ü'; rate = [1,\n 2]", "['ß']", "é = 'ü'; rate = ['ß']"),
        ("\n%%params\nrate = 1\nother = 2", "None", "\n%%params\nrate = None\nother = 2"),
    ],
)
def test_a_parameter_is_changed_and_nothing_else(source, value, after):
    """Comments, annotations and neighbours stay."""
    assert set_parameter(notebook(source), "rate", value) == Edit(0, after)


@pytest.mark.parametrize("value", ["1 +", "open('x')", "x", "", "import os"])
def test_a_value_that_is_no_literal_is_refused(value):
    """Only what can be written in parameters.yml becomes a parameter."""
    with pytest.raises(UsageError, match="no value for `rate`"):
        set_parameter(notebook("rate = 1"), "rate", value)


def test_a_parameter_that_no_cell_assigns_is_refused():
    """The cure names the cell that it belongs in."""
    with pytest.raises(UsageError, match="no cell assigns"):
        set_parameter(notebook("rate = 1"), "speed", "2")


def test_an_entry_is_changed_and_its_neighbours_stay():
    """Comments between the entries are kept."""
    edit = set_entry(notebook(CATALOG), "a", "type: yaml.YAMLDataset\nfilepath: a.yml")
    assert edit.source == CATALOG.replace("json.JSON", "yaml.YAML").replace("a.json", "a.yml")


def test_the_last_entry_is_changed():
    """An entry ends where the cell does."""
    edit = set_entry(notebook(CATALOG), "b", "type: text.TextDataset\nfilepath: c.txt")
    assert edit.source == CATALOG.replace("b.txt", "c.txt")


def test_a_new_entry_goes_below_the_others():
    """The notebook's catalog cell takes it."""
    edit = set_entry(notebook(CATALOG), "c", "type: text.TextDataset")
    assert edit.source == f"{CATALOG}\nc:\n  type: text.TextDataset"


def test_the_first_entry_gets_a_cell_of_its_own():
    """It stands above the first node."""
    edit = set_entry(notebook("import os", "%%node a\nx = 1"), "c", "type: text.TextDataset")
    assert edit == Edit(1, "%%catalog\nc:\n  type: text.TextDataset", insert=True)


@pytest.mark.parametrize("text", ["filepath: a.json", "[1]", "a: b: c", "type: 7", ""])
def test_an_entry_without_a_type_is_refused(text):
    """What is no entry is not written."""
    with pytest.raises(UsageError):
        set_entry(notebook(CATALOG), "a", text)


async def test_the_edit_is_told_not_done(post):
    """The server changes no notebook; the panel writes the cell, and undo takes it back."""
    answer = await post(
        "edit", notebook=notebook_of("rate = 1"), what="parameter", name="rate", value="2"
    )
    assert answer == {"index": 0, "source": "rate = 2", "insert": False}
