"""The webhook: verify first, then decode, then normalise, then hand over."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from assistant.app import create_app
from assistant.conversation.turn import Turn
from assistant.dialogue.keypad import KeypadEngine
from assistant.errors import TurnUnfinished
from assistant.messages import Channel, Reply
from assistant.ports import SystemClock
from assistant.rendering import sms
from assistant.store import counters
from assistant.store.models import Counter, Message
from tests.assistant.channels.conftest import FIELDS, SID, TOKEN

PUBLIC = "https://bangban.example"


def texts(response):
    assert response.content_type.startswith("text/xml")
    return [node.text for node in ElementTree.fromstring(response.data).iter("Message")]


def without(name):
    return {key: value for key, value in FIELDS.items() if key != name}


def test_a_signed_message_is_taken_and_answered_inline(client, post, turn, clock):
    response = post(client, FIELDS)
    assert response.status_code == 200
    assert texts(response) == ["【帮办】好的。"]
    (inbound,) = turn.taken
    assert inbound.channel is Channel.SMS
    assert (inbound.provider_id, inbound.address, inbound.recipient) == (
        SID,
        "+8613800000001",
        "+15005550006",
    )
    assert (inbound.text, inbound.received_at) == ("八十岁那个钱咋领", clock.now())


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (None, "signature_missing"),
        ("", "signature_missing"),
        ("d3Jvbmc=", "signature_wrong"),
        ("签名".encode().decode("latin-1"), "signature_wrong"),
    ],
)
def test_a_message_without_a_good_signature_leaves_nothing_but_a_counter(
    client, post, turn, metrics, sqlite_database, clock, signature, reason
):
    response = post(client, FIELDS, headers={"X-Twilio-Signature": signature})
    assert response.status_code == 403
    assert turn.taken == []
    assert FIELDS["Body"] not in response.text
    with sqlite_database.read() as session:
        assert counters.total(session, f"sms_{reason}", clock.now()) == 1
        assert session.scalar(select(func.count()).select_from(Counter)) == 1
        assert session.scalar(select(func.count()).select_from(Message)) == 0
    assert f'reason="{reason}"}} 1.0' in metrics.text().decode()


@pytest.mark.parametrize("changed", ["Body", "From", "MessageSid", "To", "MediaUrl0"])
def test_a_field_changed_on_the_way_is_refused(client, post, turn, changed):
    signed_for = FIELDS | {changed: "something else"}
    good = post(client, FIELDS)
    assert good.status_code == 200
    signature = RequestValidator(TOKEN).compute_signature("http://localhost/twilio/sms", signed_for)
    assert post(client, FIELDS, headers={"X-Twilio-Signature": signature}).status_code == 403
    assert len(turn.taken) == 1


def test_a_signature_for_another_address_is_refused(client, post):
    assert post(client, FIELDS, url="http://localhost/twilio/sms/status").status_code == 403


def test_another_token_is_refused(make_client, post):
    assert post(make_client(twilio_auth_token="b" * 32), FIELDS).status_code == 403


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To", "Body"])
def test_a_missing_field_is_named_to_the_developer(client, post, turn, missing):
    response = post(client, without(missing))
    assert response.status_code == 400
    assert response.text == f"The form lacks {missing}.\n"
    assert turn.taken == []


@pytest.mark.parametrize("sid", ["", "S", "x" * 65, "SM 1", "SM1\n", "SM1'--"])
def test_a_message_id_of_another_form_is_refused(client, post, turn, sid):
    assert post(client, FIELDS | {"MessageSid": sid}).status_code == 400
    assert turn.taken == []


def test_a_repeated_id_is_answered_again(client, post, turn):
    first, second = post(client, FIELDS), post(client, FIELDS)
    assert texts(first) == texts(second)
    assert [inbound.provider_id for inbound in turn.taken] == [SID, SID]


def test_five_requests_with_one_id_at_once_store_one_message_and_get_one_reply(
    make_settings, post, sqlite_database, vault, content, casework, commands, composer_of_all
):
    turn = Turn(
        sqlite_database,
        vault,
        commands,
        KeypadEngine(content.aspects, content.regions),
        composer_of_all,
        casework,
        SystemClock(),
        {Channel.SMS: sms.rest_of},
        kept_days=180,
    )
    app = create_app(
        make_settings(),
        turn=turn,
        phrases=content.phrases,
        database=sqlite_database,
        casework=casework,
        clock=SystemClock(),
    )
    with ThreadPoolExecutor(5) as pool:
        replies = list(pool.map(lambda _: texts(post(app.test_client(), FIELDS)), range(5)))
    assert len(replies[0]) == 1
    assert replies == [replies[0]] * 5
    with sqlite_database.read() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 1


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("", ""),
        ("😀 好", "😀 好"),
        ("a\x00b\x07c\nd\te", "abc\nd\te"),
        ("１ 號", "１ 號"),
        ("%E5 + & = ;", "%E5 + & = ;"),
        ("长" * 2500, "长" * 2000),
    ],
)
def test_the_text_is_taken_as_it_was_written(client, post, turn, sent, taken):
    assert post(client, FIELDS | {"Body": sent}).status_code == 200
    assert turn.taken[0].text == taken


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030", "big5"])
def test_a_declared_charset_is_honoured(client, post, turn, charset):
    assert post(client, FIELDS | {"Body": "人工"}, charset=charset).status_code == 200
    assert turn.taken[0].text == "人工"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded; charset=utf-7",
        "application/x-www-form-urlencoded; charset=rot13",
    ],
)
def test_what_is_no_form_is_not_signed(client, post, turn, content_type):
    assert post(client, FIELDS, headers={"Content-Type": content_type}).status_code == 403
    assert turn.taken == []


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"a=1&" * 300, b"", b"&&&==="])
def test_an_unreadable_body_is_refused(client, turn, body):
    response = client.post(
        "/twilio/sms",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": "d3Jvbmc="},
    )
    assert response.status_code == 403
    assert turn.taken == []


def test_a_body_larger_than_any_message_is_refused(client, turn):
    assert client.post("/twilio/sms", data=b"Body=" + b"a" * 300_000).status_code in (403, 413)
    assert turn.taken == []


@pytest.mark.parametrize("host", ["a:b:c", "[::1", "bad host", "localhost:99999999"])
def test_a_host_that_is_no_address_is_refused(client, post, turn, host):
    assert post(client, FIELDS, headers={"Host": host}).status_code in (400, 403)
    assert turn.taken == []


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("+86 138-0000-0001", "+8613800000001"),
        ("13800000001", "+8613800000001"),
        ("＋８６" + "１３８" + "００００" + "０００１", "+8613800000001"),
        ("+12025550143", "+12025550143"),
    ],
)
def test_a_number_is_brought_into_one_form(client, post, turn, sender, address):
    assert post(client, FIELDS | {"From": sender}).status_code == 200
    assert [inbound.address for inbound in turn.taken] == [address]


@pytest.mark.parametrize("sender", ["BANK", "10086", "", "whatsapp:+8613800000001", "+1", "1800FLOWERS"])
def test_a_sender_without_a_telephone_number_gets_nothing(client, post, turn, sender):
    response = post(client, FIELDS | {"From": sender})
    assert (response.status_code, texts(response), turn.taken) == (200, [], [])


def test_nothing_to_say_is_an_empty_response(client, post, turn):
    turn.replies = ()
    assert texts(post(client, FIELDS)) == []


def test_a_reply_is_one_message_within_two_parts(client, post, turn):
    turn.replies = (Reply(text="这是一句话。" * 60, language="zh"),)
    (text,) = texts(post(client, FIELDS))
    assert len(text) <= 134


def test_the_public_address_counts_when_it_is_set(make_client, post):
    client = make_client(public_url=f"{PUBLIC}/town")
    assert post(client, FIELDS, url=f"{PUBLIC}/town/twilio/sms").status_code == 200
    assert post(client, FIELDS, url="http://localhost/twilio/sms").status_code == 403


@pytest.mark.parametrize(
    ("proxies", "status"), [(0, 403), (1, 200)], ids=["not believed by default", "believed when trusted"]
)
def test_forwarded_addresses(make_client, post, proxies, status):
    forwarded = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "bangban.example",
    }
    client = make_client(trusted_proxies=proxies)
    assert post(client, FIELDS, url=f"{PUBLIC}/twilio/sms", headers=forwarded).status_code == status


@pytest.mark.parametrize("url", ["https://localhost:443/twilio/sms", "https://localhost/twilio/sms"])
def test_the_port_may_stand_in_the_signed_address_or_not(make_client, post, url):
    assert post(make_client(public_url="https://localhost"), FIELDS, url=url).status_code == 200


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (RuntimeError("words of a resident"), "unexpected", "刚才出错了"),
        (TurnUnfinished("22222222-2222-4222-8222-222222222222"), "turn_unfinished", "收到了"),
    ],
)
def test_an_error_in_a_turn_is_told_politely(client, post, turn, metrics, caplog, error, code, sentence):
    turn.error = error
    with caplog.at_level(logging.WARNING, "assistant"):
        response = post(client, FIELDS)
    assert response.status_code == 200
    assert sentence in texts(response)[0]
    assert [record.code for record in caplog.records] == [code]
    assert f'code="{code}"}} 1.0' in metrics.text().decode()


def test_an_error_is_told_in_the_language_of_the_question(client, post, turn):
    turn.error = RuntimeError()
    assert texts(post(client, FIELDS | {"Body": "how do I renew my card"}))[0].startswith("[Bangban] ")


def test_only_post_is_taken(client):
    assert client.get("/twilio/sms").status_code in (403, 405)


def test_only_a_reply_to_the_simulator_names_the_engine(client, make_client, post):
    assert "X-Bangban-Engine" not in post(client, FIELDS).headers
    assert post(make_client(simulator=True), FIELDS).headers["X-Bangban-Engine"] == "keypad"
