"""A served `Speech` whose processes are tones, and a client of it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from tests.voice.synthesis import talker
from tests.voice.synthesis.folders import models_with_kokoro
from voice.speech.service import Speech
from voice.speech.speakers import Speakers

Work = Callable[["Place"], Awaitable[None]]


@dataclass
class Answer:
    """Everything that came for one id: the headers of its segments, their sound, and the end."""

    headers: list[dict[str, Any]] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)
    end: dict[str, Any] = field(default_factory=dict)


@dataclass
class Place:
    speech: Speech
    url: str
    notes: Path

    def spoken(self) -> list[tuple[str, str, bool]]:
        """What the processes were asked: text, voice, whether in idle time."""
        lines = self.notes.read_text(encoding="utf-8").splitlines() if self.notes.exists() else []
        return [tuple(json.loads(line)) for line in lines]

    async def say(self, text: str, **how: object) -> Answer:
        async with connect(f"{self.url}/speak") as client:
            await client.send(asked("u1", text, **how))
            return await answer(client, "u1")

    async def prepare(self, *texts: str, **how: object) -> list[dict[str, Any]]:
        """All messages until the end."""
        async with connect(f"{self.url}/prepare") as client:
            sentences = [{"text": text, "language": "zh"} for text in texts]
            await client.send(json.dumps({"sentences": sentences, **how}))
            messages: list[dict[str, Any]] = []
            while not messages or "progress" in messages[-1]:
                messages.append(json.loads(await client.recv()))
            return messages


def asked(wanted: str, text: str, **how: object) -> str:
    return json.dumps({"id": wanted, "text": text, "language": "zh", **how})


async def answer(client: ClientConnection, wanted: str) -> Answer:
    """Read until the end of an id; everything before it has to be of this id."""
    whole = Answer()
    while True:
        header = json.loads(await client.recv())
        assert header["id"] == wanted
        if "segment" not in header:
            whole.end = header
            return whole
        sound = await client.recv()
        assert isinstance(sound, bytes)
        whole.headers.append(header)
        whole.sounds.append(sound)


def speaking(
    folder: Path,
    work: Work,
    busy: Callable[[], bool] = lambda: False,
    kokoro: bool = True,
    program: Callable[[str], Sequence[str]] | None = None,
) -> None:
    """Run `work` with a server; the folder keeps its cache from one call to the next.

    `program` gives the command of a driver's process, where it is not the one of tones.
    """
    models, notes = folder / "models", folder / "notes"
    if kokoro and not models.exists():
        models_with_kokoro(models)

    def command(driver: str, _folder: Path, _threads: int, idle: bool) -> Sequence[str]:
        if program:
            return program(driver)
        return (sys.executable, talker.__file__, str(notes), *(("--idle",) if idle else ()))

    async def whole() -> None:
        speakers = Speakers(models, None, threads=1, platform="linux", command=command)
        speech = Speech(models, folder / "spoken", busy=busy, speakers=speakers)
        await speech.start()

        async def route(connection: ServerConnection) -> None:
            prepares = connection.request is not None and connection.request.path == "/prepare"
            await (speech.handle_prepare if prepares else speech.handle_speak)(connection)

        try:
            async with serve(route, "127.0.0.1", 0) as server:
                port = server.sockets[0].getsockname()[1]
                async with asyncio.timeout(60):
                    await work(Place(speech, f"ws://127.0.0.1:{port}", notes))
        finally:
            await speech.stop()

    asyncio.run(whole())
