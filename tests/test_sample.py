"""The sample notebook, in a real kernel and as a pipeline: both make the same."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[1] / "sample_notebooks"
STORED = ("model_input_table", "price_model", "scores")
ROWS = "400"

KEEP = f"""
import pickle as _pickle
with open("notebook.pkl", "wb") as _file:
    _pickle.dump({{name: globals()[name] for name in {STORED}}}, _file)
"""


def run(*command: str, folder: Path) -> str:
    """Run a Python command and return what it printed; an error shows all of it."""
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with small tables, in a folder of its own."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(SAMPLES / "spaceflights.ipynb", folder)
    run(str(SAMPLES / "generate_data.py"), "data", "--rows", ROWS, folder=folder)
    return folder


@pytest.fixture(scope="module")
def notebook(folder: Path) -> dict[str, Any]:
    """What stands in the notebook's names after a run from top to bottom, and all its outputs."""
    content = json.loads((folder / "spaceflights.ipynb").read_text(encoding="utf-8"))
    keep = {"cell_type": "code", "id": "keep", "metadata": {}, "outputs": [], "source": KEEP}
    content["cells"].append(keep | {"execution_count": None})
    (folder / "watched.ipynb").write_text(json.dumps(content), encoding="utf-8")
    run("-m", "papermill", "watched.ipynb", "watched.ipynb", folder=folder)
    executed = json.loads((folder / "watched.ipynb").read_text(encoding="utf-8"))
    values = pickle.loads((folder / "notebook.pkl").read_bytes())
    return values | {"cells": {cell["id"]: cell for cell in executed["cells"]}}


@pytest.fixture(scope="module")
def pipeline(folder: Path, notebook: dict[str, Any]) -> dict[str, Any]:
    """What a run of the promoted notebook stores."""
    from nb2pipe import load_project

    run("-m", "nb2pipe", "convert", "spaceflights.ipynb", folder=folder)
    run("-m", "nb2pipe", "run", "spaceflights", folder=folder)
    catalog = load_project(folder / "spaceflights").catalog
    return {name: catalog.load(name) for name in STORED}


def test_the_notebook_draws_its_pipeline(notebook):
    output = notebook["cells"]["draw-pipeline"]["outputs"][0]["data"]
    assert "create_model_input_table" in "".join(output["text/markdown"])


def test_the_notebook_warns_of_nothing(notebook):
    outputs = [output for cell in notebook["cells"].values() for output in cell.get("outputs", ())]
    assert [output for output in outputs if output.get("name") == "stderr"] == []


def test_the_scores_are_the_same(notebook, pipeline):
    assert pipeline["scores"] == notebook["scores"]


def test_the_model_is_the_same(notebook, pipeline):
    mine, theirs = pipeline["price_model"], notebook["price_model"]
    assert [mine.intercept_, *mine.coef_] == [theirs.intercept_, *theirs.coef_]


def test_the_table_is_the_same(notebook, pipeline):
    import pandas as pd

    pd.testing.assert_frame_equal(
        pipeline["model_input_table"].reset_index(drop=True),
        notebook["model_input_table"].reset_index(drop=True),
    )


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
    assert not any(cell.get("outputs") for cell in content["cells"])
