"""Folders that a notebook imports modules from: `sys.path.append("../src")`, `os.chdir("..")`.

They are worked out as Python would while it runs from the notebook's folder, and told as seen from
there. Where only a run tells a folder, as in a walk up to the root of a repository, the folders
above the notebook's are searched for what it imports.
"""

from __future__ import annotations

import ast
import posixpath
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..source.trees import parts_of
from .own_modules import files_of

if TYPE_CHECKING:
    from .cells import Flows, Statement

HERE = "."

ADDING = frozenset({"sys.path.append", "sys.path.insert", "sys.path.extend"})
MOVING = frozenset({"os.chdir", "chdir"})

FAR = 4
"""Folders up from the notebook's from which a folder is told as it is, and is not looked for."""

NOWHERE = "/".join(["", *"abcdefgh"])
"""The folder of a notebook that is in none."""


@dataclass(frozen=True)
class ImportFolders:
    """What a notebook's text tells of the folders that it imports from, as seen from its own."""

    told: tuple[str, ...] = ()
    """In order, without its own."""
    found: tuple[str, ...] = ()
    """Those above that hold what it imports, where only a run tells which it uses."""
    untold: frozenset[int] = frozenset()
    """Numbers of the statements that put a folder on Python's path which only a run tells."""

    @property
    def every(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.told, *self.found]))

    @property
    def in_doubt(self) -> frozenset[int]:
        """The statements whose folders neither the text nor a search told."""
        return frozenset() if self.found else self.untold


def adds_folder(statement: Statement) -> bool:
    """Whether a statement puts a folder on Python's path."""
    return any(effect.what in ADDING for effect in statement.facts.effects)


def moves(statement: Statement) -> bool:
    """Whether a statement changes the working directory, which Jupyter imports from, too."""
    return any(effect.kind == "folder" for effect in statement.facts.effects)


def import_folders(flows: Flows) -> ImportFolders:
    """Work out the folders that a notebook's statements lead imports to."""
    if not any(adds_folder(each) or moves(each) for each in flows.statements):
        return ImportFolders()
    path = flows.notebook.path
    home = path.parent.absolute().as_posix() if path else NOWHERE
    modules = tuple(dict.fromkeys(_modules_of(flows.statements)))
    reading = _Reading(home)
    known: list[str] = []
    untold: list[Statement] = []
    lost: list[Statement] = []
    for each in flows.statements:
        if adds_folder(each):
            added = [reading.folder(part) for part in _added_by(each)]
            known += filter(None, added)
            untold += [each] if None in added or not added else []
        if moves(each):
            reading.cwd = _goal(each, reading)
            lost += [] if reading.cwd else [each]
            if reading.cwd and any(holds(reading.cwd, module) for module in modules):
                known.append(reading.cwd)
        reading.remember(each)
    unknown = [*untold, *lost]
    searched = _above([home, *known], modules, _texts(unknown)) if unknown else []
    told, found = ([seen_from(home, each) for each in some] for some in (known, searched))
    return ImportFolders(
        tuple(dict.fromkeys(each for each in told if each != HERE)),
        tuple(dict.fromkeys(found)),
        frozenset(each.number for each in untold),
    )


def seen_from(home: str, folder: str) -> str:
    """A folder as seen from another, where it is near; far away as it is.

    >>> seen_from("/home/me/book", "/home/me/src/"), seen_from("/home/me/a/b/c/book", "/opt/tools")
    ('../src', '/opt/tools')
    """
    near = posixpath.relpath(folder, home)
    return posixpath.normpath(folder) if near.split("/")[:FAR] == [".."] * FAR else near


def _modules_of(statements: Iterable[Statement]) -> Iterator[str]:
    """The dotted names of the modules that are imported, without Python's own."""
    for node in (part for each in statements for part in parts_of(each.node)):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        else:
            continue
        yield from (each for each in names if each.split(".")[0] not in sys.stdlib_module_names)


def _calls(statement: Statement, functions: frozenset[str]) -> list[ast.Call]:
    calls = [each for each in parts_of(statement.node) if isinstance(each, ast.Call)]
    return [each for each in calls if each.args and ast.unparse(each.func) in functions]


def _added_by(statement: Statement) -> list[ast.expr]:
    """The expressions for the folders that a statement puts on the path."""
    added = [call.args[-1] for call in _calls(statement, ADDING)]
    return [
        part
        for each in added
        for part in (each.elts if isinstance(each, (ast.List, ast.Tuple)) else [each])
    ]


def _goal(statement: Statement, reading: _Reading) -> str | None:
    """The working directory after a statement that changes it; None if unknown."""
    goals = [reading.folder(call.args[0]) for call in _calls(statement, MOVING)]
    return goals[-1] if goals else None


def _texts(statements: Iterable[Statement]) -> list[str]:
    """The texts in statements that may be the last part of a path."""
    parts = [part for each in statements for part in parts_of(each.node)]
    texts = [each.value for each in parts if isinstance(each, ast.Constant)]
    return [each.strip("/") for each in texts if isinstance(each, str) and _PART.fullmatch(each)]


_PART = re.compile(r"[\w./-]{1,80}")


