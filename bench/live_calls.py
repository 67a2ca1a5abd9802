"""Live calls that are heard: how far recognition falls behind those who speak, by how many there are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from assistant.channels import mulaw
from assistant.settings import Settings
from assistant.speech.hearing import Heard, Hearing, Lagging, Listening
from assistant.speech.lost import VoiceLost
from bench import product, voice_callers
from bench.figures import Measurement, Spread, percentile
from bench.processor import seconds_of
from bench.voice_callers import QUESTIONS, NotTold

ENGINE = "vosk:ko"
STREAMS = (4, 8, 12, 16, 20)
SECONDS = 30.0
LEAD_IN_S = 8.0
"""Each stream has had its first sentence by then, which builds up its decoder, and what was being spoken
ahead of time is finished; nothing is begun of that while somebody is heard."""
WANTED_MS = 300
SPEECH_S = 3.5
_AFTER_S = 3.0
"""What was said last is recognised by then, unless recognition is far behind."""


def measure(
    console: Console, *, streams: Sequence[int] = STREAMS, seconds: float = SECONDS
) -> list[Measurement]:
    """Up to the first number of calls at which recognition falls behind. Raises CannotStart and NotTold."""
    ran = list[_Ran]()
    with product.started(console, voice=ENGINE, streams=max(streams)) as running:
        url, voice = running.settings.voice_url, running.pids()["voice"]
        spoken = _spoken(running.settings, console)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            for count in streams:
                task = progress.add_task(f"{count} calls heard", total=LEAD_IN_S + seconds)
                told = partial(_tell, progress, task)
                ran.append(asyncio.run(_calls(url, voice, spoken, count, seconds, told)))
                if ran[-1].lag_p95_ms > WANTED_MS:
                    break
    held = [one.count for one in ran if one.lag_p95_ms <= WANTED_MS]
    return [_figures(one, seconds, max(held, default=0)) for one in ran]


def _tell(progress: Progress, task: TaskID, elapsed_s: float) -> None:
    progress.update(task, completed=elapsed_s)


def _spoken(settings: Settings, console: Console) -> list[bytes]:
    """Pieces of SPEECH_S: questions, one after the other."""
    with console.status("speaking what is to be heard"):
        sound = b"".join(voice_callers.speech(settings, words).audio for words in QUESTIONS)
    size = round(SPEECH_S * mulaw.RATE) // mulaw.FRAME_BYTES * mulaw.FRAME_BYTES
    return [sound[at : at + size] for at in range(0, len(sound) - size + 1, size)]


@dataclass(slots=True)
class _Noted:
    """What recognition said of one stream while it was measured, in milliseconds."""

    lags: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    lagging: int = 0
    empty: int = 0


@dataclass(frozen=True, slots=True)
class _Ran:
    count: int
    noted: Sequence[_Noted]
    core_percent: float

    @property
    def lags(self) -> list[float]:
        return [lag for one in self.noted for lag in one.lags]

    @property
    def waits(self) -> list[float]:
        return sorted(wait for one in self.noted for wait in one.waits)

    @property
    def lag_p95_ms(self) -> float:
        return percentile(sorted(self.lags), 0.95)


async def _calls(
    url: str,
    voice: int,
    spoken: Sequence[bytes],
    count: int,
    seconds: float,
    told: Callable[[float], None],
    lead_in_s: float = LEAD_IN_S,
) -> _Ran:
    """`count` streams to the process `voice` at `url`. Raises NotTold when one is not heard."""
    listening = Listening(language="zh")
    try:
        hearings = [await Hearing.open(url, listening) for _ in range(count)]
    except VoiceLost as lost:
        raise NotTold(f"A call is not heard ({lost.reason}).") from None
    noted = [_Noted() for _ in hearings]
    begin = time.monotonic() + 0.5
    end = begin + lead_in_s + seconds
    reading = [
        asyncio.create_task(_read(hearing, one, begin + lead_in_s))
        for hearing, one in zip(hearings, noted, strict=True)
    ]
    # Each begins at another place of its speech and pause.
    sending = [
        asyncio.create_task(_send(hearing, _sound(spoken, n, n / count), begin, end))
        for n, hearing in enumerate(hearings)
    ]
    try:
        await _wait_until(begin + lead_in_s, begin, told)
        core_s = seconds_of(voice)
        await _wait_until(end, begin, told)
        core_s = seconds_of(voice) - core_s
        await asyncio.gather(*sending)
        await asyncio.wait(reading, timeout=_AFTER_S)
    finally:
        for task in (*sending, *reading):
            task.cancel()
        ended = await asyncio.gather(*reading, return_exceptions=True)
        await asyncio.gather(*(hearing.close() for hearing in hearings))
    lost_ones = [one for one in ended if isinstance(one, VoiceLost)]
    if lost_ones:
        raise NotTold(f"{len(lost_ones)} of {count} calls were heard no longer ({lost_ones[0].reason}).")
    if not all(one.waits for one in noted):
        raise NotTold(f"With {count} calls there is one of which nothing was recognised.")
    return _Ran(count, noted, 100 * core_s / seconds)


def _sound(spoken: Sequence[bytes], number: int, share: float) -> bytes:
    """Speech and pauses of the same length, without end for whoever repeats it."""
    turned = [*spoken[number % len(spoken) :], *spoken[: number % len(spoken)]]
    sound = b"".join(piece + mulaw.SILENCE * len(piece) for piece in turned)
    at = round(share * 2 * len(spoken[0])) // mulaw.FRAME_BYTES * mulaw.FRAME_BYTES
    return sound[at:] + sound[:at]


async def _send(hearing: Hearing, sound: bytes, begin: float, end: float) -> None:
    frames = len(sound) // mulaw.FRAME_BYTES
    number = 0
    while (due := begin + number * mulaw.FRAME_S) < end:
        await asyncio.sleep(due - time.monotonic())
        at = number % frames * mulaw.FRAME_BYTES
        hearing.feed(sound[at : at + mulaw.FRAME_BYTES])
        number += 1


async def _read(hearing: Hearing, noted: _Noted, since: float) -> None:
    async for event in hearing:
        if time.monotonic() < since:
            continue
        if isinstance(event, Heard):
            noted.lags.append(event.lag_ms)
            noted.waits.append(event.recognition_ms)
            noted.empty += not event.text
        elif isinstance(event, Lagging):
            noted.lags.append(event.lag_ms)
            noted.lagging += 1


async def _wait_until(at: float, begin: float, told: Callable[[float], None]) -> None:
    while (left := at - time.monotonic()) > 0:
        await asyncio.sleep(min(left, 0.5))
        told(time.monotonic() - begin)


def _figures(ran: _Ran, seconds: float, held: int) -> Measurement:
    waits = ran.waits
    method = (
        f"{ran.count} streams of 8 kHz mu-law to the voice, in frames of 20 ms as they are spoken, for "
        f"{seconds:.0f} s after {LEAD_IN_S:.0f} s to warm up: {SPEECH_S:.1f} s of speech in the product's "
        "own voice, then as long a pause, each stream at another place of it. A Korean Vosk model decodes "
        "at its true cost; the rest of the product runs and has nothing to do. A time is by how much the "
        "sound last decoded lay back: one of each utterance, and one of each report of being late, of "
        f"which a stream makes one a second while it is {WANTED_MS} ms late or more. Of the numbers of "
        f"calls tried, {held} is the largest with 95 in 100 of these within {WANTED_MS} ms."
    )
    return Measurement(
        name=f"recognition behind, {ran.count} calls",
        method=method,
        spread=Spread.of(ran.lags),
        rate=len(waits) / seconds,
        counts={
            "utterances": len(waits),
            "of them without words": sum(one.empty for one in ran.noted),
            "reports of being late": sum(one.lagging for one in ran.noted),
            "end-point to words, p50 ms": round(percentile(waits, 0.50)),
            "end-point to words, p95 ms": round(percentile(waits, 0.95)),
            "end-point to words, p99 ms": round(percentile(waits, 0.99)),
            "percent of one core": round(ran.core_percent),
        },
    )
