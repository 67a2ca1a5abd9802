"""The words that always work, while something waits for an answer: a step of a task, a code, a question."""

from __future__ import annotations

import pytest

from assistant.conversation.commands import Commands
from assistant.messages import Act, Option
from assistant.state import ConversationState

COMMANDS = Commands.load()
STEPS = (
    "service",
    "who",
    "relation",
    "when",
    "pick",
    "place",
    "what",
    "happened",
    "phone",
    "confirm",
    "change",
)
WAYS_TO_A_PERSON = (
    "0",
    "０",
    "人工",
    "找工作人员",
    "工作人员",
    "转人工",
    "我要跟人说话",
    "找人",
    "轉人工",
    "agent",
)
ANY_WORDS = ("what", "service", "happened")


def read(text: str, asked: str | None = None, *options: Option, **known: object) -> Act | None:
    state = ConversationState(asked=asked, options=options, **known)
    decision = COMMANDS.read(text, state)
    return decision.acts[0] if decision is not None else None


def in_step(text: str, step: str, *options: Option) -> Act | None:
    return read(text, f"task:{step}", *options, task="appointment")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("words", WAYS_TO_A_PERSON)
def test_a_person_is_reached_from_every_step(words, step):
    assert in_step(words, step) == Act("open_case", {"reason": "requested"})


@pytest.mark.parametrize("asked", [None, "fact", "district", "meet", "code:4571-1", "data:show"])
@pytest.mark.parametrize("words", WAYS_TO_A_PERSON)
def test_a_person_is_reached_whatever_waits(words, asked):
    assert read(words, asked) == Act("open_case", {"reason": "requested"})


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("words", ["不要", "停", "stop", "T", "开始", "start"])
def test_words_that_answer_a_step_do_not_stop_messages(words, step):
    act = in_step(words, step)
    assert act is None or act.kind == "task"


@pytest.mark.parametrize("words", ["不要", "T", "td", "退订", "STOP"])
def test_the_same_words_stop_messages_when_nothing_waits(words):
    assert read(words) == Act("preference", {"name": "messages", "value": "off"})


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("words", ["快点", "快一点"])
def test_hurry_answers_a_step_and_is_no_wish_to_be_spoken_to_faster(words, step):
    act = in_step(words, step)
    assert act is None or act.kind == "task"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("说快点", "preference"),
        ("慢一点", "preference"),
        ("再说一遍", "repeat"),
        ("听不懂", "simplify"),
        ("啥意思", "explain"),
        ("算了，不办了", "cancel"),
        ("回到刚才", "back"),
        ("英语", "preference"),
        ("帮助", "say"),
    ],
)
def test_a_step_hears_how_it_is_to_be_said(words, kind, step):
    act = in_step(words, step)
    assert act is not None
    assert act.kind == kind


@pytest.mark.parametrize("step", STEPS)
def test_danger_comes_before_the_answer_to_a_step(step):
    right = Option("1", "老伴胸口疼得厉害，喘不上气", Act("task", {"step": "answer", "value": "yes"}))
    assert in_step("老伴胸口疼得厉害，喘不上气", step, right) == Act("emergency", {"danger": "medical"})


@pytest.mark.parametrize("step", [step for step in STEPS if step != "what"])
@pytest.mark.parametrize(("words", "topic"), [("没人跟我说话，天天哭", "distress"), ("我爸爸打我", "minor")])
def test_distress_comes_before_the_answer_to_a_step(step, words, topic):
    assert in_step(words, step) == Act("limit", {"topic": topic})


@pytest.mark.parametrize("words", ["没人管我，天天哭", "你们都是骗子", "能不能一起领", "我家的路灯坏了"])
def test_what_happened_is_told_in_any_words(words):
    assert in_step(words, "what") == Act("task", {"step": "answer", "query": words})


@pytest.mark.parametrize("step", ANY_WORDS)
@pytest.mark.parametrize("words", ["我要投诉物业", "低保", "预约身份证", "我的事办得怎么样了"])
def test_what_it_is_about_starts_nothing_else(words, step):
    assert in_step(words, step) == Act("task", {"step": "answer", "query": words})


