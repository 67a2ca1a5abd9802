from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.cases import answering, ownership, resolving
from assistant.cases.kinds import Kind, Status
from assistant.cases.ownership import TakenAlready
from assistant.cases.states import NotAllowed
from assistant.store.models import Delivery
from tests.assistant.cases.conftest import Counterside


def deliveries(counterside: Counterside) -> list[Delivery]:
    with counterside.database.read() as session:
        return list(session.scalars(select(Delivery).where(Delivery.purpose != "notice")))


def test_a_reply_is_an_event_and_a_signed_message_on_its_way(counterside: Counterside) -> None:
    case = counterside.wants_person()
    member = counterside.staff()
    counterside.clock.advance(minutes=3)
    answered = counterside.does(answering.reply, case.number, member, "请带身份证来。", key="k1")
    assert (answered.status, answered.owner) == (Status.IN_PROGRESS, member)
    (delivery,) = deliveries(counterside)
    assert counterside.vault.open(delivery.text or b"") == "【帮办】请带身份证来。"
    assert (delivery.resident_id, delivery.medium, delivery.purpose) == (case.resident_id, "text", "reply")
    assert not delivery.unasked
    assert counterside.row(case.number).replied_at == counterside.clock.now()
    assert counterside.row(case.number).reply_s == 180


def test_whoever_answers_a_case_that_nobody_has_takes_it(counterside: Counterside) -> None:
    case = counterside.wants_person()
    counterside.does(answering.reply, case.number, counterside.staff(), "请带身份证来。")
    assert counterside.events(case.number) == [Kind.OPENED, Kind.CLAIMED, Kind.STAFF_REPLIED]


def test_a_colleague_may_answer_what_another_has_and_the_owner_stays(counterside: Counterside) -> None:
    case = counterside.wants_person()
    wang, li = counterside.staff("wang"), counterside.staff("li")
    counterside.does(ownership.claim, case.number, wang)
    counterside.does(answering.reply, case.number, li, "请带身份证来。")
    assert counterside.view(case.number).owner == wang


def test_a_form_sent_twice_is_one_reply(counterside: Counterside) -> None:
    case = counterside.wants_person()
    member = counterside.staff()
    for key in ("k1", "k1", "k2"):
        counterside.does(answering.reply, case.number, member, f"请带身份证来。{key}", key=key)
    assert counterside.outgoing("reply") == ["【帮办】请带身份证来。k1", "【帮办】请带身份证来。k2"]


@pytest.mark.parametrize("act", [answering.reply, answering.note])
def test_words_are_sealed_in_the_event(counterside: Counterside, act: object) -> None:
    case = counterside.wants_person()
    counterside.does(act, case.number, counterside.staff(), "老人家腿脚不便")  # type: ignore[arg-type]
    event = counterside.event_rows(case.number)[-1]
    assert event.detail == {}
    assert event.body is not None
    assert "老人家".encode() not in event.body
    assert counterside.vault.open(event.body) == "老人家腿脚不便"


def test_what_is_over_takes_no_reply(counterside: Counterside) -> None:
    member = counterside.staff()
    case = counterside.resolved(member)
    sent = len(deliveries(counterside))
    with pytest.raises(NotAllowed):
        counterside.does(answering.reply, case.number, member, "还有一句。")
    assert len(deliveries(counterside)) == sent


def test_what_was_not_good_enough_is_not_answered_by_the_same_member(counterside: Counterside) -> None:
    wang = counterside.staff()
    case = counterside.resolved(wang)
    counterside.does(resolving.rate, case.number, resolving.Rating.POOR, None)
    with pytest.raises(NotAllowed):
        counterside.does(answering.reply, case.number, wang, "就是这样。")
    counterside.does(answering.reply, case.number, counterside.staff("li"), "我再看看。")


def test_a_call_rings_the_member_first(counterside: Counterside) -> None:
    case = counterside.wants_person()
    member = counterside.staff()
    for _ in range(2):
        counterside.does(answering.call, case.number, member, key="k1")
    (delivery,) = deliveries(counterside)
    assert (delivery.medium, delivery.purpose, delivery.staff_id) == ("call", "callback", member)
    assert counterside.events(case.number) == [Kind.OPENED, Kind.CLAIMED, Kind.CALLED]


@pytest.mark.parametrize(("answered", "kind"), [(True, Kind.CALL_ANSWERED), (False, Kind.CALL_MISSED)])
def test_how_a_call_ended_is_noted_once(counterside: Counterside, answered: bool, kind: Kind) -> None:
    case = counterside.wants_person()
    counterside.does(answering.call, case.number, counterside.staff(), key="k1")
    (delivery,) = deliveries(counterside)
    for _ in range(2):
        counterside.does(answering.call_ended, delivery.reference, answered=answered)
    counterside.does(answering.call_ended, "call:0000-0:none", answered=answered)
    assert counterside.events(case.number)[3:] == [kind]
    assert (counterside.row(case.number).replied_at is not None) is answered


def test_while_the_resident_is_asked_something_the_limits_stand_still(counterside: Counterside) -> None:
    case = counterside.wants_person()
    member = counterside.staff()
    counterside.does(answering.start, case.number, member)
    due = counterside.view(case.number).resolve_due
    assert due is not None
    counterside.does(answering.reply, case.number, member, "您在哪个区？", waits=True)
    assert counterside.view(case.number).paused
    counterside.clock.advance(days=3)
    resumed = counterside.does(answering.resume, case.number, member)
    assert resumed.resolve_due is not None
    calendar = counterside.casework.town.calendar(counterside.casework.town.office_for(None).id)
    left = calendar.between(counterside.clock.now(), resumed.resolve_due)
    assert left == calendar.between(case.opened_at, due)


def test_a_case_of_somebody_else_is_not_started(counterside: Counterside) -> None:
    case = counterside.wants_person()
    counterside.does(ownership.claim, case.number, counterside.staff("wang"))
    with pytest.raises(TakenAlready):
        counterside.does(ownership.claim, case.number, counterside.staff("li"))
