"""Installing is told in git's own files, once; uninstalling leaves no trace."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from nb2pipe.gitfilter.copies import is_current
from nb2pipe.gitfilter.errors import GitError
from nb2pipe.gitfilter.install import install, uninstall
from nb2pipe.gitfilter.places import repository_at, users_own
from nb2pipe.gitfilter.status import Status


def files(repository) -> dict[str, bytes]:
    """Every file of a repository, its git directory included."""
    return {
        str(p.relative_to(repository.path)): p.read_bytes()
        for p in repository.path.rglob("*")
        if p.is_file()
    }


ATTRIBUTES = {
    "none": None,
    "some": "*.png binary\n",
    "no final line end": "*.png binary",
    "CRLF": "*.png binary\r\n",
    "ours already": "*.ipynb filter=nb2pipe diff=nb2pipe merge=nb2pipe\n*.png binary\n",
}


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
@pytest.mark.parametrize("hook", [None, "#!/bin/sh\nexit 0\n"], ids=["no hook", "a hook"])
def test_uninstalling_leaves_every_byte_as_it_was(bare_repository, attributes, hook) -> None:
    if attributes is not None:
        bare_repository.write(".gitattributes", attributes)
    if hook:
        bare_repository.write(".git/hooks/pre-commit", hook).chmod(0o755)
    before = files(bare_repository)
    place = repository_at(str(bare_repository.path))
    install(place, hook=True)
    uninstall(place)
    assert files(bare_repository) == before


def test_installing_again_changes_nothing(repository) -> None:
    place = repository_at(str(repository.path))
    before = {name: data for name, data in files(repository).items() if not name.endswith(".pyc")}
    install(place)
    assert {n: d for n, d in files(repository).items() if not n.endswith(".pyc")} == before


def test_what_a_user_added_since_stays(repository) -> None:
    repository.git("config", "user.name", "B")
    repository.write(".gitattributes", repository.read(".gitattributes") + "*.csv text\n")
    uninstall(repository_at(str(repository.path)))
    assert repository.read(".gitattributes") == "*.csv text\n"
    assert "nb2pipe" not in repository.read(".git/config")
    assert repository.says("config", "user.name") == "B\n"


def test_a_global_installation_serves_every_repository(bare_repository, make, alone) -> None:
    config = (alone / ".gitconfig").read_bytes()
    install(users_own())
    bare_repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    bare_repository.commit()
    assert "SECRET" not in bare_repository.blob("n.ipynb")
    uninstall(users_own())
    assert (alone / ".gitconfig").read_bytes() == config
    assert [p for p in alone.rglob("*") if p.is_file()] == [alone / ".gitconfig"]


def test_a_hook_is_not_for_all_repositories(alone) -> None:
    with pytest.raises(GitError, match="one repository"):
        install(users_own(), hook=True)


def test_outside_a_repository_it_is_refused(alone, tmp_path) -> None:
    with pytest.raises(GitError, match="not a git work tree"):
        repository_at(str(tmp_path))


def test_a_repository_that_moved_still_works(repository, make, tmp_path, open_repository) -> None:
    moved = open_repository(repository.path.rename(tmp_path / "moved"))
    moved.write("n.ipynb", make.notebook(make.code("a", run=1)))
    moved.commit()
    assert "SECRET" not in moved.blob("n.ipynb")


def test_the_driver_outlives_the_python_that_installed_it(repository, make) -> None:
    """Once both recorded interpreters have gone, any Python 3.11 on the path will do."""
    launcher = repository.path / ".git" / "nb2pipe" / "run"
    known = launcher.read_text().split("for python in ")[1].split("; do")[0]
    launcher.write_text(launcher.read_text().replace(known, "'/gone/bin/python'"))
    repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    repository.commit()
    assert "SECRET" not in repository.blob("n.ipynb")


def test_without_any_python_nothing_is_staged(repository, make) -> None:
    launcher = repository.path / ".git" / "nb2pipe" / "run"
    launcher.write_text(
        launcher.read_text().replace(
            "for python in ", "for python in x; do :; done; for python in x #"
        )
    )
    repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    assert repository.git("add", "n.ipynb", check=False).returncode
    assert repository.says("ls-files", "n.ipynb") == ""


def test_an_old_driver_is_seen(repository) -> None:
    folder = repository_at(str(repository.path)).folder
    assert is_current(folder)
    (folder / "gitfilter" / "scan.py").write_text("")
    assert not is_current(folder)


def test_a_healthy_repository_has_no_problems(repository, make) -> None:
    repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    repository.commit()
    found = Status(str(repository.path))
    assert (found.problems, found.filtered) == ([], ["n.ipynb"])


def test_a_clone_without_the_driver_is_told_so(repository, make, tmp_path) -> None:
    repository.write("n.ipynb", make.notebook())
    repository.commit()
    repository.git("clone", "-q", ".", str(tmp_path / "clone"))
    problems = Status(str(tmp_path / "clone")).problems
    assert "does not have" in problems[0][0]


def test_outputs_that_were_committed_before_are_named(bare_repository, make) -> None:
    bare_repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    bare_repository.write("kept.ipynb", make.notebook(make.code("a", run=1), keep_output=True))
    bare_repository.commit()
    assert Status(str(bare_repository.path)).with_outputs == ["n.ipynb"]


def test_the_copied_driver_needs_nothing_of_the_environment(repository, tmp_path) -> None:
    """The copy runs where no nb2pipe is installed, from anywhere."""
    copied = shutil.copytree(repository.path / ".git" / "nb2pipe", tmp_path / "elsewhere")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(copied / "start.py"), "clean", "n.ipynb"],
        cwd=tmp_path, input=b'{"cells": [{"outputs": [1]}]}', capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b'{"cells": [{"outputs": []}]}'
