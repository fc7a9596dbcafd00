"""The database of a project, `.nb2pipe/nb2pipe.db`: what is kept, and what every run did.

Several runs may use it at once. A transaction is short, and what was committed survives the end
of a process at any moment.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from .errors import StoreError

FOLDER = ".nb2pipe"
_PATIENCE = 20.0  # seconds to wait for another run's transaction

_TABLES = """
CREATE TABLE IF NOT EXISTS results (
    key TEXT PRIMARY KEY, node TEXT, seconds REAL, used REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outputs (
    key TEXT, place INTEGER, identity TEXT, size INTEGER, blob TEXT, content BLOB,
    PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outputs_by_blob ON outputs (blob) WHERE blob IS NOT NULL;
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, digest TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lasts (node TEXT PRIMARY KEY, parts TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, started REAL, seconds REAL, status TEXT, about TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nodes (
    run TEXT, node TEXT, status TEXT, started REAL, seconds REAL, attempts INTEGER,
    size INTEGER, error TEXT, because TEXT, key TEXT, PRIMARY KEY (run, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
    run TEXT, node TEXT, code TEXT, PRIMARY KEY (run, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS logs (run TEXT, node TEXT, at REAL, stream TEXT, text TEXT);
CREATE INDEX IF NOT EXISTS logs_by_node ON logs (run, node);
CREATE TABLE IF NOT EXISTS metrics (
    run TEXT, name TEXT, value REAL, PRIMARY KEY (run, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS datasets (
    run TEXT, name TEXT, identity TEXT, size INTEGER, place TEXT,
    PRIMARY KEY (run, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS figures (
    run TEXT, name TEXT, suffix TEXT, content BLOB, PRIMARY KEY (run, name));
"""


def connect(folder: Path) -> sqlite3.Connection:
    """Open the database below a project's folder, and make it where it is not there.

    One that cannot be read is put aside and begun anew: it holds nothing that cannot be made
    again.

    Raises:
        StoreError: it cannot be opened, or another process holds it for too long.
    """
    file = folder / FOLDER / "nb2pipe.db"
    try:
        _make_folder(file.parent)
        return _opened(file)
    except sqlite3.OperationalError as error:
        raise _failure(file, error) from error
    except sqlite3.DatabaseError:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        file.rename(file.with_name(f"nb2pipe.db.damaged-{stamp}"))
        return _opened(file)
    except OSError as error:
        raise _failure(file, error) from error


def _make_folder(folder: Path) -> None:
    """Make the folder, which nobody wants in git."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=_PATIENCE)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.executescript(_TABLES)
    return database


def _failure(file: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{file} cannot be used: {error}",
        cure="wait for the run that holds it, make room, or run with --no-cache --no-record",
    )
