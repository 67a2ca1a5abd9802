"""Whoever stops in the middle of a task is not lost, told once, and never doubled."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from assistant.cases.kinds import CaseKind, Kind
from assistant.conversation import left_tasks
from assistant.conversation.case_chores import jobs
from assistant.messages import Channel
from assistant.store.models import Case
from tests.assistant.conversation.conftest import OTHER_PHONE, TERMINAL, words
from tests.assistant.conversation.tasks.arranged import (
    APPOINTMENT,
    NINE,
    count,
    open_slots,
    say,
    summary,
    taken,
    texts,
)


def taken_up(town_hall) -> bool:
    return town_hall.does(left_tasks.take_up_next)


def silence(town_hall, **more: float) -> None:
    town_hall.clock.advance(left_tasks.SILENCE + timedelta(**more))


def test_a_case_with_what_was_known_is_opened_and_told_once(town_hall):
    (nine,) = open_slots(town_hall, NINE)
    say(town_hall, *APPOINTMENT[:2], "我妈", "明天上午")
    silence(town_hall)
    assert taken_up(town_hall)
    case = town_hall.only_case()
    assert (case.kind, case.reason, case.service) == (CaseKind.APPOINTMENT, "left", "id_card")
    found = summary(town_hall, case.number)
    assert found.asked_for["who_words"] == "我妈"
    assert found.asked_for["when_words"] == "明天上午"
    assert found.needs["proxy"] == "我妈"
    assert taken(town_hall, nine) == 0

    assert not taken_up(town_hall)
    assert count(town_hall, Case) == 1
    assert texts(town_hall) == [("notice", f"【帮办】刚才的事没说完。工作人员会联系您。编号{case.number}。")]


def test_before_half_an_hour_nobody_is_told(town_hall):
    say(town_hall, *APPOINTMENT[:2])
    town_hall.clock.advance(left_tasks.SILENCE - timedelta(minutes=1))
    assert not taken_up(town_hall)
    assert count(town_hall, Case) == 0


def test_every_answer_begins_the_half_hour_anew(town_hall):
    say(town_hall, *APPOINTMENT[:2])
    town_hall.clock.advance(minutes=20)
    say(town_hall, "我自己")
    town_hall.clock.advance(minutes=20)
    assert not taken_up(town_hall)


def test_what_is_finished_later_joins_the_case(town_hall):
    (nine,) = open_slots(town_hall, NINE)
    say(town_hall, *APPOINTMENT)
    silence(town_hall)
    assert taken_up(town_hall)
    number = town_hall.only_case().number
    result = say(town_hall, "1", "对")
    assert result.case_number == number
    assert number in words(result)
    assert count(town_hall, Case) == 1
    assert taken(town_hall, nine) == 1
    assert Kind.ASKED_AGAIN in town_hall.kinds(number)


def test_a_task_that_is_left_once_more_joins_the_case_too(town_hall):
    say(town_hall, *APPOINTMENT[:2])
    silence(town_hall)
    assert taken_up(town_hall)
    say(town_hall, "我自己")
    silence(town_hall)
    assert taken_up(town_hall)
    assert count(town_hall, Case) == 1


@pytest.mark.parametrize(
    "said",
    [
        (*APPOINTMENT[:2], "算了"),
        ("给我回个电话", "明天上午", "对"),
        (*APPOINTMENT[:2], "人工"),
        ("办身份证要带什么",),
    ],
    ids=["dropped", "finished", "with a person", "none"],
)
def test_nothing_is_left_of_what_was_dropped_or_finished(town_hall, said):
    say(town_hall, *said)
    before = count(town_hall, Case)
    silence(town_hall, hours=1)
    assert not taken_up(town_hall)
    assert count(town_hall, Case) == before
    assert texts(town_hall) == []


def test_of_a_terminal_nothing_is_kept(town_hall):
    say(town_hall, "给我回个电话", "尽快", channel=Channel.KIOSK, address=TERMINAL)
    silence(town_hall)
    while taken_up(town_hall):
        pass
    assert count(town_hall, Case) == 0
    assert texts(town_hall) == []


def test_each_resident_who_left_gets_a_case_by_the_job_of_the_worker(town_hall):
    for address in ("+8613800000001", OTHER_PHONE):
        say(town_hall, *APPOINTMENT[:2], address=address)
    silence(town_hall)
    (job,) = (one for one in jobs(town_hall.database, town_hall.casework) if one.name == "left_tasks")
    for _ in range(2):
        assert job.run() is False
        assert count(town_hall, Case) == 2


def test_two_workers_at_once_open_one_case(town_hall):
    say(town_hall, *APPOINTMENT[:2])
    silence(town_hall)
    together = threading.Barrier(2)

    def work() -> bool:
        together.wait(10)
        return taken_up(town_hall)

    with ThreadPoolExecutor(2) as pool:
        found = [future.result(30) for future in [pool.submit(work) for _ in range(2)]]
    assert sorted(found) == [False, True]
    assert count(town_hall, Case) == 1
    assert len(texts(town_hall)) == 1
