from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.store import case_load, case_replay, outcomes
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, CaseEvent, Conversation, Message, Resident, StaffMember
from assistant.store.outcomes import Answers, Passed, Wanted

START = datetime(2026, 3, 1, 16, tzinfo=UTC)
END = START + timedelta(days=1)
NOON = START + timedelta(hours=12)
ALL_DAY = Wanted(START, END)


class Rows:
    """Puts cases into the tables as they are, without anybody having worked on them."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault
        self._made = 0

    def member(self, name: str = "wang") -> str:
        member = StaffMember(name=name, password_hash="", created_at=START)
        self._add(member)
        return member.id

    def case(self, *events: tuple[str, dict[str, Any]], **fields: Any) -> str:
        """Returns the id. The case is closed unless a status says otherwise."""
        self._made += 1
        resident, conversation, message = new_id(), new_id(), new_id()
        sealed = self._vault.seal("{}")
        usual: dict[str, Any] = {
            "status": "closed",
            "opened_at": NOON,
            "reason": "requested",
            "language": "zh",
        }
        values = usual | fields
        values["closed_at"] = values["opened_at"] if values["status"] in ("closed", "cancelled") else None
        case = Case(
            id=new_id(),
            number=f"100{self._made}-0",
            conversation_id=conversation,
            resident_id=resident,
            message_id=message,
            waiting_since=values["opened_at"],
            **values,
        )
        self._add(
            Resident(id=resident, address=sealed, address_lookup=resident, created_at=NOON),
        )
        self._add(
            Conversation(
                id=conversation,
                resident_id=resident,
                family="text",
                state=sealed,
                started_at=NOON,
                last_at=NOON,
            )
        )
        self._add(
            Message(
                id=message,
                conversation_id=conversation,
                channel="sms",
                provider_id=message,
                recipient="",
                received_at=NOON,
                created_at=NOON,
                status="answered",
                lease_until=NOON,
            )
        )
        self._add(case)
        self._add(*(CaseEvent(case_id=case.id, at=NOON, kind=kind, detail=detail) for kind, detail in events))
        return case.id

    def _add(self, *rows: Any) -> None:
        with self._database.begin() as session:
            session.add_all(rows)


@pytest.fixture
def rows(database: Database, vault: Vault) -> Rows:
    return Rows(database, vault)


def test_a_case_belongs_to_the_time_in_which_it_was_opened(database: Database, rows: Rows) -> None:
    for at in (START - timedelta(seconds=1), START, END - timedelta(seconds=1), END):
        rows.case(opened_at=at)

    with database.read() as session:
        assert [one.opened_at for one in outcomes.measured(session, ALL_DAY)] == [
            START,
            END - timedelta(seconds=1),
        ]


def test_cases_of_practice_are_in_no_figure(database: Database, rows: Rows) -> None:
    rows.case(("resolved", {}), ("rated", {"rating": "good"}), practice_for=rows.member(), breaches=1)
    rows.case(practice_for=rows.member("li"), status="received")

    with database.read() as session:
        assert outcomes.measured(session, ALL_DAY) == []
        assert outcomes.answers(session, ALL_DAY) == []
        assert outcomes.listed(session, ALL_DAY) == []
        assert outcomes.breached(session, ALL_DAY, 9) == []
        assert case_load.load(session, ALL_DAY, NOON).open == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("service", "id_card"), ("region", "350102"), ("channel", "phone"), ("kind", "complaint")],
)
def test_cases_are_narrowed_down_by_what_they_are_about(
    database: Database, rows: Rows, name: str, value: str
) -> None:
    rows.case()
    rows.case(**{name: value})

    with database.read() as session:
        found = outcomes.measured(session, Wanted(START, END, **{name: value}))

    assert [getattr(one, name) for one in found] == [value]


def test_a_department_has_the_cases_that_were_ever_sent_there(database: Database, rows: Rows) -> None:
    rows.case(("dispatched", {"to": "health"}), ("recalled", {"from": "health"}), service="a")
    rows.case(("decided", {"to": "health"}), service="b")
    rows.case(("decided", {}), ("assigned", {"to": "health"}), service="c")
    rows.case(("dispatched", {"to": "housing"}), service="d")

    rows.case(("dispatched", {"to": "health"}), ("resolved", {}), ("rated", {"rating": "good"}), service="e")
    wanted = Wanted(START, END, department="health")

    with database.read() as session:
        assert sorted(str(one.service) for one in outcomes.measured(session, wanted)) == ["a", "b", "e"]
        assert [one.service for one in outcomes.answers(session, wanted)] == ["e"]
        assert outcomes.passed(session, wanted) == [Passed("health", 3, 0, 0)]
        assert case_load.load(session, wanted, NOON).open == 0


def test_a_resident_answers_once_for_each_time_the_case_was_resolved(database: Database, rows: Rows) -> None:
    poor, good = {"rating": "poor", "solved": None}, {"rating": "good", "solved": None}
    solved = {"rating": "good", "solved": True}
    resolved: tuple[str, dict[str, Any]] = ("resolved", {})
    rows.case(resolved, ("rated", poor), resolved, ("rated", good), ("rated", solved), service="a")
    rows.case(resolved, ("rated", good), ("rated", solved), service="a")
    rows.case(resolved, ("rated", good), service="b")
    rows.case(resolved, service="b")

    with database.read() as session:
        found = outcomes.answers(session, ALL_DAY)

    assert set(found) == {
        Answers("a", None, "sms", "poor", None, 1),
        Answers("a", None, "sms", "good", True, 2),
        Answers("b", None, "sms", "good", None, 1),
    }


def test_what_passes_between_the_desk_and_departments_is_counted_by_times(
    database: Database, rows: Rows
) -> None:
    sent, back = ("dispatched", {"to": "health"}), ("sent_back", {"from": "health"})
    rows.case(sent, back, sent, ("finished", {"from": "health"}), ("decided", {"to": "housing"}))

    with database.read() as session:
        assert outcomes.passed(session, ALL_DAY) == [Passed("health", 2, 1, 1), Passed("housing", 1, 0, 0)]


def test_the_load_is_what_is_open_now_whenever_it_was_opened(database: Database, rows: Rows) -> None:
    wang, li = rows.member("wang"), rows.member("li")
    long_ago = START - timedelta(days=90)
    rows.case(status="received", opened_at=long_ago)
    rows.case(status="reopened", take_due=NOON)
    rows.case(status="claimed", owner_id=wang, resolve_due=NOON + timedelta(minutes=1))
    rows.case(status="waiting_resident", owner_id=wang, resolve_due=NOON, paused_at=NOON)
    rows.case(status="with_department", owner_id=li)
    rows.case(status="resolved", owner_id=li)
    rows.case()

    with database.read() as session:
        load = case_load.load(session, ALL_DAY, NOON)

    assert (load.open, load.queued, load.for_resident, load.with_department, load.overdue) == (5, 2, 1, 1, 1)
    assert load.oldest == long_ago
    assert load.by_owner == ((wang, 2), (li, 1))


def test_late_cases_are_listed_up_to_a_limit_in_the_order_of_opening(database: Database, rows: Rows) -> None:
    rows.case(breaches=4, opened_at=NOON + timedelta(minutes=2))
    rows.case(breaches=1, opened_at=NOON)
    rows.case()

    with database.read() as session:
        assert [one.breaches for one in outcomes.breached(session, ALL_DAY, 9)] == [1, 4]
        assert [one.breaches for one in outcomes.breached(session, ALL_DAY, 1)] == [1]


def test_what_can_be_chosen_is_what_cases_are_about(database: Database, rows: Rows) -> None:
    rows.case(service="b", region="350103")
    rows.case(service="a")
    rows.case(service="c", opened_at=END)

    with database.read() as session:
        found = outcomes.choices(session, START, END)

    assert (found.services, found.regions) == (("a", "b"), ("350103",))


def test_all_cases_are_gone_through_once(database: Database, rows: Rows) -> None:
    made = {rows.case(("opened", {})) for _ in range(5)}

    seen, last = [], ""
    with database.read() as session:
        while found := case_replay.batch(session, last, 2):
            last = found[-1].id
            seen += [one.id for one in found]
        events = case_replay.events_of(session, seen)

    assert (len(seen), set(seen)) == (5, made)
    assert {len(of_case) for of_case in events.values()} == {1}
