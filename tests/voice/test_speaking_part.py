import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote

import pytest
from websockets.asyncio.server import ServerConnection

from tests.voice.serving import echo, get, said, served
from voice.server import Server
from voice.speaking_part import SEGMENTS_HEADER, Speaking
from voice.speech import NoEngine
from voice.synthesis.engine import SpeechFailed

MARKS = [{"text": "您好。", "start_ms": 0, "end_ms": 900}]


@dataclass
class Voice:
    error: Exception | None = None
    degraded: bool = False
    ready: bool = True
    asked: list[tuple[object, ...]] = field(default_factory=list)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def describe(self) -> list[dict[str, Any]]:
        return [{"engine": "kokoro", "voices": ["a"], "languages": ["zh", "en"], "degraded": self.degraded}]

    def cache_figures(self) -> dict[str, int]:
        return {"entries": 3, "bytes": 1000}

    def prepared(self) -> dict[str, int]:
        return {"done": 2, "wanted": 5, "failed": 0}

    async def handle_speak(self, connection: ServerConnection) -> None:
        await echo(connection)

    async def handle_prepare(self, connection: ServerConnection) -> None:
        await echo(connection)

    async def whole(
        self, text: str, language: str, rate: int, gain: float, wanted: str
    ) -> tuple[bytes, list[dict[str, Any]]]:
        self.asked.append((text, language, rate, gain, wanted))
        if self.error:
            raise self.error
        return b"RIFF", MARKS


def test_a_text_is_given_whole_with_its_sentences_in_a_header():
    voice = Voice()

    async def script(server: Server) -> None:
        target = f"/speech?text={quote('您好。')}&language=zh&rate=90&gain=6&format=wav16000"
        status, headers, body = await get(server, target)
        assert (status, headers["Content-Type"], body) == (HTTPStatus.OK, "audio/wav", b"RIFF")
        assert json.loads(unquote(headers[SEGMENTS_HEADER])) == MARKS
        _, headers, _ = await get(server, f"/speech?text={quote('您好。')}&format=mulaw8000")
        assert headers["Content-Type"] == "audio/basic"

    served([Speaking(voice)], script)
    assert voice.asked == [("您好。", "zh", 90, 6.0, "wav16000"), ("您好。", "zh", 100, 0.0, "mulaw8000")]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "bad_message"),
        ("text=", "bad_message"),
        ("text=%20", "bad_message"),
        ("text=a&language=fr", "bad_message"),
        ("text=a&rate=69", "bad_message"),
        ("text=a&rate=fast", "bad_message"),
        ("text=a&gain=nan", "bad_message"),
        ("text=a&gain=60", "bad_message"),
        ("text=a&format=mp3", "bad_message"),
        (f"text={'a' * 2001}", "too_long"),
    ],
)
def test_what_cannot_be_spoken_is_refused(query: str, error: str):
    voice = Voice()

    async def script(server: Server) -> None:
        status, _, body = await get(server, f"/speech?{query}")
        assert (status, json.loads(body)) == (HTTPStatus.BAD_REQUEST, {"error": error})

    served([Speaking(voice)], script)
    assert voice.asked == []


@pytest.mark.parametrize(
    ("error", "code"), [(NoEngine(), "no_engine"), (SpeechFailed("late"), "synthesis_failed")]
)
def test_without_a_voice_the_page_answers_503(error: Exception, code: str):
    async def script(server: Server) -> None:
        status, _, body = await get(server, "/speech?text=a")
        assert (status, json.loads(body)) == (HTTPStatus.SERVICE_UNAVAILABLE, {"error": code})

    served([Speaking(Voice(error=error))], script)


@pytest.mark.parametrize(("degraded", "missing"), [(False, []), (True, ["bangban models fetch kokoro"])])
def test_a_voice_that_is_hard_to_understand_is_told_with_what_gets_a_better_one(
    degraded: bool, missing: list[str]
):
    async def script(server: Server) -> None:
        described = await said(server, "/describe")
        assert [each["how"] for each in described["missing"]] == missing
        assert described["cache"] == {"entries": 3, "bytes": 1000}
        assert described["prepared"] == {"done": 2, "wanted": 5, "failed": 0}
        assert "bangban_voice_prepared_wanted 5.0" in (await get(server, "/metrics"))[2].decode()

    served([Speaking(Voice(degraded=degraded))], script)
