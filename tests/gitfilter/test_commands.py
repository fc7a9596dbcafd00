"""The commands `strip`, `diff` and `git`, as a user calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from nb2pipe.cli import cli


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Run nb2pipe in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return lambda *arguments, **options: CliRunner().invoke(cli, list(arguments), **options)


@pytest.fixture
def run(make, tmp_path) -> Path:
    path = tmp_path / "n.ipynb"
    path.write_text(make.notebook(make.code("a", run=1)))
    return path


def test_strip_edits_files_in_place_and_keeps_their_permissions(call, run) -> None:
    run.chmod(0o640)
    assert call("strip", "n.ipynb").exit_code == 0
    assert ("SECRET" in run.read_text(), run.stat().st_mode & 0o777) == (False, 0o640)


def test_strip_follows_a_link(call, run) -> None:
    (run.parent / "link.ipynb").symlink_to(run)
    call("strip", "link.ipynb")
    assert (run.parent / "link.ipynb").is_symlink()
    assert "SECRET" not in run.read_text()


@pytest.mark.parametrize(("option", "status"), [("--check", 1), ("--dry-run", 0)])
def test_what_would_be_stripped_is_named_and_nothing_written(call, run, option, status) -> None:
    before = run.read_text()
    result = call("strip", option, "n.ipynb")
    assert (result.exit_code, run.read_text()) == (status, before)
    assert "would strip n.ipynb" in result.stderr


def test_a_stripped_file_passes_the_check(call, run) -> None:
    call("strip", "n.ipynb")
    assert call("strip", "--check", "n.ipynb").exit_code == 0


def test_strip_reads_a_pipe(call) -> None:
    result = call("strip", "--stdin", input=b'{"cells": [{"outputs": [1]}]}')
    assert result.stdout_bytes == b'{"cells": [{"outputs": []}]}'


def test_a_broken_file_stops_none_of_the_others(call, run) -> None:
    (run.parent / "bad.ipynb").write_text("{")
    result = call("strip", "bad.ipynb", "n.ipynb")
    assert (result.exit_code, "SECRET" in run.read_text()) == (1, False)
    assert "bad.ipynb:1:2" in result.stderr


def test_strip_obeys_the_project(call, run) -> None:
    (run.parent / "pyproject.toml").write_text(
        "[tool.nb2pipe.git]\nkeep_outputs = true\nkeep_count = true\n"
    )
    assert call("strip", "--check", "n.ipynb").exit_code == 0


def test_normalize_spells_a_notebook_as_nbformat_does(call, run) -> None:
    (run.parent / "pyproject.toml").write_text("[tool.nb2pipe.git]\nnormalize = true\n")
    run.write_text('{"nbformat": 4, "cells": [{"outputs":[1]}]}')
    call("strip", "n.ipynb")
    assert run.read_text() == '{\n "cells": [\n  {\n   "outputs": []\n  }\n ],\n "nbformat": 4\n}\n'


def test_strip_wants_files_or_a_pipe(call) -> None:
    assert call("strip").exit_code == 2


def test_diff_shows_cells(call, run, make) -> None:
    (run.parent / "m.ipynb").write_text(make.notebook(make.code("b", run=2)))
    result = call("diff", "n.ipynb", "m.ipynb")
    assert [line for line in result.output.splitlines() if line[0] in "+-"] == ["-a", "+b"]


def test_diff_can_tell_by_its_exit_status(call, run, make) -> None:
    (run.parent / "m.ipynb").write_text(make.notebook(make.code("b")))
    assert call("diff", "--exit-code", "n.ipynb", "m.ipynb").exit_code == 1
    assert call("diff", "--exit-code", "n.ipynb", "n.ipynb").exit_code == 0


def test_git_is_set_up_looked_at_refreshed_and_taken_away(
    bare_repository, make, monkeypatch
) -> None:
    monkeypatch.chdir(bare_repository.path)
    bare_repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    steps = [
        ["git", "install", "--hook"],
        ["git", "refresh"],
        ["git", "status"],
        ["git", "uninstall"],
    ]
    results = [CliRunner().invoke(cli, step, catch_exceptions=False) for step in steps]
    assert [result.exit_code for result in results] == [0, 0, 0, 0]
    assert "hook       installed" in results[2].output
    assert not Path(".gitattributes").exists()
