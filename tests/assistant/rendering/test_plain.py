"""Replies as sentences: the phone names few things at a time, the screen all of them."""

from __future__ import annotations

import pytest

from assistant.messages import Act, Channel, Cited, Option, Reply
from assistant.rendering import plain

PERSON = Option("0", "找人工", Act("open_case", {"reason": "requested"}))
MORE = Option("3", "接着看", Act("more"))
MATERIALS = Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"}))
WHERE = Option("2", "去哪里办", Act("answer", {"service": "id_card", "aspect": "where"}))
REPLY = Reply(
    text="第一句。第二句。第三句。第四句。",
    language="zh",
    notice="居民身份证：",
    question="您在哪个区或县？",
    options=(MATERIALS, WHERE, MORE, PERSON),
    sources=(Cited("身份证法", "居民身份证法", "全国人大常委会", "2011-10-29", "A"),),
)


def test_the_phone_says_three_facts_and_three_options():
    assert plain.render((REPLY,), Channel.PHONE).splitlines() == [
        "居民身份证：第一句。第二句。第三句。",
        "（据身份证法）",
        "您在哪个区或县？",
        "要带什么，请按1。",
        "要接着看，请按3。",
        "要找人工，请按0。",
    ]


def test_the_screen_shows_everything():
    shown = plain.render((REPLY,), Channel.KIOSK)
    assert "第四句。" in shown
    assert all(f"请按{option.key}" in shown for option in REPLY.options)


@pytest.mark.parametrize(("channel", "rest"), [(Channel.PHONE, "第四句。"), (Channel.KIOSK, "")])
def test_what_is_left_for_the_next_breath(channel, rest):
    assert plain.rest_of((REPLY,), channel) == rest


def test_nothing_said_leaves_nothing():
    assert plain.rest_of((), Channel.PHONE) == ""
    assert plain.render((), Channel.PHONE) == ""


def test_english_options_name_the_function_first():
    reply = Reply(text="Bring your old card.", language="en", options=(Option("1", "the fee", Act("more")),))
    assert plain.render((reply,), Channel.PHONE) == "Bring your old card.\nFor the fee, press 1."
