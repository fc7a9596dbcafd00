"""What to keep is said by the cell, the notebook or the project."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nb2pipe.gitfilter import Settings, strip

STREAM = {"output_type": "stream", "name": "stdout", "text": ["hello\n"]}
FIGURE = {"output_type": "display_data", "data": {"image/png": "A" * 90, "text/plain": "<Figure>"}}
RESULT = {"output_type": "execute_result", "execution_count": 4, "data": {"text/plain": "4"}}
OUTPUTS = [STREAM, FIGURE, RESULT]


def outputs(
    metadata: dict[str, Any] | None = None,
    of_notebook: dict[str, Any] | None = None,
    **settings: Any,
) -> list[dict[str, Any]]:
    """The outputs that stay of a cell that has all of them."""
    cell = {"execution_count": 4, "metadata": metadata or {}, "outputs": OUTPUTS, "source": "x"}
    data = json.dumps({"cells": [cell], "metadata": of_notebook or {}}).encode()
    return json.loads(strip(data, Settings(**settings)))["cells"][0]["outputs"]


@pytest.mark.parametrize(
    "metadata", [{"keep_output": True}, {"tags": ["keep_output"]}, {"init_cell": True}]
)
def test_a_cell_keeps_its_outputs(metadata: dict[str, Any]) -> None:
    assert len(outputs(metadata)) == 3


def test_a_notebook_keeps_its_outputs() -> None:
    assert len(outputs(of_notebook={"keep_output": True})) == 3


def test_a_cell_can_drop_what_its_notebook_keeps() -> None:
    assert outputs({"keep_output": False}, {"keep_output": True}) == []


def test_the_count_in_a_kept_result_goes() -> None:
    assert outputs(keep_outputs=True)[2]["execution_count"] is None


def test_counts_stay_where_the_project_keeps_them() -> None:
    assert outputs(keep_outputs=True, keep_count=True) == OUTPUTS


@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        (("stream",), [STREAM]),
        (("image/*",), [{**FIGURE, "data": {"image/png": "A" * 90}}]),
        (("text/html",), []),
        (
            ("text/plain",),
            [{**FIGURE, "data": {"text/plain": "<Figure>"}}, {**RESULT, "execution_count": None}],
        ),
    ],
)
def test_outputs_are_kept_by_type(kinds: tuple[str, ...], kept: list[dict[str, Any]]) -> None:
    assert outputs(keep_output_types=kinds) == kept


def test_a_size_alone_keeps_all_that_is_smaller() -> None:
    assert [o["output_type"] for o in outputs(max_size=100)] == ["stream", "execute_result"]


def test_a_size_bounds_what_a_project_keeps() -> None:
    assert outputs(keep_output_types=("image/png",), max_size=100) == []


def test_extra_keys_go_and_kept_keys_stay() -> None:
    data = b'{"cells": [{"metadata": {"mine": 1, "collapsed": true}}], "metadata": {}}'
    settings = Settings(extra_keys=("cell.metadata.mine",), keep_keys=("cell.metadata.collapsed",))
    assert b'"metadata": {"collapsed": true}' in strip(data, settings)


@pytest.mark.parametrize(
    ("sources", "left"),
    [
        (["", "a"], ["a"]),
        (["a", " \n"], ["a"]),
        (["", ""], []),
        (["", "a", "", "b", ""], ["a", "b"]),
    ],
)
def test_empty_cells_go_where_the_project_says_so(sources: list[str], left: list[str]) -> None:
    data = json.dumps(
        {"cells": [{"source": source, "outputs": [1]} for source in sources]}
    ).encode()
    cells = json.loads(strip(data, Settings(drop_empty_cells=True)))["cells"]
    assert [cell["source"] for cell in cells] == left
