from __future__ import annotations

from datetime import date

import pytest

from assistant.cases.kinds import Kind
from assistant.cases.timetable import moment
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import slots
from assistant.store.members import Role
from tests.assistant.staff.calendar_desk import ADDRESS, DAY, PHONE, SECRET, THURSDAY, CalendarDesk


def test_a_supervisor_opens_times_of_which_lunch_is_none(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    visitor.get("/staff/calendar/slots")
    asked = {
        "office": desk.office,
        "kind": "home_visit",
        "first": DAY,
        "days": "1",
        "start": "11:00",
        "end": "15:30",
        "minutes": "30",
        "capacity": "1",
    }
    visitor.post("/staff/calendar/slots", **asked)
    assert "时间开好了" in visitor.page
    with desk.side.database.read() as session:
        found = slots.between(session, desk.office, moment(date(2026, 3, 5)), moment(date(2026, 3, 6)))
    times = [slot.starts_at.astimezone(LOCAL_TIME).strftime("%H:%M") for slot in found]
    assert times == ["11:00", "11:30", "14:30", "15:00"]
    visitor.get("/staff/calendar/slots")
    visitor.post("/staff/calendar/slots", **asked)
    assert "没有新的时间" in visitor.page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first", "soon", "请选日期"),
        ("days", "0", "请填1到60"),
        ("start", "half past", "8:30"),
        ("end", "8:00", "结束要比开始晚"),
        ("minutes", "1", "请填5到480"),
        ("capacity", "many", "请填1到50"),
        ("office", "elsewhere", "请从列表里选"),
        ("kind", "complaint", "请从列表里选"),
    ],
)
def test_what_cannot_be_opened_is_said_at_the_field(
    desk: CalendarDesk, field: str, value: str, said: str
) -> None:
    visitor = desk.visitor()
    visitor.get("/staff/calendar/slots")
    asked = {
        "office": desk.office,
        "kind": "appointment",
        "first": DAY,
        "days": "1",
        "start": "8:30",
        "end": "12:00",
        "minutes": "30",
        "capacity": "1",
    }
    visitor.post("/staff/calendar/slots", **(asked | {field: value}))
    assert visitor.status == 422
    assert said in visitor.page


def test_only_supervisors_open_and_close_times(desk: CalendarDesk) -> None:
    slot_id = desk.slot(THURSDAY)
    visitor = desk.visitor(Role.AGENT)
    visitor.get(f"/staff/calendar?day={DAY}")
    assert visitor.status == 200
    assert "停约" not in visitor.page
    visitor.post(f"/staff/calendar/slots/{slot_id}/close")
    assert visitor.status == 403
    visitor.get("/staff/calendar/slots")
    assert visitor.status == 403
    assert not desk.read(slot_id).closed


