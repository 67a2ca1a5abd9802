from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from assistant.cases import numbers, service
from assistant.cases.service import CaseNotFound, CaseView, NotReachable
from assistant.cases.states import Kind, NotAllowed, Status
from assistant.messages import Channel
from assistant.store.models import CaseEvent, Delivery
from assistant.store.turns import Recorded
from tests.assistant.cases.conftest import Counterside
from tests.conftest import RESIDENT


def events_of(counterside: Counterside, number: str) -> list[Kind]:
    with counterside.database.read() as session:
        lines = service.transcript(session, counterside.vault, number)
    return [line.kind for line in lines if line.kind is not None]


def view(counterside: Counterside, number: str) -> CaseView:
    with counterside.database.read() as session:
        return service.get(session, counterside.vault, number)


def test_a_case_tells_what_was_asked_and_what_was_answered(counterside: Counterside) -> None:
    counterside.answered("高龄补贴多少钱", "一个月100块。", service="old_age_allowance")
    counterside.clock.advance(minutes=1)

    case = counterside.wants_person("我要跟人说话")

    assert numbers.parse(case.number) == case.number
    assert (case.status, case.reason) == (Status.WAITING, "requested")
    assert (case.service, case.region, case.language) == ("old_age_allowance", "350102", "zh")
    assert case.summary is not None
    assert [(exchange.asked, exchange.answered) for exchange in case.summary.exchanges] == [
        ("高龄补贴多少钱", "一个月100块。"),
        ("我要跟人说话", ""),
    ]
    assert view(counterside, case.number) == case


def test_a_message_opens_one_case_however_often_it_is_taken(counterside: Counterside) -> None:
    recorded = counterside.record(counterside.inbound("人工"))
    first = counterside.open(recorded)
    assert counterside.open(recorded) == first
    assert events_of(counterside, first.number) == [Kind.OPENED]


def test_while_a_case_is_open_asking_again_joins_it(counterside: Counterside) -> None:
    first = counterside.wants_person()
    counterside.clock.advance(minutes=5)
    recorded = counterside.record(counterside.inbound("有人吗"))
    assert counterside.open(recorded).number == first.number
    assert counterside.open(recorded).number == first.number
    assert events_of(counterside, first.number) == [Kind.OPENED, Kind.ASKED_AGAIN]
    assert view(counterside, first.number).waiting_since == first.opened_at


def test_asking_again_after_an_answer_puts_the_case_back_in_line(counterside: Counterside) -> None:
    first = counterside.wants_person()
    reply(counterside, first, "请带身份证来。")
    asked_at = counterside.clock.advance(minutes=5)
    again = counterside.wants_person("还是不懂")
    assert (again.number, again.status, again.waiting_since) == (first.number, Status.WAITING, asked_at)


def test_after_a_case_is_closed_a_new_one_is_opened(counterside: Counterside) -> None:
    first = counterside.wants_person()
    close(counterside, first)
    second = counterside.wants_person()
    assert second.number != first.number


def test_two_messages_at_once_open_one_case(counterside: Counterside) -> None:
    recorded = [counterside.record(counterside.inbound("人工")) for _ in range(4)]
    ready = threading.Barrier(len(recorded))

    def ask(one: Recorded) -> str:
        ready.wait(10)
        return counterside.open(one).number

    with ThreadPoolExecutor(len(recorded)) as pool:
        opened = list(pool.map(ask, recorded))
    assert len(set(opened)) == 1
    assert sorted(events_of(counterside, opened[0])) == [Kind.ASKED_AGAIN] * 3 + [Kind.OPENED]


def test_the_list_has_those_who_wait_first_and_the_longest_wait_on_top(counterside: Counterside) -> None:
    cases = []
    for index in range(3):
        cases.append(counterside.wants_person(address=f"+861380000010{index}"))
        counterside.clock.advance(minutes=1)
    reply(counterside, cases[0], "请带身份证来。")
    close(counterside, counterside.wants_person(address="+8613800000199"))
    with counterside.database.read() as session:
        listed = [case.number for case in service.list_open(session, counterside.vault)]
        shortened = [case.number for case in service.list_open(session, counterside.vault, limit=1)]
    assert listed == [cases[1].number, cases[2].number, cases[0].number]
    assert shortened == [cases[1].number]


def test_a_reply_is_an_event_and_a_message_on_its_way(counterside: Counterside) -> None:
    case = counterside.wants_person()
    staff_id = counterside.staff()
    counterside.clock.advance(minutes=3)
    with counterside.database.begin() as session:
        answered = service.reply(
            session,
            counterside.vault,
            case.number,
            staff_id=staff_id,
            text="请带身份证来。",
            sent_text="【帮办】请带身份证来。",
            now=counterside.clock.now(),
            key="k1",
        )
    assert answered.status is Status.ANSWERED
    with counterside.database.read() as session:
        (delivery,) = session.scalars(select(Delivery))
        lines = service.transcript(session, counterside.vault, case.number)
    assert counterside.vault.open(delivery.text) == "【帮办】请带身份证来。"
    assert (delivery.resident_id, delivery.channel, delivery.status) == (case.resident_id, "sms", "due")
    assert (lines[-1].speaker, lines[-1].text, lines[-1].staff_id) == ("staff", "请带身份证来。", staff_id)
    assert lines[-1].reference == delivery.reference


