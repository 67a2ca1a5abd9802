"""News while a page is open: told once, to whoever may know, for a bounded time and number of listeners."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from assistant.cases import answering, ownership
from assistant.staff.live_views import LOOKS, News, Streams
from assistant.store import sittings
from assistant.store.members import Role


def looks(*found: News | None):
    """Looks one after the other; the last one for ever."""
    left = list(found)

    def look() -> News | None:
        return left.pop(0) if len(left) > 1 else left[0]

    return look


def events(text: str) -> list[tuple[str, dict]]:
    return [(name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.*)\n", text)]


def streams(most: int = 1) -> Streams:
    return Streams(most, pause=lambda _seconds: None)


def test_what_is_new_is_told_once() -> None:
    told = "".join(streams().follow(looks(News(4), News(4), News(5)), News(4)))

    assert events(told) == [("changed", {"version": 5})]
    assert "id: 5\n" in told


def test_something_is_sent_at_every_look_so_that_a_lost_listener_is_noticed() -> None:
    told = list(streams().follow(looks(News(4)), News(4)))

    assert told[1:] == [": \n\n"] * LOOKS


def test_a_stream_ends_when_nothing_may_be_known_any_more() -> None:
    told = list(streams().follow(looks(News(4), None), News(4)))

    assert len(told) == 2


def test_beyond_the_bound_a_listener_is_told_at_once_and_asks_again() -> None:
    both = streams(1)
    first = both.follow(looks(News(4)), News(4))
    next(first)

    told = list(both.follow(looks(News(5)), News(4)))

    assert told[0] == "retry: 3000\n\n"
    assert events("".join(told)) == [("changed", {"version": 5})]
    first.close()
    assert next(both.follow(looks(News(5)), News(4))) == "retry: 500\n\n"


def test_a_listener_who_leaves_gives_the_place_back() -> None:
    one = streams(1)
    for _ in range(3):
        stream = one.follow(looks(News(4)), News(4))
        assert next(stream) == "retry: 500\n\n"
        next(stream)
        stream.close()


def test_who_comes_and_goes_is_told() -> None:
    wang = {"zh": "王芳也在看。", "en": "王芳 also looking."}
    told = "".join(streams().follow(looks(News(4, {}), News(4, wang), News(4, {})), News(4)))

    assert events(told) == [("present", {}), ("present", wang), ("present", {})]


@pytest.fixture
def opened(installation, visitor):
    """A stream of the application, at its first look."""

    def open_at(path: str, **headers: str) -> Iterator[bytes]:
        response = visitor.client.get(path, headers=headers)
        assert response.status_code == 200
        assert response.mimetype == "text/event-stream"
        return iter(response.response)

    return open_at


def until(stream: Iterator[bytes], wanted: str) -> str:
    """What is sent up to `wanted`; fails when the stream ends without it."""
    told = ""
    for part in stream:
        told += part.decode() if isinstance(part, bytes) else part
        if wanted in told:
            return told
    raise AssertionError(f"{wanted} is not among {told}")


def test_a_case_that_is_opened_arrives_at_the_list(installation, opened) -> None:
    stream = opened("/staff/live?since=0")
    assert "event" not in until(stream, ": ")

    installation.waiting_case()

    assert events(until(stream, "changed"))[-1][0] == "changed"


def test_what_happens_to_a_case_arrives_at_its_page(installation, opened) -> None:
    case = installation.waiting_case()
    stream = opened(f"/staff/live?case={case.number}&since=1")
    until(stream, "present")
    li = installation.hire("li", shown_name="李")

    installation.does(ownership.claim, case.number, li)

    assert "changed" in until(stream, "changed")


def test_a_browser_that_comes_back_is_told_what_it_missed(installation, opened) -> None:
    case = installation.waiting_case()
    installation.does(answering.note, case.number, installation.hire("li"), "等电话")

    stream = opened(f"/staff/live?case={case.number}&since=0", **{"Last-Event-ID": "2"})
    assert "changed" not in until(stream, ": ") + next(stream).decode()
    assert "changed" in until(opened(f"/staff/live?case={case.number}", **{"Last-Event-ID": "1"}), "changed")


def test_a_colleague_who_writes_is_shown(installation, visitor, opened) -> None:
    case = installation.waiting_case()
    installation.hire("li", role=Role.AGENT, shown_name="李")
    other = installation.visitor()
    other.sign_in("li")
    other.get(f"/staff/cases/{case.number}")
    tell(other, case.number, writing=True)

    visitor.get(f"/staff/cases/{case.number}")
    assert "李正在写回复。" in visitor.page
    assert "李正在写回复。" in until(opened(f"/staff/live?case={case.number}"), "present")


def test_whoever_leaves_the_page_is_not_shown_any_more(installation, visitor) -> None:
    case = installation.waiting_case()
    installation.hire("li", role=Role.AGENT, shown_name="李")
    other = installation.visitor()
    other.sign_in("li")
    other.get(f"/staff/cases/{case.number}")
    tell(other, case.number, writing=True)

    tell(other, case.number, here=False)

    assert "李正在写回复。" not in visitor.get(f"/staff/cases/{case.number}").text


def tell(
    visitor, number: str, *, writing: bool = False, here: bool = True, token: str | None = None
) -> TestResponse:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.page)
    headers = {"X-CSRFToken": token if token is not None else found.group(1)}
    return visitor.client.post(
        f"/staff/cases/{number}/presence", json={"here": here, "writing": writing}, headers=headers
    )


def test_a_page_without_a_form_token_says_nothing_of_anybody(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")

    assert tell(visitor, case.number, writing=True, token="").status_code == 400
    assert tell(visitor, case.number, writing=True).status_code == 204


def test_the_owner_who_has_the_page_open_keeps_the_case(installation) -> None:
    wang = installation.hire(role=Role.AGENT)
    visitor = installation.visitor()
    visitor.sign_in()
    case = installation.waiting_case()
    installation.does(ownership.claim, case.number, wang)
    visitor.get(f"/staff/cases/{case.number}")
    for _ in range(4):
        installation.clock.advance(minutes=10)
        tell(visitor, case.number, writing=False)

    assert installation.does(ownership.lapse) == 0
    installation.clock.advance(minutes=40)
    assert installation.does(ownership.lapse) == 1


def test_waiting_for_news_lets_the_sitting_grow_idle_and_writing_does_not(installation, visitor) -> None:
    case = installation.waiting_case()
    visitor.get(f"/staff/cases/{case.number}")
    for _ in range(3):
        installation.clock.advance(minutes=25)
        assert tell(visitor, case.number, writing=True).status_code == 204
    installation.clock.advance(minutes=59)
    assert tell(visitor, case.number, writing=False).status_code == 204
    assert visitor.client.get("/staff/live").status_code == 200
    installation.clock.advance(minutes=1)

    assert tell(visitor, case.number, writing=False).status_code == 303
    assert visitor.client.get("/staff/live").status_code == 303


def test_a_stream_ends_with_the_sitting(installation, visitor, opened) -> None:
    stream = opened("/staff/live")
    until(stream, ": ")
    with installation.database.begin() as session:
        [sitting] = sittings.lasting(session, installation.clock.now())
        sittings.end(session, sitting.id, installation.clock.now())

    assert len(list(stream)) < LOOKS


def test_a_stream_of_a_case_that_is_hidden_ends_without_a_word(installation) -> None:
    case = installation.waiting_case()
    installation.hire("chen", role=Role.DEPARTMENT, department="health")
    clerk = installation.visitor()
    clerk.sign_in("chen")

    assert clerk.client.get(f"/staff/live?case={case.number}").text == "retry: 500\n\n"
