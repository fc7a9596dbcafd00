"""The sample notebook, in a real kernel and as a pipeline: both make the same."""

from __future__ import annotations

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
    """The cells of the executed notebook, which ends with a comparison with the pipeline."""
    run(str(SAMPLES / "prove.py"), "executed.ipynb", folder=project)
    executed = json.loads((project / "executed.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: cell for cell in executed["cells"]}


def outputs(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for cell in cells for output in cell.get("outputs", ())]


def test_the_pipeline_makes_the_numbers_of_the_notebook(cells):
    """The table, the model's coefficients and the scores: compared in the notebook's kernel."""
    assert (cells["proof"]["execution_count"], cells["proof"]["outputs"]) == (15, [])


def test_a_pipeline_that_makes_other_numbers_is_found_out(project, cells):
    """The comparison is one that can fail."""
    path = project / "data" / "scores.json"
    kept = path.read_text()
    path.write_text(kept.replace("0.", "0.1"))
    proof = python(str(SAMPLES / "prove.py"), folder=project)
    path.write_text(kept)
    assert "assert stored.load" in proof.stderr


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
