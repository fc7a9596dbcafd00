"""What a run of a notebook shows, cell by cell, and how it fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from nb2pipe.converter.source.notebook import Notebook, parse_notebook, read_notebook
from nb2pipe.converter.verify.errors import (
    CellFailedError,
    KernelDiedError,
    KernelMissingError,
    NotebookTimeoutError,
)
from nb2pipe.converter.verify.observation import CellObservation, Observation
from nb2pipe.converter.verify.observe import Progress, choose_kernel, observe, runnable
from nb2pipe.converter.verify.probe.fingerprint import fingerprint


def notebook(*sources: str, tags: dict[int, list[str]] | None = None) -> Notebook:
    """A notebook of these code cells; `tags` by cell number."""
    cells = [
        {"cell_type": "code", "source": source, "metadata": {"tags": (tags or {}).get(number, [])}}
        for number, source in enumerate(sources, 1)
    ]
    return parse_notebook({"nbformat": 4, "metadata": {}, "cells": cells}, name="trial")


CELLS = {
    "imports": "import os, random\nimport numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt",
    "make": (
        "df = pd.DataFrame({'a': [1, 2]})\nalias = df\nrows = [1]\nheld = {'rows': rows}\n"
        "array = np.zeros(10)\nview = array[2:]\napart = array[:2]\ntwin = df.copy()\nsmall = 3"
    ),
    "same": "small = 3\nlen(rows)",
    "change": "%%node change\ndf['b'] = df['a'] * 2\nrows.append(2)\nview[0] = 1",
    "random": "np.random.seed(0)\nnp.random.rand()",
    "files": (
        "from pathlib import Path\nopen('in.txt').read()\n"
        "df.to_csv('out.csv')\nPath('gone.txt').unlink()\nPath('../beside.txt').write_text('x')"
    ),
    "outside": (
        "os.makedirs('sub', exist_ok=True)\nos.chdir('sub')\nos.environ['TRIAL'] = '1'\n"
        "open('near_by.py', 'w').close()\nimport near_by\nos.remove('near_by.py')"
    ),
    "await": "import asyncio\nawait asyncio.sleep(0)\nfinished = True\nfinished",
    "history": "%%time\nlast = _\nprompts = len(In), sorted(Out)\nleft = sorted(n for n in globals() if 'nb2pipe' in n)",
    "figure": "figure = plt.figure()\nplt.plot([1, 2])\nstream = (n for n in rows)\nsort = lambda x: x\nusers = [sort]",
    "delete": "del view\nclass Company:\n    name = 'a'\ncompany = Company()",
}
"""The cells of one notebook that does a bit of everything, by what each is for."""


class Seen:
    """What each cell of `CELLS` was seen to do."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation

    def __getitem__(self, name: str) -> CellObservation:
        return self.observation.cells[list(CELLS).index(name)]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The notebook of `CELLS`, run once in a kernel."""
    root = tmp_path_factory.mktemp("trial")
    cwd = root / "work"
    cwd.mkdir()
    (cwd / "in.txt").write_text("in")
    (cwd / "gone.txt").write_text("gone")
    return Seen(observe(notebook(*CELLS.values()), cwd=cwd, root=root))


def test_every_cell_is_seen(seen: Seen) -> None:
    """Cells are reported in order, under the numbers that Jupyter shows."""
    assert [cell.number for cell in seen.observation.cells] == list(range(1, 12))


def test_new_names_are_defined(seen: Seen) -> None:
    """A cell defines the names that it binds to new objects; modules and classes are no data."""
    assert set(seen["delete"].defined) == {"company"}


def test_a_name_bound_again_to_the_same_object_is_not_defined(seen: Seen) -> None:
    """What a cell leaves as it was, it neither defines nor changes."""
    assert not seen["same"].marks


def test_a_change_in_place_is_seen_through_every_alias(seen: Seen) -> None:
    """All names of a changed object change, though the cell names one."""
    assert set(seen["change"].changed) == {"df", "alias", "rows", "held", "array", "view"}


def test_a_tagged_cell_runs_without_the_extension(seen: Seen) -> None:
    """The tag line is a comment to a kernel that has not loaded nb2pipe."""
    assert seen["change"].number == 4


def test_marks_are_fingerprints(seen: Seen) -> None:
    """A kernel takes the fingerprints that this process takes."""
    assert seen["change"].changed["rows"] == fingerprint([1, 2])


def test_each_version_of_a_variable_is_known(seen: Seen) -> None:
    """The history of a name has its value after each cell that made or changed it."""
    history = seen.observation.history("rows")
    assert history == {2: fingerprint([1]), 4: fingerprint([1, 2])}


def test_a_value_is_known_after_any_cell(seen: Seen) -> None:
    """A dataset can be compared at the cell after which it holds."""
    assert seen.observation.after(3)["rows"] == fingerprint([1])


def test_deleted_names_are_gone(seen: Seen) -> None:
    """What `del` removes is not there at the end."""
    assert seen["delete"].deleted == ("view",)
    assert "view" not in seen.observation.final


def test_types_can_be_imported(seen: Seen) -> None:
    """A type is named by its public module, with its shape."""
    frame = seen["change"].types["df"]
    assert (frame.type, frame.shape) == ("pandas.DataFrame", (2, 2))


def test_items_and_literals_are_told(seen: Seen) -> None:
    """A plain container tells the type of its items and its source text."""
    rows = seen["make"].types["rows"]
    assert (rows.items, rows.literal) == (("int",), "[1]")


def test_what_cannot_be_pickled_says_why(seen: Seen) -> None:
    """A generator cannot travel; a lambda goes by value."""
    assert set(seen["figure"].unpicklable) == {"stream"}
    assert "generator" in seen["figure"].unpicklable["stream"]


def test_shared_objects_are_paired(seen: Seen) -> None:
    """Aliases, members and overlapping views share; copies and disjoint views do not."""
    assert seen["make"].sharing == (
        ("alias", "df"),
        ("apart", "array"),
        ("array", "view"),
        ("held", "rows"),
    )


def test_global_random_generators_are_watched(seen: Seen) -> None:
    """A cell that seeds or draws is told; one that does not is not, and importing is neither."""
    assert (seen["random"].random, seen["imports"].random) == (("numpy.random",), ())


def test_files_are_seen(seen: Seen) -> None:
    """Files are named relative to the notebook's folder, above it too."""
    files = seen["files"].files
    assert set(files.written) == {"out.csv", "../beside.txt"}
    assert (files.deleted, files.read) == (("gone.txt",), ("in.txt",))


