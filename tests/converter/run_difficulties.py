"""Run the notebooks of the difficulties, or the pipelines made of them, and mark what they leave.

    run_difficulties.py notebook | sequential | processes  FOLDER

FOLDER holds a folder for each difficulty: `cells.json` with the code cells, and `project`. Prints
one JSON object: by difficulty, its values' fingerprints and its files' contents. The libraries are
imported once; notebooks and sequential runs are each a fork of their own.
"""

from __future__ import annotations

import json
import os
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

Marks = dict[str, str | None]


def notebook(folder: Path) -> dict[str, Any]:
    """Run the cells in IPython, one after the other."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import SList

    class Shell(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            """There is no window to show a figure in."""

    os.chdir(folder / "notebook")
    sys.path.insert(0, "")
    shell = Shell.instance(colors="nocolor")
    shell.history_manager.enabled = False
    for cell in json.loads((folder / "cells.json").read_text(encoding="utf-8")):
        done = shell.run_cell(cell["source"], store_history=False)
        if "raises-exception" not in cell["metadata"]["tags"]:
            done.raise_error()
    left = dict(shell.user_ns)
    left |= {name: list(value) for name, value in left.items() if isinstance(value, SList)}
    return {"values": marks(left)}


def pipeline(folder: Path, runner: str) -> dict[str, Any]:
    """Run the project."""
    from nb2pipe.runtime import load_project

    project = load_project(folder / runner / "project")
    result = project.run(runner=runner, cache=False, keep="all")
    failed = {name: run.error.message for name, run in result.nodes.items() if run.error}
    plain = {name.removeprefix("params:"): value for name, value in result.datasets.items()}
    return {"values": marks(plain), "nodes": len(project.pipeline.nodes), "failed": failed}


def marks(values: dict[str, Any]) -> Marks:
    from nb2pipe.converter.verify.probe.fingerprint import fingerprint

    return {name: fingerprint(value) for name, value in values.items() if name[0] != "_"}


def one(folder: Path, how: str) -> dict[str, Any]:
    """What a difficulty leaves, or why it failed."""
    try:
        return notebook(folder) if how == "notebook" else pipeline(folder, how)
    except Exception as error:  # noqa: BLE001, whatever a cell raises is the result
        return {"values": {}, "error": f"{type(error).__name__}: {error}"}


def in_a_fork(folder: Path, how: str) -> dict[str, Any]:
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=lambda: there.send(one(folder, how)))
    child.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        return {"values": {}, "error": "the process ended"}
    finally:
        child.join()


def main(how: str, folder: Path) -> None:
    import joblib  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import numpy  # noqa: F401
    import pandas  # noqa: F401
    import sklearn.tree  # noqa: F401

    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    run = one if how == "processes" else in_a_fork
    found = {each.name: run(each, how) for each in sorted(folder.iterdir())}
    json.dump(found, out)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
