import json
import re
from datetime import timedelta

import pytest

from assistant.cases import service as cases
from assistant.messages import Channel
from assistant.store import outbox, residents
from assistant.store.models import CaseEvent, Delivery

NUMBER = "+8613900001234"


def outgoing(installation) -> list[outbox.Claimed]:
    with installation.database.begin() as session:
        return outbox.claim(session, installation.vault, installation.clock.now(), 10, timedelta(seconds=30))


def view(installation, number: str) -> cases.CaseView:
    with installation.database.read() as session:
        return cases.get(session, installation.vault, number)


def events(installation) -> list[tuple[str, str | None]]:
    with installation.database.read() as session:
        return [
            (event.kind, event.staff_id) for event in session.query(CaseEvent).order_by(CaseEvent.position)
        ]


def test_the_list_shows_what_staff_choose_by(installation, visitor) -> None:
    number = installation.waiting_case().number
    installation.clock.advance(hours=1, minutes=4)

    visitor.get("/staff/cases")

    for shown in (
        number,
        "1小时4分钟",
        "1 hour 4 minutes",
        "八十岁那个钱咋领",
        "高龄津贴",
        "鼓楼区",
        "2026-03-02 09:30",
    ):
        assert shown in visitor.page
    assert "1234" not in visitor.page.replace(number, "")


