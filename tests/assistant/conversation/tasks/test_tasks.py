"""Led step by step: answers, keys, what is not understood, what is put right, what comes in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.cases.kinds import CaseKind
from assistant.conversation.here import Here
from assistant.messages import Channel, Outcome
from tests.assistant.conversation.tasks.talking import (
    APPOINTMENT,
    CALLBACK,
    COMPLAINT,
    FILING,
    MONDAY,
    OPENINGS,
    VISIT,
    Talk,
)

AT_TERMINAL = Here(MONDAY, Channel.KIOSK, OPENINGS)
NOTHING_FREE = Here(MONDAY)
TOMORROW_MORNING = "2026-03-03/2026-03-03/08:00:00/12:00:00"
SENTENCE = "请派人上门，明天上午到鼓楼区五一路12号给我妈办高龄津贴"

READ_BACK = [
    (CALLBACK, CaseKind.CALLBACK, ("明天上午打给您",)),
    (APPOINTMENT, CaseKind.APPOINTMENT, ("明天上午9点来", "街道便民服务中心", "身份证")),
    (VISIT, CaseKind.HOME_VISIT, ("明天上午9点去您家", "五一路12号", "高龄津贴", "我妈")),
    (FILING, CaseKind.ASSISTED_FILING, ("尽快", "低保")),
    (COMPLAINT, CaseKind.COMPLAINT, ("楼道的灯坏了没人修", "五一路12号", "上个星期")),
]


@pytest.mark.parametrize(("said", "kind", "heard"), READ_BACK)
def test_everything_is_read_back_before_it_is_handed_over(
    talk: Talk, said: tuple[str, ...], kind: CaseKind, heard: tuple[str, ...]
) -> None:
    talk.say(*said)
    assert talk.asked == "confirm"
    assert talk.draft.case_reason is None
    assert all(one in talk.reply.text for one in heard)

    talk.say("对")
    assert talk.draft.outcome is Outcome.CASE
    assert talk.draft.wanted.kind is kind
    assert (talk.state.task, dict(talk.state.slots), talk.state.asked) == (None, {}, None)


def test_what_is_handed_over_is_what_was_said(talk: Talk) -> None:
    talk.say(*VISIT, "对")
    assert talk.told == {
        "when": TOMORROW_MORNING,
        "when_words": "明天上午",
        "who": "other",
        "relation": "mother",
        "who_words": "我妈",
        "place": "五一路12号",
        "matter": "办高龄津贴",
    }
    assert talk.draft.wanted.slot_id == OPENINGS[0].slot
    assert talk.draft.service == "old_age_allowance"


@pytest.mark.parametrize(
    ("before", "key", "told"),
    [
        (("给我回个电话",), "1", {"when": "//08:00:00/12:00:00", "when_words": "上午"}),
        (("给我回个电话",), "3", {"when": "any", "when_words": "尽快"}),
        (("给我回个电话", "星期六下午"), "1", {"when": "2026-03-09/2026-03-09/13:00:00/18:00:00"}),
        (APPOINTMENT[:2], "1", {"who": "self"}),
        (APPOINTMENT[:2], "2", {"who": "other"}),
        (APPOINTMENT[:-1], "2", {"slot": OPENINGS[1].slot, "slot_office": "hall"}),
        (APPOINTMENT[:-1], "3", {"slot": "any"}),
        (COMPLAINT[:3], "1", {"happened": "不知道"}),
    ],
)
def test_a_step_is_answered_by_its_key(
    talk: Talk, before: tuple[str, ...], key: str, told: dict[str, str]
) -> None:
    talk.say(*before, key)
    assert told.items() <= dict(talk.state.slots).items()


@pytest.mark.parametrize(
    ("before", "words", "told"),
    [
        (("给我回个电话",), "随便啥时候", {"when": "any"}),
        (("给我回个电话",), "后天下午三点", {"when": "2026-03-04/2026-03-04/15:00:00/"}),
        (APPOINTMENT[:2], "帮邻居办", {"who": "other", "relation": "neighbour", "who_words": "邻居"}),
        ((*APPOINTMENT[:2], "替别人"), "我老伴", {"relation": "spouse", "who_words": "我老伴"}),
        (APPOINTMENT[:-1], "10点", {"slot": OPENINGS[1].slot}),
        (APPOINTMENT[:-1], "第二个", {"slot": OPENINGS[1].slot}),
        (APPOINTMENT[:-1], "随便哪个", {"slot": OPENINGS[0].slot}),
        (APPOINTMENT[:-1], "都不行", {"slot": "any"}),
        (APPOINTMENT[:-1], "后天下午3点", {"slot": OPENINGS[5].slot, "when_words": "后天下午3点"}),
        (VISIT[:3], "东街口百货大楼对面", {"place": "东街口百货大楼对面"}),
        (COMPLAINT[:3], "大前天晚上", {"happened": "大前天晚上"}),
    ],
)
def test_a_step_is_answered_in_words(
    talk: Talk, before: tuple[str, ...], words: str, told: dict[str, str]
) -> None:
    talk.say(*before, words)
    assert told.items() <= dict(talk.state.slots).items()


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ((), "when", "confirm"),
        (APPOINTMENT[:2], "who", "when"),
        ((*APPOINTMENT[:2], "替别人"), "relation", "when"),
        (APPOINTMENT[:3], "when", "pick"),
        (APPOINTMENT[:-1], "pick", "confirm"),
    ],
)
def test_what_is_not_understood_twice_is_left_to_the_staff_where_it_can_be(
    talk: Talk, before: tuple[str, ...], step: str, after: str
) -> None:
    talk.say(*(before or CALLBACK[:1]), "嘎嘣脆")
    assert talk.asked == step
    assert talk.reply.notice
    talk.say("咕噜咕噜")
    assert talk.asked == after
    assert talk.reply.options[-1].act.kind == "open_case"


def test_an_address_that_is_not_understood_is_kept_as_it_was_said_again(talk: Talk) -> None:
    talk.say(*VISIT[:3], "老樟树底下")
    if talk.asked == "place":
        talk.say("老樟树底下那家")
    assert talk.state.slots["place"].startswith("老樟树底下")


def test_a_telephone_number_is_asked_until_it_is_whole(talk: Talk) -> None:
    talk.here = AT_TERMINAL
    talk.say(*CALLBACK, "13800", "不知道", "1380000")
    assert talk.asked == "phone"
    assert "phone" not in talk.state.slots
    talk.say("幺三八，零零零零，零零零一")
    assert talk.state.slots["phone"] == "13800000001"


@pytest.mark.parametrize(
    ("said", "notice"),
    [
        ("昨天", "已经过了"),
        ("正月十五", "阳历"),
        ("2月30号", "没有这一天"),
        ("星期六上午", "没有人上班"),
        ("明天中午12点半", "没有人上班"),
    ],
)
def test_a_time_that_cannot_be_is_asked_again_as_often_as_it_takes(talk: Talk, said: str, notice: str) -> None:
    for _ in range(3):
        talk.say(*(() if talk.state.task else CALLBACK[:1]), said)
        assert talk.asked == "when"
        assert notice in talk.reply.notice
    talk.say("明天上午")
    assert talk.asked == "confirm"


def test_when_nothing_is_free_at_the_wished_time_that_is_said_with_what_is(talk: Talk) -> None:
    talk.say(*APPOINTMENT[:3], "星期五上午")
    assert "没有空位" in talk.reply.notice
    assert talk.asked == "pick"
    talk.say("都不行")
    assert "3月6日周五上午" in talk.reply.text


def test_without_any_free_time_the_wish_is_noted(talk: Talk) -> None:
    talk.here = NOTHING_FREE
    talk.say(*APPOINTMENT[:-1])
    assert talk.asked == "confirm"
    assert "明天上午" in talk.reply.text
    talk.say("对")
    assert talk.draft.wanted.slot_id is None


CORRECTIONS = [
    (CALLBACK, "不对，是后天下午", {"when": "2026-03-04/2026-03-04/13:00:00/18:00:00"}),
    (CALLBACK, "改到后天", {"when": "2026-03-04/2026-03-04/08:00:00/12:00:00"}),
    (CALLBACK, "不是上午，是下午", {"when": "2026-03-03/2026-03-03/13:00:00/18:00:00"}),
    (FILING, "不对，是替我妈办", {"who": "other", "relation": "mother", "who_words": "我妈"}),
    (VISIT, "不是我妈，是我爸", {"who": "other", "relation": "father", "who_words": "我爸"}),
    (VISIT, "不对，是五一路13号", {"place": "五一路13号", "who_words": "我妈"}),
    (FILING, "不对，是办残疾证", {"service": "disability_card"}),
    (COMPLAINT, "不对，是五一路13号", {"place": "五一路13号"}),
    (COMPLAINT, "不对，电梯也坏了", {"what": "电梯也坏了；楼道的灯坏了没人修"}),
]


@pytest.mark.parametrize(("said", "words", "told"), CORRECTIONS)
def test_what_is_said_to_be_wrong_is_put_right_and_read_back_again(
    talk: Talk, said: tuple[str, ...], words: str, told: dict[str, str]
) -> None:
    talk.say(*said, words)
    assert talk.asked == "confirm"
    assert talk.draft.case_reason is None
    assert told.items() <= dict(talk.state.slots).items()
    assert talk.reply.text
    talk.say("对")
    assert talk.draft.outcome is Outcome.CASE


@pytest.mark.parametrize("words", ["改到后天", "不对，是后天"])
def test_another_time_needs_another_free_place(talk: Talk, words: str) -> None:
    talk.say(*APPOINTMENT, words)
    assert talk.asked == "pick"
    assert [option.label for option in talk.reply.options][:2] == ["3月4日周三上午9点", "3月4日周三上午10点"]
    talk.say("1", "对")
    assert talk.draft.wanted.slot_id == OPENINGS[3].slot


@pytest.mark.parametrize(
    ("before", "words", "told", "asked"),
    [
        ((*VISIT[:3],), "不对，是我爸", {"who_words": "我爸"}, "place"),
        ((*VISIT[:4],), "不对，是五一路13号", {"place": "五一路13号"}, "when"),
        ((*VISIT[:5],), "不对，是五一路13号", {"place": "五一路13号"}, "pick"),
        ((*VISIT[:5],), "不对，是后天", {"when_words": "是后天"}, "pick"),
        ((*COMPLAINT[:3],), "不对，是五一路13号", {"place": "五一路13号"}, "happened"),
    ],
)
def test_an_earlier_answer_is_put_right_at_every_later_step(
    talk: Talk, before: tuple[str, ...], words: str, told: dict[str, str], asked: str
) -> None:
    talk.say(*before, words)
    assert told.items() <= dict(talk.state.slots).items()
    assert talk.asked == asked


def test_a_number_is_put_right(talk: Talk) -> None:
    talk.here = AT_TERMINAL
    talk.say(*CALLBACK, "13800000001", "不对，是13800000002", "对")
    assert talk.told["phone"] == "13800000002"


@pytest.mark.parametrize(
    ("said", "label", "anew"),
    [
        (CALLBACK, "时间", ("后天上午",)),
        (FILING, "要办的事", ("残疾证",)),
        (FILING, "替谁办", ("2", "我妈")),
        (VISIT, "地方", ("五一路13号",)),
        (VISIT, "时间", ("后天上午", "1")),
        (COMPLAINT, "事情", ("电梯坏了三天",)),
        (COMPLAINT, "哪天的事", ("昨天",)),
    ],
)
@pytest.mark.parametrize("way", ["key", "label", "wrong"])
def test_a_bare_denial_asks_what_is_wrong_and_only_that_is_asked_anew(
    talk: Talk, said: tuple[str, ...], label: str, anew: tuple[str, ...], way: str
) -> None:
    talk.say(*said)
    before = dict(talk.state.slots)
    if way != "wrong":
        talk.say("不对")
        assert talk.asked == "change"
    key = next((option.key for option in talk.reply.options if option.label == label), "")
    talk.say({"key": key, "label": label, "wrong": f"{label}不对"}[way])
    talk.say(*anew)
    assert talk.asked == "confirm"
    assert talk.reply.text
    assert dict(talk.state.slots) != before


def test_who_finds_nothing_wrong_hears_it_once_more(talk: Talk) -> None:
    talk.say(*CALLBACK, "不对", "没有")
    assert talk.asked == "confirm"
    assert talk.draft.case_reason is None


BEFORE_EACH_STEP = [
    said[:count] for said in (CALLBACK, APPOINTMENT, VISIT, FILING, COMPLAINT) for count in range(1, len(said) + 1)
]


@pytest.mark.parametrize("before", BEFORE_EACH_STEP)
@pytest.mark.parametrize("words", ["算了", "不办了"])
def test_at_every_step_the_task_can_be_dropped(talk: Talk, before: tuple[str, ...], words: str) -> None:
    talk.say(*before, words)
    assert (talk.state.task, dict(talk.state.slots)) == (None, {})
    assert talk.draft.case_reason is None
    assert talk.words == "好，不办了。有事再找我。"


@pytest.mark.parametrize("before", BEFORE_EACH_STEP)
@pytest.mark.parametrize("words", ["慢一点", "再说一遍", "啥意思", "听不懂"])
def test_what_comes_in_between_loses_nothing_and_the_question_is_asked_again(
    talk: Talk, before: tuple[str, ...], words: str
) -> None:
    talk.say(*before)
    step, slots, question = talk.asked, dict(talk.state.slots), talk.reply.question
    options = [option.label for option in talk.reply.options]
    talk.say(words)
    assert (talk.asked, dict(talk.state.slots)) == (step, slots)
    assert talk.reply.question.endswith(question)
    assert [option.label for option in talk.reply.options] == options


@pytest.mark.parametrize("channel", list(Channel))
def test_it_is_read_back_once_when_it_is_to_be_said_more_slowly(talk: Talk, channel: Channel) -> None:
    talk.here = replace(talk.here, channel=channel)
    talk.say(*CALLBACK, *(["13800000001"] if channel is Channel.KIOSK else []), "慢一点")
    assert talk.words.count("明天上午打给您") == 1


@pytest.mark.parametrize("before", [APPOINTMENT[:2], APPOINTMENT[:3], APPOINTMENT])
def test_a_question_in_between_is_about_the_matter_in_hand(talk: Talk, before: tuple[str, ...]) -> None:
    talk.say(*before)
    question = talk.reply.question
    talk.say("要带什么")
    assert talk.draft.outcome is Outcome.ANSWERED
    assert talk.draft.service == "id_card"
    assert talk.reply.question.endswith(question)


def test_what_was_broken_off_is_gone_on_with(talk: Talk) -> None:
    talk.say(*VISIT[:3])
    talk.act("task", step="resume")
    assert talk.asked == "place"
    assert talk.state.slots["who_words"] == "我妈"


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


@pytest.mark.parametrize("story", ["他们算了我两次钱", "我要找人修灯，找不到", "慢得要死，等了三天", "今天下午3点停水"])
def test_what_happened_may_hold_any_words(talk: Talk, story: str) -> None:
    talk.say("我要投诉", story)
    assert talk.state.slots["what"] == story
    assert talk.asked == "place"


def test_another_task_keeps_who_the_number_and_the_matter(talk: Talk) -> None:
    talk.here = AT_TERMINAL
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
    for values in ({"step": "answer", "value": "yes"}, {"step": "correct", "query": "不对"}, {"step": "resume"}):
        talk.act("task", **values)
        assert talk.state.task is None
        assert talk.draft.case_reason is None
        assert talk.words


def test_whoever_speaks_english_is_led_in_english(talk: Talk) -> None:
    talk.state = replace(talk.state, language="en")
    talk.say("I want a home visit", "the id card", "my mother", "12 Wuyi Road", "tomorrow morning", "the first one")
    assert talk.asked == "confirm"
    assert "tomorrow" in talk.reply.text
    talk.say("no, the day after tomorrow", "1", "yes")
    assert talk.draft.wanted.slot_id == OPENINGS[3].slot
    assert talk.told["who_words"] == "my mother"
