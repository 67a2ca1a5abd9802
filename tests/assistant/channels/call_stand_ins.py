"""Webhooks that say what they are told to say, and a line that does what a test wants of it."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import requests
from websockets.asyncio.server import ServerConnection, serve

from assistant.channels import mulaw

HANGUP = "<Hangup/>"
GATHER = (
    '<Gather input="speech dtmf" action="gather?turn=1" numDigits="1" timeout="8" actionOnEmptyResult="true">'
    "<Say>请讲。</Say></Gather>"
)


class Webhooks:
    """Answers each path with its pages in turn, the last of them for ever; keeps what was sent."""

    def __init__(self, **pages: str | int | list[str | int]) -> None:
        self._pages = {
            name.replace("_", "-"): deque(given if isinstance(given, list) else [given])
            for name, given in pages.items()
        }
        self.sent: list[tuple[str, dict[str, str]]] = []
        self._came: dict[str, threading.Event] = defaultdict(threading.Event)

    def __call__(self, path: str, fields: dict[str, str]) -> requests.Response:
        name = urlsplit(path).path.removeprefix("/twilio/voice/")
        self.sent.append((path.removeprefix("/twilio/voice/"), fields))
        self._came[name].set()
        pages = self._pages.get(name)
        page = 204 if pages is None else pages.popleft() if len(pages) > 1 else pages[0]
        response = requests.Response()
        response.status_code = page if isinstance(page, int) else 200
        response._content = b"" if isinstance(page, int) else f"<Response>{page}</Response>".encode()
        return response

    def came(self, name: str) -> threading.Event:
        """Is set once that path was asked."""
        return self._came[name]

    def put(self, name: str, page: str) -> None:
        self._pages[name] = deque([page])

    def told(self, name: str) -> list[dict[str, str]]:
        return [fields for path, fields in self.sent if path.split("?")[0] == name]


def connect(url: str, token: str = "the token") -> str:
    return (
        f'<Connect action="after"><Stream url="{url}" statusCallback="/twilio/voice/stream-status">'
        f'<Parameter name="token" value="{token}"/></Stream></Connect>'
    )


def tone(seconds: float, level: float = 8000.0) -> bytes:
    at = np.arange(round(seconds * mulaw.RATE)) / mulaw.RATE
    return mulaw.encode(level * np.sin(2 * np.pi * 440 * at))


class Ear:
    """The line's end of one stream, in the hands of a test."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self.came: list[dict[str, Any]] = []
        self.kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)

    async def next(self, event: str) -> dict[str, Any]:
        """The next message of that kind; all that come before are kept."""
        return await self.next_of(event)

    async def next_of(self, *events: str) -> dict[str, Any]:
        async for raw in self.socket:
            message: dict[str, Any] = json.loads(raw)
            self.came.append(message)
            self.kinds[message["event"]].append(message)
            if message["event"] in events:
                return message
        raise AssertionError(f"none of {events} came")

    @staticmethod
    def payload(message: dict[str, Any]) -> bytes:
        return base64.b64decode(message["media"]["payload"])

    @property
    def sid(self) -> str:
        return str(self.kinds["start"][0]["streamSid"])

    def said(self) -> bytes:
        return b"".join(self.payload(one) for one in self.kinds["media"])

    async def play(self, audio: bytes, mark: str = "") -> None:
        for at in range(0, len(audio), mulaw.FRAME_BYTES):
            payload = base64.b64encode(audio[at : at + mulaw.FRAME_BYTES]).decode()
            await self.send("media", media={"payload": payload})
        if mark:
            await self.send("mark", mark={"name": mark})

    async def send(self, event: str, **told: Any) -> None:
        await self.socket.send(json.dumps({"event": event, "streamSid": self.sid, **told}))

    async def until_loud(self) -> None:
        """Wait until the caller speaks."""
        while mulaw.level(self.payload(await self.next("media"))) < 1000:
            pass

    async def until_silent(self) -> None:
        """Wait until the caller has been silent for a while."""
        silent = 0
        while silent < 10:
            frame = self.payload(await self.next("media"))
            silent = silent + 1 if mulaw.level(frame) < 1000 else 0


Act = Callable[[Ear], Awaitable[None]]


@asynccontextmanager
async def line(act: Act, limit_s: float | None = 30) -> AsyncIterator[tuple[str, list[Ear], list[Exception]]]:
    """A line at whose door `act` answers: its address, the ears of its calls, what went wrong in it."""
    ears: list[Ear] = []
    wrong: list[Exception] = []

    async def take(socket: ServerConnection) -> None:
        ear = Ear(socket)
        ears.append(ear)
        try:
            await ear.next("start")
            await act(ear)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            wrong.append(error)

    async with serve(take, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with asyncio.timeout(limit_s):
            yield f"ws://127.0.0.1:{port}/media", ears, wrong
