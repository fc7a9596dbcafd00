"""State outside variables in a node's function: put back at its start, taken at its end."""

from __future__ import annotations

from ..flow.walk import Walk
from ..nodes.linking import Linked
from ..nodes.state import variable_of
from .syntax import Line, parse

SETTERS = {
    "@folder": "{1}.chdir({0})",
    "@numpy": "{1}.random.set_state({0})",
    "@random": "{1}.setstate({0})",
    "@torch": "{1}.set_rng_state({0})",
}
GETTERS = {
    "@folder": "{0} = {1}.getcwd()",
    "@numpy": "{0} = {1}.random.get_state()",
    "@random": "{0} = {1}.getstate()",
    "@torch": "{0} = {1}.get_rng_state()",
}
MODULES = {"@folder": "os", "@numpy": "numpy", "@random": "random", "@torch": "torch"}
"""How the state of a global random generator is put back, taken, and what module does that."""


def put_back(linked: Linked, walk: Walk, imports: set[str]) -> list[Line]:
    """Lines that set the states which a node takes; what they need is added to `imports`."""
    found: list[Line] = []
    inputs = {port.variable for port in linked.inputs}
    for name in linked.unit.takes:
        if name in SETTERS and variable_of(name) in inputs:
            found += parse(SETTERS[name].format(variable_of(name), _module(name, walk, imports)))
    return found


def taken(linked: Linked, walk: Walk, imports: set[str]) -> list[Line]:
    """Lines that bind what a node gives beside the user's variables: states, paths of files."""
    found: list[Line] = []
    for name in linked.unit.gives:
        if name in GETTERS:
            found += parse(GETTERS[name].format(variable_of(name), _module(name, walk, imports)))
        elif name.startswith("@"):
            path = name.partition(":")[2] or "."
            found += parse(f"{variable_of(name)} = {path!r}")
    return found


def _module(state: str, walk: Walk, imports: set[str]) -> str:
    """The name of the module that keeps a state, imported so that nothing else has that name."""
    module = MODULES[state]
    name = "np" if module == "numpy" else module
    found = walk.values.get(name)
    brought = walk.stars.path_of(name) if found is None else found.path
    if brought not in (None, module):
        name = f"{module}_module"
    imports.add(f"import {module}" if name == module else f"import {module} as {name}")
    return name
