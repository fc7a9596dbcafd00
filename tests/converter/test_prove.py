"""A proof runs what it needs and no more: cells are joined until both ways of running agree."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from nb2pipe.converter.chance import draws_by_chance, taken_as_found
from nb2pipe.converter.flow.cells import Kind
from nb2pipe.converter.folder import write_project
from nb2pipe.converter.memory import recall_seen, remember
from nb2pipe.converter.promote import promote
from nb2pipe.converter.prove import Proof, Prover, held_by
from nb2pipe.converter.source.notebook import read_notebook
from nb2pipe.converter.verify.compare import Held
from nb2pipe.converter.verify.observation import CellObservation, Observation

from .conftest import content_of

HIDDEN = (
    "import json\nvars(json)['hidden'] = 3\na = len('ab')\nprint(a)",
    "n = vars(json)['hidden'] + a\nprint(n)",
)
"""The second cell needs what the first one leaves in a module, which no other process sees."""


def proven(path: Path, *cells: str) -> Proof:
    """The proof of a notebook that is written for it."""
    path.write_text(json.dumps(content_of(*cells)))
    return Prover(path, None, auto=True).prove()


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


def test_what_two_runs_made_alike_by_chance_is_no_difference(tmp_path: Path) -> None:
    """The file grows with each run: the notebook's first two see other sizes, and one result."""
    (tmp_path / "runs.txt").write_text("")
    at = f"Path({str(tmp_path / 'runs.txt')!r})"
    cells = (
        f"from pathlib import Path\nsize = len({at}.read_text())\n{at}.open('a').write('x')",
        f"seen = len({at}.read_text())\nlucky = 0 if seen in (1, 3) else seen",
    )
    path = tmp_path / "book" / "chance.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(content_of(*cells)))
    proof = Prover(path, None, auto=True).prove()
    verdicts = {row.name: row.verdict.value for row in proof.comparison.rows if not row.file}
    assert (proof.holds, verdicts["lucky"]) == (True, "nondeterministic")


def test_a_run_that_fails_by_chance_is_no_end(tmp_path: Path) -> None:
    """The file tells how often the notebook ran: the second time it fails."""
    (tmp_path / "runs.txt").write_text("")
    at = f"Path({str(tmp_path / 'runs.txt')!r})"
    cells = (
        f"from pathlib import Path\nwith {at}.open('a') as file:\n    file.write('x')",
        f"seen = len({at}.read_text())",
        "if seen == 3:\n    raise ValueError('no convergence')\nhalf = seen / 2",
    )
    path = tmp_path / "book" / "fails.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(content_of(*cells)))
    assert Prover(path, None, auto=True).prove().holds


@pytest.mark.parametrize(("seeds", "by_chance"), [("", True), ("seed(3)\n", False)])
def test_a_notebook_draws_by_chance_where_no_cell_above_seeds(
    analysed, seeds: str, by_chance: bool
) -> None:
    analysis = analysed("from random import random, seed", f"{seeds}a = random()")
    cells = (CellObservation(1, "c0"), CellObservation(2, "c1", random=("random",)))
    assert draws_by_chance(analysis, Observation("sample", "", cells=cells)) is by_chance


def test_memory_taken_as_it_is_found_is_made_by_chance(analysed) -> None:
    analysis = analysed("import numpy as np\na = np.empty((2, 2))")
    assert draws_by_chance(analysis, Observation("sample", "", cells=(CellObservation(1, "c0"),)))


def test_what_was_written_into_memory_counts(analysed) -> None:
    helper = "import numpy as np\ndef ones():\n    c = np.empty(2)\n    c[:] = 1\n    return c"
    cells = (helper, "a = np.empty(2)\nb = np.empty(2)\nb[:] = 1\nc = ones()", "a[:] = 2")
    excuse = taken_as_found(analysed(*cells))
    excused = [bool(excuse(Held(*each))) for each in (("a", 2), ("b", 2), ("c", 2), ("a", 3))]
    assert excused == [True, False, False, False]


