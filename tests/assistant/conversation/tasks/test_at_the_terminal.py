"""At a terminal that many use a task is told to the telephone number that was given there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from assistant.messages import Channel, Outcome
from assistant.store import residents
from tests.assistant.conversation.conftest import OTHER_PHONE, TERMINAL, words
from tests.assistant.conversation.tasks.arranged import APPOINTMENT, NINE, open_slots, say, texts


def test_at_the_terminal_the_case_is_told_to_the_number_that_was_given(town_hall):
    open_slots(town_hall, NINE + timedelta(days=1))
    said = (*APPOINTMENT[:3], "后天上午", "1", "13900000009", "对")
    result = say(town_hall, *said, channel=Channel.KIOSK, address=TERMINAL)
    assert "这里联系不到您" not in words(result)
    case = town_hall.only_case()
    with town_hall.database.read() as session:
        known = residents.find(session, town_hall.casework.vault, OTHER_PHONE)
    assert known is not None
    assert case.resident_id == known.id
    assert {purpose for purpose, _ in texts(town_hall)} == {"notice", "reminder"}


def test_the_case_of_a_terminal_is_asked_about_by_its_code(town_hall):
    said = ("给我回个电话", "尽快", "13900000009", "对")
    result = say(town_hall, *said, channel=Channel.KIOSK, address=TERMINAL)
    number, code = re.search(r"\d{4}-\d", words(result)), re.search(r"码是(\d{4})", words(result))
    assert number
    assert code
    told = say(town_hall, f"{number.group()} {code[1]}", channel=Channel.KIOSK, address=TERMINAL)
    assert number.group() in words(told)


def test_a_number_that_is_told_later_at_the_terminal_makes_the_case_reachable(town_hall):
    first = say(town_hall, "人工", channel=Channel.KIOSK, address=TERMINAL)
    assert "这里联系不到您" in words(first)
    say(town_hall, "给我回个电话", "尽快", "13900000009", "对", channel=Channel.KIOSK, address=TERMINAL)
    case = town_hall.only_case()
    with town_hall.database.read() as session:
        known = residents.find(session, town_hall.casework.vault, OTHER_PHONE)
    assert known is not None
    assert case.resident_id == known.id


@pytest.mark.parametrize("answer", ["1", "没有电话", "没有手机", "不记得", "没有"])
def test_without_a_number_it_is_said_that_nobody_can_be_reached_here(town_hall, answer):
    said = ("给我回个电话", "尽快", answer, "对")
    result = say(town_hall, *said, channel=Channel.KIOSK, address=TERMINAL)
    assert result.outcome is Outcome.CASE
    assert "这里联系不到您" in words(result)
    assert "打给您" not in words(result)
    assert texts(town_hall) == []
