"""`%pipeline`, `%catalog`, `%load_node`, and the cell magic that declares catalog entries."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..converter.source.notebook import Notebook, read_notebook
from ..converter.source.tags import parse_magic
from ..runtime.catalog.catalog import DataCatalog
from ..runtime.errors import UsageError
from ..runtime.project.lock import read_lock
from .catalog_cell import read_entries
from .messages import shown_by_ipython
from .session import Session
from .subcommands import SUBCOMMANDS, project_of, run_subcommand
from .views import CatalogView, CheckView, PipelineView

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from ..converter.nodes.graph import Graph


class LineMagics:
    """The magics that one shell calls; each method is the magic of its name."""

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        self.shell = shell
        self.session = session

    def pipeline(self, line: str) -> None:
        """Draw this notebook's pipeline, check it, write it, run it.

        %pipeline                       the graph of this notebook
        %pipeline NOTEBOOK.ipynb        the graph of a saved notebook
        %pipeline check [NOTEBOOK]      what is wrong with it, and what to do
        %pipeline convert [NOTEBOOK] [OPTIONS]
        %pipeline run [PROJECT] [OPTIONS]
        %pipeline viz [PROJECT] [OPTIONS]

        The last three are the commands of `nb2pipe`; they take this notebook as it was saved,
        and the project that was made of it.
        """
        with shown_by_ipython():
            match shlex.split(line):
                case []:
                    _display(PipelineView(self._graph()))
                case [name] if name.endswith(".ipynb"):
                    _display(PipelineView(self._graph(name)))
                case ["check"]:
                    _display(CheckView(self._graph()))
                case ["check", name]:
                    _display(CheckView(self._graph(name)))
                case [command, *rest] if command in SUBCOMMANDS:
                    run_subcommand(command, rest, self._saved())
                case words:
                    raise _not_taken("%pipeline", words, ["NOTEBOOK.ipynb", "check", *SUBCOMMANDS])

    def catalog(self, line: str) -> None:
        """List the catalog, or load one of its datasets.

        %catalog                the datasets, their types and where they are stored
        %catalog load NAME      put a dataset in the namespace, in place of what is there
        """
        with shown_by_ipython():
            match shlex.split(line):
                case []:
                    _display(CatalogView(self.session.config))
                case ["load", name]:
                    self.shell.user_ns[name] = self.session.catalog.load(name)
                case words:
                    raise _not_taken("%catalog", words, ["load NAME"])

    def load_node(self, line: str) -> None:
        """Bring a node's inputs here as they were in the last run, and its function.

        %load_node NAME [PROJECT]

        The inputs get the names that the function has for them, in place of what is there, so
        that the node's own cells run without those above them. A new cell below holds the
        function and its call. The project is that of this notebook, unless another is named.
        """
        from .node_loading import bring

        with shown_by_ipython():
            match shlex.split(line):
                case [name]:
                    view = bring(name, self._project(), self.shell.user_ns)
                case [name, project]:
                    view = bring(name, Path(project), self.shell.user_ns)
                case words:
                    raise UsageError(
                        f"`%load_node` does not take {' '.join(words)!r}",
                        cure="name a node, and its project where that is not this notebook's",
                    )
            _display(view)
            self.shell.set_next_input(view.cell)

    def declare(self, line: str, body: str) -> None:
        """This cell is YAML: where the pipeline's datasets are stored.

        %%catalog
        companies:
          type: pandas.CSVDataset
          filepath: data/companies.csv
        """
        with shown_by_ipython():
            parse_magic(f"%%catalog {line}")
            entries = read_entries(body)
            DataCatalog.from_config(entries)  # raises where an entry cannot be read
            self.session.declare(entries)
            _display(CatalogView(entries))

    def _graph(self, name: str | None = None) -> Graph:
        from ..converter.nodes.analysis import analyse

        return analyse(self._notebook(name)).graph

    def _notebook(self, name: str | None) -> Notebook:
        return read_notebook(Path(name)) if name else self.session.notebook(self._saved())

    def _saved(self) -> Path | None:
        """This notebook's file, where the Jupyter server told the kernel of it."""
        told = Path(str(self.shell.user_ns.get("__session__", "")))
        return told if told.suffix == ".ipynb" and told.is_file() else None

    @property
    def node_names(self) -> list[str]:
        """The nodes that `%load_node` may be asked for."""
        return list(read_lock(self._project()).cells or ())

    def _project(self) -> Path:
        """The project of this notebook, else the one below the working folder."""
        saved = self._saved()
        beside = project_of(saved) if saved else Path()
        return beside if beside.is_dir() else Path()


def _not_taken(magic: str, words: list[str], allowed: Iterable[str]) -> UsageError:
    return UsageError(
        f"`{magic}` does not take {' '.join(words)!r}",
        cure=f"write it alone, or with one of: {', '.join(allowed)}",
    )


def _display(view: object) -> None:
    from IPython.display import display

    display(view)
