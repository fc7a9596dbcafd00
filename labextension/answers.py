"""What the panel is told about a notebook: its graph, its drawing, its code. No disk, no server."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from threading import Lock
from typing import Any

from ..converter.memory import Memory, recall_joined, recall_seen
from ..converter.nodes.analysis import Analysis, analyse
from ..converter.nodes.graph import Graph, GraphCell
from ..converter.project import Place, imported_modules, make_project
from ..converter.source.notebook import Notebook
from ..runtime.drawing.layout import Drawing, layout
from ..runtime.drawing.picture import Detail, Picture, picture
from ..runtime.drawing.svg import to_svg

SUGGESTED = frozenset({"node", "report", "params"})
"""The roles that are worth a tag; setup and the rest are seen without one."""


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook as it stands in the editor, and what its project remembers of a proof."""

    notebook: Notebook
    auto: bool = False
    memory: Memory = field(default_factory=Memory)

    @property
    def takes_all(self) -> bool:
        """Whether cells without a tag take part: a project that was made so is made so again."""
        return self.auto or self.memory.auto

    def analysis(self) -> Analysis:
        """What `convert` would find now."""
        return self._analysis(auto=self.takes_all)

    def analysis_of_all(self) -> Analysis:
        """What `convert --auto` would find now."""
        return self._analysis(auto=True)

    def _analysis(self, *, auto: bool) -> Analysis:
        joined = recall_joined(self.memory, self.notebook)
        seen = recall_seen(self.memory, self.notebook) if self.memory.seen else None
        return analyse(self.notebook, auto=auto, joined=joined, seen=seen)


def analysed(source: Source, *, detail: Detail, previous: Mapping[str, float]) -> dict[str, Any]:
    """The graph, where its boxes stand, and what `--auto` would tag; `previous` are their last x."""
    graph = source.analysis().graph
    return {
        "graph": graph.to_json(),
        "drawing": _drawings.of(picture(graph.items(), detail), previous).to_json(),
        "suggestions": list(suggestions(graph, source)),
    }


def suggestions(graph: Graph, source: Source) -> Iterator[dict[str, Any]]:
    """Roles and names that the analysis gives, or would give, to cells without a tag."""
    if all(cell.tagged for cell in graph.cells):
        return
    seen = graph if source.takes_all else source.analysis_of_all().graph
    for cell in seen.cells:
        if not cell.tagged and cell.role in SUGGESTED:
            yield {"cell": cell.number, "role": cell.role, "name": _name(cell)}


def _name(cell: GraphCell) -> str | None:
    return None if cell.role == "params" else cell.name


class Drawings:
    """Where the boxes of the last pictures stand: most edits change no box and no line."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._held: dict[Picture, Drawing] = {}
        self._lock = Lock()

    def of(self, drawn: Picture, previous: Mapping[str, float]) -> Drawing:
        """Place a picture; one that was drawn before stands as it stood."""
        with self._lock:
            found = self._held.pop(drawn, None)
        found = found or layout(drawn, previous)
        with self._lock:
            self._held[drawn] = found
            if len(self._held) > self._size:
                del self._held[next(iter(self._held))]
        return found


_drawings = Drawings()


def svg_of(source: Source, *, detail: Detail) -> str:
    """The picture as a file that stands alone."""
    graph = source.analysis().graph
    return to_svg(_drawings.of(picture(graph.items(), detail), {}), graph.name) + "\n"


def code_of(source: Source, path: str, package: str) -> dict[str, Any]:
    """The modules as they would be written now, and the function of each node."""
    analysis = source.analysis()
    modules, _ = imported_modules(analysis)
    place = Place(package=package, notebook=PurePosixPath(path).name)
    files = make_project(analysis, modules, place).files
    homes = {node: f"{package}/{home.replace('.', '/')}.py" for node, home in modules.homes.items()}
    return {
        "files": {name: text for name, text in files.items() if name.startswith(f"{package}/")},
        "functions": {
            node: {"file": home, "source": function_in(files[home], node)}
            for node, home in homes.items()
        },
    }


@lru_cache(maxsize=32)
def _functions(text: str) -> Mapping[str, str]:
    lines = text.splitlines()
    return {
        each.name: "\n".join(lines[each.lineno - 1 : each.end_lineno])
        for each in ast.parse(text).body
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def function_in(text: str, name: str) -> str:
    """The source of a function at module level, or nothing where there is none.

    >>> function_in("import re\\n\\ndef one():\\n    return 1\\n", "one")
    'def one():\\n    return 1'
    """
    return _functions(text).get(name, "")
