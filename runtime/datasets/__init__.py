"""Where values are kept between nodes and runs: in memory, or in files anywhere fsspec reaches."""

from __future__ import annotations

from .base import Dataset, MemoryDataset, load_dataset, save_dataset
from .files import FileDataset
from .formats import (
    CSVDataset,
    ExcelDataset,
    JoblibDataset,
    JSONDataset,
    MatplotlibDataset,
    MetricsDataset,
    NumpyDataset,
    PandasJSONDataset,
    ParquetDataset,
    PickleDataset,
    TextDataset,
    YAMLDataset,
)
from .partitions import PartitionedDataset
from .sql import SQLQueryDataset, SQLTableDataset
from .types import TYPES, dataset_class

__all__ = [
    "TYPES",
    "CSVDataset",
    "Dataset",
    "ExcelDataset",
    "FileDataset",
    "JSONDataset",
    "JoblibDataset",
    "MatplotlibDataset",
    "MemoryDataset",
    "MetricsDataset",
    "NumpyDataset",
    "PandasJSONDataset",
    "ParquetDataset",
    "PartitionedDataset",
    "PickleDataset",
    "SQLQueryDataset",
    "SQLTableDataset",
    "TextDataset",
    "YAMLDataset",
    "dataset_class",
    "load_dataset",
    "save_dataset",
]
