"""The sample notebook, in a real kernel and as a pipeline: both make the same."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[1] / "sample_notebooks"
ROWS = "400"


def python(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def run(*words: str, folder: Path) -> None:
    """Run a Python command; a failure shows what it printed."""
    done = python(*words, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with small tables, promoted and run, in a folder of its own."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(SAMPLES / "spaceflights.ipynb", folder)
    run(str(SAMPLES / "generate_data.py"), "data", "--rows", ROWS, folder=folder)
    run("-m", "nb2pipe", "convert", "spaceflights.ipynb", folder=folder)
    run("-m", "nb2pipe", "run", "spaceflights", folder=folder)
    return folder


@pytest.fixture(scope="module")
def cells(project: Path) -> dict[str, dict[str, Any]]:
    """The cells of the executed notebook."""
    from papermill import execute_notebook

    path = project / "executed.ipynb"
    quiet = ["--log-level=CRITICAL"]  # of the kernel, which logs that it is told to end
    execute_notebook(
        project / "spaceflights.ipynb",
        path,
        cwd=project,
        progress_bar=False,
        extra_arguments=quiet,
    )
    executed = json.loads(path.read_text(encoding="utf-8"))
    return {cell["id"]: cell for cell in executed["cells"]}


@pytest.fixture(scope="module")
def proof(project: Path) -> dict[str, Any]:
    return verify(project)


def verify(folder: Path) -> dict[str, Any]:
    """What `nb2pipe verify` says, for tools."""
    said = python(
        "-m", "nb2pipe", "verify", "spaceflights.ipynb", "spaceflights", "--format", "json",
        folder=folder,
    )  # fmt: skip
    return json.loads(said.stdout)


def outputs(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for cell in cells for output in cell.get("outputs", ())]


def test_the_pipeline_makes_the_numbers_of_the_notebook(proof):
    """The table, the model and the scores among them, to the bit."""
    verdicts = {each["name"]: each["verdict"] for each in proof["compared"]}
    results = ("model_input_table", "price_model", "scores")
    assert proof["proven"]
    assert {name: verdicts.get(name) for name in results} == dict.fromkeys(results, "identical")


def test_a_pipeline_that_makes_other_numbers_is_found_out(project, tmp_path):
    """The comparison is one that can fail: an engineer's edit of a node that changes its result."""
    folder = shutil.copytree(project, tmp_path / "edited")
    (path,) = folder.glob("spaceflights/spaceflights/nodes/*preparation*.py")
    path.write_text(path.read_text().replace("/ 100", "/ 10"))
    wrong = [each["name"] for each in verify(folder)["compared"] if each["verdict"] == "differs"]
    assert "clean_companies" in wrong


def test_what_a_run_stores_is_what_the_notebook_computes(project, cells):
    """The scores that the notebook shows stand in the file that the pipeline wrote."""
    stored = json.loads((project / "data" / "scores.json").read_text(encoding="utf-8"))
    shown = outputs([cells["evaluate-model"]])[0]["data"]["text/plain"]
    assert ast.literal_eval("".join(shown)) == stored


def test_the_notebook_draws_its_pipeline(cells):
    drawn = outputs([cells["draw-pipeline"]])[0]["data"]["text/markdown"]
    assert "create_model_input_table" in "".join(drawn)


def test_the_notebook_warns_of_nothing(cells):
    assert [said for said in outputs(cells.values()) if said.get("name") == "stderr"] == []


def test_the_tables_are_the_same_every_time(tmp_path):
    """The same seed gives the same bytes, the Excel file's included."""
    for name in ("one", "other"):
        run(str(SAMPLES / "generate_data.py"), name, "--rows", "20", folder=tmp_path)
    made = {name: sorted((tmp_path / name).iterdir()) for name in ("one", "other")}
    assert [path.read_bytes() for path in made["one"]] == [
        path.read_bytes() for path in made["other"]
    ]


def test_the_notebook_is_saved_without_outputs():
    content = json.loads((SAMPLES / "spaceflights.ipynb").read_text(encoding="utf-8"))
    assert outputs(content["cells"]) == []
