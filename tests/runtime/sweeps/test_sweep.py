"""A sweep makes each point once, shares what no swept parameter reaches, and records every point."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from nb2pipe.cli.run import command
from nb2pipe.runtime import NodeRun, Project, UsageError, load_project
from nb2pipe.runtime.database import connect
from nb2pipe.runtime.errors import UnknownNameError
from nb2pipe.runtime.events import Event, NodeStarted
from nb2pipe.runtime.history.past import past_runs
from nb2pipe.runtime.sweeps.sweep import ranked, sweep

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def load(a):
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
