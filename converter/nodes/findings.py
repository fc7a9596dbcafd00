"""What the analysis has to say about a notebook: its diagnostics."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..diagnostics import Diagnostic
from ..flow.cells import CellFlow, Flows, Statement, effects_of
from ..flow.walk import BUILTINS
from ..source.raising import TAG
from ..source.tags import Role
from ..source.trees import parts_of
from .graph import Graph
from .linking import Linked
from .roles import Names


def find_all(
    flows: Flows, names: Names, nodes: Sequence[Linked], graph: Graph, *, auto: bool, seen: bool
) -> Iterable[Diagnostic]:
    """Every remark about the notebook, in no particular order; `seen` says that a run was watched."""
    for cell in flows.cells:
        yield from cell.problems
    yield from _parameters(flows, graph)
    yield from _undefined(flows, graph)
    yield from _made_twice(nodes)
    yield from _idle(nodes)
    yield from _empty_reports(nodes)
    if not auto:
        yield from _untagged(nodes)
        yield from _unused(flows, graph)
    if not seen:
        yield from _untold_folders(flows)
    yield from _unreached(flows)
    yield from _out_of_order(flows)
    yield from _random(flows)
    yield from _paths_and_secrets(flows)
    yield from _shadowed(flows)
    yield from _large(flows)
    yield from _asking(flows)


def _parameters(flows: Flows, graph: Graph) -> Iterable[Diagnostic]:
    for cell in flows.cells:
        if cell.role is Role.PARAMETERS:
            for each in cell.statements:
                for name in each.facts.binds:
                    if name not in graph.parameters:
                        yield Diagnostic(
                            "NB106", f"`{name}` is not a literal, so it cannot be a parameter",
                            "assign a number, text, list or mapping, or move the line to a `%%node` cell",
                            cell.number, each.node.lineno,
                        )  # fmt: skip


def _undefined(flows: Flows, graph: Graph) -> Iterable[Diagnostic]:
    """Names that a cell reads and nothing above it makes, each where that is so first.

    A name that only a function reads, and that nothing makes below either, may stand where the
    function never gets: the generated code says so (`NB212`).
    """
    if any(effect.kind == "star" for effect in effects_of(flows.statements)):
        return
    later = {name: cell.number for cell in reversed(flows.cells) for name in cell.flow.binds}
    known: set[str] = set(BUILTINS) | set(graph.catalog)
    runs_file = any("runpy" in cell.code.imports for cell in flows.cells)
    for cell in flows.cells:
        if cell.role is not Role.SKIP and not runs_file:
            own = {*cell.code.imports, *(cell.tag.options.inputs if cell.tag else ())}
            said = {name for each in cell.statements for name in each.facts.said}
            missing = (cell.flow.sure - known - own) & (said | later.keys())
            for name, line in cell.flow.reads.items():
                if name in missing and TAG not in cell.cell.tags:
                    yield _unknown_name(name, cell.number, line, later.get(name))
            known |= missing
        known |= cell.flow.binds.keys() | _words_of_broken(cell)
        known.update(*(each.facts.imports for each in cell.statements))


def _words_of_broken(cell: CellFlow) -> set[str]:
    """What a cell that cannot be read may make: every name in it, so that only it is remarked on."""
    broken = any(each.code in ("NB101", "NB107") for each in cell.problems)
    return set(re.findall(r"[^\W\d]\w*", cell.cell.source)) if broken else set()


_SHOWN_LAST = re.compile(r"_{1,3}|_\d+")
"""What IPython calls the values that cells showed."""


def _unknown_name(name: str, cell: int, line: int, later: int | None) -> Diagnostic:
    if _SHOWN_LAST.fullmatch(name):
        return Diagnostic(
            "NB201", f"`{name}` is what a cell above showed, which a pipeline does not keep",
            "give that value a name where it is made, and use that here", cell, line,
        )  # fmt: skip
    if later is not None:
        return Diagnostic(
            "NB206", f"`{name}` is read here, but cell {later} makes it first",
            f"move cell {later} above this one", cell, line,
        )  # fmt: skip
    return Diagnostic(
        "NB201", f"`{name}` is read here, but nothing defines it",
        "define it in a cell above, or add it to the catalog", cell, line,
    )  # fmt: skip


def _made_twice(nodes: Sequence[Linked]) -> Iterable[Diagnostic]:
    maker: dict[str, Linked] = {}
    for node in nodes:
        for port in node.outputs:
            other = maker.setdefault(port.dataset, node)
            if other is not node:
                yield Diagnostic(
                    "NB202", f"`{other.name}` and `{node.name}` both make the dataset `{port.dataset}`",
                    "give one of them another name with `%%node --outputs`",
                    node.unit.cells[0].number, 1,
                )  # fmt: skip


def _idle(nodes: Sequence[Linked]) -> Iterable[Diagnostic]:
    for node in nodes:
        if not node.inputs and not node.outputs:
            yield Diagnostic(
                "NB208", f"`{node.name}` neither takes nor makes anything",
                "tag the cell with `%%setup` or `%%skip`, or assign what it makes",
                node.unit.cells[0].number, 1,
            )  # fmt: skip


def _empty_reports(nodes: Sequence[Linked]) -> Iterable[Diagnostic]:
    for node in nodes:
        if node.unit.reports and node.report is None:
            yield Diagnostic(
                "NB211", "the report shows nothing, so there is nothing to keep of it",
                "end the cell with what it is to show, or draw a figure in it",
                node.unit.reports[-1].number, 1,
            )  # fmt: skip


def _untagged(nodes: Sequence[Linked]) -> Iterable[Diagnostic]:
    for node in nodes:
        for cell in node.unit.cells:
            if cell.source.tag is None:
                yield Diagnostic(
                    "NB205", f"the cell has no tag and became the node `{node.name}`, as others need it",
                    f"write `%%node {node.name}` on its first line", cell.number, 1,
                )  # fmt: skip


def _unused(flows: Flows, graph: Graph) -> Iterable[Diagnostic]:
    """Untagged cells that make something which no node needs."""
    unused = {cell.number for cell in graph.cells if cell.role == "unused"}
    for cell in flows.cells:
        names = _some_of([*cell.flow.changes, *cell.flow.binds])
        if cell.number in unused and names:
            yield Diagnostic(
                "NB209", f"no node needs {names}, so the cell stays in the notebook",
                "tag it with `%%node` if the pipeline is to make that, or else with `%%skip`",
                cell.number, 1,
            )  # fmt: skip


def _some_of(names: Sequence[str], most: int = 4) -> str:
    """The names, or the first ones and how many there are beside them."""
    shown = names if len(names) <= most else names[: most - 1]
    more = [f"{len(names) - len(shown):,} more"] if len(shown) < len(names) else []
    return ", ".join([*(f"`{name}`" for name in shown), *more])


_ENDING = frozenset({"exit", "quit", "sys.exit", "os._exit"})
"""Calls after which nothing runs."""


def _ends(node: ast.stmt) -> bool:
    """Whether nothing runs after a statement, whatever the values are."""
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    call = node.value if isinstance(node, ast.Expr) else None
    called = call.func if isinstance(call, ast.Call) else None
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return f"{called.value.id}.{called.attr}" in _ENDING
    return isinstance(node, ast.Raise) or (isinstance(called, ast.Name) and called.id in _ENDING)


def _untold_folders(flows: Flows) -> Iterable[Diagnostic]:
    """Lines that put a folder on Python's path which is not known from the text."""
    for each in flows.statements:
        if each.number in flows.folders.in_doubt:
            yield Diagnostic(
                "NB214", "only a run tells which folder this puts on Python's path",
                "write the folder as text, or convert with --verify", each.cell, each.node.lineno,
            )  # fmt: skip


