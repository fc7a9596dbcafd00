"""Datasets in pieces, tables of databases, versions, and the types of kedro_datasets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pandas as pd
import pytest

from nb2pipe.runtime import DataCatalog, UsageError, load_project, node, run
from nb2pipe.runtime.datasets import PartitionedDataset, SQLQueryDataset, SQLTableDataset
from nb2pipe.runtime.errors import DatasetError, UnknownNameError

if TYPE_CHECKING:
    from ..conftest import MakeProject

PIECES = PartitionedDataset("pieces", "json.JSONDataset", filename_suffix=".json")


def catalog_of(folder: Path, **datasets: Any) -> DataCatalog:
    return DataCatalog({"a": 3, "pieces": PIECES, **datasets}, workdir=folder)


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / "pieces").iterdir())


def test_pieces_are_written_by_name(tmp_path: Path) -> None:
    run([node(lambda a: {"x": a, "y": a + 1}, "a", "pieces", name="make")], catalog_of(tmp_path))
    assert files(tmp_path) == ["x.json", "y.json"]


def test_pieces_are_loaded_when_they_are_asked_for(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)
    catalog.save("pieces", {"x": 1, "sub/y": 2})
    (tmp_path / "pieces" / "broken.json").write_text("no json")
    loaded = catalog.load("pieces")
    assert (list(loaded), loaded["sub/y"]()) == (["broken", "sub/y", "x"], 2)


def test_a_piece_that_is_broken_is_named(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)
    catalog.save("pieces", {"x": 1})
    (tmp_path / "pieces" / "x.json").write_text("no json")
    with pytest.raises(DatasetError, match="'x'"):
        catalog.load("pieces")["x"]()


@pytest.mark.parametrize("yielded", [("x", 1), {"x": 1}, ("x", lambda: 1)])
def test_a_node_may_yield_its_pieces(tmp_path: Path, yielded: Any) -> None:
    def make(_: int) -> Any:
        yield yielded

    catalog = catalog_of(tmp_path)
    run([node(make, "a", "pieces")], catalog)
    assert catalog.load("pieces")["x"]() == 1


def three(made: list[str], fail_at: str | None = None) -> Any:
    """A node that yields three pieces, notes which it made, and fails at one."""

    def piece(name: str) -> str:
        if name == fail_at:
            raise ValueError("no")
        made.append(name)
        return name

    def make(a: int) -> Any:
        for name in "xyz"[:a]:
            yield name, lambda name=name: piece(name)

    return node(make, "a", "pieces", version="one")


def test_what_is_written_stays_when_a_later_piece_fails(tmp_path: Path) -> None:
    result = run([three([], "z")], catalog_of(tmp_path))
    assert (result.failed["make"].message, files(tmp_path)) == ("no", ["x.json", "y.json"])


PROJECT = """
    from pathlib import Path


    def piece(name):
        with open("made", "a") as file:
            file.write(name)
        if name == "z" and not Path("mended").exists():
            raise ValueError("no")
        return name


    def make(a):
        for name in "xyz"[:a]:
            yield name, lambda name=name: piece(name)
