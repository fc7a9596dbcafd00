"""The small questions that are asked inside a kernel."""

from __future__ import annotations

import pickle
import random
import sys
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from nb2pipe.converter.verify.probe import files, outside, watch
from nb2pipe.converter.verify.probe.fingerprint import fingerprint
from nb2pipe.converter.verify.probe.touch import touched
from nb2pipe.converter.verify.probe.values import (
    describe,
    public_name,
    safely,
    why_not_picklable,
)


def test_a_type_inside_a_class_is_named_by_its_base() -> None:
    """It cannot be imported from a module."""
    assert public_name(Outer.Inner) == "collections.OrderedDict"


class Outer:
    class Inner(OrderedDict):
        pass


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (pd.DataFrame(), "pandas.DataFrame"),
        (np.zeros(1), "numpy.ndarray"),
        (OrderedDict(), "collections.OrderedDict"),
        (Path(), f"pathlib.{type(Path()).__name__}"),
        (1, "int"),
        (random.Random(0), "random.Random"),
    ],
)
def test_a_type_has_its_public_name(value: Any, name: str) -> None:
    """The name is the shortest path that imports the type."""
    assert public_name(type(value)) == name


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ({"a": [1, (2.5, None)]}, "{'a': [1, (2.5, None)]}"),
        ("text", "'text'"),
        ("x" * 1_000, ""),
        (float("inf"), ""),
        ([object()], ""),
        ({"b", "a"}, "{'a', 'b'}"),
        ([[]] * 2, ""),  # one list twice
        (list(range(1_000)), ""),
        (np.float64(0.1), "np.float64(0.1)"),
        (np.array([[1, 2], [3, 4]]), "np.array([[1, 2], [3, 4]])"),
        (np.array([1], dtype="int8"), "np.array([1], dtype=np.int8)"),
        (np.zeros(1_000), ""),
        (pd.Series([1, 2], name="n"), "pd.Series([1, 2], name='n')"),
        (pd.DataFrame({"a": [1.5, None]}), "pd.DataFrame({'a': [1.5, np.nan]})"),
        (pd.DataFrame({"a": [1]}, index=["x"]), "pd.DataFrame({'a': [1]}, index=['x'])"),
        (pd.DataFrame({"a": pd.Categorical(["x"])}), ""),
        (pd.DataFrame({"a": [1]}, index=pd.Index([1], name="n")), ""),
        (pd.DataFrame({"a": range(1_000)}), ""),
    ],
)
def test_a_literal_is_short_and_whole(value: Any, literal: str) -> None:
    """Only what a person would write as source text is a literal, and it makes the very value."""
    assert describe(value)["literal"] == literal


@pytest.mark.parametrize(
    ("value", "shape", "items"),
    [
        ({"a": 1}, [1], ["str", "int"]),
        ([1, "a"], [2], [""]),
        ([], [0], []),
        (np.zeros((2, 3)), [2, 3], []),
        (pd.Series([1]), [1], []),
    ],
)
def test_shape_and_items(value: Any, shape: list[int], items: list[str]) -> None:
    """Containers tell how many items they have, and of which type."""
    described = describe(value)
    assert (described["shape"], described["items"]) == (shape, items)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([1], ""),
        (lambda x: x, ""),
        ({"f": [lambda x: x], "c": type("Local", (), {})}, ""),
        ({"deep": [threading.Lock()]}, "TypeError: cannot pickle '_thread.lock' object"),
    ],
)
def test_only_data_has_to_be_picklable(value: Any, reason: str) -> None:
    """Functions and classes travel by value; a lock, however deep, does not travel."""
    assert why_not_picklable(value) == reason


def test_to_ask_whether_a_value_can_travel_does_not_change_it() -> None:
    """statsmodels' own pickling drops what a model was fitted with, from the model itself."""
    frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6], "y": [0, 1, 0, 1, 0, 1]})
    fit = smf.logit("y ~ x", frame).fit(disp=False)
    before = fingerprint(fit)
    assert why_not_picklable(fit) == ""
    assert fingerprint(fit) == before


