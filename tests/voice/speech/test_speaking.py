"""Texts are said in pieces: whole sentences that were made before, clauses of those that were not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.voice.speech.speaking import Place, answer, asked, speaking
from tests.voice.synthesis import talker
from voice.audio import mulaw_encode, pcm_decode, resample

SENTENCE = "请带上身份证，到社区服务中心办理。"
NEVER_READY = (sys.executable, "-c", "import sys; sys.stdin.read()")
CLAUSES = ["请带上身份证，", "到社区服务中心办理。"]


def test_what_was_never_said_begins_with_its_first_clause(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        said = await place.say(SENTENCE)
        assert [header["text"] for header in said.headers] == CLAUSES
        assert [header["cached"] for header in said.headers] == [False, False]
        assert [header["last"] for header in said.headers] == [False, True]
        assert said.end["done"]
        assert said.end["segments"] == 2
        assert [text for text, _, _ in place.spoken()] == CLAUSES

    speaking(tmp_path, work)


def test_the_first_clause_is_sent_before_the_second_is_made(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/speak") as client:
            await client.send(asked("u1", f"请带上身份证，{talker.HANGS}。"))
            assert CLAUSES[0] in str(await client.recv())
            assert isinstance(await client.recv(), bytes)

    speaking(tmp_path, work)


def test_a_sentence_made_ahead_is_one_segment_and_needs_no_process(tmp_path: Path) -> None:
    async def ahead(place: Place) -> None:
        await place.prepare(SENTENCE)

    first: list[bytes] = []

    async def later(place: Place) -> None:
        before = len(place.spoken())
        said = await place.say(SENTENCE)
        assert [(header["text"], header["cached"]) for header in said.headers] == [(SENTENCE, True)]
        assert len(place.spoken()) == before
        first.extend(said.sounds)

    speaking(tmp_path, ahead)
    speaking(tmp_path, later)
    again: list[bytes] = []

    async def without_process(place: Place) -> None:
        again.extend((await place.say(SENTENCE)).sounds)

    speaking(tmp_path, without_process, program=lambda _: NEVER_READY)
    assert again == first


def test_what_is_said_to_one_resident_is_kept_in_memory_only(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        once, again = await place.say(SENTENCE), await place.say(SENTENCE)
        assert [header["cached"] for header in again.headers] == [True, True]
        assert again.sounds == once.sounds
        assert place.speech.cache_figures() == {"entries": 0, "bytes": 0}
        assert not [path for path in (tmp_path / "spoken").rglob("*") if path.is_file()]

    speaking(tmp_path, work)


def test_a_duration_is_that_of_the_sound(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        for sound_format, bytes_a_ms in (
            ("mulaw8000", 8),
            ("pcm8000", 16),
            ("pcm16000", 32),
            ("pcm24000", 48),
        ):
            said = await place.say(SENTENCE, format=sound_format)
            for header, sound in zip(said.headers, said.sounds, strict=True):
                assert header["duration_ms"] == pytest.approx(len(sound) / bytes_a_ms, abs=1)

    speaking(tmp_path, work)


def test_every_format_is_the_same_sound(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        full = (await place.say("好的，没问题。", format="pcm24000")).sounds[0]
        telephone = (await place.say("好的，没问题。", format="mulaw8000")).sounds[0]
        assert telephone == mulaw_encode(resample(pcm_decode(full), 24_000, 8_000))

    speaking(tmp_path, work)


def test_slower_speech_is_longer_and_louder_speech_as_long(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        usual = await place.say(SENTENCE, format="pcm24000")
        slower = await place.say(SENTENCE, format="pcm24000", rate=70)
        louder = await place.say(SENTENCE, format="pcm24000", gain=6)
        assert len(slower.sounds[0]) == pytest.approx(len(usual.sounds[0]) / 0.7, rel=0.02)
        assert len(louder.sounds[0]) == len(usual.sounds[0])
        assert max(pcm_decode(louder.sounds[0])) > 1.5 * max(pcm_decode(usual.sounds[0]))
        assert len(place.spoken()) == len(CLAUSES)

    speaking(tmp_path, work)


def test_another_voice_is_asked_for_by_name_and_a_voice_that_is_not_there_is_not(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        await place.say("好的好的。")
        await place.say("好的好的。", voice="zm_yunxi")
        await place.say("好的好的。", voice="nobody")
        await place.say("fine", language="en")
        assert [voice for _, voice, _ in place.spoken()] == ["zf_xiaobei", "zm_yunxi", "af_heart"]

    speaking(tmp_path, work)


def test_texts_are_answered_in_the_order_they_came(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/speak") as client:
            for number in range(3):
                await client.send(asked(f"u{number}", f"第{'一二三'[number]}句话。"))
            for number in range(3):
                assert (await answer(client, f"u{number}")).end["done"]

    speaking(tmp_path, work)


def test_two_clients_at_once_each_hear_their_own_text(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/speak") as one, connect(f"{place.url}/speak") as other:
            await one.send(asked("u1", "请带上身份证，到社区来。"))
            await other.send(asked("u1", "请坐在这里等，马上就好。"))
            heard = [await answer(one, "u1"), await answer(other, "u1")]
            assert [said.headers[0]["text"] for said in heard] == ["请带上身份证，", "请坐在这里等，"]
            alone = await place.say("请坐在这里等，马上就好。")
            assert heard[1].sounds == alone.sounds

    speaking(tmp_path, work)


def test_a_cancelled_text_stops_and_the_next_is_said(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/speak") as client:
            await client.send(asked("u1", "请带上身份证，到社区服务中心办理。"))
            await client.send(asked("u2", "不会说出来的话。"))
            await client.send(asked("u3", "好的好的。"))
            await client.send('{"cancel": "u2"}')
            await client.send('{"cancel": "u1"}')
            assert (await answer(client, "u1")).end["cancelled"]
            skipped = await answer(client, "u2")
            assert (skipped.headers, skipped.end["cancelled"]) == ([], True)
            assert "cancelled" not in (await answer(client, "u3")).end

    speaking(tmp_path, work)


def test_a_text_that_cannot_be_made_is_said_so_and_the_next_is_spoken(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/speak") as client:
            await client.send(asked("u1", f"{talker.FAILS}。"))
            await client.send(asked("u2", "好的好的。"))
            assert (await answer(client, "u1")).end["error"] == "synthesis_failed"
            assert (await answer(client, "u2")).end["done"]

    speaking(tmp_path, work)


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("not json", "bad_message"),
        ('"text"', "bad_message"),
        ('{"id": "u1"}', "bad_message"),
        ('{"id": "u1", "text": "好", "rate": 300}', "bad_message"),
        ('{"id": "u1", "text": "好", "format": "mp3"}', "bad_message"),
        ('{"id": "u1", "text": "好", "language": "fr"}', "bad_message"),
        (asked("u1", "好" * 2001), "too_long"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_the_connection_goes_on(
    tmp_path: Path, message: str, error: str
) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/speak") as client:
            await client.send(message)
            assert f'"error": "{error}"' in str(await client.recv())
            await client.send(asked("u2", "好的好的。"))
            assert (await answer(client, "u2")).end["done"]

    speaking(tmp_path, work)


def test_a_text_without_words_ends_at_once(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        said = await place.say("。……！")
        assert (said.headers, said.end["segments"]) == ([], 0)

    speaking(tmp_path, work)
