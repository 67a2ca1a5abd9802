"""A case as others than this package see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from assistant.cases.kinds import OPEN, CaseKind, Rating, Status
from assistant.cases.summary import Summary
from assistant.store.crypto import Vault
from assistant.store.models import Case


@dataclass(frozen=True, slots=True)
class CaseView:
    """`waiting_since` is when the staff's turn began. `summary` is None once purged.

    The `…_due` are the ends of the limits that run; `alarms` says by step what was noted of them (0 nothing,
    1 warned, 2 breached). `paused` holds while the case waits for the resident.
    """

    id: str
    number: str
    version: int
    kind: CaseKind
    status: Status
    priority: int
    reason: str
    service: str | None
    region: str | None
    language: str
    dialect: str | None
    channel: str
    conversation_id: str
    resident_id: str
    opened_at: datetime
    waiting_since: datetime
    closed_at: datetime | None
    owner: str | None
    owner_active_at: datetime | None
    department: str | None
    accepted: bool
    binding: bool
    sent_back: int
    undecided: bool
    escalated: bool
    reopened: int
    avoided: frozenset[str]
    rating: Rating | None
    solved: bool | None
    take_due: datetime | None
    reply_due: datetime | None
    resolve_due: datetime | None
    alarms: tuple[int, int, int]
    paused: bool
    practice: bool
    summary: Summary | None

    @property
    def open(self) -> bool:
        return self.status in OPEN


def of(vault: Vault, case: Case) -> CaseView:
    return CaseView(
        id=case.id,
        number=case.number,
        version=case.version,
        kind=CaseKind(case.kind),
        status=Status(case.status),
        priority=case.priority,
        reason=case.reason,
        service=case.service,
        region=case.region,
        language=case.language,
        dialect=case.dialect,
        channel=case.channel,
        conversation_id=case.conversation_id,
        resident_id=case.resident_id,
        opened_at=case.opened_at,
        waiting_since=case.waiting_since,
        closed_at=case.closed_at,
        owner=case.owner_id,
        owner_active_at=case.owner_active_at,
        department=case.department,
        accepted=case.accepted,
        binding=case.binding,
        sent_back=case.sent_back,
        undecided=case.undecided,
        escalated=case.escalated,
        reopened=case.reopened,
        avoided=frozenset(case.avoided or ()),
        rating=Rating(case.rating) if case.rating else None,
        solved=case.solved,
        take_due=case.take_due,
        reply_due=case.reply_due,
        resolve_due=case.resolve_due,
        alarms=(case.take_alarm, case.reply_alarm, case.resolve_alarm),
        paused=case.paused_at is not None,
        practice=case.practice_for is not None,
        summary=Summary.from_json(json.loads(vault.open(case.summary))) if case.summary is not None else None,
    )
