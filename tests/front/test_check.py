"""`nb2pipe check` prints what the analysis found, for people, tools and pull requests."""

from __future__ import annotations

import json

import pytest

CELLS = (
    "import math",
    "%%params\nrate = 0.5",
    "%%node load\nrows = sorted([3, 1])",
    "%%node clean --tags quick\nrows.append(math.floor(rate))",
    "total = sum(rows)",
)


@pytest.fixture
def sample(write_notebook):
    return write_notebook(*CELLS)


def test_a_good_notebook_is_counted(nb2pipe, write_notebook):
    path = write_notebook("%%node load\nrows = sorted([3, 1])")
    said = nb2pipe("check", path)
    assert (said.status, said.out) == (0, f"{path}: 1 node, nothing wrong\n")


def test_a_remark_is_two_lines(nb2pipe, write_notebook):
    path = write_notebook("%%node a\nlist = sorted('ab')")
    place, cure, count = nb2pipe("check", path).out.splitlines()
    assert place == (
        f"{path}, cell 1, line 2: warning NB306: `list` is Python's own name, "
        "and is something else from here on"
    )
    assert (cure, count) == (
        "    rename it, for example to `list_`",
        f"{path}: 1 node, 1 warning",
    )


def test_a_warning_is_no_failure(nb2pipe, write_notebook):
    assert nb2pipe("check", write_notebook("%%node a\nlist = sorted('ab')")).status == 0


@pytest.mark.parametrize("style", ["text", "json", "github"])
def test_an_error_is_a_failure_however_it_is_told(nb2pipe, write_notebook, style):
    assert nb2pipe("check", write_notebook("x = = 1"), "--format", style).status == 1


def test_check_writes_nothing(nb2pipe, sample):
    nb2pipe("check", sample)
    assert list(sample.parent.iterdir()) == [sample]


# ---------------------------------------------------------------- JSON


@pytest.fixture
def told(nb2pipe, sample):
    return json.loads(nb2pipe("check", sample, "--format", "json").out)


def test_json_has_every_part(told):
    assert told.keys() >= {"cells", "nodes", "datasets", "parameters", "diagnostics"}


def test_json_tells_what_each_cell_takes_and_gives(told):
    keys = ("index", "id", "role", "name", "reads", "binds", "changes")
    assert [{key: cell[key] for key in keys} for cell in told["cells"][2:4]] == [
        {
            "index": 2, "id": "c2", "role": "node", "name": "load",
            "reads": [], "binds": ["rows"], "changes": [],
        },
        {
            "index": 3, "id": "c3", "role": "node", "name": "clean",
            "reads": ["rows", "math", "rate"], "binds": [], "changes": ["rows"],
        },
    ]  # fmt: skip


def test_json_tells_the_nodes(told):
    assert [
        (each["name"], each["inputs"], each["outputs"], each["cells"]) for each in told["nodes"]
    ] == [
        ("load", [], ["rows_load"], [3]),
        ("clean", ["rows_load", "params:rate"], ["rows"], [4]),
    ]


def test_json_tells_datasets_and_parameters(told):
    assert (told["datasets"], told["parameters"]) == (["rows_load", "rows"], {"rate": 0.5})


def test_json_tells_each_remark(told):
    assert [set(each) for each in told["diagnostics"]] == [
        {"code", "severity", "cell", "line", "message", "cure"}
    ]


def test_json_is_alone_on_the_output(nb2pipe, write_notebook):
    """Errors in the notebook included."""
    said = nb2pipe("check", write_notebook("x = = 1"), "--format", "json")
    assert json.loads(said.out)["diagnostics"][0]["code"] == "NB101"


def test_values_that_json_does_not_know_are_text(nb2pipe, write_notebook):
    path = write_notebook(
        "%%catalog\na:\n  type: text.TextDataset\n  filepath: a\n  metadata: 2024-01-01"
    )
    told = json.loads(nb2pipe("check", path, "--format", "json").out)
    assert told["catalog"]["a"]["metadata"] == "2024-01-01"


def test_an_untagged_notebook_has_its_flows_too(nb2pipe, write_notebook):
    path = write_notebook("a = sorted('ba')", "a.append('c')", "n = len(a)")
    told = json.loads(nb2pipe("check", path, "--format", "json").out)
    assert [(cell["reads"], cell["changes"]) for cell in told["cells"]] == [
        ([], []),
        (["a"], ["a"]),
        (["a"], []),
    ]


def test_auto_shows_what_convert_would_make_of_it(nb2pipe, write_notebook):
    path = write_notebook("a = sorted('ba')", "n = len(a)")
    told = json.loads(nb2pipe("check", path, "--auto", "--format", "json").out)
    assert [node["name"] for node in told["nodes"]] == ["make_a", "make_n"]


# ---------------------------------------------------------------- GitHub


def test_github_gets_one_annotation_a_remark(nb2pipe, write_notebook):
    path = write_notebook("%%node a\nlist = sorted('ab')")
    assert nb2pipe("check", path, "--format", "github").out == (
        f"::warning file={path},title=NB306::cell 1, line 2: `list` is Python's own name, "
        "and is something else from here on; rename it, for example to `list_`\n"
    )


def test_github_gets_nothing_for_a_good_notebook(nb2pipe, write_notebook):
    path = write_notebook("%%node a\nx = sorted('ab')")
    assert nb2pipe("check", path, "--format", "github").out == ""


def test_an_annotation_is_one_line(nb2pipe, write_notebook):
    """GitHub reads a line as a command: percent signs and line ends are escaped."""
    path = write_notebook("%%node a\nx = sorted('ab')\n%mystery")
    said = nb2pipe("check", path, "--format", "github").out
    assert (said.startswith("::warning"), "`%25mystery`" in said) == (True, True)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("text", ["hello", "{}", '{"nbformat": 3, "worksheets": []}'])
def test_what_is_no_notebook_is_a_wrong_call(nb2pipe, tmp_path, text):
    path = tmp_path / "bad.ipynb"
    path.write_text(text)
    said = nb2pipe("check", path)
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 2)


def test_an_unknown_format_says_which_there_are(nb2pipe, sample):
    said = nb2pipe("check", sample, "--format", "xml")
    assert (said.status, "github" in said.err) == (2, True)


def test_an_empty_notebook_has_nothing_wrong(nb2pipe, write_notebook):
    assert nb2pipe("check", write_notebook()).status == 0


def test_checking_never_runs_the_notebook(nb2pipe, write_notebook):
    path = write_notebook("open('ran.txt', 'w').write('x')", "import os\nos._exit(3)")
    nb2pipe("check", path, "--auto")
    assert [each.name for each in path.parent.iterdir()] == ["sample.ipynb"]


def test_a_notebook_without_tags_is_looked_at_as_auto_does(nb2pipe, write_notebook):
    path = write_notebook("a = sorted('ba')", "n = len(a)")
    assert nb2pipe("check", path).out == f"{path}: 2 nodes with --auto, nothing wrong\n"


def test_a_conflict_of_git_is_called_by_its_name(nb2pipe, tmp_path):
    path = tmp_path / "conflict.ipynb"
    path.write_text("{\n<<<<<<< HEAD\n}\n=======\n>>>>>>> other\n")
    assert "merge conflict" in nb2pipe("check", path).err
