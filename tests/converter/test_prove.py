"""A proof runs what it needs and no more: cells are joined until both ways of running agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pipe.converter.prove import Proof, Prover

from .conftest import content_of

HIDDEN = (
    "import json\nvars(json)['hidden'] = 3\na = len('ab')\nprint(a)",
    "n = vars(json)['hidden'] + a\nprint(n)",
)
"""The second cell needs what the first one leaves in a module, which no other process sees."""


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Proof:
    path: Path = tmp_path_factory.mktemp("proven") / "hidden.ipynb"
    path.write_text(json.dumps(content_of(*HIDDEN)))
    return Prover(path, None, auto=True, tell=told.append).prove()


def test_cells_that_share_something_unseen_are_joined(proof: Proof) -> None:
    assert (proof.holds, [join.cells for join in proof.joins]) == (True, [(1, 2)])


@pytest.mark.usefixtures("proof")
def test_an_attempt_in_which_a_node_failed_is_not_run_in_one_process_too(told: list[str]) -> None:
    runs = [each for each in told if each.startswith("the pipeline runs")]
    assert [each[18:] for each in runs] == ["(processes)", "(processes)", "(sequential)"]


@pytest.mark.usefixtures("proof")
def test_the_notebook_runs_again_only_where_something_was_made_otherwise(told: list[str]) -> None:
    assert not any("runs again" in each for each in told)
