"""What a cell computes is kept where the notebook lets it be seen; what is only drawn is not."""

from __future__ import annotations

import pytest

RESULTS = {
    "it stands on the last line": ("n = len('ab')\nn", ("n",)),
    "it is printed": ("n = len('ab')\nprint('letters:', n)", ("n",)),
    "a method of it is shown": ("words = 'a b'.split()\nwords.count('a')", ("words",)),
    "it is worked on before it is shown": ("rows = []\nrows.append(1)\nrows", ("rows",)),
    "it is bound again before it is shown": ("n = len('ab')\nn = n + 1\nn", ("n",)),
    "what leads to it stays inside": ("size = len('ab')\nn = size + 1\nn", ("n",)),
    "it is made of a file": (
        "with open('a') as f:\n    words = sorted(f.read())\nwords",
        ("words",),
    ),
    "it is asserted and shown": ("n = len('ab')\nassert n > 0\nn", ("n",)),
    "only a query names it": (
        "import pandas as pd\ndf = pd.read_csv(name)\nlow = df.a.min()\nbig = df.query('a > @low')",
        ("low", "big"),
    ),
    "a loop goes on with another name of it": (
        "a = sum([1])\nb = a\nfor n in (1, 2):\n    b += n\nprint(a)",
        ("b",),
    ),
    "a loop prints it": ("n = len('ab')\nfor each in 'ab':\n    print(n)", ("n",)),
}


@pytest.mark.parametrize(("cell", "outputs"), RESULTS.values(), ids=RESULTS)
def test_what_a_cell_makes_and_shows_is_its_result(analysed, cell, outputs):
    node = analysed(cell).graph.nodes[0]
    assert tuple(port.dataset for port in node.outputs) == outputs


def test_what_a_cell_works_on_is_its_result_though_nothing_shows_it(analysed):
    model = "from sklearn.svm import SVC\nmodel = SVC()\nmodel.fit([[1], [2]], [0, 1])"
    assert [port.dataset for port in analysed(model).graph.nodes[0].outputs] == ["model"]


LOOKS = {
    "a literal is shown": "n = [1, 2]\nn",
    "it is drawn": "import matplotlib.pyplot as plt\nxs = sorted('ba')\nplt.plot(xs)",
    "a helper draws it": "def plot_all(xs):\n    ...\n\nxs = sorted('ba')\nplot_all(xs)",
    "a figure is shown": "import matplotlib.pyplot as plt\nfig = plt.figure()\nfig",
    "a text is read and printed": "with open('a.md') as f:\n    s = f.read()\nprint(s)",
}


@pytest.mark.parametrize("cell", LOOKS.values(), ids=LOOKS)
def test_a_cell_that_only_looks_is_no_node(analysed, cell):
    assert analysed(cell).graph.nodes == ()


def test_what_is_overwritten_later_is_a_dataset_of_its_node(analysed):
    graph = analysed("n = len('ab')", "print(n)", "n = len('abc')").graph
    made = [(node.name, node.outputs[0].dataset) for node in graph.nodes]
    assert made == [("make_n", "n_make"), ("make_n_2", "n")]


def test_what_only_an_overwritten_value_needs_stays(analysed):
    graph = analysed("a = len('ab')", "n = a + 1\nn", "n = len('abc')").graph
    assert [node.cells for node in graph.nodes] == [(1,), (2,), (3,)]


def test_a_literal_that_is_overwritten_is_no_node(analysed):
    graph = analysed("n = len('ab')", "n = [1]\nn", "n = len('abc')").graph
    assert [node.cells for node in graph.nodes] == [(1,), (3,)]


CHAINS = {
    "neighbours that rework one variable": (
        ["df = pd.DataFrame({'a': [1]})", "df['b'] = 1", "df = df.dropna()", "n = len(df)"],
        [(2, 3, 4), (5,)],
    ),
    "a model and its training": (["m = SVC()", "m.fit([[1], [2]], [0, 1])"], [(2, 3)]),
    "a cell that looks stands in between": (
        ["df = pd.DataFrame({'a': [1]})", "df.head()", "df['b'] = 1"],
        [(2, 4)],
    ),
    "text in between begins something new": (
        ["df = pd.DataFrame({'a': [1]})", "#md Mark the rows.", "df['b'] = 1"],
        [(2,), (3,)],
    ),
    "so does a comment": (
        ["df = pd.DataFrame({'a': [1]})", "# mark the rows\ndf['b'] = 1"],
        [(2,), (3,)],
    ),
    "what another cell reads is a step of its own": (
        ["df = pd.DataFrame({'a': [1]})", "df['b'] = 1", "n = df.size"],
        [(2, 3), (4,)],
    ),
    "an early version that another cell reads": (
        ["df = pd.DataFrame({'a': [1]})", "n = df.size", "df['b'] = 1"],
        [(2,), (3,), (4,)],
    ),
    "cells of many statements are no links": (
        ["df = pd.DataFrame({'a': [1]})", "df['b'] = 1\ndf['c'] = 2\ndf['d'] = 3"],
        [(2,), (3,)],
    ),
}


@pytest.mark.parametrize(("cells", "nodes"), CHAINS.values(), ids=CHAINS)
def test_a_chain_of_small_cells_is_one_node(analysed, cells, nodes):
    imports = "import pandas as pd\nfrom sklearn.svm import SVC"
    assert [node.cells for node in analysed(imports, *cells).graph.nodes] == nodes


def test_a_tagged_node_that_nobody_needs_gives_what_it_shows(analysed):
    score = "%%node score\nsize = len('ab')\nn = size + 1\nprint(n)"
    assert [port.dataset for port in analysed(score, auto=False).graph.nodes[0].outputs] == ["n"]


def test_what_cannot_travel_is_no_result(analysed):
    graph = analysed("import re\nwords = sorted('ab')\nfound = re.search('a', 'ab')\nfound").graph
    assert [port.dataset for port in graph.nodes[0].outputs] == ["words"]


def test_a_folder_is_entered_after_it_is_made(analysed):
    graph = analysed("import os\nos.makedirs('a')", "os.chdir('a')", "n = os.listdir('.')").graph
    assert [port.dataset for port in graph.nodes[1].inputs] == ["written_files"]


def test_files_of_one_name_in_several_folders_are_several_variables(promoted):
    cells = (
        "def save(path, n):\n    with open(path, 'w') as f:\n        f.write(str(n))",
        "with open('a/b/c.txt', 'w') as f:\n    f.write('1')",
        "with open('d/b/c.txt', 'w') as f:\n    f.write('2')",
        "n = open('a/b/c.txt').read() + open('d/b/c.txt').read()",
    )
    module = promoted(*cells).project.files["sample/nodes.py"]
    compile(module, "nodes.py", "exec")
    assert "(a_b_c_txt_file, d_b_c_txt_file):" in module


def test_what_a_timed_cell_makes_once_more_is_a_dataset_of_the_cell_that_made_it(analysed):
    made = "sizes = {}\nfor word in open('words'):\n    sizes[word] = len(word)"
    nodes = analysed(made, f"%%timeit\n{made}").graph.nodes
    assert [[port.dataset for port in node.outputs] for node in nodes] == [["sizes", "word"]]


def test_what_a_loop_makes_anew_each_time_is_no_result(analysed):
    loop = "sizes = []\nfor word in open('words'):\n    size = len(word)\n    sizes.append(size)\nsizes"
    assert [port.dataset for port in analysed(loop).graph.nodes[0].outputs] == ["sizes"]
