"""After an edit exactly that runs which the edit can change, and the result is right."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from nb2pipe.runtime import RunResult, load_project

HERE = Path(__file__).parents[3] / "benchmarks" / "twenty.py"


def _twenty() -> Any:
    spec = spec_from_file_location("benchmarks_twenty", HERE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["benchmarks_twenty"] = module
    spec.loader.exec_module(module)
    return module


twenty = _twenty()


def ran(result: RunResult) -> int:
    return sum(node.status != "cached" for node in result.nodes.values())


@pytest.mark.parametrize("edit", twenty.EDITS, ids=lambda edit: edit.what)
def test_an_edit_runs_what_it_can_change_and_nothing_else(edit: Any, tmp_path: Path) -> None:
    twenty.write_twenty(tmp_path)
    if edit.apply is twenty.MENDED:
        twenty.FAILING(tmp_path)
    load_project(tmp_path).run()
    edit.apply(tmp_path)
    result = load_project(tmp_path).run()
    assert (ran(result), result.datasets["d20"]) == (edit.runs, 19 + edit.adds)