def _unreached(flows: Flows) -> Iterable[Diagnostic]:
    """The first statement that always ends the run, where cells stand below it."""
    cells = [cell for cell in flows.cells if cell.role is not Role.SKIP]
    for at, cell in enumerate(cells[:-1]):
        for each in cell.statements:
            if _ends(each.node):
                below = len(cells) - at - 1
                said = f"the {below} cells below are" if below > 1 else "the cell below is"
                yield Diagnostic(
                    "NB210", f"the run ends here, so {said} never reached",
                    "take the line out, or tag its cell with `%%skip`", cell.number, each.node.lineno,
                )  # fmt: skip
                return


def _out_of_order(flows: Flows) -> Iterable[Diagnostic]:
    last = 0
    for cell in flows.cells:
        count = cell.cell.execution_count
        if count is not None:
            if count < last:
                yield Diagnostic(
                    "NB301", f"the cell was run as [{count}], before a cell above it ([{last}])",
                    "restart the kernel and run all cells, to see what the notebook makes in order",
                    cell.number, 1,
                )  # fmt: skip
                return
            last = count


def _random(flows: Flows) -> Iterable[Diagnostic]:
    seeded: set[str] = set()
    for cell in flows.cells:
        for each in cell.statements:
            for effect in each.facts.effects:
                if effect.kind == "seed":
                    seeded.add(effect.what)
                elif (
                    effect.kind == "random"
                    and effect.what not in seeded
                    and (drawn := _line_of_sampling(each.node)) is not None
                ):
                    seeded.add(effect.what)
                    yield Diagnostic(
                        "NB302", "the cell draws random numbers without a seed",
                        "seed the generator in a cell above, or pass `random_state=` or a generator",
                        cell.number, drawn,
                    )  # fmt: skip


