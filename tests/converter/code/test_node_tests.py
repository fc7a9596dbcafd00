"""A proven project has tests of its nodes, on values that the run of the notebook showed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nb2pipe.converter.folder import write_project
from nb2pipe.converter.memory import Memory, read_memory
from nb2pipe.converter.promote import promote
from nb2pipe.converter.prove import Prover
from nb2pipe.converter.secrets import without_secrets
from nb2pipe.converter.verify.observation import CellObservation, Observation, ValueType

from ..conftest import content_of

CELLS = (
    "import os\nimport numpy as np\nimport pandas as pd\nfrom beside import half",
    "rate = 0.5",
    "%%node make\ndf = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})",
    "%%node scale\ndf['c'] = df['a'] * rate",
    "%%node add\ntotal = df['c'].sum()\nnodes = len(df)",
    "%%node grow\nbig = np.arange(10_000)",
    "%%node shrink\nlow = int(big.min()) + nodes",
    "%%node draw\ndrawn = np.random.rand()",
    "%%node halve\nhalf_drawn = drawn / 2",
    "%%node save\ndf.to_csv('out.csv')",
    "%%node sign\napi_token = 'abc' + 'def'",
    "%%node cut\nstart = api_token[:2]",
    "%%node quarter\nhalved = half(half(rate))",
    "%%node judge\nis_low, nothing = rate < 1, None",
    "%%node tell\nwords = np.array(['a1.5', 'b'])\ncounts = np.array([[1, 2]])",
    "%%node multiply\narr = np.array([[1, 2], [3, 4]]) @ np.array([rate, 1])",
)


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of a notebook, converted with its proof."""
    path = tmp_path_factory.mktemp("proven") / "sample.ipynb"
    path.write_text(json.dumps(content_of(*CELLS)))
    path.with_name("beside.py").write_text("def half(x):\n    return x / 2\n")
    path.with_name("pytest.py").write_text("raise ImportError  # the real one counts\n")
    proof = Prover(path, None, auto=True).prove()
    write_project(proof.promotion.project, proof.promotion.folder)
    return proof.promotion.folder


@pytest.fixture(scope="module")
def module(proven: Path) -> str:
    return (proven / "tests" / "test_nodes.py").read_text()


CASES: Mapping[str, tuple[str, str]] = {
    "a frame is made by its constructor": (
        "test_scale",
        """
    df = nodes.scale(df=pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), rate=0.5)
    pd.testing.assert_frame_equal(
        df, pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, 1.0]})
    )""",
    ),
    "a name that hides the module gets another": (
        "test_add",
        """
    total, nodes_ = nodes.add(
        df=pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, 1.0]})
    )
    assert total == pytest.approx(1.5)
    assert nodes_ == 2""",
    ),
    "what is the one of its kind is compared as such": (
        "test_judge",
        """
    is_low, nothing = nodes.judge(rate=0.5)
    assert is_low is True
    assert nothing is None""",
    ),
    "an array without fractions is compared as it is": (
        "test_tell",
        """
    words, counts = nodes.tell()
    np.testing.assert_array_equal(words, np.array(["a1.5", "b"]))
    np.testing.assert_array_equal(counts, np.array([[1, 2]]))""",
    ),
    "an array is compared as one": (
        "test_multiply",
        """
    arr = nodes.multiply(rate=0.5)
    np.testing.assert_allclose(arr, np.array([2.5, 5.5]))""",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_node_is_called_on_what_the_notebook_gave_it(case: tuple[str, str], module: str):
    name, body = case
    assert f"def {name}():{body}\n" in module


def test_nodes_without_a_test_are_named(module: str):
    doc = " ".join(module.split('"""')[1].split())
    assert doc.endswith(
        "Without a test, as what they take or make is too large to be written here, or as they do "
        "more than compute: grow, shrink, draw, halve, save, sign, cut."
    )


def test_the_tests_pass(proven: Path):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=proven, capture_output=True, text=True,
    )  # fmt: skip
    assert "9 passed" in done.stdout, done.stdout


@pytest.mark.parametrize("place", [".", "/"], ids=["the project", "elsewhere"])
def test_what_was_written_is_clean_from_wherever_it_is_looked_at(proven: Path, place: str):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", (proven / "tests").resolve()],
        cwd=proven / place, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_nodes_of_sections_are_called_where_they_are(tmp_path: Path, proven: Path):
    path = tmp_path / "parts.ipynb"
    cells = ("#md ## One", "%%node count\nn = len('ab')", "#md ## Two", "%%node twice\nm = n * 2")
    path.write_text(json.dumps(content_of(*cells)))
    types = [{"n": ValueType("int", literal="2")}, {"m": ValueType("int", literal="4")}]
    seen = tuple(CellObservation(at, f"c{at}", types=each) for at, each in enumerate(types, 1))
    project = promote(path, auto=True, seen=Observation("parts", "", cells=seen)).project
    assert "    m = nodes.two.twice(n=2)\n    assert m == 4" in project.files["tests/test_nodes.py"]


def test_the_tests_write_nothing(proven: Path):
    assert not (proven.parent / "out.csv").exists()


def test_a_later_conversion_writes_the_same_tests(proven: Path, module: str):
    again = promote(proven.parent / "sample.ipynb")
    assert again.project.files["tests/test_nodes.py"] == module


def test_values_of_code_that_was_edited_since_are_forgotten(proven: Path, tmp_path: Path):
    path = tmp_path / "sample.ipynb"
    path.write_text(json.dumps(content_of(CELLS[0], "rate = 0.7", *CELLS[2:])))
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "nb2pipe.lock").write_text((proven / "nb2pipe.lock").read_text())
    assert "test_scale" not in promote(path).project.files["tests/test_nodes.py"]


def test_an_unproven_project_has_tests_of_its_shape_alone(promoted: Callable[..., object]):
    text = promoted(*CELLS).project.files["tests/test_nodes.py"]  # type: ignore[attr-defined]
    assert text.count("\ndef test_") == 2


# ---------------------------------------------------------------- secrets


@pytest.mark.parametrize(
    ("name", "literal"),
    [("db_password", "'abcdefg'"), ("OpenAI_API_KEY", "'abcdefg'"), ("url", "'http://me:5ecr3ts@x'")],
)  # fmt: skip
def test_what_looks_like_a_secret_is_not_written_down(name: str, literal: str):
    kind = ValueType("str", literal=literal)
    seen = Observation("n", "k", cells=(CellObservation(1, "c", types={name: kind}),))
    assert not without_secrets(seen, {"DB_PASSWORD": "5ecr3ts"}).types[name].literal


def test_other_values_are_kept():
    kind = ValueType("str", literal="'plain'")
    seen = Observation("n", "k", cells=(CellObservation(1, "c", types={"name": kind}),))
    assert without_secrets(seen, {"HOME": "plain"}).types["name"].literal == "'plain'"


def test_a_lock_file_without_values_is_read(tmp_path: Path):
    lock = tmp_path / "nb2pipe.lock"
    lock.write_text(json.dumps({"made": {"auto": True, "joined": [], "seen": []}}))
    assert read_memory(lock) == Memory(auto=True)


def test_a_node_that_waits_is_run_by_its_test(promoted):
    types = {"y": ValueType("int", literal="3")}
    seen = Observation("sample", "python3", cells=(CellObservation(1, "c0", types=types),))
    project = promoted("async def ask():\n    return 3\ny = await ask()", seen=seen).project
    assert "y = asyncio.run(nodes." in project.files["tests/test_nodes.py"]
