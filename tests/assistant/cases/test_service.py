from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from assistant.cases import answering, numbers, resolving, service
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.cases.service import CaseNotFound
from assistant.messages import Channel
from assistant.store import residents
from assistant.store.models import CaseEvent
from assistant.store.turns import Recorded
from tests.assistant.cases.conftest import Counterside
from tests.conftest import RESIDENT


def test_a_case_tells_what_was_asked_and_what_was_answered(counterside: Counterside) -> None:
    counterside.answered("高龄补贴多少钱", "一个月100块。", service="old_age_allowance")
    counterside.clock.advance(minutes=1)

    case = counterside.wants_person("我要跟人说话")

    assert numbers.parse(case.number) == case.number
    assert (case.status, case.reason, case.kind) == (Status.RECEIVED, "requested", CaseKind.QUESTION)
    assert (case.service, case.region, case.language) == ("old_age_allowance", "350102", "zh")
    assert case.summary is not None
    assert [(exchange.asked, exchange.answered) for exchange in case.summary.exchanges] == [
        ("高龄补贴多少钱", "一个月100块。"),
        ("我要跟人说话", ""),
    ]
    assert counterside.view(case.number) == case


def test_a_message_opens_one_case_however_often_it_is_taken(counterside: Counterside) -> None:
    recorded = counterside.record(counterside.inbound("人工"))
    first = counterside.open(recorded)
    assert counterside.open(recorded) == first
    assert counterside.events(first.number) == [Kind.OPENED]


def test_while_a_case_is_open_asking_again_joins_it(counterside: Counterside) -> None:
    first = counterside.wants_person()
    counterside.clock.advance(minutes=5)
    recorded = counterside.record(counterside.inbound("有人吗"))
    assert counterside.open(recorded).number == first.number
    assert counterside.open(recorded).number == first.number
    assert counterside.events(first.number) == [Kind.OPENED, Kind.ASKED_AGAIN]
    assert counterside.view(first.number).waiting_since == first.opened_at


def test_asking_again_for_something_more_pressing_changes_the_kind_and_the_lane(
    counterside: Counterside,
) -> None:
    first = counterside.wants_person()
    again = counterside.wants_person("救命，急死我了", reason="distress", kind=CaseKind.URGENT)
    assert (again.number, again.kind, again.priority) == (first.number, CaseKind.URGENT, service.DANGER)
    assert counterside.events(first.number)[-1] is Kind.CHANGED
    once_more = counterside.wants_person("人呢")
    assert once_more.kind is CaseKind.URGENT


def test_after_a_case_is_closed_a_new_one_is_opened(counterside: Counterside) -> None:
    first = counterside.resolved(counterside.staff())
    counterside.does(resolving.close, first.number, None)
    assert counterside.wants_person().number != first.number


def test_asking_again_after_it_was_resolved_opens_the_same_case_again(counterside: Counterside) -> None:
    first = counterside.resolved(counterside.staff())
    asked_at = counterside.clock.advance(minutes=5)
    again = counterside.wants_person("还是不懂")
    assert (again.number, again.status) == (first.number, Status.REOPENED)
    assert (again.waiting_since, again.owner, again.reopened) == (asked_at, None, 1)


def test_two_messages_at_once_open_one_case(counterside: Counterside) -> None:
    recorded = [counterside.record(counterside.inbound("人工")) for _ in range(4)]
    ready = threading.Barrier(len(recorded))

    def ask(one: Recorded) -> str:
        ready.wait(10)
        return counterside.open(one).number

    with ThreadPoolExecutor(len(recorded)) as pool:
        opened = list(pool.map(ask, recorded))
    assert len(set(opened)) == 1
    assert sorted(counterside.events(opened[0])) == [Kind.ASKED_AGAIN] * 3 + [Kind.OPENED]


@pytest.mark.parametrize(("age", "lane"), [("64", 2), ("65", 1), ("82", 1), ("unknown", 2), ("", 2)])
def test_people_of_65_and_over_have_a_lane(counterside: Counterside, age: str, lane: int) -> None:
    recorded = counterside.record(counterside.inbound("人工"))
    facts = {"age": age} if age else {}
    assert counterside.open(recorded, state=recorded.state.with_(facts=facts)).priority == lane


def test_whoever_chose_the_lane_before_has_it_again(counterside: Counterside) -> None:
    recorded = counterside.record(counterside.inbound("人工"))
    with counterside.database.begin() as session:
        residents.take_direct_lane(session, recorded.resident_id)
    assert counterside.open(recorded).priority == service.SENIOR


def test_danger_goes_before_age(counterside: Counterside) -> None:
    recorded = counterside.record(counterside.inbound("救命"))
    state = recorded.state.with_(facts={"age": "82"})
    case = counterside.open(recorded, reason="distress", kind=CaseKind.URGENT, state=state)
    assert case.priority == service.DANGER


