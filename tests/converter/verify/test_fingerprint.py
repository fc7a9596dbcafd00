"""A fingerprint is what a value holds: equal across processes, and nothing else is equal."""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import io
import itertools
import math
import pickle
import re
import subprocess
import sys
import threading
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pipe.converter.verify.bootstrap import call_in_probe
from nb2pipe.converter.verify.probe.digest import Digest, kind, name_of
from nb2pipe.converter.verify.probe.fingerprint import fingerprint


class Colour(enum.Enum):
    RED = 1
    LIST = (1,)


class Level(enum.IntEnum):
    LOW = 1


@dataclasses.dataclass
class Point:
    x: int
    tags: list[str]


class Celsius:
    def __init__(self, degrees: float) -> None:
        self.degrees = degrees


class Slotted:
    __slots__ = ("__hidden", "a")

    def __init__(self, a: int, hidden: int) -> None:
        self.a = a
        self.__hidden = hidden


class Words(list[str]):
    language = ""


class Row(collections.namedtuple("Row", "a b")):
    pass


class Mappish(collections.UserDict[str, int]):
    pass


def words(items: list[str], language: str) -> Words:
    made = Words(items)
    made.language = language
    return made


def series(values: list[Any], **options: Any) -> pd.Series:
    return pd.Series(values, **options)


def structured(first: int) -> np.ndarray:
    array = np.zeros(2, dtype=np.dtype([("a", "i1"), ("b", "f8")], align=True))
    array["a"] = first
    return array


FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", None]})

ARRAY = np.arange(6.0).reshape(2, 3)