_SAMPLING = re.compile(r"(?:^|\.)random\.\w+$|\.sample$|(?:^|\.)train_test_split$")
"""Calls that surely draw from a global generator; others only may."""


@lru_cache(maxsize=1024)
def _line_of_sampling(node: ast.stmt) -> int | None:
    """The line of the first call that draws and is given neither a seed nor a generator."""
    for each in parts_of(node):
        if isinstance(each, ast.Call) and _SAMPLING.search(ast.unparse(each.func)):
            named = {keyword.arg for keyword in each.keywords}
            if not named & {"random_state", "seed", "rng"}:
                return each.lineno
    return None


_ABSOLUTE = re.compile(
    r"""["'](/(?:home|Users|mnt|content|data|root|tmp|kaggle)/[^"'\n]*|[A-Za-z]:\\[^"'\n]*)["']"""
)
_SECRET = re.compile(
    r"""(?i)\b\w*(?:password|passwd|secret(?:_key)?|api_?key|access_?token|auth_?token)\d?["']?\s*[=:]\s*["'][^"'\s{}]{6,}["']"""
    r"""|["'](?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|sk-[A-Za-z0-9]{32,})["']"""
)


_SECRET_WORDS = ("passw", "secret", "key", "token", "akia", "ghp_", "sk-")
"""One of these stands in every credential that `_SECRET` finds, and they are found much sooner."""


def _may_hold_secret(source: str) -> bool:
    text = source.lower()
    return any(word in text for word in _SECRET_WORDS)


_PLACEHOLDER = re.compile(r"""(?i)your|xxx|\*\*\*|\.\.\.|<|example|change_?me|["'](.)\1*["']""")
"""What stands where a credential is to be filled in."""


def _is_placeholder(text: str) -> bool:
    return _PLACEHOLDER.search(text) is not None


def _paths_and_secrets(flows: Flows) -> Iterable[Diagnostic]:
    for cell in flows.cells:
        if cell.role is Role.SKIP:
            continue
        for number, path in _risks(cell.cell.source):
            if path is not None:
                yield Diagnostic(
                    "NB303", f"{path!r} is an absolute path, which no other machine has",
                    "use a path relative to the notebook", cell.number, number,
                )  # fmt: skip
            else:
                yield Diagnostic(
                    "NB304", "a credential stands in the code",
                    "read it from the environment, or from conf/local/credentials.yml",
                    cell.number, number,
                )  # fmt: skip