def test_to_describe_a_value_leaves_its_pickle_as_it_was() -> None:
    """The frequency of dates keeps what it is asked, and a cell below may write the frame."""
    days = pd.bdate_range("2020-01-01", periods=5)
    frame = pd.DataFrame({"a": range(5)}, index=days)
    before = pickle.dumps(frame)
    describe(frame)
    assert pickle.dumps(frame) == before


NAMESPACE: dict[str, Any] = {"df": 1, "rows": 2, "log": 3, "far": 4}
exec(
    "def helper():\n    return [rows for each in []]\ndef caller():\n    return helper()", NAMESPACE
)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("df['a'] = 1", {"df"}),
        ("caller()", {"rows", "log"}),
        ("rows.append(1)", {"rows", "log"}),
    ],
)
def test_a_cell_touches_what_it_names_and_calls(source: str, names: set[str]) -> None:
    """Names in the cell, in what it calls, and whatever shares with them."""
    found = touched(source, NAMESPACE, [("log", "rows")])
    assert found is not None
    assert found & {"df", "rows", "log", "far"} == names


@pytest.mark.parametrize("source", ["exec('far = 1')", "%run other.py", "!ls", "x = globals()"])
def test_a_cell_that_can_touch_anything_says_so(source: str) -> None:
    """Where names do not tell, every variable counts."""
    assert touched(source, NAMESPACE, []) is None


def test_large_values_out_of_reach_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the budget, a large value that a cell does not name is not looked at again."""
    monkeypatch.setattr(watch, "LARGE", -1.0)
    monkeypatch.setattr(watch, "FREE", -1.0)
    looked: list[Any] = []
    watcher = watch.Watch.__new__(watch.Watch)
    watcher._known, watcher._sharing = {}, set()
    watcher._looking, watcher._running = 1.0, 0.0
    data: dict[str, Any] = {"df": [1], "far": [2]}
    watcher._known = watcher._look(data, "", everything=True)
    monkeypatch.setattr(watch, "fingerprint", lambda value: looked.append(value) or "mark")
    watcher._look(data, "df.append(1)", everything=False)
    assert looked == [[1]]


def test_a_fresh_numpy_generator_counts_as_unused() -> None:
    """Importing numpy is no use of its generator: drawing from it is."""
    script = "import numpy.random, numpy as np"
    assert _states(script) == "True"
    assert _states(f"{script}; np.random.rand()") == "False"


def _states(script: str) -> str:
    import subprocess

    from nb2pipe.converter.verify.bootstrap import call_in_probe

    compare = (
        "o = sys.modules['_nb2pipe_probe.outside']\n"
        "print(o.fresh_states()['numpy.random'] == o.random_states()['numpy.random'])"
    )
    code = f"{script}\n{call_in_probe('outside', 'environment()')}\nimport sys\n{compare}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_differences_of_environments() -> None:
    """What was set has its value, what was removed has none."""
    found = outside.differences({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "3"})
    assert found == {"b": "2", "d": "3", "c": None}


def test_a_folder_of_too_many_files_is_not_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit only what Python opens is seen."""
    monkeypatch.setattr(files, "MOST_FILES", 1)
    for name in "abc":
        (tmp_path / name).write_text(name)
    assert files.listing(str(tmp_path)) == {}


def test_folders_of_tools_are_not_data(tmp_path: Path) -> None:
    """A checkpoint of Jupyter's is no file of the notebook's."""
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a.ipynb").write_text("")
    assert files.listing(str(tmp_path)) == {}


class Stubborn:
    """An object of a class that fails wherever it is looked at."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_no_value_can_break_the_probe() -> None:
    """A value that fails at every attribute is described by its type alone."""
    assert describe(Stubborn())["type"].endswith("Stubborn")
    assert safely(fingerprint, Stubborn(), None) is None
