"""How a case stands: told to its resident, and to whoever has its number and its code; to nobody else."""

from __future__ import annotations

import pytest

from assistant.cases import answering, departments, ownership, resolving
from assistant.messages import Channel, Outcome
from assistant.rendering import sms
from tests.assistant.conversation.conftest import OTHER_PHONE, keys, words
from tests.conftest import RESIDENT

NOBODYS = "8142-3"


@pytest.mark.parametrize("question", ["进度", "查进度", "我的事办到哪了", "status", "还要等多久"])
@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PHONE])
def test_the_own_case_is_told_of_without_number_or_code(town_hall, question, channel):
    number, _ = town_hall.opened()
    answer = town_hall.told(question, channel)
    assert number in answer
    assert "第一个" in answer or "Nobody waits" in answer


def test_opening_tells_number_code_and_place_in_one_or_two_texts(town_hall):
    first = town_hall.say("人工", address=OTHER_PHONE)
    town_hall.clock.advance(minutes=1)
    second = town_hall.say("人工")
    assert "您是第一个" in words(first)
    assert "前面还有1件事在等" in words(second)
    assert "工作人员看到后会联系您" in words(second)
    assert sms.render(second.replies).parts <= 2
    assert sms.rest_of(second.replies) == ""


def test_out_of_working_time_it_is_told_when_somebody_looks(town_hall):
    town_hall.clock.advance(hours=10)
    answer = town_hall.told("人工")
    assert "现在下班了。明天，上午8点半有人看" in answer
    assert "联系您" not in answer


def test_at_a_terminal_nobody_promises_to_call(town_hall):
    answer = town_hall.at_terminal("人工")
    assert "这里联系不到您" in answer
    assert "会联系您" not in answer.replace("联系不到您", "")


def test_asking_again_for_a_case_that_somebody_has_says_so(town_hall):
    number, _ = town_hall.opened()
    town_hall.does(ownership.claim, number, town_hall.member())
    answer = town_hall.told("人工")
    assert f"编号还是{number}" in answer
    assert "工作人员已经在办了" in answer


def test_somebody_elses_case_needs_the_code_and_tells_nothing_without(town_hall):
    number, code = town_hall.opened()
    refused = town_hall.told(f"查 {number}", address=OTHER_PHONE)
    assert "查询码" in refused
    assert "在等人接" not in refused
    assert "在等人接" in town_hall.told(code, address=OTHER_PHONE)


@pytest.mark.parametrize(
    "said",
    [
        "{number} {code}",
        "查{digits} {code}",
        "编号{number}查询码{code}",
        "{digits}{code}",
        "{spoken}，{spoken_code}",
    ],
)
def test_number_and_code_open_the_status_from_any_address(town_hall, said):
    number, code = town_hall.opened()
    chinese = str.maketrans("0123456789", "零幺二三四五六七八九")
    digits = number.replace("-", "")
    text = said.format(
        number=number,
        code=code,
        digits=digits,
        spoken=digits.translate(chinese),
        spoken_code=code.translate(chinese),
    )
    assert "在等人接" in town_hall.told(text, address=OTHER_PHONE)
    assert "在等人接" in town_hall.at_terminal(text)


def test_a_number_that_does_not_exist_is_answered_like_one_of_somebody_else(town_hall):
    number, _ = town_hall.opened()
    first = town_hall.told(f"查{number}", address=OTHER_PHONE)
    second = town_hall.told(f"查{NOBODYS}", address=OTHER_PHONE)
    assert first == second
    wrong = [town_hall.told(f"{one} 9999", address=OTHER_PHONE) for one in (number, NOBODYS)]
    assert wrong[0] == wrong[1]


def test_wrong_codes_end_after_five_with_a_person_on_offer(town_hall):
    number, code = town_hall.opened()
    wrong = f"{(int(code) + 1) % 10000:04}"
    for _ in range(5):
        assert "对不上" in town_hall.told(f"{number} {wrong}", address=OTHER_PHONE)
    blocked = town_hall.say(f"{number} {code}", address=OTHER_PHONE)
    assert "试得太多了" in words(blocked)
    assert keys(blocked) == ["0"]
    assert town_hall.say("0", address=OTHER_PHONE).outcome is Outcome.CASE
    assert "在等人接" in town_hall.told("进度"), "the resident's own address needs no code"


