"""All speech has one loudness and clean edges, so that pieces can be joined."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio import Samples, level_dbfs
from voice.synthesis.finish import LEVEL_DBFS, finished

RATE_HZ = 24_000


def speech(amplitude: float, before_s: float = 0.3, after_s: float = 0.5, noise: float = 2.0) -> Samples:
    """One second of a buzz, with quiet noise before, after and below it."""
    at = np.arange(RATE_HZ) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * 180 * n * at + 1) / n for n in range(1, 9))
    whole = np.concatenate(
        [np.zeros(int(before_s * RATE_HZ)), amplitude * buzz, np.zeros(int(after_s * RATE_HZ))]
    )
    return (whole + np.random.default_rng(7).normal(0, noise, len(whole))).astype(np.int16)


@pytest.mark.parametrize("amplitude", [300, 2000, 9000])
def test_soft_and_loud_speech_come_out_equally_loud(amplitude: float) -> None:
    made = finished(speech(amplitude), RATE_HZ)
    assert level_dbfs(made[RATE_HZ // 10 : -RATE_HZ // 10]) == pytest.approx(LEVEL_DBFS, abs=0.5)


def test_silence_at_the_edges_is_cut_to_a_little() -> None:
    made = finished(speech(3000), RATE_HZ)
    assert 1.0 <= len(made) / RATE_HZ <= 1.07


def test_a_piece_begins_and_ends_with_nothing() -> None:
    made = finished(speech(9000, before_s=0, after_s=0), RATE_HZ)
    assert made[0] == 0
    assert made[-1] == 0


def test_joined_pieces_have_no_click_at_the_seam() -> None:
    pieces = [finished(speech(amplitude, 0, 0), RATE_HZ) for amplitude in (500, 9000)]
    joined = np.concatenate(pieces).astype(np.int32)
    seam = len(pieces[0])
    around = np.abs(np.diff(joined[seam - 48 : seam + 48])).max()
    assert around < np.abs(np.diff(pieces[1].astype(np.int32))).max() / 2


def test_joined_pieces_do_not_differ_in_level() -> None:
    first, second = (finished(speech(amplitude), RATE_HZ) for amplitude in (500, 9000))
    assert level_dbfs(first) == pytest.approx(level_dbfs(second), abs=0.5)


@pytest.mark.parametrize("nothing", [np.zeros(0, np.int16), np.zeros(RATE_HZ, np.int16)])
def test_where_nothing_is_said_nothing_is_left(nothing: Samples) -> None:
    assert len(finished(nothing, RATE_HZ)) == 0
