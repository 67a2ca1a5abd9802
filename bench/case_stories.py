"""What happens to made-up cases, from seeded chance: events that could have happened one after the other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from assistant.cases import service_levels
from assistant.cases.kinds import CaseKind, Kind, Rating
from assistant.cases.town import Town
from assistant.cases.working_time import WorkingTime

FORGOTTEN = 0.1
_KINDS = {
    CaseKind.QUESTION: 55,
    CaseKind.CALLBACK: 15,
    CaseKind.APPOINTMENT: 8,
    CaseKind.HOME_VISIT: 4,
    CaseKind.ASSISTED_FILING: 10,
    CaseKind.COMPLAINT: 6,
    CaseKind.URGENT: 2,
}
_RATINGS = {Rating.GOOD: 80, Rating.FAIR: 14, Rating.POOR: 6}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event before it has a place in the database."""

    at: datetime
    kind: str
    staff_id: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Teller:
    """Tells the stories of cases: the same ones for the same seed. `staff` are the ids of members."""

    town: Town
    staff: Sequence[str]
    seed: int = 0
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def story(self, opened: datetime, until: datetime) -> tuple[CaseKind, str, list[Happening]]:
        """A kind, a service and what happened to the case before `until`, from its opening on.

        Some cases are forgotten on the way, so that every state is there.
        """
        kind = self._chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        department = self._chance.choice(list(self.town.departments.values()))
        service = self._chance.choice(sorted(department.services))
        told = (one for one in self._told(kind, department.id, opened))
        kept = []
        for one in told:
            if one.at >= until:
                break
            kept.append(one)
        if self._is(FORGOTTEN):
            del kept[self._chance.randint(1, len(kept)) :]
        return kind, service, kept

    def _told(self, kind: CaseKind, department: str, opened: datetime) -> Iterator[Happening]:
        calendar = self.town.calendar(self.town.office_for(None).id)
        agent, other = self._chance.sample(list(self.staff), 2)
        reason = {"reason": "requested", "kind": kind.value}
        yield Happening(opened, Kind.OPENED, None, reason)
        if self._is(0.03):
            yield Happening(self._later(opened, calendar, 20), Kind.CANCELLED)
            return
        at = yield from self._handled(kind, calendar, opened, opened, agent, department)
        at += timedelta(hours=1)
        yield Happening(at, Kind.FOLLOW_UP_SENT)
        if not self._is(0.7):
            at += timedelta(days=3)
            yield Happening(at, Kind.UNREACHED)
        else:
            at += timedelta(minutes=self._chance.expovariate(1 / 90))
            rating = self._chance.choices(list(_RATINGS), list(_RATINGS.values()))[0]
            yield self._rated(at, rating)
            if rating is Rating.POOR:
                at = yield from self._handled(kind, calendar, opened, at, other, department)
                at += timedelta(hours=3)
                yield self._rated(at, Rating.FAIR)
        yield Happening(at + timedelta(days=7), Kind.CLOSED)

    def _handled(
        self,
        kind: CaseKind,
        calendar: WorkingTime,
        opened: datetime,
        since: datetime,
        agent: str,
        department: str,
    ) -> Iterator[Happening]:
        """From the queue to the resolution; returns when that was."""
        levels = self.town.levels(kind)
        dues = {
            step: service_levels.due(getattr(levels, step), since, calendar)
            for step in ("take", "reply", "resolve")
        }
        at = self._later(since, calendar, 12)
        yield from self._late("take", dues["take"], at)
        yield Happening(at, Kind.CLAIMED, agent)
        before, at = at, self._later(at, calendar, 45)
        if dues["reply"] > before:
            yield from self._late("reply", dues["reply"], at)
        yield Happening(at, Kind.STAFF_REPLIED, agent)
        yield Happening(at + timedelta(seconds=3), Kind.REPLY_SENT)
        yield Happening(at + timedelta(seconds=9), Kind.REPLY_DELIVERED)
        at += timedelta(seconds=10)
        if self._is(0.2):
            yield Happening(at, Kind.WAITED, agent)
            at += timedelta(minutes=self._chance.expovariate(1 / 600))
            yield Happening(at, Kind.RESIDENT_WROTE)
        if self._is(0.25):
            at = yield from self._passed_on(calendar, at, agent, department)
        before, at = at, self._later(at, calendar, 180)
        if dues["resolve"] > before:
            yield from self._late("resolve", dues["resolve"], at)
        yield Happening(at, Kind.RESOLVED, agent)
        return at

    def _passed_on(
        self, calendar: WorkingTime, at: datetime, agent: str, department: str
    ) -> Iterator[Happening]:
        """To a department and back; returns when it was finished there."""
        for returned in (self._is(0.15), False):
            yield Happening(at, Kind.DISPATCHED, agent, {"to": department})
            at = self._later(at, calendar, 60)
            if not returned:
                break
            yield Happening(at, Kind.SENT_BACK, agent, {"from": department})
            at = self._later(at, calendar, 30)
        yield Happening(at, Kind.ACCEPTED, agent)
        at = self._later(at, calendar, 300)
        yield Happening(at, Kind.FINISHED, agent, {"from": department})
        return at

    def _late(self, step: str, due: datetime, done: datetime) -> Iterator[Happening]:
        if done > due:
            yield Happening(due, Kind.BREACHED, None, {"step": step})
            yield Happening(due, Kind.ESCALATED, None, {"why": step})

    def _rated(self, at: datetime, rating: Rating) -> Happening:
        solved = {Rating.GOOD: True, Rating.FAIR: self._chance.choice((True, None)), Rating.POOR: False}
        return Happening(at, Kind.RATED, None, {"rating": rating.value, "solved": solved[rating]})

    def _later(self, at: datetime, calendar: WorkingTime, minutes: float) -> datetime:
        """So many minutes of working time later, in the mean."""
        spent = timedelta(seconds=1 + int(self._chance.expovariate(1 / minutes) * 60))
        return calendar.add(at, spent)

    def _is(self, share: float) -> bool:
        return self._chance.random() < share
