"""Tables and queries of databases that SQLAlchemy reaches, as pandas frames.

`credentials` hold `con`, the address of the database. What a database holds is only known by
loading it, so nodes that read from one run anew each time, unless `metadata` has a mark: a query
whose answer changes whenever the data does, `nb2pipe: {mark: SELECT MAX(changed) FROM orders}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..errors import DatasetError


@dataclass(frozen=True)
class SQLTableDataset:
    """A table; a save replaces it, unless `save_args` say otherwise, whole or not at all."""

    table_name: str
    credentials: Mapping[str, Any] = field(default_factory=dict, repr=False)
    load_args: Mapping[str, Any] | None = None
    save_args: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] | None = field(default=None, repr=False)

    def load(self) -> Any:
        import pandas as pd

        with _connection(self.credentials) as connection:
            return pd.read_sql_table(self.table_name, connection, **(self.load_args or {}))

    def save(self, value: Any, /) -> None:
        options = {"index": False, "if_exists": "replace", **(self.save_args or {})}
        with _connection(self.credentials) as connection:
            value.to_sql(self.table_name, connection, **options)

    def exists(self) -> bool:
        from sqlalchemy import inspect

        schema = (self.load_args or {}).get("schema")
        with _connection(self.credentials) as connection:
            return inspect(connection).has_table(self.table_name, schema=schema)

    def fingerprint(self) -> str | None:
        """What stands for the table as it is now, where a mark says it."""
        return _marked(self, self.table_name)


@dataclass(frozen=True)
class SQLQueryDataset:
    """What a query gives; it cannot be saved."""

    sql: str
    credentials: Mapping[str, Any] = field(default_factory=dict, repr=False)
    load_args: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] | None = field(default=None, repr=False)

    def load(self) -> Any:
        import pandas as pd
        from sqlalchemy import text

        with _connection(self.credentials) as connection:
            return pd.read_sql_query(text(self.sql), connection, **(self.load_args or {}))

    def save(self, value: Any, /) -> None:
        raise DatasetError("a query cannot be saved", cure="save into a pandas.SQLTableDataset")

    def exists(self) -> bool:
        return True

    def fingerprint(self) -> str | None:
        """What stands for what the query gives now, where a mark says it."""
        return _marked(self, self.sql)


def _marked(dataset: SQLTableDataset | SQLQueryDataset, what: str) -> str | None:
    """The digest of what is asked for and of the mark's answer; None without a mark."""
    mark = ((dataset.metadata or {}).get("nb2pipe") or {}).get("mark")
    if mark is None:
        return None
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from ..values.digests import digest_of_parts

    try:
        with _connection(dataset.credentials) as connection:
            answer = [tuple(row) for row in connection.execute(text(str(mark)))]
    except (DatasetError, SQLAlchemyError):  # the node that reads or makes it will tell
        return None
    return digest_of_parts([what, repr(answer), repr(dataset.load_args)])


@contextmanager
def _connection(credentials: Mapping[str, Any]) -> Iterator[Any]:
    """A connection whose changes are made together at the end, or not at all."""
    if "con" not in credentials:
        raise DatasetError(
            "the credentials do not say where the database is",
            cure="write `con: sqlite:///data.db`, or another address, in conf/local/credentials.yml",
        )
    engine = _engine(**credentials)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(con: str, **options: Any) -> Any:
    """SQLAlchemy's engine for an address; with SQLite, too, tables change in transactions."""
    from sqlalchemy import create_engine, event

    engine = create_engine(con, **options)
    if engine.dialect.name == "sqlite":  # its driver commits before it makes or drops a table

        @event.listens_for(engine, "connect")
        def _leave_transactions_to_us(connection: Any, _record: Any) -> None:
            connection.isolation_level = None

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN")

    return engine
