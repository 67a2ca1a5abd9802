from __future__ import annotations

import json

from alembic import command
from sqlalchemy import bindparam, select, text

from assistant.store import residents
from assistant.store.columns import UtcDateTime, new_id
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Resident
from assistant.store.residents import KnownResident
from tests.conftest import RESIDENT, FakeClock

_OLD_RESIDENT = (
    "INSERT INTO residents (id, address, address_lookup, messages_wanted, created_at) "
    "VALUES (:id, :address, :lookup, true, :at)"
)
FACTS = {"age": "83", "care_level": "moderate_or_worse", "lives_in_fujian": "yes"}


def ensured(database: Database, vault: Vault, clock: FakeClock, address: str = RESIDENT) -> KnownResident:
    with database.begin() as session:
        return residents.ensure(session, vault, address, clock.now())


def keep(database: Database, vault: Vault, clock: FakeClock, resident: str, facts: dict[str, str]) -> None:
    with database.begin() as session:
        residents.keep_facts(session, vault, resident, facts, clock.now())


def row(database: Database, resident: str) -> Resident:
    with database.read() as session:
        return session.execute(select(Resident).where(Resident.id == resident)).scalar_one()


def test_nothing_is_kept_of_a_resident_who_was_not_asked(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    assert ensured(database, vault, clock).facts is None


def test_kept_answers_come_back_with_the_resident(database: Database, vault: Vault, clock: FakeClock) -> None:
    resident = ensured(database, vault, clock)
    keep(database, vault, clock, resident.id, FACTS)

    for found in (ensured(database, vault, clock), _found(database, vault)):
        assert found.facts is not None
        assert json.loads(vault.open(found.facts)) == FACTS


def test_kept_answers_are_sealed_and_dated(database: Database, vault: Vault, clock: FakeClock) -> None:
    resident = ensured(database, vault, clock)
    clock.advance(days=3)
    keep(database, vault, clock, resident.id, FACTS)

    kept = row(database, resident.id)
    assert kept.facts_at == clock.now()
    assert kept.facts is not None
    for plain in (b"care_level", b"moderate", b"lives_in"):
        assert plain not in bytes(kept.facts)


def test_the_answers_of_one_resident_are_no_one_elses(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    resident = ensured(database, vault, clock)
    other = ensured(database, vault, clock, "+8613800000002")
    keep(database, vault, clock, resident.id, FACTS)

    assert row(database, other.id).facts is None


def test_forgetting_empties_what_was_kept(database: Database, vault: Vault, clock: FakeClock) -> None:
    resident = ensured(database, vault, clock)
    keep(database, vault, clock, resident.id, FACTS)

    keep(database, vault, clock, resident.id, {})

    kept = row(database, resident.id)
    assert (kept.facts, kept.facts_at) == (None, None)
    assert ensured(database, vault, clock).facts is None


def test_residents_known_before_answers_were_kept_are_still_known(
    empty_database_url: str, vault: Vault, clock: FakeClock
) -> None:
    database = Database(empty_database_url)
    database.migrate("0001")
    old = {
        "id": new_id(),
        "address": vault.seal(RESIDENT),
        "lookup": vault.lookup(RESIDENT),
        "at": clock.now(),
    }
    with database.begin() as session:
        session.execute(text(_OLD_RESIDENT).bindparams(bindparam("at", type_=UtcDateTime())), old)

    database.migrate()
    assert _found(database, vault).facts is None
    with database.migrating() as config:
        command.downgrade(config, "0001")
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM residents")).scalar_one() == 1
    database.dispose()


def _found(database: Database, vault: Vault) -> KnownResident:
    with database.read() as session:
        found = residents.find(session, vault, RESIDENT)
    assert found is not None
    return found
