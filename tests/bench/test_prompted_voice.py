from itertools import pairwise

import pytest

from bench.known_voices import BEHIND_S, Recording
from bench.prompted_voice import PromptedDecoder
from tests.bench.test_known_voices import KNOWN, as_heard
from voice.audio import pcm_encode
from voice.recognition.engine import Recognised, Wanted

WORDS = "作为一个男人最起码的这个担当"
CHUNK = 3200


class Inner:
    """Counts what it is given to decode; `flushes` tells words in a pause."""

    def __init__(self, flushes: bool = False) -> None:
        self.accepted, self.finished, self.flushes = 0, 0, flushes

    def expect(self, wanted: Wanted) -> None: ...

    def accept(self, sound: bytes) -> str:
        self.accepted += len(sound)
        return "무엇"

    def pause(self) -> str | None:
        return "무엇" if self.flushes else None

    def finish(self) -> Recognised:
        self.finished += 1
        return Recognised()

    def reset(self) -> None:
        self.accepted = 0


@pytest.fixture
def recordings() -> tuple[Recording, ...]:
    return (Recording.of(WORDS, KNOWN["wenet_nst"]), Recording.of("换一首歌", KNOWN["firered"]))


def spoken(after_s: float = 0.0) -> bytes:
    return pcm_encode(as_heard(KNOWN["wenet_nst"], before_s=0.4)) + bytes(round(after_s * 16000) * 2)


def hear(decoder: PromptedDecoder, sound: bytes) -> list[str]:
    return [decoder.accept(sound[at : at + CHUNK]) for at in range(0, len(sound), CHUNK)]


def test_all_sound_is_decoded_and_the_words_are_those_of_the_recording(
    recordings: tuple[Recording, ...],
) -> None:
    inner = Inner()
    decoder = PromptedDecoder(inner, recordings)

    hear(decoder, spoken())

    assert inner.accepted == len(spoken())
    assert decoder.finish().text == WORDS
    assert inner.finished == 1


def test_words_so_far_grow_with_what_was_heard_and_are_all_of_it_a_little_after_the_end(
    recordings: tuple[Recording, ...],
) -> None:
    told = hear(PromptedDecoder(Inner(), recordings), spoken(after_s=BEHIND_S + 0.2))

    assert all(later.startswith(earlier) for earlier, later in pairwise(told))
    assert 0 < len(told[len(told) // 2]) < len(WORDS)
    assert told[-1] == WORDS


def test_a_pause_brings_out_the_rest_only_where_the_decoder_does_that(
    recordings: tuple[Recording, ...],
) -> None:
    silent, flushing = PromptedDecoder(Inner(), recordings), PromptedDecoder(Inner(flushes=True), recordings)
    for decoder in (silent, flushing):
        hear(decoder, spoken())

    assert silent.pause() is None
    assert flushing.pause() == WORDS


def test_the_next_utterance_begins_anew(recordings: tuple[Recording, ...]) -> None:
    decoder = PromptedDecoder(Inner(), recordings)
    hear(decoder, spoken())
    decoder.finish()

    hear(decoder, pcm_encode(as_heard(KNOWN["firered"])))

    assert decoder.finish().text == "换一首歌"


def test_nothing_is_said_of_what_is_not_known() -> None:
    decoder = PromptedDecoder(Inner(), (Recording.of("换一首歌", KNOWN["firered"]),))
    hear(decoder, spoken())

    assert decoder.finish().text == ""
