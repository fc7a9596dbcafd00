"""A notebook that was only run again does not stay modified."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest

from nb2pipe.gitfilter.jupyter import post_save
from nb2pipe.gitfilter.refresh import refresh

NAMES = ["n.ipynb", "a folder/n\u00f6te.ipynb", '"quoted".ipynb']


@pytest.fixture
def rerun(repository, make):
    """Notebooks that were run again since they were committed."""
    for run in (1, 22_222):
        for name in NAMES:
            repository.write(name, make.notebook(make.code("a", run=run)))
        if run == 1:
            repository.commit()
    assert repository.status().count(" M ") == len(NAMES)
    return repository


def test_what_only_ran_is_cleared(rerun) -> None:
    assert refresh(cwd=str(rerun.path)) == sorted(NAMES)
    assert rerun.status() == ""


def test_the_working_copy_keeps_its_outputs(rerun) -> None:
    refresh(cwd=str(rerun.path))
    assert "SECRET 22222" in rerun.read("n.ipynb")


def test_what_was_edited_stays_modified_and_unstaged(rerun, make) -> None:
    rerun.write("n.ipynb", make.notebook(make.code("edited", run=3)))
    assert "n.ipynb" not in refresh(cwd=str(rerun.path))
    assert rerun.status() == " M n.ipynb\n"


def test_a_file_that_is_gone_stays_gone(rerun) -> None:
    (rerun.path / "n.ipynb").unlink()
    refresh(cwd=str(rerun.path))
    assert rerun.status() == " D n.ipynb\n"


def test_paths_are_taken_from_where_one_stands(rerun) -> None:
    assert refresh(["n\u00f6te.ipynb"], cwd=str(rerun.path / "a folder")) == [NAMES[1]]


def test_saving_in_jupyter_clears_the_notebook(rerun) -> None:
    manager = SimpleNamespace(log=logging.getLogger("test"))
    thread = post_save({"type": "notebook"}, str(rerun.path / "n.ipynb"), manager)
    assert thread
    thread.join()
    assert " M n.ipynb" not in rerun.status()


def test_saving_outside_git_is_no_news(alone, tmp_path, caplog) -> None:
    manager = SimpleNamespace(log=logging.getLogger("test"))
    thread = post_save({"type": "notebook"}, str(tmp_path / "n.ipynb"), manager)
    assert thread
    thread.join()
    assert caplog.records == []
