"""What was misheard or is wished otherwise is put right, wherever the task stands."""

from __future__ import annotations

import pytest

from assistant.messages import Outcome
from tests.assistant.conversation.tasks.talking import (
    APPOINTMENT,
    CALLBACK,
    COMPLAINT,
    FILING,
    OPENINGS,
    VISIT,
    Talk,
)

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
    talk.at_terminal()
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
