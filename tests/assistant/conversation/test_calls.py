"""What the webhooks of calls hand over, on real cases."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.cases import answering, follow_up, ownership, resolving, service
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.cases.telling import follow_up_reference
from assistant.cases.work import Casework
from assistant.conversation.calls import Calls
from assistant.store import cases as rows
from assistant.store import recovery, staff
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, Delivery
from tests.conftest import RESIDENT, FakeClock


@pytest.fixture
def calls(database: Database, casework: Casework, clock: FakeClock) -> Calls:
    return Calls(database, casework, clock)


def only(database: Database) -> Case:
    with database.read() as session:
        return session.scalars(select(Case)).one()


def events(database: Database) -> list[Kind]:
    with database.read() as session:
        (case,) = session.scalars(select(Case))
        return [Kind(event.kind) for event in rows.events(session, case.id)]


def test_a_missed_call_becomes_one_callback_and_the_caller_is_told(
    calls: Calls, database: Database, vault: Vault, clock: FakeClock
) -> None:
    for _ in range(2):
        calls.missed("CA1", RESIDENT)
    case = only(database)
    assert (case.kind, case.reason, case.channel) == (CaseKind.CALLBACK, "missed_call", "phone")
    with database.read() as session:
        (told,) = session.scalars(select(Delivery))
    assert case.number in vault.open(told.text or b"")
    clock.advance(minutes=5)
    with database.read() as session:
        assert not recovery.unanswered(session, vault, before=clock.now(), now=clock.now(), limit=5)


def test_calling_again_joins_the_same_callback(calls: Calls, database: Database) -> None:
    calls.missed("CA1", RESIDENT)
    calls.missed("CA2", RESIDENT)
    assert events(database) == [Kind.OPENED, Kind.ASKED_AGAIN]


@pytest.fixture
def taken(calls: Calls, database: Database, casework: Casework, clock: FakeClock) -> str:
    """The number of a callback that Wang has."""
    calls.missed("CA1", RESIDENT)
    number = only(database).number
    with database.begin() as session:
        member = staff.create(session, "wang", "bamboo river lantern", clock.now())
        ownership.claim(casework.on(session), number, member.id)
    return number


def _wang(session: Session) -> str:
    return staff.list_members(session)[0].id


def test_a_call_to_the_resident_finds_the_number_and_is_told_how_it_ended(
    calls: Calls, taken: str, database: Database, casework: Casework
) -> None:
    with database.begin() as session:
        answering.call(casework.on(session), taken, _wang(session), key="k")
    reference = f"call:{taken}:k"
    assert calls.number_for(reference) == (RESIDENT, "zh")
    assert calls.number_for("call:none") is None
    calls.placed(reference, "CA9")
    calls.ended(reference, True)
    calls.ended(reference, True)
    assert events(database)[-1] is Kind.CALL_ANSWERED
    assert events(database).count(Kind.CALL_ANSWERED) == 1


def test_the_keys_of_a_follow_up_call_rate_the_case(
    calls: Calls, taken: str, database: Database, casework: Casework, clock: FakeClock
) -> None:
    with database.begin() as session:
        resolving.resolve(casework.on(session), taken, _wang(session))
    clock.advance(casework.town.follow_up_after)
    with database.begin() as session:
        assert follow_up.ask_next(casework.on(session))
    reference = follow_up_reference(taken, 0, 1)
    assert calls.rated(reference, "2", "rating")
    assert not calls.rated(reference, "1", "solved")
    with database.read() as session:
        view = service.get(casework.on(session), taken)
    assert (view.status, view.solved) == (Status.FOLLOWED_UP, True)
