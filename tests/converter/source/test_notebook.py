"""A notebook is read as cells of text; what is no notebook of ours is told in two sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pipe.converter.nodes.analysis import analyse
from nb2pipe.converter.source.notebook import NotebookError, parse_notebook, read_notebook


def code(source: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "source": source} | more


def content(*cells: object, **more: object) -> dict[str, object]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more


BAD = {
    "text": ("hello", "is not JSON", "Jupyter can open"),
    "nothing": ("", "is not JSON", "Jupyter can open"),
    "half a file": ('{"nbformat": 4, "cells": [', "is not JSON", "Jupyter can open"),
    "a list": ("[]", "no `nbformat`", "Jupyter saved"),
    "a number": ("4", "no `nbformat`", "Jupyter saved"),
    "JSON of something else": ('{"name": "x"}', "no `nbformat`", "Jupyter saved"),
    "format 3": ('{"nbformat": 3, "worksheets": []}', "format 3", "nbconvert --to notebook"),
    "no cells": ('{"nbformat": 4}', "no list of `cells`", "Jupyter saved"),
    "cells that are none": ('{"nbformat": 4, "cells": {}}', "no list of `cells`", "Jupyter saved"),
    "a cell that is none": ('{"nbformat": 4, "cells": [{}]}', "cell 1 in the file", "save it"),
    "a cell that is text": ('{"nbformat": 4, "cells": ["x"]}', "cell 1 in the file", "save it"),
    "deep nesting": ("[" * 100_000, "is not JSON", "Jupyter can open"),
    "metadata that is none": (
        '{"nbformat": 4, "metadata": [1], "cells": []}',
        "metadata",
        "save it",
    ),
    "a cell's metadata that is none": (
        '{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": "x"}]}',
        "cell 1 in the file",
        "save it",
    ),
    "options that are none": (
        '{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {"nb2pipe": [1]}}]}',
        "cell 1 in the file",
        "save it",
    ),
    "another language": (
        json.dumps(content(metadata={"kernelspec": {"language": "R", "name": "ir"}})),
        "written in R",
        "Python kernel",
    ),
    "another language's name": (
        json.dumps(content(metadata={"language_info": {"name": "julia"}})),
        "written in julia",
        "Python kernel",
    ),
}


@pytest.mark.parametrize(("text", "fact", "cure"), BAD.values(), ids=BAD)
def test_what_is_no_notebook_of_ours_is_told(tmp_path, text, fact, cure):
    path = tmp_path / "bad.ipynb"
    path.write_text(text)
    with pytest.raises(NotebookError) as found:
        read_notebook(path)
    assert (fact in found.value.message, cure in found.value.cure) == (True, True)
    assert (str(path) in found.value.message, found.value.exit_status) == (True, 2)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NotebookError, match="no such file"):
        read_notebook(tmp_path / "none.ipynb")


def test_a_folder_is_told(tmp_path):
    with pytest.raises(NotebookError, match="is a folder"):
        read_notebook(tmp_path)


def test_bytes_that_are_no_text_are_told(tmp_path):
    path = tmp_path / "bad.ipynb"
    path.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(NotebookError, match="cannot be read"):
        read_notebook(path)


def read(tmp_path: Path, text: bytes | str):
    path = tmp_path / "good.ipynb"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_notebook(path)


def test_a_byte_order_mark_is_no_content(tmp_path):
    found = read(tmp_path, b"\xef\xbb\xbf" + json.dumps(content(code("x = 1"))).encode())
    assert found.cells[0].source == "x = 1"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_is_one_line_end(tmp_path, end):
    found = read(tmp_path, json.dumps(content(code(f"a = 1{end}b = 2"))))
    assert found.cells[0].source == "a = 1\nb = 2"


def test_a_source_may_be_a_list_of_lines(tmp_path):
    found = read(tmp_path, json.dumps(content(code(["a = 1\n", "b = 2"]))))
    assert found.cells[0].source == "a = 1\nb = 2"


def test_text_in_any_script_stays(tmp_path):
    found = read(tmp_path, json.dumps(content(code("größe = '合計 🎉'")), ensure_ascii=False))
    assert found.cells[0].source == "größe = '合計 🎉'"


def test_a_notebook_may_be_empty(tmp_path):
    assert read(tmp_path, json.dumps(content())).cells == ()


def test_a_notebook_without_metadata_is_python(tmp_path):
    bare = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}
    assert len(read(tmp_path, json.dumps(bare)).code) == 1


@pytest.mark.parametrize("language", ["python", "Python", "python3", "ipython"])
def test_python_has_many_names(language):
    given = content(code("x"), metadata={"kernelspec": {"language": language}})
    assert len(parse_notebook(given, name="n").code) == 1


def test_cells_are_counted_as_a_run_from_the_top_would():
    """Markdown, raw and empty cells have no number."""
    markdown = {"cell_type": "markdown", "metadata": {}, "source": "# Title"}
    raw = {"cell_type": "raw", "metadata": {}, "source": "x"}
    found = parse_notebook(content(markdown, code("a"), code(" \n"), raw, code("b")), name="n")
    assert [cell.number for cell in found.cells] == [0, 1, 0, 0, 2]
    assert [cell.source for cell in found.code] == ["a", "b"]


def test_a_cell_keeps_what_its_metadata_say():
    metadata = {"tags": ["node:a"], "nb2pipe": {"retries": 2}, "collapsed": True}
    cell = parse_notebook(content(code("a", metadata=metadata)), name="n").cells[0]
    assert (cell.tags, dict(cell.options)) == (("node:a",), {"retries": 2})


def test_a_cell_without_an_id_has_one_of_its_place():
    found = parse_notebook(content(code("a", id="abc"), code("b")), name="n")
    assert [cell.id for cell in found.cells] == ["abc", "cell-1"]


def test_execution_counts_are_read():
    found = parse_notebook(content(code("a", execution_count=3), code("b")), name="n")
    assert [cell.execution_count for cell in found.cells] == [3, None]


# ---------------------------------------------------------------- notebooks that are run by one


def lay(folder: Path, name: str, *sources: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content(*map(code, sources))))
    return path


def test_the_notebooks_that_one_runs_are_read_with_it(tmp_path: Path) -> None:
    """By the path that each names, from its own folder; what cannot be read is left out."""
    path = lay(tmp_path, "main.ipynb", "%run tools/a.ipynb", "%run -i 'b c.ipynb'\n%run no.ipynb")
    lay(tmp_path, "tools/a.ipynb", "a = 1\n%run deep.ipynb")
    lay(tmp_path, "tools/deep.ipynb", "d = 1")
    lay(tmp_path, "b c.ipynb", "b = 1")
    found = read_notebook(path)
    assert [name for name, _ in found.others] == ["tools/a.ipynb", "b c.ipynb"]
    assert [name for name, _ in found.others[0][1].others] == ["deep.ipynb"]


def test_a_notebook_that_runs_itself_through_another_is_not_read_for_ever(tmp_path: Path) -> None:
    path = lay(tmp_path, "main.ipynb", "%run other.ipynb")
    lay(tmp_path, "other.ipynb", "%run main.ipynb")
    assert read_notebook(path).others[0][1].others == ()


def test_a_problem_in_another_notebook_is_told_at_the_line_that_runs_it(tmp_path: Path) -> None:
    """So are problems of the lines below it, which are their own."""
    path = lay(tmp_path, "main.ipynb", "x = 1\n%run other.ipynb\nprint(missing)")
    lay(tmp_path, "other.ipynb", "# a\n# b\ny = unknown\n%mystery")
    found = analyse(read_notebook(path), auto=True).graph.diagnostics
    assert [(each.code, each.line) for each in found] == [("NB108", 2), ("NB201", 2), ("NB201", 3)]


@pytest.mark.parametrize(
    ("source", "fact"),
    [
        ("if True:\n    %run other.ipynb", "inside of a block"),
        ("\n%run none.ipynb", "is not there"),
    ],
)
def test_a_notebook_that_cannot_be_brought_is_told(tmp_path: Path, source: str, fact: str) -> None:
    path = lay(tmp_path, "main.ipynb", source)
    lay(tmp_path, "other.ipynb", "y = 1")
    found = analyse(read_notebook(path), auto=True).graph.diagnostics
    assert [(each.code, each.line, fact in each.message) for each in found] == [("NB107", 2, True)]
