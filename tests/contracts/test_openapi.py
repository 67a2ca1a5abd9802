"""The description of the interface is true: of its addresses, and of what they answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from assistant import access
from assistant.api import openapi
from assistant.api.blueprint import PREFIX, blueprints
from assistant.cases.notices import Notices
from assistant.cases.work import Casework
from assistant.conversation.webhooks import WebhookDeliverer
from assistant.rendering.sms import Signatures
from assistant.settings import load_settings
from assistant.store import api_keys, webhooks
from assistant.store.api_keys import Scope
from tests.conftest import RESIDENT

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "openapi.json"
# https://spec.openapis.org/oas/3.1/schema/2022-10-07
META = json.loads((HERE / "openapi-3.1.schema.json").read_text(encoding="utf-8"))
DOCUMENT = openapi.document()


class Says:
    """Phrases whose words are their names."""

    def say(self, name: str, language: str, /, **slots: str) -> str:
        return name


class Keeps:
    """A receiver that takes everything."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.told.append(json.loads(body))
        return 204


@pytest.fixture
def casework(vault, town, clock):
    return Casework(vault, town, Notices(Says(), Signatures()), clock)


@pytest.fixture
def app(sqlite_database, casework, tmp_path, monkeypatch) -> Flask:
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))
    app = Flask(__name__)
    for blueprint in blueprints(sqlite_database, casework, {"senior_allowance"}):
        app.register_blueprint(blueprint)
    access.protect(app, load_settings())
    return app


@pytest.fixture
def client(app, sqlite_database, clock) -> FlaskClient:
    """Calls with a key that may do everything."""
    with sqlite_database.begin() as session:
        _, token = api_keys.create(session, "12345", tuple(Scope), clock.now())
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def require_described(path: str, method: str, response: Any) -> None:
    """The status is among those described, and the body is as described for it."""
    described = DOCUMENT["paths"][path][method]["responses"]
    content = described[str(response.status_code)]["content"]
    schema = content[response.mimetype]["schema"]
    require_as(schema, response.json)


def require_as(schema: Mapping[str, Any], instance: Any) -> None:
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(whole).validate(instance)


def schemas(part: Any) -> Iterator[str]:
    """Whatever is referred to."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for one in part.values():
            yield from schemas(one)
    elif isinstance(part, list):
        for one in part:
            yield from schemas(one)


def test_the_page_is_that_of_the_code():
    assert json.loads(PAGE.read_text(encoding="utf-8")) == DOCUMENT, "run bangban openapi > docs/openapi.json"


def test_it_is_openapi_3_1():
    jsonschema.Draft202012Validator(META).validate(DOCUMENT)


def test_every_schema_is_a_json_schema_and_every_reference_leads_to_one():
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(schemas(DOCUMENT)) <= known


def test_every_address_is_described_and_nothing_else_is(app):
    served = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX)), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and "<path:" not in rule.rule
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    described = {(path, method) for path, one in DOCUMENT["paths"].items() for method in one}
    assert served - {("/openapi.json", "get")} == described


def test_every_action_has_its_words():
    mapping = DOCUMENT["components"]["schemas"]["Update"]["discriminator"]["mapping"]
    for action, reference in mapping.items():
        schema = DOCUMENT["components"]["schemas"][reference.rsplit("/", 1)[1]]
        assert schema["properties"]["action"]["const"] == action
        assert schema["description"]


def test_what_is_answered_is_as_described(client):
    body = {"external_id": "WO-1", "phone": RESIDENT, "text": "津贴没到", "needs": {"dialect": "minnan"}}
    require_as({"$ref": "#/components/schemas/NewCase"}, body)

    opened = client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": "1"})
    known = client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": "2"})
    number = opened.json["number"]
    updates = f"/api/v1/cases/{number}/updates"
    note = {"action": "note", "text": "打过"}
    require_as({"$ref": "#/components/schemas/Update"}, note)
    asked = [
        ("/cases", "post", opened, 201),
        ("/cases", "post", known, 200),
        ("/cases", "post", client.post("/api/v1/cases", json={}, headers={"Idempotency-Key": "3"}), 422),
        ("/cases", "post", client.post("/api/v1/cases", json=body), 400),
        ("/cases", "post", client.post("/api/v1/cases", data="x"), 415),
        ("/cases", "get", client.get("/api/v1/cases"), 200),
        ("/cases", "get", client.get("/api/v1/cases?limit=0"), 422),
        ("/cases", "get", client.get("/api/v1/cases", headers={"Authorization": "Bearer x"}), 401),
        ("/cases/{number}", "get", client.get(f"/api/v1/cases/{number}"), 200),
        ("/cases/{number}", "get", client.get("/api/v1/cases/1000-1"), 404),
        (
            "/cases/{number}/updates",
            "post",
            client.post(updates, json=note, headers={"Idempotency-Key": "4"}),
            200,
        ),
        (
            "/cases/{number}/updates",
            "post",
            client.post(updates, json={"action": "resolve"}, headers={"Idempotency-Key": "5"}),
            409,
        ),
        ("/cases/{number}/events", "get", client.get(f"/api/v1/cases/{number}/events"), 200),
    ]

    for path, method, response, status in asked:
        assert response.status_code == status, (path, response.json)
        require_described(path, method, response)


def test_what_webhooks_are_told_is_as_described(client, sqlite_database, casework, clock):
    with sqlite_database.begin() as session:
        webhooks.create(session, casework.vault, "12345", "https://example.org", None, clock.now())
    clock.advance(seconds=1)
    body = {"external_id": "WO-1", "phone": RESIDENT, "text": "津贴没到"}
    opened = client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": "1"})
    updates = f"/api/v1/cases/{opened.json['number']}/updates"
    client.post(updates, json={"action": "note", "text": "打过"}, headers={"Idempotency-Key": "2"})
    receiver = Keeps()
    deliverer = WebhookDeliverer(sqlite_database, casework.vault, receiver, clock)
    while deliverer.make_out() or deliverer.deliver_next():
        pass

    schema = DOCUMENT["webhooks"]["caseEvent"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert [told["type"] for told in receiver.told] == ["case.opened", "case.noted"]
    for told in receiver.told:
        require_as(schema, told)
        assert told["case"]["external_ids"] == [{"system": "12345", "id": "WO-1"}]
        assert told["case"]["channel"] == "api"
