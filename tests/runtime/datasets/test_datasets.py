"""Every type gives back what was put in, here and on other filesystems, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import joblib
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib.figure import Figure
from plotly.graph_objects import Figure as Plotly

from nb2pipe.runtime import DataCatalog
from nb2pipe.runtime.datasets import (
    TYPES,
    CSVDataset,
    FileDataset,
    MatplotlibDataset,
    MemoryDataset,
    PickleDataset,
    TextDataset,
    dataset_class,
)
from nb2pipe.runtime.datasets.places import LocalPlace, RemotePlace, locate
from nb2pipe.runtime.errors import ConfigError, DatasetError

FRAME = pd.DataFrame({"name": ["a", "b"], "size": [1, 2]})
POLARS = pl.DataFrame({"name": ["a", "b"], "size": [1, 2]})
NESTED = {"name": "a", "sizes": [1, 2.5, None]}

ROUND_TRIPS: list[tuple[str, str, Any]] = [
    ("joblib.JoblibDataset", "v.joblib", np.arange(3)),
    ("json.JSONDataset", "v.json", NESTED),
    ("metrics.MetricsDataset", "v.json", {"r2": 0.5, "rows": 3}),
    ("numpy.NumpyDataset", "v.npy", np.arange(3)),
    ("numpy.NumpyDataset", "v.npz", {"one": np.arange(3)}),
    ("pandas.CSVDataset", "v.csv", FRAME),
    ("pandas.CSVDataset", "v.csv.gz", FRAME),
    ("pandas.ExcelDataset", "v.xlsx", FRAME),
    ("pandas.JSONDataset", "v.json", FRAME),
    ("pandas.ParquetDataset", "v.parquet", FRAME),
    ("pickle.PickleDataset", "v.pkl", {1, "two"}),
    ("plotly.JSONDataset", "v.json", Plotly({"data": [{"x": [1, 2], "type": "scatter"}]})),
    ("polars.CSVDataset", "v.csv", POLARS),
    ("polars.ParquetDataset", "v.parquet", POLARS),
    ("text.TextDataset", "v.txt", "two\r\nlines é\n"),
    ("yaml.YAMLDataset", "v.yml", NESTED),
]


def same(left: Any, right: Any) -> bool:
    if isinstance(left, pd.DataFrame | pl.DataFrame):
        return left.equals(right)
    return joblib.hash(left) == joblib.hash(right) or left == right


@pytest.mark.parametrize(("kind", "file", "value"), ROUND_TRIPS)
def test_what_is_saved_is_loaded(tmp_path: Path, kind: str, file: str, value: Any) -> None:
    dataset = dataset_class(kind)(filepath=str(tmp_path / "new" / file))
    dataset.save(value)
    assert same(dataset.load(), value)


@pytest.mark.parametrize(("kind", "file", "value"), ROUND_TRIPS)
def test_the_same_holds_on_a_filesystem_of_fsspec(kind: str, file: str, value: Any) -> None:
    dataset = dataset_class(kind)(filepath=f"memory://{uuid4().hex}/{file}")
    dataset.save(value)
    assert same(dataset.load(), value)


@pytest.mark.parametrize(
    "kind", sorted(name for name, kind in TYPES.items() if issubclass(kind, FileDataset))
)
def test_every_type_says_whether_it_holds_something(tmp_path: Path, kind: str) -> None:
    assert not dataset_class(kind)(filepath=str(tmp_path / "none")).exists()


def test_several_sheets_are_one_excel_file(tmp_path: Path) -> None:
    dataset = dataset_class("pandas.ExcelDataset")(
        filepath=tmp_path / "v.xlsx", load_args={"sheet_name": None}
    )
    dataset.save({"one": FRAME, "two": FRAME})
    assert list(dataset.load()) == ["one", "two"]


def test_arguments_go_to_the_library(tmp_path: Path) -> None:
    dataset = CSVDataset(tmp_path / "v.csv", {"sep": ";"}, {"sep": ";", "index": True})
    dataset.save(FRAME)
    assert list(dataset.load().columns) == ["Unnamed: 0", "name", "size"]


def test_a_figure_becomes_an_image(tmp_path: Path) -> None:
    figure = Figure()
    MatplotlibDataset(tmp_path / "plot.png", save_args={"dpi": 20}).save(figure)
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_several_figures_become_a_folder_of_images(tmp_path: Path) -> None:
    MatplotlibDataset(tmp_path / "plots").save({"one.png": Figure()})
    assert [file.name for file in (tmp_path / "plots").iterdir()] == ["one.png"]


def test_figures_saved_again_replace_the_folder(tmp_path: Path) -> None:
    dataset = MatplotlibDataset(tmp_path / "plots")
    dataset.save([Figure(), Figure()])
    dataset.save([Figure()])
    assert [file.name for file in (tmp_path / "plots").iterdir()] == ["0.png"]


def test_a_figure_cannot_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "plot.png").touch()
    with pytest.raises(DatasetError, match="looked at"):
        MatplotlibDataset(tmp_path / "plot.png").load()


def test_a_pickle_can_have_another_backend(tmp_path: Path) -> None:
    dataset = PickleDataset(tmp_path / "f.pkl", backend="cloudpickle")
    dataset.save(lambda x: x + 1)
    assert dataset.load()(1) == 2


def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    dataset = PickleDataset(tmp_path / "v.pkl")
    dataset.save("old")
    with pytest.raises(Exception, match="pickle"):
        dataset.save(["new", lambda: None])
    assert dataset.load() == "old"


def test_a_save_that_fails_leaves_nothing_beside_it(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="pickle"):
        PickleDataset(tmp_path / "v.pkl").save(lambda: None)
    assert list(tmp_path.iterdir()) == []


def test_versions_stand_as_kedro_lays_them_out(tmp_path: Path) -> None:
    TextDataset(tmp_path / "v.txt", versioned=True, save_version="2026-01-01").save("one")
    assert (tmp_path / "v.txt" / "2026-01-01" / "v.txt").read_text() == "one"


@pytest.mark.parametrize("where", ["local", "memory"])
def test_the_newest_version_is_loaded(tmp_path: Path, where: str) -> None:
    file = f"{tmp_path}/v.txt" if where == "local" else f"memory://{uuid4().hex}/v.txt"
    for version in ("2026-01-02", "2026-01-01"):
        TextDataset(file, versioned=True, save_version=version).save(version)
    assert TextDataset(file, versioned=True).load() == "2026-01-02"


def test_a_run_loads_the_version_that_it_saved(tmp_path: Path) -> None:
    for version in ("2026-01-01", "2026-01-02"):
        TextDataset(tmp_path / "v.txt", versioned=True, save_version=version).save(version)
    mine = TextDataset(tmp_path / "v.txt", versioned=True, save_version="2026-01-01")
    assert mine.load() == "2026-01-01"


def test_versions_are_listed(tmp_path: Path) -> None:
    dataset = TextDataset(tmp_path / "v.txt", versioned=True)
    dataset.save("one")
    assert len(dataset.versions()) == 1


def test_memory_hands_on_what_it_was_given() -> None:
    value = [1]
    assert MemoryDataset(value).load() is value


@pytest.mark.parametrize("mode", ["copy", "deepcopy"])
def test_memory_copies_when_asked(mode: str) -> None:
    value = [1]
    assert MemoryDataset(value, copy_mode=mode).load() is not value


def test_memory_knows_its_copy_modes() -> None:
    with pytest.raises(DatasetError, match="copy_mode"):
        MemoryDataset(1, copy_mode="other")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("pandas.CSVDataSet", "did you mean pandas.CSVDataset"),
        ("CSVDataset", "pandas.CSVDataset"),
        ("nowhere.Thing", "Or install"),
        ("json.loads", "Or install"),
    ],
)
def test_an_unknown_type_brings_the_nearest_ones(name: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        dataset_class(name)
    assert hint in caught.value.cure


def test_a_class_of_ones_own_is_found_by_its_path() -> None:
    assert dataset_class("nb2pipe.runtime.datasets.files.FileDataset") is FileDataset


@pytest.mark.parametrize(
    ("filepath", "place"),
    [
        ("a.csv", (LocalPlace(), "/work/a.csv")),
        ("/b/a.csv", (LocalPlace(), "/b/a.csv")),
        ("file:///b/a.csv", (LocalPlace(), "/b/a.csv")),
        ("s3://bucket/a.csv", (RemotePlace("s3", (("key", "k"),)), "bucket/a.csv")),
        ("https://host/a.csv", (RemotePlace("https", (("key", "k"),)), "https://host/a.csv")),
    ],
)
def test_a_filepath_names_a_place_and_a_path(filepath: str, place: tuple[Any, str]) -> None:
    assert locate(filepath, "/work", {"key": "k"}) == place


@pytest.mark.parametrize(
    ("dataset", "said"),
    [
        (CSVDataset("none.csv"), "there is no file"),
        (TextDataset("none.txt", versioned=True), "there is no version"),
        (MemoryDataset(), "nothing was saved"),
    ],
)
def test_what_is_not_there_is_told_with_the_name(tmp_path: Path, dataset: Any, said: str) -> None:
    with pytest.raises(DatasetError, match=f"dataset 'x' could not be loaded: {said}"):
        DataCatalog({"x": dataset}, workdir=tmp_path).load("x")


def test_a_file_of_another_type_is_told_with_the_name(tmp_path: Path) -> None:
    (tmp_path / "v.parquet").write_text("no parquet")
    catalog = DataCatalog.from_config(
        {"x": {"type": "pandas.ParquetDataset", "filepath": "v.parquet"}}, workdir=tmp_path
    )
    with pytest.raises(DatasetError, match="'x' could not be loaded"):
        catalog.load("x")


@pytest.mark.parametrize("value", [{"a": "text"}, {"a": [1]}, {"a": None}])
def test_metrics_are_numbers(tmp_path: Path, value: Any) -> None:
    with pytest.raises(DatasetError, match="metrics are numbers"):
        dataset_class("metrics.MetricsDataset")(filepath=str(tmp_path / "m.json")).save(value)


def test_a_plotly_figure_is_written_as_a_page(tmp_path: Path) -> None:
    dataset_class("plotly.HTMLDataset")(filepath=str(tmp_path / "f.html")).save(Plotly())
    assert "plotly" in (tmp_path / "f.html").read_text()
