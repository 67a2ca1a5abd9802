"""What is likely to be said next is told from what was asked last."""

from __future__ import annotations

import pytest

from assistant.conversation.expected import expected
from assistant.messages import Act, Option
from assistant.state import ConversationState

PERSON = Option("0", "找工作人员", Act("open_case"))


def _answers(*values: str) -> tuple[Option, ...]:
    steps = ({"step": "answer", "value": value} for value in values)
    return (*(Option(str(key), "…", Act("interview", step)) for key, step in enumerate(steps, 1)), PERSON)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (None, "open"),
        ("district", "open"),
        ("task:confirm", "yes_no"),
        ("task:when", "time"),
        ("task:phone", "digits"),
        ("task:place", "address"),
        ("task:pick", "choice"),
        ("task:happened", "anything"),
        ("task:relation", "open"),
        ("code:1234", "digits"),
        ("data:show", "digits"),
    ],
)
def test_each_step_has_its_hint(asked, hint):
    assert expected(ConversationState(asked=asked)) == hint


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        (("yes", "no", "unknown"), "yes_no"),
        (("low_income", "near_low_income", "unknown"), "choice"),
        (("unknown",), "digits"),
    ],
)
def test_a_question_of_an_interview_is_told_by_its_choices(values, hint):
    assert expected(ConversationState(asked="fact", options=_answers(*values))) == hint


def test_data_are_erased_after_a_yes():
    confirm = Option("1", "删掉", Act("my_data", {"step": "erase", "yes": True}))

    assert expected(ConversationState(asked="data:erase", options=(confirm, PERSON))) == "yes_no"
