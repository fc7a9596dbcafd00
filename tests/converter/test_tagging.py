"""`nb2pipe tag`: what `--auto` chooses, written into the notebook, converts to the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pipe.converter.nodes.analysis import analyse
from nb2pipe.converter.source.notebook import parse_notebook
from nb2pipe.converter.source.notebook_text import layout_of
from nb2pipe.converter.tagging import tag_notebook

from .conftest import content_of
from .test_any_notebook import CELL, START
from .test_difficulties import DIFFICULTIES, as_notebook

SAMPLE = Path(__file__).parents[2] / "sample_notebooks" / "spaceflights.ipynb"
PLAIN_MAGICS = ("%%node", "%%params", "%%setup", "%%skip", "%%report")


def tagged(*sources: str | dict[str, Any], as_tags: bool = False) -> list[dict[str, Any]]:
    return tag_notebook(content_of(*sources), name="sample", as_tags=as_tags).content["cells"]


def sources(cells: list[dict[str, Any]]) -> list[str]:
    return [cell["source"] for cell in cells]


def ports(content: Any, *, auto: bool = False) -> dict[str, tuple[set[str], set[str]]]:
    """The nodes by name, with the datasets that each takes and makes."""
    graph = analyse(parse_notebook(content, name="sample"), auto=auto).graph
    return {
        node.name: (
            {port.dataset for port in node.inputs},
            {port.dataset for port in node.outputs},
        )
        for node in graph.nodes
    }


# ---------------------------------------------------------------- the tags

LOAD = "%load_ext nb2pipe"
CELLS = {
    "a cell that computes is a node": ("rows = sorted([3, 1])", "%%node make_rows\nrows = sorted([3, 1])"),
    "literals are parameters": ("rate = 0.5", "%%params\nrate = 0.5"),
    "definitions are setup": ("def f():\n    return 1", "%%setup\ndef f():\n    return 1"),
    "what only shows is skipped": ("print(1)", "%%skip\nprint(1)"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CELLS.values(), ids=list(CELLS))
def test_a_cell_gets_the_magic_of_its_role(before, after):
    assert sources(tagged(before)) == [LOAD, after]


def test_cells_of_one_node_get_one_name():
    """An iterator is used up as it is read: the cells cannot be parted."""
    found = sources(tagged("rows = map(str, [3, 1])", "first = next(rows)"))
    assert [source.split("\n")[0] for source in found[1:]] == ["%%node make_first"] * 2


def test_what_the_catalog_reads_needs_no_tag():
    """The read becomes an entry, tagged or not; as a node it would have nothing to do."""
    read = "import pandas as pd\ncompanies = pd.read_csv('companies.csv')"
    assert sources(tagged(read, "total = companies['n'].sum()"))[1] == read


def test_a_tagged_cell_stays_as_it_is():
    """Whether a magic or a tag says what it is."""
    magic = "%%node mine\nrows = sorted([3, 1])"
    by_tag = {"source": "more = rows + [1]", "metadata": {"tags": ["node:more"]}}
    assert sources(tagged(magic, by_tag)) == [magic, "more = rows + [1]"]


def test_a_tag_that_cannot_be_read_stays_for_its_author():
    assert sources(tagged("%%node not-a-name\nx = 1")) == ["%%node not-a-name\nx = 1"]


@pytest.mark.parametrize("source", ["%%time\nrows = sorted([3, 1])", "  rows = sorted([3, 1])"])
def test_a_cell_that_takes_no_magic_gets_a_tag(source):
    """It begins with a magic of its own, or is indented as a whole."""
    assert [
        (cell["source"], cell["metadata"]) for cell in tagged({"source": source})
    ] == [(source, {"tags": ["node:make_rows"]})]  # fmt: skip


def test_tags_leave_the_source_alone():
    cells = ("import math", "rate = 0.5", "rows = [math.pi * rate]", "rows")
    found = tagged(*cells, as_tags=True)
    assert sources(found) == list(cells)
    assert [cell["metadata"]["tags"] for cell in found] == [
        ["setup"], ["parameters"], ["node:make_rows"], ["skip"],
    ]  # fmt: skip


def test_the_extension_is_loaded_once():
    assert sources(tagged(LOAD, "rate = 0.5")) == [LOAD, "%%params\nrate = 0.5"]


def test_the_extension_is_loaded_above_the_first_magic():
    """Where the notebook loads it too late for that, it is loaded twice, which does nothing."""
    assert sources(tagged("rate = 0.5", LOAD))[0] == LOAD


# ---------------------------------------------------------------- literals beside code


def test_literals_beside_code_get_a_cell_of_their_own():
    """Above the text that leads to the cell, which stays with the code; a comment goes along."""
    cell = "import math\n\n# in percent\nRATE = 50\nrows = [math.pi * RATE]"
    assert sources(tagged("#md Areas of circles.", cell)) == [
        LOAD,
        "%%params\n# in percent\nRATE = 50",
        "Areas of circles.",
        "%%node make_rows\nimport math\n\nrows = [math.pi * RATE]",
    ]


def test_a_comment_that_leads_the_cell_stays():
    cell = "# Areas of circles\nRATE = 50\nrows = [3 * RATE]"
    assert sources(tagged(cell))[2] == "%%node areas_circles\n# Areas of circles\nrows = [3 * RATE]"


def test_a_literal_that_shares_its_line_stays_and_is_told():
    found = tag_notebook(content_of("RATE = 50; rows = [3 * RATE]"), name="sample")
    assert found.differences == (
        "`RATE`: parameters with `convert --auto`; here they stay in the code around",
    )


def test_new_cells_have_identifiers_where_the_format_has_them():
    old = content_of({"source": "RATE = 50\nrows = [RATE]"}) | {"nbformat_minor": 4}
    found = {minor: _ids(old | {"nbformat_minor": minor}) for minor in (4, 5)}
    assert found == {4: [None, None, "c0"], 5: ["load-nb2pipe", "parameters", "c0"]}


def _ids(content: dict[str, Any]) -> list[str | None]:
    return [cell.get("id") for cell in tag_notebook(content, name="n").content["cells"]]


# ---------------------------------------------------------------- what it converts to


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_the_tagged_notebook_converts_to_what_auto_makes(name):
    """The same nodes, with the same inputs and outputs."""
    content = as_notebook(DIFFICULTIES[name])
    found = tag_notebook(content, name="sample")
    assert ports(found.content) == ports(content, auto=True)


def test_the_sample_without_its_magics_converts_to_what_auto_makes():
    """The catalog's cell stays tagged, as Python cannot read it."""
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        plain = [line for line in cell["source"] if not line.startswith(PLAIN_MAGICS)]
        cell |= {"source": plain, "metadata": {}}
    found = tag_notebook(content, name="sample")
    assert (ports(found.content), found.differences) == (ports(content, auto=True), ())