def test_the_week_shows_who_is_booked_without_anything_personal(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    number = desk.booked(THURSDAY, desk.hire("li", Role.AGENT), SECRET)
    visitor.get(f"/staff/calendar?day={DAY}&office={desk.office}&kind=appointment")
    assert number in visitor.page
    assert "09:00–09:30" in visitor.page
    assert "约了 1/2" in visitor.page
    assert "尾号 0001" in visitor.page
    assert ADDRESS not in visitor.page
    assert PHONE not in visitor.page


def test_a_case_is_booked_from_the_week_with_what_is_known(desk: CalendarDesk) -> None:
    slot_id, number = desk.slot(THURSDAY), desk.case()
    visitor = desk.visitor()
    visitor.get(f"/staff/calendar?case={number}&day={DAY}")
    path = f"/staff/calendar/slots/{slot_id}/book/{number}"
    assert path in visitor.page
    visitor.get(path)
    visitor.post(path, documents="户口本", proxy="女儿陪着来")
    assert "约好了，会发短信告诉居民" in visitor.page
    assert "已经约了" in visitor.page
    assert desk.read(slot_id).taken == 1
    assert Kind.BOOKED in desk.side.events(number)
    other = desk.slot(THURSDAY.replace(hour=10))
    visitor.get(f"/staff/calendar/slots/{other}/book/{number}")
    assert "户口本" in visitor.page
    assert "女儿陪着来" in visitor.page
    visitor.post(f"/staff/calendar/slots/{other}/book/{number}", documents="户口本")
    assert "改好了" in visitor.page
    assert (desk.read(slot_id).taken, desk.read(other).taken) == (0, 1)


def test_a_home_visit_needs_the_address(desk: CalendarDesk) -> None:
    slot_id, number = desk.slot(THURSDAY, kind="home_visit"), desk.case()
    visitor = desk.visitor()
    path = f"/staff/calendar/slots/{slot_id}/book/{number}"
    visitor.get(path)
    visitor.post(path, address=" ", mobility="走不动")
    assert visitor.status == 422
    assert "上门要写地址" in visitor.page
    assert "走不动" in visitor.page
    visitor.post(path, address=ADDRESS)
    assert "约好了" in visitor.page


def test_a_slot_that_filled_meanwhile_keeps_what_was_typed(desk: CalendarDesk) -> None:
    slot_id, number = desk.slot(THURSDAY, capacity=1), desk.case()
    visitor = desk.visitor()
    path = f"/staff/calendar/slots/{slot_id}/book/{number}"
    visitor.get(path)
    with desk.side.database.begin() as session:
        slots.take(session, slot_id)
    visitor.post(path, documents="户口本")
    assert visitor.status == 409
    assert "刚约满" in visitor.page
    assert "户口本" in visitor.page


def test_a_closed_slot_shows_who_has_to_be_moved(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    number = desk.booked(THURSDAY, desk.hire("li", Role.AGENT))
    with desk.side.database.read() as session:
        (slot,) = slots.between(session, desk.office, moment(date(2026, 3, 5)), moment(date(2026, 3, 6)))
    visitor.get(f"/staff/calendar?day={DAY}")
    visitor.post(f"/staff/calendar/slots/{slot.id}/close")
    assert "请改时间" in visitor.page
    assert f"/staff/calendar?case={number}" in visitor.page
    visitor.post(f"/staff/calendar/slots/{slot.id}/reopen")
    assert "又可以约了" in visitor.page
    assert not desk.read(slot.id).closed


def test_what_became_of_a_booking_is_noted(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    number = desk.booked(THURSDAY, desk.hire("li", Role.AGENT))
    visitor.get(f"/staff/calendar?case={number}")
    visitor.post(f"/staff/calendar/bookings/{number}/kept")
    assert "时间还没到" in visitor.page
    desk.side.clock.advance(THURSDAY - desk.side.clock.now())
    visitor.sign_in("chen")
    visitor.get(f"/staff/calendar/day?on={DAY}")
    visitor.post(f"/staff/calendar/bookings/{number}/missed", back="day", on=DAY, office=desk.office)
    assert "记下了" in visitor.page
    assert "没来" in visitor.page
    assert desk.side.events(number)[-1] is Kind.BOOKING_MISSED


def test_a_booking_is_cancelled_from_its_case(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    number = desk.booked(THURSDAY, desk.hire("li", Role.AGENT))
    visitor.get(f"/staff/calendar?case={number}")
    visitor.post(f"/staff/calendar/bookings/{number}/cancel")
    assert "取消了" in visitor.page
    visitor.post(f"/staff/calendar/bookings/{number}/cancel")
    assert "现在没有约时间" in visitor.page
    assert desk.side.events(number).count(Kind.BOOKING_CANCELLED) == 1


@pytest.mark.parametrize("path", ["/staff/calendar?day=9999-12-31", "/staff/calendar/day?on=x&office=y"])
def test_an_odd_address_shows_the_calendar_of_today(desk: CalendarDesk, path: str) -> None:
    visitor = desk.visitor()
    visitor.get(path)
    assert visitor.status == 200
    assert "2026-03-02" in visitor.page


def test_what_is_not_there_is_said(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    visitor.get("/staff/calendar?case=1111-1")
    assert visitor.status == 404
    visitor.get(f"/staff/calendar/slots/00000000-0000-4000-8000-000000000000/book/{desk.case()}")
    assert visitor.status == 404
    assert "没有这个时间" in visitor.page
