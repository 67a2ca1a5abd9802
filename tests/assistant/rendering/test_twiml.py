"""The provider's markup."""

from __future__ import annotations

from xml.etree import ElementTree

from assistant.rendering import twiml


def test_a_text_is_one_message_with_nothing_lost():
    text = "【帮办】<b>&“好”\n回1"
    messages = list(ElementTree.fromstring(twiml.message(text)).iter("Message"))
    assert [message.text for message in messages] == [text]


def test_nothing_to_say_is_an_empty_response():
    root = ElementTree.fromstring(twiml.message(""))
    assert (root.tag, len(root)) == ("Response", 0)
