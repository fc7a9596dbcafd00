"""Runs work in copies, and the user's folder stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from nb2pipe.converter.verify import workspace as subject
from nb2pipe.converter.verify.workspace import workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook's folder with a file, a hidden store, and a folder beside it."""
    folder = tmp_path / "home" / "analysis"
    (folder / ".nb2pipe").mkdir(parents=True)
    (folder / "in.txt").write_text("in")
    (folder.parent / "data").mkdir()
    (folder.parent / "data" / "far.txt").write_text("far")
    return folder


def test_what_a_run_writes_stays_in_the_copy(folder: Path, tmp_path: Path) -> None:
    """Files written in a workspace do not reach the user's folder."""
    with workspace(folder, tmp_path / "scratch") as space:
        (space.cwd / "in.txt").write_text("changed")
        (space.cwd / ".." / "beside.txt").write_text("new")
    assert (folder / "in.txt").read_text() == "in"
    assert not (folder.parent / "beside.txt").exists()


def test_what_stands_beside_the_folder_is_found(folder: Path, tmp_path: Path) -> None:
    """`../data` leads where it leads from the notebook."""
    with workspace(folder, tmp_path / "scratch") as space:
        assert (space.cwd / "../data/far.txt").read_text() == "far"


def test_every_run_has_the_same_path(folder: Path, tmp_path: Path) -> None:
    """A path that a value holds is the same in each run, and the copy is fresh."""
    with workspace(folder, tmp_path / "scratch") as first:
        (first.cwd / "left.txt").write_text("left")
    with workspace(folder, tmp_path / "scratch") as second:
        assert second == first
        assert sorted(path.name for path in second.cwd.iterdir()) == ["in.txt"]


def test_nothing_is_left_behind(folder: Path, tmp_path: Path) -> None:
    """The copy is cleared away, and links are not followed in doing so."""
    with workspace(folder, tmp_path / "scratch"):
        pass
    assert list((tmp_path / "scratch").iterdir()) == []
    assert (folder.parent / "data" / "far.txt").exists()


def test_a_large_folder_is_used_as_it_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be copied in no time is run in place."""
    monkeypatch.setattr(subject, "MOST_BYTES", 1)
    with workspace(folder, tmp_path / "scratch") as space:
        assert (space.cwd, space.copied) == (folder, False)


def test_a_virtual_environment_is_linked(folder: Path, tmp_path: Path) -> None:
    """Folders that are no data are there, and cost nothing."""
    (folder / ".venv").mkdir()
    with workspace(folder, tmp_path / "scratch") as space:
        assert (space.cwd / ".venv").is_symlink()
