"""What we send first, and how each way of failing is classed, against a stand-in on this machine."""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from assistant.channels.twilio_sender import TwilioSender
from assistant.errors import SendError
from assistant.metrics import Metrics
from tests.assistant.channels.conftest import TOKEN

SID = "SM" + "9" * 32
ADDRESS = "+8613800000001"


@dataclass
class StandIn:
    """Answers every request with `status` and `body`, after `hold` lets it."""

    port: int
    status: int = 201
    body: bytes = json.dumps({"sid": SID, "status": "queued"}).encode()
    hold: threading.Event = field(default_factory=threading.Event)
    seen: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/stand-in"


@pytest.fixture
def provider():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: value[0] for name, value in parse_qs(raw).items()}
            stand_in.seen.append((self.path, fields, self.headers["Authorization"]))
            stand_in.hold.wait(10)
            self.send_response(stand_in.status)
            self.send_header("Content-Length", str(len(stand_in.body)))
            self.end_headers()
            self.wfile.write(stand_in.body)

        def do_GET(self) -> None:
            stand_in.asked.append(parse_qs(urlsplit(self.path).query))
            stand_in.hold.wait(10)
            self.send_response(stand_in.status)
            self.send_header("Content-Length", str(len(stand_in.body)))
            self.end_headers()
            self.wfile.write(stand_in.body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in = StandIn(server.server_address[1])
    stand_in.hold.set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield stand_in
    stand_in.hold.set()
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def settings(make_settings, provider):
    return make_settings(twilio_api_base=provider.url, twilio_account_sid="AC" + "1" * 32)


def test_a_message_is_handed_over_with_our_credentials(settings, provider):
    accepted = TwilioSender(settings).send(ADDRESS, "【帮办】好了。", "case-reply:7&8")
    assert accepted.provider_id == SID
    ((path, fields, authorization),) = provider.seen
    assert path == f"/stand-in/2010-04-01/Accounts/{settings.twilio_account_sid}/Messages.json"
    assert (fields["To"], fields["From"], fields["Body"]) == (
        ADDRESS,
        settings.twilio_number,
        "【帮办】好了。",
    )
    assert b64decode(authorization.split()[1]).decode() == f"{settings.twilio_account_sid}:{TOKEN}"


def test_the_report_comes_back_with_our_reference(settings, provider):
    TwilioSender(settings).send(ADDRESS, "好了。", "case-reply:7&8")
    address, query = provider.seen[0][1]["StatusCallback"].split("?")
    assert address == f"{settings.local_url}/twilio/sms/status"
    assert parse_qsl(query) == [("reference", "case-reply:7&8")]


def test_the_report_comes_to_the_public_address_when_there_is_one(make_settings, provider):
    settings = make_settings(twilio_api_base=provider.url, public_url="https://bangban.example")
    TwilioSender(settings).send(ADDRESS, "好了。", "1")
    assert provider.seen[0][1]["StatusCallback"].startswith("https://bangban.example/twilio/sms/status?")


@pytest.mark.parametrize(
    ("status", "code", "retryable", "reason"),
    [
        (429, 20429, True, "rate_limited"),
        (408, 0, True, "status_408_code_0"),
        (500, 20500, True, "status_500_code_20500"),
        (502, 0, True, "status_502_code_0"),
        (503, 0, True, "status_503_code_0"),
        (400, 21211, False, "status_400_code_21211"),
        (400, 21610, False, "status_400_code_21610"),
        (400, 21614, False, "status_400_code_21614"),
        (401, 20003, False, "status_401_code_20003"),
        (404, 20404, False, "status_404_code_20404"),
    ],
)
def test_refusals_are_classed_by_whether_trying_again_can_help(
    settings, provider, status, code, retryable, reason
):
    provider.status = status
    provider.body = json.dumps(
        {"code": code, "message": f"'To' {ADDRESS} is wrong", "status": status}
    ).encode()
    metrics = Metrics()
    with pytest.raises(SendError) as caught:
        TwilioSender(settings, metrics).send(ADDRESS, "好了。", "1")
    assert (caught.value.retryable, caught.value.reason) == (retryable, reason)
    assert ADDRESS not in str(caught.value)
    assert len(provider.seen) == 1
    outcome = "retryable" if retryable else "permanent"
    assert f'bangban_messages_sent_total{{outcome="{outcome}"}} 1.0' in metrics.text().decode()


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"{}", b'{"sid": null}'])
def test_an_answer_that_cannot_be_read_may_be_tried_again(settings, provider, body):
    provider.body = body
    with pytest.raises(SendError) as caught:
        TwilioSender(settings).send(ADDRESS, "好了。", "1")
    assert (caught.value.retryable, caught.value.reason) == (True, "answer_unreadable")


def test_a_gateway_that_fails_without_json_may_be_tried_again(settings, provider):
    provider.status, provider.body = 502, b"<html>Bad gateway</html>"
    with pytest.raises(SendError) as caught:
        TwilioSender(settings).send(ADDRESS, "好了。", "1")
    assert caught.value.retryable


def test_a_provider_that_does_not_answer_in_time_may_be_tried_again(settings, provider):
    provider.hold.clear()
    with pytest.raises(SendError) as caught:
        TwilioSender(settings, timeout_s=0.3).send(ADDRESS, "好了。", "1")
    assert (caught.value.retryable, caught.value.reason) == (True, "timeout")


