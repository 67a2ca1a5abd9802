"""Being heard: what goes to the process that hears, what comes back, and what it is like to lose it."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from assistant.speech.hearing import (
    MOST_WAITING,
    Alternative,
    Heard,
    Hearing,
    HearingEvent,
    Lagging,
    Listening,
    Partial,
    SpeechStarted,
    SpeechStopped,
    event_of,
)
from assistant.speech.lost import VoiceLost
from tests.assistant.speech.voice_stand_in import read, run, standing_in, write

UTTERANCE = {
    "event": "utterance",
    "text": "身份证",
    "alternatives": [{"text": "身份证", "confidence": 0.8}, {"text": "身份正", "confidence": 0.2}],
    "started_s": 1.0,
    "stopped_s": 2.5,
    "ended_s": 3.4,
    "recognition_ms": 120,
    "lag_ms": 5,
    "engine": "vosk",
}


async def collected(hearing: Hearing) -> list[HearingEvent]:
    """All events until the process is lost."""
    events: list[HearingEvent] = []
    try:
        async for event in hearing:
            events.append(event)
    except VoiceLost:
        return events
    raise AssertionError("the process was not lost")


def test_what_is_agreed_is_said_first_and_sound_follows():
    got: list[Any] = []

    async def process(connection: ServerConnection) -> None:
        got.append(await read(connection))
        await write(connection, event="ready", engine="vosk", model="small")
        got.append(await connection.recv())
        got.append(await read(connection))
        got.append(await read(connection))

    async def scene() -> None:
        async with standing_in(process) as url:
            hearing = await Hearing.open(url, Listening(pause_s=1.2, expect="digits", phrases=("身份证",)))
            hearing.feed(b"\x7f" * 160)
            hearing.configure(pause_s=0.7)
            hearing.reset()
            await collected(hearing)
            await hearing.close()

    run(scene())
    config, sound, change, reset = got
    assert config["config"] == {
        "events": True,
        "language": "zh",
        "sample_rate": 8000,
        "encoding": "mulaw",
        "pause_s": 1.2,
        "expect": "digits",
        "phrase_list": ["身份证"],
        "max_alternatives": 3,
    }
    assert sound == b"\x7f" * 160
    assert change == {"config": {"pause_s": 0.7}}
    assert reset == {"reset": 1}


def test_what_happens_comes_as_it_happens():
    async def process(connection: ServerConnection) -> None:
        await read(connection)
        await write(connection, event="ready", engine="vosk", model="small")
        await write(connection, event="speech_started", at_s=1.0)
        await write(connection, event="partial", text="身份")
        await write(connection, event="speech_stopped", at_s=2.5)
        await write(connection, event="something_else")
        await write(connection, event="lagging", lag_ms=400)
        await write(connection, **UTTERANCE)

    async def scene() -> list[HearingEvent]:
        async with standing_in(process) as url:
            hearing = await Hearing.open(url, Listening())
            events = await collected(hearing)
            await hearing.close()
            return events

    alternatives = (Alternative("身份证", 0.8), Alternative("身份正", 0.2))
    assert run(scene()) == [
        SpeechStarted(1.0),
        Partial("身份"),
        SpeechStopped(2.5),
        Lagging(400),
        Heard("身份证", alternatives, 1.0, 2.5, 3.4, 120, 5, "vosk"),
    ]


def test_a_turn_says_how_long_it_was_and_how_long_it_was_waited_for_more():
    heard = Heard("身份证", started_s=1.0, stopped_s=2.5, ended_s=3.4)
    assert heard.duration_s == 1.5
    assert heard.endpoint_ms == pytest.approx(900)


@pytest.mark.parametrize(
    ("answer", "code", "reason"),
    [
        ({"event": "error", "error": "busy"}, 1013, "busy"),
        ({"event": "error", "error": "no_engine"}, 1011, "no_engine"),
        ({"event": "what"}, 1000, "bad_answer"),
        (None, 1013, "busy"),
        (None, 1011, "gone"),
    ],
)
def test_a_process_that_does_not_hear_is_lost_at_once(answer, code, reason):
    async def process(connection: ServerConnection) -> None:
        await read(connection)
        if answer is not None:
            await write(connection, **answer)
        await connection.close(code)

    async def scene() -> None:
        async with standing_in(process) as url:
            await Hearing.open(url, Listening())

    with pytest.raises(VoiceLost) as lost:
        run(scene())
    assert lost.value.reason == reason


def test_nobody_at_the_address_is_lost():
    with pytest.raises(VoiceLost) as lost:
        run(Hearing.open("http://127.0.0.1:1", Listening()))
    assert lost.value.reason == "gone"


@pytest.mark.parametrize(("code", "reason"), [(1011, "gone"), (1013, "busy")])
def test_a_process_that_goes_away_is_lost(code, reason):
    async def process(connection: ServerConnection) -> None:
        await read(connection)
        await write(connection, event="ready", engine="vosk", model="small")
        await connection.close(code)

    async def scene() -> None:
        async with standing_in(process) as url:
            hearing = await Hearing.open(url, Listening())
            try:
                await anext(hearing)
            finally:
                await hearing.close()

    with pytest.raises(VoiceLost) as lost:
        run(scene())
    assert lost.value.reason == reason


@pytest.mark.parametrize(
    "message",
    [
        {"event": "error", "error": "engine_failed"},
        {"event": "utterance", "text": "身份证"},
        {"event": "speech_started", "at_s": "soon"},
        {"event": "utterance", **UTTERANCE, "alternatives": [{"confidence": 1}]},
    ],
)
def test_an_error_and_what_breaks_the_contract_lose_the_process(message):
    with pytest.raises(VoiceLost):
        event_of(message)


def test_a_process_that_takes_no_sound_any_more_is_lost():
    async def process(connection: ServerConnection) -> None:
        await read(connection)
        await write(connection, event="ready", engine="vosk", model="small")
        await connection.wait_closed()

    async def scene() -> None:
        async with standing_in(process) as url:
            hearing = await Hearing.open(url, Listening())
            for _ in range(MOST_WAITING + 1):
                hearing.feed(b"\x7f" * 160)
            try:
                await anext(hearing)
            finally:
                await hearing.close()

    with pytest.raises(VoiceLost) as lost:
        run(scene())
    assert lost.value.reason == "slow"
