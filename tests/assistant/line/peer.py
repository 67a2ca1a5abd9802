"""The provider's end of a media stream: it calls, speaks, presses keys, plays what it is sent, hangs up."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

FRAME_BYTES, FRAME_S = 160, 0.02
CALL_ID = "CA" + "1" * 32
STREAM_ID = "MZ" + "2" * 32
TOKEN = "the token of this call"
SILENCE = b"\xff"


@dataclass(frozen=True, slots=True)
class Played:
    """One frame that came. `at` is seconds of the loop's clock, `ahead_s` what was unplayed before it."""

    at: float
    audio: bytes
    ahead_s: float


class Peer:
    """One call at the provider's. Made by `called`; it reads and plays in the background until it is left.

    With `plays_at_once`, marks come back as soon as they arrive; otherwise when the sound before them was
    played in real time. With `reads` off nothing that is sent to it is read.
    """

    def __init__(
        self,
        socket: ClientConnection,
        *,
        call_id: str = CALL_ID,
        stream_id: str = STREAM_ID,
        plays_at_once: bool = True,
        reads: bool = True,
    ) -> None:
        self.socket, self.call_id, self.stream_id = socket, call_id, stream_id
        self.frames: list[Played] = []
        self.marks: list[str] = []
        self.clears = 0
        self.unknown: list[dict[str, Any]] = []
        self._at_once = plays_at_once
        self._sequence = 0
        self._chunk = 0
        self._played_until = 0.0
        self._outstanding: deque[tuple[str, float]] = deque()
        self._changed = asyncio.Event()
        self._news = asyncio.Condition()
        tasks = (self._read(), self._echo()) if reads else ()
        self._tasks = [asyncio.create_task(task) for task in tasks]

    @property
    def heard(self) -> bytes:
        """All the sound that was sent to it, cleared or not."""
        return b"".join(frame.audio for frame in self.frames)

    @property
    def close_code(self) -> int | None:
        return self.socket.close_code

    async def send(self, message: Mapping[str, Any] | str | bytes) -> None:
        await self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def connected(self) -> None:
        await self.send({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    async def start(self, token: str | None = TOKEN, **changes: Any) -> None:
        """Say start; `changes` replace fields of its inner part."""
        start = {
            "streamSid": self.stream_id,
            "accountSid": "AC" + "0" * 32,
            "callSid": self.call_id,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {} if token is None else {"token": token},
        }
        await self.send(self.message("start", start=start | changes))

    async def say(self, audio: bytes, *, in_real_time: bool = False) -> None:
        """Speak 8 kHz mu-law, by frames of 20 ms."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        for begin in range(0, len(audio), FRAME_BYTES):
            if in_real_time:
                await asyncio.sleep(due - loop.time())
                due += FRAME_S
            await self.send(self.media(audio[begin : begin + FRAME_BYTES].ljust(FRAME_BYTES, SILENCE)))

    async def press(self, keys: str) -> None:
        for key in keys:
            await self.send(self.message("dtmf", dtmf={"track": "inbound_track", "digit": key}))

    async def hang_up(self) -> None:
        """The resident hangs up: stop, then the socket is closed."""
        await self.send(self.message("stop", stop={"accountSid": "AC" + "0" * 32, "callSid": self.call_id}))
        await self.socket.close()

    def drop(self) -> None:
        """The connection breaks without a word."""
        self.socket.transport.abort()

    def media(self, audio: bytes) -> dict[str, Any]:
        self._chunk += 1
        payload = base64.b64encode(audio).decode()
        timestamp = str(round(self._chunk * FRAME_S * 1000))
        inner = {"track": "inbound", "chunk": str(self._chunk), "timestamp": timestamp, "payload": payload}
        return self.message("media", media=inner)

    def message(self, event: str, **inner: Any) -> dict[str, Any]:
        """A message with the next sequence number."""
        self._sequence += 1
        return {"event": event, "sequenceNumber": str(self._sequence), "streamSid": self.stream_id, **inner}

    async def until_heard(self, seconds: float) -> None:
        """Wait until so much sound was sent to it, in all."""
        await self._until(lambda: len(self.frames) * FRAME_S >= seconds - FRAME_S / 2)

    async def until_mark(self, name: str) -> None:
        """Wait until a mark of this name came, played or not."""
        await self._until(lambda: name in self.marks)

    async def until_cleared(self, times: int = 1) -> None:
        await self._until(lambda: self.clears >= times)

    async def until_closed(self) -> int | None:
        """Wait until the other end closed the socket; the code it gave."""
        await self.socket.wait_closed()
        return self.socket.close_code

    async def close(self) -> None:
        await self.socket.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with self._news, asyncio.timeout(20):
            await self._news.wait_for(reached)

    async def _read(self) -> None:
        try:
            async for raw in self.socket:
                self._take(json.loads(raw))
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            return

    def _take(self, message: dict[str, Any]) -> None:
        event = message.get("event")
        if message.get("streamSid") != self.stream_id or event not in ("media", "mark", "clear"):
            self.unknown.append(message)
        elif event == "media":
            self._play(base64.b64decode(message["media"]["payload"], validate=True))
        elif event == "mark":
            name = message["mark"]["name"]
            self.marks.append(name)
            self._outstanding.append((name, self._played_until))
            self._changed.set()
        else:
            self.clears += 1
            self._played_until = 0.0
            self._outstanding = deque((name, 0.0) for name, _ in self._outstanding)
            self._changed.set()

    def _play(self, audio: bytes) -> None:
        now = asyncio.get_running_loop().time()
        self.frames.append(Played(now, audio, max(0.0, self._played_until - now)))
        if not self._at_once:
            self._played_until = max(self._played_until, now) + len(audio) / 8000

    async def _echo(self) -> None:
        """Send the marks back, in order, each when what came before it was played."""
        loop = asyncio.get_running_loop()
        while True:
            wait = self._outstanding[0][1] - loop.time() if self._outstanding else None
            if wait is None or wait > 0:
                self._changed.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._changed.wait()
                continue
            name, _ = self._outstanding.popleft()
            try:
                await self.send(self.message("mark", mark={"name": name}))
            except ConnectionClosed:
                return


@asynccontextmanager
async def called(
    url: str,
    *,
    token: str | None = TOKEN,
    headers: Mapping[str, str] | None = None,
    begin: bool = True,
    **options: Any,
) -> AsyncIterator[Peer]:
    """A call that comes in at `url` (ws://host:port/media): connected and started, unless `begin` is off.

    `options` are those of Peer. The socket is closed at the end.
    """
    async with connect(
        url, compression=None, additional_headers=headers, proxy=None, max_queue=None, close_timeout=2
    ) as socket:
        peer = Peer(socket, **options)
        try:
            if begin:
                await peer.connected()
                await peer.start(token)
            yield peer
        finally:
            await peer.close()
