from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from assistant.cases import hall
from assistant.cases.kinds import Kind
from assistant.cases.service import SENIOR
from assistant.rendering.moments import LOCAL_TIME
from assistant.store.members import Role
from tests.assistant.staff.calendar_desk import CalendarDesk
from tests.assistant.staff.conftest import Visitor

SOON = datetime(2026, 3, 2, 9, 45, tzinfo=LOCAL_TIME)


@pytest.fixture
def visitor(desk: CalendarDesk) -> Visitor:
    """Somebody at a counter."""
    return desk.visitor(Role.COUNTER)


def comes(desk: CalendarDesk, lane: int = 2) -> str:
    return hall.label(desk.side.does(hall.issue, desk.office, lane=lane))


def press(visitor: Visitor, what: str, ticket_id: str, counter: str = "3") -> None:
    visitor.post(f"/staff/hall/tickets/{ticket_id}/{what}", counter=counter)


def shown_ticket(visitor: Visitor, what: str) -> str:
    """The ticket whose button the page shows."""
    found = re.search(rf"/staff/hall/tickets/([0-9a-f-]{{36}})/{what}", visitor.page)
    assert found is not None
    return found.group(1)


def called(desk: CalendarDesk) -> dict[str, object]:
    response = desk.app.test_client().get(f"/staff/hall/called.json?office={desk.office}")
    assert response.status_code == 200
    return dict(response.get_json())


def test_a_counter_calls_again_misses_recalls_and_finishes(desk: CalendarDesk, visitor: Visitor) -> None:
    comes(desk)
    visitor.get("/staff/hall?counter=3")
    visitor.post("/staff/hall/next", counter="3", office=desk.office)
    ticket_id = shown_ticket(visitor, "again")
    press(visitor, "again", ticket_id)
    assert "叫了2次" in visitor.page
    press(visitor, "absent", ticket_id)
    assert "记为过号" in visitor.page
    press(visitor, "recall", shown_ticket(visitor, "recall"))
    press(visitor, "finish", shown_ticket(visitor, "finish"))
    assert "这位办完了" in visitor.page
    assert called(desk)["called"] == []


def test_calling_needs_a_counter_and_somebody_who_waits(desk: CalendarDesk, visitor: Visitor) -> None:
    visitor.get("/staff/hall")
    visitor.post("/staff/hall/next", counter=" ")
    assert "请写窗口号" in visitor.page
    visitor.post("/staff/hall/next", counter="3")
    assert "现在没有人在等" in visitor.page


def test_what_somebody_else_pressed_first_is_said(desk: CalendarDesk, visitor: Visitor) -> None:
    comes(desk)
    visitor.get("/staff/hall?counter=3")
    ticket_id = shown_ticket(visitor, "left")
    press(visitor, "left", ticket_id)
    press(visitor, "left", ticket_id)
    assert "这个号已经变了" in visitor.page


def test_a_walk_in_gets_a_ticket_with_the_place(desk: CalendarDesk, visitor: Visitor) -> None:
    comes(desk)
    visitor.get("/staff/hall?counter=3")
    visitor.post("/staff/hall/tickets", office=desk.office, counter="3", lane=str(SENIOR))
    assert "S002" in visitor.page
    assert "前面还有 0 位" in visitor.page


def test_a_walk_in_with_a_case_leads_to_its_page(desk: CalendarDesk, visitor: Visitor) -> None:
    number = desk.case()
    visitor.get("/staff/hall?counter=3")
    visitor.post("/staff/hall/tickets", counter="3", lane="2", number=number.replace("-", " "))
    visitor.get("/staff/hall?counter=3")
    assert f"/staff/cases/{number}" in visitor.page
    visitor.post("/staff/hall/tickets", counter="3", lane="2", number="nonsense")
    assert visitor.status == 422
    assert "没有这个编号" in visitor.page


def test_whoever_is_booked_checks_in_by_number(desk: CalendarDesk, visitor: Visitor) -> None:
    number = desk.booked(SOON, desk.hire("li", Role.AGENT))
    visitor.get("/staff/hall?counter=3")
    visitor.post("/staff/hall/check-in", counter="3", booked=number)
    assert "B001" in visitor.page
    desk.side.clock.advance(minutes=15)
    visitor.get("/staff/hall?counter=3")
    visitor.post("/staff/hall/next", counter="3", office=desk.office)
    assert f"打开个案 {number}" in visitor.page
    press(visitor, "finish", shown_ticket(visitor, "finish"))
    assert desk.side.events(number)[-1] is Kind.BOOKING_KEPT


def test_whoever_is_not_booked_today_hears_when_it_is(desk: CalendarDesk, visitor: Visitor) -> None:
    later = desk.booked(SOON + timedelta(days=3), desk.hire("li", Role.AGENT))
    visitor.get("/staff/hall?counter=3")
    visitor.post("/staff/hall/check-in", counter="3", booked=later)
    assert visitor.status == 409
    assert "约的是3月5日周四上午9点45分" in visitor.page
    visitor.post("/staff/hall/check-in", counter="3", booked=desk.case(7))
    assert "今天在这里没有预约" in visitor.page
    for typed, said in (("", "请写个案编号"), ("nonsense", "没有这个编号")):
        visitor.post("/staff/hall/check-in", counter="3", booked=typed)
        assert visitor.status == 422
        assert said in visitor.page


def test_only_those_who_work_in_the_hall_call(desk: CalendarDesk) -> None:
    agent = desk.visitor(Role.AGENT, "li")
    agent.get("/staff/hall")
    assert agent.status == 403


def test_the_display_shows_numbers_and_counters_alone_and_needs_no_sign_in(
    desk: CalendarDesk, visitor: Visitor
) -> None:
    number = desk.booked(SOON, desk.hire("li", Role.AGENT))
    before = called(desk)
    desk.side.does(hall.check_in, desk.office, number)
    desk.side.does(hall.call_next, desk.office, "3", desk.hire("wu", Role.COUNTER))
    after = called(desk)
    assert after["called"] == [{"number": "B001", "counter": "3", "calls": 1}]
    assert after["version"] != before["version"]
    assert called(desk) == after

    page = desk.app.test_client().get("/staff/hall/display").get_data(as_text=True)
    assert "B001" in page
    assert number not in page
    assert f'data-version="{after["version"]}"' in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page


def test_a_call_again_changes_the_display(desk: CalendarDesk) -> None:
    comes(desk)
    ticket = desk.side.does(hall.call_next, desk.office, "3", desk.hire("wu", Role.COUNTER))
    assert ticket is not None
    before = called(desk)["version"]
    desk.side.does(hall.call_again, ticket.id)
    assert called(desk)["version"] != before
