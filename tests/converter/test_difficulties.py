"""What is difficult about notebooks, one difficulty each: their pipelines make the same, in steps."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nb2pipe.converter.folder import write_project
from nb2pipe.converter.nodes.in_place import STEPS
from nb2pipe.converter.promote import promote
from nb2pipe.runtime import load_project

pytestmark = [
    pytest.mark.xdist_group("difficulties"),  # what they share is made once,
    pytest.mark.timeout(600),  # and the first of them waits for it
]

HERE = Path(__file__).parent
FILES = sorted((HERE / "difficulties").glob("[0-9]*"))


def notebook_of(*sources: str) -> str:
    """A notebook file of code cells."""
    cells = [
        {"cell_type": "code", "id": f"b{at}", "metadata": {}, "source": source, "outputs": []}
        | {"execution_count": None}
        for at, source in enumerate(sources)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


BESIDE = {
    "data/people.csv": "name,age\nann,30\nbob,7\n",
    "beside.ipynb": notebook_of(
        "import math\nSCALE = 3\nseen = []",
        'def square(x):\n    """Square,\n    and keep count."""\n    seen.append(x)\n    return x * x * SCALE',
        "%time base = [square(n) for n in range(4)]",
        "%run deeper.ipynb",
    ),
    "deeper.ipynb": notebook_of("def deep(x):\n    return -math.sqrt(x)"),
    "data/lengths.py": "def longest(words):\n    return max(map(len, words))\n",
    "tables.py": (
        "from helping.frames import doubled as twice\n\n\ndef clean(df):\n    df['a'] = df['a'] * 2\n\n\n"
        "def same(df):\n    return df\n\n\ndef deep(tables):\n    for each in tables:\n        twice(each)\n\n\n"
        "def total(df):\n    return int(df['a'].sum())\n"
    ),
    "helping/__init__.py": "",
    "helping/frames.py": "from . import names\n\n\ndef doubled(df):\n    df[names.COLUMN] *= 2\n",
    "helping/names.py": "COLUMN = 'b'\n",
    "beside.py": "LENGTH = 7\n\n\ndef shout(word):\n    return word.upper()\n",
}
"""Files that lie beside every notebook."""


@dataclass(frozen=True)
class Difficulty:
    """A notebook as text, and what its head says about it."""

    name: str
    cells: tuple[dict[str, Any], ...]
    head: str

    def said(self, word: str) -> list[str]:
        match = re.search(rf"^# {word}: (.*)$", self.head, re.MULTILINE)
        return re.findall(r"[^\s,]+", match[1]) if match else []

    @property
    def code(self) -> list[dict[str, Any]]:
        return [cell for cell in self.cells if cell["cell_type"] == "code"]


def read_difficulty(path: Path) -> Difficulty:
    head, *parts = re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return Difficulty(path.stem, tuple(map(_cell, parts)), head)


def _cell(part: str) -> dict[str, Any]:
    """A cell of jupytext's percent format."""
    mark, _, source = part.partition("\n")
    if mark.strip() == "[markdown]":
        text = re.sub(r"^# ?", "", source.strip("\n"), flags=re.MULTILINE)
        return {"cell_type": "markdown", "metadata": {}, "source": text}
    tags = json.loads(mark.partition("tags=")[2] or "[]")
    return {"cell_type": "code", "metadata": {"tags": tags}, "source": source.strip("\n")}


DIFFICULTIES = {path.stem: read_difficulty(path) for path in FILES}