DISTINCT: list[tuple[str, Any, Any]] = [
    ("an integer is no float", 1, 1.0),
    ("a boolean is no integer", True, 1),
    ("zero has a sign", 0.0, -0.0),
    ("text is no bytes", "a", b"a"),
    ("huge integers count to the last digit", 10**6000, 10**6000 + 1),
    ("a numpy scalar is no Python number", np.float64(1), 1.0),
    ("numpy scalars have a width", np.float64(1), np.float32(1)),
    ("a numpy string is no text", np.str_("a"), "a"),
    ("a list is no tuple", [1, 2], (1, 2)),
    ("items have an order", [1, 2], [2, 1]),
    ("nesting counts", [[1], 2], [[1, 2]]),
    ("keys have an order", {"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ("keys have types", {1: "a"}, {"1": "a"}),
    ("a counter is no dict", collections.Counter("a"), {"a": 1}),
    (
        "a default factory counts",
        collections.defaultdict(list, a=1),
        collections.defaultdict(set, a=1),
    ),
    ("a set is no frozenset", {1}, frozenset({1})),
    ("a named tuple is no tuple", Row(1, 2), (1, 2)),
    ("attributes of a list's subclass count", words(["a"], "en"), words(["a"], "de")),
    ("an array has a dtype", np.zeros(2, "i4"), np.zeros(2, "i8")),
    ("an array has a shape", np.zeros((2, 1)), np.zeros((1, 2))),
    ("an array has a value", np.zeros(2), np.array([0.0, 5e-324])),
    ("an array is no list", np.array([1, 2]), [1, 2]),
    ("a mask counts", np.ma.array([1, 2], mask=[0, 1]), np.ma.array([1, 2], mask=[1, 0])),
    ("objects in an array count", np.array([1, [2]], object), np.array([1, [3]], object)),
    ("fields of a record count", structured(1), structured(2)),
    ("times have a unit", np.datetime64("2020", "D"), np.datetime64("2020", "s")),
    ("generators have a state", np.random.default_rng(0), np.random.default_rng(1)),
    ("columns have names", FRAME, FRAME.rename(columns={"a": "c"})),
    ("columns have an order", FRAME, FRAME[["b", "a"]]),
    ("columns have dtypes", FRAME, FRAME.astype({"a": "float64"})),
    ("an index has a name", FRAME, FRAME.rename_axis("i")),
    ("an index has labels", FRAME, FRAME.set_axis([1, 2])),
    ("an index has levels", FRAME.set_index("a"), FRAME.set_index(["a"], append=True)),
    (
        "a frame has attributes",
        FRAME,
        FRAME.copy().assign().pipe(lambda f: f.attrs.update(k=1) or f),
    ),
    ("a series has a name", series([1], name="a"), series([1], name="b")),
    ("a series is no frame", series([1]), series([1]).to_frame()),
    ("missing values differ", series([None], dtype=object), series([np.nan], dtype=object)),
    (
        "categories count where no value uses them",
        pd.Categorical(["a"], ["a", "b"]),
        pd.Categorical(["a"], ["a"]),
    ),
    (
        "categories have an order",
        pd.Categorical(["a"], ordered=True),
        pd.Categorical(["a"], ordered=False),
    ),
    ("nullable values count", pd.array([1, None], "Int64"), pd.array([1, 2], "Int64")),
    ("a time has a zone", pd.Timestamp("2020", tz="UTC"), pd.Timestamp("2020")),
    (
        "times in a column have a zone",
        series(pd.date_range("2020", periods=2, tz="UTC")),
        series(pd.date_range("2020", periods=2)),
    ),
    (
        "times have a frequency",
        pd.date_range("2020", periods=2),
        pd.to_datetime(["2020-01-01", "2020-01-02"]),
    ),
    ("intervals have a side", pd.interval_range(0, 2, closed="left"), pd.interval_range(0, 2)),
    ("members of an enum differ", Colour.RED, Colour.LIST),
    ("a member of an IntEnum is no integer", Level.LOW, 1),
    ("fields of a dataclass count", Point(1, ["a"]), Point(1, ["b"])),
    ("private slots count", Slotted(1, 2), Slotted(1, 3)),
    ("a pattern has flags", re.compile("a"), re.compile("a", re.IGNORECASE)),
    ("a path has parts", PurePosixPath("a/b"), PurePosixPath("a/c")),
    ("decimals have trailing zeros", Decimal("1.0"), Decimal("1.00")),
    ("a deque has a length", collections.deque([1], 2), collections.deque([1], 3)),
    ("an exception has arguments", ValueError("a"), ValueError("b")),
    ("a partial has arguments", functools.partial(int, base=2), functools.partial(int, base=3)),
    ("a memory file has content", io.StringIO("a"), io.StringIO("b")),
    ("a mapping of one's own has items", Mappish(a=1), Mappish(a=2)),
]

CODE: list[tuple[str, Any, Any]] = [
    ("a lambda has constants", lambda x: x + 1, lambda x: x + 2),
    ("a lambda has operations", lambda x: x + 1, lambda x: x - 1),
    ("a function has defaults", lambda x=1: x, lambda x=2: x),
]


def each(cases: list[tuple[str, Any, Any]]) -> pytest.MarkDecorator:
    pairs = [(one, other) for _, one, other in cases]
    return pytest.mark.parametrize(("one", "other"), pairs, ids=[promise for promise, *_ in cases])


@each(DISTINCT + CODE)
def test_what_differs_has_another_fingerprint(one: Any, other: Any) -> None:
    """Whatever a later cell could tell apart, a fingerprint tells apart."""
    assert fingerprint(one) != fingerprint(other)


@each(DISTINCT)
def test_a_fingerprint_outlives_pickle(one: Any, other: Any) -> None:
    """What comes back from another process has the fingerprint that it left with."""
    values = [one, other]
    again = [pickle.loads(pickle.dumps(value, 5)) for value in values]
    assert list(map(fingerprint, again)) == list(map(fingerprint, values))


ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.complex_numbers(),
    st.datetimes(),
    st.decimals(),
)

VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner),
        st.tuples(inner, inner),
        st.dictionaries(st.text(), inner),
        st.frozensets(st.integers()),
        st.builds(Point, inner, inner),
        st.lists(st.floats()).map(np.array),
        st.builds(lambda each: [each, each], inner),
    ),
    max_leaves=10,
)


