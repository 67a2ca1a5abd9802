"""What comes between two steps: questions, wishes how to be spoken to, and giving up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.messages import Channel, Outcome
from tests.assistant.conversation.tasks.talking import (
    APPOINTMENT,
    CALLBACK,
    COMPLAINT,
    FILING,
    VISIT,
    Talk,
)

BEFORE_EACH_STEP = [
    said[:count]
    for said in (CALLBACK, APPOINTMENT, VISIT, FILING, COMPLAINT)
    for count in range(1, len(said) + 1)
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