def test_the_last_resort_reads_files_where_the_notebook_does(tmp_path: Path) -> None:
    """Not as entries of the catalog, which would hand their values over."""
    path = tmp_path / "reads.ipynb"
    (tmp_path / "a.csv").write_text("n\n1\n")
    cells = ("import pandas as pd\ndf = pd.read_csv('a.csv')\nn = len(df)", "m = n + 1")
    path.write_text(json.dumps(content_of(*cells)))
    last = promote(path, auto=True, joined=[(1, 2)], in_place=frozenset({Kind.CONFIG, Kind.SHOW}))
    assert [node.inputs for node in last.analysis.nodes] == [()]


SHELF = """\
class Book:
    def __init__(self):
        self.opened = 0

    def fit(self):
        return self

    def title(self):
        self.opened += 1
        return "Tales"
"""


@pytest.mark.parametrize("work", ["", "book.fit()\n"], ids=["made", "made and changed"])
def test_what_a_cell_shows_is_kept_where_the_look_changes_something(
    tmp_path: Path, work: str
) -> None:
    (tmp_path / "shelf.py").write_text(SHELF)
    path = tmp_path / "looks.ipynb"
    path.write_text(
        json.dumps(content_of(f"from shelf import Book\nbook = Book()\n{work}book.title()"))
    )
    proof = Prover(path, None, auto=True).prove()
    code = proof.promotion.project.files["looks/nodes.py"]
    assert (proof.holds, "book.title()" in code) == (True, True)


STUBBORN = """\
class Stubborn:
    def __getstate__(self):
        return {}

    def __setstate__(self, state):
        raise ValueError("not here")
"""


def test_what_no_other_process_can_open_stays_in_its_node(tmp_path: Path) -> None:
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    cells = (
        "from stubborn import Stubborn\nmade = Stubborn()\nn = len('ab')\nprint(n)",
        "m = n + 1\nprint(m)",
    )
    proof = proven(tmp_path / "stays.ipynb", *cells)
    outputs = [[port.dataset for port in node.outputs] for node in proof.promotion.analysis.nodes]
    assert (proof.holds, outputs) == (True, [["n"], ["m"]])


@pytest.mark.parametrize(
    "cells",
    [
        (
            "from decimal import Decimal, getcontext",
            "a = Decimal(1) / 7",
            "def at(precision):\n    getcontext().prec = precision",
            "at(4)\nb = Decimal(1) / 7",
            "at(50)",
            "c = Decimal(1) / 7",
        ),
        (
            "n = len('ab')",
            "def f():\n    return len(vars(f)) + n",
            "vars(f)['once'] = 1",
            "m = f()",
            "def g():\n    return f() + len(vars(g))",
            "vars(g)['twice'] = 1",
            "k = g()",
        ),
        (
            "n = 0\ndef count():\n    global n\n    n += 1",
            "class Shape:\n    kinds = {}\n    def __init_subclass__(cls):\n        Shape.kinds[cls.__name__] = cls",
            "class Square(Shape):\n    pass",
            "count()\nshapes = [kind() for kind in Shape.kinds.values()]",
            "class Wide(Shape):\n    pass",
            "count()\nshapes.append(Shape.kinds['Wide']())",
            "m = len(shapes)",
        ),
        (
            "import sys, types\nsys.modules['made_here'] = types.SimpleNamespace(k=3)",
            "import made_here\nn = made_here.k",
            "made_here = n + 1",
            "m = made_here + n",
        ),
    ],
    ids=["options", "definitions", "classes", "imports"],
)
def test_where_no_join_helps_statements_stay_where_they_stand(
    tmp_path: Path, cells: tuple[str, ...]
) -> None:
    proof = proven(tmp_path / "stands.ipynb", *cells)
    assert (proof.holds, bool(proof.in_place)) == (True, True)


