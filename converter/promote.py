"""The whole way from a notebook file to a project: the edge that reads, and the stages between."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

from ..runtime.errors import Nb2pipeError, UsageError
from .code.generated import kept_parameters, undefined_names
from .code.imports import imports_of
from .diagnostics import Diagnostic, Severity
from .environment import pins, with_requirements
from .flow.cells import Kind
from .folder import read_lock_files
from .memory import read_memory, recall_joined, recall_seen, remember
from .nodes.analysis import Analysis, analyse
from .nodes.naming import slug
from .project import LOCK, Place, Project, imported_modules, make_project
from .source.notebook import read_notebook

if TYPE_CHECKING:
    from .verify.observation import Observation


class FindingsError(Nb2pipeError):
    """The notebook has errors that stand in the way of a pipeline."""

    def __init__(self, notebook: Path, found: tuple[Diagnostic, ...]) -> None:
        self.found = found
        self.may_run = all(each.code == "NB201" for each in found)
        """Whether a run may show where the names come from that the text does not define."""
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        super().__init__(
            f"{notebook}, {said_place(first)}: {first.message} [{first.code}]{more}",
            cure=first.cure,
        )


@dataclass(frozen=True, slots=True)
class Promotion:
    """A notebook and the project that it becomes."""

    analysis: Analysis
    project: Project
    folder: Path

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """What there is to say of the notebook, and of the code that came out."""
        analysis, files = self.analysis, self.project.files
        graph = analysis.graph
        cells = {each.number: each.cell for each in analysis.flows.statements}
        set_in = {each.name: cells[each.statement] for each in analysis.parameters}
        kept = kept_parameters(files, set_in)
        return (*graph.diagnostics, *undefined_names(files, graph.nodes), *kept)


def said_place(found: Diagnostic) -> str:
    """Where a diagnostic points, in words."""
    if found.cell is None:
        return "the notebook"
    return f"cell {found.cell}, line {found.line}" if found.line else f"cell {found.cell}"


def promote(
    path: Path,
    folder: Path | None = None,
    *,
    name: str | None = None,
    auto: bool = False,
    joined: Iterable[tuple[int, int]] | None = None,
    in_place: frozenset[Kind] | None = None,
    seen: Observation | None = None,
) -> Promotion:
    """Read and analyse a notebook and make its project, which is not written yet.

    What a proof showed before is remembered by the project in `folder`; `joined`, `in_place` and
    `seen` are what a new one shows.

    Raises NotebookError, UsageError and FindingsError.
    """
    notebook = read_notebook(path)
    package = package_name(name, path)
    folder = folder_of(path, folder, name)
    memory = read_memory(folder / LOCK)
    auto = auto or memory.auto
    if seen is None:
        seen = recall_seen(memory, notebook)
    joined = tuple(recall_joined(memory, notebook) if joined is None else joined)
    in_place = memory.in_place if in_place is None else in_place
    analysis = analyse(notebook, auto=auto, joined=joined, in_place=in_place, seen=seen)
    package = _own_name(package, imports_of(analysis.flows).modules, asked=name is not None)
    ran = {cell.number for cell in seen.cells} if seen else set[int]()
    errors = tuple(
        each
        for each in analysis.graph.diagnostics
        if each.severity is Severity.ERROR and not (each.code == "NB201" and each.cell in ran)
    )  # a name that nothing defines was never asked for where its cell ran
    if errors:
        raise FindingsError(path, errors)
    _require_nodes(analysis, path, auto=auto)
    modules, imported = imported_modules(analysis)
    types = [str(entry.get("type", "")) for entry in analysis.graph.catalog.values()]
    folders = [path.parent, *(path.parent / each for each in analysis.import_folders)]
    installed = [each for cell in analysis.flows.cells for each in cell.code.requirements]
    requirements = with_requirements(pins(imported, types, folders), installed)
    place = Place(
        package=package,
        workdir=os.path.relpath(path.parent.resolve(), folder.resolve()),
        notebook=path.name,
        paths=analysis.import_folders,
        requirements=_steady(requirements, folder),
        memory=remember(notebook, auto=auto, joined=joined, in_place=in_place, seen=seen),
    )
    return Promotion(analysis, make_project(analysis, modules, place), folder)


def folder_of(path: Path, folder: Path | None, name: str | None) -> Path:
    """The folder of a notebook's project: the one asked for, or one beside the notebook."""
    return folder or path.parent / package_name(name, path)


def package_name(name: str | None, path: Path) -> str:
    """The package's name: the one asked for, or one made of the notebook's."""
    if name is not None:
        if not name.isidentifier() or iskeyword(name) or name != name.lower():
            raise UsageError(
                f"{name!r} cannot name a package",
                cure="use lower-case letters, digits and underscores",
            )
        return name
    words = re.sub(r"[^0-9A-Za-z]+", " ", path.stem)
    found = slug(words, words=8) or f"notebook_{slug('n ' + words, words=8)}"
    return f"{found}_pipeline" if found in _TAKEN else found


_TAKEN = sys.stdlib_module_names | frozenset(
    "test tests conf src nb2pipe pandas numpy scipy sklearn matplotlib seaborn plotly bokeh altair "
    "torch tensorflow keras jax statsmodels polars dask pyarrow xgboost lightgbm requests sympy "
    "networkx nltk spacy transformers joblib yaml".split()
)
"""Names that a notebook's file may have and a package must not: it would hide the module."""


def _own_name(package: str, imported: Collection[str], *, asked: bool) -> str:
    """The package's name, or another one where it would hide a module that the notebook imports."""
    if package not in imported and package not in sys.stdlib_module_names:
        return package
    if not asked:
        return f"{package}_pipeline"
    raise UsageError(
        f"a package called {package!r} would hide the module of that name",
        cure=f"choose another with --name, such as {package}_pipeline",
    )


def _require_nodes(analysis: Analysis, path: Path, *, auto: bool) -> None:
    if analysis.graph.nodes:
        return
    if not analysis.notebook.code:
        raise UsageError(f"{path} has no code in it", cure="write a cell, and run convert again")
    if auto:
        return  # a notebook that only shows things is a pipeline of no nodes
    raise UsageError(
        f"{path} has no cell that is tagged as a node",
        cure="write `%%node NAME` on a cell's first line, or pass --auto",
    )


def _steady(requirements: dict[str, str], folder: Path) -> dict[str, str]:
    """Keep the versions that the project asks for already: an upgrade here is no edit of the notebook."""
    if "pyproject.toml" not in read_lock_files(folder):
        return requirements
    import tomllib

    try:
        held = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        asked = held["project"]["dependencies"]
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return requirements
    old = {re.split(r"[<>=!~\[; ]", each, maxsplit=1)[0]: each for each in asked}
    return {name: old.get(name, new) for name, new in requirements.items()}
