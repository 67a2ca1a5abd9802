"""What goes over the wire of /recognise."""

from __future__ import annotations

import json

import pytest

from voice.endpointing import EXPECTATIONS, Patience
from voice.recognition.engine import Alternative, Recognised, Wanted
from voice.recognition.messages import (
    BadMessage,
    Configuration,
    Control,
    Failed,
    Lagging,
    Partial,
    Ready,
    SpeechStarted,
    SpeechStopped,
    Utterance,
    configuration,
    control,
    event_json,
    plain_json,
)

HEARD = Recognised((Alternative("社保卡", 0.75), Alternative("社保", 0.25)))


@pytest.mark.parametrize(
    ("event", "sent"),
    [
        (Ready("vosk", "vosk-zh"), {"event": "ready", "engine": "vosk", "model": "vosk-zh"}),
        (SpeechStarted(0.8320000001), {"event": "speech_started", "at_s": 0.832}),
        (SpeechStopped(2.0), {"event": "speech_stopped", "at_s": 2.0}),
        (Partial("社保"), {"event": "partial", "text": "社保"}),
        (Lagging(512), {"event": "lagging", "lag_ms": 512}),
        (Failed("busy"), {"event": "error", "error": "busy"}),
        (
            Utterance(HEARD, 0.5, 1.5, 2.4, 120, 40, "vosk"),
            {
                "event": "utterance",
                "text": "社保卡",
                "alternatives": [
                    {"text": "社保卡", "confidence": 0.75},
                    {"text": "社保", "confidence": 0.25},
                ],
                "started_s": 0.5,
                "stopped_s": 1.5,
                "ended_s": 2.4,
                "recognition_ms": 120,
                "lag_ms": 40,
                "engine": "vosk",
            },
        ),
    ],
)
def test_every_event_is_sent_by_its_name_and_fields(event, sent):
    assert json.loads(event_json(event)) == sent


def test_an_utterance_without_words_has_an_empty_text_and_no_alternatives():
    sent = json.loads(event_json(Utterance(Recognised(), 0, 1, 2, 3, 4, "vosk")))
    assert (sent["text"], sent["alternatives"]) == ("", [])


def test_chinese_is_sent_as_it_is_read():
    assert "社保" in event_json(Partial("社保"))


@pytest.mark.parametrize(
    ("most", "sent"),
    [
        (0, {"text": "社保卡"}),
        (1, {"alternatives": [{"text": "社保卡", "confidence": 0.75}]}),
        (9, {"alternatives": [{"text": "社保卡", "confidence": 0.75}, {"text": "社保", "confidence": 0.25}]}),
    ],
)
def test_a_vosk_server_says_as_many_alternatives_as_are_asked_for(most, sent):
    assert json.loads(plain_json(HEARD, most)) == sent


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ('{"eof" : 1}', Control(eof=True)),
        ('{"eof":1}', Control(eof=True)),
        ('{"reset":1}', Control(reset=True)),
        ('{"config":{"pause_s":2}}', Control(config={"pause_s": 2})),
    ],
)
def test_messages_of_text_have_a_meaning(message, meaning):
    assert control(message) == meaning


def test_every_expectation_can_be_asked_for():
    for expect in EXPECTATIONS:
        assert configuration({"expect": expect}).patience.expect == expect


def test_a_configuration_says_how_to_listen_and_what_for():
    said = configuration(
        {"pause_s": 1.2, "expect": "digits", "longest_s": 20, "phrase_list": ["一"], "words": True}
    )
    assert said.patience == Patience(1.2, "digits", 20)
    assert said.wanted == Wanted("zh", "digits", ("一",))


def test_what_is_not_mentioned_stays_as_it_was():
    assert configuration({"pause_s": 1.2, "expect": "digits"}).changed({"expect": "open"}).pause_s == 1.2


@pytest.mark.parametrize("change", [{"encoding": "mulaw"}, {"sample_rate": 8000}, {"events": True}])
def test_how_the_sound_is_coded_cannot_change_on_the_way(change):
    with pytest.raises(BadMessage):
        Configuration().changed(change)
    assert Configuration(**change).changed(change) == Configuration(**change)


@pytest.mark.parametrize(
    "values",
    [
        {"sample_rate": 100},
        {"pause_s": 0},
        {"pause_s": 99},
        {"longest_s": 3600},
        {"encoding": "opus"},
        {"language": "../zh"},
        {"phrase_list": ["x" * 41]},
        {"phrase_list": ["x"] * 201},
    ],
)
def test_a_configuration_out_of_bounds_is_refused(values):
    with pytest.raises(BadMessage):
        configuration(values)
