"""Every run is written down: what it was given, what its nodes did, printed, measured and drew."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from nb2pipe.cli.runs import command
from nb2pipe.runtime import Project, UsageError, load_project
from nb2pipe.runtime.database import connect
from nb2pipe.runtime.history.past import (
    LAST,
    compare,
    past_figures,
    past_logs,
    past_run,
    past_runs,
    run_to_resume,
)
from nb2pipe.runtime.views.page import run_page

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    import logging
    import os
    import sys
    import time

    import numpy as np


    def say(a):
        print("number", a)
        print("careful", file=sys.stderr)
        logging.getLogger("mine").warning("logged %s", a)
        return a


    def measure(said):
        return {"r2": np.float64(said / 10), "rows": said}


    def draw(said):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(1, 1))
        figure.subplots().plot([0, said])
        return figure


    def fail(said):
        print("before the failure")
        if not os.path.exists("mended"):
            raise ValueError("no")
        return said


    def after(failed):
        return failed + 1


    def wait(a):
        open("waiting", "w").close()
        time.sleep(60)
"""

PIPELINE = """
    node(nodes.say, "params:a", "said"),
    node(nodes.measure, "said", "scores"),
    node(nodes.draw, "said", "plot"),
    node(nodes.fail, "said", "failed"),
    node(nodes.after, "failed", "end"),
"""

CATALOG = """
    scores: {type: metrics.MetricsDataset, filepath: scores.json}
    plot: {type: matplotlib.MatplotlibDataset, filepath: plot.png}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that ran twice: with other parameters, in this process and in others."""
    from ..conftest import make_project

    make: MakeProject = make_project.__wrapped__(tmp_path_factory.mktemp("record"))  # type: ignore[attr-defined]
    folder = make(NODES, PIPELINE, conf__base__parameters="a: 3", conf__base__catalog=CATALOG)
    project = load_project(folder)
    project.run()
    project.run(runner="processes", workers=2, params={"a": 4})
    return project


@pytest.fixture
def database(project: Project) -> Iterator[sqlite3.Connection]:
    with closing(connect(project.path)) as opened:
        yield opened


def test_a_run_is_written_down_with_its_parameters(database: sqlite3.Connection) -> None:
    run = past_run(database, LAST)
    assert (run.status, run.parameters, run.about["runner"]) == ("failed", {"a": 4}, "processes")


def test_versions_of_the_libraries_are_written_down(database: sqlite3.Connection) -> None:
    import numpy as np

    assert past_run(database, LAST).about["versions"]["numpy"] == np.__version__


def test_nodes_are_written_down(database: sqlite3.Connection) -> None:
    assert [(node.name, node.status) for node in past_run(database, LAST).nodes] == [
        ("say", "success"),
        ("measure", "success"),
        ("draw", "success"),
        ("fail", "failed"),
        ("after", "skipped"),
    ]


def test_an_error_is_written_down(database: sqlite3.Connection) -> None:
    failed = next(node for node in past_run(database, LAST).nodes if node.error)
    assert (failed.name, failed.error and failed.error["message"]) == ("fail", "no")


@pytest.mark.parametrize("number", [0, 1])
def test_what_a_node_prints_and_logs_is_kept_whoever_ran_it(
    database: sqlite3.Connection, number: int
) -> None:
    run = past_runs(database)[number]
    said = [(line.stream, line.text) for line in past_logs(database, run.id, "say")]
    value = run.parameters["a"]
    assert said == [
        ("stdout", f"number {value}\n"),
        ("stderr", "careful\n"),
        ("WARNING", f"mine: logged {value}\n"),
    ]


def test_what_was_printed_before_a_failure_is_kept(database: sqlite3.Connection) -> None:
    run = past_run(database, LAST)
    assert past_logs(database, run.id, "fail")[0].text == "before the failure\n"


