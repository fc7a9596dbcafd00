"""What docstrings show is true, and importing the runtime costs next to nothing."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import nb2pipe.runtime

ROOT = Path(nb2pipe.runtime.__file__).parent

MODULES = [
    ".".join(("nb2pipe.runtime", *file.relative_to(ROOT).with_suffix("").parts))
    for file in sorted(ROOT.rglob("*.py"))
    if ">>>" in file.read_text()
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_hold(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0


def test_importing_the_runtime_loads_no_library() -> None:
    code = (
        "import sys, nb2pipe.runtime as r; r.run, r.Pipeline, r.DataCatalog, r.load_project; "
        "print([m for m in ('pandas', 'numpy', 'rich', 'fsspec', 'yaml', 'cloudpickle') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_errors_survive_the_way_to_another_process() -> None:
    import pickle

    from nb2pipe.runtime.errors import DatasetMadeTwiceError

    error = pickle.loads(pickle.dumps(DatasetMadeTwiceError("x", ("a", "b"))))
    assert (error.dataset, error.makers, str(error)[:11]) == ("x", ("a", "b"), "dataset 'x'")
