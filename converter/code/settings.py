"""Options that a notebook sets half way: each function sets what was in force at its time.

Configuration stands at module level, where only the last setting of an option would count. What
concerns a function is told by the library: figures for matplotlib, text for pandas and numpy.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from ..flow.cells import Flows, Kind, Statement
from ..flow.effects import library_of
from ..flow.import_folders import adds_folder
from ..flow.walk import Walk
from ..nodes.roles import draws, names_called
from ..source.tags import Role
from ..source.trees import last_name, parts_of

KEYED = frozenset({"set_option", "reset_option", "rc", "putenv"})
"""Functions that are told which option to set by their first argument."""

FIGURES = frozenset({"matplotlib", "seaborn"})
"""Libraries whose options concern figures."""

TEXTS = ("pandas.", "numpy.set_printoptions")
"""Options that concern what is said in text."""

ABROAD = frozenset({"os", "sys", "warnings", "logging"})
"""Libraries whose options other libraries read: they are set for all, where they are set once."""

EVERYWHERE = frozenset({"decimal"})
"""Libraries whose options concern values, whoever works with them."""

SAYING = frozenset({"print", "str", "repr", "format", "to_string", "display"})


def settings_of(flows: Flows) -> list[Statement]:
    """Every statement that configures a library; the project itself knows where its modules are."""
    return [
        each
        for cell in flows.cells
        if cell.role is not Role.SKIP
        for each in cell.statements
        if each.kind is Kind.CONFIG
        if each.number in flows.folders.in_doubt or not adds_folder(each)
    ]


def set_half_way(
    settings: Iterable[Statement], kept: Sequence[Statement], walk: Walk
) -> tuple[Statement, ...]:
    """The settings, in order, of options that are not the same for all that is kept of a notebook.

    They are set to several things, or first set below what they would concern.
    """
    by_option: dict[str, list[Statement]] = {}
    for each in settings:
        by_option.setdefault(option_of(each), []).append(each)
    found: list[Statement] = []
    for group in by_option.values():
        above = [each for each in kept if each.number < group[0].number]
        several = len({ast.unparse(each.node) for each in group}) > 1
        abroad = any(library_of(effect.what) in ABROAD for effect in group[0].facts.effects)
        if several or (not abroad and concerning(group[:1], above, walk)):
            found += group
    return tuple(sorted(found, key=lambda each: each.number))


def option_of(setting: Statement) -> str:
    """What a statement sets, as text: two settings of one option have the same."""
    node = setting.node
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call):
        return ast.unparse(node)
    keyed = _is_keyed(setting) and call.args
    return f"{ast.unparse(call.func)} {ast.unparse(call.args[0]) if keyed else ''}"


def _is_keyed(setting: Statement) -> bool:
    node = setting.node
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(node, ast.Assign) or (
        isinstance(call, ast.Call) and last_name(call.func) in KEYED
    )


def in_force(settings: Iterable[Statement]) -> list[Statement]:
    """Of settings in their order, those that still count: a later one of an option takes its place.

    What sets several things at once, such as a style, may leave some of the earlier ones.
    """
    found: dict[object, Statement] = {}
    for each in settings:
        found[option_of(each) if _is_keyed(each) else each.number] = each
    return sorted(found.values(), key=lambda each: each.number)


def concerning(
    settings: Sequence[Statement], kept: Sequence[Statement], walk: Walk
) -> list[Statement]:
    """The settings that may change what statements make."""
    read = {name for each in kept for name in each.facts.uses}
    libraries = {library_of(value.path) for name in read if (value := walk.values.get(name))}
    drawn, said = draws(kept), any(map(_says, kept))

    def concerns(option: str) -> bool:
        if option.startswith(TEXTS):
            return said
        library = library_of(option)
        if library in FIGURES:
            return drawn
        return library in libraries or (library in EVERYWHERE and bool(kept))

    return [each for each in settings if any(concerns(e.what) for e in each.facts.effects)]


def _says(statement: Statement) -> bool:
    formats = any(isinstance(each, ast.JoinedStr) for each in parts_of(statement.node))
    return formats or not SAYING.isdisjoint(names_called(statement.node))
