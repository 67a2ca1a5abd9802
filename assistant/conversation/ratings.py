"""Answers to “did it help?”: one key or one word, told without a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.cases import follow_up
from assistant.cases.follow_up import Question
from assistant.cases.work import Work
from assistant.messages import Act, Channel, Option
from assistant.rendering.options import match
from assistant.state import ConversationState
from assistant.store import cases as rows

BY_KEY = frozenset({Channel.SMS})
"""Where a bare key can answer a text that was sent before; elsewhere keys answer what was just said."""

_MOST_CHARACTERS = 20
_THIS_AND_THE_LAST = 2
_SAY = Act("case_rating")


def _labelled(labels: Mapping[str, tuple[str, ...]]) -> tuple[Option, ...]:
    """Options that are chosen by their labels alone: their keys are none that anybody types."""
    return tuple(Option(f"={key}", label, _SAY) for key, some in labels.items() for label in some)


_WORDS: Mapping[Question, tuple[Option, ...]] = {
    "rating": _labelled(
        {
            "1": ("满意", "很满意", "非常满意", "挺满意", "good", "very good", "satisfied"),
            "2": ("基本满意", "还可以", "一般", "fair", "so so"),
            "3": ("不满意", "很不满意", "不太满意", "没满意", "poor", "bad", "not satisfied"),
        }
    ),
    "solved": _labelled(
        {
            "1": ("解决了", "已经解决", "已经解决了", "solved", "it is solved"),
            "2": ("没解决", "没有解决", "还没解决", "没办好", "not solved"),
        }
    ),
}
_KEYS = tuple(Option(key, key, _SAY) for key in "123")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a message says: a key, and the question it must be for; None when the key alone was given."""

    key: str
    question: Question | None


def read(text: str, channel: Channel) -> Answer | None:
    """None for a message that is no answer to a follow-up."""
    if len(text) > _MOST_CHARACTERS:
        return None
    for question, options in _WORDS.items():
        chosen = match(text, options)
        if chosen is not None:
            return Answer(chosen.key.removeprefix("="), question)
    chosen = match(text, _KEYS) if channel in BY_KEY else None
    return Answer(chosen.key, None) if chosen is not None else None


def act_of(
    work: Work, answer: Answer, resident_id: str, conversation_id: str, state: ConversationState
) -> Act | None:
    """The act of an answer when a follow-up waits for it; None when the message means something else.

    A bare key answers what was said last: the follow-up, unless something was offered after it was asked.
    """
    waiting = follow_up.waiting_for(work, resident_id)
    if waiting is None:
        return None
    if answer.question is None:
        said = rows.spoken(work.session, work.vault, conversation_id, _THIS_AND_THE_LAST)
        newer = any(one.answered_at is not None and one.answered_at > waiting.asked_at for one in said)
        if newer and any(option.key == answer.key for option in state.options):
            return None
        return _act(waiting.reference, waiting.number, waiting.question, answer.key)
    if answer.question == "solved" and waiting.question == "rating":
        return None
    return _act(waiting.reference, waiting.number, answer.question, answer.key)


def _act(reference: str, number: str, question: Question, key: str) -> Act:
    values = {"reference": reference, "number": number, "question": question, "key": key}
    return Act("case_rating", values)
