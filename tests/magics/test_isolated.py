"""An isolated cell runs as the function that it becomes: it sees its inputs and nothing else."""

from __future__ import annotations

import pytest

from nb2pipe.magics.isolation import isolate

SETUP = """%%setup
import math
SCALE = 10
def double(number):
    return 2 * number
"""


@pytest.fixture
def notebook(live):
    live.run(SETUP)
    live.run("numbers = [1, 2]\nsecret = 3")
    return live


def test_a_name_that_is_not_declared_fails_the_cell(notebook):
    failed = notebook.run("%%node total -i numbers --isolated\nsum(numbers) + secret")
    assert failed.reply["evalue"] == "name 'secret' is not defined"


def test_the_failure_says_how_to_declare_the_name(notebook):
    failed = notebook.run("%%node total -i numbers --isolated\nsum(numbers) + secret")
    assert "`--inputs secret`" in failed.stderr


def test_declared_inputs_are_seen(notebook):
    source = "%%node total -i numbers secret --isolated\nsum(numbers) + secret"
    assert notebook.run(source).text == "6"


def test_what_setup_cells_make_is_seen(notebook):
    source = "%%node total -i numbers --isolated\nmath.ceil(double(SCALE))"
    assert notebook.run(source).text == "20"


def test_every_name_is_back_afterwards(notebook):
    notebook.run("%%node total -i numbers --isolated\ntotal = sum(numbers)")
    assert notebook.value("(secret, total)") == "(3, 3)"


def test_only_declared_outputs_stay(notebook):
    notebook.run("%%node t -i numbers -o total --isolated\nhalf = 1\ntotal = sum(numbers)")
    assert notebook.value("('half' in globals(), total)") == "(False, 3)"


def test_an_input_that_is_no_output_is_not_changed(notebook):
    notebook.run("%%node t -i numbers -o total --isolated\nnumbers.append(3)\ntotal = sum(numbers)")
    assert notebook.value("(numbers, total)") == "([1, 2], 6)"


def test_a_cell_that_fails_leaves_nothing_behind(notebook):
    notebook.run("%%node t -i numbers --isolated\nhalf = 1\nnumbers.append(3)\n1 / 0")
    assert notebook.value("('half' in globals(), numbers)") == "(False, [1, 2])"


def test_a_value_that_cannot_be_copied_is_handed_over(tmp_path):
    """A connection or an open file stands for itself."""
    with (tmp_path / "log").open("w") as log:
        namespace = {"log": log}
        isolate(namespace, inputs=["log"], outputs=[], shared=[])
        assert namespace["log"] is log
