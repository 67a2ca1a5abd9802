"""`bangban call` calls as the provider would, over the network of this machine."""

from __future__ import annotations

import asyncio
import json
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import typer
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from typer.testing import CliRunner, Result
from werkzeug.serving import make_server

from assistant.channels import mulaw, wav_files
from assistant.channels.wav_files import NotSound
from assistant.cli.call import CannotCall, call
from assistant.settings import load_settings
from tests.assistant.channels.call_stand_ins import Ear, Webhooks, connect, line, tone

pytestmark = pytest.mark.slow


@dataclass
class Service:
    """What runs: webhooks, a voice, and a line that greets and answers."""

    webhooks: Webhooks
    url: str = ""
    signatures: list[bool] = field(default_factory=list)
    spoken: list[dict[str, str]] = field(default_factory=list)
    mute: bool = False
    ears: list[Ear] = field(default_factory=list)


async def answer(ear: Ear) -> None:
    """Greets, and answers what is said or pressed until the caller hangs up."""
    await ear.play(tone(0.2), mark="greeting")
    while True:
        message = await ear.next_of("media", "dtmf", "stop")
        if message["event"] == "stop":
            return
        if message["event"] == "dtmf":
            await ear.play(tone(0.2))
        elif mulaw.level(ear.payload(message)) > 1000:
            await ear.until_silent()
            await ear.play(tone(0.2))


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service(Webhooks())
    loop, stop, started = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
    wrong: list[Exception] = []

    async def run() -> None:
        async with line(answer, limit_s=None) as (url, ears, errors):
            service.webhooks.put("incoming", connect(url))
            service.ears = ears
            started.set()
            await stop.wait()
            wrong.extend(errors)

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert started.wait(10)
    yield service
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()
    assert wrong == []


@pytest.fixture
def installed(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service at the address that the settings name."""
    app = Flask("web")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BANGBAN_PORT", str(server.server_port))
    monkeypatch.setenv("BANGBAN_VOICE_URL", f"http://127.0.0.1:{server.server_port}/voice")
    token = load_settings().twilio_auth_token

    @app.post("/twilio/voice/<name>")
    def webhook(name: str) -> Response:
        signature = request.headers["X-Twilio-Signature"]
        service.signatures.append(RequestValidator(token).validate(request.url, request.form, signature))
        answered = service.webhooks(f"/twilio/voice/{name}", request.form.to_dict())
        return Response(answered.content, answered.status_code, content_type="text/xml")

    @app.get("/voice/speech")
    def speech() -> Response:
        service.spoken.append(request.args.to_dict())
        if service.mute:
            return Response('{"error": "no_engine"}', 503, content_type="application/json")
        kept = tmp_path / "spoken.wav"
        wav_files.write(kept, tone(0.3), tone(0.3))
        return Response(kept.read_bytes(), content_type="audio/wav")

    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield service
    server.shutdown()
    thread.join(10)
    server.server_close()


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(call)
    return CliRunner().invoke(app, arguments)


def test_words_are_spoken_to_the_line_and_the_answer_is_timed(installed: Service, tmp_path: Path) -> None:
    kept = tmp_path / "call.wav"
    result = run(
        "--text", "办社保卡", "--keys", "1,2", "--json", "--save", str(kept), "--from", "+8612000000072"
    )
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["ended"], report["modes"], report["problems"]) == ("resident", ["stream"], {})
    assert [turn["kind"] for turn in report["turns"]] == ["speech", "keys", "keys"]
    assert all(turn["answer_ms"] is not None for turn in report["turns"])
    assert [(one["text"], one["format"]) for one in installed.spoken] == [("办社保卡", "wav8000")]
    assert installed.signatures
    assert all(installed.signatures)
    assert installed.webhooks.told("incoming")[0]["From"] == "+8612000000072"
    assert installed.webhooks.told("call-status")[0]["CallStatus"] == "completed"
    with wave.open(str(kept)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        assert file.getnframes() == round(report["seconds"] * 8000)


def test_a_file_is_said_with_noise_under_it(installed: Service, tmp_path: Path) -> None:
    said = tmp_path / "said.wav"
    wav_files.write(said, tone(0.3), tone(0.3))
    result = run("--audio", str(said), "--noise", "25")
    assert result.exit_code == 0, result.output
    assert "speech" in result.stdout
    assert "ended by: resident" in result.stdout
    assert mulaw.level(installed.ears[0].said()[:800]) > 100


def test_a_call_that_fails_ends_with_status_one(installed: Service) -> None:
    installed.webhooks.put("incoming", "<not closed")
    installed.webhooks.put("fallback", "<not closed")
    result = run("--keys", "1", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["ended"] == "failed"


def test_without_a_voice_words_cannot_be_said(installed: Service) -> None:
    installed.mute = True
    result = run("--text", "办社保卡")
    assert isinstance(result.exception, CannotCall)
    assert "no_engine" in str(result.exception)
    assert installed.webhooks.sent == []


def test_what_is_no_sound_is_named_before_anybody_is_called(installed: Service, tmp_path: Path) -> None:
    result = run("--audio", str(tmp_path / "none.wav"))
    assert isinstance(result.exception, NotSound)
    assert installed.webhooks.sent == []


@pytest.mark.parametrize("arguments", [("--keys", "1a"), ("--keys", "1,,2"), ("--from", "12345")])
def test_wrong_keys_and_numbers_are_refused(installed: Service, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
    assert installed.webhooks.sent == []
