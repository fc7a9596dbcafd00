"""What happens around a cell that runs: it is remembered, gets its datasets, may be isolated."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from ..converter.source.tags import NodeOptions, Role, Tag, TagError, tag_of
from ..runtime.errors import Nb2pipeError
from .cell_flow import flow_of
from .isolation import Isolation, isolate
from .messages import say, two_sentences
from .session import Session

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell


class CellWatch:
    """Listens to a shell's cells; `before` and `after` are IPython's hooks of those names."""

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        self.shell = shell
        self.session = session
        self.namespace: MutableMapping[str, Any] = shell.user_ns
        self.isolation: Isolation | None = None

    def before(self, info: ExecutionInfo) -> None:
        """Remember the cell, load what it reads from the catalog, isolate it if it asks for that."""
        self._end_isolation(succeeded=False)  # of a cell that was interrupted
        source = info.raw_cell or ""
        self.session.forget(_deleted_cells(self.shell))
        self.session.remember(source, info.cell_id)
        options = _options(source)
        self._load(source, options)
        if options.isolated:
            self.isolation = self._isolate(source, options)

    def after(self, result: ExecutionResult | None) -> None:
        """Give an isolated cell's names back to the notebook."""
        isolation = self.isolation
        self._end_isolation(succeeded=bool(result and result.success))
        error = result and result.error_in_exec
        if isolation and isinstance(error, NameError) and error.name in isolation.hidden:
            say(
                f"`{error.name}` is hidden from this cell, which is isolated\n"
                f"  help: declare it with `--inputs {error.name}`"
            )

    def _load(self, source: str, options: NodeOptions) -> None:
        """Load datasets that the cell reads and the notebook has not defined; failures are told.

        The cell then fails by itself, where it reads the name.
        """
        for name, dataset in wanted(source, options.inputs, self.session.config, self.namespace):
            try:
                self.namespace[name] = self.session.catalog.load(dataset)
            except Nb2pipeError as error:
                say(two_sentences(error))

    def _isolate(self, source: str, options: NodeOptions) -> Isolation:
        flow = flow_of(source)
        return isolate(
            self.namespace,
            inputs=options.inputs,
            outputs=options.outputs or {*flow.binds, *flow.changes},
            shared=self._shared(),
        )

    def _shared(self) -> set[str]:
        setups = [source for source in self.session.cells.values() if _role(source) is Role.SETUP]
        return {name for source in setups for name in flow_of(source).binds}

    def _end_isolation(self, *, succeeded: bool) -> None:
        if self.isolation:
            self.isolation.end(succeeded=succeeded)
            self.isolation = None


def _deleted_cells(shell: InteractiveShell) -> list[str]:
    """The ids of cells that JupyterLab says were deleted since it last ran one."""
    request = getattr(shell, "get_parent", dict)()  # a terminal has no request
    return request.get("metadata", {}).get("deletedCells", [])


def wanted(
    source: str,
    renamed: Mapping[str, str],
    catalog: Mapping[str, Any],
    namespace: Mapping[str, Any],
) -> list[tuple[str, str]]:
    """Pairs of name and dataset: the catalog's datasets that a cell reads and nothing has defined.

    `renamed` maps a name to the dataset that it reads, where those differ.
    """
    names = {dataset: dataset for dataset in catalog} | dict(renamed)
    missing = {
        name: dataset
        for name, dataset in names.items()
        if dataset in catalog and name not in namespace and name in source
    }
    if not missing:
        return []
    return [(name, missing[name]) for name in flow_of(source).reads if name in missing]


def _options(source: str) -> NodeOptions:
    tag = _tag(source)
    return tag.options if tag else NodeOptions()


def _role(source: str) -> Role | None:
    tag = _tag(source)
    return tag.role if tag else None


def _tag(source: str) -> Tag | None:
    try:
        return tag_of(source, (), {})
    except TagError:
        return None  # the tag line's own failure tells
