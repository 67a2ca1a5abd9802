"""Calls of residents on real conversations and cases: opened once, ended once, called back if missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.cases.kinds import CaseKind
from assistant.conversation import callbacks
from assistant.store import residents
from assistant.store.calls import TurnTimes
from assistant.store.models import Call, CallTurn, Message
from tests.assistant.conversation.conftest import Town
from tests.assistant.conversation.telephone import OTHER, SID, Telephone
from tests.conftest import RESIDENT, FakeClock


@pytest.fixture
def phone(town_hall: Town) -> Telephone:
    return Telephone.of(town_hall)


def test_a_call_that_is_told_of_twice_has_the_same_token(phone: Telephone) -> None:
    first = phone.calls.begin(SID, RESIDENT, "stream")
    assert phone.calls.begin(SID, RESIDENT, "stream") == first
    assert phone.calls.begin(OTHER, RESIDENT, "stream").token != first.token


def test_the_token_itself_is_kept_nowhere(phone: Telephone) -> None:
    token = phone.calls.begin(SID, RESIDENT, "stream").token
    call = phone.row()
    assert token not in [getattr(call, column.name) for column in Call.__table__.columns]


def test_the_line_opens_a_call_once_and_learns_who_calls(phone: Telephone) -> None:
    token = phone.calls.begin(SID, RESIDENT, "stream").token
    assert phone.calls.redeem(SID, "x" * 64) is None
    assert phone.calls.redeem(OTHER, token) is None
    opened = phone.calls.redeem(SID, token)
    assert opened is not None
    assert (opened.address, opened.language, opened.next_turn, opened.goes_on) == (RESIDENT, "zh", 1, False)
    assert phone.calls.redeem(SID, token) is None


def test_a_call_goes_on_where_it_was(phone: Telephone) -> None:
    phone.calls.redeem(SID, phone.calls.begin(SID, RESIDENT, "stream").token)
    phone.says("八十岁那个钱咋领")
    again = phone.calls.go_on(SID, "stream")
    assert again is not None
    opened = phone.calls.redeem(SID, again.token)
    assert opened is not None
    assert (opened.next_turn, opened.goes_on) == (2, True)


def test_a_turn_that_the_line_took_and_did_not_tell_of_has_had_its_number(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.answered("八十岁那个钱咋领")
    assert phone.standing().next_turn == 2


def test_what_was_learned_of_a_resident_serves_the_next_call(phone: Telephone) -> None:
    phone.calls.remember_patience(phone.calls.begin(SID, RESIDENT, "stream").call_id, 1.4)
    opened = phone.calls.redeem(OTHER, phone.calls.begin(OTHER, RESIDENT, "stream").token)
    assert opened is not None
    assert opened.patience_s == 1.4


def test_nothing_of_a_caller_without_a_number_serves_the_next_call(phone: Telephone) -> None:
    first = phone.calls.begin(SID, None, "stream")
    phone.calls.remember_patience(first.call_id, 1.4)
    assert phone.says("八十岁那个钱咋领", SID, phone.calls.address_of(SID, None)) is False
    second = phone.calls.redeem(OTHER, phone.calls.begin(OTHER, None, "stream").token)
    assert second is not None
    assert second.patience_s is None
    assert phone.row().resident_id != phone.row(OTHER).resident_id


def test_the_times_of_a_turn_are_noted_once(phone: Telephone) -> None:
    call = phone.calls.begin(SID, RESIDENT, "stream")
    for _ in range(2):
        phone.calls.note_turn(call.call_id, TurnTimes(1, 500, 600, 700, 720, 750, "vosk", True))
    with phone.town.database.read() as session:
        assert session.scalars(select(CallTurn.total_ms)).all() == [750]


def test_the_last_answer_of_a_call_is_that_of_its_last_turn(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    assert phone.calls.last_result(SID) is None
    phone.says("八十岁那个钱咋领")
    phone.says("人工")
    last = phone.calls.last_result(SID)
    assert last is not None
    assert last.case_number is not None


@pytest.mark.parametrize(("said", "wants"), [("人工", True), ("0", True), ("八十岁那个钱咋领", False)])
def test_the_line_is_told_when_a_person_is_wanted(phone: Telephone, said: str, wants: bool) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    assert phone.says(said) is wants
    assert (phone.standing().next == "person") is wants


def test_a_call_that_ends_before_anything_was_answered_becomes_one_callback(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    assert phone.calls.ended(SID, "hung_up")
    assert not phone.calls.ended(SID, "dropped")
    case = phone.town.only_case()
    assert (case.kind, case.reason, case.channel) == (CaseKind.CALLBACK, "missed_call", "phone")
    assert len(phone.town.outgoing("notice")) == 1


def test_whoever_was_only_asked_back_is_called_back(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.says("咕噜咕噜咕噜")
    assert phone.calls.ended(SID, "hung_up")


def test_whoever_hangs_up_after_an_answer_is_left_alone(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.says("八十岁那个钱咋领")
    assert not phone.calls.ended(SID, "hung_up")
    assert phone.cases() == []


def test_a_silent_caller_who_stays_is_called_back_once(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    assert [phone.calls.silent(SID), phone.calls.silent(SID)] == [True, True]
    assert not phone.calls.ended(SID, "hung_up")
    assert [case.kind for case in phone.cases()] == [CaseKind.CALLBACK]


def test_a_silent_caller_without_a_number_is_promised_nothing(phone: Telephone) -> None:
    phone.calls.begin(SID, None, "stream")
    assert not phone.calls.silent(SID)
    assert phone.cases() == []


def test_a_call_that_is_dropped_is_called_back_even_after_an_answer(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.says("八十岁那个钱咋领")
    assert phone.calls.ended(SID, "dropped")


@pytest.mark.parametrize("number", [None, RESIDENT])
def test_nobody_without_a_number_or_refused_is_called_back(phone: Telephone, number: str | None) -> None:
    phone.calls.begin(SID, number, "stream")
    assert not phone.calls.ended(SID, "hung_up" if number is None else "refused")
    assert phone.cases() == []


def test_a_callback_leaves_no_message_for_the_assistant_to_answer(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.calls.ended(SID, "hung_up")
    with phone.town.database.read() as session:
        assert session.scalars(select(Message.status)).all() == ["given_up"]


def test_a_callback_is_noted_once_for_each_call(phone: Telephone) -> None:
    noted = [phone.town.does(callbacks.note, sid, RESIDENT) for sid in (SID, SID, OTHER)]
    assert noted == [phone.town.only_case().number, None, phone.town.only_case().number]


@pytest.mark.parametrize("following", ["done", None])
def test_the_line_says_what_the_call_is_left_for(phone: Telephone, following: str | None) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.calls.leave(SID, following)  # type: ignore[arg-type]
    assert phone.standing().next == following


def test_what_was_answered_is_kept_for_a_repetition(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.calls.keep_answer(SID, "t", "<Response/>")
    assert (phone.calls.answer_to(SID, "t"), phone.calls.answer_to(SID, "u")) == ("<Response/>", None)


def test_a_caller_is_the_resident_of_that_number(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    with phone.town.database.read() as session:
        known = residents.find(session, phone.town.casework.vault, RESIDENT)
    assert known is not None
    assert known.id == phone.row().resident_id


def test_a_token_that_nobody_used_in_time_is_worth_nothing(phone: Telephone, clock: FakeClock) -> None:
    token = phone.calls.begin(SID, RESIDENT, "stream").token
    clock.advance(timedelta(minutes=5))
    assert phone.calls.redeem(SID, token) is None
