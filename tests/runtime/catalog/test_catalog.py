"""A catalog is a mapping of names to datasets, in Python or in YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nb2pipe.runtime import DataCatalog
from nb2pipe.runtime.datasets import CSVDataset, TextDataset
from nb2pipe.runtime.errors import ConfigError, UnknownNameError

TEXT = {"type": "text.TextDataset", "filepath": "a.txt"}


def test_plain_values_are_kept_in_memory() -> None:
    assert DataCatalog({"a": 0}).load("a") == 0


def test_paths_are_taken_from_the_working_folder(tmp_path: Path) -> None:
    DataCatalog({"a": TextDataset("a.txt")}, workdir=tmp_path).save("a", "text")
    assert (tmp_path / "a.txt").read_text() == "text"


def test_a_catalog_is_read_from_yaml(tmp_path: Path) -> None:
    (tmp_path / "catalog.yml").write_text("a: {type: text.TextDataset, filepath: a.txt}")
    catalog = DataCatalog.from_yaml(tmp_path / "catalog.yml", workdir=tmp_path)
    catalog.save("a", "text")
    assert catalog.load("a") == "text"


def test_later_files_replace_entries_of_earlier_ones(tmp_path: Path) -> None:
    for number in (1, 2):
        entry = f"a: {{type: text.TextDataset, filepath: a{number}.txt}}"
        (tmp_path / f"{number}.yml").write_text(entry)
    catalog = DataCatalog.from_yaml(tmp_path / "1.yml", tmp_path / "2.yml", workdir=tmp_path)
    assert str(catalog["a"].location()).endswith("a2.txt")  # type: ignore[attr-defined]


def test_names_are_listed_by_pattern() -> None:
    assert DataCatalog({"raw_a": 0, "raw_b": 0, "out": 0}).list("raw_*") == ["raw_a", "raw_b"]


def test_an_unknown_name_brings_the_nearest_ones() -> None:
    with pytest.raises(UnknownNameError) as caught:
        DataCatalog({"companies": 0}).load("companis")
    assert caught.value.cure == "did you mean companies?"


def test_metadata_is_kept() -> None:
    catalog = DataCatalog.from_config({"a": {**TEXT, "metadata": {"owner": "me"}}})
    assert catalog.metadata("a") == {"owner": "me"}


def test_catalogs_are_joined_and_the_right_one_counts() -> None:
    assert (DataCatalog({"a": 0, "b": 0}) | {"a": 1}).load("a") == 1


def test_credentials_are_filled_in_by_name() -> None:
    entry = {**TEXT, "filepath": "memory://c/a.txt", "credentials": "dev"}
    dataset = DataCatalog.from_config({"a": entry}, {"dev": {"key": "k"}})["a"]
    assert isinstance(dataset, TextDataset)
    assert dataset.credentials == {"key": "k"}


def test_credentials_are_never_shown() -> None:
    entry = {**TEXT, "credentials": {"key": "secret"}}
    assert "secret" not in repr(DataCatalog.from_config({"a": entry}))


def test_credentials_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "catalog.yml").write_text(
        "a: {type: text.TextDataset, filepath: a.txt, credentials: dev}"
    )
    (tmp_path / "credentials.yml").write_text("dev: {key: k}")
    catalog = DataCatalog.from_yaml(
        tmp_path / "catalog.yml", credentials=tmp_path / "credentials.yml"
    )
    assert catalog["a"].credentials == {"key": "k"}  # type: ignore[attr-defined]


def test_variables_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLDER", "here")
    entry = {**TEXT, "filepath": "${FOLDER}/${NAME:-a}.txt"}
    assert DataCatalog.from_config({"a": entry})["a"].filepath == "here/a.txt"  # type: ignore[attr-defined]


FACTORIES = {
    "{name}_csv": {"type": "pandas.CSVDataset", "filepath": "data/{name}.csv"},
    "raw_{name}_csv": {"type": "pandas.CSVDataset", "filepath": "raw/{name}.csv"},
    "{space}.{name}": {"type": "text.TextDataset", "filepath": "{space}/{name}.txt"},
}


@pytest.mark.parametrize(
    ("name", "filepath"),
    [
        ("sales_csv", "data/sales.csv"),
        ("raw_sales_csv", "raw/sales.csv"),
        ("north.sales", "north/sales.txt"),
    ],
)
def test_factories_stand_for_many_datasets_and_the_most_specific_one_counts(
    name: str, filepath: str
) -> None:
    assert DataCatalog.from_config(FACTORIES)[name].filepath == filepath  # type: ignore[attr-defined]


def test_a_name_that_no_factory_fits_is_not_there() -> None:
    assert "sales" not in DataCatalog.from_config(FACTORIES)


def test_names_that_start_with_an_underscore_are_no_entries() -> None:
    assert DataCatalog.from_config({"_base": {"load_args": {}}, "a": TEXT}).list() == ["a"]


def test_a_version_can_be_asked_for(tmp_path: Path) -> None:
    catalog = DataCatalog.from_config({"a": {**TEXT, "versioned": True}}, workdir=tmp_path)
    for version in ("v1", "v2"):
        catalog.with_versions(save=version).save("a", version)
    assert (catalog.load("a"), catalog.load("a", version="v1")) == ("v2", "v1")


def test_versions_of_unknown_datasets_are_refused() -> None:
    with pytest.raises(UnknownNameError):
        DataCatalog.from_config({"a": TEXT}, load_versions={"b": "v1"})


@pytest.mark.parametrize(
    ("config", "said", "cure"),
    [
        ({"a": {"filepath": "a"}}, "'a' does not say its type", "type: pandas.CSVDataset"),
        ({"a": "a.csv"}, "'a' does not say its type", "type:"),
        ({"a": {"type": "pandas.CSV"}}, "no dataset type 'pandas.CSV'", "pandas.CSVDataset"),
        ({"a": {"type": "text.TextDataset"}}, "filepath", "takes: filepath"),
        ({"a": {**TEXT, "sep": ";"}}, "'sep'", "takes: filepath, load_args"),
        ({"a": {**TEXT, "credentials": "prod"}}, "credentials 'prod'", "conf/local"),
        ({"a": {**TEXT, "filepath": "${NOT_SET_HERE}"}}, "NOT_SET_HERE", "set NOT_SET_HERE"),
    ],
)
def test_an_entry_that_cannot_be_is_named(config: dict[str, Any], said: str, cure: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        DataCatalog.from_config(config)
    assert cure in caught.value.cure


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a\n- b\n", "holds a list, not a mapping"),
        ("a: [1\nb: 2\n", "line 2 is no YAML"),
        ("a: !!python/object/apply:os.getcwd []", "is no YAML"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
        (None, "there is no file"),
    ],
)
def test_a_catalog_file_that_cannot_be_read_is_named(
    tmp_path: Path, content: str | bytes | None, said: str
) -> None:
    file = tmp_path / "catalog.yml"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError, match=said) as caught:
        DataCatalog.from_yaml(file)
    assert "catalog.yml" in caught.value.message


def test_a_dataset_of_pandas_is_known_without_loading_pandas(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from nb2pipe.runtime import DataCatalog; "
        "DataCatalog.from_config({'a': {'type': 'pandas.CSVDataset', 'filepath': 'a.csv'}}); "
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_datasets_made_in_python_are_entries(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n1\n")
    assert list(DataCatalog({"a": CSVDataset("a.csv")}, workdir=tmp_path).load("a")) == ["x"]