def test_the_page_shows_the_whole_conversation(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.get(f"/staff/cases/{case.number}")

    words = ["八十岁那个钱咋领", "到社区去领。", "人工", "好的。", "个案开始了"]
    places = [visitor.page.index(f">{said}<") for said in words]
    assert places == sorted(places)
    for shown in ("居民要找人", "中文", "尾号 1234"):
        assert shown in visitor.page


def test_english_words_are_marked_as_english(installation, visitor) -> None:
    recorded = installation.says("how do I renew my ID card", "Bring your old card.", language="en")
    case = installation.opens_case(recorded, language="en")

    visitor.get(f"/staff/cases/{case.number}")

    assert re.search(r'lang="en">\s*how do I renew my ID card', visitor.page)


def test_words_of_a_resident_are_never_markup(installation, visitor) -> None:
    recorded = installation.says("<script>alert(1)</script>", "好的。")
    case = installation.opens_case(recorded)

    raw = visitor.client.get(f"/staff/cases/{case.number}").text

    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert" in raw


def test_the_number_is_hidden_until_asked_for_and_that_is_recorded(installation) -> None:
    staff_id = installation.hire()
    visitor = installation.visitor()
    visitor.sign_in()
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    assert "139" not in visitor.page

    visitor.post(f"/staff/cases/{case.number}/number")

    assert "+86 139 0000 1234" in visitor.page
    assert events(installation) == [("opened", None), ("number_shown", staff_id)]
    assert "查看了手机号" in visitor.page
    visitor.get(f"/staff/cases/{case.number}")
    assert "139" not in visitor.page


def test_looking_at_a_number_leaves_the_case_as_it_was(installation, visitor) -> None:
    case = installation.waiting_case()
    installation.clock.advance(minutes=5)
    visitor.get(f"/staff/cases/{case.number}")

    visitor.post(f"/staff/cases/{case.number}/number")

    assert view(installation, case.number) == case


def test_a_reply_goes_out_with_the_signature(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.reply(case.number, "请带身份证到社区，我帮您办。")

    [message] = outgoing(installation)
    assert message.text == "【帮办】请带身份证到社区，我帮您办。"
    assert (message.address, message.channel) == (NUMBER, Channel.SMS)
    assert view(installation, case.number).status == "answered"
    assert "短信已交给系统发送。" in visitor.page
    assert "请带身份证到社区，我帮您办。" in visitor.page


def test_an_english_resident_gets_the_english_signature(installation, visitor) -> None:
    case = installation.waiting_case(language="en")

    visitor.reply(case.number, "Please come to the hall.")

    [message] = outgoing(installation)
    assert message.text == "[Bangban] Please come to the hall."


def test_the_same_page_sent_twice_is_one_reply(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    ticket = visitor.ticket()

    for _ in range(2):
        visitor.reply(case.number, "好的", ticket)

    assert len(outgoing(installation)) == 1


def test_other_words_from_the_same_page_are_another_reply(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    ticket = visitor.ticket()

    for text in ("好的", "明天来"):
        visitor.reply(case.number, text, ticket)

    with installation.database.read() as session:
        assert session.query(Delivery).count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "请先写要说的话。"), ("  \r\n ", "请先写要说的话。"), ("好" * 135, "写长了，请减少5个字。")],
)
def test_what_cannot_be_sent_is_explained_and_kept(installation, visitor, text: str, said: str) -> None:
    case = installation.waiting_case()

    response = visitor.reply(case.number, text)

    assert response.status_code == 422
    assert said in visitor.page
    assert text.strip() in visitor.page
    assert outgoing(installation) == []


def test_line_ends_of_a_browser_count_once(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.reply(case.number, "好" * 64 + "\r\n" + "好" * 65)

    [message] = outgoing(installation)
    assert len(message.text) == 134


def test_a_resident_who_stopped_messages_should_be_rung(installation, visitor) -> None:
    case = installation.waiting_case()
    with installation.database.begin() as session:
        residents.set_messages_wanted(session, case.resident_id, False, installation.clock.now())

    visitor.reply(case.number, "好的")

    assert "居民退订了短信，请打电话。" in visitor.page


def test_who_spoke_at_a_shared_screen_cannot_be_sent_a_message(installation, visitor) -> None:
    recorded = installation.says("人工", "好的。", channel=Channel.KIOSK)
    case = installation.opens_case(recorded)

    response = visitor.reply(case.number, "好的")

    assert response.status_code == 409
    assert "不能回短信" in visitor.page
    assert outgoing(installation) == []


def test_a_closed_case_leaves_the_list_and_takes_no_reply(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    ticket = visitor.ticket()

    visitor.post(f"/staff/cases/{case.number}/close")

    assert "个案已结束。" in visitor.page
    assert case.number not in visitor.page
    visitor.get("/staff/password")
    response = visitor.post(f"/staff/cases/{case.number}/reply", text="好的", ticket=ticket)
    assert response.status_code == 409
    assert "这个个案已经结束了。" in visitor.page
    assert outgoing(installation) == []


def test_closing_twice_says_so(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    visitor.post(f"/staff/cases/{case.number}/close")
    visitor.get("/staff/password")

    visitor.post(f"/staff/cases/{case.number}/close")

    assert "这个个案已经结束了。" in visitor.page


@pytest.mark.parametrize("path", ["", "/number", "/reply", "/close"])
def test_a_number_that_is_no_case_is_said_to_be_none(visitor, path: str) -> None:
    visitor.get("/staff/password")

    response = visitor.post(f"/staff/cases/1000-1{path}") if path else visitor.get("/staff/cases/1000-1")

    assert response.status_code == 404
    assert "没有这个个案。" in visitor.page


def test_pages_hold_no_style_and_no_script_of_their_own(installation, visitor) -> None:
    case = installation.waiting_case()
    for path in ("/staff/cases", f"/staff/cases/{case.number}", "/staff/password"):
        response = visitor.get(path)

        assert "<style" not in response.text
        assert not re.search(r'\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)', response.text)
        assert response.headers["Cache-Control"] == "no-store"


def test_no_page_puts_a_residents_number_into_an_address(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")

    response = visitor.post(f"/staff/cases/{case.number}/number")

    addresses = re.findall(r'(?:href|action|src)="([^"]+)"', response.text)
    assert addresses
    assert not [address for address in addresses if "1390000" in address]
    assert "1390000" not in json.dumps(dict(response.headers))
