"""What the process that hears and speaks says of itself, and whole texts read aloud by it."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from assistant.speech.aloud import SEGMENTS, Aloud, Stretch, speech
from assistant.speech.description import Description, Missing, Recogniser, Speaker, describe
from assistant.speech.lost import VoiceLost
from tests.assistant.speech.pages import page

DESCRIPTION = {
    "recognition": [
        {
            "engine": "vosk",
            "model": "small-cn",
            "languages": ["zh"],
            "streaming": True,
            "ready": True,
            "streams": 8,
            "live": 2,
        }
    ],
    "speech": [
        {"engine": "kokoro", "voices": ["zf_xiaobei"], "languages": ["zh"], "degraded": False, "ready": False}
    ],
    "cache": {"entries": 12, "bytes": 3400},
    "prepared": {"done": 7, "wanted": 9},
    "missing": [{"what": "zh recognition", "how": "bangban models get"}],
    "since": "2026-11-25T21:00:00+00:00",
}


def test_all_of_a_description_is_read():
    with page(200, json.dumps(DESCRIPTION).encode()) as (url, asked):
        found = describe(url)
    assert asked == ["/describe"]
    assert found == Description(
        recognition=(Recogniser("vosk", "small-cn", ("zh",), ready=True, streams=8, live=2),),
        speech=(Speaker("kokoro", ("zf_xiaobei",), ("zh",), ready=False),),
        cached=12,
        cached_bytes=3400,
        prepared=7,
        wanted=9,
        missing=(Missing("zh recognition", "bangban models get"),),
        since="2026-11-25T21:00:00+00:00",
    )


def test_only_what_is_ready_hears_and_speaks():
    found = Description.from_json(DESCRIPTION)
    assert found.hears("zh")
    assert not found.hears("en")
    assert not found.speaks("zh")


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, b"{}"), (200, b"not json"), (200, b"[]"), (200, b'{"recognition":[{}]}'), (200, b'{"cache":7}')],
)
def test_what_is_no_description_is_none(status, body):
    with page(status, body) as (url, _):
        assert describe(url) is None


def test_nobody_at_the_address_has_no_description():
    assert describe("http://127.0.0.1:1") is None


def test_a_text_is_read_aloud_with_the_times_of_its_sentences():
    marks = [
        {"text": "您好。", "start_ms": 0, "end_ms": 800},
        {"text": "请说。", "start_ms": 900, "end_ms": 1500},
    ]
    with page(200, b"RIFF", {SEGMENTS: quote(json.dumps(marks))}) as (url, asked):
        aloud = speech(url, "您好。请说。", "zh", rate=80, gain=6)
    assert aloud == Aloud(b"RIFF", (Stretch("您好。", 0, 800), Stretch("请说。", 900, 1500)))
    address = urlsplit(asked[0])
    assert address.path == "/speech"
    assert parse_qs(address.query) == {
        "text": ["您好。请说。"],
        "language": ["zh"],
        "rate": ["80"],
        "gain": ["6"],
        "format": ["wav24000"],
    }


@pytest.mark.parametrize(
    ("status", "body", "headers", "reason"),
    [
        (503, b'{"error":"no_engine"}', {}, "no_engine"),
        (500, b"oops", {}, "status_500"),
        (200, b"RIFF", {SEGMENTS: "no"}, "bad_answer"),
        (200, b"RIFF", {SEGMENTS: quote('[{"text":"a"}]')}, "bad_answer"),
    ],
)
def test_what_cannot_be_read_aloud_is_said_to_be_lost(status, body, headers, reason):
    with page(status, body, headers) as (url, _), pytest.raises(VoiceLost) as lost:
        speech(url, "您好。", "zh")
    assert lost.value.reason == reason


def test_nobody_at_the_address_reads_aloud():
    with pytest.raises(VoiceLost) as lost:
        speech("http://127.0.0.1:1", "您好。", "zh")
    assert lost.value.reason == "gone"
