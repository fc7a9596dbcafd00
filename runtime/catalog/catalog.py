"""The catalog: how and where datasets are stored, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from ..datasets.base import Dataset, MemoryDataset, load_dataset, save_dataset
from ..datasets.files import FileDataset
from ..datasets.partitions import PartitionedDataset
from ..errors import UnknownNameError, UsageError
from .config import Factory, build_dataset, match_factory, read_config, split_factories


class DataCatalog:
    """Datasets by name. A plain value becomes a dataset in memory.

    >>> DataCatalog({"a": 1}).load("a")
    1
    """

    def __init__(
        self,
        datasets: Mapping[str, Any] | None = None,
        *,
        workdir: str | Path | None = None,
        factories: Sequence[Factory] = (),
    ) -> None:
        self.workdir = None if workdir is None else str(Path(workdir).absolute())
        self._factories = tuple(factories)
        self._datasets = {
            name: _placed(_as_dataset(value), self.workdir)
            for name, value in (datasets or {}).items()
        }

    @classmethod
    def from_config(
        cls,
        config: Mapping[str, Any] | None,
        credentials: Mapping[str, Any] | None = None,
        *,
        workdir: str | Path | None = None,
        load_versions: Mapping[str, str] | None = None,
        save_version: str | None = None,
    ) -> DataCatalog:
        """Build a catalog from what a catalog file says.

        Raises:
            ConfigError: an entry is no mapping, has no or an unknown type, or names credentials
                or variables that are not there.
        """
        entries, factories = split_factories(config or {}, credentials or {})
        datasets = {name: build_dataset(name, entry) for name, entry in entries.items()}
        catalog = cls(datasets, workdir=workdir, factories=factories)
        return catalog.with_versions(load_versions or {}, save_version)

    @classmethod
    def from_yaml(
        cls,
        *paths: str | Path,
        credentials: Mapping[str, Any] | str | Path | None = None,
        workdir: str | Path | None = None,
    ) -> DataCatalog:
        """Read catalog files; entries of later ones replace those of earlier ones.

        `credentials` is a mapping or a file like them. Paths in the catalog are taken from
        `workdir`, or from the current folder when there is none.
        """
        config: dict[str, Any] = {}
        for path in paths:
            config |= read_config(Path(path))
        if isinstance(credentials, str | Path):
            credentials = read_config(Path(credentials))
        return cls.from_config(config, credentials, workdir=workdir)

    def get(self, name: str) -> Dataset | None:
        """The dataset of that name, made by a factory when it has no entry of its own."""
        found = self._datasets.get(name)
        if found is None and self._factories:
            made = match_factory(name, self._factories)
            if made is not None:
                found = self._datasets[name] = _placed(build_dataset(name, made), self.workdir)
        return found

    def __getitem__(self, name: str) -> Dataset:
        found = self.get(name)
        if found is None:
            raise UnknownNameError("dataset in the catalog", [name], self._datasets)
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._datasets)

    def __len__(self) -> int:
        return len(self._datasets)

    def __repr__(self) -> str:
        rows = (f"  {name}: {dataset!r}" for name, dataset in self._datasets.items())
        return "DataCatalog(\n" + "\n".join(rows) + "\n)"

    def __or__(self, other: DataCatalog | Mapping[str, Any]) -> DataCatalog:
        """A catalog with the entries of both; the right one's count."""
        theirs = other._datasets if isinstance(other, DataCatalog) else other
        factories = other._factories if isinstance(other, DataCatalog) else ()
        return DataCatalog(
            {**self._datasets, **theirs},
            workdir=self.workdir,
            factories=(*factories, *self._factories),
        )

    def load(self, name: str, version: str | None = None) -> Any:
        """Load a dataset, of a versioned one the newest version or the given one."""
        dataset = self[name]
        if version is not None and isinstance(dataset, FileDataset):
            dataset = replace(dataset, load_version=version)
        return load_dataset(name, dataset)

    def save(self, name: str, value: Any) -> None:
        """Save a value as a dataset."""
        save_dataset(name, self[name], value)

    def exists(self, name: str) -> bool:
        """Whether there is something to load."""
        return self[name].exists()

    def list(self, pattern: str = "*") -> list[str]:
        """The names of the entries that match a shell pattern, in the order of the catalog."""
        return [name for name in self._datasets if fnmatch(name, pattern)]

    def metadata(self, name: str) -> Mapping[str, Any]:
        """What the entry says under `metadata`."""
        return getattr(self[name], "metadata", None) or {}

    def with_versions(
        self, load: Mapping[str, str] | None = None, save: str | None = None
    ) -> DataCatalog:
        """The same catalog whose versioned datasets load and save the given versions."""
        load = load or {}
        unknown = [name for name in load if name not in self]
        if unknown:
            raise UnknownNameError("dataset in the catalog", unknown, self._datasets)
        for name, version in load.items():
            _check_version(name, self[name], version)
        if not load and not save:
            return self
        datasets = {
            name: _versioned(dataset, load.get(name), save)
            for name, dataset in self._datasets.items()
        }
        return DataCatalog(datasets, workdir=self.workdir, factories=self._factories)


def _as_dataset(value: Any) -> Dataset:
    if isinstance(value, FileDataset | MemoryDataset):  # as most are; a protocol is slow to ask
        return value
    known = hasattr(value, "load") and isinstance(value, Dataset) and not isinstance(value, type)
    return value if known else MemoryDataset(value)


def _placed(dataset: Dataset, workdir: str | None) -> Dataset:
    lies_in_files = isinstance(dataset, FileDataset | PartitionedDataset)
    if workdir is not None and lies_in_files and dataset.workdir is None:
        return replace(dataset, workdir=workdir)
    return dataset


def _check_version(name: str, dataset: Dataset, version: str) -> None:
    if not isinstance(dataset, FileDataset) or not dataset.versioned:
        raise UsageError(
            f"dataset {name!r} has no versions", cure=f"write `versioned: true` at {name!r}"
        )
    known = dataset.versions()
    if version not in known:
        raise UnknownNameError(f"version of {name!r}", [version], known)


def _versioned(dataset: Dataset, load: str | None, save: str | None) -> Dataset:
    if not isinstance(dataset, FileDataset) or not dataset.versioned:
        return dataset
    return replace(
        dataset,
        load_version=load or dataset.load_version,
        save_version=save or dataset.save_version,
    )
