"""The Rasa client against a server on loopback that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import pytest

from assistant.dialogue.acts import ActReader
from assistant.dialogue.rasa import RasaEngine
from assistant.errors import DialogueUnavailable
from assistant.messages import Act, Engine
from assistant.state import ConversationState

STATE = ConversationState(language="zh", region="350104", service="id_card", asked="district")
DEADLINE_S = 0.3


class Stub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, status: int, body: str, silent: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.body, self.silent = status, body, silent
        self.released = threading.Event()
        self.requests: list[tuple[str, dict]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body))
        if self.server.silent:
            self.server.released.wait(10)
            return
        content = self.server.body.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """The test's output stays free of access logs."""


@contextmanager
def rasa(
    body: object = (), *, status: int = 200, raw: str | None = None, silent: bool = False
) -> Iterator[Stub]:
    server = Stub(status, json.dumps(body) if raw is None else raw, silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def engine_for(server: Stub) -> RasaEngine:
    host, port = server.server_address[:2]
    return RasaEngine(f"http://{host}:{port}", "secret", deadline_s=DEADLINE_S, acts=ActReader.load())


def said(*acts: dict) -> list[dict]:
    return [{"recipient_id": "c1", "custom": act} for act in acts]


def test_acts_are_read_in_order_and_the_state_goes_along():
    with rasa(said({"kind": "repeat"}, {"kind": "close"})) as server:
        decision = engine_for(server).decide("c1", "再说一遍", STATE)
        assert decision.acts == (Act("repeat"), Act("close"))
        assert decision.engine is Engine.RASA
        ((path, body),) = server.requests
    assert parse_qs(urlparse(path).query) == {"token": ["secret"]}
    assert body == {
        "sender": "c1",
        "message": "再说一遍",
        "metadata": {"language": "zh", "region": "350104", "service": "id_card", "asked": "district"},
    }


def test_a_message_that_starts_with_a_slash_is_not_taken_for_an_intent():
    with rasa(said({"kind": "repeat"})) as server:
        engine_for(server).decide("c1", "/restart", STATE)
        assert server.requests[0][1]["message"] == "／restart"


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("empty", {"body": []}),
        ("status_500", {"status": 500}),
        ("status_401", {"status": 401}),
        ("broken_contract", {"raw": "<html>"}),
        ("broken_contract", {"body": [{"recipient_id": "c1", "text": "prose"}]}),
        ("broken_contract", {"body": said({"kind": "answer"})}),
        ("broken_contract", {"body": 7}),
        ("late", {"silent": True}),
    ],
)
def test_every_failure_is_told_apart(reason, answer):
    with rasa(**answer) as server, pytest.raises(DialogueUnavailable) as failure:
        engine_for(server).decide("c1", "你好", STATE)
    assert failure.value.reason == reason


def test_a_server_that_is_gone_is_unreachable():
    with rasa() as server:
        engine = engine_for(server)
    with pytest.raises(DialogueUnavailable) as failure:
        engine.decide("c1", "你好", STATE)
    assert failure.value.reason == "unreachable"
