"""The formats that come with nb2pipe: how each reads and writes a local path.

Libraries are imported when a value is read or written, never before. Default arguments are
Kedro's, so that one catalog means the same in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from ..errors import DatasetError
from .files import FileDataset

_TEXT = {"encoding": "utf-8", "newline": ""}  # line ends stay as they are


@dataclass(frozen=True)
class CSVDataset(FileDataset):
    """A pandas frame as CSV; without its index, unless `save_args` says otherwise."""

    default_save_args: ClassVar[Mapping[str, Any]] = {"index": False}

    def read(self, path: str, **load_args: Any) -> Any:
        import pandas as pd

        return pd.read_csv(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.to_csv(path, **save_args)


@dataclass(frozen=True)
class ExcelDataset(FileDataset):
    """A pandas frame as a sheet, or a mapping of sheet names to frames."""

    default_save_args: ClassVar[Mapping[str, Any]] = {"index": False}

    def read(self, path: str, **load_args: Any) -> Any:
        import pandas as pd

        return pd.read_excel(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        import pandas as pd

        sheets = (
            value if isinstance(value, Mapping) else {save_args.pop("sheet_name", "Sheet1"): value}
        )
        with pd.ExcelWriter(path, **save_args.pop("writer", {})) as writer:
            for name, frame in sheets.items():
                frame.to_excel(writer, sheet_name=str(name), **save_args)


@dataclass(frozen=True)
class ParquetDataset(FileDataset):
    """A pandas frame as Parquet."""

    def read(self, path: str, **load_args: Any) -> Any:
        import pandas as pd

        return pd.read_parquet(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.to_parquet(path, **save_args)


@dataclass(frozen=True)
class PandasJSONDataset(FileDataset):
    """A pandas frame as JSON."""

    def read(self, path: str, **load_args: Any) -> Any:
        import pandas as pd

        return pd.read_json(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.to_json(path, **save_args)


@dataclass(frozen=True)
class JSONDataset(FileDataset):
    """Plain values as JSON."""

    kind: ClassVar[str] = "plain"
    default_save_args: ClassVar[Mapping[str, Any]] = {"indent": 2}

    def read(self, path: str, **load_args: Any) -> Any:
        import json

        return json.loads(Path(path).read_text(encoding="utf-8"), **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        import json

        Path(path).write_text(json.dumps(value, **save_args), encoding="utf-8")


@dataclass(frozen=True)
class MetricsDataset(JSONDataset):
    """Numbers by name, as JSON; what runs are compared by."""

    kind: ClassVar[str] = "metrics"

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        super().write(path, _numbers(value), **save_args)


@dataclass(frozen=True)
class YAMLDataset(FileDataset):
    """Plain values as YAML."""

    default_save_args: ClassVar[Mapping[str, Any]] = {"sort_keys": False}

    def read(self, path: str, **load_args: Any) -> Any:
        import yaml

        return yaml.safe_load(Path(path).read_text(encoding="utf-8"))

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        import yaml

        Path(path).write_text(yaml.safe_dump(value, **save_args), encoding="utf-8")


@dataclass(frozen=True)
class TextDataset(FileDataset):
    """Text, in UTF-8."""

    def read(self, path: str, **load_args: Any) -> Any:
        with Path(path).open(**{**_TEXT, **load_args}) as file:
            return file.read()

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        with Path(path).open("w", **{**_TEXT, **save_args}) as file:
            file.write(value)


@dataclass(frozen=True)
class PickleDataset(FileDataset):
    """Any value that `backend` (pickle, joblib, cloudpickle, dill, …) can carry."""

    backend: str = "pickle"

    def read(self, path: str, **load_args: Any) -> Any:
        with Path(path).open("rb") as file:
            return import_module(self.backend).load(file, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        with Path(path).open("wb") as file:
            import_module(self.backend).dump(value, file, **save_args)


@dataclass(frozen=True)
class JoblibDataset(FileDataset):
    """Models and large arrays, as joblib writes them."""

    def read(self, path: str, **load_args: Any) -> Any:
        import joblib

        return joblib.load(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        import joblib

        joblib.dump(value, path, **save_args)


@dataclass(frozen=True)
class NumpyDataset(FileDataset):
    """An array as `.npy`, or a mapping of names to arrays as `.npz`."""

    def read(self, path: str, **load_args: Any) -> Any:
        import numpy as np

        value = np.load(path, **load_args)
        return {name: value[name] for name in value.files} if path.endswith(".npz") else value

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        import numpy as np

        with Path(path).open("wb") as file:
            if path.endswith(".npz"):
                np.savez(file, **value, **save_args)
            else:
                np.save(file, value, **save_args)


@dataclass(frozen=True)
class PolarsCSVDataset(FileDataset):
    """A polars frame as CSV."""

    def read(self, path: str, **load_args: Any) -> Any:
        import polars as pl

        return pl.read_csv(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.write_csv(path, **save_args)


@dataclass(frozen=True)
class PolarsParquetDataset(FileDataset):
    """A polars frame as Parquet."""

    def read(self, path: str, **load_args: Any) -> Any:
        import polars as pl

        return pl.read_parquet(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.write_parquet(path, **save_args)


@dataclass(frozen=True)
class PlotlyDataset(FileDataset):
    """A plotly figure as JSON."""

    kind: ClassVar[str] = "figure"

    def read(self, path: str, **load_args: Any) -> Any:
        import plotly.io

        return plotly.io.read_json(path, **load_args)

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.write_json(path, **save_args)


@dataclass(frozen=True)
class PlotlyHTMLDataset(FileDataset):
    """A plotly figure as a page; it cannot be loaded."""

    kind: ClassVar[str] = "figure"

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        value.write_html(path, **save_args)


@dataclass(frozen=True)
class MatplotlibDataset(FileDataset):
    """A figure as an image; several figures (a list or a mapping) as a folder of images."""

    kind: ClassVar[str] = "figure"

    def read(self, path: str, **load_args: Any) -> Any:
        raise DatasetError(
            "a figure is kept to be looked at and cannot be loaded",
            cure="keep the figure's data as a dataset of its own where a node needs it",
        )

    def write(self, path: str, value: Any, **save_args: Any) -> None:
        for name, figure in _figures(value).items():
            target = Path(path, name) if name else Path(path)
            target.parent.mkdir(exist_ok=True)
            figure.savefig(target, **save_args)


def _figures(value: Any) -> dict[str, Any]:
    """Name the figures as files of a folder; a single one has no name."""
    if isinstance(value, Mapping):
        return {str(name): figure for name, figure in value.items()}
    if isinstance(value, list | tuple):
        return {f"{number}.png": figure for number, figure in enumerate(value)}
    return {"": value if hasattr(value, "savefig") else value.get_figure()}


def _numbers(value: Any) -> dict[str, float]:
    """A flat mapping of names to numbers, with numpy's taken for what they are."""
    told = {
        str(name): getattr(each, "item", lambda each=each: each)() for name, each in value.items()
    }
    strange = [name for name, each in told.items() if not isinstance(each, int | float)]
    if strange:
        raise DatasetError(
            f"metrics are numbers, and {strange[0]!r} is a {type(told[strange[0]]).__name__}",
            cure="give a flat mapping of names to numbers",
        )
    return told
