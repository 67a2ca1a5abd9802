import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.voice.serving import get, said, served, socket
from voice.hearing_part import Hearing
from voice.recognition.engine import Decoder, EngineFailed, Recognised
from voice.server import Server
from voice.settings import Settings


class Words:
    """Hears one word in everything."""

    def expect(self, wanted: object) -> None: ...

    def accept(self, sound: bytes) -> str | None:
        return None

    def finish(self) -> Recognised:
        return Recognised()

    def reset(self) -> None: ...


@dataclass
class Engine:
    name: str = "vosk"
    model: str = "vosk-zh"
    languages: tuple[str, ...] = ("zh",)
    streaming: bool = True
    computes_here: bool = True
    broken: bool = False

    def start(self, decoders: int) -> None:
        if self.broken:
            raise EngineFailed("the model cannot be loaded")

    def stop(self) -> None: ...

    def lend(self) -> Decoder:
        return Words()

    def give_back(self, decoder: Decoder, broken: bool = False) -> None: ...


SETTINGS = Settings(models_dir=Path("models"), cache_dir=Path("spoken"), streams=1)


def _hearing(*engines: Engine | None) -> Hearing:
    """Finds these engines one after the other, then the last again and again."""
    left = list(engines)
    return Hearing(SETTINGS, lambda: left.pop(0) if len(left) > 1 else left[0], look_again_s=0.01)


async def _first_answer(server: Server, path: str) -> tuple[Any, int | None]:
    async with socket(server, path) as client:
        await client.send(json.dumps({"config": {"events": True}}))
        answer = json.loads(await client.recv())
        if answer["event"] == "ready":
            return answer, None
        with pytest.raises(ConnectionClosed) as closed:
            await client.recv()
        return answer, closed.value.rcvd.code if closed.value.rcvd else None


@pytest.mark.parametrize("path", ["/recognise", "/"])
def test_with_an_engine_streams_are_heard_on_both_paths(path: str):
    async def script(server: Server) -> None:
        await server.settled()
        described = await said(server, "/describe")
        assert described["missing"] == []
        assert described["recognition"][0]["ready"] is True
        assert await _first_answer(server, path) == (
            {"event": "ready", "engine": "vosk", "model": "vosk-zh"},
            None,
        )
        assert "bangban_voice_streams_total 1.0" in (await get(server, "/metrics"))[2].decode()

    served([_hearing(Engine())], script)


def test_without_a_recogniser_it_is_well_and_says_which_command_gets_one():
    async def script(server: Server) -> None:
        await server.settled()
        assert await said(server, "/healthz") == {"status": "ok"}
        described = await said(server, "/describe")
        assert described["recognition"] == []
        assert described["missing"] == [
            {"what": "what hears Mandarin", "how": "bangban models fetch vosk-zh whisper-base"}
        ]
        assert (await _first_answer(server, "/recognise"))[0] == {"event": "error", "error": "no_engine"}

    served([_hearing(None)], script)


@pytest.mark.parametrize(
    ("engine", "missing"),
    [
        (Engine(name="whisper", streaming=False), ["bangban models fetch vosk-zh"]),
        (Engine(model="vosk-ko", languages=("ko",)), ["bangban models fetch vosk-zh whisper-base"]),
        (Engine(), []),
    ],
)
def test_an_engine_that_does_less_is_told_with_what_does_more(engine: Engine, missing: list[str]):
    async def script(server: Server) -> None:
        await server.settled()
        assert [each["how"] for each in (await said(server, "/describe"))["missing"]] == missing

    served([_hearing(engine)], script)


def test_a_model_that_comes_later_is_taken_up_without_a_new_start():
    async def script(server: Server) -> None:
        await server.settled()
        while not (await said(server, "/describe"))["recognition"]:
            await asyncio.sleep(0.01)
        assert (await _first_answer(server, "/recognise"))[0]["event"] == "ready"

    served([_hearing(None, None, Engine())], script)


def test_a_damaged_model_does_not_keep_the_process_from_starting():
    async def script(server: Server) -> None:
        await server.settled()
        assert await said(server, "/healthz") == {"status": "ok"}
        assert (await said(server, "/describe"))["recognition"][0]["ready"] is False
        assert (await _first_answer(server, "/recognise"))[0] == {"event": "error", "error": "no_engine"}

    served([_hearing(Engine(broken=True))], script)