@pytest.mark.parametrize("step", [step for step in STEPS if step not in ANY_WORDS])
@pytest.mark.parametrize("words", ["明天上午九点", "123456", "4571-1", "办好了没有"])
def test_an_answer_to_a_step_starts_no_other_task_and_looks_nothing_up(words, step):
    assert in_step(words, step) is None


@pytest.mark.parametrize("step", [step for step in STEPS if step not in ANY_WORDS])
def test_what_can_only_ask_how_a_case_stands_is_looked_up_in_between(step):
    assert in_step("我的事办得怎么样了", step) == Act("case_status")


@pytest.mark.parametrize(
    ("step", "kind"), [("who", None), ("relation", None), ("when", "about"), ("pick", "about")]
)
def test_somebody_is_named_where_a_step_asks_for_somebody(step, kind):
    act = in_step("我老伴呢", step)
    assert (act.kind if act else None) == kind


@pytest.mark.parametrize("step", STEPS)
def test_a_bare_key_chooses_what_a_step_offers(step):
    offered = Option("1", "上午", Act("task", {"step": "answer", "value": "am"}))
    assert in_step("1", step, offered) == offered.act
    assert in_step("第一个", step, offered) == offered.act


@pytest.mark.parametrize("step", [step for step in STEPS if step not in ANY_WORDS])
def test_a_key_that_is_not_offered_is_left_to_the_step(step):
    assert in_step("5", step, Option("1", "上午", Act("task", {"step": "answer", "value": "am"}))) is None


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("words", "wanted"), [("你们存了我什么", "show"), ("删掉我的资料", "erase"), ("delete my data", "erase")]
)
def test_data_about_oneself_can_be_asked_for_in_every_step(words, wanted, step):
    assert in_step(words, step) == Act("my_data", {"step": wanted})


@pytest.mark.parametrize(
    ("asked", "words", "act"),
    [
        ("data:erase", "清掉", Act("my_data", {"step": "erase", "yes": True})),
        ("data:erase", "算了", Act("my_data", {"step": "erase", "yes": False})),
        ("data:erase", "取消", Act("my_data", {"step": "erase", "yes": False})),
        ("data:show", "没收到短信", Act("my_data", {"step": "show", "again": True})),
        ("data:show", "1234", Act("my_data", {"step": "show", "code": "1234"})),
        ("data:show", "慢一点", Act("preference", {"name": "rate", "value": "slower"})),
        (None, "清掉", None),
    ],
)
def test_an_answer_about_ones_data_is_read_only_while_it_waits(asked, words, act):
    assert read(words, asked) == act


OFFERS = {
    "person": (
        Option("1", "要", Act("open_case", {"reason": "offered"})),
        Option("2", "不用", Act("say", {"phrase": "deny_nothing"})),
    ),
    "facts": (
        Option("1", "要记着", Act("interview", {"step": "keep"})),
        Option("2", "不用记", Act("interview", {"step": "forget"})),
        Option("0", "找人工", Act("open_case", {"reason": "requested"})),
    ),
    "data": (
        Option("1", "清掉", Act("my_data", {"step": "erase", "yes": True})),
        Option("2", "不清", Act("my_data", {"step": "erase", "yes": False})),
        Option("0", "找人工", Act("open_case", {"reason": "requested"})),
    ),
}


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("words", ["不要", "不用", "不用了", "不", "不需要", "不要。"])
def test_no_refuses_what_is_offered_and_stops_no_messages(words, offer):
    assert read(words, None, *OFFERS[offer]) == OFFERS[offer][1].act


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("words", ["好", "好的", "要", "可以", "行", "嗯"])
def test_yes_takes_what_is_offered(words, offer):
    assert read(words, None, *OFFERS[offer]) == OFFERS[offer][0].act


@pytest.mark.parametrize("words", ["不是，我想问低保", "好，低保怎么办", "不要户口本行不行", "不知道"])
def test_whoever_says_more_than_yes_or_no_takes_and_refuses_nothing(words):
    assert read(words, None, *OFFERS["person"]) is None


def test_the_word_for_it_stops_messages_whatever_is_offered():
    assert read("退订", None, *OFFERS["person"]) == Act("preference", {"name": "messages", "value": "off"})


def test_no_is_an_answer_to_the_question_of_an_interview():
    assert read("不要", "fact") is None
