from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.cases.assignment import Agent, Waiting, agent_for, next_for, spread, suits
from assistant.cases.kinds import CaseKind

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def waiting(name: str = "a", *, lane: int = 2, minute: int = 0, **about: str) -> Waiting:
    return Waiting(name, name, CaseKind.QUESTION, lane, NINE + timedelta(minutes=minute), **about)  # type: ignore[arg-type]


def agent(name: str = "wang", *, held: int = 0, **meant: set[str]) -> Agent:
    return Agent(name, **{kind: frozenset(some) for kind, some in meant.items()}, open=held)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "meant", "fits"),
    [
        (waiting(), {}, True),
        (waiting(service="id_card"), {"services": {"id_card"}}, True),
        (waiting(service="id_card"), {"services": {"old_age_allowance"}}, False),
        (waiting(), {"services": {"old_age_allowance"}}, True),
        (waiting(region="350102"), {"districts": {"350102"}}, True),
        (waiting(region="350102"), {"districts": {"350100"}}, True),
        (waiting(region="350102"), {"districts": {"350103"}}, False),
        (waiting(), {"districts": {"350103"}}, True),
        (waiting(dialect="minnan"), {"dialects": {"minnan"}}, True),
        (waiting(dialect="minnan"), {"dialects": {"fuzhou"}}, False),
        (waiting(dialect="minnan"), {}, True),
        (waiting(lane=0, service="id_card"), {"services": {"old_age_allowance"}}, True),
    ],
)
def test_a_case_suits_those_who_are_meant_for_it(
    case: Waiting, meant: dict[str, set[str]], fits: bool
) -> None:
    assert suits(case, agent(**meant)) is fits


def test_danger_goes_first_then_age_then_the_longest_wait() -> None:
    row = [
        waiting("ordinary", minute=0),
        waiting("senior", lane=1, minute=5),
        waiting("danger", lane=0, minute=9),
        waiting("senior earlier", lane=1, minute=2),
    ]
    taken = []
    while (chosen := next_for(agent(), row)) is not None:
        taken.append(chosen.id)
        row.remove(chosen)
    assert taken == ["danger", "senior earlier", "senior", "ordinary"]


def test_whoever_speaks_the_dialect_takes_those_first() -> None:
    row = [waiting("earlier"), waiting("minnan", minute=5, dialect="minnan")]
    chosen = next_for(agent(dialects={"minnan"}), row)
    assert chosen is not None
    assert chosen.id == "minnan"


def test_the_dialect_counts_before_the_service_and_the_service_before_the_load() -> None:
    case = waiting(service="id_card", dialect="minnan")
    speaks = agent("speaks", dialects={"minnan"}, held=3)
    knows = agent("knows", services={"id_card"}, held=2)
    idle = agent("idle")
    assert agent_for(case, [idle, knows, speaks]) == speaks
    assert agent_for(case, [idle, knows]) == knows
    assert agent_for(case, [agent("busy", held=4), idle]) == idle


def test_nobody_gets_more_than_there_is_room_for() -> None:
    row = [waiting(str(index), minute=index) for index in range(4)]
    agents = {"wang": Agent("wang", open=4, most_open=5), "li": Agent("li", open=3, most_open=5)}
    given = spread(row, agents)
    assert given == {"0": "li", "1": "li", "2": "wang"}


def test_what_was_not_good_enough_goes_to_others() -> None:
    case = Waiting("a", "a", CaseKind.QUESTION, 2, NINE, avoided=frozenset({"wang"}))
    assert next_for(agent("wang"), [case]) is None
    assert spread([case], {"wang": agent("wang")}) == {}
