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


def test_speech_is_slow_and_names_its_language_sentence_by_sentence():
    root = ElementTree.fromstring(twiml.farewell(["一<二", "三"], "zh"))
    assert [verb.tag for verb in root] == ["Say", "Say", "Hangup"]
    assert ["".join(say.itertext()) for say in root.iter("Say")] == ["一<二", "三"]
    assert {say.get("language") for say in root.iter("Say")} == {"zh-CN"}
    assert {prosody.get("rate") for prosody in root.iter("prosody")} == {"slow"}


def test_a_key_may_be_pressed_while_we_speak_and_silence_goes_elsewhere():
    root = ElementTree.fromstring(twiml.ask_key(["Press 1."], "en", pressed="a?x=1&y=2", silent="b"))
    gather, redirect = root
    assert (gather.tag, gather.get("numDigits"), gather.get("action")) == ("Gather", "1", "a?x=1&y=2")
    assert [say.get("language") for say in gather] == ["en-US"]
    assert (redirect.tag, redirect.text) == ("Redirect", "b")


def test_every_key_counts_as_a_key():
    gather = ElementTree.fromstring(twiml.ask_key([], "zh", pressed="a", silent="b"))[0]
    assert gather.get("finishOnKey") == ""


def test_who_is_dialled_sees_our_number():
    number, ours = "+8613800000001", "+15005550006"
    root = ElementTree.fromstring(twiml.dial(["好。"], "zh", number=number, caller_id=ours, ended="e"))
    dial = root[-1]
    assert (dial.tag, dial.text, dial.get("callerId"), dial.get("action")) == ("Dial", number, ours, "e")
