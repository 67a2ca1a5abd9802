"""The page of the telephone line: how many, how long and how it ended, never who or what."""

from __future__ import annotations

import pytest

from assistant.staff.line_figures import percentile, stages
from assistant.store import calls, waiting_calls
from assistant.store.calls import TurnTimes
from assistant.store.members import Role
from tests.assistant.staff.installation import NUMBER, Installation, Visitor


def rings(installation: Installation, sid: str, *, mode: str = "stream", address: str = NUMBER) -> str:
    """A call; the id of its row."""
    with installation.database.begin() as session:
        begun = calls.begin(
            session, installation.vault, sid, address, "a" * 64, installation.clock.now(), mode=mode
        )
        return begun.id


def takes(
    installation: Installation, call_id: str, turn: int, total_ms: int, *, by_key: bool = False
) -> None:
    noticed = None if by_key else total_ms - 400
    times = TurnTimes(
        turn, noticed, noticed, total_ms - 200, total_ms - 100, total_ms, "keys" if by_key else "vosk", True
    )
    with installation.database.begin() as session:
        calls.note_turn(session, call_id, times, installation.clock.now())


def ends(installation: Installation, sid: str, how: str) -> None:
    with installation.database.begin() as session:
        calls.end(session, sid, how, installation.clock.now())


def rows(page: str, heading: str) -> list[str]:
    """The rows of the table under a heading, without their markup."""
    section = page.split(f'id="{heading}"')[1].split("</section>")[0]
    return [
        " ".join("".join(part.split(">", 1)[-1] for part in row.split("<")).split())
        for row in section.split("<tr ")[2:]
    ]


def test_without_calls_the_page_says_so(installation: Installation, visitor: Visitor) -> None:
    visitor.get("/staff/line")
    assert "现在没有电话。" in visitor.page
    assert "24小时里没有电话。" in visitor.page
    assert "电话 Telephone line" in visitor.page


def test_a_call_under_way_is_known_by_its_time_and_standing_alone(
    installation: Installation, visitor: Visitor
) -> None:
    rings(installation, "CA1")
    installation.clock.advance(seconds=75)
    with installation.database.begin() as session:
        waited = calls.begin(
            session, installation.vault, "CA2", NUMBER, "b" * 64, installation.clock.now(), mode="gather"
        )
        waiting_calls.wait(session, waited, None, installation.clock.now())
    visitor.get("/staff/line")
    talking, waiting = rows(visitor.page, "now-heading")
    assert "1分15秒" in talking
    assert "和帮办说话" in talking
    assert "我们听、我们说" in talking
    assert "0秒" in waiting
    assert "等人工" in waiting
    assert "电话公司听和说" in waiting
    assert "1390000" not in visitor.page
    assert "CA1" not in visitor.page


def test_a_call_that_a_person_took_says_so(installation: Installation, visitor: Visitor) -> None:
    member = installation.hire("li", role=Role.AGENT)
    with installation.database.begin() as session:
        call = calls.begin(session, installation.vault, "CA1", NUMBER, "a" * 64, installation.clock.now())
        waiting_calls.wait(session, call, None, installation.clock.now())
        assert waiting_calls.take(session, call, member, installation.clock.now())
    visitor.get("/staff/line")
    (row,) = rows(visitor.page, "now-heading")
    assert "和工作人员说话" in row


def test_each_stage_shows_how_long_half_and_nearly_all_of_the_answers_took(
    installation: Installation, visitor: Visitor
) -> None:
    call = rings(installation, "CA1")
    for turn, total in enumerate((1000, 1200, 3000), 1):
        takes(installation, call, turn, total)
    takes(installation, call, 4, 500, by_key=True)
    visitor.get("/staff/line")
    noticed, *_, went_out = rows(visitor.page, "waits-heading")
    assert "800毫秒" in noticed
    assert "2600毫秒" in noticed
    assert noticed.endswith("3")
    assert "1000毫秒" in went_out
    assert "3000毫秒" in went_out
    assert went_out.endswith("4")


def test_calls_are_counted_by_how_they_ended_for_a_day(installation: Installation, visitor: Visitor) -> None:
    rings(installation, "CA0")
    ends(installation, "CA0", "dropped")
    installation.clock.advance(hours=25)
    visitor.sign_in()
    for sid, how in (("CA1", "hung_up"), ("CA2", "hung_up"), ("CA3", "transferred")):
        rings(installation, sid)
        ends(installation, sid, how)
    visitor.get("/staff/line")
    first, second = rows(visitor.page, "ends-heading")
    assert "居民挂断" in first
    assert "转给了人工" in second
    assert "共3个电话" in visitor.page
    assert "线路断了" not in visitor.page


@pytest.mark.parametrize("role", [Role.AGENT, Role.EDITOR, Role.DEPARTMENT])
def test_only_those_who_see_the_board_see_the_line(installation: Installation, role: Role) -> None:
    installation.hire("li", role=role)
    visitor = installation.visitor()
    visitor.sign_in("li")
    visitor.get("/staff/line")
    assert visitor.status == 403
    assert "Telephone line" not in visitor.page


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 50, None), ([7], 50, 7), ([7], 95, 7), ([1, 2], 50, 1), (list(range(1, 101)), 95, 95)],
)
def test_a_percentile_is_a_value_that_was_measured(
    values: list[int], share: int, expected: int | None
) -> None:
    assert percentile(values, share) == expected


def test_a_stage_that_no_turn_had_has_no_figures() -> None:
    noticed, *_ = stages([TurnTimes(1, None, None, 300, 400, 500, "keys", False)])
    assert (noticed.number, noticed.p50.zh, noticed.p95.zh) == (0, "没有", "没有")