def test_a_project_that_cannot_be_imported_is_a_failed_attempt_and_no_end(tmp_path: Path) -> None:
    cells = (
        "import sys, types\nsys.modules['made_here'] = types.ModuleType('made_here')",
        "import made_here\nn = len(made_here.__name__)",
    )
    proof = proven(tmp_path / "unloaded.ipynb", *cells)
    assert (proof.holds, Kind.IMPORT in proof.in_place) == (True, True)


def test_what_stands_in_for_a_missing_module_is_made(tmp_path: Path) -> None:
    guard = "try:\n    import surely_not_there as fast\nexcept ImportError:\n    fast = None"
    proof = proven(tmp_path / "lacking.ipynb", guard, "n = 1 if fast is None else fast.size")
    made = {port.dataset for node in proof.promotion.analysis.nodes for port in node.outputs}
    assert (proof.holds, made) == (True, {"fast", "n"})


def test_names_that_no_text_binds_are_those_that_the_run_saw(tmp_path: Path) -> None:
    cells = (
        "for i in range(2):\n    exec(f'v{i} = {i} + 1')",
        "w = v0 + v1",
        "globals()['late'] = w",
        "n = late + 1",
    )
    proof = proven(tmp_path / "enters.ipynb", *cells)
    made = {port.dataset for node in proof.promotion.analysis.nodes for port in node.outputs}
    assert (proof.holds, proof.joins, made) == (True, (), {"v0", "v1", "w", "late", "n"})


def test_an_object_of_a_library_is_no_value_though_a_draw_changes_it(tmp_path: Path) -> None:
    """scipy's distributions hold numpy's global generator."""
    cells = (
        "import numpy as np\nfrom scipy.stats import gamma",
        "np.random.seed(2)\nmu = np.mean(np.random.standard_normal(20))\nprint(mu)",
        "data = gamma.rvs(2, size=5)\nprint(data)",
    )
    proof = proven(tmp_path / "distribution.ipynb", *cells)
    made = {port.dataset for node in proof.promotion.analysis.nodes for port in node.outputs}
    assert (proof.holds, "gamma" in made) == (True, False)


def test_a_name_that_nothing_defines_may_stand_where_the_code_never_gets(tmp_path: Path) -> None:
    cells = (
        "def scaled(x, by=lambda: null):\n    return x * 2",
        "class Scale:\n    def by(self, by=lambda: null):\n        return 3",
        "n = scaled(3) + Scale().by()",
        "m = n + 1",
    )
    assert proven(tmp_path / "never.ipynb", *cells).holds


def test_what_a_helper_below_its_caller_makes_and_reads_is_made(tmp_path: Path) -> None:
    """It reads `count` only after it has made it, which its text does not say."""
    cells = (
        "def run(n):\n    step(n)",
        "def show():\n    return count + 0",
        "def step(n):\n    global count, count, extra\n    count = extra = n\n    show()",
        "run(5)",
        "total = count + 1",
    )
    proof = proven(tmp_path / "below.ipynb", *cells)
    assert (proof.holds, proof.joins) == (True, ())


def test_what_the_catalog_gives_is_nothing_that_a_cell_makes(tmp_path: Path) -> None:
    """The extension gives an entry its name when a cell first reads it."""
    (tmp_path / "rows.json").write_text("[1, 2]")
    cells = (
        "%load_ext nb2pipe",
        "%%catalog\nrows:\n  type: json.JSONDataset\n  filepath: rows.json",
        "n = len(rows)",
    )
    proof = proven(tmp_path / "entries.ipynb", *cells)
    inputs = [port.dataset for node in proof.promotion.analysis.nodes for port in node.inputs]
    assert (proof.holds, inputs) == (True, ["rows"])


def test_a_folder_that_the_shell_makes_is_made_before_what_is_written_into_it(
    tmp_path: Path,
) -> None:
    cells = (
        "n = len('ab')",
        "!mkdir -p out",
        "with open('out/n.txt', 'w') as file:\n    file.write(str(n))",
        "m = len(open('out/n.txt').read())",
    )
    proof = proven(tmp_path / "makes.ipynb", *cells)
    assert (proof.holds, proof.joins) == (True, ())