@lru_cache(maxsize=2048)
def _risks(source: str) -> tuple[tuple[int, str | None], ...]:
    """Lines with an absolute path, which is given, or with a credential, which is not."""
    if not (_ABSOLUTE.search(source) or _may_hold_secret(source)):
        return ()
    found: list[tuple[int, str | None]] = []
    for number, line in enumerate(source.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        if (path := _ABSOLUTE.search(line)) is not None:
            found.append((number, path[1]))
        if any(not _is_placeholder(secret[0]) for secret in _SECRET.finditer(line)):
            found.append((number, None))
    return tuple(found)


_OFTEN_SHADOWED = frozenset(
    {"display", "exit", "quit", "copyright", "license", "credits", "help", "get_ipython"}
)

_SHADOWABLE = BUILTINS - _OFTEN_SHADOWED


def _shadowed(flows: Flows) -> Iterable[Diagnostic]:
    """Names of Python's own that become something else, each where that is so first."""
    known: set[str] = set()
    for cell in flows.cells:
        for each in cell.statements:
            for name in each.facts.binds:
                if name in _SHADOWABLE and name not in known and not name.startswith("_"):
                    known.add(name)
                    yield Diagnostic(
                        "NB306", f"`{name}` is Python's own name, and is something else from here on",
                        f"rename it, for example to `{name}_`",
                        cell.number, _line_of_binding(name, each.node),
                    )  # fmt: skip


def _line_of_binding(name: str, node: ast.stmt) -> int:
    """The line of a statement that binds a name, inside of it too."""
    lines = [
        each.lineno
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Store)
    ]
    return min(lines, default=node.lineno)


LARGE = 2000
"""Characters of a literal that is data rather than a setting."""

_LITERALS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant)


def _large(flows: Flows) -> Iterable[Diagnostic]:
    for cell in flows.cells:
        for each in cell.statements:
            value = getattr(each.node, "value", None)
            if isinstance(each.node, (ast.Assign, ast.AnnAssign)) and isinstance(value, _LITERALS):
                size = _size(value, cell.code.source)
                if size > LARGE:
                    yield Diagnostic(
                        "NB305", f"a literal of {size:,} characters is data that stands in the code",
                        "keep it in a file and read it from there", cell.number, each.node.lineno,
                    )  # fmt: skip


def _size(node: ast.expr, source: str) -> int:
    """How many characters an expression has, indentation included."""
    first, last = node.lineno, node.end_lineno or node.lineno
    if first == last:
        return (node.end_col_offset or 0) - node.col_offset
    return sum(len(line) for line in source.split("\n")[first - 1 : last])


WIDGETS = frozenset({"ipywidgets", "ipyfilechooser", "bqplot", "panel", "gradio"})
"""Libraries that wait for a person."""


def _asking(flows: Flows) -> Iterable[Diagnostic]:
    """Calls that ask for input, and the first import of each library of widgets."""
    known: set[str] = set()
    for cell in flows.cells:
        if cell.role is not Role.SKIP:
            for each in cell.statements:
                widgets = sorted((_imported(each.node) & WIDGETS) - known)
                known.update(widgets)
                said = _said_asking(each, widgets)
                if said:
                    yield Diagnostic("NB307", *said, cell.number, each.node.lineno)


def _said_asking(statement: Statement, widgets: Sequence[str]) -> tuple[str, str] | None:
    """What a statement asks of a person who is not there, and what to do instead."""
    asked = next((seen.what for seen in statement.facts.effects if seen.kind == "asks"), None)
    if asked:
        return (
            f"`{asked.rpartition('.')[2]}` asks for input, and a pipeline runs without anybody there",
            "make it a parameter with `%%params`, or tag the cell with `%%skip`",
        )
    if widgets:
        return (
            f"`{widgets[0]}` shows widgets, which wait for a person, and a pipeline runs alone",
            "set what they choose with `%%params`, and tag the cells that show them with `%%skip`",
        )
    return None


def _imported(node: ast.stmt) -> frozenset[str]:
    """The libraries that a statement imports."""
    if isinstance(node, ast.Import):
        return frozenset(alias.name.partition(".")[0] for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return frozenset(((node.module or "").partition(".")[0],))
    return frozenset()
