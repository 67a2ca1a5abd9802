"""Having sentences spoken: text goes out, sound comes back sentence by sentence, in the order asked for."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from assistant.speech import connecting
from assistant.speech.lost import VoiceLost
from knowledge.article import Language

TELEPHONE = "mulaw8000"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or a clause of it, as sound of the form asked for."""

    text: str
    audio: bytes
    duration_ms: float
    cached: bool = False


_Answer = Segment | VoiceLost | None
"""A piece of sound, why there is none, or that this was all."""


class Speaking:
    """One connection on which sentences are spoken for one listener."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._asked: dict[str, asyncio.Queue[_Answer]] = {}
        self._lost: VoiceLost | None = None
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url: str) -> Self:
        """Raises VoiceLost when nobody is there to speak."""
        return cls(await connecting.connected(url, "/speak"))

    async def speak(
        self, text: str, language: Language, rate: int = 100, gain: int = 0, fmt: str = TELEPHONE
    ) -> AsyncGenerator[Segment, None]:
        """The sound of `text`, each part as soon as it is there; what is not wanted any more is taken back.

        `rate` is in percent of the ordinary, `gain` in dB. Raises VoiceLost when it cannot be spoken.
        """
        if self._lost is not None:
            raise self._lost
        name = f"u{next(self._numbers)}"
        answers = self._asked[name] = asyncio.Queue()
        wish = {"id": name, "text": text, "language": language, "voice": None}
        is_over = False
        try:
            await self._send(wish | {"rate": rate, "gain": gain, "format": fmt})
            while (answer := await answers.get()) is not None:
                if isinstance(answer, VoiceLost):
                    is_over = True
                    raise answer
                yield answer
            is_over = True
        finally:
            del self._asked[name]
            if not is_over and self._lost is None:
                with contextlib.suppress(VoiceLost):
                    await self._send({"cancel": name})

    async def close(self) -> None:
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading
        await self._connection.close()

    async def _send(self, message: dict[str, Any]) -> None:
        try:
            await self._connection.send(json.dumps(message))
        except ConnectionClosed as error:
            raise connecting.closed(error) from None

    async def _read(self) -> None:
        try:
            while True:
                header = connecting.read(await self._connection.recv())
                answers = self._asked.get(str(header.get("id")))
                answer = await self._answer(header)
                if answers is not None:
                    answers.put_nowait(answer)
        except ConnectionClosed as error:
            self._lose(connecting.closed(error))
        except VoiceLost as lost:
            self._lose(lost)

    async def _answer(self, header: dict[str, Any]) -> _Answer:
        """What a message says, together with the sound that follows one of a segment."""
        if "error" in header:
            return VoiceLost(str(header["error"]))
        if header.get("done"):
            return None
        audio = await self._connection.recv()
        if not isinstance(audio, bytes):
            raise VoiceLost("bad_answer")
        return Segment(
            text=str(header.get("text", "")),
            audio=audio,
            duration_ms=float(header.get("duration_ms", 0)),
            cached=bool(header.get("cached")),
        )

    def _lose(self, lost: VoiceLost) -> None:
        self._lost = lost
        for answers in self._asked.values():
            answers.put_nowait(lost)
