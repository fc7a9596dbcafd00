"""What a project remembers: the store of results and the record of runs, opened for one run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

from ..events import Listener, NodeWarned, Tell
from ..planning.preparing import Prepared

if TYPE_CHECKING:
    from ..cache.memo import Memo
    from ..cache.store import Store
    from ..catalog.catalog import DataCatalog
    from .record import Known, Recorder


@dataclass(slots=True)
class Journal:
    """The store and the record of one run, each where it is wanted."""

    folder: Path | None = None
    database: sqlite3.Connection | None = None
    cache: bool = False
    record: bool = False
    store: Store | None = None
    opened: Memo | None = None
    recorder: Recorder | None = None
    git: Mapping[str, Any] | None = None

    def memo(self, force: Iterable[str], tell: Tell | None) -> Memo | None:
        """What is known of results, where they are kept."""
        if self.database is None or self.folder is None or not self.cache:
            return None
        from ..cache.fingerprints import FileDigests
        from ..cache.memo import Memo
        from ..cache.store import Store

        def warn(node: str, message: str) -> None:
            if tell:
                tell(NodeWarned(node, message, time()))

        self.store = self.store or Store(self.folder, self.database)
        self.opened = Memo(self.store, FileDigests(self.database), forced=force, say=warn)
        if self.recorder:
            self.recorder.memo = self.opened
        return self.opened

    def listeners(self, prepared: Prepared, runner: str) -> list[Listener]:
        """Who writes the run down."""
        if self.database is None or not self.record:
            return []
        self.recorder = self.recorder_of(prepared.catalog, self.about(prepared, runner))
        return [self.recorder]

    def recorder_of(
        self, catalog: DataCatalog, told: dict[str, Any], memo: Known | None = None
    ) -> Recorder:
        """Who writes a run down that reads and makes what is in the catalog."""
        from .record import Recorder

        if self.database is None:
            raise ValueError("a run can only be written down where a database is open")
        return Recorder(self.database, catalog, told, memo)

    def about(self, prepared: Prepared, runner: str) -> dict[str, Any]:
        """What is written down of a run before it begins."""
        from .about import about, git_state, libraries_of

        if self.git is None and self.folder is not None:
            self.git = git_state(self.folder)
        needed = libraries_of(self.folder) if self.folder else ()
        return about(prepared, self.git or {}, runner, needed)

    def metrics(self, run_id: str) -> dict[str, float]:
        """What a recorded run measured."""
        if self.database is None:
            return {}
        rows = self.database.execute(
            "SELECT name, value FROM metrics WHERE run = ? ORDER BY name", (run_id,)
        )
        return dict(rows.fetchall())

    def close(self) -> None:
        if self.database:
            self.database.close()


@contextmanager
def opened_journal(folder: str | Path | None, cache: bool, record: bool) -> Iterator[Journal]:
    """The journal of a project's folder; an empty one where nothing is to be remembered."""
    if folder is None or not (cache or record):
        yield Journal()
        return
    from ..database import connect

    journal = Journal(Path(folder), connect(Path(folder)), cache, record)
    try:
        yield journal
    finally:
        journal.close()
