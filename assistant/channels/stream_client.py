"""The provider's side of a media stream: 20 ms of sound each way, fifty times a second, in real time.

Messages and their order are those of the provider's Media Streams: `connected`, `start`, `media`, `dtmf`,
`mark`, `stop` to the line; `media`, `mark`, `clear` from it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from assistant.channels import mulaw, twilio_requests
from assistant.channels.mulaw import FRAME_BYTES, FRAME_S
from assistant.channels.stream_playing import Playing
from assistant.channels.stream_written import Written
from assistant.channels.wav_files import Noise, audible

OPEN_S = 5.0
LARGEST = 256 * 1024


class StreamFailed(Exception):
    """The stream could not be opened; the message is a code."""


class StreamClient:
    """One stream. What is told to `say` and `press` is sent while `run` runs.

    `frame_s` is the time between two frames; tests make it shorter.
    """

    def __init__(
        self,
        url: str,
        *,
        call_sid: str,
        stream_sid: str,
        account_sid: str,
        parameters: Mapping[str, str],
        auth_token: str = "",
        noise: Noise | None = None,
        tell: Callable[[str, str], object] = lambda what, detail: None,
        frame_s: float = FRAME_S,
    ) -> None:
        self._url, self._token, self._parameters = url, auth_token, dict(parameters)
        self._stream_sid = stream_sid
        self._written = Written(call_sid, stream_sid, account_sid)
        self._noise, self._tell, self._frame_s = noise, tell, frame_s
        self._playing, self._outgoing = Playing(), Playing()
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []
        self._closing = False
        self.said, self.heard = bytearray(), bytearray()
        self.problems: Counter[str] = Counter()
        self.most_ahead_s = 0.0
        """How much sound waited to be played at most."""
        self.began_speaking: int | None = None
        self.last_heard: int | None = None
        self.closed = False

    @property
    def frame(self) -> int:
        """How many frames have passed."""
        return len(self.said) // FRAME_BYTES

    @property
    def is_saying(self) -> bool:
        return self._outgoing.waiting > 0

    @property
    def has_more(self) -> bool:
        """Whether there is something to play, be it silence."""
        return self._playing.waiting > 0

    def say(self, audio: bytes) -> None:
        self._outgoing.add(audio)

    async def press(self, key: str) -> None:
        self._tell("key", "")
        await self._socket.send(self._written.dtmf(key))

    def hang_up(self) -> None:
        self._closing = True

    async def until(self, happened: Callable[[], bool], frames: float) -> bool:
        """Wait until something is the case, for so many frames at most; whether it is."""
        last = self.frame + frames
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((lambda: happened() or self.frame >= last or self.closed, future))
        if self.closed:
            return happened()
        await future
        return happened()

    async def run(self, opened: Callable[[], object] = lambda: None) -> str:
        """Open the stream and keep it until it is closed; "line" or "resident", who closed it.

        Raises StreamFailed when it cannot be opened.
        """
        # The provider opens and signs wss:// alone; on this machine there is no TLS.
        signed = urlsplit(self._url)._replace(scheme="wss").geturl()
        headers = twilio_requests.sign(self._token, signed, {}) if self._token else {}
        try:
            self._socket: ClientConnection = await connect(
                self._url,
                additional_headers=headers,
                compression=None,
                open_timeout=OPEN_S,
                max_size=LARGEST,
                proxy=None,
            )
        except (OSError, TimeoutError, InvalidHandshake) as error:
            raise StreamFailed(type(error).__name__) from None
        try:
            async with self._socket:
                await self._begin()
                opened()
                receiving = asyncio.create_task(self._receive())
                try:
                    return await self._keep_time(receiving)
                finally:
                    receiving.cancel()
                    await asyncio.gather(receiving, return_exceptions=True)
        finally:
            self.closed = True
            self._look()

    async def _begin(self) -> None:
        await self._socket.send(self._written.connected())
        await self._socket.send(self._written.start(self._parameters))
        self._tell("stream", urlsplit(self._url).path)

    async def _keep_time(self, receiving: asyncio.Task[None]) -> str:
        loop = asyncio.get_running_loop()
        due = loop.time()
        try:
            while not receiving.done():
                if self._closing:
                    await self._socket.send(self._written.stop())
                    self._tell("stop", "resident")
                    return "resident"
                await self._pass_frame()
                due += self._frame_s
                await asyncio.sleep(max(0.0, due - loop.time()))
            receiving.result()
        except ConnectionClosed:
            pass
        self._tell("closed", str(self._socket.close_code or ""))
        return "line"

    async def _pass_frame(self) -> None:
        """20 ms: one frame to the line, one to the resident's ear."""
        said, _ = self._outgoing.play()
        frame = said.ljust(FRAME_BYTES, mulaw.SILENCE)
        frame = self._noise.over(frame) if self._noise else frame
        self.said += frame
        await self._socket.send(self._written.media(frame))
        heard, marks = self._playing.play()
        self.heard += heard.ljust(FRAME_BYTES, mulaw.SILENCE)
        if audible(heard):
            self._note_speech()
        for name in marks:
            await self._mark(name)
        self._look()

    def _note_speech(self) -> None:
        if self.last_heard is None or self.frame - self.last_heard > 1 / FRAME_S:
            self.began_speaking = self.frame
            self._tell("speaks", "")
        self.last_heard = self.frame

    async def _receive(self) -> None:
        async for message in self._socket:
            await self._take(message)

    async def _take(self, message: str | bytes) -> None:
        try:
            told = json.loads(message)
            event = told["event"]
        except (ValueError, TypeError, KeyError):
            return self._wrong("31951_not_a_message")
        if told.get("streamSid") != self._stream_sid:
            return self._wrong("31951_wrong_stream")
        if event == "media":
            return self._take_sound(told)
        if event == "mark" and isinstance(told.get("mark"), dict) and told["mark"].get("name"):
            return self._playing.mark(str(told["mark"]["name"]))
        if event == "clear":
            return await self._clear()
        return self._wrong("31951_unknown_event")

    def _take_sound(self, told: dict[str, Any]) -> None:
        try:
            audio = base64.b64decode(told["media"]["payload"], validate=True)
        except (KeyError, TypeError, binascii.Error):
            return self._wrong("31951_no_sound")
        if len(audio) != FRAME_BYTES:
            self._wrong("frame_not_20_ms")
        self._playing.add(audio)
        self.most_ahead_s = max(self.most_ahead_s, self._playing.waiting / mulaw.RATE)
        return None

    async def _clear(self) -> None:
        self._tell("clear", "")
        for name in self._playing.clear():
            await self._mark(name)

    async def _mark(self, name: str) -> None:
        self._tell("mark", name)
        await self._socket.send(self._written.mark(name))

    def _wrong(self, code: str) -> None:
        """The provider reports what it does not understand and plays on."""
        self.problems[code] += 1

    def _look(self) -> None:
        for one in [one for one in self._waiting if one[0]() and not one[1].done()]:
            one[1].set_result(None)
        self._waiting = [one for one in self._waiting if not one[1].done()]
