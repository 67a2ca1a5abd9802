"""Screens have read aloud what we gave them, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assistant import access
from assistant.channels import read_aloud
from assistant.channels.read_aloud import LONGEST, ReadAloud
from assistant.settings import Settings
from assistant.store.crypto import Vault
from tests.assistant.speech.pages import page
from tests.conftest import LOOKUP_KEY, FakeClock

TEXT = "要带身份证。去社区办。"
WAV = b"RIFF" + bytes(400)
MARKS = [
    {"text": "要带身份证。", "start_ms": 0, "end_ms": 1200},
    {"text": "去社区办。", "start_ms": 1400, "end_ms": 2300},
]
HEADERS = {"X-Bangban-Segments": quote(json.dumps(MARKS, ensure_ascii=False))}


def reading(vault: Vault, clock: FakeClock, voice_url: str = "http://127.0.0.1:1") -> ReadAloud:
    return ReadAloud(vault, clock, voice_url)


def client(read: ReadAloud) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(read_aloud.blueprint(read))
    access.protect(app, Settings(secret_key="a key of sessions, for tests alone"))
    return app.test_client()


def test_a_text_of_ours_is_heard_and_kept_by_its_browser_alone(vault: Vault, clock: FakeClock) -> None:
    with page(200, WAV, HEADERS) as (voice, asked):
        read = reading(vault, clock, voice)
        answer = client(read).get(read.aloud_url(TEXT, "zh", 80))
    assert (answer.status_code, answer.data, answer.content_type) == (200, WAV, "audio/wav")
    assert answer.headers["Cache-Control"] == "private, max-age=600"
    (wish,) = [parse_qs(urlsplit(path).query) for path in asked]
    assert wish == {
        "text": [TEXT],
        "language": ["zh"],
        "rate": ["80"],
        "gain": ["0"],
        "format": ["wav24000"],
    }


def test_a_browser_may_ask_for_a_part_of_the_sound(vault: Vault, clock: FakeClock) -> None:
    with page(200, WAV, HEADERS) as (voice, _):
        read = reading(vault, clock, voice)
        answer = client(read).get(read.aloud_url(TEXT, "zh"), headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.data) == (206, b"RIFF")
    assert answer.headers["Content-Range"] == f"bytes 0-3/{len(WAV)}"


def test_the_marks_tell_when_each_sentence_is_heard(vault: Vault, clock: FakeClock) -> None:
    with page(200, WAV, HEADERS) as (voice, _):
        read = reading(vault, clock, voice)
        answer = client(read).get(read.aloud_url(TEXT, "zh") + "/marks")
    assert answer.get_json() == {"marks": MARKS}
    assert answer.headers["Cache-Control"].startswith("private")


def test_the_address_shows_none_of_the_words(vault: Vault, clock: FakeClock) -> None:
    url = reading(vault, clock).aloud_url("my number is 13800000001", "en")
    assert "13800000001" not in url
    assert quote(url) == url


def test_an_address_that_was_changed_or_is_of_another_key_opens_nothing(
    vault: Vault, clock: FakeClock
) -> None:
    read = reading(vault, clock)
    path = read.aloud_url(TEXT, "zh")
    other = reading(Vault("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=", LOOKUP_KEY), clock)
    middle = len(path) // 2
    changed = path[:middle] + ("a" if path[middle] != "a" else "b") + path[middle + 1 :]
    for wrong in (changed, other.aloud_url(TEXT, "zh"), "/aloud/x", "/aloud/票", path[:-4]):
        for tail in ("", "/marks"):
            answer = client(read).get(wrong + tail)
            assert (answer.status_code, answer.get_json()["error"]) == (404, "unknown")


@pytest.mark.parametrize(
    "sealed",
    [
        "the words of a resident",
        '["a", "b"]',
        "{}",
        "7",
        '["other", "text", "zh", 100, 99999999999]',
        '["aloud", "text", "fr", 100, 9999999999]',
    ],
)
def test_what_else_was_sealed_with_the_key_is_not_spoken(vault: Vault, clock: FakeClock, sealed: str) -> None:
    path = f"/aloud/{vault.seal(sealed).decode().rstrip('=')}"
    assert client(reading(vault, clock)).get(path).status_code == 404


def test_an_address_holds_for_two_hours(vault: Vault, clock: FakeClock) -> None:
    with page(200, WAV, HEADERS) as (voice, asked):
        read = reading(vault, clock, voice)
        path = read.aloud_url(TEXT, "zh")
        clock.advance(timedelta(hours=1, minutes=59))
        assert client(read).get(path).status_code == 200
        clock.advance(timedelta(minutes=2))
        answer = client(read).get(path)
    assert (answer.status_code, answer.get_json()["error"]) == (410, "old")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "rate"), [("", 100), (" \n", 100), ("长" * (LONGEST + 1), 100), (TEXT, 69), (TEXT, 131)]
)
def test_no_address_is_made_for_what_cannot_be_read(
    vault: Vault, clock: FakeClock, text: str, rate: int
) -> None:
    with pytest.raises(ValueError, match="not read aloud"):
        reading(vault, clock).aloud_url(text, "zh", rate)


def test_the_longest_text_fits_an_address_that_every_proxy_takes(vault: Vault, clock: FakeClock) -> None:
    assert len(reading(vault, clock).aloud_url("长" * LONGEST, "zh", 130)) < 8000


@pytest.mark.parametrize("tail", ["", "/marks"])
def test_without_a_voice_it_is_said_that_nothing_can_be_read(
    vault: Vault, clock: FakeClock, tail: str
) -> None:
    read = reading(vault, clock)
    answer = client(read).get(read.aloud_url(TEXT, "zh") + tail)
    told = answer.get_json()
    assert (answer.status_code, told["error"]) == (503, "no_voice")
    assert "请看屏幕上的字" in told["zh"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_voice_that_has_no_engine_is_none(vault: Vault, clock: FakeClock) -> None:
    with page(503, b'{"error": "no_engine"}') as (voice, _):
        read = reading(vault, clock, voice)
        assert client(read).get(read.aloud_url(TEXT, "zh")).status_code == 503


def test_nobody_posts_a_text(vault: Vault, clock: FakeClock) -> None:
    read = reading(vault, clock)
    assert client(read).post(read.aloud_url(TEXT, "zh")).status_code in (400, 405)
