"""`nb2pipe viz` draws a project's pipeline on the terminal or into a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from nb2pipe.cli.viz import command
from nb2pipe.runtime import UsageError

PIPELINE = """
from nb2pipe.runtime import Pipeline, node


def create_pipeline():
    return Pipeline([node(abs, ["raw"], "clean", name="clean"),
                     node(max, ["clean", "params:least"], "model", name="fit")])
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.nb2pipe]\npackage = "vizsample"\n')
    (tmp_path / "vizsample").mkdir()
    (tmp_path / "vizsample" / "__init__.py").touch()
    (tmp_path / "vizsample" / "pipeline.py").write_text(PIPELINE)
    return tmp_path


def invoke(*arguments: str) -> str:
    return CliRunner().invoke(command, arguments, catch_exceptions=False).output


def test_the_terminal_gets_mermaid(project: Path) -> None:
    assert invoke().splitlines()[0] == "flowchart TD"


@pytest.mark.parametrize(
    ("detail", "boxes"),
    [("nodes", ["clean", "fit"]), ("flow", ["clean", "fit", "raw", "model"])],
)
def test_detail_is_chosen(project: Path, detail: str, boxes: list[str]) -> None:
    rows = [row for row in invoke("--detail", detail).splitlines()[1:] if "-->" not in row]
    assert [row.split('"')[1] for row in rows] == boxes


@pytest.mark.parametrize(
    ("file", "start"),
    [
        ("graph.html", "<!doctype html>"),
        ("new/graph.svg", "<svg"),
        ("graph.mmd", "flowchart TD"),
        ("graph.md", "```mermaid\n"),
    ],
)
def test_a_file_gets_what_its_suffix_names(project: Path, file: str, start: str) -> None:
    invoke("-o", file)
    assert Path(file).read_text().startswith(start)


def test_drawing_twice_gives_the_same_bytes(project: Path) -> None:
    invoke("-o", "a.html")
    invoke("-o", "b.html")
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


def test_a_suffix_that_nothing_is_drawn_in_is_refused(project: Path) -> None:
    with pytest.raises(UsageError, match=r"\.png"):
        invoke("-o", "graph.png")