@given(VALUES)
def test_equal_content_has_an_equal_fingerprint(value: Any) -> None:
    """A copy by pickle holds the same."""
    assert fingerprint(pickle.loads(pickle.dumps(value, 5))) == fingerprint(value)


@given(VALUES, VALUES)
def test_unequal_values_have_unequal_fingerprints(one: Any, other: Any) -> None:
    """Equal fingerprints are a promise that the values print the same."""
    assert fingerprint(one) != fingerprint(other) or repr(one) == repr(other)


def test_an_ordered_dict_has_an_order_of_its_own() -> None:
    ordered = collections.OrderedDict(a=1, b=2)
    ordered.move_to_end("a")
    assert fingerprint(ordered) == fingerprint(collections.OrderedDict(b=2, a=1))


@given(st.lists(st.integers(0, 20)))
def test_a_set_has_no_order(items: list[int]) -> None:
    """Sets are compared by their items, in whatever order they lie."""
    mixed = [*items, "a", (1, 2)]
    assert fingerprint(set(mixed)) == fingerprint({*reversed(mixed)})


def test_sharing_inside_a_value_counts() -> None:
    """Two references to one list are not two equal lists."""
    inner = [1]
    assert fingerprint([inner, inner]) != fingerprint([[1], [1]])


def test_sharing_counts_below_a_set() -> None:
    """An object met before a set is the same object inside of it."""
    warm = Celsius(20)
    assert fingerprint([warm, {warm}]) != fingerprint([warm, {Celsius(20)}])


def test_a_cycle_ends() -> None:
    """A value that holds itself has a fingerprint, and depth counts."""
    loop: list[Any] = [1]
    loop.append(loop)
    assert fingerprint(loop) not in (None, fingerprint([1, [1]]))


@pytest.mark.parametrize(
    "make",
    [
        lambda: (each for each in "a"),
        threading.Lock,
        lambda: sys.__stdout__,
        itertools.count,
    ],
)
def test_what_has_no_content_has_no_fingerprint(make: Any) -> None:
    """Generators, locks and open files are not compared."""
    assert fingerprint(make()) is None


def test_a_part_without_content_does_not_hide_the_rest() -> None:
    """An object that holds a lock is still compared by what else it holds."""
    lock = threading.Lock()
    assert fingerprint({"lock": lock, "n": 1}) != fingerprint({"lock": lock, "n": 2})


def test_the_module_of_a_class_does_not_count() -> None:
    """A class of the notebook's `__main__` is the same class in the project's module."""
    code = "class Company:\n    def __init__(self): self.name = 'a'"
    notebook, project = ModuleType("__main__"), ModuleType("spaceflights.nodes")
    for module in (notebook, project):
        exec(code, vars(module))
    assert fingerprint(notebook.Company()) == fingerprint(project.Company())


def test_a_closure_equals_a_global() -> None:
    """A lambda of the notebook is the same lambda once it stands inside a node's function."""
    notebook: dict[str, Any] = {}
    exec("k = 3\nf = lambda x: x * k + sum(y for y in range(k))", notebook)
    node: dict[str, Any] = {}
    exec("def node():\n    k = 3\n    return lambda x: x * k + sum(y for y in range(k))", node)
    assert fingerprint([notebook["f"]]) == fingerprint([node["node"]()])


def test_what_a_function_inside_a_function_reads_is_found_wherever_it_stands() -> None:
    """Inside a node it has a cell for each name; an attribute's name is none."""
    text = "f = lambda p, s=1: max([0], key=lambda t: t.k + k * table[s])"
    notebook: dict[str, Any] = {"k": 3, "table": {1: 2}}
    exec(text, notebook)
    node: dict[str, Any] = {}
    exec(f"def node(k):\n    table = {{1: 2}}\n    {text}\n    return f", node)
    assert fingerprint(notebook["f"]) == fingerprint(node["node"](3))
    assert fingerprint(notebook["f"]) != fingerprint(node["node"](4))