def test_files_left_at_the_end_are_known(seen: Seen) -> None:
    """The observation has every file that the notebook leaves."""
    assert set(seen.observation.files) == {"out.csv", "../beside.txt"}


def test_surroundings_are_watched(seen: Seen) -> None:
    """A change of the working directory and of the environment is told."""
    cell = seen["outside"]
    assert Path(cell.cwd or "").name == "sub"
    assert cell.environment == {"TRIAL": "1"}
    assert cell.paths == ("sub",)


def test_modules_are_those_first_loaded(seen: Seen) -> None:
    """Libraries are told where they are first loaded."""
    assert {"numpy", "pandas"} <= set(seen["imports"].modules)


def test_history_and_namespace_are_untouched(seen: Seen) -> None:
    """`_`, `In` and `Out` are as without us, and no name of ours is in the namespace."""
    types = seen["history"].types
    assert types["last"].literal == "True"
    assert types["prompts"].literal == "(10, [3, 5, 6, 8])"
    assert types["left"].literal == "[]"


def test_progress_is_told(tmp_path: Path) -> None:
    """Each cell is announced before it runs; empty ones do not count."""
    told: list[Progress] = []
    observe(notebook("a = 1", "", "b = 2"), cwd=tmp_path, on_progress=told.append)
    assert told == [Progress(1, 2), Progress(2, 2)]


def test_a_failing_cell_is_named(tmp_path: Path) -> None:
    """The error has the cell's number, the user's own words and all that ran before."""
    with pytest.raises(
        CellFailedError, match=r"cell \[2\] of trial fails: KeyError: 'x'"
    ) as caught:
        observe(notebook("a = 1", "{}['x']", "c = 3"), cwd=tmp_path)
    assert list(caught.value.observation.final) == ["a"]
    assert "{}['x']" in caught.value.said


def test_a_cell_may_fail_where_it_says_so(tmp_path: Path) -> None:
    """Jupyter's tag `raises-exception` is respected."""
    seen = observe(notebook("1 / 0", "b = 2", tags={1: ["raises-exception"]}), cwd=tmp_path)
    assert list(seen.final) == ["b"]


def test_a_notebook_may_end_early(tmp_path: Path) -> None:
    """`sys.exit()` is an end and no failure."""
    seen = observe(notebook("a = 1", "import sys; sys.exit()", "c = 3"), cwd=tmp_path)
    assert list(seen.final) == ["a"]


def test_a_killed_kernel_names_the_cell(tmp_path: Path) -> None:
    """A cell that takes the kernel down is named, and what ran before is kept."""
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(KernelDiedError, match=r"cell \[2\]") as caught:
        observe(notebook("a = 1", kill), cwd=tmp_path)
    assert list(caught.value.observation.final) == ["a"]