def test_a_provider_that_is_away_may_be_tried_again(make_settings, free_port):
    settings = make_settings(twilio_api_base=f"http://127.0.0.1:{free_port}")
    with pytest.raises(SendError) as caught:
        TwilioSender(settings).send(ADDRESS, "好了。", "1")
    assert (caught.value.retryable, caught.value.reason) == (True, "unreachable")


NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def listed(*messages: tuple[str, str, int]) -> bytes:
    """What the provider lists, the latest first: id, words, minutes after noon."""
    rows = [
        {
            "sid": sid,
            "body": body,
            "status": "sent",
            "to": ADDRESS,
            "date_created": format_datetime(NOON + timedelta(minutes=minute)),
        }
        for sid, body, minute in messages
    ]
    return json.dumps({"messages": rows, "page": 0, "page_size": 50, "next_page_uri": None}).encode()


@pytest.mark.parametrize(
    ("held", "known", "found"),
    [
        ((), (), None),
        ((("SM1", "【帮办】好了。", 1),), (), "SM1"),
        ((("SM1", "【帮办】好了。 ", 1),), (), "SM1"),
        ((("SM1", "【帮办】别的。", 1),), (), None),
        ((("SM1", "【帮办】好了。", 1),), ("SM1",), None),
        ((("SM2", "【帮办】好了。", 2), ("SM1", "【帮办】好了。", 1)), (), "SM1"),
        ((("SM2", "【帮办】好了。", 2), ("SM1", "【帮办】好了。", 1)), ("SM1",), "SM2"),
        ((("SM1", "【帮办】好了。", -30),), (), None),
    ],
)
def test_the_provider_is_asked_for_what_it_holds(settings, provider, held, known, found):
    provider.status, provider.body = 200, listed(*held)
    accepted = TwilioSender(settings).find(ADDRESS, "【帮办】好了。", "r", NOON, known)
    assert (accepted.provider_id if accepted else None) == found
    (query,) = provider.asked
    assert (query["To"], query["From"]) == ([ADDRESS], [settings.twilio_number])


@pytest.mark.parametrize("status", [500, 503, 429, 401])
def test_a_provider_that_cannot_be_asked_is_no_answer(settings, provider, status):
    provider.status, provider.body = status, json.dumps({"code": 0, "message": "no"}).encode()
    with pytest.raises(SendError):
        TwilioSender(settings).find(ADDRESS, "【帮办】好了。", "r", NOON, ())


def test_an_answer_that_cannot_be_read_is_no_answer(settings, provider):
    provider.status, provider.body = 200, b"<html>"
    with pytest.raises(SendError):
        TwilioSender(settings).find(ADDRESS, "【帮办】好了。", "r", NOON, ())


def rows(*told: tuple[str, str, int, str]) -> list[dict[str, str]]:
    return [
        {
            "sid": sid,
            "body": body,
            "status": status,
            "date_created": format_datetime(NOON + timedelta(minutes=minute)),
        }
        for sid, body, minute, status in told
    ]


def lists(provider, *messages: tuple[str, str, int, str], next_page_uri: str | None = None) -> bytes:
    provider.status = 200
    page = {"messages": rows(*messages), "page": 0, "page_size": 200, "next_page_uri": next_page_uri}
    return json.dumps(page).encode()


@pytest.mark.parametrize("status", ["failed", "undelivered", "canceled"])
def test_what_never_reached_anybody_does_not_stand_for_the_message(settings, provider, status):
    provider.body = lists(provider, ("SM1", "好了。", 1, status))
    assert TwilioSender(settings).find(ADDRESS, "好了。", "r", NOON, ()) is None


def test_an_older_message_in_the_list_does_not_hide_those_behind_it(settings, provider):
    provider.body = lists(provider, ("SM2", "早。", -90, "sent"), ("SM1", "好了。", 1, "queued"))
    assert TwilioSender(settings).find(ADDRESS, "好了。", "r", NOON, ()).provider_id == "SM1"


def test_words_that_the_provider_does_not_keep_are_no_answer(settings, provider):
    provider.body = lists(provider, ("SM1", "", 1, "sent"))
    with pytest.raises(SendError) as caught:
        TwilioSender(settings).find(ADDRESS, "好了。", "r", NOON, ())
    assert (caught.value.reason, caught.value.retryable) == ("words_not_kept", True)


@pytest.mark.parametrize("status", [401, 404, 400])
def test_a_question_that_is_refused_is_asked_again_later(settings, provider, status):
    provider.status, provider.body = status, json.dumps({"code": 0, "message": "no"}).encode()
    with pytest.raises(SendError) as caught:
        TwilioSender(settings).find(ADDRESS, "好了。", "r", NOON, ())
    assert caught.value.retryable


def test_the_next_page_is_asked_for_as_the_provider_names_it(settings, provider):
    next_page = "/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PT7"
    provider.body = lists(provider, ("SM2", "早。", 1, "sent"), next_page_uri=next_page)
    TwilioSender(settings).find(ADDRESS, "好了。", "r", NOON, ())
    assert provider.asked[1] == {"Page": ["1"], "PageToken": ["PT7"]}
