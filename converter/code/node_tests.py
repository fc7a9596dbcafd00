"""Tests of a project's nodes: each called on small values that a run of the notebook showed.

A test stands here only where everything that a node takes was seen and is short enough to be
written down, and where the node does nothing but compute.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from ..nodes.analysis import Analysis
from ..nodes.grouping import OUTSIDE, is_cell
from ..nodes.linking import Linked
from ..source.trees import awaits

if TYPE_CHECKING:
    from ..verify.observation import CellObservation

TESTABLE = frozenset({"config", "star"})
"""Effects that a test may have."""

LONGEST = 3_000
"""Characters of values in one test."""

IMPORTS = {
    "asyncio.": "import asyncio",
    "np.": "import numpy as np",
    "pd.": "import pandas as pd",
    "pytest.": "import pytest",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A node, what the notebook gave it, and what that made; as source text."""

    node: str
    arguments: Mapping[str, str]
    results: tuple[tuple[str, str], ...]
    """Each returned variable with its value; without text where that is too long."""
    waits: bool = False
    """Whether the node is a coroutine."""


@dataclass(frozen=True, slots=True)
class NodeTests:
    """The tests of a project's nodes, and the names of those without one."""

    text: str = ""
    left_out: tuple[str, ...] = ()


def node_tests(analysis: Analysis, homes: Mapping[str, str]) -> NodeTests:
    """Write the tests of the nodes that a run showed; `homes` is the module of each node."""
    if analysis.seen is None:
        return NodeTests()
    seen = {cell.number: cell for cell in analysis.seen.cells}
    examples = [
        found
        for node in analysis.nodes
        if (found := example_of(node, analysis, seen)) is not None and _length(found) <= LONGEST
    ]
    tested = {each.node for each in examples}
    text = "\n\n".join(_test(each, homes[each.node]) for each in examples)
    left_out = tuple(node.name for node in analysis.nodes if node.name not in tested)
    return NodeTests(text, left_out)


def said_left_out(names: Sequence[str]) -> str:
    """A paragraph on the nodes without a test of their own."""
    if not names:
        return ""
    text = (
        "Without a test, as what they take or make is too large to be written here, or as they "
        f"do more than compute: {', '.join(names)}."
    )
    return "\n".join(wrap(text, 88, break_long_words=False, break_on_hyphens=False))


def _length(example: Example) -> int:
    return sum(map(len, (*example.arguments.values(), *(text for _, text in example.results))))


# ---------------------------------------------------------------- what was seen


def example_of(
    node: Linked, analysis: Analysis, seen: Mapping[int, CellObservation]
) -> Example | None:
    """A node's example, or None where it is not known whole or does more than compute."""
    if node.report or not _only_computes(node, seen):
        return None
    numbers: dict[int | None, int] = {at: cell.number for at, cell in analysis.kept_at.items()}
    arguments = {
        port.variable: _argument(port.variable, node, analysis, numbers, seen)
        for port in node.inputs
    }
    results = tuple(
        (port.variable, _value(port.variable, numbers.get(node.unit.gives.get(port.variable)), seen))
        for port in node.outputs
    )  # fmt: skip
    whole = all(arguments.values()) and any(text for _, text in results)
    waits = any(awaits(each.node) for cell in node.unit.cells for each in cell.statements)
    return Example(node.name, arguments, results, waits) if whole else None


def _only_computes(node: Linked, seen: Mapping[int, CellObservation]) -> bool:
    effects = {
        effect.kind
        for cell in node.unit.cells
        for each in cell.statements
        for effect in each.facts.effects
    }
    return effects <= TESTABLE and all(
        cell.number in seen and not _reaches_out(seen[cell.number]) for cell in node.unit.cells
    )


def _reaches_out(cell: CellObservation) -> bool:
    files = cell.files
    touched = files.written or files.deleted or files.read
    return bool(touched or cell.random or cell.environment or cell.cwd is not None)


def _argument(
    name: str,
    node: Linked,
    analysis: Analysis,
    numbers: Mapping[int | None, int],
    seen: Mapping[int, CellObservation],
) -> str:
    maker = node.unit.takes.get(name, OUTSIDE)
    if is_cell(maker):
        return _value(name, numbers.get(maker), seen)
    parameters = analysis.graph.parameters
    return repr(parameters[name]) if maker == OUTSIDE and name in parameters else ""


def _value(name: str, number: int | None, seen: Mapping[int, CellObservation]) -> str:
    """The text of a variable as a cell left it."""
    if number is None or number not in seen:
        return ""
    known = seen[number].types.get(name)
    return known.literal if known else ""


# ---------------------------------------------------------------- the text of a test


def _test(example: Example, module: str) -> str:
    taken = {"nodes", "np", "pd", "pytest"}
    made = [(f"{name}_" if name in taken else name, text) for name, text in example.results]
    targets = ", ".join(name if text else "_" for name, text in made)
    arguments = ", ".join(f"{name}={text}" for name, text in example.arguments.items())
    call = f"{module}.{example.node}({arguments})"
    body = [
        f"{targets} = {f'asyncio.run({call})' if example.waits else call}",
        *(_assertion(name, text) for name, text in made if text),
    ]
    return "\n    ".join([f"def test_{example.node}():", *body]) + "\n"


def _assertion(name: str, text: str) -> str:
    """What must hold of a result; floating-point numbers may differ in what rounding leaves."""
    for start, form in ASSERTIONS.items():
        if text.startswith(start):
            return form.format(name, text)
    if text.startswith("np.array("):
        close = "allclose" if _FLOATS.search(text) else "array_equal"
        return f"np.testing.assert_{close}({name}, {text})"
    text = _NUMPY_FLOAT.sub(r"\1", text)
    if text in ("True", "False", "None"):
        return f"assert {name} is {text}"
    if _is_float(text):
        return f"assert {name} == pytest.approx({text})"
    return f"assert {name} == {text}"


ASSERTIONS = {
    "pd.DataFrame(": "pd.testing.assert_frame_equal({}, {})",
    "pd.Series(": "pd.testing.assert_series_equal({}, {})",
}
"""How values of a kind are compared, by how their text begins."""

_FLOATS = re.compile(r"^[^'\"]*(?:\d\.|nan)[^'\"]*$")
"""An array of numbers with fractions, and not of texts."""

_NUMPY_FLOAT = re.compile(r"^np\.float\d+\((.*)\)$")


def _is_float(text: str) -> bool:
    try:
        return not text.lstrip("-").isdigit() and isinstance(float(text), float)
    except ValueError:
        return False


def module_text(about: str, package: str, tests: NodeTests, structure: str) -> str:
    """The test module: what it is about, its imports, the tests of the whole and of the nodes."""
    said = said_left_out(tests.left_out)
    doc = f'"""{about}\n\n{said}\n"""' if said else f'"""{about}"""'
    libraries = [line for start, line in IMPORTS.items() if start in tests.text]
    own = "nodes, pipeline" if tests.text else "pipeline"
    top = [*libraries, *([SPLIT] if libraries else []), f"from {package} import {own}"]
    return "\n\n".join(part for part in (doc, "\n".join(top), structure, tests.text) if part)


SPLIT = "\n# isort: split"
"""From where ruff is called decides whether it knows the package for the project's own."""
