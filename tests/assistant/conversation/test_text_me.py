"""Who asks for it on the telephone has what was said as a text message: once, and if texts are wanted."""

from __future__ import annotations

import re

import pytest

from assistant.conversation.text_me import MOST_TEXTS
from assistant.messages import Act, Channel, Option, Reply, TurnResult
from assistant.rendering import gsm, plain
from assistant.store import calls
from tests.assistant.conversation.conftest import TERMINAL, Town, words
from tests.conftest import RESIDENT

LANDLINE = "+862087654321"
QUESTION = "办身份证要带什么"


def by_phone(town: Town, text: str, address: str = RESIDENT) -> str:
    town.clock.advance(seconds=20)
    return words(town.say(text, Channel.PHONE, address))


def texts(town: Town) -> list[str]:
    return town.outgoing("turn")


def test_the_text_has_the_answer_and_its_source_and_nothing_that_was_asked_besides(town_hall: Town) -> None:
    by_phone(town_hall, QUESTION)
    assert by_phone(town_hall, "把刚才说的发给我") == "好，发到您手机上了。"
    (text,) = texts(town_hall)
    assert text.startswith("【帮办】居民身份证")
    assert "（据" in text
    assert "按" not in text
    assert "哪个区" not in text
    assert gsm.parts(text) <= 2


def test_the_same_is_sent_once_and_something_else_again(town_hall: Town) -> None:
    by_phone(town_hall, QUESTION)
    by_phone(town_hall, "发短信给我")
    assert "已经发了" in by_phone(town_hall, "短信发我")
    assert len(texts(town_hall)) == 1
    by_phone(town_hall, "去哪里办")
    assert by_phone(town_hall, "短信发我") == "好，发到您手机上了。"
    assert len(texts(town_hall)) == 2


def test_there_is_an_end_to_the_texts_of_a_day(town_hall: Town) -> None:
    for aspect in ("要带什么", "去哪里办", "多少钱", "怎么办", "多久能办好", "谁能办", "能代办吗"):
        by_phone(town_hall, f"办身份证{aspect}")
        answer = by_phone(town_hall, "把刚才说的发给我")
    assert len(texts(town_hall)) == MOST_TEXTS
    assert "明天" in answer
    town_hall.clock.advance(hours=25)
    by_phone(town_hall, QUESTION)
    assert "发到您手机上了" in by_phone(town_hall, "把刚才说的发给我")


def test_number_and_code_of_a_case_of_this_call_go_with_it(town_hall: Town) -> None:
    opened = by_phone(town_hall, "人工")
    number, code = re.findall(r"\d{4}-\d|\d{4}(?=。)", opened)[:2]
    by_phone(town_hall, QUESTION)
    by_phone(town_hall, "把刚才说的发给我")
    (text,) = texts(town_hall)
    assert text.startswith("【帮办】居民身份证")
    assert text.endswith(f"您的编号{number}，查询码{code}。")
    assert gsm.parts(text) <= 2


def test_before_anything_was_answered_there_is_nothing_to_send(town_hall: Town) -> None:
    assert "还没有什么可发的" in by_phone(town_hall, "发短信给我")
    assert texts(town_hall) == []


def test_who_stopped_messages_gets_none_and_hears_how_to_get_them_again(town_hall: Town) -> None:
    by_phone(town_hall, "退订")
    by_phone(town_hall, QUESTION)
    assert "开始" in by_phone(town_hall, "把刚才说的发给我")
    assert texts(town_hall) == []
    by_phone(town_hall, "开始")
    by_phone(town_hall, "把刚才说的发给我")
    assert len(texts(town_hall)) == 1


def test_no_text_goes_to_a_landline(town_hall: Town) -> None:
    by_phone(town_hall, QUESTION, LANDLINE)
    assert "座机" in by_phone(town_hall, "发短信给我", LANDLINE)
    assert texts(town_hall) == []


def test_no_text_goes_to_who_shows_no_number(town_hall: Town) -> None:
    hidden = "anonymous 1"
    with town_hall.database.begin() as session:
        calls.begin(
            session,
            town_hall.casework.vault,
            "CA1",
            hidden,
            "hash",
            town_hall.clock.now(),
            numberless=True,
        )
    by_phone(town_hall, QUESTION, hidden)
    assert "没有显示号码" in by_phone(town_hall, "发短信给我", hidden)
    assert texts(town_hall) == []


