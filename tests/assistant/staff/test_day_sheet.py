from __future__ import annotations

from datetime import datetime

import pytest

from assistant.cases.booking_details import Details
from assistant.cases.kinds import Kind
from assistant.cases.work import Casework
from assistant.rendering.moments import LOCAL_TIME
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.members import Role
from tests.assistant.cases.conftest import Counterside
from tests.assistant.staff.calendar_desk import CalendarDesk
from tests.assistant.staff.conftest import Installation
from tests.conftest import FakeClock, InboundBuilder

# The tests' clock stands at Monday 2026-03-02 09:30.
THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=LOCAL_TIME)
DAY = "2026-03-05"
ADDRESS, PHONE = "鼓东路1号", "139 0000 0001"
SECRET = Details(address=ADDRESS, mobility="坐轮椅", documents="户口本")


@pytest.fixture
def desk(
    installation: Installation,
    sqlite_database: Database,
    vault: Vault,
    clock: FakeClock,
    inbound: InboundBuilder,
    casework: Casework,
) -> CalendarDesk:
    side = Counterside(sqlite_database, vault, clock, inbound, casework)
    return CalendarDesk(installation.app, side, casework.town.office_for(None).id)


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
