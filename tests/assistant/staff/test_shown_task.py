"""What a resident asked to have done, as the staff see it and as it fills the booking."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from assistant.cases.kinds import CaseKind
from assistant.cases.service import Wanted, open_case
from assistant.cases.views import CaseView
from assistant.rendering.moments import LOCAL_TIME
from assistant.staff.shown import Words
from assistant.staff.shown_task import lines
from assistant.state import ConversationState
from assistant.store import retention, slots
from assistant.store.members import Role
from assistant.store.models import Case

TOLD = {
    "when": "2026-03-03/2026-03-03/08:00:00/12:00:00",
    "when_words": "明天上午",
    "who": "other",
    "relation": "mother",
    "who_words": "我妈",
    "place": "五一路12号",
    "what": "楼道的灯坏了，打过13912345678没人接",
    "happened": "上个星期",
    "phone": "13800000001",
}


def opened(installation, kind: CaseKind = CaseKind.COMPLAINT, **needs: str) -> CaseView:
    recorded = installation.says("请帮我办", "好的。")
    wanted = Wanted(
        conversation_id=recorded.conversation_id,
        resident_id=recorded.resident_id,
        message_id=recorded.message_id,
        reason="requested",
        state=ConversationState(),
        kind=kind,
        needs=needs,
        asked_for=TOLD,
    )
    return installation.does(open_case, wanted)


@pytest.fixture
def case(installation):
    return opened(installation)


def test_every_line_has_its_name_in_both_languages_and_own_words_stay_as_they_are(case) -> None:
    shown = {line.label.zh: line for line in lines(case)}
    assert list(shown) == ["想要的时间", "替谁办", "地方", "什么事", "什么时候的事", "留的电话"]
    assert all(line.label.en for line in shown.values())
    when = shown["想要的时间"]
    assert not when.own
    assert (when.value.zh, when.value.en) == ("3月3日周二上午", "Tuesday 3 March in the morning")
    assert shown["替谁办"].value == Words("我妈", "zh-CN")
    assert all(line.own for name, line in shown.items() if name != "想要的时间")


def test_numbers_are_stars_until_they_are_revealed(case) -> None:
    hidden = " ".join(line.value.text for line in lines(case) if line.own)
    assert "13912345678" not in hidden
    assert "13800000001" not in hidden
    assert "****5678" in hidden
    plain = " ".join(line.value.text for line in lines(case, plain=True) if line.own)
    assert "13912345678" in plain
    assert "13800000001" in plain


def test_the_page_shows_what_is_to_be_done_with_the_numbers_hidden(installation, case) -> None:
    installation.hire(role=Role.AGENT)
    visitor = installation.visitor()
    visitor.sign_in()
    visitor.get(f"/staff/cases/{case.number}")
    for shown in (
        "想要的时间",
        "Time wished for",
        "3月3日周二上午",
        "Tuesday 3 March",
        "五一路12号",
        "****0001",
    ):
        assert shown in visitor.page
    for hidden in ("13800000001", "13912345678"):
        assert hidden not in visitor.page

    visitor.does(case.number, "reveal", what="number", reason="call")
    assert "13800000001" in visitor.page


def test_once_it_is_purged_nothing_of_it_is_shown(installation, case) -> None:
    with installation.database.begin() as session:
        session.execute(update(Case).values(closed_at=installation.clock.now()))
    installation.clock.advance(days=400)
    with installation.database.begin() as session:
        retention.purge(session, installation.vault, installation.clock.now() - timedelta(days=180), 100)
    assert lines(installation.view(case.number)) == ()


def test_the_address_and_for_whom_are_in_the_booking_already(installation) -> None:
    case = opened(installation, CaseKind.HOME_VISIT, proxy="我妈")
    at = datetime(2026, 3, 5, 9, tzinfo=LOCAL_TIME)
    with installation.database.begin() as session:
        slots.add(session, "hall", "home_visit", at, at + timedelta(minutes=30), 1)
        (slot,) = slots.between(session, "hall", at, at + timedelta(minutes=1), "home_visit")
    installation.hire(role=Role.SUPERVISOR)
    visitor = installation.visitor()
    visitor.sign_in()
    visitor.get(f"/staff/calendar/slots/{slot.id}/book/{case.number}")
    for known in ("五一路12号", "替我妈办 on behalf of 我妈"):
        assert known in visitor.page