def test_a_terminal_cannot_send_and_offers_to_go_on_elsewhere(town_hall: Town) -> None:
    town_hall.at_terminal(QUESTION)
    assert "这里发不了短信" in town_hall.at_terminal("发我手机上")
    assert "编号是" in town_hall.at_terminal("1")
    assert texts(town_hall) == []


def test_a_terminal_whose_visitor_is_known_by_a_code_sends_to_that_number(town_hall: Town) -> None:
    by_phone(town_hall, QUESTION)
    code = re.search(r"\d{3} \d{3}", by_phone(town_hall, "换屏幕"))
    assert code
    town_hall.at_terminal(code.group())
    assert "发到您手机上了" in town_hall.at_terminal("把刚才说的发给我")
    assert len(texts(town_hall)) == 1


def test_by_text_message_the_last_one_is_sent_again(town_hall: Town) -> None:
    first = town_hall.told(QUESTION)
    assert town_hall.told("发短信给我") == first
    assert texts(town_hall) == []


def said_aloud(result: TurnResult) -> list[str]:
    return re.findall(r"^.*请按.。$", plain.render(result.replies, Channel.PHONE), re.MULTILINE)


def test_it_is_offered_with_what_nobody_keeps_in_mind_among_three_options(town_hall: Town) -> None:
    result = town_hall.say(QUESTION, Channel.PHONE)
    named = said_aloud(result)
    assert len(named) <= 3
    (offer,) = [one for one in named if "发到您手机上" in one]
    key = offer[-2]
    assert "发到您手机上了" in by_phone(town_hall, key)
    assert len(texts(town_hall)) == 1


@pytest.mark.parametrize("question", ["身份证多少钱", "高龄津贴是什么"])
def test_it_is_not_offered_with_what_is_easily_kept_in_mind(town_hall: Town, question: str) -> None:
    result = town_hall.say(question, Channel.PHONE)
    assert not [one for one in said_aloud(result) if "手机上" in one]


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.KIOSK])
def test_it_is_offered_on_the_telephone_alone(town_hall: Town, channel: Channel) -> None:
    address = TERMINAL if channel is Channel.KIOSK else RESIDENT
    result = town_hall.say(QUESTION, channel, address)
    assert "手机上" not in plain.render(result.replies, channel)


def test_it_is_not_offered_to_who_cannot_be_texted(town_hall: Town) -> None:
    result = town_hall.say(QUESTION, Channel.PHONE, LANDLINE)
    assert not [one for one in said_aloud(result) if "手机上" in one]


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PHONE])
def test_who_is_to_be_called_back_may_want_a_text_instead(town_hall: Town, channel: Channel) -> None:
    town_hall.told("给我回个电话", channel)
    readback = town_hall.told("发短信给我就行", channel)
    assert "给您发短信" in readback
    assert "对不对" in readback
    done = town_hall.told("对", channel)
    assert "工作人员给您发短信" in done
    assert "打给您" not in done
    case = town_hall.only_case()
    summary = town_hall.casework.vault.open(case.summary)
    assert "发短信给我就行" in summary
    assert texts(town_hall) == []


def test_who_wants_another_time_after_all_is_called(town_hall: Town) -> None:
    town_hall.told("给我回个电话")
    town_hall.told("发短信给我就行")
    readback = town_hall.told("不对，明天上午打电话")
    assert "明天上午打给您" in readback
    assert "短信" not in readback


def test_a_text_instead_of_a_call_is_not_promised_to_who_stopped_messages(town_hall: Town) -> None:
    town_hall.told("退订")
    town_hall.told("给我回个电话")
    answer = town_hall.told("发短信给我就行")
    assert "退订了短信" in answer
    assert "什么时候打给您" in answer


def test_in_another_task_the_wish_is_noted_and_the_step_asked_again(town_hall: Town) -> None:
    town_hall.told("我要投诉", Channel.PHONE)
    town_hall.told("楼下太吵", Channel.PHONE)
    answer = town_hall.told("发短信给我就行", Channel.PHONE)
    assert "记下了" in answer
    assert "？" in answer


def test_where_more_must_be_named_the_text_keeps_its_key_silently() -> None:
    kinds = ("answer", "answer", "text_me", "preference", "more", "open_case")
    options = tuple(Option(str(key), f"第{key}样", Act(kind)) for key, kind in enumerate(kinds, start=1))
    named = plain.render((Reply("好。", "zh", options=options),), Channel.PHONE)
    assert re.findall(r"请按(.)", named) == ["4", "5", "6"]
