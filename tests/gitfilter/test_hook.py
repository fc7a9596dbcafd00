"""The pre-commit hook strips what is staged, and touches nothing else."""

from __future__ import annotations

import pytest

from nb2pipe.gitfilter.install import install
from nb2pipe.gitfilter.places import repository_at


@pytest.fixture
def hooked(bare_repository):
    """A repository with the hook alone: no filter runs."""
    bare_repository.write("README", "x")
    bare_repository.commit()
    install(repository_at(str(bare_repository.path)), hook=True)
    (bare_repository.path / ".gitattributes").unlink()
    return bare_repository


@pytest.fixture
def run(make) -> str:
    return make.notebook(make.code("a", "a", run=1), make.code("b", "b", run=2))


def test_outputs_leave_the_commit_and_stay_in_the_working_copy(hooked, run) -> None:
    hooked.write("n \u00e9.ipynb", run)
    hooked.commit()
    assert "SECRET" not in hooked.blob("n \u00e9.ipynb")
    assert hooked.read("n \u00e9.ipynb") == run


def test_what_is_not_staged_stays_unstaged(hooked, run) -> None:
    hooked.write("n.ipynb", run)
    hooked.git("add", "n.ipynb")
    later = run.replace('"a"\n', '"later"\n')
    hooked.write("n.ipynb", later)
    hooked.git("commit", "-q", "-m", "part")
    assert "later" not in hooked.blob("n.ipynb")
    assert hooked.read("n.ipynb") == later


@pytest.mark.parametrize("arguments", [("-a",), ("n.ipynb",)], ids=["commit -a", "commit PATH"])
def test_every_way_to_commit_is_stripped(hooked, run, make, arguments: tuple[str, ...]) -> None:
    hooked.write("n.ipynb", make.notebook())
    hooked.commit()
    hooked.write("n.ipynb", run)
    hooked.git("commit", "-q", "-m", "x", *arguments)
    assert "SECRET" not in hooked.blob("n.ipynb")
    assert hooked.says("diff", "--cached") == ""


def test_a_hook_that_stood_there_still_decides(bare_repository, run) -> None:
    bare_repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho theirs >&2\nexit 1\n").chmod(
        0o755
    )
    install(repository_at(str(bare_repository.path)), hook=True)
    bare_repository.write("n.ipynb", run)
    bare_repository.git("add", "-A")
    done = bare_repository.git("commit", "-m", "x", check=False)
    assert (done.returncode, "theirs" in done.stderr) == (1, True)


def test_a_broken_notebook_stops_the_commit(hooked) -> None:
    hooked.write("n.ipynb", '{"cells": ["SECRET"')
    hooked.git("add", "-A")
    done = hooked.git("commit", "-m", "x", check=False)
    assert "n.ipynb:1:" in done.stderr
    assert hooked.says("log", "--oneline").count("\n") == 1
