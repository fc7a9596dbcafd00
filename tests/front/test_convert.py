"""`nb2pipe convert` writes a project whole or not at all, and says what became of every cell."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CELLS = (
    "import pandas as pd\nfrom math import floor",
    "%%params\nrate = 0.5",
    "%%node load\ndf = pd.DataFrame({'a': [1, 2]})",
    "#md Look at it.",
    "%%skip\ndf.head()",
    "def scaled(x):\n    return x * rate",
    "# Scale the loaded rows.\n%matplotlib inline\ndf['b'] = df['a'].map(scaled)",
    "%%node total\ntotal = floor(df['b'].sum() * 10)",
    "unused = len('abc')",
)


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with its text, but for what Python keeps."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def sample(write_notebook):
    return write_notebook(*CELLS)


@pytest.fixture
def converted(nb2pipe, sample) -> Path:
    """The project of the sample."""
    assert nb2pipe("convert", sample).status == 0
    return sample.parent / "sample"


# ---------------------------------------------------------------- what is written


def test_a_project_has_its_files(converted):
    assert sorted(tree(converted)) == [
        ".gitignore", "README.md", "conf/base/catalog.yml", "conf/base/parameters.yml",
        "nb2pipe.lock", "pyproject.toml", "sample/__init__.py", "sample/nodes.py",
        "sample/pipeline.py", "tests/conftest.py", "tests/test_nodes.py",
    ]  # fmt: skip


def test_every_cell_is_accounted_for(nb2pipe, sample):
    rows = re.findall(
        r"^  \[ *(\d+)\]  (.*?)  +(\S.*)$", nb2pipe("convert", sample).out, re.MULTILINE
    )
    assert [(number, became) for number, became, _ in rows] == [
        ("1", "module level"),
        ("2", "conf/base/parameters.yml"),
        ("3", "node load"),
        ("4", "stays in the notebook"),
        ("5", "module level"),
        ("6", "node scale_loaded_rows"),
        ("7", "node total"),
        ("8", "left out: nothing needs it"),
    ]


def test_a_row_shows_the_cells_first_line_of_code(nb2pipe, sample):
    assert "total = floor(df['b'].sum() * 10)" in nb2pipe("convert", sample).out


def test_the_last_line_says_how_to_run_it(nb2pipe, sample):
    folder = sample.parent / "sample"
    last = nb2pipe("convert", sample).out.splitlines()[-1]
    assert last == f"3 nodes in {folder}; run with: nb2pipe run {folder}"


def test_the_project_runs(nb2pipe, converted):
    assert nb2pipe("run", converted, "--params", "rate=2").status == 0


def test_the_projects_own_tests_pass(converted):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=converted, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_code_passes_ruff(converted):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "."],
        cwd=converted, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_readme_draws_the_graph_and_lists_the_nodes(converted):
    readme = (converted / "README.md").read_text()
    assert ("```mermaid" in readme, "| `total` | `df` | `total` | cell 7 |" in readme) == (
        True,
        True,
    )


def test_parameters_stand_in_their_file(converted):
    assert (converted / "conf/base/parameters.yml").read_text().endswith("rate: 0.5\n")


# ---------------------------------------------------------------- where


def test_a_folder_can_be_chosen(nb2pipe, sample, tmp_path):
    assert nb2pipe("convert", sample, "-o", tmp_path / "deep" / "place").status == 0
    settings = (tmp_path / "deep" / "place" / "pyproject.toml").read_text()
    assert ('package = "sample"' in settings, 'workdir = "../.."' in settings) == (True, True)


def test_an_empty_folder_is_as_good_as_none(nb2pipe, sample, tmp_path):
    (tmp_path / "empty").mkdir()
    assert nb2pipe("convert", sample, "-o", tmp_path / "empty").status == 0


def test_a_name_can_be_chosen(nb2pipe, sample):
    assert nb2pipe("convert", sample, "--name", "prices").status == 0
    assert (sample.parent / "prices" / "prices" / "nodes.py").exists()


NAMES = {
    "spaces and signs": ("My notebook (1).ipynb", "my_notebook_1"),
    "a number in front": ("01 - clean data.ipynb", "clean_data"),
    "numbers alone": ("2024.ipynb", "notebook_n_2024"),
    "another script": ("größe.ipynb", "gr_e"),
    "a name of ours": ("nb2pipe.ipynb", "nb2pipe_pipeline"),
    "tests": ("test.ipynb", "test_pipeline"),
    "a keyword": ("import.ipynb", "import_"),
    "a module of Python": ("random.ipynb", "random_pipeline"),
    "a well-known library": ("pandas.ipynb", "pandas_pipeline"),
}


@pytest.mark.parametrize(("file", "package"), NAMES.values(), ids=NAMES)
def test_a_package_is_named_after_its_notebook(nb2pipe, write_notebook, file, package):
    path = write_notebook("import pandas as pd", "df = pd.DataFrame()", name=file)
    assert nb2pipe("convert", path, "--auto").status == 0
    assert [each.name for each in path.parent.iterdir() if each.is_dir()] == [package]


# ---------------------------------------------------------------- again


def test_a_second_conversion_changes_nothing(nb2pipe, sample, converted):
    before = {path: path.stat().st_mtime_ns for path in converted.rglob("*")}
    nb2pipe("convert", sample)
    assert {path: path.stat().st_mtime_ns for path in converted.rglob("*")} == before


def test_the_same_notebook_gives_the_same_bytes(sample):
    """Whatever Python's hash seed."""
    made = []
    for seed in ("1", "2"):
        folder = sample.parent / seed
        command = [sys.executable, "-m", "nb2pipe", "convert", "--auto", sample, "-o", folder]
        env = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run(command, env=env, check=True, capture_output=True)
        made.append(tree(folder))
    assert made[0] == made[1]