def test_where_a_function_has_its_imports_from_does_not_count() -> None:
    """Python calls what it sees imported in one file by other instructions than what it does not."""
    cell, module = {"math": math}, {}
    exec("def f(a):\n    return math.floor(a)", cell)
    exec("import math\ndef f(a):\n    return math.floor(a)", module)
    assert fingerprint(cell["f"]) == fingerprint(module["f"])


def test_what_a_closure_holds_counts() -> None:
    """Two adders made by one function differ by what they add."""

    def adder(n: int) -> Any:
        return lambda x: x + n

    assert fingerprint(adder(1)) != fingerprint(adder(2))


@pytest.mark.parametrize("view", [ARRAY.copy(order="F"), np.repeat(ARRAY, 2, axis=1)[:, ::2]])
def test_layout_in_memory_does_not_count(view: np.ndarray) -> None:
    """Arrays are equal by their elements, however they lie."""
    assert fingerprint(view) == fingerprint(ARRAY)


def test_bytes_between_fields_do_not_count() -> None:
    """Padding of a record holds anything, and is not content."""
    noisy = structured(1)
    noisy.view("u1")[1] = 99
    assert fingerprint(noisy) == fingerprint(structured(1))


def test_what_a_path_works_out_of_itself_does_not_count() -> None:
    asked = PurePosixPath("a/b")
    assert asked != PurePosixPath("c")
    assert fingerprint(asked) == fingerprint(PurePosixPath("a/b"))


def test_what_lies_under_a_mask_does_not_count() -> None:
    """A missing value is missing, whatever was there before."""
    column = pd.array([1, 2], "Int64")
    column[1] = pd.NA
    assert fingerprint(column) == fingerprint(pd.array([1, None], "Int64"))
    masked = [np.ma.array([1, under], mask=[False, True]) for under in (2, 3)]
    assert fingerprint(masked[0]) == fingerprint(masked[1])


def test_a_large_array_is_read_in_place() -> None:
    """No second copy is made, and a view that lies out of order is copied in parts."""
    import tracemalloc

    array = np.zeros((4_000, 2_000))
    values = [array, array.T, pd.DataFrame(array)]
    tracemalloc.start()
    fingerprint(values)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < array.nbytes / 2


def test_a_fingerprint_is_the_same_in_another_process() -> None:
    """Neither the hash seed nor the process counts."""
    code = call_in_probe("fingerprint", "TABLES")
    script = (
        f"{code}\nimport sys, datetime\n"
        "f = sys.modules['_nb2pipe_probe.fingerprint'].fingerprint\n"
        "print(f([{'a', 'b', ('c', 1)}, {'k': 1.5}, datetime.datetime(2020, 1, 1), len]))"
    )
    value = [{"a", "b", ("c", 1)}, {"k": 1.5}, datetime(2020, 1, 1), len]
    said = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7"},
    )
    assert said.stdout.strip() == fingerprint(value)


def test_the_probe_imports_nothing_heavy() -> None:
    """Taking a fingerprint loads no library that the user has not loaded."""
    script = (
        f"{call_in_probe('watch', 'user_namespace()')}\nimport sys\n"
        "print(sorted({'numpy', 'pandas', 'nb2pipe', 'IPython'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_a_kind_can_be_added() -> None:
    """A library can say how its own type is compared."""

    @kind(name_of(Celsius))
    def feed_celsius(value: Celsius, digest: Digest) -> None:
        digest.text(f"{value.degrees:.1f}")

    assert fingerprint(Celsius(20.01)) == fingerprint(Celsius(20.02))


def test_the_lines_of_a_shell_command_are_a_list() -> None:
    """IPython gives `x = !command` a list type of its own, which no pipeline needs."""
    from IPython.utils.text import SList

    assert fingerprint(SList(["a", "b"])) == fingerprint(["a", "b"])
