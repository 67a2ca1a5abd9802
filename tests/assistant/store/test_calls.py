"""Calls of residents in the store, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.store import calls, residents, sittings, staff, waiting_calls
from assistant.store.calls import TurnTimes
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Call, CallTurn
from tests.conftest import RESIDENT, FakeClock

SID = "CA" + "1" * 32
OTHER = "CA" + "2" * 32
HASH = "a" * 64
TIMES = TurnTimes(1, 600, 700, 900, 980, 1000, "vosk", True)


@pytest.fixture
def begin(database: Database, vault: Vault, clock: FakeClock) -> Callable[..., Call]:
    def begun(call_sid: str = SID, address: str = RESIDENT, **fields: object) -> Call:
        with database.begin() as session:
            return calls.begin(session, vault, call_sid, address, HASH, clock.now(), **fields)  # type: ignore[arg-type]

    return begun


def test_a_call_begins_once(begin: Callable[..., Call], database: Database) -> None:
    first, again = begin(), begin(mode="gather")
    assert (again.id, again.mode) == (first.id, "stream")
    with database.read() as session:
        assert len(session.scalars(select(Call)).all()) == 1


def test_a_call_is_in_the_language_of_its_resident(
    begin: Callable[..., Call], database: Database, vault: Vault, clock: FakeClock
) -> None:
    with database.begin() as session:
        resident = residents.ensure(session, vault, RESIDENT, clock.now())
        residents.remember(session, resident.id, language="en", region=None)
    assert begin().language == "en"


def test_whoever_shows_no_number_is_sent_no_texts(begin: Callable[..., Call], database: Database) -> None:
    hidden, shown = begin(SID, f"call:{SID}", numberless=True), begin(OTHER)
    with database.read() as session:
        assert not residents.messages_wanted(session, hidden.resident_id)
        assert residents.messages_wanted(session, shown.resident_id)
        assert calls.without_number(session, hidden.resident_id)
        assert not calls.without_number(session, shown.resident_id)


def test_a_token_opens_a_call_once(begin: Callable[..., Call], database: Database, clock: FakeClock) -> None:
    begin()
    with database.begin() as session:
        assert calls.redeem(session, SID, "b" * 64, clock.now()) is None
        assert calls.redeem(session, OTHER, HASH, clock.now()) is None
        opened = calls.redeem(session, SID, HASH, clock.now())
        assert opened is not None
        assert opened.token_used_at == clock.now()
        assert calls.redeem(session, SID, HASH, clock.now()) is None


@pytest.mark.parametrize(
    ("after", "opens"), [(timedelta(minutes=4, seconds=59), True), (timedelta(minutes=5), False)]
)
def test_a_token_lasts_five_minutes(
    begin: Callable[..., Call], database: Database, clock: FakeClock, after: timedelta, opens: bool
) -> None:
    begin()
    clock.advance(after)
    with database.begin() as session:
        assert (calls.redeem(session, SID, HASH, clock.now()) is not None) is opens


def test_a_call_that_has_ended_is_not_opened(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    begin()
    with database.begin() as session:
        calls.end(session, SID, "hung_up", clock.now())
        assert calls.redeem(session, SID, HASH, clock.now()) is None


def test_another_stream_has_another_token(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    begin()
    with database.begin() as session:
        calls.redeem(session, SID, HASH, clock.now())
        call = calls.find(session, SID, lock=True)
        assert call is not None
        calls.renew(session, call, "b" * 64, clock.now())
        assert calls.redeem(session, SID, HASH, clock.now()) is None
        assert calls.redeem(session, SID, "b" * 64, clock.now()) is not None


def test_of_many_who_open_a_call_one_does(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    begin()

    def redeem(_: int) -> bool:
        with database.begin() as session:
            return calls.redeem(session, SID, HASH, clock.now()) is not None

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(redeem, range(12))) == 1


def test_a_call_ends_once(begin: Callable[..., Call], database: Database, clock: FakeClock) -> None:
    begin()
    with database.begin() as session:
        assert calls.end(session, SID, "hung_up", clock.now())
        assert not calls.end(session, SID, "dropped", clock.now())
        call = calls.find(session, SID)
        assert call is not None
        assert call.ended_how == "hung_up"
        assert calls.live(session, clock.now()) == []


def test_a_call_without_an_end_is_not_live_for_ever(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    begin()
    with database.read() as session:
        assert len(calls.live(session, clock.now())) == 1
        assert calls.live(session, clock.now() + calls.LONGEST) == []


def test_an_answer_is_kept_sealed_for_its_repetition_until_the_call_ends(
    begin: Callable[..., Call], database: Database, vault: Vault, clock: FakeClock
) -> None:
    begin()
    with database.begin() as session:
        calls.keep_answer(session, vault, SID, "t1", "<Response>好</Response>")
        assert calls.answer_to(session, vault, SID, "t1") == "<Response>好</Response>"
        assert calls.answer_to(session, vault, SID, "t2") is None
        kept = session.execute(select(Call.answer)).scalar_one()
        assert kept is not None
        assert "好".encode() not in kept
        calls.end(session, SID, "hung_up", clock.now())
        assert calls.answer_to(session, vault, SID, "t1") is None
        assert session.execute(select(Call.answer)).scalar_one() is None


def test_an_answer_does_not_outlive_a_call_whose_end_nobody_told(
    begin: Callable[..., Call], database: Database, vault: Vault, clock: FakeClock
) -> None:
    begin()
    with database.begin() as session:
        calls.keep_answer(session, vault, SID, "t1", "<Response/>")
        calls.forget_answers(session, clock.now())
        assert calls.answer_to(session, vault, SID, "t1") == "<Response/>"
        calls.forget_answers(session, clock.advance(calls.LONGEST))
        assert calls.answer_to(session, vault, SID, "t1") is None


def test_the_times_of_a_turn_are_kept_once(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    call = begin()
    by_key = TurnTimes(2, None, None, 300, 350, 360, "key", False)
    with database.begin() as session:
        assert calls.note_turn(session, call.id, TIMES, clock.now())
        assert not calls.note_turn(session, call.id, TIMES, clock.now())
        assert calls.note_turn(session, call.id, by_key, clock.now())
        assert calls.latencies(session, clock.now()) == [TIMES, by_key]
        assert calls.latencies(session, clock.now() + timedelta(seconds=1)) == []
        assert len(session.scalars(select(CallTurn)).all()) == 2


def test_patience_is_that_of_the_last_call_in_which_any_was_learned(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    first = begin()
    clock.advance(minutes=1)
    begin(OTHER)
    with database.begin() as session:
        assert calls.patience_of(session, first.resident_id) is None
        calls.set_patience(session, first.id, 1.35)
        assert calls.patience_of(session, first.resident_id) == 1.35
        calls.forget_patience(session, first.resident_id)
        assert calls.patience_of(session, first.resident_id) is None


def waits(database: Database, clock: FakeClock, call_sid: str) -> Call:
    with database.begin() as session:
        call = calls.find(session, call_sid, lock=True)
        assert call is not None
        waiting_calls.wait(session, call, None, clock.now())
        return call


def test_the_place_counts_who_has_waited_for_longer_and_waits_still(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    begin(), begin(OTHER, "+8613900000009")
    first = waits(database, clock, SID)
    clock.advance(seconds=5)
    second = waits(database, clock, OTHER)
    with database.begin() as session:
        assert waiting_calls.before(session, first, clock.now()) == 0
        assert waiting_calls.before(session, second, clock.now()) == 1
        calls.end(session, SID, "hung_up", clock.now())
        assert waiting_calls.before(session, second, clock.now()) == 0


def test_waiting_longer_does_not_move_a_caller_back(
    begin: Callable[..., Call], database: Database, clock: FakeClock
) -> None:
    begin()
    since = waits(database, clock, SID).waiting_since
    clock.advance(seconds=30)
    assert waits(database, clock, SID).waiting_since == since


def member(
    database: Database, vault: Vault, clock: FakeClock, name: str, phone: str | None = "+8613700000001"
) -> str:
    with database.begin() as session:
        made = staff.create(session, name, "bamboo river lantern", clock.now())
        staff.set_phone(session, vault, made.id, phone)
        sittings.begin(session, made.id, clock.now())
        return made.id


def test_of_those_at_the_console_whoever_has_a_telephone_and_is_not_on_a_call_is_free(
    begin: Callable[..., Call], database: Database, vault: Vault, clock: FakeClock
) -> None:
    begin(), begin(OTHER, "+8613900000009")
    wang, li = member(database, vault, clock, "wang"), member(database, vault, clock, "li")
    member(database, vault, clock, "no-phone", None)
    mine, other = waits(database, clock, SID), waits(database, clock, OTHER)

    def free(call: Call) -> set[str]:
        with database.begin() as session:
            return {one.id for one in waiting_calls.at_the_console(session, clock.now(), call)}

    assert free(mine) == {wang, li}
    with database.begin() as session:
        waiting_calls.dial(session, session.merge(other), [li], clock.now())
    assert free(mine) == {wang}
    assert free(other) == {wang, li}
    with database.begin() as session:
        assert waiting_calls.take(session, other, wang, clock.now())
    assert free(mine) == {li}
    with database.begin() as session:
        waiting_calls.left(session, session.merge(calls.by_id(session, other.id)), clock.now())
    assert free(mine) == {wang, li}
    clock.advance(waiting_calls.AT_THE_CONSOLE)
    assert free(mine) == set()


def test_of_many_who_take_a_call_one_gets_it(
    begin: Callable[..., Call], database: Database, vault: Vault, clock: FakeClock
) -> None:
    begin()
    call = waits(database, clock, SID)
    members = [member(database, vault, clock, f"m{number}") for number in range(4)]

    def take(member_id: str) -> bool:
        with database.begin() as session:
            return waiting_calls.take(session, call, member_id, clock.now())

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, members)) == 1


def test_a_call_that_waits_for_nobody_is_taken_by_nobody(
    begin: Callable[..., Call], database: Database, vault: Vault, clock: FakeClock
) -> None:
    call = begin()
    wang = member(database, vault, clock, "wang")
    with database.begin() as session:
        assert not waiting_calls.take(session, call, wang, clock.now())
