"""What becomes of a task that was read back and agreed to: one case, one place, told once."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from assistant.cases import calendar
from assistant.cases.booking_details import Details
from assistant.cases.kinds import CaseKind, Kind
from assistant.messages import Channel, Outcome
from assistant.store.models import Case
from tests.assistant.conversation.conftest import OTHER_PHONE, keys, words
from tests.assistant.conversation.tasks.arranged import (
    APPOINTMENT,
    NINE,
    VISIT,
    bookings_and_cases,
    count,
    open_slots,
    place,
    say,
    states,
    summary,
    taken,
    texts,
)
from tests.conftest import RESIDENT

TEN = NINE + timedelta(hours=1)
THREE = NINE + timedelta(hours=6)


def test_the_place_that_was_chosen_is_booked_once_and_told(town_hall):
    nine, ten = open_slots(town_hall, NINE, TEN)
    result = say(town_hall, *APPOINTMENT, "第二个", "对")
    case = town_hall.only_case()
    assert (result.outcome, result.case_number) == (Outcome.CASE, case.number)
    assert (case.kind, case.service) == (CaseKind.APPOINTMENT, "id_card")
    assert "约在明天，上午10点" in words(result)
    assert case.number in words(result)
    booked = place(town_hall, case.number)
    assert booked is not None
    assert booked.slot_id == ten
    assert (taken(town_hall, nine), taken(town_hall, ten)) == (0, 1)
    assert Kind.BOOKED in town_hall.kinds(case.number)


def test_nothing_is_opened_before_it_was_agreed_to(town_hall):
    (nine,) = open_slots(town_hall, NINE)
    say(town_hall, *APPOINTMENT, "1", "要带什么")
    assert bookings_and_cases(town_hall) == (0, 0)
    assert taken(town_hall, nine) == 0


def test_the_same_message_again_changes_nothing(town_hall):
    (nine,) = open_slots(town_hall, NINE)
    say(town_hall, *APPOINTMENT, "1")
    agreed = town_hall.inbound("对")
    first, again = town_hall.turn.take(agreed), town_hall.turn.take(agreed)
    assert again.repeated
    assert again.replies == first.replies
    assert bookings_and_cases(town_hall) == (1, 1)
    assert taken(town_hall, nine) == 1


def test_agreeing_twice_books_once(town_hall):
    open_slots(town_hall, NINE)
    say(town_hall, *APPOINTMENT, "1", "对", "对")
    assert bookings_and_cases(town_hall) == (1, 1)


def test_two_who_want_the_last_place_at_once_both_are_seen_to(town_hall):
    """One gets it, the other is offered what is left in the same turn."""
    nine, three = open_slots(town_hall, NINE, THREE)
    both = (RESIDENT, OTHER_PHONE)
    for address in both:
        say(town_hall, *APPOINTMENT, "9点", address=address)
    agreed, together = [town_hall.inbound("对", address=address) for address in both], threading.Barrier(2)

    def agree(message):
        together.wait(10)
        return town_hall.turn.take(message)

    with ThreadPoolExecutor(2) as pool:
        results = [future.result(60) for future in [pool.submit(agree, message) for message in agreed]]

    assert sorted(result.outcome for result in results) == [Outcome.CASE, Outcome.SAID]
    assert bookings_and_cases(town_hall) == (1, 1)
    assert taken(town_hall, nine) == 1
    late = next(result for result in results if result.outcome is Outcome.SAID)
    assert "刚刚没了" in words(late)
    assert "明天下午3点" in [option.label for reply in late.replies for option in reply.options]
    address = both[results.index(late)]
    say(town_hall, "1", "对", address=address)
    assert bookings_and_cases(town_hall) == (2, 2)
    assert (taken(town_hall, nine), taken(town_hall, three)) == (1, 1)


def test_a_place_that_began_meanwhile_is_offered_again_with_others(town_hall):
    nine, ten = open_slots(town_hall, NINE, TEN)
    say(town_hall, *APPOINTMENT, "9点")
    town_hall.clock.advance(NINE - town_hall.clock.now() + timedelta(minutes=1))
    result = say(town_hall, "对")
    assert "刚刚没了" in words(result)
    assert bookings_and_cases(town_hall) == (0, 0)
    say(town_hall, "1", "对")
    booked = place(town_hall, town_hall.only_case().number)
    assert booked is not None
    assert booked.slot_id == ten
    assert taken(town_hall, nine) == 0


def test_when_the_last_place_is_gone_the_wish_is_read_back_and_noted(town_hall):
    (nine,) = open_slots(town_hall, NINE)
    say(town_hall, *APPOINTMENT, "1")
    say(town_hall, *APPOINTMENT, "1", "对", address=OTHER_PHONE)
    result = say(town_hall, "对")
    assert "刚刚没了" in words(result)
    assert "明天上午" in words(result)
    result = say(town_hall, "对")
    assert result.outcome is Outcome.CASE
    assert "时间由工作人员跟您定" in words(result)
    assert bookings_and_cases(town_hall) == (1, 2)
    assert taken(town_hall, nine) == 1


def test_a_case_that_is_open_already_is_joined_and_the_words_stand_with_the_event(town_hall):
    number, _ = town_hall.opened("人工")
    open_slots(town_hall, NINE, kind="home_visit")
    result = say(town_hall, *VISIT, "1", "对")
    assert result.case_number == number
    assert count(town_hall, Case) == 1
    asked = [event for event in town_hall.events(number) if event.kind == Kind.ASKED_AGAIN]
    told = town_hall.casework.vault.open(asked[-1].body)
    assert "鼓楼区五一路12号" in told
    assert "我妈" in told
    booked = place(town_hall, number)
    assert booked is not None
    assert booked.details.address == "鼓楼区五一路12号"
    assert "我妈" in booked.details.proxy
    assert town_hall.only_case().kind == CaseKind.HOME_VISIT


def test_a_time_that_was_chosen_by_key_stands_with_the_event_too(town_hall):
    number, _ = town_hall.opened("人工")
    say(town_hall, "给我回个电话", "尽快", "对")
    asked = [event for event in town_hall.events(number) if event.kind == Kind.ASKED_AGAIN]
    assert town_hall.casework.vault.open(asked[-1].body) == "尽快"


def test_another_appointment_is_a_case_of_its_own(town_hall):
    nine, ten = open_slots(town_hall, NINE, TEN)
    first = say(town_hall, *APPOINTMENT, "9点", "对").case_number
    second = say(town_hall, *APPOINTMENT, "1", "对").case_number
    assert first != second
    places = [place(town_hall, number) for number in (first, second)]
    assert [booked.slot_id for booked in places if booked] == [nine, ten]
    assert (taken(town_hall, nine), taken(town_hall, ten)) == (1, 1)


def test_who_is_acted_for_reaches_the_case_and_the_booking(town_hall):
    open_slots(town_hall, NINE)
    say(town_hall, "我要预约到窗口", "办身份证", "替邻居问", "明天上午", "1", "对")
    case = town_hall.only_case()
    assert summary(town_hall, case.number).needs["proxy"] == "邻居"
    booked = place(town_hall, case.number)
    assert booked is not None
    assert "邻居" in booked.details.proxy


@pytest.mark.parametrize(("channel", "notices"), [(Channel.SMS, 0), (Channel.PHONE, 1)])
def test_a_booking_is_told_once_by_text_and_confirmed_by_text_to_callers(town_hall, channel, notices):
    open_slots(town_hall, NINE + timedelta(days=1))
    say(town_hall, *APPOINTMENT[:3], "后天上午", "1", "对", channel=channel)
    told = texts(town_hall)
    assert [purpose for purpose, _ in told].count("notice") == notices
    assert [purpose for purpose, _ in told].count("reminder") == 1


def test_the_time_of_a_call_is_told_as_it_was_wished(town_hall):
    result = say(town_hall, "给我回个电话", "后天下午", "对")
    assert "我们3月4日周三下午打给您" in words(result)


def test_a_person_in_the_middle_of_a_task_gets_what_was_told_so_far(town_hall):
    result = say(town_hall, "帮我代办", "低保", "我妈", "人工")
    case = town_hall.only_case()
    assert result.outcome is Outcome.CASE
    assert (case.kind, case.service) == (CaseKind.ASSISTED_FILING, "minimum_living")
    assert summary(town_hall, case.number).asked_for["who_words"] == "我妈"
    assert all(state.task is None for state in states(town_hall))


def test_the_words_of_the_resident_are_kept_as_they_were_said(town_hall):
    story = "三楼王家天天半夜打麻将，" * 10 + "说了也不听！！"
    say(town_hall, "我要投诉", story, "五一路12号", "上个月起", "对")
    told = summary(town_hall, town_hall.only_case().number).asked_for
    assert told == {"what": story, "place": "五一路12号", "happened": "上个月起"}


def test_no_number_nor_word_of_a_resident_is_logged(town_hall, caplog):
    open_slots(town_hall, NINE, kind="home_visit")
    with caplog.at_level(logging.DEBUG):
        say(town_hall, *VISIT, "13912345678", "1", "对")
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    for told in ("13912345678", "五一路", "我妈", RESIDENT):
        assert told not in logged


def test_a_long_conversation_never_offers_a_key_twice(town_hall):
    open_slots(town_hall, NINE, TEN)
    for text in (*APPOINTMENT, "慢一点", "要带什么", "1", "听不懂", "要多久", "不对"):
        offered = keys(say(town_hall, text))
        assert len(offered) == len(set(offered))


def test_the_staff_can_move_what_a_resident_booked(town_hall):
    _, ten = open_slots(town_hall, NINE, TEN)
    say(town_hall, *APPOINTMENT, "9点", "对")
    number, member = town_hall.only_case().number, town_hall.member()
    town_hall.does(calendar.move, number, member, ten, Details())
    booked = place(town_hall, number)
    assert booked is not None
    assert booked.slot_id == ten


def test_an_appointment_that_the_staff_are_to_arrange_takes_the_time_that_is_chosen_later(town_hall):
    first = say(town_hall, *APPOINTMENT, "对").case_number
    assert place(town_hall, first) is None
    open_slots(town_hall, NINE)
    assert say(town_hall, *APPOINTMENT, "1", "对").case_number == first
    assert place(town_hall, first) is not None
    assert count(town_hall, Case) == 1


def test_the_time_for_another_matter_is_a_case_of_its_own(town_hall):
    first = say(town_hall, *APPOINTMENT, "对").case_number
    open_slots(town_hall, NINE)
    said = ("我要预约到窗口", "办社保卡", "我自己", "明天上午", "1", "对")
    second = say(town_hall, *said).case_number
    assert first != second
    assert place(town_hall, first) is None
    assert town_hall.row(second).service == "social_security_card"