def test_an_edit_of_the_notebook_is_carried_over(nb2pipe, write_notebook, converted):
    path = write_notebook(*CELLS[:-2], "%%node total\ntotal = 7")
    assert nb2pipe("convert", path).status == 0
    assert "total = 7" in (converted / "sample/nodes.py").read_text()


def test_an_edited_file_is_not_written_over(nb2pipe, write_notebook, converted):
    nodes = converted / "sample/nodes.py"
    nodes.write_text(nodes.read_text() + "\n# mine\n")
    before = tree(converted)
    said = nb2pipe("convert", write_notebook(*CELLS[:-2], "%%node total\ntotal = 7"))
    assert (said.status, tree(converted)) == (1, before)
    assert ("sample/nodes.py" in said.err, "--overwrite" in said.err) == (True, True)


def test_an_edited_file_is_written_over_on_demand(nb2pipe, sample, converted):
    before = tree(converted)
    (converted / "conf/base/parameters.yml").write_text("rate: 3\n")
    assert (nb2pipe("convert", sample, "--overwrite").status, tree(converted)) == (0, before)


def test_a_deleted_file_is_written_again(nb2pipe, sample, converted):
    before = tree(converted)
    (converted / "README.md").unlink()
    nb2pipe("convert", sample)
    assert tree(converted) == before


def test_a_file_of_the_users_own_stays(nb2pipe, sample, converted):
    (converted / "conf/local").mkdir()
    (converted / "conf/local/credentials.yml").write_text("a: b\n")
    nb2pipe("convert", sample)
    assert (converted / "conf/local/credentials.yml").read_text() == "a: b\n"


def test_a_file_that_is_no_part_any_more_goes(nb2pipe, write_notebook, converted):
    path = write_notebook("#md ## One", "%%node a\nx = len('a')", "#md ## Two", "%%node b\ny = x")
    nb2pipe("convert", path)
    modules = [name for name in tree(converted) if name.startswith("sample/nodes")]
    assert modules == ["sample/nodes/__init__.py", "sample/nodes/one.py", "sample/nodes/two.py"]


def test_an_edited_file_that_is_no_part_any_more_stays(nb2pipe, write_notebook, converted):
    (converted / "sample/nodes.py").write_text("# mine\n")
    path = write_notebook("#md ## One", "%%node a\nx = len('a')", "#md ## Two", "%%node b\ny = x")
    assert nb2pipe("convert", path).status == 1
    assert (converted / "sample/nodes.py").read_text() == "# mine\n"


# ---------------------------------------------------------------- --check


def test_check_is_content_with_what_convert_wrote(nb2pipe, sample, converted):
    said = nb2pipe("convert", sample, "--check")
    assert (said.status, said.out) == (0, f"{converted} is what {sample} says\n")


def test_check_names_the_files_that_differ(nb2pipe, sample, converted):
    (converted / "sample/nodes.py").write_text("")
    said = nb2pipe("convert", sample, "--check")
    assert (said.status, said.out) == (
        1,
        f"{converted} is not what {sample} says: sample/nodes.py\n",
    )


def test_check_writes_nothing(nb2pipe, sample, tmp_path):
    before = tree(tmp_path)
    assert (nb2pipe("convert", sample, "--check").status, tree(tmp_path)) == (1, before)


# ---------------------------------------------------------------- bad input

NODE = "%%node a\nx = len('a')"


def notebook(*sources: str, **more: object) -> str:
    cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | more)


R = {"kernelspec": {"name": "ir", "language": "R"}}

