from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from assistant.cases import checking, figures
from assistant.cases.kinds import OPEN, Status
from assistant.cases.town import Town
from assistant.store import case_queue, cases, outcomes
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, CaseEvent
from assistant.store.outcomes import Wanted
from bench.case_rows import Maker

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
DAYS, COUNT = 30, 300


def make(database: Database, vault: Vault, town: Town) -> None:
    assert sum(Maker(database, vault, town, NOW, DAYS).make(COUNT)) == COUNT


def test_made_up_cases_are_what_their_events_add_up_to(
    sqlite_database: Database, vault: Vault, town: Town
) -> None:
    make(sqlite_database, vault, town)

    with sqlite_database.read() as session:
        found = checking.check(session, town)
        events = session.execute(select(func.count()).select_from(CaseEvent)).scalar_one()

    assert (found.cases, found.differing) == (COUNT, ())
    assert events >= 8 * COUNT


def test_made_up_cases_are_in_every_state_of_a_busy_office(
    sqlite_database: Database, vault: Vault, town: Town
) -> None:
    make(sqlite_database, vault, town)

    with sqlite_database.read() as session:
        statuses = set(session.scalars(select(Case.status)))
        measured = outcomes.measured(session, Wanted(NOW - timedelta(days=DAYS), NOW))
        waiting = case_queue.waiting(session, COUNT)

    assert {
        Status.RECEIVED,
        Status.IN_PROGRESS,
        Status.WITH_DEPARTMENT,
        Status.CLOSED,
        Status.CANCELLED,
    } <= statuses
    found = figures.figures(measured)
    assert all(rate.part for _, rate in found.late)
    assert found.reopened.part
    assert all(case.status in OPEN and case.take_due is not None for case in waiting)


def test_the_next_real_case_gets_a_number_of_its_own(
    sqlite_database: Database, vault: Vault, town: Town
) -> None:
    make(sqlite_database, vault, town)

    with sqlite_database.begin() as session:
        assert cases.next_index(session) == COUNT
