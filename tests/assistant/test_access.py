"""Every door says who may pass, and is shut to the others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Blueprint, Flask, request
from flask_wtf.csrf import generate_csrf

from assistant import access
from assistant.access import Caller, GuardedBlueprint, RateLimit
from assistant.api import blueprint as api
from assistant.app import create_app
from assistant.rendering.sms import Signatures
from assistant.settings import load_settings
from assistant.staff import console, roles
from knowledge.phrases import Phrases

EVERYTHING = {
    "start": Caller.PUBLIC,
    "health": Caller.PUBLIC,
    "metrics": Caller.LOOPBACK,
    "twilio_sms": Caller.SIGNED,
    "simulator": Caller.LOOPBACK,
    "simulator_provider": Caller.SIGNED,
    "staff": Caller.STAFF,
    "api": Caller.SIGNED,
    "api_document": Caller.PUBLIC,
    "twilio_calls": Caller.SIGNED,
}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))
    return load_settings(simulator=True)


@pytest.fixture
def app(settings, sqlite_database, casework, clock, content):
    """The whole application, with everything that can be switched on."""
    staff = console.blueprint(sqlite_database, casework, content, Signatures(), clock)
    joined = api.blueprints(sqlite_database, casework, frozenset(content.library.articles))
    return create_app(
        settings,
        turn=None,
        phrases=Phrases.load(),
        database=sqlite_database,
        casework=casework,
        clock=clock,
        pages=(staff, *joined),
    )


@pytest.fixture
def small(settings):
    """An application with one view of each kind, put in order as the real one is."""

    def make(**changes):
        app = Flask(__name__)
        for caller in Caller:
            guard = None if caller in (Caller.PUBLIC, Caller.LOOPBACK) else (lambda: None)
            pages = GuardedBlueprint(
                caller.value, __name__, caller=caller, guard=guard, url_prefix=f"/{caller}"
            )
            pages.add_url_rule("/", "view", lambda: str(request.remote_addr), methods=["GET", "POST"])
            app.register_blueprint(pages)
        access.protect(app, settings.model_copy(update=changes))
        return app.test_client()

    return make


def test_every_blueprint_declares_who_may_call_it(app):
    assert {name: blueprint.caller for name, blueprint in app.blueprints.items()} == EVERYTHING
    assert access.undeclared(app) == []


def test_every_view_belongs_to_a_blueprint_or_is_a_static_file(app):
    loose = {rule.endpoint for rule in app.url_map.iter_rules() if "." not in rule.endpoint}
    assert loose == {"static"}


@pytest.mark.parametrize("add", ["blueprint", "view"])
def test_an_application_with_an_undeclared_door_does_not_start(settings, add):
    app = Flask(__name__)
    if add == "blueprint":
        app.register_blueprint(Blueprint("open_door", __name__))
    else:
        app.add_url_rule("/open", "open_door", lambda: "")
    with pytest.raises(RuntimeError, match="open_door"):
        access.protect(app, settings)


@pytest.mark.parametrize("caller", [Caller.SIGNED, Caller.STAFF])
def test_a_door_for_some_needs_a_guard(caller):
    with pytest.raises(ValueError, match="has no guard"):
        GuardedBlueprint("door", __name__, caller=caller)


@pytest.mark.parametrize("path", ["/metrics", "/simulator", "/simulator/messages"])
def test_doors_of_this_machine_are_shut_to_others(app, path):
    client = app.test_client()
    assert client.get(path, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 403
    assert client.get(path, environ_base={"REMOTE_ADDR": "::1"}).status_code in (200, 400)
    for header in access.FORWARDED:
        assert client.get(path, headers={header: "127.0.0.1"}).status_code == 403


def test_every_staff_page_but_the_sign_in_needs_a_member(app):
    client = app.test_client()
    some_id = "11111111-1111-4111-8111-111111111111"
    for rule in app.url_map.iter_rules():
        need = roles.need_of(app, rule.endpoint)
        if rule.endpoint.startswith("staff.") and (need is None or need.right is not None):
            path = re.sub(r"<[^>]+>", some_id, rule.rule.replace("<number>", "1234-5"))
            if "GET" in (rule.methods or ()):
                answer = client.get(path)
                assert answer.status_code == 303, path
                assert "/staff/sign-in" in answer.location


def test_a_form_without_its_token_is_refused_except_where_requests_are_signed(small):
    client = small()
    assert client.post("/public/").status_code == 400
    assert client.post("/staff/").status_code == 400
    assert client.post("/loopback/").status_code == 400
    assert client.post("/signed/").status_code == 200


def test_a_form_with_its_token_is_taken(settings):
    app = Flask(__name__)
    pages = GuardedBlueprint("pages", __name__, caller=Caller.PUBLIC)
    pages.add_url_rule("/", "token", generate_csrf)
    pages.add_url_rule("/", "view", lambda: "taken", methods=["POST"])
    app.register_blueprint(pages)
    access.protect(app, settings)
    client = app.test_client()
    token = client.get("/").text
    assert client.post("/", data={"csrf_token": token}).text == "taken"
    assert client.post("/", data={"csrf_token": token + "x"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/nowhere", "/healthz", "/twilio/sms"])
def test_every_answer_carries_the_security_headers(app, path):
    headers = app.test_client().get(path).headers
    for name, value in access.HEADERS.items():
        assert headers[name] == value
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_nothing_inline_is_allowed():
    assert "unsafe" not in access.POLICY
    assert "default-src 'none'" in access.POLICY


def test_a_secure_answer_asks_for_secure_ones(small):
    assert "Strict-Transport-Security" in small().get("/public/", base_url="https://localhost").headers


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_as_many_proxies_are_believed_as_were_set(small, proxies, address):
    chain = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    assert small(trusted_proxies=proxies).get("/public/", headers=chain).text == address


def test_cookies_cannot_be_read_by_scripts_or_other_sites(app):
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_cookies_travel_securely_in_production(settings):
    app = Flask(__name__)
    access.protect(app, settings.model_copy(update={"environment": "production"}))
    assert app.config["SESSION_COOKIE_SECURE"]


def test_an_error_repeats_nothing_of_the_request(app):
    answer = app.test_client().get("/八十岁?number=13800000001")
    assert (answer.status_code, answer.text) == (404, "404 Not Found\n")


def test_a_source_waits_once_it_has_tried_too_often(clock):
    limit = RateLimit(2, 60, clock)
    assert [limit.wait_s("a"), limit.wait_s("a")] == [0, 0]
    clock.advance(timedelta(seconds=20))
    assert limit.wait_s("a") == 40
    assert limit.wait_s("b") == 0
    clock.advance(timedelta(seconds=40))
    assert limit.wait_s("a") == 0


def test_the_limit_remembers_a_bounded_number_of_sources(clock):
    limit = RateLimit(1, 60, clock, sources=2)
    assert [limit.wait_s(source) for source in "abc"] == [0, 0, 0]
    assert limit.wait_s("c") > 0
    assert limit.wait_s("a") == 0