def test_at_a_terminal_even_what_was_opened_there_needs_number_and_code(town_hall):
    number, code = town_hall.opened(channel=Channel.KIOSK, address="hall-1")
    assert "编号和四位查询码" in town_hall.at_terminal("进度")
    assert "查询码" in town_hall.at_terminal(f"查{number}")
    assert "在等人接" in town_hall.at_terminal(f"{number} {code}")


def test_a_bare_number_is_one_only_for_the_resident_whose_case_it_is(town_hall):
    number, _ = town_hall.opened()
    digits = number.replace("-", "")
    assert number in town_hall.told(digits)
    assert town_hall.say(digits, address=OTHER_PHONE).outcome is Outcome.UNSURE


@pytest.mark.parametrize("text", ["12345", "打12345", "有结果了吗", "办好了吗"])
def test_words_that_could_be_about_anything_are_none_of_a_case_without_one(town_hall, text):
    assert "编号" not in town_hall.told(text)


def test_without_any_case_it_is_said_that_none_was_found(town_hall):
    result = town_hall.say("查进度")
    assert "没有查到" in words(result)
    assert keys(result) == ["0"]


def test_a_number_with_a_wrong_check_digit_is_noticed(town_hall):
    assert "这个编号不对" in town_hall.told("查4571-8")


def test_of_several_open_cases_one_is_chosen_by_key(town_hall):
    first, _ = town_hall.opened()
    town_hall.clock.advance(hours=1)
    second, _ = town_hall.opened(channel=Channel.PHONE)
    asked = town_hall.say("进度")
    assert "哪一件" in words(asked)
    assert keys(asked) == ["1", "2", "0"]
    assert second in town_hall.told("1")
    town_hall.say("进度")
    assert first in town_hall.told("2")


def test_each_stage_is_told_in_plain_words_with_who_and_by_when(town_hall):
    number, _ = town_hall.opened()
    member = town_hall.member()
    town_hall.does(ownership.claim, number, member)
    assert "有人在办。最晚3月9日周一给您结果" in town_hall.told("进度")
    town_hall.does(answering.wait, number, member)
    waiting = town_hall.told("进度")
    assert "在等您" in waiting
    assert "最晚" not in waiting
    town_hall.does(answering.resume, number, member)
    town_hall.does(departments.dispatch, number, member, "civil_affairs")
    assert "现在由民政办办" in town_hall.told("进度")
    assert "It is now with Civil affairs" in town_hall.told("check my case status")
    town_hall.does(resolving.resolve, number, member)
    assert "办完了" in town_hall.told("我的事办到哪了")


def test_what_is_late_is_told_as_late(town_hall):
    town_hall.opened()
    town_hall.clock.advance(days=20)
    assert "过了说好的时间" in town_hall.told("进度")


def test_a_case_that_was_joined_with_another_tells_of_the_other(town_hall):
    first, _ = town_hall.opened()
    second, _ = town_hall.opened(channel=Channel.PHONE)
    town_hall.does(resolving.merge, first, second, town_hall.member())
    answer = town_hall.told(f"查{first}")
    assert f"和{second}一起办" in answer
    assert "在等人接" in answer


def test_what_was_over_long_ago_is_not_told_of_without_its_number(town_hall):
    number, _ = town_hall.opened()
    town_hall.resolved(number)
    town_hall.does(resolving.close, number, None)
    town_hall.clock.advance(days=29)
    assert "已经办结" in town_hall.told("进度")
    town_hall.clock.advance(days=2)
    assert "没有查到" in town_hall.told("进度")
    assert "已经办结" in town_hall.told(f"查{number}")


def test_a_code_for_going_on_elsewhere_is_still_one(town_hall):
    town_hall.opened()
    assert "编号不对，或者过期" in town_hall.told("123 456")


def test_the_status_holds_no_word_that_was_said(town_hall):
    number, _ = town_hall.opened("帮我转人工")
    member = town_hall.member()
    town_hall.does(ownership.claim, number, member)
    town_hall.does(answering.note, number, member, "住在幸福里三号")
    answer = town_hall.told("进度")
    assert "幸福" not in answer
    assert RESIDENT[-4:] not in answer
