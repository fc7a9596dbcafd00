"""What a run can be told besides its nodes: settings, hooks, notices, sweeps, strictness."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from nb2pipe.cli.run import command
from nb2pipe.runtime import NodeRun, Project, UsageError, load_project, node, run
from nb2pipe.runtime.database import connect
from nb2pipe.runtime.errors import ConfigError, UnknownNameError
from nb2pipe.runtime.events import Event, NodeStarted, NodeWarned
from nb2pipe.runtime.history import past_runs
from nb2pipe.runtime.nodes import Backoff
from nb2pipe.runtime.sweep import ranked, sweep

if TYPE_CHECKING:
    from .conftest import MakeProject

NODES = """
    import asyncio
    import time


    def load(a):
        print("loaded")
        return [a]


    def train(loaded, size, depth):
        return loaded[0] * size - depth


    def score(model):
        return {"r2": model, "mae": -model}


    def fail(a):
        raise ConnectionResetError("gone")


    def divide(a, size):
        return a / size


    def kind(size):
        return type(size).__name__


    def append(loaded):
        loaded.append(1)
        return len(loaded)
"""

PIPELINE = """
    node(nodes.load, "params:a", "loaded"),
    node(nodes.train, ["loaded", "params:size", "params:model.depth"], "model"),
    node(nodes.score, "model", "scores"),
"""

SCORES = "scores: {type: metrics.MetricsDataset, filepath: scores.json}"

CONF = {
    "conf__base__parameters": "{a: 10, size: 1, model: {depth: 0}}",
    "conf__base__catalog": SCORES,
}

FAILS = 'node(nodes.fail, "params:a", "b")'


def project_of(make_project: MakeProject, pipeline: str = PIPELINE, **files: str) -> Project:
    return load_project(make_project(NODES, pipeline, **{**CONF, **files}))


def test_nodes_yml_sets_nodes(make_project: MakeProject) -> None:
    settings = "fail: {retries: 2, retry_delay: {first: 0}, retry_on: OSError, timeout: 5}"
    project = project_of(make_project, FAILS, conf__base__nodes=settings)
    made = project.pipeline["fail"]
    assert (project.run().nodes["fail"].attempts, made.retry_delay, made.timeout) == (
        3,
        Backoff(0),
        5.0,
    )


def test_an_environment_sets_nodes_its_own_way(make_project: MakeProject) -> None:
    project = project_of(
        make_project,
        FAILS,
        conf__base__nodes="fail: {retries: 1}",
        conf__prod__nodes="fail: {retries: 3}",
    )
    assert project.run(env="prod").nodes["fail"].attempts == 4


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("fial: {retries: 1}", UnknownNameError),
        ("fail: {retry: 1}", ConfigError),
        ("fail: 3", ConfigError),
        ("fail: {retries: many}", ConfigError),
        ("fail: {retry_delay: {frist: 1}}", ConfigError),
    ],
)
def test_settings_that_nobody_understands_are_refused(
    make_project: MakeProject, said: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        project_of(make_project, FAILS, conf__base__nodes=said)


def test_jitter_leaves_a_part_of_a_delay_to_chance() -> None:
    delays = [Backoff(4, jitter=0.5).after(1) for _ in range(100)]
    assert 2 <= min(delays) < max(delays) <= 4


def test_growing_delays_come_to_an_end() -> None:
    assert [Backoff(1, 3, most=20).after(attempt) for attempt in range(1, 6)] == [1, 3, 9, 20, 20]


def test_a_timeout_that_cannot_be_kept_is_told() -> None:
    told: list[Event] = []
    run([node(abs, "a", "b", timeout=5)], {"a": 1}, listeners=[told.append])
    assert [type(event) for event in told].count(NodeWarned) == 1


def test_async_nodes_run_side_by_side() -> None:
    import asyncio

    met = asyncio.Event()

    async def waits(_: int) -> str:
        await asyncio.wait_for(met.wait(), 20)
        return "met"

    async def comes(_: int) -> str:
        met.set()
        return "came"

    result = run([node(waits, "a", "b"), node(comes, "a", "c")], {"a": 1})
    assert dict(result.datasets) == {"b": "met", "c": "came"}


def test_an_async_node_that_hangs_is_ended() -> None:
    import asyncio

    async def hangs(_: int) -> None:
        await asyncio.sleep(60)

    result = run([node(hangs, "a", "b", timeout=0.05)], {"a": 1})
    assert result.failed["hangs"].type == "TimeoutError"


HOOKS = """
    from nb2pipe.runtime import hookimpl

    TOLD = []


    @hookimpl
    def before_run(run_id, nodes, project):
        TOLD.append(("before_run", len(nodes), project.package))


    @hookimpl
    def before_node(node):
        TOLD.append(("before_node", node))


    @hookimpl
    def on_node_error(node, error):
        TOLD.append(("on_node_error", error.message))


    @hookimpl
    def after_run(status):
        TOLD.append(("after_run", status))