def _above(known: Sequence[str], modules: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The nearest folders above the first that hold what is imported and none of the known does.

    `texts` are names of folders in those above that may hold it, too.
    """
    missing = [each for each in modules if not any(holds(folder, each) for folder in known)]
    steps = [posixpath.normpath("/".join([known[0], *[".."] * up])) for up in range(1, FAR)]
    places = [posixpath.join(step, text) for step in steps for text in ("", *texts)]
    near = [next((place for place in places if holds(place, each)), None) for each in missing]
    return sorted(filter(None, near), key=places.index)


def holds(folder: str, module: str) -> bool:
    """Whether a folder has a module, by its dotted name."""
    script, package = files_of(Path(folder), module)
    return script.is_file() or any(package.parent.glob("*.py"))


class _Reading:
    """What texts and paths mean at one point of a run, where `home` is the notebook's folder.

    >>> told = lambda text: _Reading("/me/book").folder(ast.parse(text, mode="eval").body)
    >>> told("os.path.abspath(os.path.join('..', 'src'))"), told("str(Path.cwd().parent)")
    ('/me/src', '/me')
    >>> told("os.path.dirname(os.getcwd()) + '/lib'"), told("find_root()")
    ('/me/lib', None)
    """

    def __init__(self, home: str) -> None:
        self.cwd: str | None = home
        self._named: dict[str, str | None] = {}

    def remember(self, statement: Statement) -> None:
        """Take note of what a statement assigns."""
        node = statement.node
        given = isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        plain = given and all(isinstance(each, ast.Name) for each in targets)
        value = self._text(given) if plain and given else None
        self._named.update(dict.fromkeys(statement.facts.binds, value))

    def folder(self, node: ast.expr) -> str | None:
        """The folder that an expression means; None if unknown."""
        return self._absolute(self._text(node))

    def _absolute(self, text: str | None) -> str | None:
        if text is None or self.cwd is None or text.startswith("~"):
            return None
        return posixpath.normpath(posixpath.join(self.cwd, text))

    def _text(self, node: ast.expr) -> str | None:
        """The text or path that an expression makes; None if unknown."""
        handler = _HANDLERS.get(type(node))
        return handler(self, node) if handler else None

    def _constant(self, node: ast.Constant) -> str | None:
        return node.value if isinstance(node.value, str) else None

    def _name(self, node: ast.Name) -> str | None:
        return self._named.get(node.id)

    def _added(self, node: ast.BinOp) -> str | None:
        left, right = self._text(node.left), self._text(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Div):
            return posixpath.join(left, right)
        return left + right if isinstance(node.op, ast.Add) else None

    def _formatted(self, node: ast.JoinedStr) -> str | None:
        parts = [
            self._text(each.value if isinstance(each, ast.FormattedValue) else each)
            for each in node.values
        ]
        return None if None in parts else "".join(filter(None, parts))

    def _attribute(self, node: ast.Attribute) -> str | None:
        if node.attr in ("pardir", "curdir"):
            return ".." if node.attr == "pardir" else HERE
        return self._parent(node.value) if node.attr == "parent" else None

    def _subscript(self, node: ast.Subscript) -> str | None:
        """`Path.cwd().parents[1]`."""
        owner = node.value
        number = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if not isinstance(owner, ast.Attribute) or owner.attr != "parents":
            return None
        known = isinstance(number, int) and number >= 0
        return self._parent(owner.value, number + 1) if known else None  # type: ignore[operator]

    def _parent(self, node: ast.expr, levels: int = 1) -> str | None:
        found = self._text(node)
        for _ in range(levels):
            found = found and (posixpath.dirname(found) or HERE)
        return found

    def _call(self, node: ast.Call) -> str | None:
        function = node.func
        called = getattr(function, "attr", None) or getattr(function, "id", "")
        if called in ("getcwd", "cwd"):
            return self.cwd
        method = isinstance(function, ast.Attribute) and called in _METHODS
        given = [function.value, *node.args] if method else node.args  # type: ignore[attr-defined]
        texts = [self._text(each) for each in given]
        made = _MAKING.get(called)
        return None if made is None or None in texts else made(self, *texts)


_METHODS = frozenset({"absolute", "as_posix", "joinpath", "resolve"})


def _same(reading: _Reading, text: str = HERE, *_: str) -> str:
    return text


def _from_root(reading: _Reading, text: str = HERE, *_: str) -> str | None:
    return reading._absolute(text)


def _joined(reading: _Reading, *parts: str) -> str:
    return posixpath.join(HERE, *parts)


def _above_it(reading: _Reading, text: str = HERE, *_: str) -> str:
    return posixpath.dirname(text)


_MAKING: dict[str, Callable[..., str | None]] = {
    **dict.fromkeys(("str", "fspath", "normpath", "as_posix"), _same),
    **dict.fromkeys(("abspath", "realpath", "resolve", "absolute"), _from_root),
    **dict.fromkeys(("join", "joinpath", "Path", "PosixPath"), _joined),
    "dirname": _above_it,
}
"""What functions and methods make of texts and paths."""

_HANDLERS: dict[type, Callable[[_Reading, Any], str | None]] = {
    ast.Constant: _Reading._constant,
    ast.Name: _Reading._name,
    ast.BinOp: _Reading._added,
    ast.JoinedStr: _Reading._formatted,
    ast.Attribute: _Reading._attribute,
    ast.Subscript: _Reading._subscript,
    ast.Call: _Reading._call,
}
