"""Settings stand in pyproject.toml, and a mistake in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from nb2pipe.gitfilter.errors import SettingsError
from nb2pipe.gitfilter.lookup import Lookup
from nb2pipe.gitfilter.parsing import parse_settings
from nb2pipe.gitfilter.settings import DEFAULT


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text)


def test_the_nearest_project_file_with_the_table_holds(tmp_path: Path) -> None:
    write(tmp_path, "[tool.nb2pipe.git]\nkeep_count = true\n")
    write(tmp_path / "a", "[project]\nname = 'nb2pipe-user'\n")
    assert Lookup().settings_for(str(tmp_path / "a" / "b" / "n.ipynb")).keep_count


def test_nothing_above_the_repository_is_read(tmp_path: Path) -> None:
    write(tmp_path, "[tool.nb2pipe.git]\nkeep_count = true\n")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    assert Lookup().settings_for(str(tmp_path / "repository" / "n.ipynb")) is DEFAULT


SPELLINGS = [
    "[tool.nb2pipe.git]\nkeep_count = true",
    "[ tool . 'nb2pipe' . \"git\" ]\r\nkeep_count = true",
    "[tool.nb2pipe]\ngit = {keep_count = true}",
    "[tool.nb2pipe]\ngit.keep_count = true",
    "[tool]\nnb2pipe.git.keep_count = true",
    "[tool]\nnb2pipe = {git = {keep_count = true}}",
    "tool.nb2pipe.git = {keep_count = true}",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_way_to_write_the_table_is_read(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    assert Lookup().settings_for(f"{tmp_path}/n.ipynb").keep_count


@pytest.mark.parametrize(
    "table",
    [
        {"keep_output": True},
        {"keep_outputs": "yes"},
        {"max_size": "big"},
        {"max_size": True},
        {"extra_keys": ["tags"]},
        {"keep_output_types": "stream"},
        {"on_invalid": "ignore"},
    ],
    ids=lambda table: next(iter(table)),
)
def test_a_setting_that_means_nothing_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        parse_settings(table)


def test_broken_toml_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "[tool.nb2pipe.git\n")
    with pytest.raises(SettingsError, match="pyproject"):
        Lookup().settings_for(str(tmp_path / "n.ipynb"))


@pytest.mark.parametrize(("said", "size"), [(10, 10), ("10", 10), ("10k", 10240), ("2M", 2 << 20)])
def test_sizes_have_units(said: object, size: int) -> None:
    assert parse_settings({"max_size": said}).max_size == size