def test_a_module_that_a_cell_writes_is_imported_after_it(tmp_path: Path) -> None:
    """A module is no value to compare."""
    cells = (
        "%%writefile made_here.py\nfactor = 3",
        "import made_here",
        "made_here.factor = 10",
        "n = made_here.factor + 1",
    )
    assert proven(tmp_path / "brings.ipynb", *cells).holds


def test_a_folder_that_is_not_there_is_not_entered(tmp_path: Path) -> None:
    """Jupyter says so and goes on; where a run saw that, so does the pipeline."""
    proof = proven(tmp_path / "stays.ipynb", "%cd D:\\data\nn = len('ab')", "m = n + 1")
    code = proof.promotion.project.files["stays/nodes.py"]
    assert (proof.holds, "chdir" in code) == (True, False)


def test_a_branch_that_the_run_did_not_take_stays(tmp_path: Path) -> None:
    """What the notebook takes away first, another run of it, or of the pipeline, has left there."""
    guard = "import os\nif os.path.exists('a.txt'):\n    os.remove('a.txt')"
    writes = "for line in 'ab':\n    with open('a.txt', 'a') as f:\n        f.write(line)"
    found = proven(tmp_path / "guarded.ipynb", guard, writes, "n = len(open('a.txt').read())")
    code = found.promotion.project.files["guarded/nodes.py"]
    assert (found.holds, "os.remove" in code) == (True, True)


def test_a_cell_that_goes_back_to_its_folder_goes_there_first(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    there = "%cd out\nopen('a.txt', 'w').close()\nn = len('ab')\n%cd -q .."
    found = proven(tmp_path / "goes.ipynb", there, "m = n + 1")
    assert (found.holds, found.joins) == (True, ())


def test_names_that_a_star_import_brought_and_nobody_reads_are_not_made(tmp_path: Path) -> None:
    written = "%%writefile words.py\nSTOP = ['a']\nMORE = ['b']"
    found = proven(
        tmp_path / "star.ipynb", written, "from words import *\nn = len(STOP)", "m = n + 1"
    )
    assert (found.holds, found.joins) == (True, ())


def test_definitions_that_stay_in_place_are_no_values(tmp_path: Path) -> None:
    """`show` is extended after it was used, and cannot be pickled."""
    start = "from functools import singledispatch\n@singledispatch\ndef show(x):\n    return 'any'"
    later = "@show.register(int)\ndef _(x):\n    return 'int'"
    found = proven(tmp_path / "late.ipynb", start, "a = show(1)", later, "b = show(1)")
    assert (found.holds, Kind.DEFINE in found.in_place) == (True, True)


def test_a_command_that_failed_in_the_notebook_may_fail(tmp_path: Path) -> None:
    """Jupyter goes on after it; where a run saw that, so does the pipeline."""
    proof = proven(tmp_path / "fails.ipynb", "!false && echo > a.txt\nn = len('ab')", "m = n + 1")
    code = proof.promotion.project.files["fails/nodes.py"]
    assert (proof.holds, "check=True" in code) == (True, False)


def test_a_later_conversion_remembers_that_statements_stay(tmp_path: Path) -> None:
    path = tmp_path / "stands.ipynb"
    cells = ("import decimal\ndecimal.getcontext().prec = 4", "a = decimal.Decimal(1) / 7")
    path.write_text(json.dumps(content_of(*cells)))
    kept = promote(path, auto=True, in_place=frozenset({Kind.CONFIG}))
    write_project(kept.project, kept.folder)
    assert promote(path).project == kept.project


def test_what_was_seen_is_forgotten_where_a_notebook_that_a_cell_brings_changed(
    tmp_path: Path,
) -> None:
    path, tools = tmp_path / "main.ipynb", tmp_path / "tools.ipynb"
    path.write_text(json.dumps(content_of("%run tools.ipynb", "x = f(2)")))
    tools.write_text(json.dumps(content_of("def f(x): return x + 1")))
    before = read_notebook(path)
    run = Observation("main", "", cells=(CellObservation(1, "c0"), CellObservation(2, "c1")))
    memory = remember(before, auto=True, joined=(), in_place=frozenset(), seen=run)
    tools.write_text(json.dumps(content_of("def f(x): return [x]")))
    known = [recall_seen(memory, each) for each in (before, read_notebook(path))]
    assert [[cell.number for cell in each.cells] for each in known if each] == [[1, 2], [2]]


def test_what_a_star_import_brings_is_not_owed_though_a_comprehension_binds_its_name(
    analysed,
) -> None:
    analysis = analysed("from math import *", "firsts = [a for (a, pi) in [(1, 2)]]\nfirsts")
    cells = (
        CellObservation(1, "c0", defined={"pi": "1"}),
        CellObservation(2, "c1", defined={"firsts": "2"}),
    )
    assert held_by(analysis, Observation("sample", "python3", cells=cells)).keys() == {"firsts"}


def test_a_variable_is_held_to_what_it_was_at_the_end(analysed) -> None:
    """A later cell changed it, by what the analysis does not see."""
    analysis = analysed("a = f([1])", "g()")
    cells = (
        CellObservation(1, "c0", defined={"a": "1"}),
        CellObservation(2, "c1", changed={"a": "2"}),
    )
    held = held_by(analysis, Observation("sample", "python3", cells=cells))
    assert (held["a"].variable, held["a"].number) == ("a", 2)


def test_cells_that_draw_a_figure_which_stays_open_are_one_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `MPLBACKEND` says; Jupyter's own backend would close it when its cell ends."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    drawing = "plt.plot([{}])\nplt.savefig('{}.svg', metadata={{'Date': None}})"
    start = "import matplotlib.pyplot as plt\nplt.rcParams['svg.hashsalt'] = 'a'"
    cells = (start, drawing.format("1, 2", "a"), drawing.format("2, 1", "b"))
    found = proven(tmp_path / "drawn.ipynb", *cells)
    nodes = [node.name for node in found.promotion.analysis.nodes]
    assert (found.holds, found.joins, len(nodes)) == (True, (), 1)


def test_a_figure_that_stays_open_is_drawn_on_by_the_cells_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "Agg")
    cells = (
        "import matplotlib.pyplot as plt\nfig = plt.figure()\nax = fig.add_subplot()\nax.plot([1, 2])",
        "heights = [2, 1]\nplt.plot(heights)",
    )
    found = proven(tmp_path / "open.ipynb", *cells)
    code = next(text for name, text in found.promotion.project.files.items() if "nodes" in name)
    assert (found.holds, "close" in code) == (True, False)


