"""The git directory is found without starting git."""

from __future__ import annotations

import pytest

from nb2pipe.gitfilter.repository import common_git_dir


def test_a_repository_is_found_from_its_folders(repository, monkeypatch) -> None:
    (repository.path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(repository.path / "a" / "b")
    assert common_git_dir() == str(repository.path / ".git")


def test_a_worktree_shares_its_repositorys(repository, monkeypatch, tmp_path) -> None:
    repository.git("worktree", "add", "-q", str(tmp_path / "tree"))
    monkeypatch.chdir(tmp_path / "tree")
    assert (repository.path / ".git").samefile(common_git_dir() or "")


@pytest.mark.usefixtures("alone")
def test_elsewhere_there_is_none(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert common_git_dir() is None
