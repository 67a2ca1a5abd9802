"""The simulated phone goes the way of a real one: signed requests over the network, both ways."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
import requests
from sqlalchemy import select
from werkzeug.serving import make_server

from assistant.app import create_app
from assistant.channels.simulator import Screens
from assistant.channels.twilio_sender import TwilioSender
from assistant.errors import SendError
from assistant.messages import Channel
from assistant.store import outbox, outbox_marks, residents
from assistant.store.models import Delivery
from knowledge.phrases import Phrases

NUMBER = "+8612000000081"


@pytest.fixture
def settings(make_settings, free_port):
    return make_settings(simulator=True, port=free_port)


@pytest.fixture
def server(settings, turn, sqlite_database, casework, clock):
    """The application, served on this machine, with its simulator."""
    app = create_app(
        settings,
        turn=turn,
        phrases=Phrases.load(),
        database=sqlite_database,
        casework=casework,
        clock=clock,
    )
    server = make_server(settings.host, settings.port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield app.extensions["simulator"]
    app.extensions["simulator"].close()
    server.shutdown()
    thread.join(10)
    server.server_close()
    assert not thread.is_alive()


@pytest.fixture
def browser(settings, server):
    """A session that has opened the page and sends its form token."""
    with requests.Session() as session:
        session.trust_env = False
        page = session.get(f"{settings.local_url}/simulator", timeout=10)
        token = re.search(r'csrf-token" content="([^"]+)"', page.text)
        assert token is not None
        session.headers["X-CSRFToken"] = token[1]
        yield session


def shown(browser, settings, after=0):
    url = f"{settings.local_url}/simulator/messages"
    answer = browser.get(url, params={"number": NUMBER, "after": after}, timeout=10)
    return answer.json()["messages"]


def test_what_the_phone_sends_comes_to_the_webhook_signed(browser, settings, turn):
    url = f"{settings.local_url}/simulator/messages"
    answer = browser.post(url, json={"number": NUMBER, "text": "人工"}, timeout=10)
    (inbound,) = turn.taken
    assert (inbound.address, inbound.text, inbound.channel) == (NUMBER, "人工", Channel.SMS)
    sent, reply = answer.json()["messages"]
    assert (sent["direction"], sent["text"]) == ("sent", "人工")
    assert (reply["direction"], reply["text"]) == ("reply", "【帮办】好的。")
    assert (reply["characters"], reply["parts"], reply["engine"]) == (7, 1, "keypad")
    assert shown(browser, settings) == [sent, reply]
    assert shown(browser, settings, after=sent["position"]) == [reply]


def test_what_the_assistant_sends_first_appears_and_is_reported(
    browser, settings, server, sqlite_database, vault, clock
):
    with sqlite_database.begin() as session:
        resident = residents.ensure(session, vault, NUMBER, clock.now())
        outbox.enqueue(
            session, vault, resident.id, Channel.SMS, "【帮办】办好了。", "case:1", now=clock.now()
        )
        (claimed,) = outbox.claim(session, vault, clock.now(), 1, timedelta(seconds=60))
    accepted = TwilioSender(settings).send(claimed.address, claimed.text, claimed.reference)
    with sqlite_database.begin() as session:
        outbox_marks.mark_sent(session, claimed, accepted.provider_id, clock.now())
    (message,) = shown(browser, settings)
    assert (message["direction"], message["text"]) == ("pushed", "【帮办】办好了。")
    server.wait_for_reports()
    with sqlite_database.read() as session:
        assert session.scalar(select(Delivery.status)) == "delivered"


def test_the_stand_in_takes_messages_for_its_own_phones_only(settings, server):
    with pytest.raises(SendError) as caught:
        TwilioSender(settings).send("+8613800000001", "好了。", "1")
    assert (caught.value.reason, caught.value.retryable) == ("status_400_code_21211", False)


@pytest.mark.usefixtures("server")
def test_the_stand_in_asks_for_our_credentials(settings):
    url = f"{settings.twilio_api_base}/2010-04-01/Accounts/{settings.twilio_account_sid}/Messages.json"
    message = {"To": NUMBER, "From": settings.twilio_number, "Body": "好了。"}
    for auth in (None, (settings.twilio_account_sid, "wrong"), ("wrong", settings.twilio_auth_token)):
        with requests.Session() as session:
            session.trust_env = False
            assert session.post(url, data=message, auth=auth, timeout=10).status_code == 401


def test_no_reply_shows_nothing(browser, settings, turn):
    turn.replies = ()
    url = f"{settings.local_url}/simulator/messages"
    answer = browser.post(url, json={"number": NUMBER, "text": "人工"}, timeout=10)
    assert [message["direction"] for message in answer.json()["messages"]] == ["sent"]


@pytest.mark.parametrize("body", [None, {}, {"number": NUMBER}, {"number": NUMBER, "text": " "}, ["x"]])
def test_an_incomplete_message_is_refused(browser, settings, turn, body):
    assert browser.post(f"{settings.local_url}/simulator/messages", json=body, timeout=10).status_code == 400
    assert turn.taken == []


def test_a_call_to_the_service_that_nobody_takes_is_shown(browser, settings):
    url = f"{settings.local_url}/simulator/call"
    assert browser.post(url, json={"number": NUMBER, "act": "call"}, timeout=10).json() == {"call": None}
    assert [message["direction"] for message in shown(browser, settings)] == ["unanswered"]


@pytest.mark.parametrize("act", ["answer", "hang_up", "1", "#"])
def test_without_a_call_its_buttons_do_nothing(browser, settings, act):
    url = f"{settings.local_url}/simulator/call"
    assert browser.post(url, json={"number": NUMBER, "act": act}, timeout=10).json() == {"call": None}
    assert shown(browser, settings) == []


@pytest.mark.parametrize(
    "body", [None, {}, {"number": NUMBER}, {"number": NUMBER, "act": "12"}, {"number": "1", "act": "1"}]
)
def test_an_act_without_a_meaning_is_refused(browser, settings, body):
    assert browser.post(f"{settings.local_url}/simulator/call", json=body, timeout=10).status_code == 400


def test_another_page_cannot_call_in_our_name(browser, settings):
    del browser.headers["X-CSRFToken"]
    url = f"{settings.local_url}/simulator/call"
    assert browser.post(url, json={"number": NUMBER, "act": "call"}, timeout=10).status_code == 400
    assert shown(browser, settings) == []


def test_another_page_cannot_send_in_our_name(browser, settings, turn):
    del browser.headers["X-CSRFToken"]
    url = f"{settings.local_url}/simulator/messages"
    assert browser.post(url, json={"number": NUMBER, "text": "人工"}, timeout=10).status_code == 400
    assert turn.taken == []


@pytest.mark.parametrize("path", ["/simulator", "/simulator/messages", "/simulator/provider/2010-04-01/x"])
def test_without_the_setting_there_is_no_simulator(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_in_one_language_and_holds_no_inline_script_or_style(make_client, language):
    page = make_client(simulator=True).get(f"/simulator?lang={language}").text
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page
    assert re.search(r"<style|style=|\son\w+=|javascript:", page) is None
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


def test_screens_forget_the_oldest():
    screens = Screens(most=3)
    for number in range(5):
        screens.show(NUMBER, "sent", str(number))
    assert [message.text for message in screens.after(NUMBER, 0)] == ["2", "3", "4"]
    assert screens.after("+8612000000072", 0) == []
