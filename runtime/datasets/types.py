"""Which class a catalog's `type` means."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ..errors import ConfigError, suggestion
from . import formats
from .base import MemoryDataset
from .partitions import PartitionedDataset
from .sql import SQLQueryDataset, SQLTableDataset

TYPES: Mapping[str, type[Any]] = {
    "MemoryDataset": MemoryDataset,
    "joblib.JoblibDataset": formats.JoblibDataset,
    "json.JSONDataset": formats.JSONDataset,
    "matplotlib.MatplotlibDataset": formats.MatplotlibDataset,
    "matplotlib.MatplotlibWriter": formats.MatplotlibDataset,
    "metrics.MetricsDataset": formats.MetricsDataset,
    "numpy.NumpyDataset": formats.NumpyDataset,
    "pandas.CSVDataset": formats.CSVDataset,
    "pandas.ExcelDataset": formats.ExcelDataset,
    "pandas.JSONDataset": formats.PandasJSONDataset,
    "pandas.ParquetDataset": formats.ParquetDataset,
    "pandas.SQLQueryDataset": SQLQueryDataset,
    "pandas.SQLTableDataset": SQLTableDataset,
    "partitions.PartitionedDataset": PartitionedDataset,
    "pickle.PickleDataset": formats.PickleDataset,
    "plotly.HTMLDataset": formats.PlotlyHTMLDataset,
    "plotly.JSONDataset": formats.PlotlyDataset,
    "polars.CSVDataset": formats.PolarsCSVDataset,
    "polars.ParquetDataset": formats.PolarsParquetDataset,
    "text.TextDataset": formats.TextDataset,
    "yaml.YAMLDataset": formats.YAMLDataset,
}


def dataset_class(name: str) -> type[Any]:
    """The class that `type: NAME` means: ours, that of `kedro_datasets`, or any by its full path.

    Raises:
        ConfigError: there is no such class; with the nearest names.
    """
    found = TYPES.get(name) or _imported(f"kedro_datasets.{name}") or _imported(name)
    if found is None:
        raise ConfigError(
            f"there is no dataset type {name!r}",
            cure=f"{suggestion([name], sorted(TYPES))} Or install the `kedro_datasets` that has it",
        )
    return found


def _imported(path: str) -> type[Any] | None:
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name, None) if module else None
    except ModuleNotFoundError as error:
        if error.name and (module == error.name or module.startswith(f"{error.name}.")):
            return None
        raise
    return found if isinstance(found, type) else None
