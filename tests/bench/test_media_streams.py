from io import StringIO

import pytest
from rich.console import Console

from bench import media_streams


def test_a_frame_is_as_late_as_it_is_behind_the_most_punctual_one() -> None:
    came = [10.0, 10.02, 10.05, 10.06]

    assert media_streams._lateness(came) == pytest.approx([0.0, 0.0, 0.01, 0.0])


@pytest.mark.slow
def test_the_sound_of_each_call_goes_both_ways_and_is_timed() -> None:
    sent, arrived = media_streams.measure(Console(file=StringIO()), streams=2, seconds=1.0)

    # 50 frames a second, of which the first and the last may fall outside.
    for figures in (sent, arrived):
        assert figures.counts["calls"] == 2
        assert figures.counts["frames to the line"] == pytest.approx(100, abs=4)
        assert figures.counts["frames from the line"] == pytest.approx(100, abs=4)
    assert sent.spread.n == pytest.approx(100, abs=4)
    assert "percent of one core" in sent.counts
    assert sent.memory_mb["line"][0] > 0