def test_what_jupyter_closes_is_not_held_against_a_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another backend the bars stand in the figure of the look above."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    cells = (
        "import matplotlib.pyplot as plt",
        "plt.plot([1, 2])",
        "heights = [2, 1]\nplt.bar([0, 1], heights)\nax = plt.gca()",
    )
    found = proven(tmp_path / "beside.ipynb", *cells)
    verdicts = {row.name: row.verdict.value for row in found.comparison.rows}
    assert (found.holds, found.joins) == (True, ())
    assert verdicts == {"params:heights": "identical", "ax": "opaque"}


def test_a_folder_of_modules_that_only_a_run_tells_is_the_projects(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "far_tools.py").write_text("WORD = 'far'")
    (tmp_path / "book").mkdir()
    walk = (
        "import os, sys\nroot = os.getcwd()\nwhile not os.path.isdir(root + '/lib'):\n"
        "    root = os.path.dirname(root)\nsys.path.append(root + '/lib')"
    )
    cells = (walk, "from far_tools import WORD\nlength = len(WORD)", "twice = 2 * length")
    found = proven(tmp_path / "book" / "walk.ipynb", *cells)
    settings = tomllib.loads(found.promotion.project.files["pyproject.toml"])
    assert (found.holds, settings["tool"]["nb2pipe"]["path"]) == (True, ["../lib"])
    assert not any(each.code == "NB214" for each in found.promotion.analysis.graph.diagnostics)
