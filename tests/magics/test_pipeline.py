"""`%pipeline` draws, checks and promotes the notebook that runs."""

from __future__ import annotations

import json

import pytest

LOAD = "%%node load\nrows = [1, 2]"
CLEAN = "%%node clean\nkept = [row for row in rows if row > 1]"


def saved(live, *cells):
    """Save a notebook of `(id, source)` pairs, and tell the kernel that it is the one."""
    path = live.folder / "orders.ipynb"
    content = {
        "cells": [
            {
                "cell_type": "code",
                "id": id_,
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for id_, source in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(content))
    live.run(f"__session__ = {str(path)!r}", silent=True)
    return path


@pytest.fixture
def notebook(live):
    live.run(LOAD, "a")
    live.run(CLEAN, "b")
    return live


def test_it_draws_what_ran(notebook):
    assert notebook.run("%pipeline").text == "load:  -> rows\nclean: rows -> kept"


def test_it_draws_a_mermaid_flowchart_in_markdown(notebook):
    drawn = notebook.run("%pipeline").shown[0]["text/markdown"]
    assert drawn.startswith("```mermaid\nflowchart")
    assert 'b0 -->|"rows"| b1' in drawn


def test_a_cell_that_ran_again_replaces_what_it_was(notebook):
    notebook.run("%%node read\nrows = [3]", "a")
    assert notebook.run("%pipeline").text.startswith("read:  -> rows\nclean")


def test_a_cell_that_was_deleted_is_forgotten(notebook):
    assert notebook.run("%pipeline", "c", deleted=("b",)).text == "load:  -> rows"


def test_a_front_end_that_names_no_cells_is_understood(live):
    for source in (LOAD, CLEAN, CLEAN):
        live.run(source)
    assert live.run("%pipeline").text == "load:  -> rows\nclean: rows -> kept"


def test_cells_stand_in_the_order_of_the_saved_notebook(notebook):
    saved(notebook, ("b", ""), ("new", "%%node also\nmore = kept + [1]"), ("a", ""))
    drawn = notebook.run("%pipeline").text
    assert [line.partition(":")[0] for line in drawn.splitlines()[:3]] == ["clean", "also", "load"]


def test_an_empty_notebook_says_how_to_start(live):
    assert "%%node NAME" in live.run("%pipeline").text


def test_it_draws_a_notebook_that_was_saved(live):
    saved(live, ("a", LOAD), ("b", CLEAN))
    assert "clean: rows -> kept" in live.run("%pipeline orders.ipynb").text


def test_check_lists_what_is_wrong(live):
    live.run("%%node clean\nkept = [row for row in undefined]")
    assert "NB201" in live.run("%pipeline check").text


def test_check_has_nothing_to_say_of_a_good_notebook(live):
    live.run("%%node load\nrows = [1, 2]\nprint(rows)")
    live.run("%%node clean\nkept = rows + rows\nprint(kept)")
    assert live.run("%pipeline check").text == "Nothing to remark."


def test_convert_and_run_work_on_the_saved_notebook(live):
    """From the notebook to a project and its first run, without leaving the notebook."""
    saved(live, ("a", LOAD), ("b", CLEAN))
    assert live.run("%pipeline convert").status == "ok"
    assert live.run("%pipeline run").status == "ok"
    assert (live.folder / "orders" / "orders" / "pipeline.py").is_file()


def test_a_command_that_fails_fails_its_cell(live):
    (live.folder / "orders.ipynb").write_text("no JSON")
    failed = live.run("%pipeline convert orders.ipynb")
    assert "is not JSON" in failed.stdout
    assert "`nb2pipe convert` ended with status 2" in failed.stderr


WRONG = {
    "an unknown word": ("%pipeline draw", "one of: NOTEBOOK.ipynb, check, convert, run, viz"),
    "no such file": ("%pipeline missing.ipynb", "no such file: missing.ipynb"),
    "a notebook that was never saved": ("%pipeline convert", "`%pipeline convert PATH`"),
}


@pytest.mark.parametrize(("source", "said"), WRONG.values(), ids=WRONG)
def test_what_it_does_not_take_fails_its_cell_and_says_why(live, source, said):
    failed = live.run(source)
    assert failed.status == "error"
    assert said in failed.stderr
