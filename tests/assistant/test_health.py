"""Each part says how it is; the process says that it lives."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask

from assistant import health
from assistant.health import Check, NotWell
from assistant.metrics import Metrics
from assistant.settings import load_settings
from assistant.store import heartbeats
from knowledge.knowledge_file import Problem
from knowledge.places import Pages


def good():
    return {"figure": 1}


def bad():
    raise NotWell("reason")


def broken():
    raise RuntimeError("postgresql://user:password@host")


def client(*checks):
    app = Flask(__name__)
    app.register_blueprint(health.blueprint(checks))
    return app.test_client()


@pytest.mark.parametrize(
    ("required", "optional", "status", "code"),
    [
        (good, good, "ready", 200),
        (good, bad, "degraded", 200),
        (good, broken, "degraded", 200),
        (bad, good, "not_ready", 503),
        (broken, bad, "not_ready", 503),
    ],
)
def test_readiness_needs_what_is_required_and_tells_the_rest(required, optional, status, code):
    answer = client(
        Check("one", True, "Mend one.", required), Check("two", False, "Mend two.", optional)
    ).get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (code, status)
    assert answer.json["parts"]["one"]["required"]
    for name, look in (("one", required), ("two", optional)):
        part = answer.json["parts"][name]
        assert part["ok"] is (look is good)
        assert part.get("mend") == (None if look is good else f"Mend {name}.")


def test_a_part_that_breaks_does_not_show_why():
    assert "password" not in client(Check("one", True, "Mend it.", broken)).get("/readyz").text


def test_a_process_lives_whatever_its_parts_say():
    answer = client(Check("one", True, "Mend it.", broken)).get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})


def test_many_who_ask_at_once_do_not_each_look():
    looks = []
    one = client(Check("one", True, "", lambda: looks.append(1) or {}))
    for _ in range(5):
        one.get("/readyz")
    assert len(looks) == 1


def test_a_migrated_database_is_well(sqlite_database):
    part = health.database_check(sqlite_database).part()
    assert (part.ok, part.about) == (True, {"kind": "sqlite"})


def test_a_database_without_tables_is_not(sqlite_database):
    with sqlite_database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE heartbeats")
    assert not health.database_check(sqlite_database).part().ok


@pytest.mark.parametrize(("seconds", "ok"), [(5, True), (60, True), (61, False)])
def test_a_worker_that_falls_silent_is_noticed(sqlite_database, clock, seconds, ok):
    with sqlite_database.begin() as session:
        heartbeats.beat(session, "worker", clock.now())
    clock.advance(timedelta(seconds=seconds))
    assert health.worker_check(sqlite_database, clock).part().ok is ok


def test_a_worker_that_was_never_seen_is_noticed(sqlite_database, clock):
    assert health.worker_check(sqlite_database, clock).part().about == {"reason": "never_seen"}


@pytest.mark.parametrize(("minutes", "ok"), [(None, True), (1, True), (6, False)])
def test_messages_that_wait_too_long_are_noticed(clock, minutes, ok):
    oldest = None if minutes is None else clock.now() - timedelta(minutes=minutes)
    assert health.outbox_check(lambda: oldest, clock).part().ok is ok


@pytest.mark.parametrize(("services", "ok"), [(14, True), (0, False)])
def test_knowledge_without_services_is_not_well(services, ok):
    assert health.knowledge_check(services).part().ok is ok


@pytest.mark.parametrize(
    ("problems", "about"),
    [((), {"pages": 0}), ((Problem("places/350102.yml", 3, "wrong"),) * 2, {"reason": "left_out_1"})],
)
def test_pages_of_places_that_are_left_out_are_told_and_not_required(problems, about):
    part = health.places_check(Pages({}, problems)).part()

    assert (part.ok, part.required, part.about) == (not problems, False, about)


def test_missing_embeddings_are_told_and_not_required():
    part = health.embeddings_check(None).part()
    assert (part.ok, part.required) == (False, False)
    assert health.embeddings_check("e5").part().about == {"model": "e5"}


@pytest.fixture
def server():
    """Answers as it is told, and keeps the paths that were asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            handled.paths.append(self.path)
            self.send_response(handled.status)
            self.end_headers()
            self.wfile.write(handled.body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    handled = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    handled.paths, handled.status, handled.body = [], 200, b"{}"
    thread = threading.Thread(target=handled.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield handled
    handled.shutdown()
    thread.join(10)
    handled.server_close()


@pytest.fixture
def settings(tmp_path, server):
    url = f"http://127.0.0.1:{server.server_address[1]}"
    return load_settings(data_dir=tmp_path, rasa_url=url, actions_url=url)


def test_a_rasa_that_answers_with_a_model_is_well(settings, server):
    server.body = json.dumps({"model_file": "one.tar.gz"}).encode()
    part = health.rasa_check(settings).part()
    assert (part.ok, part.required, part.about) == (True, False, {"model": "one.tar.gz"})
    assert server.paths == [f"/status?token={settings.rasa_token}"]


def test_actions_that_answer_are_well(settings, server):
    server.body = b'{"status": "ok"}'
    assert health.actions_check(settings).part().about == {"status": "ok"}
    assert server.paths == ["/health"]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, b"{}", "status_401"),
        (409, b"", "status_409"),
        (200, b"<html>", "unreachable"),
        (200, b"[]", "answer_unreadable"),
    ],
)
def test_a_rasa_that_answers_otherwise_is_not(settings, server, status, body, reason):
    server.status, server.body = status, body
    assert health.rasa_check(settings).part().about == {"reason": reason}


def test_a_rasa_that_is_away_is_not(tmp_path):
    settings = load_settings(data_dir=tmp_path, rasa_url="http://127.0.0.1:1")
    assert health.rasa_check(settings).part().about == {"reason": "unreachable"}


@pytest.mark.parametrize(("public", "status"), [(True, 200), (False, 403)])
def test_figures_are_for_this_machine_unless_set_otherwise(public, status):
    metrics = Metrics()
    metrics.watch("bangban_outbox_oldest_seconds", "Age.", lambda: 7.5)
    metrics.refused("sms", "signature_wrong")
    app = Flask(__name__)
    app.register_blueprint(health.metrics_blueprint(metrics, public=public))
    elsewhere = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == status
    here = app.test_client().get("/metrics").text
    assert "bangban_outbox_oldest_seconds 7.5" in here
    assert 'bangban_webhooks_refused_total{channel="sms",reason="signature_wrong"} 1.0' in here
