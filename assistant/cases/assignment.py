"""Which case suits whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from assistant.cases.kinds import CaseKind
from assistant.cases.service import DANGER
from knowledge.regions import outside


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that nobody has. `priority` is its lane, 0 the most pressing."""

    id: str
    number: str
    kind: CaseKind
    priority: int
    since: datetime
    service: str | None = None
    region: str | None = None
    dialect: str | None = None
    avoided: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who takes cases. No services, dialects or districts given means all of them.

    `open` cases are held now, at most `most_open` are given by the machine.
    """

    id: str
    services: frozenset[str] = field(default_factory=frozenset)
    dialects: frozenset[str] = field(default_factory=frozenset)
    districts: frozenset[str] = field(default_factory=frozenset)
    open: int = 0
    most_open: int = 5


def suits(case: Waiting, agent: Agent) -> bool:
    """Whether the agent is meant for it at all. Danger is everybody's."""
    if agent.id in case.avoided:
        return False
    if case.priority == DANGER:
        return True
    return (
        _covers(agent.services, case.service)
        and any(_covers(agent.districts, code) for code in _within(case.region))
        and (not agent.dialects or case.dialect is None or case.dialect in agent.dialects)
    )


def next_for(agent: Agent, waiting: Iterable[Waiting]) -> Waiting | None:
    """What the agent should take next: the most pressing lane first, in it those whose dialect the agent
    speaks, then the longest wait."""
    fitting = [case for case in waiting if suits(case, agent)]
    return min(fitting, key=lambda case: (case.priority, not _speaks(agent, case), case.since), default=None)


def agent_for(case: Waiting, agents: Iterable[Agent]) -> Agent | None:
    """Who should get the case: somebody with room who suits it; the dialect first, then whoever is meant for
    this service and district by name, then the lightest load."""
    able = [agent for agent in agents if agent.open < agent.most_open and suits(case, agent)]
    return min(
        able,
        key=lambda agent: (
            not _speaks(agent, case),
            case.service not in agent.services,
            not any(code in agent.districts for code in _within(case.region)),
            agent.open,
            agent.id,
        ),
        default=None,
    )


def spread(waiting: Iterable[Waiting], agents: Mapping[str, Agent]) -> dict[str, str]:
    """Member by case, for as many of the waiting as there is room for, the most pressing first."""
    given: dict[str, str] = {}
    left = dict(agents)
    for case in sorted(waiting, key=lambda case: (case.priority, case.since)):
        agent = agent_for(case, left.values())
        if agent is not None:
            given[case.id] = agent.id
            left[agent.id] = _with_one_more(agent)
    return given


def _with_one_more(agent: Agent) -> Agent:
    return Agent(agent.id, agent.services, agent.dialects, agent.districts, agent.open + 1, agent.most_open)


def _covers(meant: frozenset[str], wanted: str | None) -> bool:
    return not meant or wanted is None or wanted in meant


def _speaks(agent: Agent, case: Waiting) -> bool:
    return case.dialect is not None and case.dialect in agent.dialects


def _within(region: str | None) -> tuple[str | None, ...]:
    """A GB/T 2260 code, and those of the city and the province around it."""
    return (None,) if region is None else (region, *outside(region))
