import asyncio
import os

import pytest

from assistant.channels import mulaw
from bench import live_calls
from bench.voice_callers import NotTold
from tests.bench.test_known_voices import KNOWN
from tests.voice.recognition.engines import ToldDecoder, ToldEngine, served
from voice.recognition.service import Recognition

PIECES = [bytes([n]) * 320 for n in range(3)]


def test_a_stream_speaks_half_of_the_time() -> None:
    sound = live_calls._sound(PIECES, 0, 0.0)

    assert sound == b"".join(piece + mulaw.SILENCE * 320 for piece in PIECES)


def test_streams_say_other_things_at_other_times() -> None:
    second = live_calls._sound(PIECES, 1, 0.25)

    assert second[:160] == PIECES[1][160:]
    assert second[160:480] == mulaw.SILENCE * 320
    assert len(second) == 6 * 320


def test_the_largest_number_of_calls_without_delay_is_told() -> None:
    noted = live_calls._Noted(lags=[100.0, 200.0], waits=[20.0, 60.0], lagging=0, empty=1)

    figures = live_calls._figures(live_calls._Ran(1, [noted], 40.4), seconds=10.0, held=8)

    assert "8 is the largest" in figures.method
    assert figures.spread.p95_ms == 200
    assert figures.counts["end-point to words, p95 ms"] == 60
    assert figures.counts["of them without words"] == 1
    assert figures.counts["percent of one core"] == 40


def heard(decoders: int, count: int) -> live_calls._Ran:
    async def run() -> live_calls._Ran:
        engine = ToldEngine(*(ToldDecoder() for _ in range(decoders)))
        async with served(Recognition(engine, streams=decoders)) as url:
            return await live_calls._calls(
                url, os.getpid(), [KNOWN["firered"]], count, 5.0, lambda _: None, lead_in_s=0.5
            )

    return asyncio.run(run())


@pytest.mark.slow
def test_what_is_said_of_each_stream_is_noted() -> None:
    ran = heard(decoders=2, count=2)

    assert ran.count == 2
    assert all(one.waits and not one.empty for one in ran.noted)
    assert ran.core_percent > 0


def test_a_stream_that_is_refused_is_told() -> None:
    with pytest.raises(NotTold, match="busy"):
        heard(decoders=1, count=2)
