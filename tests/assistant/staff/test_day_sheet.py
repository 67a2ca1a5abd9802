from __future__ import annotations

from assistant.cases.kinds import Kind
from assistant.store.members import Role
from tests.assistant.staff.calendar_desk import ADDRESS, DAY, PHONE, SECRET, THURSDAY, CalendarDesk


def test_the_sheet_masks_what_is_personal_until_somebody_says_why(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    first = desk.booked(THURSDAY, desk.hire("li", Role.AGENT), SECRET)
    second = desk.booked(THURSDAY.replace(hour=10), desk.hire("wu", Role.AGENT), index=2)
    visitor.get(f"/staff/calendar/day?on={DAY}&office={desk.office}")
    assert visitor.page.index(first) < visitor.page.index(second)
    assert ADDRESS not in visitor.page
    assert "坐轮椅" not in visitor.page
    assert PHONE not in visitor.page

    visitor.post("/staff/calendar/day", on=DAY, office=desk.office, why=" ")
    assert visitor.status == 422
    assert "请写为什么要看" in visitor.page
    assert Kind.NUMBER_SHOWN not in desk.side.events(first)

    visitor.post("/staff/calendar/day", on=DAY, office=desk.office, why="明天上门")
    for shown in (ADDRESS, "坐轮椅", "户口本", PHONE):
        assert shown in visitor.page
    for number in (first, second):
        event = desk.side.event_rows(number)[-1]
        assert event.kind == Kind.NUMBER_SHOWN
        assert desk.side.vault.open(event.body or b"") == "明天上门"


def test_a_day_without_bookings_says_so(desk: CalendarDesk) -> None:
    visitor = desk.visitor()
    visitor.get(f"/staff/calendar/day?on={DAY}")
    assert "这天没有人约" in visitor.page
