"""Vosk, with the Korean model that is to be had everywhere. It hears some Korean in any speech."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import serve

from tests.voice.models_here import model_folder
from tests.voice.recognition.engines import (
    all_events,
    events_client,
    named,
    plain_answers,
    send_pieces,
)
from tests.voice.sounds import recorded, said_between_silences, silence
from voice.audio import mulaw_encode, pcm_encode, resample
from voice.recognition.engine import EngineFailed, Recognised, Wanted
from voice.recognition.service import Recognition
from voice.recognition.vosk_engine import VoskDecoder, VoskEngine

pytestmark = pytest.mark.slow

SENTENCE = pcm_encode(recorded("wenet_nst_ID001"))


@pytest.fixture(scope="module")
def engine() -> Iterator[VoskEngine]:
    engine = VoskEngine(model_folder("vosk-ko"), "ko")
    engine.start(2)
    yield engine
    engine.stop()


@pytest.fixture
def decoder(engine: VoskEngine) -> Iterator[VoskDecoder]:
    lent = engine.lend()
    assert isinstance(lent, VoskDecoder)
    yield lent
    engine.give_back(lent)


def decoded(decoder: VoskDecoder, sound: bytes) -> Recognised:
    for at in range(0, len(sound), 3200):
        decoder.accept(sound[at : at + 3200])
    return decoder.finish()


class Started(VoskEngine):
    """Is started already, so that the model is loaded once for all tests."""

    def __init__(self, engine: VoskEngine) -> None:
        super().__init__(Path("vosk-ko"), "ko")
        self.lend = engine.lend  # type: ignore[method-assign]
        self.give_back = engine.give_back  # type: ignore[method-assign]

    def start(self, decoders: int) -> None:
        """Nothing is left to do."""

    def stop(self) -> None:
        """Others need it still."""


def test_the_pool_is_full_and_every_decoder_in_it_has_practised(engine):
    lent = [engine.lend() for _ in range(engine.free)]
    assert len(lent) == 2
    for decoder in lent:
        assert isinstance(decoder, VoskDecoder)
        assert decoder.practised_s > 2
        # Practising leaves no words behind.
        assert decoder.finish() == Recognised()
        engine.give_back(decoder)


def test_a_pause_brings_out_what_was_held_back_and_speech_may_go_on_after_it(decoder):
    half = len(SENTENCE) // 6400 * 3200
    for at in range(0, half, 3200):
        before = decoder.accept(SENTENCE[at : at + 3200])

    paused = decoder.pause()
    heard = decoded(decoder, SENTENCE[half:])

    assert len(paused) >= len(before) > 0
    assert len(heard.text) > len(paused)
    assert decoder.finish() == Recognised()


def test_words_come_while_somebody_speaks_and_likely_ones_at_the_end(decoder):
    partials = [decoder.accept(SENTENCE[at : at + 3200]) for at in range(0, len(SENTENCE), 3200)]
    heard = decoder.finish()
    assert any(partials)
    assert len(heard.alternatives) > 1
    confidences = [each.confidence for each in heard.alternatives]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0)


def test_nothing_is_heard_in_silence(decoder):
    assert decoded(decoder, pcm_encode(silence(1))).text == ""


def test_a_decoder_given_back_remembers_nothing(engine):
    first = engine.lend()
    first.expect(Wanted("ko", "choice", ("네", "아니요")))
    first.accept(SENTENCE)
    engine.give_back(first)
    lent = [engine.lend() for _ in range(engine.free)]
    assert first in lent
    assert decoded(first, pcm_encode(silence(0.5))).text == ""
    for decoder in lent:
        engine.give_back(decoder)


def test_a_broken_decoder_is_replaced(engine):
    free = engine.free
    broken = engine.lend()
    engine.give_back(broken, broken=True)
    assert engine.free == free
    lent = [engine.lend() for _ in range(free)]
    assert broken not in lent
    assert all(isinstance(decoder, VoskDecoder) and decoder.practised_s > 2 for decoder in lent)
    for decoder in lent:
        engine.give_back(decoder)


def test_the_answers_to_a_closed_question_are_heard_beside_everything_else(decoder):
    everything = decoded(decoder, SENTENCE)
    decoder.expect(Wanted("ko", "choice", ("네", "아니요")))
    narrowed = decoded(decoder, SENTENCE)
    assert len(narrowed.alternatives) == len(everything.alternatives) + 1
    assert set(narrowed.alternatives[-1].text.split()) <= {"네", "아니요"}
    # This model has no word for other sounds: what was heard by all words stays what was said.
    assert narrowed.alternatives[-1].confidence == 0.0
    decoder.expect(Wanted("ko"))
    assert len(decoded(decoder, SENTENCE).alternatives) == len(everything.alternatives)


def test_a_question_with_a_word_the_model_does_not_know_is_heard_as_any_other(decoder):
    decoder.expect(Wanted("ko", "choice", ("네", "社保卡")))
    assert len(decoded(decoder, SENTENCE).alternatives) <= 5


def test_a_folder_without_a_model_cannot_start(tmp_path):
    with pytest.raises(EngineFailed):
        VoskEngine(tmp_path, "zh").start(1)


def test_no_decoder_is_lent_twice(engine):
    lent = [engine.lend() for _ in range(engine.free)]
    assert len({id(decoder) for decoder in lent}) == len(lent)
    with pytest.raises(EngineFailed):
        engine.lend()
    for decoder in lent:
        engine.give_back(decoder)


def test_a_telephone_call_is_heard_from_its_sound_to_its_words(engine):
    sound = mulaw_encode(
        resample(said_between_silences("wenet_nst_ID001", "wenet_aishell_BAC009S0724W0121"), 16000, 8000)
    )

    async def talk() -> list[dict[str, Any]]:
        recognition = Recognition(Started(engine), 2)
        await recognition.start()
        async with serve(recognition.handle, "127.0.0.1", 0, compression=None) as server:
            address = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with events_client(address, encoding="mulaw", sample_rate=8000) as connection:
                sending = asyncio.create_task(send_pieces(connection, sound, 160))
                events = await all_events(connection)
                await sending
                return events

    events = asyncio.run(talk())
    assert events[0] == {"event": "ready", "engine": "vosk", "model": "vosk-ko"}
    assert named(events, "partial")
    first, second = named(events, "utterance")
    assert first["text"]
    assert second["text"]
    assert first["stopped_s"] < first["ended_s"] < second["started_s"] < second["stopped_s"]


def test_a_client_of_a_vosk_server_is_answered(engine):
    async def talk() -> list[dict[str, Any]]:
        recognition = Recognition(Started(engine), 2)
        await recognition.start()
        async with serve(recognition.handle, "127.0.0.1", 0, compression=None) as server:
            address = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            return await plain_answers(address, pcm_encode(said_between_silences("wenet_nst_ID001")))

    answers = asyncio.run(talk())
    assert any(answer.get("partial") for answer in answers)
    assert [bool(answer["text"]) for answer in answers if "text" in answer] == [True, False]
