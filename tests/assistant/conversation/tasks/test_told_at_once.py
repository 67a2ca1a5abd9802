"""Who tells more than was asked is not asked for it again; what was said stays as it was said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.assistant.conversation.tasks.talking import OPENINGS, Talk

SENTENCE = "请派人上门，明天上午到鼓楼区五一路12号给我妈办高龄津贴"


@pytest.mark.parametrize("given", [{}, {"time": "明天上午", "place": "鼓楼区五一路12号", "relation": "我妈"}])
def test_of_a_whole_sentence_only_what_is_missing_is_asked(talk: Talk, given: dict[str, str]) -> None:
    talk.start("home_visit", SENTENCE, **given)
    assert talk.asked == "pick"
    talk.say("1")
    for heard in ("明天上午9点去您家", "鼓楼区五一路12号", "我妈", "高龄津贴"):
        assert heard in talk.reply.text


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("请派人上门，我儿子不在家", "who"),
        ("请派人上门帮我去街道办低保", "place"),
        ("请派人上门帮我", "when"),
    ],
)
def test_nothing_is_taken_for_told_that_was_only_mentioned(talk: Talk, words: str, lacks: str) -> None:
    talk.start("home_visit", words)
    assert lacks not in talk.state.slots


def test_a_complaint_is_kept_in_the_words_of_the_resident(talk: Talk) -> None:
    story = "三楼王家天天半夜打麻将，" * 12 + "我说了三次都不听！！"
    talk.say("我要投诉", story, "五一路12号", "上个月起", "对")
    assert talk.told["what"] == story
    assert len(story) < 200


def test_a_very_long_complaint_is_kept_up_to_the_limit(talk: Talk) -> None:
    talk.say("我要投诉", "楼上漏水" * 100, "五一路12号", "昨天", "对")
    assert talk.told["what"] == ("楼上漏水" * 100)[:200]


@pytest.mark.parametrize(
    "story", ["他们算了我两次钱", "我要找人修灯，找不到", "慢得要死，等了三天", "今天下午3点停水"]
)
def test_what_happened_may_hold_any_words(talk: Talk, story: str) -> None:
    talk.say("我要投诉", story)
    assert talk.state.slots["what"] == story
    assert talk.asked == "place"


def test_another_task_keeps_who_the_number_and_the_matter(talk: Talk) -> None:
    talk.at_terminal()
    talk.say("帮我代办", "低保", "我妈", "尽快", "13800000001")
    talk.start("home_visit", "还是派人来吧")
    assert talk.state.task == "home_visit"
    kept = {"service": "minimum_living", "who_words": "我妈", "phone": "13800000001"}
    assert kept.items() <= dict(talk.state.slots).items()
    assert talk.asked == "place"


def test_another_task_about_something_else_forgets_the_matter_before(talk: Talk) -> None:
    talk.say("帮我代办", "低保", "我妈")
    talk.start("appointment", "我要预约办身份证")
    assert talk.state.slots["service"] == "id_card"
    assert "matter" not in talk.state.slots


def test_what_is_said_of_the_task_when_none_is_under_way_does_no_harm(talk: Talk) -> None:
    for values in (
        {"step": "answer", "value": "yes"},
        {"step": "correct", "query": "不对"},
        {"step": "resume"},
    ):
        talk.act("task", **values)
        assert talk.state.task is None
        assert talk.draft.case_reason is None
        assert talk.words


def test_whoever_speaks_english_is_led_in_english(talk: Talk) -> None:
    talk.state = replace(talk.state, language="en")
    talk.say(
        "I want a home visit", "the id card", "my mother", "12 Wuyi Road", "tomorrow morning", "the first one"
    )
    assert talk.asked == "confirm"
    assert "tomorrow" in talk.reply.text
    talk.say("no, the day after tomorrow", "1", "yes")
    assert talk.draft.wanted.slot_id == OPENINGS[3].slot
    assert talk.told["who_words"] == "my mother"


@pytest.mark.parametrize(
    ("said", "told", "asked"),
    [
        (("给我回个电话", "打13912345678，明天上午"), {"phone": "13912345678"}, "confirm"),
        (("我要预约到窗口", "给我妈办身份证，明天上午"), {"who_words": "我妈", "service": "id_card"}, "pick"),
        (("帮我代办", "低保", "我自己，尽快吧"), {"who": "self", "when": "any"}, "confirm"),
        (("请派人上门帮我", "办高龄津贴", "我妈，住五一路12号"), {"place": "五一路12号"}, "when"),
        (("我要投诉", "五一路12号，楼道的灯坏了"), {"place": "五一路12号"}, "happened"),
        (("我要预约到窗口", "办身份证", "我自己", "明天上午9点"), {"slot": OPENINGS[0].slot}, "confirm"),
    ],
)
def test_what_is_told_besides_is_not_asked(
    talk: Talk, said: tuple[str, ...], told: dict[str, str], asked: str
) -> None:
    talk.say(*said)
    assert told.items() <= dict(talk.state.slots).items()
    assert talk.asked == asked


def test_what_is_told_to_another_question_is_kept_and_the_question_asked_again(talk: Talk) -> None:
    talk.say("帮我代办", "低保", "明天上午")
    assert talk.asked == "who"
    talk.say("我自己")
    assert talk.asked == "confirm"
    assert "明天上午" in talk.reply.text


def test_a_number_in_a_complaint_is_not_taken_for_the_own_one(talk: Talk) -> None:
    talk.at_terminal()
    talk.say("我要投诉", "卖假药的打电话来，号码13912345678", "五一路12号", "昨天")
    assert talk.asked == "phone"


@pytest.mark.parametrize("words", ["换个时间", "有别的时间吗", "换一天"])
def test_who_wants_another_time_is_asked_when(talk: Talk, words: str) -> None:
    talk.say("我要预约到窗口", "办身份证", "我自己", "明天上午", words)
    assert talk.asked == "when"
    talk.say("后天")
    assert talk.asked == "pick"
    assert talk.reply.options[0].label == "3月4日周三上午9点"


@pytest.mark.parametrize("words", ["都不要", "没有合适的", "都不合适", "不行"])
def test_who_wants_none_of_the_times_leaves_it_to_the_staff(talk: Talk, words: str) -> None:
    talk.say("我要预约到窗口", "办身份证", "我自己", "明天上午", words)
    assert talk.asked == "confirm"
    assert talk.state.slots["slot"] == "any"


def test_a_yes_takes_the_only_time_that_is_offered_but_never_one_of_several(talk: Talk) -> None:
    talk.say("我要预约到窗口", "办身份证", "我自己", "明天上午", "好的")
    assert talk.asked == "pick"
    talk.say("明天下午", "对")
    assert talk.draft.wanted is None or talk.draft.wanted.slot_id == OPENINGS[2].slot


def test_another_matter_than_the_one_before_is_heard_wherever_it_is_said(talk: Talk) -> None:
    talk.say("我要预约到窗口", "办身份证", "我自己", "明天上午9点", "对", "我要预约到窗口", "办社保卡")
    assert talk.state.slots["service"] == "social_security_card"
    assert talk.asked == "who"
