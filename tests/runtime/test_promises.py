"""Importing the runtime costs next to nothing, and its errors reach other processes."""

from __future__ import annotations

import subprocess
import sys


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
