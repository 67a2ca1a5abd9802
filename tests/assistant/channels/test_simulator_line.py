"""Calls to the service from simulated phones, as the page of the phone asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import assistant
from assistant.access import Caller, GuardedBlueprint
from assistant.channels import simulator_line_pages
from assistant.channels.simulator_line import Lines
from assistant.channels.simulator_records import Records
from assistant.ports import SystemClock
from tests.assistant.channels.call_stand_ins import GATHER, HANGUP, Webhooks, connect

NUMBER, OURS = "+8612000000081", "+15005550006"
URL = "ws://127.0.0.1:8090/media"


@dataclass(frozen=True, slots=True)
class Understood:
    turn: int
    heard: str
    said: str


class Phone:
    """One simulated phone: its screen, the calls of the network, and what the line understood."""

    def __init__(self, webhooks: Webhooks) -> None:
        self.webhooks = webhooks
        self.screen: list[tuple[str, bool]] = []
        self.understood: list[Understood] = []
        self.ringing = False
        self.records = Records("calls", "StartTime", SystemClock())
        self.lines = Lines(
            OURS,
            "AC1",
            self.records,
            post=webhooks,
            show=lambda _number, words, heard: self.screen.append((words, heard)),
            free=lambda _number: not self.ringing,
            overhear=lambda _sid, after: [one for one in self.understood if one.turn > after],
        )

    def does(self, act: str, words: str = "") -> dict[str, object] | None:
        self.lines.does(NUMBER, act, words)
        return self.lines.state(NUMBER)


@pytest.fixture
def phone() -> Phone:
    return Phone(Webhooks(incoming=connect(URL), after=GATHER, gather=HANGUP))


def test_a_call_gives_the_page_what_it_needs_to_open_the_stream(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    state = phone.lines.state(NUMBER)
    assert state is not None
    assert (state["state"], str(state["sid"])[:2]) == ("streaming", "CA")
    stream = state["stream"]
    assert stream == {
        "url": URL,
        "account_sid": "AC1",
        "stream_sid": stream["stream_sid"],
        "parameters": {"token": "the token"},
    }
    assert phone.lines.lasts(NUMBER)


def test_a_phone_that_is_in_a_call_or_rings_does_not_call(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    phone.lines.call(NUMBER)
    assert len(phone.webhooks.told("incoming")) == 1
    other = Phone(Webhooks(incoming=HANGUP))
    other.ringing = True
    other.lines.call(NUMBER)
    assert other.lines.state(NUMBER) is None


def test_what_the_line_understood_and_said_is_shown_once(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    phone.understood.append(Understood(1, "办社保卡", "请带身份证。"))
    phone.lines.catch_up(NUMBER)
    phone.lines.catch_up(NUMBER)
    assert phone.screen == [("办社保卡", True), ("请带身份证。", False)]


def test_what_the_line_said_last_is_shown_before_the_call_goes_on_elsewhere(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    phone.understood.append(Understood(1, "人工", "好的。"))
    assert phone.does("stream_over") == {
        "sid": phone.lines.state(NUMBER)["sid"],
        "state": "asking",
        "kinds": ["dtmf", "speech"],
        "wait_s": 8.0,
        "one_key": True,
    }
    assert phone.screen == [("人工", True), ("好的。", False), ("请讲。", False)]


def test_what_the_provider_hears_and_says_is_not_shown_twice(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    phone.does("stream_over")
    state = phone.does("say", "办社保卡")
    phone.understood.append(Understood(1, "办社保卡", "请带身份证。"))
    phone.lines.catch_up(NUMBER)
    assert phone.screen == [("请讲。", False), ("办社保卡", True)]
    assert state is not None
    assert (state["state"], state["how"]) == ("over", "service")


def test_the_provider_lists_the_call_as_one_that_came_in(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    listed = phone.records.page("AC1", "/Calls.json", {})["calls"]
    assert [(one["from"], one["direction"], one["status"]) for one in listed] == [
        (NUMBER, "inbound", "in-progress")
    ]
    phone.does("hang_up")
    (listed,) = phone.records.page("AC1", "/Calls.json", {})["calls"]
    assert listed["status"] == "completed"
    assert not phone.lines.lasts(NUMBER)


def test_after_a_call_another_one_can_be_made(phone: Phone) -> None:
    phone.lines.call(NUMBER)
    first = phone.does("hang_up")
    phone.lines.call(NUMBER)
    second = phone.lines.state(NUMBER)
    assert first is not None
    assert second is not None
    assert first["sid"] != second["sid"]


@pytest.mark.parametrize("act", ["stream_began", "stream_over", "go_on", "silent", "say", "hang_up", "5"])
def test_without_a_call_nothing_happens(phone: Phone, act: str) -> None:
    assert phone.does(act) is None
    assert phone.webhooks.sent == []


@pytest.fixture
def client(phone: Phone, make_settings) -> FlaskClient:
    app = Flask("assistant", root_path=str(Path(assistant.__file__).parent))
    routes = GuardedBlueprint("simulator", __name__, url_prefix="/simulator", caller=Caller.LOOPBACK)
    settings = make_settings(simulator=True, voice_url="http://127.0.0.1:9")
    simulator_line_pages.add_to(routes, settings, phone.lines)
    app.register_blueprint(routes)
    return app.test_client()


def test_the_page_calls_and_hangs_up(client: FlaskClient) -> None:
    called = client.post("/simulator/line", json={"number": NUMBER, "act": "call"})
    assert called.json["line"]["state"] == "streaming"
    ended = client.post("/simulator/line", json={"number": NUMBER, "act": "hang_up"})
    assert (ended.json["line"]["state"], ended.json["line"]["how"]) == ("over", "resident")


@pytest.mark.parametrize(
    "body", [None, {}, {"number": NUMBER}, {"number": "1", "act": "call"}, {"number": NUMBER, "act": "shout"}]
)
def test_what_is_no_act_is_refused(client: FlaskClient, body: object) -> None:
    assert client.post("/simulator/line", json=body).status_code == 400


def test_words_without_a_voice_are_refused_with_the_reason(client: FlaskClient) -> None:
    answer = client.post("/simulator/speech", json={"words": "办社保卡"})
    assert (answer.status_code, answer.json) == (503, {"error": "gone"})
    assert client.post("/simulator/speech", json={"words": " "}).status_code == 400
