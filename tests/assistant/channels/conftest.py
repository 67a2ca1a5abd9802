"""An application over a turn that remembers what it was given, and a provider that signs."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from assistant.app import create_app
from assistant.messages import Engine, Inbound, Outcome, Reply, TurnResult
from assistant.metrics import Metrics
from assistant.settings import Settings, load_settings
from knowledge.phrases import Phrases

TOKEN = "a" * 32
SID = "SM" + "0" * 31 + "1"
FIELDS = {
    "AccountSid": "AC" + "0" * 32,
    "Body": "八十岁那个钱咋领",
    "From": "+8613800000001",
    "MediaUrl0": "",
    "MessageSid": SID,
    "To": "+15005550006",
}


class FakeTurn:
    """Answers every message with one reply, once for each provider id, or fails as it was told to."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.replies: tuple[Reply, ...] = (Reply(text="好的。", language="zh"),)
        self.error: Exception | None = None

    def take(self, inbound: Inbound) -> TurnResult:
        if self.error is not None:
            raise self.error
        repeated = any(before.provider_id == inbound.provider_id for before in self.taken)
        self.taken.append(inbound)
        return TurnResult(
            conversation_id="11111111-1111-4111-8111-111111111111",
            message_id="22222222-2222-4222-8222-222222222222",
            outcome=Outcome.SAID,
            replies=self.replies,
            engine=Engine.KEYPAD,
            latency_ms={"total": 12.0},
            repeated=repeated,
        )


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def turn() -> FakeTurn:
    return FakeTurn()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    def make(**changes: object) -> Settings:
        return load_settings(**{"data_dir": tmp_path, "twilio_auth_token": TOKEN, **changes})

    return make


@pytest.fixture
def make_client(make_settings, turn, sqlite_database, casework, clock, metrics) -> Callable[..., FlaskClient]:
    def make(**changes: object) -> FlaskClient:
        app = create_app(
            make_settings(**changes),
            turn=turn,
            phrases=Phrases.load(),
            database=sqlite_database,
            casework=casework,
            clock=clock,
            metrics=metrics,
        )
        app.testing = False
        return app.test_client()

    return make


@pytest.fixture
def client(make_client) -> Iterator[FlaskClient]:
    return make_client()


@pytest.fixture
def post() -> Callable[..., TestResponse]:
    """Posts a form as the provider does, signed for the address `url`."""

    def post_signed(
        client: FlaskClient,
        fields: dict[str, str],
        *,
        path: str = "/twilio/sms",
        url: str = "http://localhost/twilio/sms",
        charset: str | None = None,
        headers: dict[str, str | None] | None = None,
    ) -> TestResponse:
        encoding = charset or "utf-8"
        body = "&".join(f"{quote_plus(k)}={quote_plus(v, encoding=encoding)}" for k, v in fields.items())
        signed = {
            "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, fields),
            **(headers or {}),
        }
        form = "application/x-www-form-urlencoded" + (f"; charset={charset}" if charset else "")
        content_type = signed.pop("Content-Type", form)
        return client.post(
            path,
            data=body,
            content_type=content_type,
            headers={name: value for name, value in signed.items() if value is not None},
        )

    return post_signed


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
