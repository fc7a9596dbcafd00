"""Type annotations, from the values that a run of the notebook showed; never from a guess."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..flow.cells import Kind
from ..nodes.analysis import Analysis
from ..nodes.grouping import OUTSIDE, is_cell, is_lift
from ..nodes.linking import Linked

ALIASES = {"pandas": ("pd", "import pandas as pd"), "numpy": ("np", "import numpy as np")}
"""Libraries whose types are written with the alias that everybody knows."""

PLAIN_NAMES = {"NoneType": "None", "IPython.utils.text.SList": "list"}
"""Types that a function's signature calls otherwise: a shell's lines are a list in the pipeline."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """How a type is written, and what it needs."""

    text: str
    imports: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a node's function and what it returns, as far as a run showed them."""

    parameters: tuple[str, ...]
    returns: str
    imports: frozenset[str]


def signature(linked: Linked, analysis: Analysis) -> Signature:
    """A node's signature; what was not seen stays without an annotation."""
    seen = _seen_types(analysis)
    inputs = [
        (port.variable, _input_type(port.variable, linked, analysis, seen))
        for port in linked.inputs
    ]
    outputs = [_output_type(port.variable, linked, analysis, seen) for port in linked.outputs]
    parameters = tuple(f"{name}: {found.text}" if found else name for name, found in inputs)
    complete = [each for each in outputs if each is not None]
    known = [found for _, found in inputs if found] + (
        complete if len(complete) == len(outputs) else []
    )
    return Signature(
        parameters,
        _returns(outputs) if seen else "",
        frozenset(each.imports for each in known if each.imports),
    )


def _returns(outputs: Sequence[Annotation | None]) -> str:
    if not outputs:
        return " -> None"
    texts = [each.text for each in outputs if each]
    if len(texts) < len(outputs):
        return ""
    return f" -> {texts[0]}" if len(texts) == 1 else f" -> tuple[{', '.join(texts)}]"


def _seen_types(analysis: Analysis) -> Mapping[int, Mapping[str, str]]:
    if analysis.seen is None:
        return {}
    return {
        cell.number: {name: kind.type for name, kind in cell.types.items()}
        for cell in analysis.seen.cells
    }


def _input_type(
    name: str, linked: Linked, analysis: Analysis, seen: Mapping[int, Mapping[str, str]]
) -> Annotation | None:
    if not seen:
        return None
    maker = linked.unit.takes.get(name, OUTSIDE)
    if is_cell(maker):
        cell = analysis.kept_at.get(maker)
        types = seen.get(cell.number, {}) if cell else {}
        return _told_apart(types.get(name, ""), analysis)
    if is_lift(maker):
        cell = next(lift.cell for lift in analysis.lifts if lift.maker == maker)
        return _told_apart(seen.get(cell, {}).get(name, ""), analysis)
    if name in analysis.graph.parameters:
        return annotation(type(analysis.graph.parameters[name]).__name__)
    return _told_apart(
        next((types[name] for types in seen.values() if name in types), ""), analysis
    )


def _output_type(
    name: str, linked: Linked, analysis: Analysis, seen: Mapping[int, Mapping[str, str]]
) -> Annotation | None:
    for cell in reversed(linked.unit.cells):
        if name in seen.get(cell.number, {}):
            return _told_apart(seen[cell.number][name], analysis)
    return None


def _told_apart(type_name: str, analysis: Analysis) -> Annotation | None:
    """How a type is written where the notebook may call something else by its name.

    Beside `import array`, the type is `array.array`: importing its name would hide the module.
    """
    found = annotation(type_name)
    if f"{type_name.partition('.')[0]}.py" in analysis.flows.walk.written:
        return None  # a module that is not there yet when this one is imported
    if found is None or not found.imports.startswith("from "):
        return found
    stored, values = analysis.names.stored, analysis.flows.walk.values
    if found.text not in stored:
        return found
    path = values[found.text].path if found.text in values else ""
    if path == type_name or path.endswith(f".{found.text}"):
        at_module_level = any(
            each.kind is Kind.IMPORT and found.text in each.facts.binds
            for each in analysis.flows.statements
        )
        return Annotation(found.text) if at_module_level else None
    module = type_name.rpartition(".")[0]
    root = module.partition(".")[0]
    is_module = root not in stored or (root in values and values[root].path == root)
    return Annotation(type_name, f"import {module}") if is_module else None


def annotation(type_name: str) -> Annotation | None:
    """How a type is written in a signature, or None where its home is private or the notebook.

    >>> annotation("pandas.DataFrame")
    Annotation(text='pd.DataFrame', imports='import pandas as pd')
    """
    type_name = PLAIN_NAMES.get(type_name, type_name)
    if type_name == "None":
        return Annotation("None")
    module, _, name = type_name.rpartition(".")
    if not module:
        return Annotation(name) if isinstance(getattr(builtins, name, None), type) else None
    if not name.isidentifier() or any(part.startswith("_") for part in type_name.split(".")):
        return None
    if module in ALIASES:
        alias, imports = ALIASES[module]
        return Annotation(f"{alias}.{name}", imports)
    return Annotation(name, f"from {module} import {name}")
