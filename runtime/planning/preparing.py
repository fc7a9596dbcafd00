"""What has to be known before a run begins: its datasets, its parameters, its steps."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..catalog.catalog import DataCatalog
from ..datasets.base import Dataset, MemoryDataset
from ..datasets.files import timestamp
from ..errors import DatasetError
from ..pipeline.nodes import Node, is_parameter
from ..pipeline.parameters import check_overrides, merged, nested, unread
from ..pipeline.pipeline import Pipeline
from .plan import find_sources, plan
from .steps import Step

Keep = Literal["outputs", "all"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run that can begin: what each node reads and makes is known."""

    pipeline: Pipeline
    catalog: DataCatalog
    parameters: Mapping[str, Any]
    steps: Sequence[Step]
    kept: frozenset[str]
    at_start: Mapping[str, Any]
    given: Mapping[str, Any]  # parameters in place of the catalog's
    stamp: str


def prepare(
    pipeline: Pipeline | Iterable[Node | Pipeline],
    catalog: DataCatalog | Mapping[str, Any] | None,
    params: Mapping[str, Any] | None = None,
    keep: Keep = "outputs",
) -> Prepared:
    """Find everything that a run needs.

    Raises:
        Nb2pipeError: a dataset or parameter is not there.
    """
    pipeline = pipeline if isinstance(pipeline, Pipeline) else Pipeline(pipeline)
    stamp = timestamp()
    catalog = _as_catalog(catalog).with_versions(save=stamp)
    parameters = _parameters(pipeline, catalog, params or {})
    sources = find_sources(pipeline, catalog, parameters)
    kept = _kept(pipeline, catalog, keep)
    steps = plan(pipeline, catalog, sources, kept)
    at_start = _at_start(sources, parameters) if keep == "all" else {}
    given = nested(params or {})
    return Prepared(pipeline, catalog, parameters, steps, kept, at_start, given, stamp)


def _as_catalog(catalog: DataCatalog | Mapping[str, Any] | None) -> DataCatalog:
    return catalog if isinstance(catalog, DataCatalog) else DataCatalog(catalog)


def _parameters(
    pipeline: Pipeline, catalog: DataCatalog, over: Mapping[str, Any]
) -> dict[str, Any]:
    """All parameters: the catalog's `parameters` and `params:NAME`, with `over` in their place."""
    base = catalog.load("parameters") if "parameters" in catalog else {}
    single = {name.removeprefix("params:"): catalog.load(name) for name in catalog.list("params:*")}
    base = merged(base, nested(single))
    if over:
        read = pipeline.all_inputs()
        check_overrides(over, base, read)
        for name in unread(over, read):
            logging.getLogger("nb2pipe").warning("no node of this run reads parameter %r", name)
    return merged(base, nested(over))


def _kept(pipeline: Pipeline, catalog: DataCatalog, keep: Keep) -> frozenset[str]:
    """The datasets whose values the result holds."""
    if keep == "all":
        return frozenset(pipeline.all_outputs())
    free = pipeline.outputs()
    return frozenset(name for name in free if not _is_stored(catalog.get(name)))


def _is_stored(dataset: Dataset | None) -> bool:
    return dataset is not None and not isinstance(dataset, MemoryDataset)


def _at_start(sources: Mapping[str, Dataset], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters and the values that go in; what cannot be loaded is left to its reader."""
    values = {f"params:{name}": value for name, value in parameters.items()}
    for name, dataset in sources.items():
        try:
            values[name] = dataset.load()
        except Exception as error:
            if not is_parameter(name):
                continue
            raise DatasetError(f"{name} cannot be read: {error}", cure="correct it") from error
    return values
