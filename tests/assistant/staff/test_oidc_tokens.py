"""Signing in through a service that speaks OpenID Connect, with tokens and answers that are not good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assistant import access
from assistant.settings import load_settings
from assistant.staff import oidc
from assistant.staff.oidc import SignInService
from assistant.store.database import Database
from tests.assistant.staff.doors import Console, app_of
from tests.assistant.staff.sign_in_service import CLIENT, SECRET, Service, running
from tests.conftest import FakeClock


@pytest.fixture
def service(clock: FakeClock):
    with running(clock) as service:
        yield service


@pytest.fixture
def console(sqlite_database: Database, clock: FakeClock, service: Service, tmp_path) -> Console:
    doors = SignInService(service.address, CLIENT, SECRET, clock, label="榕城统一登录")
    app = app_of(sqlite_database, clock, doors)
    access.protect(app, load_settings(data_dir=tmp_path))
    return Console(app.test_client(), sqlite_database, clock, service)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"nonce": "another"}, id="wrong nonce"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"aud": "somebody else"}, id="for somebody else"),
        pytest.param({"aud": [CLIENT, "another"]}, id="for us and others, on behalf of nobody"),
        pytest.param({"aud": None}, id="for nobody"),
        pytest.param({"iss": "http://elsewhere.example"}, id="of another service"),
        pytest.param({"azp": "another"}, id="on behalf of another"),
        pytest.param({"exp": None}, id="without an end"),
        pytest.param({"sub": None}, id="about nobody"),
        pytest.param({"sub": ""}, id="about an empty subject"),
        pytest.param({"sub": "s" * 256}, id="about too long a subject"),
    ],
)
def test_a_token_that_is_not_meant_for_this_sign_in_lets_nobody_in(
    console: Console, claims: dict[str, Any]
) -> None:
    console.hire()
    console.service.claims = claims

    answer = console.sign_in()

    assert answer.status_code == 401
    assert "统一登录没有成功" in answer.text
    assert not console.is_in


def test_an_expired_token_lets_nobody_in(console: Console) -> None:
    console.hire()
    ended = console.clock.now() - timedelta(seconds=oidc.LEEWAY_S)
    console.service.claims = {"exp": int(ended.timestamp())}
    assert console.sign_in().status_code == 401
    assert not console.is_in


def test_a_signature_of_another_key_lets_nobody_in(console: Console) -> None:
    console.hire()
    console.service.signs_with = "wrong"
    assert console.sign_in().status_code == 401
    assert not console.is_in


def test_a_token_without_a_signature_lets_nobody_in(console: Console) -> None:
    console.hire()
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzdWItb2Ytd2FuZyJ9."
    body = f'{{"access_token": "a", "token_type": "Bearer", "id_token": "{unsigned}"}}'
    console.service.answers["/token"] = (200, body.encode())
    assert console.sign_in().status_code == 401
    assert not console.is_in


@pytest.mark.parametrize(
    "answer", [(500, b""), (200, b"not json"), (200, b"[]"), (302, b""), (200, b"{}")], ids=str
)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
def test_a_service_that_answers_nonsense_lets_nobody_in_and_breaks_nothing(
    console: Console, path: str, answer: tuple[int, bytes]
) -> None:
    console.hire()
    console.service.answers[path] = answer

    left = console.client.get("/staff/sign-in/service")
    if path.startswith("/.well"):
        assert left.status_code == 503
    else:
        state, code = console.service.authorise(str(left.headers["Location"]))
        assert console.come_back(state=state, code=code).status_code in (401, 503)
    assert not console.is_in


def test_a_service_that_calls_itself_another_one_is_not_used(console: Console) -> None:
    console.service.told_issuer = "http://elsewhere.example"
    assert console.client.get("/staff/sign-in/service").status_code == 503
