"""The imports of a notebook, and which of them a module needs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..flow.cells import Flows, Kind, Statement
from ..flow.starred import names_brought, path_of


@dataclass(frozen=True, slots=True)
class Import:
    """One name that an import binds, with the text that binds it."""

    name: str
    text: str
    time: int
    module: str
    guard: Statement | None = field(default=None, hash=False)
    """The `try` or `if` that it stands in."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Every import of a notebook."""

    found: tuple[Import, ...]
    """Those that bind one name, in order."""
    stars: tuple[Import, ...] = ()
    """Those that bring what their module has, in order."""
    futures: tuple[str, ...] = ()

    @property
    def modules(self) -> frozenset[str]:
        """The top-level modules that the notebook imports."""
        return frozenset(each.module.partition(".")[0] for each in (*self.found, *self.stars))

    @property
    def changing(self) -> frozenset[str]:
        """Names that imports bind to several things."""
        texts: dict[str, set[str]] = {}
        for each in self.found:
            texts.setdefault(each.name, set()).add(each.text)
        return frozenset(name for name, found in texts.items() if len(found) > 1)

    def named(self, name: str) -> Iterable[Import]:
        """The imports that bind a name."""
        return (each for each in self.found if each.name == name)

    def inside(self, package: str) -> frozenset[str]:
        """The modules of a package that the notebook imports."""
        return frozenset(
            each.module for each in self.found if each.module.startswith(f"{package}.")
        )

    def of_stars(self, names: Iterable[str], time: int) -> list[str]:
        """The imports of names that a star brought at a time, where a later one has its own."""
        early = [each.module for each in self.stars if each.time < time]
        late = [each.module for each in self.stars if each.time >= time]
        if not early or not late:
            return []
        found = {name: path_of(name, early) for name in sorted(names)}
        return [
            f"from {path.rpartition('.')[0]} import {name}"
            for name, path in found.items()
            if path
            and names_brought(path.rpartition(".")[0])
            and any(name in (names_brought(module) or (name,)) for module in late)
        ]

    def of(self, names: Iterable[str], time: int) -> dict[str, tuple[Import, ...]]:
        """The imports that bind names at a time: the last one above, and dotted ones together."""
        wanted = set(names)
        chosen: dict[str, tuple[Import, ...]] = {}
        for each in self.found:
            if each.name not in wanted:
                continue
            known = chosen.get(each.name, ())
            if known and each.time > time:
                known_late = known[0].time > time
                if not known_late and not _is_dotted(each):
                    continue
            chosen[each.name] = (*known, each) if _adds(known, each) else (each,)
        return chosen


def _is_dotted(found: Import) -> bool:
    return found.text.startswith("import ") and " as " not in found.text


def _adds(known: tuple[Import, ...], new: Import) -> bool:
    """`import a.b` beside `import a.c`: both are needed for what `a` is."""
    return bool(known) and _is_dotted(new) and all(map(_is_dotted, known))


def imports_of(flows: Flows) -> Imports:
    """Collect the imports of all cells, in order."""
    found: list[Import] = []
    stars: list[Import] = []
    futures: list[str] = []
    for module in sorted({module for cell in flows.cells for module in cell.code.imports}):
        found.append(Import(module, f"import {module}", -1, module))
    for statement in flows.statements:
        names = statement.facts.imports
        if names and Kind.IMPORT not in flows.in_place:
            modules = [each.module for each in _inner(statement.node)]
            found += [
                Import(name, "", statement.number, modules[0] if modules else "", statement)
                for name in sorted(names)
            ]
        elif statement.kind is not Kind.IMPORT:
            continue
        elif isinstance(statement.node, (ast.Import, ast.ImportFrom)):
            _add(statement.node, statement, found, stars, futures)
    return Imports(tuple(found), tuple(stars), tuple(dict.fromkeys(futures)))


def _inner(node: ast.stmt) -> list[Import]:
    found: list[Import] = []
    for each in ast.walk(node):
        if isinstance(each, (ast.Import, ast.ImportFrom)):
            _add(each, None, found, [], [])
    return found


def _add(
    node: ast.Import | ast.ImportFrom,
    statement: Statement | None,
    found: list[Import],
    stars: list[Import],
    futures: list[str],
) -> None:
    time = statement.number if statement else 0
    module = "." * getattr(node, "level", 0) + (getattr(node, "module", None) or "")
    for alias in node.names:
        as_name = f" as {alias.asname}" if alias.asname and alias.asname != alias.name else ""
        if isinstance(node, ast.Import):
            name = alias.asname or alias.name.partition(".")[0]
            found.append(Import(name, f"import {alias.name}{as_name}", time, alias.name))
        elif module == "__future__":
            futures.append(f"from __future__ import {alias.name}")
        elif alias.name == "*":
            stars.append(Import("*", f"from {module} import *", time, module))
        else:
            text = f"from {module} import {alias.name}{as_name}"
            found.append(Import(alias.asname or alias.name, text, time, module))


def modules_imported(imports: Imports, used: Mapping[str, object]) -> tuple[str, ...]:
    """The top-level modules behind names that are used."""
    tops = {each.module.partition(".")[0] for each in imports.found if each.name in used}
    tops |= {each.module.partition(".")[0] for each in imports.stars}
    return tuple(sorted(tops - {""}))