@given(st.lists(CELL, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_tagged_notebook_converts_to_what_auto_makes(cells, as_tags):
    """Whatever cells share and rebind; where a difference is left, it is told."""
    content = content_of(
        START, "a = [1]\nb = [a]\nc = []\nkept = [c]", *cells, "end = [a, b, kept]"
    )
    found = tag_notebook(content, name="sample", as_tags=as_tags)
    assert found.differences or ports(found.content) == ports(content, auto=True)


@given(st.lists(CELL, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_tagging_twice_changes_nothing(cells, as_tags):
    content = content_of("a = [1]\nb = [a]\nc = []\nkept = [c]", *cells)
    once = tag_notebook(content, name="sample", as_tags=as_tags).content
    assert tag_notebook(once, name="sample", as_tags=as_tags).content == once


def test_a_loops_last_value_is_named_as_an_output():
    """Only `--auto` takes what a loop leaves behind for a result, so the tag says it."""
    cells = ("for i in range(3):\n    rows = [i]", "for i in rows:\n    more = [i]")
    content = content_of(*cells)
    assert sources(tagged(*cells))[2].startswith("%%node make_more -o i\n")
    assert ports(tag_notebook(content, name="n").content) == ports(content, auto=True)


# ---------------------------------------------------------------- the file

CONTENT = {"cells": [{"source": ["é\\u00e9\n"], "n": 1.0}], "a": [], "metadata": {}}
LAYOUTS = [
    json.dumps(CONTENT, indent=1, ensure_ascii=False) + "\n",
    json.dumps(CONTENT, indent=4),
    json.dumps(CONTENT, indent="\t", ensure_ascii=False),
    json.dumps(CONTENT, ensure_ascii=False),
    json.dumps(CONTENT, separators=(",", ":")) + "\n\n",
    "\ufeff" + json.dumps(CONTENT, indent=2).replace("\n", "\r\n") + "\r\n",
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_a_file_is_written_as_it_was(text):
    """Indentation, separators, escapes, line ends, and what stands around."""
    assert layout_of(text, CONTENT).dump(CONTENT) == text


def test_what_another_notebook_defines_stays_there(tmp_path: Path) -> None:
    """Its literals are parameters of the pipeline, and no lines of this notebook."""
    (tmp_path / "other.ipynb").write_text(json.dumps(content_of("rate = 2")))
    content = content_of("%run other.ipynb", "x = [rate]")
    found = tag_notebook(content, name="n", path=tmp_path / "n.ipynb")
    sources = [cell["source"] for cell in found.content["cells"]]
    assert [source.split("\n")[-1] for source in sources] == [
        "%load_ext nb2pipe",
        "%run other.ipynb",
        "x = [rate]",
    ]