def as_notebook(difficulty: Difficulty) -> dict[str, Any]:
    counts = iter(difficulty.said("run"))
    cells = [
        cell
        | {"id": f"c{at}"}
        | (
            {"execution_count": int(next(counts, 0)) or None, "outputs": []}
            if cell["cell_type"] == "code"
            else {}
        )
        for at, cell in enumerate(difficulty.cells)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def lay_beside(folder: Path) -> None:
    for name, text in BESIDE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture(scope="module")
def promoted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every difficulty stands three times: for its notebook and two runs."""
    root = tmp_path_factory.mktemp("difficulties")
    for difficulty in DIFFICULTIES.values():
        folder = root / difficulty.name
        folder.mkdir()
        (folder / "cells.json").write_text(json.dumps(difficulty.code))
        for how in ("notebook", "sequential", "processes"):
            lay_beside(folder / how)
        notebook = folder / "sequential" / "n.ipynb"
        notebook.write_text(json.dumps(as_notebook(difficulty)))
        package = f"d{difficulty.name}"
        try:
            promotion = promote(notebook, notebook.parent / "project", name=package, auto=True)
        except Exception as error:
            error.add_note(f"while converting {difficulty.name}")
            raise
        for how in ("sequential", "processes"):
            write_project(promotion.project, folder / how / "project")
    return root


@pytest.fixture(scope="module")
def ran(promoted: Path) -> Callable[[str], dict[str, Any]]:
    """What all difficulties leave, run in one of the three ways; each way is run once."""
    known: dict[str, dict[str, Any]] = {}

    def run(how: str) -> dict[str, Any]:
        if how not in known:
            known[how] = _run(how, promoted)
        return known[how]

    return run


def _run(how: str, root: Path) -> dict[str, Any]:
    env = os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "run_difficulties.py"), how, str(root)],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_the_last_resort_of_a_proof_can_be_imported(tmp_path, monkeypatch, name):
    """One function in which everything stands where it stood."""
    lay_beside(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.ipynb").write_text(json.dumps(as_notebook(DIFFICULTIES[name])))
    cells = len(DIFFICULTIES[name].code)
    for at, kinds in enumerate(STEPS):
        last = promote(
            tmp_path / "n.ipynb",
            name=f"last{at}_{name}",
            auto=True,
            joined=[(1, cells)],
            in_place=kinds,
        )
        write_project(last.project, tmp_path / str(at))
        assert len(load_project(tmp_path / str(at)).pipeline.nodes) <= 1


def contents(folder: Path, names: list[str]) -> dict[str, str | None]:
    files = {name: folder / name for name in names}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None
        for name, path in files.items()
    }


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_the_notebook_leaves_what_its_head_says(ran, name):
    """The head of the file is right: the notebook runs, and every name that it owes has content."""
    left = ran("notebook")[name]
    assert (left.get("error"), _lacking(name, left["values"])) == (None, [])


def _lacking(name: str, values: dict[str, str | None]) -> list[str]:
    return [owed for owed in DIFFICULTIES[name].said("owes") if values.get(owed) is None]


@pytest.mark.parametrize("runner", ["sequential", "processes"])
@pytest.mark.parametrize("name", DIFFICULTIES)
def test_the_pipeline_makes_what_the_notebook_made(ran, name, runner):
    """Every value, to the bit, whether the nodes share a process or not."""
    wanted, made = ran("notebook")[name]["values"], ran(runner)[name]
    owed = DIFFICULTIES[name].said("owes")
    assert (made.get("error"), made.get("failed")) == (None, {})
    assert {each: made["values"].get(each) for each in owed} == {
        each: wanted[each] for each in owed
    }


@pytest.mark.parametrize("runner", ["sequential", "processes"])
@pytest.mark.parametrize(
    "name", [name for name in DIFFICULTIES if DIFFICULTIES[name].said("files")]
)
def test_the_pipeline_writes_the_files_of_the_notebook(ran, promoted, name, runner):
    ran("notebook"), ran(runner)
    names = DIFFICULTIES[name].said("files")
    wanted = contents(promoted / name / "notebook", names)
    assert contents(promoted / name / runner, names) == wanted


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_the_notebook_is_split_as_finely_as_is_true(ran, name):
    """One node for each step that a person sees; only what cannot be parted is together."""
    assert ran("sequential")[name].get("nodes") == int(DIFFICULTIES[name].said("nodes")[0])
