"""The words and keys that always work, and what must not be taken for one."""

from __future__ import annotations

import pytest

from assistant.conversation.commands import Commands
from assistant.messages import Act, Engine, Option
from assistant.state import ConversationState

COMMANDS = Commands.load()
OPTIONS = (
    Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"})),
    Option("2", "不用", Act("say", {"phrase": "deny_nothing"})),
    Option("0", "找人工", Act("open_case", {"reason": "requested"})),
)


def read(text: str, *options: Option) -> Act | None:
    decision = COMMANDS.read(text, ConversationState(options=options))
    if decision is None:
        return None
    assert decision.engine is Engine.KEYPAD
    (act,) = decision.acts
    return act


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("人工", "open_case"),
        ("0", "open_case"),
        ("０", "open_case"),
        ("人工。", "open_case"),
        ("我要跟人说话", "open_case"),
        ("我想找个人", "open_case"),
        ("帮我转人工", "open_case"),
        ("轉人工", "open_case"),
        ("有没有真人", "open_case"),
        ("找个人跟我说", "open_case"),
        ("换个人来帮我办", "open_case"),
        ("I want to talk to a person", "open_case"),
        ("Can I speak to someone please", "open_case"),
        ("帮助", "say"),
        ("幫助", "say"),
        ("HELP", "say"),
        ("ｈｅｌｐ", "say"),
        ("菜单", "say"),
        ("菜單", "say"),
        ("重复", "repeat"),
        ("重複", "repeat"),
        ("退订", "preference"),
        ("退訂", "preference"),
        ("T", "preference"),
        ("TD", "preference"),
        ("ＴＤ", "preference"),
        ("STOP", "preference"),
        ("不要", "preference"),
        ("开始", "preference"),
        ("開始", "preference"),
        ("START", "preference"),
    ],
)
def test_a_word_that_must_work_works(text, kind):
    act = read(text)
    assert act is not None
    assert act.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "人工授精能报销吗",
        "人工关节医保报多少",
        "我想找个人帮我写诉状要多少钱",
        "跟人说话的时候身份证掉了",
        "八十岁那个钱咋领",
        "不要户口本行不行",
        "开始缴费了吗",
        "how do I renew my ID card",
        "1",
    ],
)
def test_a_question_is_not_taken_for_a_command(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["1", "１", "一", "第一个", "要带什么"])
def test_what_was_offered_is_chosen_without_a_model(text):
    assert read(text, *OPTIONS) == OPTIONS[0].act


def test_no_answers_an_offer_before_it_stops_messages():
    no = Option("2", "不要", Act("say", {"phrase": "deny_nothing"}))
    assert read("不要", no) == no.act


def test_danger_comes_before_everything_else():
    act = read("老伴胸口疼得厉害，喘不上气，快不行了", *OPTIONS)
    assert act == Act("emergency", {"danger": "medical"})
