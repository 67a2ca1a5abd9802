from __future__ import annotations

from assistant.cases import alarms, answering, ownership, resolving
from assistant.cases.clocks import BREACHED, FINE, WARNED
from assistant.cases.kinds import CaseKind, Kind, Rating
from tests.assistant.cases.conftest import Counterside


def steps(counterside: Counterside, number: str, kind: Kind) -> list[str]:
    return [row.detail["step"] for row in counterside.event_rows(number) if row.kind == kind]


def test_a_limit_is_warned_of_then_broken_then_a_supervisors(counterside: Counterside) -> None:
    case = counterside.wants_person(kind=CaseKind.URGENT, reason="distress")
    assert case.take_due is not None
    first_look = counterside.row(case.number).alarm_at
    assert first_look is not None
    assert case.opened_at < first_look < case.take_due

    assert counterside.does(alarms.sound) == 0
    counterside.clock.advance(first_look - counterside.clock.now())
    assert counterside.does(alarms.sound) == 1
    assert counterside.view(case.number).alarms[0] == WARNED
    assert "take" in steps(counterside, case.number, Kind.WARNED)

    counterside.clock.advance(case.take_due - counterside.clock.now())
    counterside.does(alarms.sound)
    late = counterside.view(case.number)
    assert (late.alarms[0], late.escalated) == (BREACHED, True)
    assert counterside.row(case.number).breaches & 1
    counterside.does(alarms.sound)
    assert steps(counterside, case.number, Kind.BREACHED).count("take") == 1


def test_what_is_taken_and_answered_in_time_breaks_no_limit(counterside: Counterside) -> None:
    case = counterside.wants_person()
    wang = counterside.staff()
    counterside.does(answering.reply, case.number, wang, "请带身份证来。")
    counterside.does(resolving.resolve, case.number, wang)
    counterside.clock.advance(days=60)
    assert counterside.does(alarms.sound) == 0
    assert counterside.row(case.number).breaches == 0


def test_while_it_waits_for_the_resident_no_limit_breaks(counterside: Counterside) -> None:
    case = counterside.wants_person()
    counterside.does(answering.reply, case.number, counterside.staff(), "您在哪个区？", waits=True)
    counterside.clock.advance(days=60)
    assert counterside.does(alarms.sound) == 0
    assert counterside.row(case.number).alarm_at is None


def test_a_case_opened_again_has_limits_anew_and_keeps_what_it_broke(counterside: Counterside) -> None:
    case = counterside.wants_person()
    assert case.take_due is not None
    counterside.clock.advance(case.take_due - counterside.clock.now())
    counterside.does(alarms.sound)
    wang = counterside.staff()
    counterside.does(answering.reply, case.number, wang, "请带身份证来。")
    counterside.does(resolving.resolve, case.number, wang)
    again = counterside.does(resolving.rate, case.number, Rating.POOR, None)
    assert again.take_due is not None
    assert again.take_due > counterside.clock.now()
    assert again.alarms == (FINE, FINE, FINE)
    assert counterside.row(case.number).breaches & 1


def test_taking_a_late_case_ends_the_escalation(counterside: Counterside) -> None:
    case = counterside.wants_person(kind=CaseKind.URGENT, reason="distress")
    assert case.take_due is not None
    counterside.clock.advance(case.take_due - counterside.clock.now())
    counterside.does(alarms.sound)
    assert not counterside.does(ownership.claim, case.number, counterside.staff()).escalated