@pytest.mark.parametrize("limit", ["timeout", "cell_timeout"])
def test_an_endless_cell_is_ended(tmp_path: Path, limit: str) -> None:
    """A cell that never ends is named when its time, or the notebook's, is over."""
    endless = notebook("a = 1", "while True: pass")
    with pytest.raises(NotebookTimeoutError, match=r"cell \[2\] .* after 3 s") as caught:
        observe(endless, cwd=tmp_path, **{limit: 3.0})
    assert list(caught.value.observation.final) == ["a"]


def test_a_missing_kernel_is_named(tmp_path: Path) -> None:
    """The error names the kernel and how to install it."""
    with pytest.raises(KernelMissingError, match="no kernel 'julia-fast'") as caught:
        observe(notebook("a = 1"), cwd=tmp_path, kernel="julia-fast")
    assert "ipykernel install --user --name julia-fast" in caught.value.cure


STUMBLING = """
import os, runpy, sys
if not os.path.exists(sys.argv[1]):
    open(sys.argv[1], "w").close()
    sys.exit("no port is free")
sys.argv[1:] = sys.argv[2:]
runpy.run_module("ipykernel_launcher", run_name="__main__")
"""


def test_a_kernel_that_dies_at_its_start_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kernels that start at the same time may be given the same ports."""
    spec = tmp_path / "jupyter" / "kernels" / "stumbling"
    spec.mkdir(parents=True)
    command = [sys.executable, "-c", STUMBLING, str(tmp_path / "tried"), "-f", "{connection_file}"]
    words = {"argv": command, "display_name": "stumbling", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(words))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    seen = observe(notebook("a = 1"), cwd=tmp_path, kernel="stumbling")
    assert (tmp_path / "tried").exists()
    assert list(seen.final) == ["a"]


def test_a_kernel_named_after_one_machine_is_stood_in_for() -> None:
    """Names that tools give to environments say no more elsewhere than `python3`."""
    assert choose_kernel(None, "conda-env-analysis-py") == ("python3", "conda-env-analysis-py")


def test_a_notebook_that_python_has_run_can_be_run_by_python3() -> None:
    assert choose_kernel(None, "feml", of_python=True) == ("python3", "feml")


def test_outputs_in_the_file_do_not_matter(tmp_path: Path) -> None:
    """A notebook is run without the outputs that it holds, and is not written to."""
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}
    cell = {"cell_type": "code", "source": "a = 1", "metadata": {}, "outputs": [output]}
    path = tmp_path / "large.ipynb"
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]})
    )
    before = path.read_bytes()
    assert list(observe(read_notebook(path), cwd=tmp_path).final) == ["a"]
    assert path.read_bytes() == before


def test_a_notebook_without_code_runs(tmp_path: Path) -> None:
    """Nothing to run is nothing to see, and no kernel."""
    assert observe(notebook(), cwd=tmp_path).cells == ()


def test_catalog_cells_stay_with_the_extension() -> None:
    """A catalog cell is left to the extension, with its magic where only its tag says so."""
    cell = notebook("x:\n  type: csv", tags={1: ["catalog"]}).code[0]
    assert runnable(cell, extended=True) == "%%catalog\nx:\n  type: csv"


def test_the_extension_works_where_it_is_loaded(tmp_path: Path) -> None:
    """Cells that load our extension and use its magics run as they do in Jupyter."""
    seen = observe(notebook("%load_ext nb2pipe", "%%node make\na = 1", "%pipeline"), cwd=tmp_path)
    assert list(seen.final) == ["a"]


def test_a_catalog_is_loaded_by_the_extension(tmp_path: Path) -> None:
    """A catalog cell registers its entries, and a node reads a dataset of them."""
    (tmp_path / "in.json").write_text("[1, 2]")
    catalog = "%%catalog\nrows:\n  type: json.JSONDataset\n  filepath: in.json"
    seen = observe(notebook(catalog, "%%node double\ntwice = rows * 2"), cwd=tmp_path)
    assert seen.final["twice"] == fingerprint([1, 2, 1, 2])


def test_widgets_are_left_alone(tmp_path: Path) -> None:
    """An answer may come between a cell and what is asked after it, and then neither ends.

    A client that mimics this widget would answer it, and miss its outputs.
    """
    state = {"_model_module": "@jupyter-widgets/output", "_model_name": "OutputModel", "msg_id": ""}
    widget = (
        f"from comm import create_comm\nstate = {state!r}\n"
        "shown = create_comm(target_name='jupyter.widget', data={'state': state})\n"
        "shown.send({'method': 'update', 'state': {'msg_id': 'a'}})"
    )
    seen = observe(notebook(widget, "last = 1"), cwd=tmp_path, root=tmp_path)
    assert seen.cells[-1].types["last"].literal == "1"