@pytest.mark.parametrize(
    ("content", "metrics"),
    [
        ("{'r2': 0.5, 'rows': 4}", {"b.r2": 0.5, "b.rows": 4}),
        ("{'r2': 0.5, 'name': 'x'}", {}),
        ("{'ok': True}", {}),
        ("[1, 2]", {}),
        ("{'id': 10**30}", {}),
    ],
)
def test_a_flat_json_file_of_numbers_counts_as_metrics(
    make_project: MakeProject, content: str, metrics: dict[str, float]
) -> None:
    folder = make_project(
        f"def make(a):\n    return {content}",
        'node(nodes.make, "params:a", "b")',
        conf__base__parameters="a: 3",
        conf__base__catalog="b: {type: json.JSONDataset, filepath: b.json}",
    )
    load_project(folder).run()
    with closing(connect(folder)) as database:
        assert past_run(database, LAST).metrics == metrics


def test_metrics_are_kept(database: sqlite3.Connection) -> None:
    assert past_run(database, LAST).metrics == {"scores.r2": 0.4, "scores.rows": 4}


def test_figures_are_kept(database: sqlite3.Connection) -> None:
    figures = past_figures(database, past_run(database, LAST).id)
    assert [(name, content[1:4]) for name, _, content in figures] == [("plot", b"PNG")]


def test_runs_are_compared(database: sqlite3.Connection) -> None:
    new, old = past_runs(database)
    found = compare(past_run(database, old.id), past_run(database, new.id))
    told = {(each.kind, each.name): (each.before, each.after) for each in found}
    assert (told["parameter", "a"], told["metric", "scores.r2"]) == ((3, 4), (0.3, 0.4))


def test_nodes_differ_by_their_code_not_by_what_they_read(make_project: MakeProject) -> None:
    pipeline = """
        node(nodes.say, "params:a", "said"),
        node(nodes.measure, "said", "scores"),
    """
    folder = make_project(NODES, pipeline, conf__base__parameters="a: 3")
    load_project(folder).run()
    nodes = next(folder.glob("*/nodes.py"))
    nodes.write_text(nodes.read_text().replace("return a\n", "return a + 1\n"))
    load_project(folder).run()
    with closing(connect(folder)) as opened:
        new, old = past_runs(opened)
        found = compare(past_run(opened, old.id), past_run(opened, new.id))
    assert [each.name for each in found if each.kind == "node"] == ["say"]


def test_the_graph_of_a_run_shows_its_times(database: sqlite3.Connection) -> None:
    assert " · " in run_page(past_run(database, LAST)).partition("<h2>Timeline")[0]


def test_the_libraries_that_a_project_names_are_recorded(make_project: MakeProject) -> None:
    folder = make_project("def f(a):\n    return a", 'node(nodes.f, "params:a", "b")')
    file = folder / "pyproject.toml"
    file.write_text(
        file.read_text().replace(
            'version = "0.1.0"', 'version = "1"\ndependencies = ["click>=8", "nowhere-to-be-found"]'
        )
    )
    load_project(folder).run(params={"a": 1})
    with closing(connect(folder)) as opened:
        assert sorted(past_run(opened, LAST).about["versions"]) == ["click", "python"]


def test_a_page_stands_alone(database: sqlite3.Connection) -> None:
    run = past_run(database, LAST)
    page = run_page(run, past_figures(database, run.id))
    assert [
        each in page for each in ("data:image/png", "ValueError: no", 'href="http', 'src="/')
    ] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "scores.r2=0.4"),
        (["show"], "ValueError: no"),
        (["show", "last"], "scores.r2"),
        (["logs", "last", "say"], "[WARNING] mine: logged 4"),
    ],
)
def test_the_command_line_tells_of_runs(project: Project, words: list[str], said: str) -> None:
    assert said in CliRunner().invoke(command, ["-p", str(project.path), *words]).output


def test_the_command_line_compares(project: Project, database: sqlite3.Connection) -> None:
    old = past_runs(database)[1].id
    told = CliRunner().invoke(command, ["-p", str(project.path), "compare", old]).output
    assert ["parameter", "a", "3", "4"] in [line.split() for line in told.splitlines()]


