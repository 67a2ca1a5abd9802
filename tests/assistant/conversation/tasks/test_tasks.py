"""Led step by step: answers, keys, what is not understood, what is put right, what comes in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.cases.kinds import CaseKind
from assistant.conversation.here import Here
from assistant.messages import Outcome
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

NOTHING_FREE = Here(MONDAY)
TOMORROW_MORNING = "2026-03-03/2026-03-03/08:00:00/12:00:00"

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
    talk.at_terminal()
    talk.say(*CALLBACK, "13800", "一三八", "1380000")
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
def test_a_time_that_cannot_be_is_asked_again_as_often_as_it_takes(
    talk: Talk, said: str, notice: str
) -> None:
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


@pytest.mark.parametrize(
    "step", ["service", "who", "relation", "when", "pick", "place", "what", "happened", "phone"]
)
@pytest.mark.parametrize(
    "value", ["yes", "no", "unknown", "self", "other", "any", "id_card", "no_such_thing", "0"]
)
def test_no_value_breaks_a_step(talk: Talk, step: str, value: str) -> None:
    """The dialogue sends words of its own for answers, and not always to the step that waits."""
    task = "complaint" if step in ("what", "happened") else "home_visit"
    talk.start(task, "")
    talk.state = replace(talk.state, asked=f"task:{step}")
    talk.act("task", step="answer", value=value)
    assert talk.state.task == task
    assert talk.draft.case_reason is None
    assert talk.reply.question or talk.asked == "confirm"
    talk.act("task", step="resume")
    assert talk.reply.question
