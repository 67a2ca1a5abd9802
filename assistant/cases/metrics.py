"""What the events of a case add up to: where it is, who was when at work on it, how long each step took.

Nothing here looks at the row of the case, so that the row can be held against it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from assistant.cases import states
from assistant.cases.kinds import (
    BREACHES,
    OVER,
    QUEUED,
    REPLIED,
    STAFF_TO_ACT,
    TAKEN,
    CaseKind,
    Kind,
    Rating,
    Status,
)
from assistant.cases.states import Happened, Standing


class Recorded(Protocol):
    """An event as it is stored."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def staff_id(self) -> str | None: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


class Measure(Protocol):
    """Seconds from `start` to `end` as the limit of a step counts them for a kind of case in a region."""

    def __call__(
        self, step: str, kind: CaseKind, region: str | None, start: datetime, end: datetime
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went. The fields have the names and the meaning of the columns of `Case`."""

    opened_at: datetime
    waiting_since: datetime
    status: str
    kind: str
    owner_id: str | None
    department: str | None
    accepted: bool
    binding: bool
    sent_back: int
    undecided: bool
    escalated: bool
    extensions: int
    reopened: int
    closed_at: datetime | None
    taken_at: datetime | None
    replied_at: datetime | None
    resolved_at: datetime | None
    rated_at: datetime | None
    rating: str | None
    solved: bool | None
    follow_ups: int
    breaches: int
    take_s: int | None
    reply_s: int | None
    resolve_s: int | None


class NothingHappened(ValueError):
    """A case has at least the event that opened it, and it comes first."""


def from_events(events: Sequence[Recorded], measure: Measure, region: str | None = None) -> Outcome:
    """How a case went by its events, the oldest first. `region` is the one that the case has at the end.

    Raises NothingHappened, and NotAllowed when the events cannot have happened one after the other.
    """
    if not events or events[0].kind != Kind.OPENED:
        raise NothingHappened
    story = _Story(
        opened_at=events[0].at,
        waiting_since=events[0].at,
        kind=CaseKind(events[0].detail.get("kind", CaseKind.QUESTION)),
        region=_first_region(events, region),
        measure=measure,
    )
    for event in events:
        story.read(event)
    return story.outcome()


@dataclass(slots=True)
class _Story:
    """What is known after the events read so far. `pauses` are the waits for the resident that ended."""

    opened_at: datetime
    waiting_since: datetime
    kind: CaseKind
    region: str | None
    measure: Measure
    standing: Standing = field(default_factory=Standing)
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    paused_at: datetime | None = None
    closed_at: datetime | None = None
    taken_at: datetime | None = None
    replied_at: datetime | None = None
    resolved_at: datetime | None = None
    rated_at: datetime | None = None
    rating: Rating | None = None
    solved: bool | None = None
    follow_ups: int = 0
    breaches: int = 0
    take_s: int | None = None
    reply_s: int | None = None
    resolve_s: int | None = None

    def read(self, event: Recorded) -> None:
        happened = states.happened(event.kind, event.staff_id, event.detail)
        before, self.standing = self.standing, states.after(self.standing, happened)
        self._follow(event.at, before.status, self.standing.status)
        self._note(event, happened)
        if happened.kind in TAKEN and self.taken_at is None:
            self.taken_at, self.take_s = event.at, self._seconds("take", self.opened_at, event.at)
        if happened.kind in REPLIED and self.replied_at is None:
            self.replied_at, self.reply_s = event.at, self._seconds("reply", self.opened_at, event.at)
        if happened.kind is Kind.RESOLVED:
            spent = self._seconds("resolve", self.opened_at, event.at)
            paused = sum(self._seconds("resolve", start, end) for start, end in self.pauses)
            self.resolve_s = max(0, spent - paused)

    def _follow(self, at: datetime, before: Status | None, after: Status | None) -> None:
        """What a change of status does to the times."""
        if after is Status.WAITING_FOR_RESIDENT and self.paused_at is None:
            self.paused_at = at
        elif after is not Status.WAITING_FOR_RESIDENT and self.paused_at is not None:
            self.pauses.append((self.paused_at, at))
            self.paused_at = None
        if after in STAFF_TO_ACT and before not in STAFF_TO_ACT:
            self.waiting_since = at
        self.closed_at = (self.closed_at or at) if after in OVER else None
        if after is Status.RESOLVED and before is not Status.RESOLVED:
            self.resolved_at, self.follow_ups = at, 0
        if after is Status.REOPENED and before not in QUEUED:
            self.resolved_at = None

    def _note(self, event: Recorded, happened: Happened) -> None:
        """What an event tells besides."""
        if happened.kind is Kind.CHANGED:
            told = event.detail.get("after", {})
            self.kind, self.region = CaseKind(told.get("kind", self.kind)), told.get("region", self.region)
        elif happened.kind is Kind.RATED:
            self.rated_at, self.rating, self.solved = event.at, happened.rating, happened.solved
        elif happened.kind is Kind.FOLLOW_UP_SENT:
            self.follow_ups += 1
        elif happened.kind is Kind.BREACHED:
            self.breaches |= BREACHES[event.detail["step"]]

    def _seconds(self, step: str, start: datetime, end: datetime) -> int:
        return self.measure(step, self.kind, self.region, start, end)

    def outcome(self) -> Outcome:
        at, rating = self.standing, self.rating
        return Outcome(
            opened_at=self.opened_at,
            waiting_since=self.waiting_since,
            status=at.status.value if at.status else "",
            kind=self.kind.value,
            owner_id=at.owner,
            department=at.department,
            accepted=at.accepted,
            binding=at.binding,
            sent_back=at.sent_back,
            undecided=at.undecided,
            escalated=at.escalated,
            extensions=at.extensions,
            reopened=at.reopened,
            closed_at=self.closed_at,
            taken_at=self.taken_at,
            replied_at=self.replied_at,
            resolved_at=self.resolved_at,
            rated_at=self.rated_at,
            rating=rating.value if rating else None,
            solved=self.solved,
            follow_ups=self.follow_ups,
            breaches=self.breaches,
            take_s=self.take_s,
            reply_s=self.reply_s,
            resolve_s=self.resolve_s,
        )


def _first_region(events: Iterable[Recorded], last: str | None) -> str | None:
    """The region that the case had when it was opened: the one before the first change, if there was any."""
    for event in events:
        before = event.detail.get("before", {}) if event.kind == Kind.CHANGED else {}
        if "region" in before:
            region: str | None = before["region"]
            return region
    return last
