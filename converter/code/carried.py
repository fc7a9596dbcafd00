"""State outside variables in a node's function: put back at its start, taken at its end."""

from __future__ import annotations

from dataclasses import dataclass

from ..flow.walk import Walk
from ..nodes.linking import Linked
from ..nodes.state import variable_of
from .syntax import Line, parse


@dataclass(frozen=True, slots=True)
class Carried:
    """How a state is taken and put back; `{0}` is the variable that carries it, `{1}` the module."""

    module: str
    take: str
    put: str


STATES = {
    "@folder": Carried("os", "{0} = {1}.getcwd()", "{1}.chdir({0})"),
    "@numpy": Carried("numpy", "{0} = {1}.random.get_state()", "{1}.random.set_state({0})"),
    "@random": Carried("random", "{0} = {1}.getstate()", "{1}.setstate({0})"),
    "@torch": Carried("torch", "{0} = {1}.get_rng_state()", "{1}.set_rng_state({0})"),
}
"""The working folder, and the global random generators."""


def put_back(linked: Linked, walk: Walk, imports: set[str]) -> list[Line]:
    """Lines that set the states which a node takes; what they need is added to `imports`."""
    found: list[Line] = []
    inputs = {port.variable for port in linked.inputs}
    for name in linked.unit.takes:
        if name in STATES and variable_of(name) in inputs:
            module = _module(STATES[name].module, walk, imports)
            found += parse(STATES[name].put.format(variable_of(name), module))
    return found


def taken(linked: Linked, walk: Walk, imports: set[str]) -> list[Line]:
    """Lines that bind what a node gives beside the user's variables: states, paths of files."""
    found: list[Line] = []
    for name in linked.unit.gives:
        if name in STATES:
            module = _module(STATES[name].module, walk, imports)
            found += parse(STATES[name].take.format(variable_of(name), module))
        elif name.startswith("@"):
            path = name.partition(":")[2] or "."
            found += parse(f"{variable_of(name)} = {path!r}")
    return found


def _module(module: str, walk: Walk, imports: set[str]) -> str:
    """The name of a module that keeps a state, imported so that nothing else has that name."""
    name = "np" if module == "numpy" else module
    found = walk.values.get(name)
    brought = walk.stars.path_of(name) if found is None else found.path
    if brought not in (None, module):
        name = f"{module}_module"
    imports.add(f"import {module}" if name == module else f"import {module} as {name}")
    return name
