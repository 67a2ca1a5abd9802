"""Which step comes next, and what each one asks: in both languages, and short enough to be heard."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from assistant.cases.asked_for import NAMES
from assistant.cases.town import Town
from assistant.conversation.answers import Answers, Content
from assistant.conversation.here import Here
from assistant.conversation.tasks.plans import OTHER, PLANS, SELF, TASKS, next_step, without
from assistant.conversation.tasks.questions import Questions
from assistant.messages import Channel, Reply
from assistant.rendering import plain
from assistant.state import ConversationState
from tests.assistant.conversation.tasks.talking import MONDAY, OPENINGS

ANSWERS = {
    "service": {"service": "id_card"},
    "who": {"who": OTHER},
    "relation": {"relation": "mother", "who_words": "我妈"},
    "when": {"when": "2026-03-03/2026-03-03/08:00:00/12:00:00", "when_words": "明天上午"},
    "pick": {"slot": OPENINGS[0].slot, "slot_at": OPENINGS[0].starts_at.isoformat(), "slot_office": "hall"},
    "place": {"place": "五一路12号"},
    "what": {"what": "楼道的灯坏了"},
    "happened": {"happened": "上个星期"},
    "phone": {"phone": "13800000001"},
}
STEPS = [(task, step) for task, plan in PLANS.items() for step in (*plan.steps, "confirm", "change")]
OFFERED = ";".join(f"{one.slot} {one.starts_at.isoformat()}" for one in OPENINGS[:3])


@pytest.fixture(scope="module")
def questions(content: Content) -> Questions:
    return Questions(content, Town.load(None), Answers(content))


def known(*steps: str) -> dict[str, str]:
    return {name: value for step in steps for name, value in ANSWERS[step].items()}


def asked(questions: Questions, task: str, step: str, language: str, channel: Channel) -> Reply:
    slots = known(*PLANS[task].steps) | {"offered": OFFERED}
    state = ConversationState(language=language, task=task, slots=slots)  # type: ignore[arg-type]
    here = Here(MONDAY, channel, OPENINGS)
    return questions.ask(step, state, here, choices=("id_card", "fraud", "utilities"))


@pytest.mark.parametrize("task", PLANS)
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("free", [True, False])
def test_the_first_step_without_an_answer_is_next_whatever_else_is_known(
    task: str, channel: Channel, free: bool
) -> None:
    here = Here(MONDAY, channel, OPENINGS if free else ())
    steps = PLANS[task].steps
    for count in range(len(steps) + 1):
        for answered in combinations(steps, count):
            slots = known(*answered)
            needed = [
                step
                for step in steps
                if step not in answered
                and (step != "relation" or "who" in answered)
                and (step != "pick" or free)
                and (step != "phone" or channel is Channel.KIOSK)
            ]
            assert next_step(task, slots, here) == (needed[0] if needed else "confirm")


def test_whoever_asks_for_himself_is_not_asked_for_whom() -> None:
    assert next_step("assisted_filing", known("service") | {"who": SELF}, Here(MONDAY)) == "when"


def test_a_time_that_was_offered_is_asked_for_although_none_is_free_by_now() -> None:
    slots = known("service", "when") | {"who": SELF, "offered": OFFERED}
    assert next_step("appointment", slots, Here(MONDAY)) == "pick"


@pytest.mark.parametrize(("task", "step"), [(task, step) for task, step in STEPS if step in ANSWERS])
def test_a_step_that_is_put_right_is_open_again_and_no_other_is_lost(task: str, step: str) -> None:
    slots = known(*PLANS[task].steps)
    left = without(slots, step)
    here = Here(MONDAY, Channel.KIOSK, OPENINGS)
    assert next_step(task, left, here) == {"relation": "who", "pick": "when"}.get(step, step)
    together = {"when": {"when", "pick"}, "pick": {"when", "pick"}, "who": {"who", "relation"}}
    together["relation"] = together["who"]
    lost = {name for one in together.get(step, {step}) for name in ANSWERS[one]}
    assert set(slots) - set(left) == lost & set(slots)


def test_every_task_becomes_a_kind_of_case_of_its_own() -> None:
    assert {TASKS[plan.kind]: plan for plan in PLANS.values()} == dict(PLANS)


def test_what_a_step_remembers_is_handed_over_or_is_the_slot() -> None:
    remembered = {name for answer in ANSWERS.values() for name in answer}
    assert remembered - set(NAMES) == {"service", "slot", "slot_at", "slot_office"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize(("task", "step"), STEPS)
def test_every_step_asks_something_and_the_person_is_one_key_away(
    questions: Questions, task: str, step: str, channel: Channel, language: str
) -> None:
    reply = asked(questions, task, step, language, channel)
    assert reply.question
    assert reply.options[-1].act.kind == "open_case"
    labels = [option.label for option in reply.options]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    keys = [option.key for option in reply.options]
    assert len(set(keys)) == len(keys)
    assert (reply.text != "") == (step == "confirm")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("task", "step"), STEPS)
def test_at_most_three_options_are_spoken_and_the_person_is_one(
    questions: Questions, task: str, step: str, language: str
) -> None:
    reply = asked(questions, task, step, language, Channel.PHONE)
    sign = "按" if language == "zh" else "press"
    spoken = [line for line in plain.render((reply,), Channel.PHONE).split("\n") if sign in line]
    assert 1 <= len(spoken) <= plain.SPOKEN_OPTIONS
    assert any("0" in line for line in spoken)


@pytest.mark.parametrize("task", ["appointment", "home_visit"])
def test_every_time_that_is_offered_on_the_phone_is_spoken_and_how_to_take_none(
    questions: Questions, task: str
) -> None:
    reply = asked(questions, task, "pick", "zh", Channel.PHONE)
    spoken = plain.render((reply,), Channel.PHONE)
    times = [option.label for option in reply.options if "点" in option.label]
    assert len(times) == 2
    assert all(time in spoken for time in times)
    assert "都不行" in spoken


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.KIOSK])
def test_what_is_read_offers_three_times_and_none_of_them(questions: Questions, channel: Channel) -> None:
    reply = asked(questions, "appointment", "pick", "zh", channel)
    assert [option.label for option in reply.options] == [
        "明天上午9点", "明天上午10点", "明天下午3点", "都不行", "找人工",
    ]  # fmt: skip


@pytest.mark.parametrize("task", PLANS)
def test_all_that_was_told_is_read_back_in_one_breath_on_the_phone(questions: Questions, task: str) -> None:
    steps = [step for step in PLANS[task].steps if step != "phone"]
    state = ConversationState(task=task, slots=known(*steps))
    reply = questions.ask("confirm", state, Here(MONDAY, Channel.PHONE, OPENINGS))
    assert plain.rest_of((reply,), Channel.PHONE) == ""
    said = {
        "service": "居民身份证", "relation": "我妈", "pick": "明天上午9点", "place": "五一路12号",
        "what": "楼道的灯坏了", "happened": "上个星期",
    }  # fmt: skip
    for step in steps:
        assert said.get(step, "") in reply.text.replace("身份证", "居民身份证")


def test_whatever_can_be_put_right_is_named_by_what_residents_call_it(questions: Questions) -> None:
    slots = known(*PLANS["home_visit"].steps)
    state = ConversationState(task="home_visit", slots=slots)
    assert questions.known(state) == ("service", "who", "place", "when", "phone")
    assert questions.known(replace(state, slots={})) == ()


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("时间不对", "when"),
        ("地方错了", "place"),
        ("是时间", "when"),
        ("电话号码写错了", "phone"),
        ("把时间改一下", "when"),
        ("替谁办不对", "who"),
        ("不对", ""),
        ("时间是对的", ""),
        ("事情不对", ""),
        ("明天的时间不行，后天吧", ""),
    ],
)
def test_what_is_said_to_be_wrong_is_found_only_among_what_was_told(
    questions: Questions, words: str, step: str
) -> None:
    state = ConversationState(task="home_visit", slots=known(*PLANS["home_visit"].steps))
    assert questions.named(words, state) == step


@pytest.mark.parametrize(
    ("words", "language", "nothing"),
    [
        ("没有", "zh", True),
        ("没有不对的地方", "zh", True),
        ("都对", "zh", True),
        ("没什么", "zh", True),
        ("nothing", "en", True),
        ("不对", "zh", False),
        ("错了", "zh", False),
        ("没听清", "zh", False),
        ("时间", "zh", False),
    ],
)
def test_who_finds_nothing_wrong_after_all_is_understood(words: str, language: str, nothing: bool) -> None:
    assert Questions.means_nothing(words, language) is nothing  # type: ignore[arg-type]
