"""`%load_node` brings a node's inputs from the last run, so that work starts in the middle."""

from __future__ import annotations

import pytest

from .conftest import FORGET, LiveNotebook
from .test_pipeline import saved

CELLS = (
    ("a", "%%setup\nimport math\n\n\ndef larger(number):\n    return math.ceil(number) + 1"),
    ("b", "%%params\nrate = 2"),
    ("c", "%%node load\nrows = [1.5, 2.5]"),
    ("d", "%%node raise_all\nraised = [larger(row) * rate for row in rows]"),
    ("e", "%%node fail\nfailed = raised[0] / (len(raised) - 2)"),
)


@pytest.fixture(scope="module")
def project(kernel, tmp_path_factory):
    """The folder of a notebook that was promoted, and whose pipeline ran as far as it can."""
    live = LiveNotebook(kernel, tmp_path_factory.mktemp("orders"))
    live.run(FORGET.format(folder=live.folder), silent=True)
    saved(live, *CELLS)
    live.run("%pipeline convert")
    live.run("%pipeline run --params rate=3")
    return live.folder


@pytest.fixture
def promoted(live, project):
    """That notebook in a kernel in which nothing ran yet."""
    live.run(f"%cd -q {project}\n__session__ = {str(project / 'orders.ipynb')!r}", silent=True)
    return live


def test_the_inputs_of_a_node_are_there_without_the_cells_above(promoted):
    promoted.run("%load_node fail")
    assert promoted.run("raised").text == "[9, 12]"


def test_parameters_are_as_they_were_in_the_run(promoted):
    promoted.run("%load_node raise_all")
    assert promoted.value("rate") == "3"


def test_the_nodes_own_cell_runs_then(promoted):
    promoted.run("%load_node raise_all")
    assert promoted.run("larger(rows[0])").text == "3"


def test_a_name_of_the_notebook_is_replaced(promoted):
    promoted.run("raised = None")
    promoted.run("%load_node fail")
    assert promoted.value("raised") == "[9, 12]"


def test_a_helper_of_the_notebook_is_not_replaced(promoted):
    promoted.run("larger = str")
    promoted.run("%load_node raise_all")
    assert promoted.value("larger is str") == "True"


def test_a_cell_with_the_function_and_its_call_comes_below(promoted):
    loaded = promoted.run("%load_node raise_all")
    (cell,) = [
        each["text"] for each in loaded.reply["payload"] if each["source"] == "set_next_input"
    ]
    assert promoted.run(cell).text == "[9, 12]"


def test_what_came_is_told(promoted):
    told = promoted.run("%load_node raise_all").text.splitlines()
    assert told[0].startswith("raise_all, as in run ")
    assert sorted(told[1:]) == ["  rate  3", "  rows  list of 2"]


def test_tab_offers_the_nodes_of_the_project(promoted):
    assert promoted.complete("%load_node ra|") == ["raise_all"]


def test_another_project_can_be_named(promoted):
    promoted.run("__session__ = ''", silent=True)
    promoted.run("%load_node fail orders")
    assert promoted.value("raised") == "[9, 12]"


WRONG = {
    "no name": ("%load_node", "name a node"),
    "an unknown node": ("%load_node fale", "did you mean fail?"),
    "no project": ("%load_node fail missing", "there is no folder"),
}


@pytest.mark.parametrize(("source", "said"), WRONG.values(), ids=WRONG)
def test_what_it_does_not_take_fails_its_cell_and_says_why(live, source, said):
    saved(live, *CELLS)
    live.run("%pipeline convert")
    failed = live.run(source)
    assert failed.status == "error"
    assert said in failed.stderr


def test_before_the_first_run_it_says_what_to_do(live):
    saved(live, *CELLS)
    live.run("%pipeline convert")
    assert "`%pipeline run`" in live.run("%load_node fail").stderr
