"""Hearing one caller: sound goes out, what was heard comes back as it happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from assistant.speech import connecting
from assistant.speech.lost import VoiceLost
from knowledge.article import Language

MOST_WAITING = 250
"""Messages of sound that may wait to be sent, 20 ms each: who is further behind than this hears nothing."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody speaks, which is sure by now; `at_s` counts from the beginning of the stream."""

    at_s: float


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """Silence began; it may go on."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Partial:
    text: str


@dataclass(frozen=True, slots=True)
class Alternative:
    text: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said between two silences; `text` is "" when it was only noise.

    `started_s` and `stopped_s` are where speech began and stopped, `ended_s` where its end was decided, each
    from the beginning of the stream; `recognition_ms` is from that decision to the text.
    """

    text: str
    alternatives: tuple[Alternative, ...] = ()
    started_s: float = 0.0
    stopped_s: float = 0.0
    ended_s: float = 0.0
    recognition_ms: float = 0.0
    lag_ms: float = 0.0
    engine: str = ""

    @property
    def duration_s(self) -> float:
        return self.stopped_s - self.started_s

    @property
    def endpoint_ms(self) -> float:
        """How long it was waited for more."""
        return (self.ended_s - self.stopped_s) * 1000


@dataclass(frozen=True, slots=True)
class Lagging:
    """Recognition is behind the sound."""

    lag_ms: float


HearingEvent = SpeechStarted | SpeechStopped | Partial | Heard | Lagging


@dataclass(frozen=True, slots=True)
class Listening:
    """How to listen: the sound, the pause in seconds that ends a turn, what is likely to be said."""

    language: Language = "zh"
    sample_rate: int = 8000
    encoding: str = "mulaw"
    pause_s: float = 0.9
    expect: str = "open"
    phrases: tuple[str, ...] = ()
    max_alternatives: int = 3

    def to_json(self) -> dict[str, Any]:
        return {
            "events": True,
            "language": self.language,
            "sample_rate": self.sample_rate,
            "encoding": self.encoding,
            "pause_s": self.pause_s,
            "expect": self.expect,
            "phrase_list": list(self.phrases),
            "max_alternatives": self.max_alternatives,
        }


class Hearing:
    """One stream of sound that is listened to. Iterate over it for what happens."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._waiting: asyncio.Queue[str | bytes] = asyncio.Queue()
        self._late = False
        self._sending = asyncio.create_task(self._send())

    @classmethod
    async def open(cls, url: str, config: Listening) -> Self:
        """Begin to listen; it is certain by then that somebody hears. Raises VoiceLost."""
        connection = await connecting.connected(url, "/recognise")
        try:
            await connection.send(json.dumps({"config": config.to_json()}))
            async with asyncio.timeout(connecting.OPEN_S):
                answer = connecting.read(await connection.recv())
            if answer.get("event") != "ready":
                raise VoiceLost(str(answer.get("error", "bad_answer")))
        except ConnectionClosed as error:
            raise connecting.closed(error) from None
        except TimeoutError:
            await connection.close()
            raise VoiceLost("slow") from None
        except VoiceLost:
            await connection.close()
            raise
        return cls(connection)

    def feed(self, audio: bytes) -> None:
        """Sound of the agreed form, as it comes. Never waits."""
        if self._waiting.qsize() >= MOST_WAITING:
            self._late = True
            self._sending.cancel()
            self._connection.transport.abort()
        else:
            self._waiting.put_nowait(audio)

    def configure(self, **changes: Any) -> None:
        """Listen otherwise from here on: `pause_s`, `expect`, `language`, `phrase_list`."""
        self._waiting.put_nowait(json.dumps({"config": changes}))

    def reset(self) -> None:
        """Forget what is being heard."""
        self._waiting.put_nowait(json.dumps({"reset": 1}))

    async def close(self) -> None:
        self._sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._sending
        await self._connection.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> HearingEvent:
        """What happens next. Raises VoiceLost when nothing more will."""
        while True:
            try:
                message = await self._connection.recv()
            except ConnectionClosed as error:
                raise VoiceLost("slow") if self._late else connecting.closed(error) from None
            event = event_of(connecting.read(message))
            if event is not None:
                return event

    async def _send(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._connection.send(await self._waiting.get())


def event_of(message: Mapping[str, Any]) -> HearingEvent | None:
    """An event of the wire; None for one that says nothing to us. Raises VoiceLost for an error."""
    try:
        match message.get("event"):
            case "speech_started":
                return SpeechStarted(float(message["at_s"]))
            case "speech_stopped":
                return SpeechStopped(float(message["at_s"]))
            case "partial":
                return Partial(str(message["text"]))
            case "utterance":
                return _heard(message)
            case "lagging":
                return Lagging(float(message["lag_ms"]))
            case "error":
                raise VoiceLost(str(message.get("error", "error")))
    except (KeyError, TypeError, ValueError):
        raise VoiceLost("bad_answer") from None
    return None


def _heard(message: Mapping[str, Any]) -> Heard:
    alternatives: Sequence[Mapping[str, Any]] = message.get("alternatives") or ()
    return Heard(
        text=str(message["text"]),
        alternatives=tuple(
            Alternative(str(one["text"]), float(one.get("confidence", 0.0))) for one in alternatives
        ),
        started_s=float(message["started_s"]),
        stopped_s=float(message["stopped_s"]),
        ended_s=float(message["ended_s"]),
        recognition_ms=float(message.get("recognition_ms", 0.0)),
        lag_ms=float(message.get("lag_ms", 0.0)),
        engine=str(message.get("engine", "")),
    )
