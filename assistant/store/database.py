"""One database, SQLite or PostgreSQL: its engine, its transactions and its schema."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import DatabaseUnavailable

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
BUSY_TIMEOUT_MS = 10_000
MODE_RETRY_S = 0.01
POOL_SIZE = 16
POOL_TIMEOUT_S = 10
_MIGRATION_LOCK = 7_264_610


class Database:
    """Opens transactions. One thread holds at most one at a time; a second raises RuntimeError.

    On SQLite a write transaction takes the write lock when it begins, and the threads of one process queue
    for it before they reach the file, so that none of them fails or naps on a locked database.
    Raises ValueError when the URL names neither a SQLite file nor PostgreSQL.
    """

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _prepare_file(self.url)
        self.engine = _engine(self.url)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        reader = self.engine.execution_options(reading=True, **_read_only(self.is_sqlite))
        self._reading = sessionmaker(reader, expire_on_commit=False)
        self._write_turn = threading.Lock()
        self._here = threading.local()

    @property
    def in_transaction(self) -> bool:
        """Whether the calling thread has a transaction open."""
        return getattr(self._here, "open", False)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back when an error leaves the block."""
        with self._alone(), self._queued(), self._writing.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads, and does not wait for writers. What is written in it is not kept."""
        with self._alone(), self._reading() as session:
            yield session

    def migrate(self, target: str = "head") -> None:
        """Bring the schema up to `target`. Safe to call from several processes at once.

        Raises DatabaseUnavailable when the database cannot be reached.
        """
        try:
            with self.migrating() as config:
                command.upgrade(config, target)
        except OperationalError as error:
            raise DatabaseUnavailable from error

    @contextmanager
    def migrating(self) -> Iterator[Config]:
        """An Alembic configuration bound to one transaction that keeps other migrations out."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self._alone(), self._queued(), self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            config.attributes["connection"] = connection
            yield config

    def dispose(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self.in_transaction:
            raise RuntimeError("this thread already has a transaction open")
        self._here.open = True
        try:
            yield
        finally:
            self._here.open = False

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        with self._write_turn:
            yield


def _with_driver(address: str) -> URL:
    url = make_url(address)
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise ValueError("the database must be a SQLite file (sqlite:///…) or PostgreSQL (postgresql://…)")


def _prepare_file(url: URL) -> None:
    file = Path(str(url.database))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _read_only(is_sqlite: bool) -> dict[str, Any]:
    return {} if is_sqlite else {"postgresql_readonly": True}


def _engine(url: URL) -> Engine:
    pool: dict[str, Any] = {"pool_size": POOL_SIZE, "max_overflow": POOL_SIZE, "pool_timeout": POOL_TIMEOUT_S}
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5}, **pool)
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """Hand the start of transactions to `_begin_sqlite`; the driver would begin them late and deferred."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Keep a write-ahead log. SQLite's busy timeout does not cover the first change of a file's mode."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(MODE_RETRY_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
