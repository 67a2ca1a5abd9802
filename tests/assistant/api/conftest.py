"""Another system with keys of its own, and the interface that it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assistant import access
from assistant.api.blueprint import blueprints
from assistant.cases import service
from assistant.cases.notices import Notices
from assistant.cases.service import Wanted
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.messages import Channel
from assistant.rendering.sms import Signatures
from assistant.settings import load_settings
from assistant.store import api_keys, cases, turns
from assistant.store.api_keys import Scope
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import CaseEvent, Delivery
from tests.conftest import RESIDENT, FakeClock, InboundBuilder

EVERYTHING = tuple(Scope)
SERVICE = "senior_allowance"


class Says:
    """Phrases whose words are their names."""

    def say(self, name: str, language: str, /, **slots: str) -> str:
        return name


@dataclass
class Platform:
    """Calls the interface as another system does, each change under an idempotency key of its own."""

    client: FlaskClient
    database: Database
    casework: Casework
    clock: FakeClock
    inbound: InboundBuilder
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def key(self, name: str = "12345", scopes: tuple[Scope, ...] = EVERYTHING) -> str:
        if name not in self.tokens:
            with self.database.begin() as session:
                key, self.tokens[name] = api_keys.create(session, name, scopes, self.clock.now())
                self.ids[name] = key.id
        return self.tokens[name]

    def get(self, path: str, *, key: str = "12345", **query: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self._headers(key))

    def post(
        self, path: str, body: Any, *, key: str = "12345", idempotency_key: str | None = None
    ) -> TestResponse:
        headers = self._headers(key)
        headers["Idempotency-Key"] = idempotency_key or f"request-{next(self.numbers)}"
        return self.client.post(f"/api/v1{path}", json=body, headers=headers)

    def wanted(self, **fields: Any) -> dict[str, Any]:
        given = {
            "external_id": f"WO-{next(self.numbers)}",
            "kind": "callback",
            "service": SERVICE,
            "region": "350102",
            "phone": RESIDENT,
            "text": "高龄津贴一直没有到账",
        }
        return given | fields

    def opened(self, **fields: Any) -> dict[str, Any]:
        response = self.post("/cases", self.wanted(**fields))
        assert response.status_code == 201, response.json
        return dict(response.json)

    def update(self, number: str, action: str, **fields: Any) -> TestResponse:
        return self.post(f"/cases/{number}/updates", {"action": action, **fields})

    def done(self, number: str, action: str, **fields: Any) -> dict[str, Any]:
        response = self.update(number, action, **fields)
        assert response.status_code == 200, response.json
        return dict(response.json)

    def walked_in(self, channel: Channel = Channel.SMS, **fields: Any) -> str:
        """The number of a case that a resident opened here."""
        message = self.inbound("人工", channel=channel, **fields)
        with self.database.begin() as session:
            work = self.casework.on(session)
            said = turns.record_inbound(session, work.vault, message, work.now, turns.SILENCE)
            wanted = Wanted(
                said.conversation_id, said.resident_id, said.message_id, "requested", said.state, channel
            )
            return service.open_case(work, wanted).number

    def practise(self, number: str) -> None:
        """Make a case one of practice."""
        with self.database.begin() as session:
            case = cases.find(session, number, lock=True)
            assert case is not None
            case.practice_for = self.ids["12345"]

    def event_rows(self, number: str) -> list[CaseEvent]:
        with self.database.read() as session:
            case = cases.find(session, number)
            assert case is not None
            return list(cases.events(session, case.id))

    def events(self, number: str) -> list[str]:
        return [event.kind for event in self.event_rows(number)]

    def outgoing(self) -> list[str]:
        with self.database.read() as session:
            rows = session.scalars(select(Delivery.text).order_by(Delivery.position)).all()
        return [self.casework.vault.open(text) for text in rows if text is not None]

    def _headers(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key(key)}"}


@pytest.fixture
def casework(vault: Vault, town: Town, clock: FakeClock) -> Casework:
    return Casework(vault, town, Notices(Says(), Signatures()), clock)


@pytest.fixture
def app_over(casework: Casework, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Flask]:
    """The interface alone, put in order as in the whole application."""
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))

    def make(database: Database, **options: Any) -> Flask:
        app = Flask(__name__)
        for blueprint in blueprints(database, casework, {SERVICE}, **options):
            app.register_blueprint(blueprint)
        access.protect(app, load_settings())
        return app

    return make


@pytest.fixture
def platform_over(
    app_over: Callable[..., Flask], casework: Casework, clock: FakeClock, inbound: InboundBuilder
) -> Callable[..., Platform]:
    def make(database: Database, **options: Any) -> Platform:
        client = app_over(database, **options).test_client()
        return Platform(client, database, casework, clock, inbound)

    return make


@pytest.fixture
def platform(platform_over: Callable[..., Platform], sqlite_database: Database) -> Platform:
    """For what the kind of database does not matter to."""
    return platform_over(sqlite_database)


@pytest.fixture
def any_platform(platform_over: Callable[..., Platform], database: Database) -> Platform:
    """On each kind of database in turn."""
    return platform_over(database)
