"""What every test may ask for: a clock, a vault, a migrated database, a message of a resident."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher, profiles

from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.conversation.answers import Content
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.messages import Channel, Inbound
from assistant.rendering.sms import Signatures
from assistant.store import passwords
from assistant.store.crypto import Vault
from assistant.store.database import Database
from knowledge.aspects import Aspects
from knowledge.combinations import Combinations
from knowledge.eligibility import Eligibility
from knowledge.glossary import Glossary
from knowledge.guides import Guides
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from knowledge.search import Calibration, Search
from knowledge.simple import Simple
from tests.log_watch import LogWatch
from tests.postgres import PostgresMissing, Server, running

VAULT_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
LOOKUP_KEY = "a lookup key for tests"
RESIDENT = "+8613800000001"

VECTORS = Path(__file__).parent.parent / "var" / "embeddings"

InboundBuilder = Callable[..., Inbound]
DataFolder = Callable[[str], Path]


_log_watch = LogWatch()


def pytest_configure() -> None:
    logging.getLogger().addHandler(_log_watch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What judges the logs of the run comes last; what needs all the knowledge is run by one process.

    A browser, once driven, leaves a running event loop behind, in which no other can be run: it comes before.
    """
    items.sort(
        key=lambda item: (item.path.name == "test_logs_of_the_run.py", item.path.parent.name == "browser")
    )
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "installation" in fixtures:
            item.add_marker("pages")
        if "database_url" in fixtures or "sqlite_database" in fixtures:
            item.add_marker("store")
        needs_all = "content" in fixtures
        item.add_marker(pytest.mark.xdist_group("content" if needs_all else item.path.name))


@pytest.fixture(scope="session")
def log_watch() -> LogWatch:
    """Has seen every log line of the run so far."""
    return _log_watch


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta | None = None, **parts: float) -> datetime:
        """Move on by a timedelta, or by its parts: `advance(hours=24)`."""
        self._now += by if by is not None else timedelta(**parts)
        return self._now


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Hundreds of members sign in here; the cost of a guess is not what is tested."""
    passwords.use(PasswordHasher.from_parameters(profiles.CHEAPEST))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 3, 2, 1, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault(VAULT_KEY, LOOKUP_KEY)


@pytest.fixture(scope="session")
def town() -> Town:
    """The example of a town that the product brings along."""
    return Town.load(None)


@pytest.fixture
def casework(vault: Vault, town: Town, clock: FakeClock) -> Casework:
    return Casework(vault, town, Notices(Phrases.load(), Signatures()), clock)


@pytest.fixture
def inbound(clock: FakeClock) -> InboundBuilder:
    """Builds a message of a resident; each has a provider id of its own unless it is given one."""
    numbers = count(1)

    def build(text: str = "八十岁那个钱咋领", **fields: Any) -> Inbound:
        defaults: dict[str, Any] = {
            "channel": Channel.SMS,
            "provider_id": f"SM{next(numbers):032x}",
            "address": RESIDENT,
            "text": text,
            "received_at": clock.now(),
            "recipient": "+8659100000000",
        }
        return Inbound(**(defaults | fields))

    return build


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    try:
        with running() as server:
            yield server
    except PostgresMissing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Server) -> str:
    """The name of a database to copy."""
    _migrate(postgres_server.create("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy."""
    file = tmp_path_factory.mktemp("migrated") / "bangban.db"
    _migrate(f"sqlite:///{file}")
    return file


_postgres_databases = count(1)


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, on each kind in turn."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = f"empty_{next(_postgres_databases)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of the test's own, on each kind in turn."""
    if database_kind == "sqlite":
        file = tmp_path / "bangban.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = f"test_{next(_postgres_databases)}"
    yield server.create(name, request.getfixturevalue("migrated_postgres"))
    server.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database, on SQLite and on PostgreSQL in turn."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database, for tests that the kind of database does not matter to."""
    file = tmp_path / "bangban.db"
    shutil.copy(migrated_sqlite, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def content() -> Content:
    """Real knowledge, searched by words and sounds alone, so that no test waits for a model."""
    library, aspects = Library.load(), Aspects.load()
    return Content(
        library=library,
        aspects=aspects,
        regions=Regions.load(),
        phrases=Phrases.load(),
        search=Search.build(library, aspects, None, Calibration.load()),
        eligibility=Eligibility.load(),
        guides=Guides.load(),
        glossary=Glossary.load(),
        simple=Simple.load(library=library),
        combinations=Combinations.load(),
    )


@pytest.fixture(scope="session")
def composer_of_all(content: Content) -> Composer:
    return Composer(content, Town.load())


@pytest.fixture(scope="session")
def commands() -> Commands:
    return Commands.load()


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Makes data folders that share the vectors of what residents ask, the same for all of them.

    They are those of `make model`, kept by the hash of each text; what is missing is computed.
    """
    vectors = VECTORS
    vectors.mkdir(parents=True, exist_ok=True)

    def make(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        (folder / "embeddings").symlink_to(vectors)
        return folder

    return make


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.dispose()
