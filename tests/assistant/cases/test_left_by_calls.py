"""What a call leaves behind: nothing to ring when no number was shown, nothing once it is erased or old."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.cases import telling
from assistant.conversation import callbacks
from assistant.store import calls, cases, my_data, retention
from assistant.store.models import Call
from tests.conftest import RESIDENT

SID = "CA" + "3" * 32
HASH = "c" * 64


@pytest.fixture
def call(sqlite_database, vault, clock):
    def begun(address: str = RESIDENT, **fields: object) -> Call:
        with sqlite_database.begin() as session:
            return calls.begin(session, vault, SID, address, HASH, clock.now(), **fields)

    return begun


@pytest.mark.parametrize(("address", "numberless"), [(RESIDENT, False), (f"call:{SID}", True)])
def test_only_who_showed_a_number_can_be_rung(sqlite_database, casework, call, address, numberless):
    call(address, numberless=numberless)
    with sqlite_database.begin() as session:
        work = casework.on(session)
        number = callbacks.note(work, SID, address, phrase=None)
        case = cases.find(session, number)

        assert telling.reachable(work, case) is not numberless


def test_who_has_everything_erased_is_listened_to_anew(
    sqlite_database, vault, clock, casework, call, inbound
):
    resident = call().resident_id
    with sqlite_database.begin() as session:
        calls.set_patience(session, calls.find(session, SID).id, 1.8)
        assert calls.patience_of(session, resident) == pytest.approx(1.8)

        my_data.erase(session, vault, resident, "", "", clock.now())

        assert calls.patience_of(session, resident) is None


def test_how_a_caller_pauses_is_forgotten_with_time(sqlite_database, vault, clock, call):
    resident = call().resident_id
    with sqlite_database.begin() as session:
        calls.set_patience(session, calls.find(session, SID).id, 1.8)
        began = clock.now()

        retention.purge(session, vault, began - timedelta(days=1), 100)
        assert calls.patience_of(session, resident) == pytest.approx(1.8)

        retention.purge(session, vault, began, 100)
        assert calls.patience_of(session, resident) is None


def test_what_was_kept_to_say_again_goes_when_nobody_told_of_the_end(sqlite_database, vault, clock, call):
    call()
    with sqlite_database.begin() as session:
        calls.keep_answer(session, vault, SID, "turn-1", "<Response/>")
        retention.tidy(session, clock.now(), 10)
        assert calls.answer_to(session, vault, SID, "turn-1") == "<Response/>"

        retention.tidy(session, clock.now() + timedelta(days=2), 10)

        assert calls.answer_to(session, vault, SID, "turn-1") is None
