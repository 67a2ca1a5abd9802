import json
import re

import pytest

from assistant.cases.kinds import Status
from assistant.messages import Channel
from assistant.store import residents


def test_the_page_shows_the_whole_conversation(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.get(f"/staff/cases/{case.number}")

    talk = visitor.page[visitor.page.index("说过的话") :]
    words = [">八十岁那个钱咋领<", ">到社区去领。<", ">人工<", ">好的。<", "个案开始了：问事，居民要找人"]
    places = [talk.index(said) for said in words]
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


def test_a_reply_goes_out_with_the_signature(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.reply(case.number, "请带身份证到社区，我帮您办。")

    assert installation.outgoing() == ["【帮办】请带身份证到社区，我帮您办。"]
    assert installation.view(case.number).status is Status.IN_PROGRESS
    assert "短信已交给系统发送。" in visitor.page
    assert "请带身份证到社区，我帮您办。" in visitor.page


def test_an_english_resident_gets_the_english_signature(installation, visitor) -> None:
    case = installation.waiting_case(language="en")

    visitor.reply(case.number, "Please come to the hall.")

    assert installation.outgoing() == ["[Bangban] Please come to the hall."]


def test_the_same_page_sent_twice_is_one_reply(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    ticket = visitor.ticket()

    for _ in range(2):
        visitor.reply(case.number, "好的", ticket)

    assert len(installation.outgoing()) == 1


def test_other_words_from_the_same_page_are_another_reply(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    ticket = visitor.ticket()

    for text in ("好的", "明天来"):
        visitor.reply(case.number, text, ticket)

    assert installation.outgoing() == ["【帮办】好的", "【帮办】明天来"]


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
    assert installation.outgoing() == []


def test_line_ends_of_a_browser_count_once(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.reply(case.number, "好" * 64 + "\r\n" + "好" * 65)

    [message] = installation.outgoing()
    assert len(message) == 134


def test_a_resident_who_stopped_messages_should_be_rung(installation, visitor) -> None:
    case = installation.waiting_case()
    with installation.database.begin() as session:
        residents.set_messages_wanted(session, case.resident_id, False, installation.clock.now())

    visitor.reply(case.number, "好的")

    assert "居民退订了短信，请打电话。" in visitor.page


def test_who_spoke_at_a_shared_screen_cannot_be_sent_a_message(installation, visitor) -> None:
    recorded = installation.says("人工", "好的。", channel=Channel.KIOSK)
    case = installation.opens_case(recorded)

    visitor.get(f"/staff/cases/{case.number}")

    assert "不能回短信" in visitor.page
    assert 'name="text"' not in visitor.page
    fields = {"text": "好的", "ticket": "0" * 32, "seen": "0"}
    assert visitor.post(f"/staff/cases/{case.number}/reply", **fields).status_code == 409
    assert installation.outgoing() == []


def test_a_case_that_is_over_takes_no_reply_and_keeps_the_words(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    fields = {"text": "好的，明天来", "ticket": visitor.ticket(), "seen": visitor.seen()}
    visitor.does(case.number, "cancel", why="居民不要了")

    response = visitor.post(f"/staff/cases/{case.number}/reply", **fields)

    assert response.status_code == 409
    assert "这个个案已经结束了。" in visitor.page
    assert "好的，明天来" in visitor.page
    assert installation.outgoing() == []


@pytest.mark.parametrize("path", ["", "/reveal", "/reply", "/close", "/claim"])
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

    response = visitor.does(case.number, "reveal", what="number", reason="call")

    assert "+86 139 0000 1234" in visitor.page
    addresses = re.findall(r'(?:href|action|src)="([^"]+)"', response.text)
    assert addresses
    assert not [address for address in addresses if "1390000" in address]
    assert "1390000" not in json.dumps(dict(response.headers))
