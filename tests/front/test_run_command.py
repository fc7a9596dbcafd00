"""`nb2pipe run` runs what it is told to, says what happened, and exits accordingly."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from nb2pipe.cli.run import command
from nb2pipe.runtime import UsageError
from nb2pipe.runtime.errors import UnknownNameError

FILES = {
    "pyproject.toml": '[tool.nb2pipe]\npackage = "clisample"\nworkdir = ".."\n',
    "clisample/__init__.py": "",
    "clisample/nodes.py": """
def add(a, size):
    return f"{a}{size!r}"


def shout(text):
    return text.upper()


def fail(text):
    raise ValueError(f"cannot use {text}")


def later(text):
    return text
""",
    "clisample/pipeline.py": """
from nb2pipe.runtime import Pipeline, node

from . import nodes


def create_pipeline():
    return Pipeline([
        node(nodes.add, ["params:a", "params:model.size"], "text", tags="good"),
        node(nodes.shout, "text", "loud", tags=["good", "last"]),
        node(nodes.fail, "text", "never"),
        node(nodes.later, "never", "later"),
    ])
""",
    "conf/base/parameters.yml": "a: x\nmodel: {size: 1}\n",
    "conf/prod/parameters.yml": "a: prod\n",
    "conf/base/catalog.yml": "loud: {type: text.TextDataset, filepath: out/loud.txt}\n",
    "nb2pipe.lock": '{"notebook": "cli.ipynb", "nodes": {"fail": {"cells": [{"number": 7}]}}}',
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two nodes that work, one that fails, and one behind it."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        file = tmp_path / "sample" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "sample"


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("options", "ran"),
    [
        (["--tags", "good"], ["add", "shout"]),
        (["--nodes", "add"], ["add"]),
        (["--to-nodes", "shout"], ["add", "shout"]),
        (["--to-outputs", "loud"], ["add", "shout"]),
        (["--nodes", "add,shout"], ["add", "shout"]),
        (["--nodes", "add", "--nodes", "shout"], ["add", "shout"]),
        (["--from-inputs", "params:model.size", "--to-nodes", "shout"], ["add", "shout"]),
        (["--from-nodes", "add", "--tags", "last", "--to-nodes", "add,shout"], []),
    ],
)
def test_options_choose_what_runs(project: Path, options: list[str], ran: list[str]) -> None:
    if not ran:  # `shout` alone reads what nothing gives
        with pytest.raises(Exception, match="'text'"):
            invoke(*options)
        return
    _, output = invoke(str(project), *options)
    assert re.findall(r"(\w+) finished", output) == ran


@pytest.mark.parametrize(
    ("given", "loud"),
    [
        (["model.size=2"], "X2"),
        (["model.size=[1, 2]"], "X[1, 2]"),
        (["model.size=a,a=b"], "B'A'"),
        (["model.size=true", "a=q"], "QTRUE"),
        (["model={size: null}"], "XNONE"),
        (["model.size='1'"], "X'1'"),
    ],
)
def test_parameters_are_yaml(project: Path, given: list[str], loud: str) -> None:
    invoke("--tags", "good", *(part for text in given for part in ("--params", text)))
    assert Path("out/loud.txt").read_text() == loud


@pytest.mark.parametrize("given", ["model.size", "=1", "a: [1", "a=[1"])
def test_what_is_no_parameter_is_refused(project: Path, given: str) -> None:
    with pytest.raises(UsageError):
        invoke("--params", given)


def test_an_unknown_parameter_brings_the_nearest(project: Path) -> None:
    with pytest.raises(UnknownNameError) as caught:
        invoke("--params", "model.sise=1")
    assert "model.size" in caught.value.cure


def test_an_environment_is_chosen(project: Path) -> None:
    invoke("--tags", "good", "--env", "prod")
    assert Path("out/loud.txt").read_text() == "PROD1"


def test_success_exits_with_zero(project: Path) -> None:
    assert invoke("--tags", "good")[0] == 0


def test_a_failed_node_exits_with_one(project: Path) -> None:
    assert invoke(str(project))[0] == 1


def test_the_closing_words_say_where_everything_is(project: Path) -> None:
    _, output = invoke("--tags", "good")
    assert "loud  out/loud.txt" in output


@pytest.mark.parametrize(
    "said",
    [
        'raise ValueError(f"cannot use {text}")',
        "ValueError: cannot use x1",
        "from cell 7 of cli.ipynb",
        "skipped because of it: later",
        "2 of 4 nodes done",
    ],
)
def test_the_closing_words_say_what_failed(project: Path, said: str) -> None:
    assert said in invoke()[1]


def test_lines_have_a_time_when_nobody_watches(project: Path) -> None:
    _, output = invoke("--nodes", "add")
    assert re.search(r"^\d\d:\d\d:\d\d add finished in ", output, re.M)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere"], 2, "there is no folder"),
        (["--nodes", "ad"], 2, "did you mean add?"),
        (["--runner", "thread"], 2, "did you mean threads?"),
        (["--workers", "0"], 2, "--workers"),
        (["--env", "production"], 2, "choose from: prod"),
        ([], 1, "cannot use x1"),
    ],
)
def test_the_program_shows_no_traceback_of_its_own(
    project: Path, arguments: list[str], status: int, said: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "nb2pipe", "run", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert ended.returncode == status
    assert said in ended.stdout + ended.stderr
    assert "runtime/" not in ended.stdout + ended.stderr


def test_a_terminal_is_shown_progress(project: Path) -> None:
    from io import StringIO

    from rich.console import Console

    from nb2pipe.runtime import load_project
    from nb2pipe.runtime.views.progress import RichProgress

    console = Console(file=StringIO(), force_terminal=True, width=100)
    with RichProgress(console) as progress:
        load_project(project).run(listeners=[progress])
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert [mark for mark in "✓✗-" if mark in shown] == ["✓", "✗", "-"]
