"""POST analyse: the graph of a notebook that need not be saved."""

from __future__ import annotations

from .conftest import CELLS, notebook_of


async def test_the_answer_is_the_graph_of_the_text_that_was_sent(post):
    """Nodes come in the notebook's order, with what they take and make."""
    graph = (await post("analyse", notebook=notebook_of(*CELLS), path="a.ipynb"))["graph"]
    assert [node["name"] for node in graph["nodes"]] == ["load", "scale", "total"]


async def test_the_drawing_has_a_place_for_every_node(post):
    """The picture is laid out on the server, once for all who draw it."""
    drawing = (await post("analyse", notebook=notebook_of(*CELLS)))["drawing"]
    assert {"node:load", "node:scale", "node:total"} <= {box["id"] for box in drawing["boxes"]}


async def test_untagged_cells_come_with_a_suggestion(post):
    """What `--auto` would make of an untagged cell is offered."""
    answer = await post(
        "analyse", notebook=notebook_of(CELLS[0], "prices = [1, 2]\nn = len(prices)")
    )
    assert [each["role"] for each in answer["suggestions"]] == ["node"]


async def test_a_half_typed_cell_leaves_the_rest_of_the_graph(post):
    """A syntax error is a diagnostic of its cell; the other nodes stay."""
    cells = [*CELLS[:3], "%%node total\nresult = sum(scal"]
    graph = (await post("analyse", notebook=notebook_of(*cells)))["graph"]
    assert [node["name"] for node in graph["nodes"]][:2] == ["load", "scale"]
    assert "NB101" in {found["code"] for found in graph["diagnostics"]}


async def test_a_small_edit_moves_no_box(post):
    """The same picture stands where it stood."""
    one = await post("analyse", notebook=notebook_of(*CELLS))
    seats = {box["id"]: box["x"] for box in one["drawing"]["boxes"]}
    edited = notebook_of(*CELLS[:3], CELLS[3] + "\n# checked")
    other = await post("analyse", notebook=edited, previous=seats)
    assert other["drawing"] == one["drawing"]


async def test_code_shows_the_function_of_a_node(post):
    """The code is what convert would write now."""
    answer = await post("code", notebook=notebook_of(*CELLS), path="sub/prices.ipynb")
    assert answer["functions"]["scale"]["source"].startswith("def scale(prices, rate):")


async def test_code_shows_the_pipeline(post):
    """The files of the package come whole."""
    answer = await post("code", notebook=notebook_of(*CELLS), path="sub/prices.ipynb")
    assert (
        'node(scale, ["prices", "params:rate"], "scaled")' in answer["files"]["prices/pipeline.py"]
    )


async def test_the_picture_can_be_had_as_svg(post):
    """It is the file that `nb2pipe viz` writes."""
    answer = await post("svg", notebook=notebook_of(*CELLS))
    assert answer["svg"].startswith("<svg ")
