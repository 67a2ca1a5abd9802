"""One stream: sound in, events out.

Listening and decoding go side by side, so that somebody who speaks is noticed while what was said before is
still being recognised.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from voice.endpointing import SpeechBegan, SpeechPaused, UtteranceOver
from voice.recognition.ear import Ear, Sound, Step
from voice.recognition.engine import RATE_HZ, Decoder, Recognised, Wanted
from voice.recognition.messages import (
    Configuration,
    Event,
    Lagging,
    Partial,
    SpeechStarted,
    SpeechStopped,
    Utterance,
)
from voice.recognition.threads import Turns

LAGGING_MS = 300

_LISTENED_S = 0.04
_DECODED_BYTES = RATE_HZ // 10 * 2
_TOLD_EVERY_S = 1.0
# About a minute; a client that sends faster than is decoded waits.
_MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class _Came:
    """Sound, and when its last sample came."""

    audio: bytes
    at: float


@dataclass(frozen=True, slots=True)
class _Over:
    """The end-point was decided at this time of the loop's clock."""

    utterance: UtteranceOver
    at: float


class _Pause:
    """Nobody speaks."""


class _Forget:
    """What was said so far does not count."""


class _End:
    """No more comes."""


Incoming = _Came | Configuration | _Forget | _End
Work = _Came | _Pause | _Over | Wanted | _Forget | _End


class Session:
    """Hears one stream with a decoder that is its own until it is over."""

    def __init__(
        self,
        configuration: Configuration,
        decoder: Decoder,
        engine: str,
        turns: tuple[Turns, Turns],
        tell: Callable[[Event], Awaitable[None]],
    ) -> None:
        self.configuration = configuration
        self._decoder = decoder
        self._engine = engine
        self._listening, self._decoding = turns
        self._tell = tell
        self._ear = Ear(configuration.encoding, round(configuration.sample_rate), configuration.patience)
        self._incoming: asyncio.Queue[Incoming] = asyncio.Queue(_MOST_WAITING)
        self._work: asyncio.Queue[Work] = asyncio.Queue(_MOST_WAITING)
        self._lag_ms = 0
        self._told_lag_at = -_TOLD_EVERY_S
        self._partial = ""

    async def feed(self, audio: bytes) -> None:
        """More of the stream; waits while too much of it is not yet heard."""
        await self._incoming.put(_Came(audio, _now()))

    async def configure(self, configuration: Configuration) -> None:
        """Listens differently from here on."""
        self.configuration = configuration
        await self._incoming.put(configuration)

    async def reset(self) -> None:
        """Forgets what is being heard."""
        await self._incoming.put(_Forget())

    async def finish(self) -> None:
        """No more comes; `run` returns once all that came is recognised."""
        await self._incoming.put(_End())

    async def run(self) -> None:
        """Hears until `finish`.

        Raises:
            EngineFailed: Nothing more can be recognised with this decoder.
        """
        self._decoder.expect(self.configuration.wanted)
        tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._decode())]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        bytes_per_s = self.configuration.sample_rate * (1 if self.configuration.encoding == "mulaw" else 2)
        audio, at = b"", 0.0
        while True:
            item = await self._incoming.get()
            if isinstance(item, _Came):
                audio, at = audio + item.audio, item.at
                if len(audio) < _LISTENED_S * bytes_per_s:
                    continue
            if audio:
                await self._follow(await self._listening.run(self._ear.hear, audio), at)
                audio = b""
            if isinstance(item, Configuration):
                self._ear.be_patient(item.patience)
                await self._work.put(item.wanted)
            elif isinstance(item, _Forget):
                self._ear.forget()
                await self._work.put(item)
            elif isinstance(item, _End):
                await self._follow(self._ear.finish(), _now())
                await self._work.put(item)
                return

    async def _follow(self, steps: list[Step], at: float) -> None:
        for step in steps:
            match step:
                case Sound(pcm):
                    await self._work.put(_Came(pcm, at))
                case SpeechBegan(at_s):
                    await self._tell(SpeechStarted(at_s))
                case SpeechPaused(at_s):
                    await self._tell(SpeechStopped(at_s))
                    await self._work.put(_Pause())
                case UtteranceOver():
                    await self._work.put(_Over(step, _now()))

    async def _decode(self) -> None:
        sound, at = b"", 0.0
        while True:
            item = await self._work.get()
            match item:
                case _Came(audio, came_at):
                    sound, at = sound + audio, came_at
                    if len(sound) >= _DECODED_BYTES:
                        await self._accept(sound, at)
                        sound = b""
                case _Pause() | _Over():
                    if sound:
                        await self._accept(sound, at)
                        sound = b""
                    if isinstance(item, _Pause):
                        await self._use_the_pause()
                        continue
                    await self._say(item, await self._decoding.run(self._decoder.finish))
                case Wanted():
                    self._decoder.expect(item)
                case _Forget():
                    sound, self._partial = b"", ""
                    await self._decoding.run(self._decoder.reset)
                case _End():
                    return

    async def _use_the_pause(self) -> None:
        if self._decoding.to_spare:
            await self._tell_partial(await self._decoding.run(self._decoder.pause))

    async def _accept(self, sound: bytes, at: float) -> None:
        partial = await self._decoding.run(self._decoder.accept, sound)
        await self._measure(at)
        await self._tell_partial(partial)

    async def _tell_partial(self, partial: str | None) -> None:
        if partial and partial != self._partial:
            self._partial = partial
            await self._tell(Partial(partial))

    async def _measure(self, at: float) -> None:
        now = _now()
        self._lag_ms = round((now - at) * 1000)
        if self._lag_ms > LAGGING_MS and now - self._told_lag_at >= _TOLD_EVERY_S:
            self._told_lag_at = now
            await self._tell(Lagging(self._lag_ms))

    async def _say(self, over: _Over, heard: Recognised) -> None:
        self._partial = ""
        utterance = over.utterance
        took_ms = round((_now() - over.at) * 1000)
        times = (utterance.started_s, utterance.stopped_s, utterance.ended_s)
        await self._tell(Utterance(heard, *times, took_ms, self._lag_ms, self._engine))


def _now() -> float:
    return asyncio.get_running_loop().time()
