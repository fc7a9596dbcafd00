"""Convert, run, follow, stop: over the API, in processes of their own."""

from __future__ import annotations

import asyncio
import json
import os

import pytest

from nb2pipe.labextension.jobs import Job

from .conftest import CELLS, notebook_of


@pytest.fixture
def saved(jp_root_dir):
    """Save a notebook below the server's root."""

    def save(*sources: str) -> str:
        (jp_root_dir / "prices.ipynb").write_text(json.dumps(notebook_of(*sources)))
        return "prices.ipynb"

    return save


@pytest.fixture
def follow(jp_fetch):
    """All events of a run, when it is over."""

    async def read(job, **headers):
        done = await jp_fetch(
            "nb2pipe", "api", "events", params={"run": job["id"]}, headers=headers,
            request_timeout=60,
        )  # fmt: skip
        records = done.body.decode().split("\n\n")
        return [json.loads(each.split("data: ", 1)[1]) for each in records if "data: " in each]

    return read


async def test_a_preview_writes_nothing(post, saved, jp_root_dir):
    """`check` tells the differences and leaves the disk alone."""
    answer = await post("convert", path=saved(*CELLS), check=True)
    assert "prices/pipeline.py" in answer["difference"]["missing"]
    assert not (jp_root_dir / "prices").exists()


async def test_a_preview_shows_the_lines_that_would_change(post, saved):
    """A project that is there already is compared with the notebook."""
    await post("convert", path=saved(*CELLS))
    answer = await post("convert", path=saved("%%params\nrate = 3", *CELLS[1:]), check=True)
    assert "+rate: 3" in answer["diffs"]["conf/base/parameters.yml"]


async def test_edited_files_are_not_written_over(post, refused, saved, jp_root_dir):
    """The user is asked first."""
    await post("convert", path=saved(*CELLS))
    (jp_root_dir / "prices/prices/nodes.py").write_text("edited = True\n")
    status, answer = await refused("convert", path=saved(*CELLS))
    assert (status, answer["kind"]) == (422, "EditedFilesError")


async def test_a_run_tells_its_events_in_order(post, saved, follow):
    """From the first to the last node, with what they print."""
    project = (await post("convert", path=saved(*CELLS)))["folder"]
    events = await follow(await post("run", project=project, params={"rate": 5}))
    told = [(each["event"], each.get("node")) for each in events]
    assert told[0] == ("run_started", None)
    assert ("log", "total") in told
    assert told[-3:] == [("node_finished", "total"), ("run_finished", None), ("job_finished", None)]


async def test_following_goes_on_where_it_broke_off(post, saved, follow):
    """`Last-Event-ID` leaves out what is known."""
    project = (await post("convert", path=saved(*CELLS)))["folder"]
    job = await post("run", project=project)
    every = await follow(job)
    assert await follow(job, **{"Last-Event-ID": "2"}) == every[3:]


async def test_a_failure_names_its_cell(post, saved, follow):
    """So that the panel can open it."""
    cells = [*CELLS[:3], "%%node total\nresult = sum(scaled) / (len(scaled) - 3)"]
    project = (await post("convert", path=saved(*cells)))["folder"]
    events = await follow(await post("run", project=project))
    failed = next(each for each in events if each["event"] == "node_failed")
    assert (failed["cell"], failed["error"]["type"]) == (4, "ZeroDivisionError")
    assert events[-1]["status"] == "failed"


async def test_what_prevents_a_run_is_told_with_its_cure(post, saved, follow):
    """A parameter that nobody reads, for example."""
    project = (await post("convert", path=saved(*CELLS)))["folder"]
    events = await follow(await post("run", project=project, params={"rat": 5}))
    assert (events[0]["event"], events[0]["cure"]) == ("error", "did you mean rate?")


async def test_a_run_can_be_stopped(post, saved, follow):
    """Its process ends, and who follows is told."""
    cells = ["%%node wait\nimport time\ntime.sleep(600)\ndone = 1"]
    project = (await post("convert", path=saved(*cells)))["folder"]
    job = await post("run", project=project)
    while (await post("cancel", run=job["id"]))["status"] == "running":
        await asyncio.sleep(0.1)
    assert (await follow(job))[-1]["status"] == "cancelled"


async def test_a_run_is_over_though_something_that_it_started_goes_on(post, saved, follow):
    """A process that the user's code leaves behind keeps nobody waiting."""
    code = "import subprocess\nleft = subprocess.Popen(['sleep', '20'], start_new_session=True).pid"
    project = (await post("convert", path=saved(f"%%node leave\n{code}")))["folder"]
    assert (await follow(await post("run", project=project)))[-1]["status"] == "success"