def test_the_command_line_writes_a_page(project: Project, tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    CliRunner().invoke(command, ["-p", str(project.path), "html", "-o", str(page)])
    assert page.read_text().startswith("<!doctype html>")


@pytest.mark.parametrize("words", [["show", "20"], ["show", "nothing"], ["logs", "last", "sy"]])
def test_what_is_not_there_is_a_usage_error(project: Project, words: list[str]) -> None:
    result = CliRunner().invoke(command, ["-p", str(project.path), *words])
    assert isinstance(result.exception, UsageError)


def failing(make_project: MakeProject) -> Project:
    folder = make_project(
        NODES, PIPELINE, conf__base__parameters="a: 3", conf__base__catalog=CATALOG
    )
    return load_project(folder)


def test_a_failed_run_is_taken_up_where_it_stopped(make_project: MakeProject) -> None:
    project = failing(make_project)
    project.run(params={"a": 7}, nodes=["say", "fail", "after"])
    (project.workdir / "mended").touch()
    result = project.run(resume=LAST)
    told = {name: node.status for name, node in result.nodes.items()}
    assert (told, result.datasets["end"]) == (
        {"say": "cached", "fail": "success", "after": "success"},
        8,
    )


def test_there_must_be_something_to_take_up(make_project: MakeProject) -> None:
    project = failing(make_project)
    project.run(nodes=["say"])
    with pytest.raises(UsageError, match="every run that is recorded succeeded"):
        project.run(resume=LAST)


def test_the_commit_is_written_down_and_whether_something_changed_since(
    make_project: MakeProject,
) -> None:
    project = failing(make_project)
    git = ["git", "-C", str(project.path), "-c", "user.name=n", "-c", "user.email=e"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    project.run(nodes=["say"])
    file = project.path / "pyproject.toml"
    file.write_text(f"{file.read_text()}\n")
    project.run(nodes=["say"])
    with closing(connect(project.path)) as database:
        told = [run.about["git"] for run in past_runs(database)]
    assert [each["dirty"] for each in told] == [True, False]


def test_streams_and_loggers_are_left_as_they_were(make_project: MakeProject) -> None:
    before = sys.stdout, sys.stderr, logging.getLogRecordFactory()
    failing(make_project).run(nodes=["say"])
    assert (sys.stdout, sys.stderr, logging.getLogRecordFactory()) == before


def started(make_project: MakeProject, *options: str) -> tuple[Project, subprocess.Popen[Any]]:
    """A run in another process whose node waits."""
    folder = make_project(
        NODES, 'node(nodes.say, "params:a", "said"), node(nodes.wait, "said", "w")',
        conf__base__parameters="a: 1",
    )  # fmt: skip
    words = [sys.executable, "-m", "nb2pipe", "run", str(folder), *options]
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    while not (folder.parent / "waiting").exists() and process.poll() is None:
        time.sleep(0.02)
    return load_project(folder), process


@pytest.mark.parametrize("runner", ["sequential", "processes"])
def test_ctrl_c_ends_a_run_in_good_order(make_project: MakeProject, runner: str) -> None:
    project, process = started(make_project, "--runner", runner)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    with closing(connect(project.path)) as database:
        status = run_to_resume(database, LAST).status
    assert (process.returncode, status, b"Traceback" in said) == (130, "interrupted", False)


def test_a_second_ctrl_c_ends_at_once(make_project: MakeProject) -> None:
    _, process = started(make_project, "--runner", "threads")
    os.kill(process.pid, signal.SIGINT)
    assert process.stderr is not None
    while b"again to end at once" not in process.stderr.readline():
        pass
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(30) == 130
    process.stderr.close()


def test_a_killed_run_is_told_and_can_be_taken_up(make_project: MakeProject) -> None:
    project, process = started(make_project)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    with closing(connect(project.path)) as database:
        run = run_to_resume(database, LAST)
    assert (run.status, [node.status for node in run.nodes]) == ("killed", ["success"])
