"""`convert --verify` and `verify` prove a promotion, and say in a sentence where a run stops."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def failing(write_notebook):
    return write_notebook("a = len('ab')", "b = a + 1\nc = b / 0", "d = 1", name="failing.ipynb")


def test_a_proof_is_a_table_that_ends_in_a_verdict(nb2pipe, write_notebook):
    said = nb2pipe(
        "convert", write_notebook("a = sorted('ab')", "n = len(a)"), "--auto", "--verify"
    )
    *_, first, second, verdict = (line.split() for line in said.out.splitlines())
    assert (said.status, first[:2], second[:2], verdict[0]) == (
        0, ["identical", "a"], ["identical", "n"], "proven:",
    )  # fmt: skip


def test_a_notebook_that_fails_shows_the_users_own_error_once(nb2pipe, failing):
    said = nb2pipe("convert", failing, "--auto", "--verify")
    assert said.err.splitlines()[0].startswith("ZeroDivisionError  ")
    assert said.err.count("----> 2 c = b / 0") == 1
    assert "error: cell [2] of failing fails: ZeroDivisionError: division by zero\n" in said.err


def test_what_was_converted_stays_where_the_notebook_fails(nb2pipe, failing):
    said = nb2pipe("convert", failing, "--auto", "--verify")
    made = (failing.parent / "failing" / "failing" / "nodes.py").read_text()
    assert (said.status, "def make_a" in made) == (1, True)


STOPS = {
    "a cell that kills the kernel": (
        ("a = len('ab')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
        "the kernel died while it ran cell [2] of sample",
    ),
    "a cell that never ends": (
        ("a = len('ab')", "import time\nwhile True:\n    time.sleep(0.05)"),
        "cell [2] of sample was still running after 9 s for the notebook",
    ),
}


@pytest.mark.parametrize(("cells", "message"), STOPS.values(), ids=STOPS)
def test_a_run_that_does_not_end_well_is_told_in_two_sentences(
    nb2pipe, write_notebook, cells, message
):
    said = nb2pipe("convert", write_notebook(*cells), "--auto", "--verify", "--timeout", "9")
    assert (said.status, said.err.count("\n")) == (1, 2)
    assert said.err.startswith(f"error: {message}\n  help: ")


def test_a_question_to_a_person_has_a_cure_of_its_own(nb2pipe, write_notebook):
    said = nb2pipe("convert", write_notebook("name = input('who?')"), "--auto", "--verify")
    assert "help: make what it asks for a parameter with `%%params`" in said.err


def test_a_kernel_that_is_missing_is_named_with_its_cure(nb2pipe, write_notebook):
    path = write_notebook("a = len('ab')")
    content = json.loads(path.read_text())
    content["metadata"] = {"kernelspec": {"name": "special", "language": "python"}}
    path.write_text(json.dumps(content))
    said = nb2pipe("convert", path, "--auto", "--verify")
    assert said.status == 2
    assert "there is no kernel 'special' here" in said.err
    assert "`python -m ipykernel install --user --name special`" in said.err


@pytest.mark.parametrize(
    ("cell", "stream", "message"),
    [
        ("a = len('ab')", "out", "there is no kernel 'special' here: 'python3' stood in for it"),
        ("import nowhere", "err", "No module named 'nowhere' (in 'python3': there is no kernel 'special')"),
    ],
    ids=["it runs", "it fails"],
)  # fmt: skip
def test_a_kernel_that_another_stood_in_for_is_told(nb2pipe, write_notebook, cell, stream, message):
    path = write_notebook(cell)
    content = json.loads(path.read_text())
    content["metadata"] = {
        "kernelspec": {"name": "special", "language": "python"},
        "language_info": {"name": "python", "version": "3.7.3"},
    }
    path.write_text(json.dumps(content))
    assert message in getattr(nb2pipe("convert", path, "--auto", "--verify"), stream)


def test_verify_needs_a_project(nb2pipe, write_notebook):
    said = nb2pipe("verify", write_notebook("a = len('ab')"))
    assert (said.status, "nb2pipe convert" in said.err) == (2, True)
