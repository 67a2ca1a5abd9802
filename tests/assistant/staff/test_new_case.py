"""Cases that staff open for somebody who is there, or on the telephone."""

from __future__ import annotations

from sqlalchemy import func, select

from assistant.cases import hall
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.store.models import Case, Resident, Ticket
from tests.assistant.staff.installation import Installation, Visitor

FORM = {
    "said": "我耳朵背，公交卡刷不出来",
    "number": "13900001234",
    "kind": "assisted_filing",
    "service": "",
    "language": "zh",
}


def opens(visitor: Visitor, path: str = "/staff/cases/new", **fields: str) -> None:
    visitor.get(path)
    visitor.post(path, **{"ticket": visitor.ticket(), **FORM, **fields})


def only(installation: Installation) -> Case:
    with installation.database.read() as session:
        return session.scalars(select(Case)).one()


def test_what_somebody_says_is_written_down_once_and_the_case_is_whoevers_asked(
    installation: Installation, visitor: Visitor
) -> None:
    opens(visitor)
    case = only(installation)
    view = installation.view(case.number)
    assert (view.kind, view.status, view.channel) == (
        CaseKind.ASSISTED_FILING,
        Status.CLAIMED,
        "counter",
    )
    assert view.summary is not None
    assert view.summary.exchanges[-1].asked == FORM["said"]
    assert "hearing" in view.summary.needs
    assert [kind for kind, _ in installation.events(case.number)] == [Kind.OPENED, Kind.CLAIMED]
    assert FORM["said"] in visitor.page
    with installation.database.read() as session:
        address = session.scalars(select(Resident.address)).one()
    assert installation.vault.open(address) == "+8613900001234"


def test_a_form_sent_twice_opens_one_case(installation: Installation, visitor: Visitor) -> None:
    visitor.get("/staff/cases/new")
    ticket = visitor.ticket()
    for _ in range(2):
        visitor.get("/staff/cases/new")
        visitor.post("/staff/cases/new", **FORM, ticket=ticket)
    with installation.database.read() as session:
        assert session.execute(select(func.count()).select_from(Case)).scalar_one() == 1


def test_without_a_number_nothing_can_be_sent_and_that_is_said(
    installation: Installation, visitor: Visitor
) -> None:
    opens(visitor, number="")
    number = only(installation).number
    visitor.get(f"/staff/cases/{number}")
    assert f"/staff/cases/{number}/reply" not in visitor.page
    visitor.reply(number, "请带身份证来。")
    assert visitor.status == 422
    assert installation.outgoing() == []
    assert installation.outgoing("notice") == []


def test_what_is_wrong_with_the_form_is_said_and_nothing_is_opened(
    installation: Installation, visitor: Visitor
) -> None:
    for fields in ({"said": ""}, {"number": "12"}, {"kind": "party"}):
        opens(visitor, **fields)
        assert visitor.status == 422
    with installation.database.read() as session:
        assert session.scalars(select(Case)).all() == []


def test_whoever_holds_a_ticket_gets_a_case_from_the_counter(
    installation: Installation, visitor: Visitor
) -> None:
    with installation.database.begin() as session:
        work = installation.casework.on(session)
        ticket = hall.issue(work, "hall", service="senior_card")
    path = f"/staff/hall/tickets/{ticket.id}/case"
    opens(visitor, path, service="senior_card")
    case = only(installation)
    assert case.service == "senior_card"
    with installation.database.read() as session:
        assert session.scalars(select(Ticket.case_id)).one() == case.id
