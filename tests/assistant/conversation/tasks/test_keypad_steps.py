"""The engine without a model, while a step of a task waits: answers, what puts right, questions."""

from __future__ import annotations

import pytest

from assistant.conversation.answers import Content
from assistant.dialogue.keypad import KeypadEngine
from assistant.messages import Act
from assistant.state import ConversationState


@pytest.fixture(scope="module")
def keypad(content: Content) -> KeypadEngine:
    return KeypadEngine(content.aspects, content.regions)


def act(keypad: KeypadEngine, step: str, text: str, language: str = "zh", service: str | None = None) -> Act:
    state = ConversationState(
        language=language,  # type: ignore[arg-type]
        task="home_visit",
        asked=f"task:{step}",
        service=service,
    )
    (decided,) = keypad.decide("", text, state).acts
    return decided


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("when", "明天上午"),
        ("when", "什么时候都行"),
        ("when", "几点都可以，下午吧"),
        ("who", "我自己"),
        ("who", "帮邻居办"),
        ("who", "给我妈办的"),
        ("relation", "我老伴"),
        ("relation", "帮我妈问问"),
        ("place", "五一路12号"),
        ("pick", "9点那个"),
        ("pick", "随便哪个"),
        ("phone", "幺三八零零零零零零零一"),
        ("confirm", "对"),
        ("confirm", "可以"),
        ("change", "时间"),
        ("confirm", "哪天的事不对"),
    ],
)
def test_what_answers_a_step_is_an_answer(keypad: KeypadEngine, step: str, text: str) -> None:
    decided = act(keypad, step, text)
    assert (decided.kind, decided.get("step")) == ("task", "answer")
    assert decided.get("query")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("不对，是后天", "zh"),
        ("不是我妈，是我爸", "zh"),
        ("错了，五一路13号", "zh"),
        ("no, the day after tomorrow", "en"),
    ],
)
@pytest.mark.parametrize("step", ["when", "place", "confirm"])
def test_a_denial_with_what_is_right_puts_right(
    keypad: KeypadEngine, step: str, text: str, language: str
) -> None:
    decided = act(keypad, step, text, language)
    assert (decided.kind, decided.get("step")) == ("task", "correct")


@pytest.mark.parametrize(
    ("text", "language"),
    [("要带什么", "zh"), ("多少钱", "zh"), ("在哪里办", "zh"), ("要多久", "zh"), ("what do I need", "en")],
)
@pytest.mark.parametrize("step", ["who", "when", "pick", "confirm"])
def test_a_question_in_between_is_about_what_is_talked_about(
    keypad: KeypadEngine, step: str, text: str, language: str
) -> None:
    decided = act(keypad, step, text, language, "id_card")
    assert (decided.kind, decided.get("service")) == ("answer", "id_card")


@pytest.mark.parametrize(("text", "language"), [("算了", "zh"), ("不办了", "zh"), ("never mind", "en")])
@pytest.mark.parametrize("step", ["service", "who", "when", "pick", "place", "phone", "confirm", "change"])
def test_at_every_step_it_can_be_dropped(keypad: KeypadEngine, step: str, text: str, language: str) -> None:
    assert act(keypad, step, text, language).kind == "cancel"
