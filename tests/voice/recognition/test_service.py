"""What clients are told, over a real socket."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from tests.voice.recognition.engines import (
    FailingDecoder,
    ToldDecoder,
    ToldEngine,
    all_events,
    events_client,
    heard_events,
    named,
    send_pieces,
    served,
    until,
)
from tests.voice.sounds import noise, said_between_silences, silence
from voice.audio import mulaw_encode, pcm_encode, resample
from voice.recognition.engine import Wanted
from voice.recognition.service import Recognition

ONE = said_between_silences("wenet_nst_ID001")
TWO = said_between_silences("wenet_nst_ID001", "firered_IT0011W0001")


def test_an_utterance_is_told_with_its_times_and_alternatives():
    events = asyncio.run(heard_events(Recognition(ToldEngine(ToldDecoder()), 1), pcm_encode(ONE)))
    assert events[0] == {"event": "ready", "engine": "told", "model": "told-1"}
    assert {"speech_started", "partial", "speech_stopped"} <= {event["event"] for event in events}
    (utterance,) = named(events, "utterance")
    assert utterance["text"] == "听到"
    assert utterance["alternatives"] == [
        {"text": "听到", "confidence": 0.9},
        {"text": "听到了", "confidence": 0.1},
    ]
    assert utterance["engine"] == "told"
    assert 0.4 < utterance["started_s"] < 1.2
    assert utterance["started_s"] == named(events, "speech_started")[0]["at_s"]
    assert utterance["stopped_s"] == named(events, "speech_stopped")[-1]["at_s"]
    assert utterance["ended_s"] - utterance["stopped_s"] == pytest.approx(0.9, abs=0.04)
    assert utterance["recognition_ms"] >= 0
    assert utterance["lag_ms"] >= 0


def test_telephone_sound_is_heard_as_other_sound_is():
    sound = mulaw_encode(resample(ONE, 16000, 8000))
    decoder = ToldDecoder()
    events = asyncio.run(
        heard_events(Recognition(ToldEngine(decoder), 1), sound, 160, encoding="mulaw", sample_rate=8000)
    )
    assert len(named(events, "utterance")) == 1
    # The decoder hears 16 kHz, whatever came: the 3 s that were said, and a little around them.
    assert 2.5 * 32000 < len(decoder.utterances[0]) < 4.5 * 32000


def test_two_sentences_are_two_utterances_in_order():
    events = asyncio.run(heard_events(Recognition(ToldEngine(ToldDecoder()), 1), pcm_encode(TWO)))
    first, second = named(events, "utterance")
    assert first["ended_s"] < second["started_s"]


def test_the_decoder_hears_speech_only_and_from_before_its_beginning():
    decoder = ToldDecoder()
    events = asyncio.run(heard_events(Recognition(ToldEngine(decoder), 1), pcm_encode(TWO)))
    said_s = sum(event["stopped_s"] - event["started_s"] for event in named(events, "utterance"))
    heard_s = sum(len(utterance) for utterance in decoder.utterances) / 32000
    assert said_s + 2 * 0.3 < heard_s < said_s + 2 * 0.8
    assert heard_s < 0.7 * len(TWO) / 16000


def test_silence_and_noise_are_nothing_at_all():
    decoder = ToldDecoder()
    sound = pcm_encode(silence(2)) + pcm_encode(noise(3))
    events = asyncio.run(heard_events(Recognition(ToldEngine(decoder), 1), sound))
    assert [event["event"] for event in events] == ["ready"]
    assert decoder.sound == b""


def test_a_voice_without_words_is_an_utterance_without_text():
    events = asyncio.run(heard_events(Recognition(ToldEngine(ToldDecoder("")), 1), pcm_encode(ONE)))
    (utterance,) = named(events, "utterance")
    assert utterance["text"] == ""
    assert utterance["alternatives"] == []
    assert named(events, "partial") == []


def test_decoding_never_happens_on_the_event_loop():
    decoder = ToldDecoder()
    asyncio.run(heard_events(Recognition(ToldEngine(decoder), 1), pcm_encode(ONE)))
    assert decoder.threads
    assert all(name.startswith("voice-decoders") for name in decoder.threads)


def test_a_pause_is_told_to_the_engine_when_it_has_time():
    decoder = ToldDecoder()
    asyncio.run(heard_events(Recognition(ToldEngine(decoder), 1), pcm_encode(ONE)))
    assert decoder.pauses >= 1


def test_what_is_asked_may_change_on_the_way():
    async def talk(decoder: ToldDecoder) -> list[dict[str, Any]]:
        recognition = Recognition(ToldEngine(decoder), 1)
        async with served(recognition) as address, events_client(address, pause_s=4.0) as connection:
            config = {"pause_s": 0.5, "expect": "choice", "phrase_list": ["社保卡"]}
            await connection.send(json.dumps({"config": config}))
            await send_pieces(connection, pcm_encode(ONE), eof=False)
            return await until(connection, "utterance")

    decoder = ToldDecoder()
    utterance = asyncio.run(talk(decoder))[-1]
    assert utterance["ended_s"] - utterance["stopped_s"] == pytest.approx(0.4, abs=0.04)
    assert decoder.wanted[:2] == [Wanted("zh", "open"), Wanted("zh", "choice", ("社保卡",))]


def test_what_is_reset_is_never_told():
    async def talk(decoder: ToldDecoder) -> list[dict[str, Any]]:
        recognition = Recognition(ToldEngine(decoder), 1)
        async with served(recognition) as address, events_client(address) as connection:
            await send_pieces(connection, pcm_encode(ONE[:32000]), eof=False)
            await until(connection, "partial")
            await connection.send('{"reset":1}')
            await send_pieces(connection, pcm_encode(silence(3)))
            return await all_events(connection)

    decoder = ToldDecoder()
    events = asyncio.run(talk(decoder))
    assert named(events, "utterance") == []
    assert decoder.resets >= 1


def test_a_stream_that_ends_in_the_middle_of_a_word_is_still_answered():
    events = asyncio.run(heard_events(Recognition(ToldEngine(ToldDecoder()), 1), pcm_encode(ONE[:40000])))
    assert events[-1]["event"] == "utterance"
    assert events[-1]["text"] == "听到"


def test_who_falls_behind_is_told_how_far():
    def slow() -> None:
        threading.Event().wait(0.35)

    recognition = Recognition(ToldEngine(FailingDecoder(slow)), 1)
    events = asyncio.run(heard_events(recognition, pcm_encode(ONE[:24000])))
    assert all(event["lag_ms"] > 300 for event in named(events, "lagging"))
    assert named(events, "lagging")
    assert recognition.counts.lagging == len(named(events, "lagging"))
