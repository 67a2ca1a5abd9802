"""Calls to simulated phones go the way of real ones: placed at the stand-in, and told by signed webhooks."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import requests
from werkzeug.serving import make_server

from assistant.channels import simulator_pages
from assistant.channels.simulator import Network, Screens
from assistant.channels.twilio_caller import TwilioCaller
from assistant.channels.twilio_sender import TwilioSender
from assistant.errors import SendError
from knowledge.phrases import Phrases
from tests.assistant.channels.call_door import REFERENCE, RESIDENT, Memory, app_with_calls

STAFF = "+8613900000002"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SAYS = Phrases.load()


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def settings(make_settings, free_port):
    return make_settings(simulator=True, port=free_port)


@pytest.fixture
def network(settings, memory):
    """The webhooks of calls and the simulator, served on this machine."""
    screens = Screens()
    network = Network(settings, screens)
    app = app_with_calls(
        settings,
        memory,
        simulator_pages.page_blueprint(settings, network, screens),
        simulator_pages.provider_blueprint(settings, network),
    )
    server = make_server(settings.host, settings.port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield network
    network.close()
    server.shutdown()
    thread.join(10)
    server.server_close()
    assert not thread.is_alive()


@pytest.fixture
def phone(settings, network):
    """The page of a phone: what is done with it, and what it shows afterwards."""
    base = f"{settings.local_url}/simulator"
    with requests.Session() as session:
        session.trust_env = False
        # The page itself needs the whole application; the form token does not.
        yield Phone(session, base, network)


class Phone:
    def __init__(self, session, base, network):
        self._session, self._base, self._network = session, base, network

    def does(self, act, number=RESIDENT):
        """What the buttons of the page do."""
        exchange = self._network.exchange
        done = {"answer": exchange.answer, "hang_up": exchange.hang_up}.get(act)
        return done(number) if done else exchange.press(number, act)

    def shows(self, number=RESIDENT):
        self._network.wait_for_reports()
        answer = self._session.get(f"{self._base}/messages", params={"number": number}, timeout=10).json()
        words = [message["text"] for message in answer["messages"] if message["direction"] == "call"]
        return answer["call"], words


def words(*names):
    return ["".join(SAYS.say(name, "zh") for name in group.split("+")) for group in names]


def statuses(network):
    return [call["status"] for call in network.calls.page("AC", "", {})["calls"]]


def test_the_staff_are_joined_with_the_resident_who_picks_up(settings, network, memory, phone):
    accepted = TwilioCaller(settings).ring(STAFF, REFERENCE, "zh")
    assert phone.shows() == ("ringing", [])
    assert memory.placed == [(REFERENCE, accepted.provider_id)]
    assert phone.does("answer")
    assert phone.shows()[0] == "talking"
    assert memory.ended == []
    assert phone.does("hang_up")
    assert phone.shows()[0] is None
    assert memory.ended == [(REFERENCE, True)]
    assert statuses(network) == ["completed", "completed"]


def test_a_resident_who_does_not_pick_up_is_not_reached(settings, memory, phone):
    TwilioCaller(settings).ring(STAFF, REFERENCE, "zh")
    assert phone.shows()[0] == "ringing"
    assert phone.does("hang_up")
    assert (phone.shows()[0], memory.ended) == (None, [(REFERENCE, False)])


def test_a_phone_in_a_call_is_busy_for_another(settings, memory, phone):
    caller = TwilioCaller(settings)
    caller.ask(RESIDENT, "follow_up:1", "zh")
    phone.shows()
    caller.ring(STAFF, REFERENCE, "zh")
    assert phone.shows()[0] == "ringing"
    assert memory.ended == [(REFERENCE, False)]


def test_a_resident_answers_two_questions_with_keys(settings, memory, phone):
    TwilioCaller(settings).ask(RESIDENT, REFERENCE, "zh")
    assert phone.shows() == ("ringing", [])
    phone.does("answer")
    heard = words("call_greeting+call_rating")
    assert phone.shows() == ("talking", heard)
    phone.does("2")
    heard += words("call_solved")
    assert phone.shows() == ("talking", heard)
    phone.does("1")
    assert phone.shows() == (None, heard + words("call_thanks"))
    assert memory.rated == [(REFERENCE, "2", "rating"), (REFERENCE, "1", "solved")]
    assert memory.ended == []


def test_a_survey_that_nobody_takes_is_noted(settings, memory, phone):
    TwilioCaller(settings).ask(RESIDENT, REFERENCE, "zh")
    phone.shows()
    phone.does("hang_up")
    assert (phone.shows(), memory.ended, memory.rated) == ((None, []), [(REFERENCE, False)], [])


def test_without_a_call_nothing_can_be_done(phone):
    assert [phone.does(act) for act in ("answer", "hang_up", "1")] == [False, False, False]


def test_a_key_before_picking_up_is_no_answer(settings, memory, phone):
    TwilioCaller(settings).ask(RESIDENT, REFERENCE, "zh")
    phone.shows()
    assert not phone.does("1")
    assert memory.rated == []


def test_a_call_to_the_service_is_in_vain(network, memory, phone):
    network.call(RESIDENT)
    phone.shows()
    ((sid, number),) = memory.missed
    assert number == RESIDENT
    assert re.fullmatch("CA[0-9a-f]{32}", sid)


@pytest.mark.usefixtures("network")
def test_nobody_but_a_simulated_resident_is_asked_anything(settings, memory):
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings).ask(STAFF, REFERENCE, "zh")
    assert (caught.value.reason, caught.value.retryable) == ("status_400_code_21211", False)
    assert memory.rated == []


@pytest.mark.usefixtures("network")
def test_a_call_that_was_placed_is_found_again(settings, phone):
    caller = TwilioCaller(settings)
    assert caller.find(STAFF, REFERENCE, LONG_AGO) is None
    first, second = (caller.ring(STAFF, REFERENCE, "zh") for _ in range(2))
    phone.shows()
    assert caller.find(STAFF, REFERENCE, LONG_AGO) == first
    assert caller.find(STAFF, REFERENCE, LONG_AGO, {first.provider_id}) == second
    assert caller.find(RESIDENT, REFERENCE, LONG_AGO) is None
    assert caller.find(STAFF, REFERENCE, datetime.now(UTC) + timedelta(days=1)) is None


@pytest.mark.usefixtures("network")
def test_a_message_that_was_taken_is_found_again(settings):
    sender = TwilioSender(settings)
    assert sender.find(RESIDENT, "好了。", "r", LONG_AGO, ()) is None
    sent = sender.send(RESIDENT, "好了。", "r")
    assert sender.find(RESIDENT, "好了。", "r", LONG_AGO, ()) == sent
    assert sender.find(RESIDENT, "别的。", "r", LONG_AGO, ()) is None
    assert sender.find(RESIDENT, "好了。", "r", LONG_AGO, (sent.provider_id,)) is None


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("name", ["Messages.json", "Calls.json"])
def test_the_stand_in_lists_for_our_account_only(settings, name):
    ours, token = settings.twilio_account_sid, settings.twilio_auth_token

    def status(account, auth, **query):
        url = f"{settings.twilio_api_base}/2010-04-01/Accounts/{account}/{name}"
        with requests.Session() as session:
            session.trust_env = False
            return session.get(url, auth=auth, params=query, timeout=10).status_code

    assert status(ours, (ours, token)) == 200
    assert status(ours, (ours, "wrong")) == 401
    assert status("AC2", (ours, token)) == 404
    assert status(ours, (ours, token), Page="x") == 400


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("Url", "", 21205), ("From", "+15005550007", 21210), ("Url", "https://elsewhere.example/x", 21211)],
)
@pytest.mark.usefixtures("network")
def test_the_stand_in_refuses_a_call_that_is_not_ours(settings, field, value, code):
    account = settings.twilio_account_sid
    url = f"{settings.twilio_api_base}/2010-04-01/Accounts/{account}/Calls.json"
    webhook = f"{settings.local_url}/twilio/voice/connect?reference=1"
    call = {"To": STAFF, "From": settings.twilio_number, "Url": webhook, field: value}
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(url, data=call, auth=(account, settings.twilio_auth_token), timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
