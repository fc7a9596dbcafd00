"""Fifty notebooks in real git: nothing staged with outputs, nothing lost, a clean status."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time

import pytest

from nb2pipe.gitfilter.install import install
from nb2pipe.gitfilter.places import repository_at

COUNT = 50


def name(number: int) -> str:
    return f"note books/n\u00f6t \u2192 {number}.ipynb" if number % 10 == 0 else f"n{number}.ipynb"


def build(make, number: int, run: int | None = None, first: str = "", **cells: str) -> str:
    """Notebook NUMBER: a heading, and four cells whose ids are a to d."""
    said = {key: f"{key} = {number}\nshow({key})" for key in "abcd"} | cells
    made = [make.code(source, key, run=run) for key, source in said.items()]
    return make.notebook(make.markdown(f"# {number}{first}"), *made)


@pytest.fixture
def fifty(repository, make):
    """A repository with fifty notebooks that were run and committed."""
    for number in range(COUNT):
        repository.write(name(number), build(make, number, run=number + 1))
    repository.commit()
    return repository


def leaks(repository) -> list[str]:
    """The commits and index entries in which an output can be found."""
    found = repository.git(
        "grep",
        "-l",
        "SECRET",
        *repository.says("rev-list", "--all").split(),
        "--",
        "*.ipynb",
        check=False,
    )
    staged = repository.git("grep", "-l", "--cached", "SECRET", "--", "*.ipynb", check=False)
    return found.stdout.splitlines() + staged.stdout.splitlines()


def test_add_commit_and_log(fifty, make) -> None:
    assert (leaks(fifty), fifty.status()) == ([], "")
    assert fifty.blob(name(0)) == build(make, 0)
    assert fifty.read(name(0)) == build(make, 0, run=1)


def test_a_second_run_is_clean_once_git_has_looked(fifty, make) -> None:
    for number in range(COUNT):
        fifty.write(name(number), build(make, number, run=1000 + number))
    fifty.git("add", "-A")
    assert (fifty.status(), leaks(fifty)) == ("", [])


def test_commit_all_and_diff(fifty, make) -> None:
    fifty.write(name(1), build(make, 1, run=77, b="b = 'new'"))
    assert "+b = 'new'" in fifty.says("diff")
    assert "SECRET" not in fifty.says("diff", "--no-textconv")
    fifty.git("commit", "-q", "-a", "-m", "edit")
    assert (leaks(fifty), fifty.status()) == ([], "")


def test_a_hunk_can_be_added(fifty, make) -> None:
    fifty.write(name(1), build(make, 1, run=77, a="a = 'first'", d="d = 'last'"))
    subprocess.run(
        ["git", "add", "-p", name(1)],
        cwd=fifty.path,
        input=b"y\nn\n",
        capture_output=True,
        check=True,
    )
    staged = fifty.says("show", f":{name(1)}")
    assert ("first" in staged, "last" in staged, "SECRET" in staged) == (True, False, False)


def test_checkout_of_branches(fifty, make) -> None:
    fifty.git("checkout", "-q", "-b", "side")
    for number in range(0, COUNT, 5):
        fifty.write(name(number), build(make, number, run=9, c="side"))
    fifty.commit()
    fifty.git("checkout", "-q", "main")
    assert fifty.read(name(5)) == build(make, 5)
    fifty.git("checkout", "-q", "side")
    assert (fifty.status(), leaks(fifty)) == ("", [])


def test_stash(fifty, make) -> None:
    fifty.write(name(10), build(make, 10, run=3, a="stashed"))
    fifty.git("stash")
    assert fifty.status() == ""
    fifty.git("stash", "pop")
    assert "stashed" in fifty.read(name(10))
    assert leaks(fifty) == []


@pytest.fixture
def parted(fifty, make):
    """Two branches: `side` changed c of notebooks 1 and 2, `main` changed a of both, and c of 2."""
    fifty.git("checkout", "-q", "-b", "side")
    fifty.write(name(1), build(make, 1, run=5, c="side"))
    fifty.commit("one")
    fifty.write(name(2), build(make, 2, run=5, c="side"))
    fifty.commit("two")
    fifty.git("checkout", "-q", "main")
    fifty.write(name(1), build(make, 1, run=6, a="main"))
    fifty.write(name(2), build(make, 2, run=6, a="main", c="main"))
    fifty.commit("main")
    return fifty


def test_merge_without_conflict(parted, make) -> None:
    parted.git("merge", "-q", "side~1")
    assert parted.read(name(1)) == build(make, 1, a="main", c="side")
    assert (parted.status(), leaks(parted)) == ("", [])


def test_merge_with_conflict(parted) -> None:
    """Only the cell that both changed is in conflict, and the file still opens."""
    assert parted.git("merge", "side", check=False).returncode == 1
    assert f"UU {name(2)}" in parted.status()
    cells = json.loads(parted.read(name(2)))["cells"]
    assert [("<<<<<<<" in "".join(cell["source"])) for cell in cells] == [
        False,
        False,
        False,
        True,
        False,
    ]
    parted.git("diff")


def test_cherry_pick(parted, make) -> None:
    parted.git("cherry-pick", "side~1")
    assert parted.read(name(1)) == build(make, 1, a="main", c="side")
    assert parted.status() == ""


def test_rebase(parted, make) -> None:
    parted.git("checkout", "-q", "side")
    parted.git("reset", "-q", "--hard", "HEAD~1")
    parted.git("rebase", "-q", "main")
    assert parted.read(name(1)) == build(make, 1, a="main", c="side")
    assert (parted.status(), leaks(parted)) == ("", [])


def test_a_worktree(fifty, make, open_repository, tmp_path) -> None:
    fifty.git("worktree", "add", "-q", "-b", "tree", str(tmp_path / "a tree"))
    tree = open_repository(tmp_path / "a tree")
    tree.write(name(3), build(make, 3, run=4, a="tree"))
    tree.commit()
    assert (tree.status(), leaks(tree)) == ("", [])


def test_a_submodule(fifty, make, open_repository) -> None:
    fifty.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(fifty.path), "sub"
    )
    inner = open_repository(fifty.path / "sub")
    install(repository_at(str(inner.path)))
    inner.write(name(3), build(make, 3, run=4, a="inner"))
    inner.commit()
    assert (inner.status(), leaks(inner)) == ("", [])


def test_a_fresh_clone_gets_clean_notebooks(fifty, make, tmp_path, open_repository) -> None:
    fifty.git("clone", "-q", ".", str(tmp_path / "clone"))
    clone = open_repository(tmp_path / "clone")
    assert clone.read(name(4)) == build(make, 4)
    install(repository_at(str(clone.path)))
    clone.write(name(4), build(make, 4, run=3, a="x"))
    clone.commit()
    assert (clone.status(), leaks(clone)) == ("", [])


def test_from_a_folder_below(fifty, make) -> None:
    fifty.write(name(10), build(make, 10, run=3, a="below"))
    fifty.git("-C", "note books", "add", ".")
    assert leaks(fifty) == []


def test_a_process_killed_in_the_middle_of_an_add_stages_nothing_with_outputs(fifty, make) -> None:
    """`required` makes git give up; adding again makes it whole."""
    for number in range(COUNT):
        fifty.write(name(number), build(make, number, run=3, a="x" * 200_000))
    adding = subprocess.Popen(["git", "add", "-A"], cwd=fifty.path, stderr=subprocess.DEVNULL)
    os.kill(_filter_of(adding.pid), signal.SIGKILL)
    assert adding.wait() != 0
    (fifty.path / ".git" / "index.lock").unlink(missing_ok=True)
    assert leaks(fifty) == []
    fifty.git("add", "-A")
    assert leaks(fifty) == []


def _filter_of(parent: int) -> int:
    """The filter process that git has started, as soon as it runs."""
    for _ in range(200):
        children = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(parent)],
            capture_output=True,
            text=True,
            check=False,
        )
        for line in children.stdout.splitlines():
            pid, _, arguments = line.strip().partition(" ")
            if "start.py" in arguments:
                return int(pid)
        time.sleep(0.005)
    raise AssertionError("git has started no filter process")


FAILURES = [
    ("broken JSON", b'{"cells": [{"outputs": ["SECRET"'),
    ("UTF-16", '{"cells": [{"outputs": ["SECRET"]}]}'.encode("utf-16")),
    ("no notebook", b'{"SECRET": 1}'),
    ("absurd nesting", b'{"cells": [' + b"[" * 9999),
]


@pytest.mark.parametrize("data", [row[1] for row in FAILURES], ids=[row[0] for row in FAILURES])
def test_a_broken_notebook_stops_the_add_with_file_and_remedy(fifty, data: bytes) -> None:
    (fifty.path / "bad.ipynb").write_bytes(data)
    done = fifty.git("add", "bad.ipynb", check=False)
    assert "nb2pipe: bad.ipynb:1:" in done.stderr
    assert (done.returncode, fifty.says("ls-files", "bad.ipynb")) == (128, "")


@pytest.mark.parametrize(
    "text", ["", "<<<<<<< a\n{}\n=======\n{}\n>>>>>>> b\n"], ids=["empty", "conflict markers"]
)
def test_what_may_pass_passes_unchanged(fifty, text: str) -> None:
    fifty.write("odd.ipynb", text)
    assert "passed as it is" in fifty.git("add", "odd.ipynb").stderr
    assert fifty.says("show", "--no-textconv", ":odd.ipynb") == text


def test_settings_that_mean_nothing_stop_the_add(fifty, make) -> None:
    fifty.write("pyproject.toml", "[tool.nb2pipe.git]\nkeep = 1\n")
    fifty.write("new.ipynb", make.notebook(make.code("a", run=1)))
    done = fifty.git("add", "new.ipynb", check=False)
    assert "no setting 'keep'" in done.stderr
    assert leaks(fifty) == []


def test_clients_without_the_process_use_one_shot_clean(fifty, make) -> None:
    fifty.git("config", "--unset", "filter.nb2pipe.process")
    fifty.write("it's new.ipynb", make.notebook(make.code("a", run=1)))
    fifty.commit()
    assert leaks(fifty) == []


def test_a_driver_that_is_gone_stages_nothing(fifty, make) -> None:
    shutil.rmtree(fifty.path / ".git" / "nb2pipe")
    fifty.write("new.ipynb", make.notebook(make.code("a", run=1)))
    assert fifty.git("add", "new.ipynb", check=False).returncode
    assert leaks(fifty) == []


def test_a_sides_broken_notebook_is_merged_as_text(repository, make) -> None:
    repository.git("config", "filter.nb2pipe.required", "false")
    repository.write("pyproject.toml", '[tool.nb2pipe.git]\non_invalid = "pass"\n')
    repository.write("n.ipynb", "{\n1\n2\n3\n")
    repository.commit()
    repository.git("checkout", "-q", "-b", "side")
    repository.write("n.ipynb", "{\n1\n2\n3x\n")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("n.ipynb", "{x\n1\n2\n3\n")
    repository.commit()
    repository.git("merge", "side")
    assert repository.read("n.ipynb") == "{x\n1\n2\n3x\n"
