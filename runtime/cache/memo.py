"""What a run knows about results: keys of nodes, identities of datasets, what need not run again.

The identity of a dataset is equal where its value is equal, so a node whose inputs came out as
before has the key that it had before, and what depends on it rests.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from ..datasets.base import Dataset, MemoryDataset
from ..pipeline.nodes import Node, is_parameter
from ..planning.steps import Step
from ..values.blobs import FORMAT, Blob, Small
from ..values.digests import digest_of, digest_of_parts
from .codekeys import Parts, code_of, code_parts
from .fingerprints import FileDigests, fingerprint, save_settings, stored_size
from .keeping import Entry, Keeping
from .store import Store


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a node's result depends on, and the key that stands for it."""

    key: str
    code: Parts
    inputs: Mapping[str, str]
    settings: Sequence[Any]

    def parts(self) -> dict[str, Any]:
        """As plain values, to compare with later."""
        return {"code": self.code, "inputs": dict(self.inputs), "settings": list(self.settings)}


class Memo:
    """The results of one run, and the store behind them."""

    def __init__(
        self,
        store: Store,
        files: FileDigests,
        *,
        forced: Iterable[str] = (),
        say: Callable[[str, str], None] | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._forced = frozenset(forced)
        self._say = say or (lambda _node, _what: None)
        self._code: dict[int, Parts | None] = {}
        self._marks: dict[int, str] = {}  # of code, which `_code` keeps alive
        self._done: set[str] = set()
        self._recipes: dict[str, Recipe | None] = {}
        self._identities: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}

    def recipe(self, step: Step) -> Recipe | None:
        """What the node's result depends on; None where some of it cannot be told."""
        name = step.node.name
        if name not in self._recipes:
            self._recipes[name] = self._told(step)
        return self._recipes[name]

    def recall(self, step: Step, needed: frozenset[str]) -> bool:
        """Whether the node's results are known; of those in `needed` the values must be, too."""
        if not step.node.cache or step.node.name in self._forced:
            return False
        recipe = self.recipe(step)
        found = recipe and self._store.find(recipe.key)
        if not recipe or found is None or len(found) != len(step.node.outputs):
            return False
        entries = dict(zip(step.node.outputs, found, strict=True))
        if not self._still_stored(step, entries):
            return False
        if any(self._value(step.node.name, entries[name]) is None for name in needed):
            return False
        self._learn(step, entries)
        return True

    def value(self, node: str, name: str) -> Blob | Small | None:
        """Where a known dataset's value is; None when its node has to make it again."""
        entry = self._entries.get(name)
        return None if entry is None else self._value(node, entry)

    def keeping(self, step: Step, kept: frozenset[str]) -> Keeping:
        """What to do with the node's values where it runs."""
        recipe = self.recipe(step)
        names = tuple(n for n in step.node.outputs if n not in step.saves_or_none or n in kept)
        if recipe is None or not step.node.cache:
            return Keeping(uuid4().hex, names)
        return Keeping(recipe.key, names, str(self._store.blobs))

    def learn(self, step: Step, made: Mapping[str, Entry], seconds: float) -> None:
        """Take over what a node made."""
        entries = {name: self._completed(step, name, made.get(name)) for name in step.node.outputs}
        self._learn(step, entries)
        recipe = self._recipes.get(step.node.name)
        if recipe is None or not step.node.cache:
            return
        try:
            self._store.put(recipe.key, step.node.name, seconds, list(entries.values()))
        except sqlite3.Error as error:  # a full disk, or another run that holds the database
            self._say(step.node.name, f"what it made could not be kept: {error}")

    def key(self, node: str) -> str | None:
        """The key of a node in this run, as far as it is known."""
        recipe = self._recipes.get(node)
        return recipe.key if recipe else None

    def code(self, node: str) -> str | None:
        """What stands for the code that a node reaches, as far as it is known."""
        recipe = self._recipes.get(node)
        if recipe is None:
            return None
        if id(recipe.code) not in self._marks:
            self._marks[id(recipe.code)] = digest_of_parts(recipe.code)
        return self._marks[id(recipe.code)]

    def identity(self, name: str) -> str | None:
        """What stands for a dataset's value in this run."""
        return self._identities.get(name)

    def size(self, names: Iterable[str]) -> int | None:
        """Bytes of the datasets, as far as they are known."""
        sizes = [each.size for n in names if (each := self._entries.get(n)) and each.size]
        return sum(sizes) if sizes else None

    def close(self) -> None:
        """Write what was put off."""
        known = {name: self._recipes.get(name) for name in self._done}
        with suppress(sqlite3.Error):  # it only tells `--explain` and `cache gc` a little less
            self._store.flush({name: recipe.parts() for name, recipe in known.items() if recipe})

    def _value(self, node: str, entry: Entry) -> Blob | Small | None:
        found = self._store.value(entry)
        if found is None and entry.blob is not None:
            self._store.drop_blob(entry.blob)
            self._say(node, "what was kept of it is damaged or gone; it is made again")
        return found

    def _learn(self, step: Step, entries: Mapping[str, Entry]) -> None:
        self._done.add(step.node.name)
        self._entries.update(entries)
        for name, entry in entries.items():
            if self._identities.get(name, entry.identity) != entry.identity:
                self._forget_readers(name)
        self._identities.update((name, entry.identity) for name, entry in entries.items())

    def _forget_readers(self, dataset: str) -> None:
        """A node that ran again made something else: what reads it has another recipe now."""
        for node, recipe in list(self._recipes.items()):
            if recipe is not None and dataset in recipe.inputs:
                del self._recipes[node]

    def _completed(self, step: Step, name: str, entry: Entry | None) -> Entry:
        """What is known of an output: of a stored one, what is stored counts."""
        dataset = step.saves_or_none.get(name)
        if dataset is None:
            return entry or Entry(uuid4().hex)
        identity = fingerprint(dataset, self._files) or uuid4().hex
        return replace(entry, identity=identity) if entry else Entry(identity, stored_size(dataset))

    def _still_stored(self, step: Step, entries: Mapping[str, Entry]) -> bool:
        return all(
            fingerprint(dataset, self._files) == entries[name].identity
            for name, dataset in step.saves_or_none.items()
        )

    def _told(self, step: Step) -> Recipe | None:
        inputs = {name: self._input(name, step) for name in step.node.inputs}
        if any(identity is None for identity in inputs.values()):
            return None
        known = {name: identity for name, identity in inputs.items() if identity is not None}
        code, settings = self._code_of(step.node), self._settings(step)
        if code is None:
            return None
        wired = [known[name] for name in step.node.args]
        named = sorted((parameter, known[name]) for parameter, name in step.node.kwargs)
        return Recipe(digest_of_parts([code, settings, wired, named]), code, known, settings)

    def _code_of(self, node: Node) -> Parts | None:
        if id(node.func) not in self._code:
            self._code[id(node.func)] = _parts(node)
        return self._code[id(node.func)]

    def _settings(self, step: Step) -> list[Any]:
        saved = [
            [step.node.outputs.index(name), save_settings(dataset)]
            for name, dataset in step.saves_or_none.items()
        ]
        node = step.node
        return [FORMAT, node.version, node.shape, node.keys, len(node.outputs), saved]

    def _input(self, name: str, step: Step) -> str | None:
        if name in step.held:
            return self._identities.get(name)
        stored = (step.loads or {}).get(name)
        if stored is not None:
            return fingerprint(stored, self._files)
        if name not in self._identities:
            self._identities[name] = _identity((step.memory or {})[name], name)
        return self._identities[name]


def _parts(node: Node) -> Parts | None:
    """What the node's function reaches; None where it holds what cannot be looked into."""
    try:
        return code_parts(node.func)
    except Exception:  # noqa: BLE001 - pickling what a function holds runs code of any class
        return None


def _identity(dataset: Dataset, name: str) -> str:
    """The identity of a value in memory; of one that cannot be pickled, a new one each time."""
    try:
        value = dataset.load()
        return digest_of(value, code_of)
    except Exception:
        if is_parameter(name) and isinstance(dataset, MemoryDataset):
            raise
        return uuid4().hex