BAD = {
    "no such file": (None, 2, "no such file"),
    "not JSON": ("hello", 2, "is not JSON"),
    "not a notebook": ("{}", 2, "is not a notebook"),
    "format 3": ('{"nbformat": 3, "worksheets": []}', 2, "format 3"),
    "an empty notebook": (notebook(), 2, "has no code in it"),
    "a notebook of empty cells": (notebook("", "\n"), 2, "has no code in it"),
    "another language": (notebook("x", metadata=R), 2, "written in R"),
    "a syntax error": (
        notebook(NODE, "x = 1\ny = = 2"),
        1,
        "cell 2, line 2: the cell is not valid",
    ),
    "no tagged cell": (notebook("x = 1"), 2, "no cell that is tagged"),
    "a wrong tag line": (notebook("%%node a --retry 1\nx = 1"), 1, "cell 1, line 1: `%%node`"),
    "two nodes that make one output": (
        notebook("%%node a -o x=z\nx = len('a')", "%%node b -o y=z\ny = len('b')"),
        1,
        "cell 2, line 1: `a` and `b` both make the dataset `z`",
    ),
    "a name that nothing defines": (
        notebook(NODE, "%%node b\ny = x + 1\nz = y + missing"),
        1,
        "cell 2, line 3: `missing` is read here, but nothing defines it",
    ),
    "a cycle": (
        notebook(NODE, "%%node b\ny = x", "%%node a\nz = y"),
        1,
        "cell 3, line 1: nodes form a cycle: a -> b -> a",
    ),
    "a catalog entry of unknown type": (
        notebook("%%catalog\na:\n  type: pandas.CSV\n  filepath: a", NODE),
        1,
        "cell 1, line 2: `a` has the unknown type 'pandas.CSV'",
    ),
    "YAML that is no mapping": (
        notebook("%%catalog\n- a", NODE),
        1,
        "cell 1, line 1: the catalog is a list, not a mapping",
    ),
    "another language in a cell": (notebook(NODE, "%%R\nx <- 1"), 1, "cell 2, line 1: `%%R`"),
    "a password": (
        notebook(f"{NODE}\npassword = 'hunter2hunter2'"),
        1,
        "cell 1, line 3: a credential",
    ),
}


@pytest.mark.parametrize(("text", "status", "fact"), BAD.values(), ids=BAD)
def test_bad_input_is_told_in_two_sentences_and_nothing_is_written(
    nb2pipe, tmp_path, text, status, fact
):
    path = tmp_path / "bad.ipynb"
    if text is not None:
        path.write_text(text)
    before = tree(tmp_path)
    said = nb2pipe("convert", path)
    assert (said.status, tree(tmp_path), said.out) == (status, before, "")
    error, cure = said.err.splitlines()
    assert (error[:7], fact in error, cure[:8]) == ("error: ", True, "  help: ")


def test_several_errors_are_counted(nb2pipe, write_notebook):
    said = nb2pipe("convert", write_notebook("x = = 1", "y = = 2", "z = = 3"), "--auto")
    assert "(and 2 more)" in said.err


WRONG_CALLS = {
    "a folder with other files": (["-o", "full"], "full has other files in it"),
    "a folder that is a file": (["-o", "sample.ipynb"], "sample.ipynb is a file"),
    "a folder below a file": (["-o", "sample.ipynb/a"], "sample.ipynb"),
    "a name that is none": (["--name", "My-Package"], "'My-Package' cannot name a package"),
    "a keyword as name": (["--name", "class"], "'class' cannot name a package"),
    "a name of Python's": (["--name", "random"], "would hide the module"),
    "a name that is imported": (["--name", "pandas"], "would hide the module"),
    "an unknown option": (["--quick"], "--quick"),
}


@pytest.mark.parametrize("more", [[], ["--check"]], ids=["convert", "check"])
@pytest.mark.parametrize(("words", "fact"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_a_wrong_call_is_told_and_nothing_is_written(
    nb2pipe, sample, monkeypatch, words, fact, more
):
    monkeypatch.chdir(sample.parent)
    (sample.parent / "full").mkdir()
    (sample.parent / "full" / "mine.txt").write_text("mine")
    before = tree(sample.parent)
    said = nb2pipe("convert", sample.name, *words, *more)
    assert (said.status, tree(sample.parent)) == (2, before)
    assert (fact in said.err, "Traceback" in said.err) == (True, False)


def test_no_notebook_at_all_is_a_wrong_call(nb2pipe):
    said = nb2pipe("convert")
    assert (said.status, "NOTEBOOK" in said.err) == (2, True)


def test_a_process_of_its_own_tells_the_same(tmp_path):
    """The command as it is installed: two lines, an exit status, no traceback."""
    command = [sys.executable, "-m", "nb2pipe", "convert", str(tmp_path / "none.ipynb")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[1:] == ["  help: check the path of the notebook"]


def test_help_says_what_it_does(nb2pipe):
    said = nb2pipe("convert", "--help")
    assert (said.status, "Promote a NOTEBOOK into a pipeline project." in said.out) == (0, True)


def test_the_documentation_has_every_option(nb2pipe):
    page = (Path(__file__).parents[2] / "docs" / "converter.md").read_text(encoding="utf-8")
    options = re.findall(r"--[a-z-]+", nb2pipe("convert", "--help").out)
    assert [option for option in options if f"`{option}" not in page] == ["--help"]