"""


def test_the_projects_hooks_are_called(make_project: MakeProject) -> None:
    folder = make_project(NODES, FAILS, package="hooked", **CONF, hooked__hooks__py="")
    (folder / "hooked" / "hooks.py").write_text(__import__("textwrap").dedent(HOOKS))
    project = load_project(folder)
    project.run()
    assert sys.modules["hooked.hooks"].TOLD == [
        ("before_run", 1, "hooked"),
        ("before_node", "fail"),
        ("on_node_error", "gone"),
        ("after_run", "failed"),
    ]


def told_to(project: Path, **settings: str) -> None:
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    file = project / "pyproject.toml"
    file.write_text(f"{file.read_text()}\n[tool.nb2pipe.notify]\n{lines}")


def test_a_command_is_told_of_a_failure(make_project: MakeProject) -> None:
    folder = make_project(NODES, FAILS, **CONF)
    script = "import sys; open('told.json', 'w').write(sys.stdin.read())"
    told_to(folder, command=f'{sys.executable} -c "{script}"')
    load_project(folder).run()
    told = json.loads((folder / "told.json").read_text())
    assert (told["status"], told["failed"]) == ("failed", {"fail": "ConnectionResetError: gone"})


@pytest.mark.parametrize(("on", "times"), [("failure", 0), ("success", 1), ("always", 1)])
def test_a_webhook_is_told_when_it_wants_to_be(
    make_project: MakeProject, on: str, times: int
) -> None:
    told: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    folder = make_project(NODES, PIPELINE, **CONF)
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        told_to(folder, webhook=f"http://127.0.0.1:{server.server_port}/", on=on)
        load_project(folder).run()
        server.shutdown()
    assert [each["status"] for each in told] == ["success"] * times


def test_a_notice_that_cannot_be_given_only_warns(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_project(NODES, FAILS, **CONF)
    told_to(folder, webhook="ftp://nowhere")
    assert load_project(folder).run().status == "failed"
    assert "nobody could be told" in caplog.text


def test_a_notice_that_nobody_understands_is_refused(make_project: MakeProject) -> None:
    folder = make_project(NODES, FAILS, **CONF)
    told_to(folder, on="sometimes")
    with pytest.raises(ConfigError, match="sometimes"):
        load_project(folder).run()


GRID = {"size": [1, 2, 3], "model.depth": [0, 5]}


def test_a_sweep_runs_every_combination(make_project: MakeProject) -> None:
    found = list(sweep(project_of(make_project), GRID))
    assert [point.metrics["scores.r2"] for point in found] == [10, 5, 20, 15, 30, 25]


def test_what_no_swept_parameter_reaches_runs_once(make_project: MakeProject) -> None:
    started: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, NodeStarted):
            started.append(event.node)

    list(sweep(project_of(make_project), GRID, listeners=[listen]))
    assert (started.count("load"), started.count("train")) == (1, 6)


def test_what_one_swept_parameter_reaches_runs_once_for_each_value(
    make_project: MakeProject,
) -> None:
    pipeline = """
        node(nodes.load, "params:size", "loaded"),
        node(nodes.train, ["loaded", "params:a", "params:model.depth"], "model"),
    """
    started: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, NodeStarted):
            started.append(event.node)

    list(sweep(project_of(make_project, pipeline), GRID, listeners=[listen]))
    assert (started.count("load"), started.count("train")) == (3, 6)


@pytest.mark.parametrize("runner", ["threads", "processes"])
def test_points_run_together_and_come_out_the_same(make_project: MakeProject, runner: str) -> None:
    project = project_of(make_project)
    alone = {str(point.parameters): point.metrics for point in sweep(project, GRID)}
    together = sweep(project, GRID, runner=runner, workers=2, cache=False)
    assert {str(point.parameters): point.metrics for point in together} == alone


def test_a_sweep_leaves_the_files_of_the_catalog_alone(make_project: MakeProject) -> None:
    project = project_of(make_project)
    project.run()
    file = project.workdir / "scores.json"
    before = file.read_bytes()
    list(sweep(project, GRID))
    assert file.read_bytes() == before


def test_what_is_kept_on_other_places_is_handed_on_in_memory(make_project: MakeProject) -> None:
    table = "model: {type: pandas.SQLTableDataset, table_name: t, credentials: {con: 'sqlite://'}}"
    project = project_of(make_project, conf__base__catalog=f"{SCORES}\n{table}")
    assert [point.metrics["scores.r2"] for point in sweep(project, {"size": [1, 2]})] == [10, 20]


def test_a_sweep_again_runs_nothing(make_project: MakeProject) -> None:
    project = project_of(make_project)
    list(sweep(project, GRID))
    again = [run.status for point in sweep(project, GRID) for run in point.result.nodes.values()]
    assert set(again) == {"cached"}


def test_a_sweep_over_what_nothing_reads_is_refused(make_project: MakeProject) -> None:
    conf = {"conf__base__parameters": "{a: 10, size: 1, model: {depth: 0}, unused: 1}"}
    with pytest.raises(UsageError, match="reads parameter 'unused'"):
        list(sweep(project_of(make_project, **conf), {"unused": [1, 2]}))


def test_a_parameter_that_is_given_and_not_read_is_told(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    project_of(make_project).run(nodes=["load"], params={"a": 1, "size": 2})
    assert caplog.messages == ["no node of this run reads parameter 'size'"]


def test_forced_nodes_run_at_every_point(make_project: MakeProject) -> None:
    project = project_of(make_project)
    list(sweep(project, GRID))
    again = [point.result.nodes["train"].status for point in sweep(project, GRID, force=["train"])]
    assert again == ["success"] * 6


def test_a_point_that_fails_stops_no_other(make_project: MakeProject) -> None:
    pipeline = 'node(nodes.divide, ["params:a", "params:size"], "divided")'
    found = sweep(project_of(make_project, pipeline), {"size": [1, 0, 2]})
    assert [point.result.status for point in found] == ["success", "failed", "success"]


def test_what_all_points_need_fails_them_all(make_project: MakeProject) -> None:
    pipeline = f'{FAILS}, node(nodes.divide, ["b", "params:size"], "divided")'
    found = list(sweep(project_of(make_project, pipeline), {"size": [1, 2]}))
    told = [(point.result.failed["fail"].message, point.result.nodes["divide"]) for point in found]
    assert told == [("gone", NodeRun("skipped", because="fail"))] * 2


def test_strict_holds_for_every_point(make_project: MakeProject) -> None:
    pipeline = """
        node(nodes.load, "params:size", "loaded"),
        node(nodes.append, "loaded", "count"),
    """
    found = sweep(project_of(make_project, pipeline), {"size": [1, 2]}, strict=True)
    assert {point.result.failed["append"].type for point in found} == {"ChangedInputError"}


def test_points_that_were_cut_short_are_recorded_so(make_project: MakeProject) -> None:
    project = project_of(make_project)
    swept = sweep(project, GRID)
    next(swept)
    swept.close()  # type: ignore[attr-defined]
    with closing(connect(project.path)) as database:
        assert {run.status for run in past_runs(database)} <= {"success", "interrupted"}


def test_values_that_look_alike_are_different_points(make_project: MakeProject) -> None:
    pipeline = 'node(nodes.kind, "params:size", "kind")'
    found = sweep(project_of(make_project, pipeline), {"size": [1, "1", True, [1], "a b"]})
    kinds = [point.result.datasets["kind"] for point in found]
    assert kinds == ["int", "str", "bool", "list", "str"]


def test_every_point_is_recorded(make_project: MakeProject) -> None:
    project = project_of(make_project)
    list(sweep(project, GRID))
    with closing(connect(project.path)) as database:
        assert len(past_runs(database)) == 6


@pytest.mark.parametrize(("best", "first"), [("r2", 30), ("scores.r2", 30), ("-r2", 5)])
def test_points_are_ranked_by_a_metric(make_project: MakeProject, best: str, first: int) -> None:
    found = sweep(project_of(make_project), GRID)
    assert ranked(found, best)[0].metrics["scores.r2"] == first


def test_a_metric_that_nothing_measures_is_refused(make_project: MakeProject) -> None:
    with pytest.raises(UnknownNameError):
        ranked(sweep(project_of(make_project), {"size": [1]}), "r3")


def test_a_sweep_on_the_command_line_prints_a_table(make_project: MakeProject) -> None:
    project = project_of(make_project)
    words = [str(project.path), "--sweep", "size=1,2", "--sweep", "model.depth=0,5", "--best", "r2"]
    lines = CliRunner().invoke(command, words).output.splitlines()
    table = [line.split()[:4] for line in lines if "2026" not in line.split()[:1]]
    assert ["2", "0", "-20", "20"] in table


@pytest.mark.parametrize("words", [["--sweep", "size"], ["--sweep", "size="], ["--sweep", "siz=1"]])
def test_a_grid_that_cannot_be_is_a_usage_error(
    make_project: MakeProject, words: list[str]
) -> None:
    result = CliRunner().invoke(command, [str(project_of(make_project).path), *words])
    assert isinstance(result.exception, UsageError)


CHANGES = 'node(nodes.load, "params:a", "loaded"), node(nodes.append, "loaded", "count")'


@pytest.mark.parametrize("runner", ["sequential", "threads", "processes"])
def test_a_node_that_changes_its_input_fails_when_strict(
    make_project: MakeProject, runner: str
) -> None:
    result = project_of(make_project, CHANGES).run(strict=True, runner=runner)
    assert result.failed["append"].message == "node 'append' changes what it is given: loaded"


def test_lines_of_json_tell_what_happens(make_project: MakeProject) -> None:
    words = [str(project_of(make_project).path), "--log-format", "json"]
    result = CliRunner().invoke(command, words)
    told = [json.loads(line)["event"] for line in result.stdout.splitlines()]
    assert (told[::7], result.stderr) == (["RunStarted", "RunFinished"], "loaded\n")


def test_explain_says_why(make_project: MakeProject) -> None:
    project = project_of(make_project)
    project.run()
    words = [str(project.path), "--explain", "--params", "size=2"]
    lines = CliRunner().invoke(command, words).output.splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [
        ["load", "cached   nothing that it depends on changed"],
        ["train", "runs     its input changed: params:size"],
        ["score", "may run  train makes model anew"],
    ]