"""


def test_the_next_run_goes_on_from_there(make_project: MakeProject) -> None:
    folder = make_project(
        PROJECT,
        'node(nodes.make, "params:a", "pieces")',
        conf__base__parameters="a: 3",
        conf__base__catalog="""
            pieces:
                type: partitions.PartitionedDataset
                path: pieces
                dataset: json.JSONDataset
                filename_suffix: .json
        """,
    )
    project = load_project(folder)
    project.run()
    (folder.parent / "mended").touch()
    project.run()
    made = (folder.parent / "made").read_text()
    assert (made, files(folder.parent)) == ("xyzz", ["x.json", "y.json", "z.json"])


def test_after_the_end_everything_is_made_anew(tmp_path: Path) -> None:
    made: list[str] = []
    for _ in range(2):
        run([three(made)], catalog_of(tmp_path), store=tmp_path, force=["make"])
    assert made == ["x", "y", "z"] * 2


def test_pieces_that_are_known_are_not_made_again(tmp_path: Path) -> None:
    results = [run([three([])], catalog_of(tmp_path), store=tmp_path) for _ in range(2)]
    assert results[1].nodes["make"].status == "cached"


def test_old_pieces_go_when_they_are_to_be_overwritten(tmp_path: Path) -> None:
    from dataclasses import replace

    catalog = catalog_of(tmp_path, pieces=replace(PIECES, overwrite=True))
    for value in ({"x": 1}, {"y": 2}):
        run([node(lambda a, value=value: value, "a", "pieces", name="make")], catalog)
    assert files(tmp_path) == ["y.json"]


def test_pieces_work_on_other_filesystems() -> None:
    pieces = PartitionedDataset(f"memory://{uuid4().hex}/pieces", "json.JSONDataset")
    pieces.save({"x": 1, "y": 2})
    assert {name: load() for name, load in pieces.load().items()} == {"x": 1, "y": 2}


@pytest.mark.parametrize("value", [3, [1, 2]])
def test_what_has_no_names_is_no_pieces(tmp_path: Path, value: Any) -> None:
    result = run([node(lambda a: value, "a", "pieces", name="n")], catalog_of(tmp_path))
    assert "pieces come by name" in result.failed["n"].message


FRAME = pd.DataFrame({"name": ["a", "b"], "size": [1, 2]})


def database(folder: Path) -> dict[str, str]:
    return {"con": f"sqlite:///{folder / 'data.db'}"}


def test_a_table_is_saved_and_loaded(tmp_path: Path) -> None:
    table = SQLTableDataset("sizes", database(tmp_path))
    before = table.exists()
    table.save(FRAME)
    assert (before, table.exists(), table.load().equals(FRAME)) == (False, True, True)


def test_a_query_is_loaded(tmp_path: Path) -> None:
    SQLTableDataset("sizes", database(tmp_path)).save(FRAME)
    query = SQLQueryDataset("SELECT SUM(size) AS whole FROM sizes", database(tmp_path))
    assert query.load()["whole"].tolist() == [3]


def test_a_query_cannot_be_saved(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be saved"):
        DataCatalog({"q": SQLQueryDataset("SELECT 1", database(tmp_path))}).save("q", FRAME)


def test_a_save_that_fails_leaves_the_old_table(tmp_path: Path) -> None:
    table = SQLTableDataset("sizes", database(tmp_path))
    table.save(FRAME)
    with pytest.raises(DatasetError):
        DataCatalog({"t": table}).save("t", pd.DataFrame({"size": [object()]}))
    assert table.load().equals(FRAME)


MARK = {"nb2pipe": {"mark": "SELECT COUNT(*), MAX(size) FROM sizes"}}


def statuses(table: SQLTableDataset, folder: Path) -> list[str]:
    nodes = [
        node(lambda sizes: sizes["size"].sum(), "sizes", "whole", name="read"),
        node(lambda a: FRAME.assign(size=a), "a", "made", name="write"),
    ]
    catalog = {"sizes": table, "made": replace(table, table_name="made"), "a": 3}
    return [each.status for each in run(nodes, catalog, store=folder).nodes.values()]


@pytest.mark.parametrize(("metadata", "status"), [(MARK, "cached"), (None, "success")])
def test_a_table_with_a_mark_is_known_again(tmp_path: Path, metadata: Any, status: str) -> None:
    """Without one nothing but loading would tell, so its readers and its maker run anew."""
    table = SQLTableDataset("sizes", database(tmp_path), metadata=metadata)
    table.save(FRAME)
    statuses(table, tmp_path)
    assert statuses(table, tmp_path) == [status] * 2


def test_another_answer_to_the_mark_is_another_table(tmp_path: Path) -> None:
    table = SQLTableDataset("sizes", database(tmp_path), metadata=MARK)
    table.save(FRAME)
    before = table.fingerprint()
    table.save(FRAME.head(1))
    assert table.fingerprint() != before


def test_a_mark_that_cannot_be_asked_for_marks_nothing(tmp_path: Path) -> None:
    assert SQLTableDataset("t", database(tmp_path), metadata=MARK).fingerprint() is None


def test_a_database_without_an_address_is_told() -> None:
    with pytest.raises(DatasetError, match="where the database is"):
        DataCatalog({"t": SQLTableDataset("t")}).load("t")


def versioned(folder: Path) -> DataCatalog:
    entry = {"type": "text.TextDataset", "filepath": "a.txt", "versioned": True}
    return DataCatalog.from_config({"a": entry}, workdir=folder)


def test_a_version_is_loaded_by_its_stamp(tmp_path: Path) -> None:
    for stamp in ("2026-01-01", "2026-02-01"):
        versioned(tmp_path).with_versions(save=stamp).save("a", stamp)
    assert versioned(tmp_path).with_versions({"a": "2026-01-01"}).load("a") == "2026-01-01"


@pytest.mark.parametrize(("name", "error"), [("a", UnknownNameError), ("b", UsageError)])
def test_a_version_that_is_not_there_is_refused(
    tmp_path: Path, name: str, error: type[Exception]
) -> None:
    catalog = versioned(tmp_path) | {"b": 1}
    with pytest.raises(error):
        catalog.with_versions({name: "2026-01-01"})


KEDRO = {
    "pandas.CSVDataset": ("v.csv", FRAME),
    "kedro_datasets.pandas.CSVDataset": ("v.csv", FRAME),
    "pandas.FeatherDataset": ("v.feather", FRAME),
    "pandas.GenericDataset": ("v.csv", FRAME),
    "json.JSONDataset": ("v.json", {"a": 1}),
}


@pytest.mark.parametrize("kind", list(KEDRO))
def test_types_of_kedro_work_by_their_names(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("kedro_datasets")
    file, value = KEDRO[kind]
    entry = {"type": kind, "filepath": str(tmp_path / file)}
    if kind == "pandas.GenericDataset":
        entry |= {"file_format": "csv", "save_args": {"index": False}}
    catalog = DataCatalog.from_config({"a": entry})
    catalog.save("a", value)
    loaded = catalog.load("a")
    assert loaded.equals(value) if isinstance(value, pd.DataFrame) else loaded == value


def test_a_dataset_of_kedro_is_known_by_its_file(tmp_path: Path) -> None:
    pytest.importorskip("kedro_datasets")
    entry = {"type": "pandas.FeatherDataset", "filepath": str(tmp_path / "v.feather")}
    catalog = DataCatalog.from_config({"a": entry})
    catalog.save("a", FRAME)
    results = [run([node(len, "a", "n")], catalog, store=tmp_path) for _ in range(2)]
    assert [each.nodes["len"].status for each in results] == ["success", "cached"]