def test_the_transcript_tells_the_whole_story_in_order(counterside: Counterside) -> None:
    counterside.answered("高龄补贴多少钱", "一个月100块。", service="old_age_allowance")
    counterside.clock.advance(minutes=1)
    case = counterside.wants_person()
    counterside.clock.advance(minutes=1)
    counterside.does(answering.reply, case.number, counterside.staff(), "请带身份证来。")
    counterside.clock.advance(minutes=1)
    counterside.does(service.delivery, case.id, Kind.REPLY_SENT, "r")
    lines = counterside.does(service.transcript, case.number)
    assert [(line.speaker, line.text, line.kind) for line in lines] == [
        ("resident", "高龄补贴多少钱", None),
        ("assistant", "一个月100块。 要我再说一遍吗？", None),
        ("resident", "人工", None),
        ("event", None, Kind.OPENED),
        ("event", None, Kind.CLAIMED),
        ("staff", "请带身份证来。", Kind.STAFF_REPLIED),
        ("event", None, Kind.REPLY_SENT),
    ]


def test_a_reply_that_does_not_arrive_opens_the_case_again_that_was_closed_with_it(
    counterside: Counterside,
) -> None:
    case = counterside.resolved(counterside.staff())
    counterside.does(resolving.close, case.number, None)
    failed_at = counterside.clock.advance(minutes=1)
    counterside.does(service.delivery, case.id, Kind.REPLY_FAILED, "r", error="status_400")
    reopened = counterside.view(case.number)
    assert (reopened.status, reopened.closed_at, reopened.waiting_since) == (
        Status.REOPENED,
        None,
        failed_at,
    )
    last = counterside.does(service.transcript, case.number)[-1]
    assert (last.kind, last.error, last.reference) == (Kind.REPLY_FAILED, "status_400", "r")


def test_a_lost_reply_of_a_closed_case_shows_on_the_case_that_is_open_now(counterside: Counterside) -> None:
    old = counterside.resolved(counterside.staff())
    counterside.does(resolving.close, old.number, None)
    counterside.clock.advance(minutes=1)
    current = counterside.wants_person()
    counterside.does(service.delivery, old.id, Kind.REPLY_FAILED, "r", error="timeout")
    assert counterside.view(old.number).status is Status.CLOSED
    noted = counterside.event_rows(old.number)[-1]
    assert (noted.kind, noted.detail["lost"], noted.detail["case"]) == (
        Kind.NOTED,
        Kind.REPLY_FAILED,
        current.number,
    )
    assert counterside.events(current.number) == [Kind.OPENED, Kind.REPLY_FAILED]


def test_who_looks_at_the_number_and_why_is_noted(counterside: Counterside) -> None:
    case = counterside.wants_person()
    member = counterside.staff()
    assert counterside.does(service.show_number, case.number, member, "打电话核实") == RESIDENT
    event = counterside.event_rows(case.number)[-1]
    assert (event.kind, event.staff_id) == (Kind.NUMBER_SHOWN, member)
    assert counterside.vault.open(event.body or b"") == "打电话核实"


def test_a_case_put_right_keeps_what_it_was(counterside: Counterside) -> None:
    case = counterside.wants_person()
    counterside.does(
        service.change,
        case.number,
        counterside.staff(),
        kind=CaseKind.HOME_VISIT,
        service="old_age_allowance",
        region="350102",
    )
    changed = counterside.view(case.number)
    assert (changed.kind, changed.service, changed.region) == (
        CaseKind.HOME_VISIT,
        "old_age_allowance",
        "350102",
    )
    detail = counterside.event_rows(case.number)[-1].detail
    assert detail["before"] == {"kind": "question", "service": None, "region": None}


def test_what_the_resident_writes_meanwhile_stands_on_the_open_case(counterside: Counterside) -> None:
    case = counterside.wants_person()
    counterside.does(answering.reply, case.number, counterside.staff(), "您在哪个区？", waits=True)
    assert counterside.view(case.number).paused
    recorded = counterside.record(counterside.inbound("鼓楼区"))
    for _ in range(2):
        counterside.does(service.wrote, recorded.conversation_id, recorded.message_id)
    assert counterside.view(case.number).status is Status.IN_PROGRESS
    assert counterside.events(case.number)[-2:] == [Kind.WAITED, Kind.RESIDENT_WROTE]


def test_the_code_of_a_case_stays_the_same(counterside: Counterside) -> None:
    case = counterside.wants_person()
    code = counterside.does(service.code_of, case.number)
    assert len(code) == service.CODE_DIGITS
    assert counterside.does(service.code_of, case.number) == code


def test_a_resident_at_a_terminal_is_told_nothing_by_text(counterside: Counterside) -> None:
    case = counterside.wants_person(channel=Channel.KIOSK, address="hall-1")
    member = counterside.staff()
    with pytest.raises(answering.NotReachable):
        counterside.does(answering.reply, case.number, member, "请带身份证来。")
    counterside.does(answering.spoke, case.number, member)
    assert counterside.outgoing() == []
    assert counterside.view(case.number).status is Status.IN_PROGRESS


def test_an_unknown_number_is_no_case(counterside: Counterside) -> None:
    for ask in (service.get, service.transcript, service.code_of):
        with pytest.raises(CaseNotFound):
            counterside.does(ask, "1000-9")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM case_events",
        "UPDATE case_events SET kind = 'closed'",
        "UPDATE case_events SET case_id = NULL",
    ],
)
def test_events_cannot_be_changed_or_removed(counterside: Counterside, statement: str) -> None:
    counterside.wants_person()
    with pytest.raises(DatabaseError, match="only added"), counterside.database.begin() as session:
        session.execute(text(statement))
    with counterside.database.read() as session:
        assert [event.kind for event in session.scalars(select(CaseEvent))] == ["opened"]
