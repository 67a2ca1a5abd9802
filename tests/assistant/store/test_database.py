from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, StatementError

from assistant.errors import DatabaseUnavailable
from assistant.store import counters, heartbeats
from assistant.store.database import Database
from assistant.store.models import Base, Counter, Heartbeat

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def empty_database(empty_database_url: str):
    database = Database(empty_database_url)
    yield database
    database.dispose()


def test_the_schema_of_the_models_is_the_schema_of_the_migrations(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert len(inspect(connection).get_table_names()) == len(Base.metadata.tables) + 1


def test_partial_indexes_are_the_same_in_models_and_migrations(database: Database) -> None:
    kind = database.engine.dialect.name
    meant = {
        index.name: " ".join(str(index.dialect_options[kind]["where"]).lower().split())
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options[kind]["where"] is not None
    }
    with database.engine.connect() as connection:
        found = {
            index["name"]: index["dialect_options"][f"{kind}_where"]
            for table in Base.metadata.tables
            for index in inspect(connection).get_indexes(table)
            if index.get("dialect_options", {}).get(f"{kind}_where") is not None
        }
    assert found.keys() == meant.keys()
    if kind == "sqlite":
        assert {name: " ".join(str(where).lower().split()) for name, where in found.items()} == meant


def test_migrations_go_down_to_nothing_and_up_again(empty_database: Database) -> None:
    empty_database.migrate()
    with empty_database.migrating() as config:
        command.downgrade(config, "base")
    with empty_database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    empty_database.migrate()
    with empty_database.begin() as session:
        counters.add(session, "refused", NOW)
        assert counters.total(session, "refused", NOW) == 1


def test_several_processes_can_migrate_at_once(empty_database_url: str) -> None:
    databases = [Database(empty_database_url) for _ in range(3)]
    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(Database.migrate, databases))
    with databases[0].read() as session:
        assert session.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    for database in databases:
        database.dispose()


def test_a_database_that_cannot_be_reached_is_one_clear_sentence() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailable, match="BANGBAN_DATABASE_URL"):
        database.migrate()
    database.dispose()


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    beijing = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    with database.begin() as session:
        session.add(Heartbeat(name="worker", at=beijing))
    with database.read() as session:
        at = session.get_one(Heartbeat, "worker").at
    assert at == beijing
    assert at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with database.begin() as session, pytest.raises(StatementError, match="without a zone"):
        heartbeats.beat(session, "worker", datetime(2026, 3, 2))  # noqa: DTZ001


def test_an_error_rolls_everything_back(database: Database) -> None:
    with suppress(ZeroDivisionError), database.begin() as session:
        counters.add(session, "refused", NOW)
        raise ZeroDivisionError
    with database.read() as session:
        assert counters.total(session, "refused", NOW) == 0


def test_one_thread_cannot_open_a_second_transaction(database: Database) -> None:
    with database.begin() as session:
        assert database.in_transaction
        with pytest.raises(RuntimeError, match="already has a transaction"), database.read():
            pass
        counters.add(session, "refused", NOW)
    assert not database.in_transaction
    with database.read() as session:
        assert counters.total(session, "refused", NOW) == 1


def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    refused = nullcontext() if database.is_sqlite else pytest.raises(DatabaseError, match="read-only")
    with refused, database.read() as session:
        counters.add(session, "refused", NOW)
    with database.read() as session:
        assert counters.total(session, "refused", NOW) == 0


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    seen: list[int] = []

    def look() -> None:
        with database.read() as session:
            seen.append(counters.total(session, "refused", NOW))

    with database.begin() as session:
        counters.add(session, "refused", NOW)
        reader = threading.Thread(target=look)
        reader.start()
        reader.join(5)
        assert seen == [0]


def test_writers_at_once_lose_no_write(database_url: str) -> None:
    """Two processes, in effect: each Database has a pool and a queue of its own."""
    databases = [Database(database_url), Database(database_url)]

    def count(database: Database) -> None:
        for _ in range(20):
            with database.begin() as session:
                counters.add(session, "refused", NOW)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(count, databases * 3))
    with databases[0].read() as session:
        assert counters.total(session, "refused", NOW) == 120
    for database in databases:
        database.dispose()


def test_sqlite_is_tuned_and_private(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 10_000}
    fresh = Database(f"sqlite:///{tmp_path / 'var' / 'fresh.db'}")
    fresh.migrate()
    fresh.dispose()
    assert stat.S_IMODE((tmp_path / "var" / "fresh.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/bangban"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must be a SQLite file"):
        Database(url)


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_spelling_of_postgresql_gets_the_same_driver(url: str) -> None:
    assert Database(url).engine.dialect.driver == "psycopg"


def test_counters_count_by_name_and_day(database: Database) -> None:
    with database.begin() as session:
        for name, at in [
            ("refused", NOW),
            ("refused", NOW),
            ("refused", NOW - timedelta(days=1)),
            ("lost", NOW),
        ]:
            counters.add(session, name, at)
    with database.read() as session:
        assert counters.total(session, "refused", NOW) == 2
        assert counters.total(session, "refused", NOW, days=2) == 3
        assert counters.total(session, "never", NOW) == 0
        assert session.query(Counter).count() == 3
