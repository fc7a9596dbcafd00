"""From a pipeline and a catalog to steps: where each dataset comes from and goes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..catalog.catalog import DataCatalog
from ..datasets.base import Dataset, MemoryDataset
from ..errors import MissingDatasetError, suggestion
from ..pipeline.nodes import Node, is_parameter, plain
from ..pipeline.parameters import flat_names, lookup
from ..pipeline.pipeline import Pipeline
from .steps import Step

_NOTHING: Mapping[str, Any] = {}


def plan(
    pipeline: Pipeline, catalog: DataCatalog, sources: Mapping[str, Dataset], kept: frozenset[str]
) -> list[Step]:
    """One step a node; `sources` are the datasets that the pipeline reads and does not make."""
    stored = {**sources, **_stored(pipeline, catalog)}
    read = {plain(name) for name in pipeline.all_inputs()}
    return [_step(node, stored, read, kept) for node in pipeline]


def find_sources(
    pipeline: Pipeline, catalog: DataCatalog, parameters: Mapping[str, Any]
) -> dict[str, Dataset]:
    """The datasets for everything that the pipeline reads and does not make.

    Raises:
        MissingDatasetError: neither the catalog nor the parameters have it.
    """
    found = {name: _source(name, catalog, parameters) for name in sorted(pipeline.inputs())}
    missing = [name for name, dataset in found.items() if dataset is None]
    if missing:
        raise MissingDatasetError(missing, cure=_cure(missing, catalog, parameters))
    return {name: dataset for name, dataset in found.items() if dataset is not None}


def _source(name: str, catalog: DataCatalog, parameters: Mapping[str, Any]) -> Dataset | None:
    if is_parameter(name):
        try:
            return MemoryDataset(lookup(parameters, name))
        except KeyError:
            return catalog.get(name)
    dataset = catalog.get(name)
    empty = isinstance(dataset, MemoryDataset) and not dataset.exists()
    return None if empty else dataset


def _stored(pipeline: Pipeline, catalog: DataCatalog) -> dict[str, Dataset]:
    """The catalog's datasets for what the pipeline makes, under every name that reads them."""
    made = pipeline.all_outputs()
    kept = {plain(name) for name in made if catalog.get(name) is not None}
    names = made | {name for name in pipeline.all_inputs() if plain(name) in kept}
    found = {name: catalog.get(name) for name in names}
    return {name: dataset for name, dataset in found.items() if dataset is not None}


def _step(node: Node, stored: Mapping[str, Dataset], read: set[str], kept: frozenset[str]) -> Step:
    inputs, outputs = node.inputs, node.outputs
    memory, loads = _parted(inputs, stored)
    keeps, saves = _parted(outputs, stored)
    wanted = [
        name
        for name in outputs
        if name in keeps or name in kept or (name not in saves and plain(name) in read)
    ]
    held = tuple([name for name in inputs if name not in stored])
    return Step(node, held, memory, loads, saves, keeps, tuple(wanted))


def _parted(
    names: tuple[str, ...], stored: Mapping[str, Dataset]
) -> tuple[Mapping[str, MemoryDataset], Mapping[str, Dataset]]:
    """What is kept in memory here, and what is stored elsewhere."""
    if stored.keys().isdisjoint(names):
        return _NOTHING, _NOTHING
    memory: dict[str, MemoryDataset] = {}
    elsewhere: dict[str, Dataset] = {}
    for name in names:
        dataset = stored.get(name)
        if isinstance(dataset, MemoryDataset):
            memory[name] = dataset
        elif dataset is not None:
            elsewhere[name] = dataset
    return memory, elsewhere


def _cure(missing: list[str], catalog: DataCatalog, parameters: Mapping[str, Any]) -> str:
    settings = [name.removeprefix("params:") for name in missing if is_parameter(name)]
    if settings:
        near = suggestion(settings, flat_names(parameters))
        return f"add it to conf/base/parameters.yml or give it with --params; {near}"
    return f"add an entry to the catalog; {suggestion(missing, catalog.list())}"
