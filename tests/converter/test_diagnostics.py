"""Every remark has a code, points at its line, and is explained in the documentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nb2pipe.converter.diagnostics import RULES, Diagnostic
from nb2pipe.converter.nodes.analysis import Analysis

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.md"

Source = str | dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A small notebook, and the remark that it calls for."""

    code: str
    cells: tuple[Source, ...]
    cell: int
    line: int
    says: str
    auto: bool = True


def case(code: str, *cells: Source, at: tuple[int, int], says: str, auto: bool = True) -> Case:
    return Case(code, cells, *at, says, auto)


def run(source: str, count: int) -> Source:
    return {"source": source, "execution_count": count}


def tagged(source: str, *tags: str) -> Source:
    return {"source": source, "metadata": {"tags": list(tags)}}


SEEN_IN_CODE = {"NB212", "NB213"}
"""What only the code that comes out shows."""

TABLE = "a:\n  type: pandas.CSVDataset\n  filepath: a.csv"

CASES = {
    "a syntax error": case("NB101", "x = 1", "y = 1\ny = = 2", at=(2, 2), says="not valid Python"),
    "an open bracket": case("NB101", "x = (1", at=(1, 1), says="not valid Python"),
    "a null byte": case("NB101", "x = 1\0", at=(1, 1), says="not valid Python"),
    "a sum without end": case(
        "NB101", "x = " + " + ".join(["len('a')"] * 900), at=(1, 1), says="nested too deeply"
    ),
    "an unknown option": case("NB102", "%%node a --retry 3\nx = 1", at=(1, 1), says="--retry"),
    "a tag below an empty line": case(
        "NB102", {"source": "\n%%node 1st\nx = 1"}, at=(1, 2), says="1st"),
    "a magic and a tag": case(
        "NB103", tagged("%%node a\nx = len('a')", "skip"), at=(1, 1), says="the magic wins"
    ),
    "YAML that is a list": case("NB104", "%%catalog\n- a\n- b", at=(1, 1), says="not a mapping"),
    "YAML that is none": case("NB104", "%%catalog\na: [1\nb: 2", at=(1, 3), says="not YAML"),
    "an entry without a type": case(
        "NB104", "%%catalog\na:\n  filepath: a.csv", at=(1, 2), says="`a` has no `type`"
    ),
    "an entry that is a text": case("NB104", "%%catalog\na: b", at=(1, 2), says="`a` has no `type`"),
    "an unknown type": case(
        "NB105", f"%%catalog\n{TABLE}\nb:\n  type: pandas.CSVDatset\n  filepath: b.csv",
        at=(1, 5), says="pandas.CSVDatset",
    ),
    "a parameter that is computed": case(
        "NB106", "%%params\na = 1\nb = len('ab')", at=(1, 3), says="`b` is not a literal"
    ),
    "a cell in another language": case("NB107", "%%R\nx <- 1", at=(1, 1), says="`%%R`"),
    "a magic without counterpart": case("NB108", "x = 1\n%mystery", at=(1, 2), says="`%mystery`"),
    "a name that nobody defines": case(
        "NB201", "x = len('a')", "y = x\nz = y + missing", at=(2, 2), says="`missing`"
    ),
    "what a cell showed": case(
        "NB201", "x = len('a')\nx", "y = __ + 1", at=(2, 1), says="`__` is what a cell above showed"
    ),
    "an output made twice": case(
        "NB202", "%%node a -o x=same\nx = len('a')", "%%node b -o y=same\ny = len('b')",
        at=(2, 1), says="`a` and `b` both make the dataset `same`", auto=False,
    ),
    "a shared object": case(
        "NB203", "rows = sorted('a')", "log = rows", "log.append('b')", "n = len(rows + log)",
        at=(3, 1), says="cells 2 and 3 stay one node",
    ),
    "a shared object, changed further down": case(
        "NB203", "rows = sorted('a')", "log = rows", "n = 1\n\nlog.append('b')", "m = len(rows + log)",
        at=(3, 3), says="`log` shares an object with `rows`",
    ),
    "state of a class": case(
        "NB203", "class A:\n    count = 0\n    def __init__(self):\n        A.count += 1",
        "a = A()", "n = 1\nb = A()", at=(3, 2), says="`A` keeps state",
    ),
    "a cycle": case(
        "NB204", "%%node a\nx = len('a')", "%%node b\ny = x", "%%node a\nz = y",
        at=(3, 1), says="a -> b -> a", auto=False,
    ),
    "an untagged cell that is needed": case(
        "NB205", "x = len('a')", "%%node b\ny = x", at=(1, 1), says="became the node", auto=False
    ),
    "a name that is made below": case(
        "NB206", "x = len('a') + late", "late = len('b')", at=(1, 1), says="cell 2 makes it"
    ),
    "an iterator": case(
        "NB207", "it = iter(sorted('ab'))", "first = next(it)", at=(2, 1), says="`it` cannot travel"
    ),
    "a file that shares a word with another remark": case(
        "NB207", "shared = open('a.txt')", "n = 1\ntext = shared.read()",
        at=(2, 2), says="`shared` cannot travel",
    ),
    "a node of nothing": case(
        "NB208", "%%node a\nprint('hello')", at=(1, 1), says="neither takes nor makes", auto=False
    ),
    "cells out of order": case(
        "NB301", run("x = 1", 3), run("y = 2", 1), at=(2, 1), says="run as [1]"
    ),
    "an exit": case(
        "NB210", "import sys\nx = 1\nsys.exit()", "y = x", "z = x", at=(1, 3), says="the 2 cells below"
    ),
    "an error on purpose": case(
        "NB210", "raise ValueError('stop')", "y = 1", at=(1, 1), says="the cell below is never"
    ),
    "a report of nothing": case(
        "NB211", "%%node a\nx = len('a')", "%%report b\ny = x", at=(2, 1), says="shows nothing", auto=False
    ),
    "a folder of modules that a file names": case(
        "NB214", "import sys\nsys.path.append(open('root.txt').read())\nx = 1", at=(1, 2),
        says="only a run tells",
    ),
    "a draw inside a loop": case(
        "NB302", "import random", "for i in range(3):\n    n = i\n    y = random.random()",
        at=(2, 3), says="without a seed",
    ),
    "a split without a seed": case(
        "NB302", "from sklearn.model_selection import train_test_split",
        "a, b = train_test_split([1, 2, 3])", at=(2, 1), says="without a seed",
    ),
    "no seed": case(
        "NB302", "import random", "x = 1\ny = random.random()", at=(2, 2), says="without a seed"
    ),
    "an absolute path": case(
        "NB303", "x = 1\ny = open('/home/ann/a.txt').read()", at=(1, 2), says="/home/ann/a.txt"
    ),
    "a path on Windows": case("NB303", r"p = 'C:\data\a.csv'", at=(1, 1), says="absolute path"),
    "a password": case("NB304", "x = 1\npassword = 'hunter2hunter2'", at=(1, 2), says="credential"),
    "a key in a mapping": case(
        "NB304", "auth = {'api_key': 'abcdef123456'}", at=(1, 1), says="credential"
    ),
    "a token by its form": case(
        "NB304", f"t = 'ghp_{'a1' * 18}'", at=(1, 1), says="credential"
    ),
    "a large literal": case(
        "NB305", f"data = {list(range(2000))}", "n = len(data)", at=(1, 1), says="characters"
    ),
    "a builtin": case("NB306", "x = 1\nlist = [1]", at=(1, 2), says="`list`"),
    "a builtin inside a loop": case(
        "NB306", "for i in [1]:\n    n = i\n    sum = n", at=(1, 3), says="`sum`"
    ),
    "a name that is missing twice": case(
        "NB201", "x = missing", "y = missing", at=(1, 1), says="`missing`"
    ),
    "a builtin that is bound twice": case("NB306", "id = 1", "id = 2", at=(1, 1), says="`id`"),
    "widgets that are imported twice": case(
        "NB307", "import ipywidgets\nfrom ipywidgets import interact", "import ipywidgets as w",
        at=(1, 1), says="widgets",
    ),
    "a question to the user": case("NB307", "name = input('who?')", at=(1, 1), says="asks"),
    "a widget": case("NB307", "x = 1\nimport ipywidgets", at=(1, 2), says="widgets"),
    "many results that nobody uses": case(
        "NB209", "%%node a\nx = len('a')", "\n".join(f"v{at} = len('b')" for at in range(1200)),
        at=(2, 1), says="no node needs `v0`, `v1`, `v2`, 1,197 more, so", auto=False,
    ),
    "a result that nobody uses": case(
        "NB209", "%%node a\nx = len('a')", "y = len('b')", at=(2, 1), says="`y`", auto=False
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def remarks(analysed: Callable[..., Analysis]) -> Callable[..., tuple[Diagnostic, ...]]:
    def find(*cells: Source, auto: bool = True) -> tuple[Diagnostic, ...]:
        return analysed(*cells, auto=auto).graph.diagnostics

    return find


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_remark_points_at_its_line(remarks, case):
    found = [each for each in remarks(*case.cells, auto=case.auto) if each.code == case.code]
    assert [(each.cell, each.line) for each in found] == [(case.cell, case.line)]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_remark_says_what_is_wrong_and_what_to_do(remarks, case):
    found = next(each for each in remarks(*case.cells, auto=case.auto) if each.code == case.code)
    assert (case.says in found.message, bool(found.cure)) == (True, True)


def test_what_a_function_reads_and_nothing_makes_is_seen_in_the_code_that_comes_out(promoted):
    helper = "def scaled(x):\n    return x * rate"
    remarks = promoted("exec('rate = 3')", helper, "n = scaled(2) if len('a') else 0").remarks
    found = [each for each in remarks if each.code == "NB212"]
    assert ["`scaled` reads a name that nothing makes" in each.message for each in found] == [True]


def test_a_parameter_that_a_class_has_as_a_constant_is_told(promoted):
    """Whoever changes the parameter is to know that it does not change everything."""
    student = "class Student:\n    def final(self):\n        return weights['exam']"
    remarks = promoted("weights = {'exam': 0.5}", student, "n = Student().final() + len(weights)")
    found = [each for each in remarks.remarks if each.code == "NB213"]
    assert [(each.cell, "`weights` is a parameter" in each.message) for each in found] == [
        (1, True)
    ]


def test_every_code_is_tested():
    assert {case.code for case in CASES.values()} | SEEN_IN_CODE == RULES.keys()


QUIET = {
    "plain cells": ("a = len('a')", "b = a + 1"),
    "a catalog entry": (f"%%catalog\n{TABLE}", "n = len(a)"),
    "a type of kedro's": ("%%catalog\na:\n  type: kedro_datasets.pandas.CSVDataset\n  filepath: a",),
    "a type by its path": ("%%catalog\na:\n  type: mine.io.TableDataset\n  filepath: a",),
    "a seeded generator": ("import random\nrandom.seed(1)", "x = random.random()"),
    "a generator with its seed": ("import numpy as np\nx = np.random.default_rng(1).normal()",),
    "a relative path": ("p = 'data/a.csv'", "q = len(p)"),
    "an address": ("p = 'https://example.org/home/a.csv'",),
    "a password from outside": ("import os\npassword = os.environ['PASSWORD']",),
    "a word about secrets": ("secret_binary_data = '01001,101101'", "n = len(secret_binary_data)"),
    "a word about passwords": ("password_field = 'name'\nn = len(password_field)",),
    "a name of IPython's": ("from IPython.display import display\ndisplay(1)",),
    "cells in order": (run("x = 1", 1), run("y = 2", 5)),
    "cells that were not run": ("x = 1", "y = 2"),
    "what a skipped cell says": ("%%skip\nx = missing\np = '/home/ann/a.csv'",),
    "a name that a star may bring": ("from math import *", "x = sqrt(4)"),
    "a name of one branch": ("if len('a'):\n    x = 1", "y = x"),
    "a comment with a path": ("# was '/home/ann/a.csv'\nx = 1",),
    "a place for a key": ("api_key = 'YOUR_API_KEY'", "n = len(api_key)"),
    "a key that was blotted out": ("APIKEY = 'XXXXXXXXXX'", "n = len(APIKEY)"),
    "an exit at the end": ("import sys\nx = len('a')", "sys.exit()"),
    "an exit under a condition": ("import sys\nif len('a') > 1:\n    sys.exit()", "x = 1"),
    "a split with its seed": (
        "from sklearn.model_selection import train_test_split",
        "a, b = train_test_split([1, 2, 3], random_state=1)",
    ),
    "a method's own name for list": ("class A:\n    def list(self):\n        return 1",),
    "a name read in a function that is defined above": (
        "def f():\n    return late", "late = len('a')", "x = f()",
    ),
}  # fmt: skip


@pytest.mark.parametrize("cells", QUIET.values(), ids=QUIET)
def test_where_nothing_is_wrong_nothing_is_said(remarks, cells):
    assert remarks(*cells) == ()


def test_remarks_come_in_the_order_of_the_notebook(remarks):
    found = remarks("list = [1]\nx = missing", "y = = 1", "set = missing2")
    assert [(each.cell, each.line) for each in found] == [(1, 1), (1, 2), (2, 1), (3, 1), (3, 1)]


def test_what_a_broken_cell_would_make_is_not_missed(remarks):
    codes = [each.code for each in remarks("x = 1\nprint x", "y = x", "%%R\nz <- 1", "n = z")]
    assert codes == ["NB101", "NB107"]


@pytest.mark.parametrize(
    ("source", "cure"),
    [("iter(sorted('ab'))", "make a list of it"), ("open('a.txt')", "open it in each cell")],
)
def test_the_cure_is_that_of_the_kind(remarks, source: str, cure: str):
    found = next(each for each in remarks(f"it = {source}", "x = next(it)") if each.code == "NB207")
    assert found.cure == f"{cure} if they are to be two nodes"


@pytest.mark.parametrize(
    "cell",
    [
        "True or missing",
        "1 if True else missing",
        {"source": "missing", "metadata": {"tags": ["raises-exception"]}},
    ],
)
def test_a_name_that_may_be_missing_is_no_error(remarks, cell: str | dict[str, object]):
    assert [each.code for each in remarks("x = len('a')", cell)] == []


def test_an_error_in_one_cell_leaves_the_others(remarks):
    codes = [each.code for each in remarks("x = = 1", "y = missing", "%%R\nz")]
    assert codes == ["NB101", "NB201", "NB107"]


# ---------------------------------------------------------------- the documentation


def sections() -> dict[str, str]:
    """The page's sections, by code."""
    _, *parts = re.split(r"^### (NB\d+)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_page_has_every_code_in_order():
    assert list(sections()) == sorted(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_page_says_what_a_code_means(code):
    """Its title and severity, an example, and the remedy."""
    rule, text = RULES[code], sections()[code]
    assert text.startswith(f": {rule.title}\n")
    assert f"*{rule.severity}*" in text
    assert ("```" in text, "**Remedy.**" in text) == (True, True)


@pytest.mark.parametrize("code", sorted(RULES.keys() - SEEN_IN_CODE))
def test_the_pages_example_calls_for_its_code(remarks, code):
    """The example of the page is a notebook: its cells stand apart by `# ---` lines."""
    block = re.search(r"```python\n(.*?)```", sections()[code], re.DOTALL)
    assert block is not None
    first, *_ = cells = [
        _as_cell(part) for part in re.split(r"^# ---\n", block[1], flags=re.MULTILINE)
    ]
    auto = not any("%%node" in str(cell) for cell in cells)
    assert first
    assert code in {each.code for each in remarks(*cells, auto=auto)}


def _as_cell(text: str) -> Source:
    """A cell; `# [3]` above it says as what it was run, `# tag: skip` its tag, `…` is much more."""
    text = text.replace("…", "0.44 " * 500)
    count = re.match(r"# \[(\d+)\]\n", text)
    tag = re.match(r"# tag: (\S+)\n", text)
    source = text[(count or tag).end() :] if (count or tag) else text  # type: ignore[union-attr]
    if count:
        return run(source, int(count[1]))
    return tagged(source, tag[1]) if tag else source