async def test_past_runs_are_listed_newest_first(post, saved, follow, jp_fetch):
    """With their parameters and how each node did."""
    project = (await post("convert", path=saved(*CELLS)))["folder"]
    for rate in (2, 3):
        await follow(await post("run", project=project, params={"rate": rate}))
    runs = json.loads((await jp_fetch("nb2pipe", "api", "runs")).body)["runs"]
    assert [run["options"]["params"]["rate"] for run in runs] == [3, 2]
    assert {node["status"] for node in runs[0]["nodes"].values()} <= {"done", "cached"}


@pytest.fixture
def get(jp_fetch):
    """The answer's JSON of an endpoint that is read."""

    async def read(endpoint, **params):
        return json.loads((await jp_fetch("nb2pipe", "api", endpoint, params=params)).body)

    return read


async def test_a_projects_record_is_told_and_compared(post, saved, follow, get):
    """Runs are found by their notebook, and differ in what was set."""
    path = saved(*CELLS)
    project = (await post("convert", path=path))["folder"]
    for rate in (2, 3):
        await follow(await post("run", project=project, params={"rate": rate}))
    newer, older = (await get("history", path=path))["runs"]
    assert (older["parameters"]["rate"], newer["parameters"]["rate"]) == (2, 3)
    found = await get("compare", path=path, one=older["id"], two=newer["id"])
    assert {"kind": "parameter", "name": "rate", "before": 2, "after": 3} in found["differences"]


async def test_a_notebook_that_was_never_promoted_has_no_runs(saved, get, jp_root_dir):
    """And asking makes no folder."""
    assert await get("history", path=saved(*CELLS)) == {"runs": []}
    assert [entry.name for entry in jp_root_dir.iterdir()] == ["prices.ipynb"]


def test_what_is_printed_belongs_to_the_node_that_runs():
    """Among several the runner's label tells; without one nobody is named."""
    job = Job("run", "p", {})
    for name in ("a", "b"):
        job.hear("\x1e" + json.dumps({"event": "node_started", "node": name, "at": 0}))
        job.hear("hello")
    job.hear("a | hello | all")
    logs = [(each["node"], each["text"]) for each in job.events if each["event"] == "log"]
    assert logs == [("a", "hello"), (None, "hello"), ("a", "hello | all")]


def test_an_event_after_half_a_line_is_seen():
    """Printing without a line's end hides nothing."""
    job = Job("run", "p", {})
    job.hear('50%\x1e{"event": "node_finished", "node": "a", "seconds": 1, "at": 0}')
    assert [each["event"] for each in job.events] == ["log", "node_finished"]


async def test_a_proof_tells_how_it_goes_and_is_remembered(post, saved, follow):
    """The notebook runs, then its pipeline, node by node; the next code has the types of values."""
    proven = await follow(await post("verify", path=saved(*CELLS)))
    told = [(each["event"], each.get("node")) for each in proven]
    assert told.index(("phase", None)) < told.index(("node_finished", "total"))
    proof = next(each["proof"] for each in proven if each["event"] == "proof")
    assert {row["verdict"] for row in proof["compared"]} == {"identical"}
    answer = await post("code", notebook=notebook_of(*CELLS), path="prices.ipynb")
    assert "def scale(prices: list, rate: int) -> list:" in answer["functions"]["scale"]["source"]


async def test_a_cell_that_fails_in_a_proof_is_named(post, saved, follow):
    """So that the panel can open it."""
    events = await follow(await post("verify", path=saved(*CELLS[:2], "%%node fail\nx = 1 / 0")))
    problem = next(each for each in events if each["event"] == "error")
    assert (problem["cell"], events[-1]["status"]) == (3, "failed")


async def test_a_proof_that_is_stopped_leaves_no_process(post, saved, tmp_path):
    """Neither the notebook's kernel nor the pipeline runs on."""
    told = tmp_path / "pid"
    note = f"import os\nfrom pathlib import Path\nPath({str(told)!r}).write_text(str(os.getpid()))"
    cells = [f"%%node wait\nimport time\n{note}\ntime.sleep(600)\ndone = 1"]
    job = await post("verify", path=saved(*cells))
    while not (told.exists() and told.read_text()):
        await asyncio.sleep(0.1)
    await post("cancel", run=job["id"])
    while is_running(int(told.read_text())):
        await asyncio.sleep(0.1)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