def test_a_form_sent_twice_is_one_reply(counterside: Counterside) -> None:
    case = counterside.wants_person()
    staff_id = counterside.staff()
    for _ in range(2):
        reply(counterside, case, "请带身份证来。", staff_id=staff_id, key="k1")
    reply(counterside, case, "也带户口本。", staff_id=staff_id, key="k2")
    with counterside.database.read() as session:
        texts = [
            counterside.vault.open(row.text)
            for row in session.scalars(select(Delivery).order_by(Delivery.position))
        ]
    assert texts == ["请带身份证来。", "也带户口本。"]
    assert events_of(counterside, case.number) == [Kind.OPENED, Kind.STAFF_REPLIED, Kind.STAFF_REPLIED]


def test_a_closed_case_takes_no_reply_and_no_second_closing(counterside: Counterside) -> None:
    case = counterside.wants_person()
    closed = close(counterside, case)
    assert (closed.status, closed.closed_at) == (Status.CLOSED, counterside.clock.now())
    with pytest.raises(NotAllowed):
        reply(counterside, case, "请带身份证来。")
    with pytest.raises(NotAllowed):
        close(counterside, case, name="li")
    with counterside.database.read() as session:
        assert session.scalars(select(Delivery)).all() == []


def test_a_resident_at_a_shared_terminal_cannot_be_written_to(counterside: Counterside) -> None:
    case = counterside.wants_person(channel=Channel.KIOSK, address="hall-1")
    with pytest.raises(NotReachable):
        reply(counterside, case, "请带身份证来。")
    assert events_of(counterside, case.number) == [Kind.OPENED]


def test_the_transcript_tells_the_whole_story_in_order(counterside: Counterside) -> None:
    counterside.answered("高龄补贴多少钱", "一个月100块。", service="old_age_allowance")
    counterside.clock.advance(minutes=1)
    case = counterside.wants_person()
    counterside.clock.advance(minutes=1)
    reply(counterside, case, "请带身份证来。")
    counterside.clock.advance(minutes=1)
    opened = case_id(counterside)
    with counterside.database.begin() as session:
        service.delivery(session, opened, Kind.REPLY_SENT, "r", counterside.clock.now())
    with counterside.database.read() as session:
        lines = service.transcript(session, counterside.vault, case.number)
    assert [(line.speaker, line.text, line.kind) for line in lines] == [
        ("resident", "高龄补贴多少钱", None),
        ("assistant", "一个月100块。 要我再说一遍吗？", None),
        ("resident", "人工", None),
        ("event", None, Kind.OPENED),
        ("staff", "请带身份证来。", Kind.STAFF_REPLIED),
        ("event", None, Kind.REPLY_SENT),
    ]


def test_a_reply_that_does_not_arrive_reopens_the_case_that_was_closed_with_it(
    counterside: Counterside,
) -> None:
    case = counterside.wants_person()
    reply(counterside, case, "请带身份证来。")
    close(counterside, case, name="li")
    failed_at = counterside.clock.advance(minutes=1)
    opened = case_id(counterside)
    with counterside.database.begin() as session:
        service.delivery(session, opened, Kind.REPLY_FAILED, "r", failed_at, error="status_400")
    reopened = view(counterside, case.number)
    assert (reopened.status, reopened.closed_at, reopened.waiting_since) == (Status.WAITING, None, failed_at)
    with counterside.database.read() as session:
        last = service.transcript(session, counterside.vault, case.number)[-1]
    assert (last.kind, last.error, last.reference) == (Kind.REPLY_FAILED, "status_400", "r")


def test_a_lost_reply_of_a_closed_case_shows_on_the_case_that_is_open_now(counterside: Counterside) -> None:
    old = counterside.wants_person()
    old_id = case_id(counterside)
    close(counterside, old)
    counterside.clock.advance(minutes=1)
    current = counterside.wants_person()
    with counterside.database.begin() as session:
        service.delivery(session, old_id, Kind.REPLY_FAILED, "r", counterside.clock.now(), error="timeout")
    assert view(counterside, old.number).status is Status.CLOSED
    assert Kind.REPLY_FAILED in events_of(counterside, old.number)
    assert events_of(counterside, current.number) == [Kind.OPENED, Kind.REPLY_FAILED]


def test_who_looks_at_the_number_is_noted(counterside: Counterside) -> None:
    case = counterside.wants_person()
    staff_id = counterside.staff()
    with counterside.database.begin() as session:
        shown = service.show_number(
            session, counterside.vault, case.number, staff_id=staff_id, now=counterside.clock.now()
        )
    assert shown == RESIDENT
    with counterside.database.read() as session:
        last = service.transcript(session, counterside.vault, case.number)[-1]
    assert (last.kind, last.staff_id, last.text) == (Kind.NUMBER_SHOWN, staff_id, None)


def test_an_unknown_number_is_no_case(counterside: Counterside) -> None:
    with counterside.database.begin() as session:
        for ask in (service.get, service.transcript):
            with pytest.raises(CaseNotFound):
                ask(session, counterside.vault, "1000-9")


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


def case_id(counterside: Counterside) -> str:
    with counterside.database.read() as session:
        return session.execute(select(CaseEvent.case_id).order_by(CaseEvent.position)).scalars().first() or ""


def reply(
    counterside: Counterside,
    case: CaseView,
    words: str,
    *,
    staff_id: str | None = None,
    key: str | None = None,
) -> CaseView:
    member = staff_id or counterside.staff()
    with counterside.database.begin() as session:
        return service.reply(
            session,
            counterside.vault,
            case.number,
            staff_id=member,
            text=words,
            now=counterside.clock.now(),
            key=key,
        )


def close(counterside: Counterside, case: CaseView, name: str = "chen") -> CaseView:
    member = counterside.staff(name)
    with counterside.database.begin() as session:
        return service.close(
            session, counterside.vault, case.number, staff_id=member, now=counterside.clock.now()
        )
