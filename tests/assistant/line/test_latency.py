"""How long a caller waits, from the end of speech to the first sound, by stages that add up."""

from __future__ import annotations

from assistant.line.latency import KEYED, Latency
from assistant.speech.hearing import Heard
from assistant.store.calls import TurnTimes

HEARD = Heard("身份证", stopped_s=2.0, ended_s=2.9, recognition_ms=150, engine="vosk")


def test_all_stages_count_from_the_end_of_speech():
    latency = Latency()
    latency.heard(HEARD, 100.0)
    latency.taken(3, "voice", 100.0)
    latency.answered(3, 100.4)
    latency.sound_ready(100.5, cached=True)
    assert latency.sent(100.6) == TurnTimes(3, 900, 1050, 1450, 1550, 1650, "vosk", cached=True)


def test_a_key_has_neither_end_nor_words_to_be_found():
    latency = Latency()
    latency.taken(1, "key", 10.0)
    latency.answered(1, 10.2)
    latency.sound_ready(10.3, cached=False)
    assert latency.sent(10.3) == TurnTimes(1, None, None, 200, 300, 300, KEYED, cached=False)


def test_what_is_said_without_a_turn_is_not_measured():
    latency = Latency()
    latency.sound_ready(1.0, cached=True)
    assert latency.sent(1.0) is None


def test_a_turn_is_measured_once():
    latency = Latency()
    latency.taken(1, "key", 10.0)
    latency.answered(1, 10.2)
    latency.sound_ready(10.3, cached=False)
    assert latency.sent(10.3) is not None
    latency.sound_ready(12.0, cached=False)
    assert latency.sent(12.0) is None


def test_a_turn_taken_anew_counts_from_the_last_piece():
    latency = Latency()
    latency.heard(HEARD, 100.0)
    latency.taken(1, "voice", 100.0)
    latency.heard(HEARD, 103.0)
    latency.taken(2, "voice", 103.0)
    latency.answered(1, 103.1)
    latency.answered(2, 103.3)
    latency.sound_ready(103.3, cached=False)
    times = latency.sent(103.3)
    assert times is not None
    assert (times.turn, times.total_ms) == (2, 1350)


def test_the_first_sound_is_the_one_that_counts():
    latency = Latency()
    latency.taken(1, "key", 10.0)
    latency.answered(1, 10.1)
    latency.sound_ready(10.2, cached=True)
    latency.sound_ready(11.0, cached=False)
    times = latency.sent(11.0)
    assert times is not None
    assert (times.audio_ms, times.cached) == (200, True)
