"""Very many made-up cases in a database, with rows that are what their events add up to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assistant.cases import checking, metrics, numbers, service_levels, summary
from assistant.cases.kinds import OPEN, CaseKind, Kind, Rating, Status
from assistant.cases.metrics import Outcome
from assistant.cases.summary import Exchange
from assistant.cases.town import Town
from assistant.messages import Engine, Reply, TurnResult
from assistant.messages import Outcome as Answered
from assistant.state import ConversationState
from assistant.store.base import Base
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import (
    Case,
    CaseEvent,
    Conversation,
    Message,
    Resident,
    StaffMember,
)
from assistant.store.models import (
    Sequence as SequenceRow,
)
from assistant.store.turns import FAMILIES
from bench.case_stories import Happening, Teller

DISTRICTS = ("350102", "350103", "350104", "350105", "350111", "350112", None)
CHANNELS = ("sms", "sms", "phone", "kiosk")
STAFF = 12
CASES_OF_ONE = 4
_BATCH = 1000


class Maker:
    """Makes cases that were opened within `days` before `now`, evenly."""

    def __init__(self, database: Database, vault: Vault, town: Town, now: datetime, days: int) -> None:
        self._database, self._vault, self._town, self._now = database, vault, town, now
        self._span = timedelta(days=days)
        self._measure = checking.measure_by(town)
        self._sealed = _Sealed(vault)

    def make(self, count: int) -> Iterator[int]:
        """Write them; tells each time how many more are there."""
        staff = self._staff()
        teller = Teller(self._town, staff)
        people: list[str] = []
        made = (self._case(teller, index, count, people) for index in range(count))
        while batch := list(islice(made, _BATCH)):
            with self._database.begin() as session:
                for model in (Resident, Conversation, Message, Case, CaseEvent):
                    rows = [row for case in batch for row in case.get(model, ())]
                    _insert(session, model, rows)
            yield len(batch)
        with self._database.begin() as session:
            session.add(SequenceRow(name="case", value=count - 1))

    def _staff(self) -> list[str]:
        """Members who cannot sign in; the cases need owners."""
        members = [
            StaffMember(name=f"agent{at}", password_hash="", active=False, created_at=self._now - self._span)
            for at in range(STAFF)
        ]
        with self._database.begin() as session:
            session.add_all(members)
        return [member.id for member in members]

    def _case(
        self, teller: Teller, index: int, count: int, people: list[str]
    ) -> dict[type[Base], list[dict[str, Any]]]:
        opened = self._now - self._span + self._span * index / count
        kind, service, events = teller.story(opened, self._now)
        region, channel = DISTRICTS[index % len(DISTRICTS)], CHANNELS[index % len(CHANNELS)]
        rows: dict[type[Base], list[dict[str, Any]]] = {}
        if index % CASES_OF_ONE == 0:
            people.append(new_id())
            rows[Resident] = [self._resident(people[-1], index, opened)]
        resident, conversation, message, case_id = people[-1], new_id(), new_id(), new_id()
        rows[Conversation] = [
            {
                "id": conversation,
                "resident_id": resident,
                "family": FAMILIES[channel],
                "state": self._sealed.state,
                "version": 1,
                "started_at": opened,
                "last_at": opened,
            }
        ]
        rows[Message] = [self._message(message, conversation, channel, opened, service)]
        outcome = metrics.from_events(events, self._measure, region)
        rows[Case] = [
            {
                **_columns(outcome, events),
                **self._limits(outcome, CaseKind(kind), region),
                "id": case_id,
                "number": numbers.number_for(index),
                "conversation_id": conversation,
                "resident_id": resident,
                "message_id": message,
                "reason": "requested",
                "service": service,
                "region": region,
                "language": "zh",
                "summary": self._sealed.summary,
                "code": self._sealed.code,
                "channel": channel,
                "priority": 0 if kind is CaseKind.URGENT else 1 + index % 2,
                "version": len(events),
            }
        ]
        rows[CaseEvent] = [
            {
                "case_id": case_id,
                "at": event.at,
                "kind": event.kind,
                "staff_id": event.staff_id,
                "message_id": message if event.kind == Kind.OPENED else None,
                "detail": dict(event.detail),
                "body": self._sealed.reply if event.kind == Kind.STAFF_REPLIED else None,
            }
            for event in events
        ]
        return rows

    def _resident(self, resident: str, index: int, at: datetime) -> dict[str, Any]:
        number = f"+86139{index:08d}"
        return {
            "id": resident,
            "address": self._vault.seal(number),
            "address_lookup": self._vault.lookup(number),
            "messages_wanted": True,
            "created_at": at,
        }

    def _message(
        self, message: str, conversation: str, channel: str, at: datetime, service: str
    ) -> dict[str, Any]:
        return {
            "id": message,
            "conversation_id": conversation,
            "channel": channel,
            "provider_id": message,
            "recipient": "12345",
            "body": self._sealed.body,
            "received_at": at,
            "created_at": at,
            "status": "answered",
            "lease_until": at,
            "takes": 1,
            "result": self._sealed.result,
            "outcome": "answered",
            "service": service,
            "answered_at": at,
        }

    def _limits(self, outcome: Outcome, kind: CaseKind, region: str | None) -> dict[str, Any]:
        """The limits that still run, as if nobody had looked at them since the last event."""
        done = {"take": outcome.owner_id, "reply": outcome.replied_at, "resolve": None}
        since = outcome.waiting_since if outcome.reopened else outcome.opened_at
        calendar = self._town.calendar(self._town.office_for(region).id)
        is_open = Status(outcome.status) in OPEN
        values: dict[str, Any] = {"clock_since": since}
        for step, bit in metrics.BREACHES.items():
            limit = getattr(self._town.levels(kind), step)
            runs = is_open and done[step] is None
            values[f"{step}_due"] = service_levels.due(limit, since, calendar) if runs else None
            values[f"{step}_alarm"] = 2 if outcome.breaches & bit else 0
        return values


class _Sealed:
    """What is said in every case; sealing it once for each would take longer than all the rest."""

    def __init__(self, vault: Vault) -> None:
        at = datetime.fromisoformat("2026-03-02T01:30:00+00:00")
        asked, answered = (
            "八十岁那个钱咋领，我腿脚不好走不动",
            "到社区去领，带身份证和户口本，也可以让家里人代办。",
        )
        result = TurnResult(
            "", "", Answered.ANSWERED, (Reply(answered, "zh"),), Engine.KEYPAD, service="old_age_allowance"
        )
        written = summary.write([Exchange.of(at, asked, result)], ConversationState())
        self.body = vault.seal(asked)
        self.reply = vault.seal("请带身份证到社区，我帮您办。")
        self.code = vault.seal("1234")
        self.state = vault.seal(json.dumps(ConversationState().to_json(), ensure_ascii=False))
        self.result = vault.seal(json.dumps(result.to_json(), ensure_ascii=False))
        self.summary = vault.seal(json.dumps(written.to_json(), ensure_ascii=False))


def _columns(outcome: Outcome, events: Sequence[Happening]) -> dict[str, Any]:
    """The columns of a case that its events decide."""
    last, owner = events[-1].at, None
    avoided: list[str | None] = []
    for event in events:
        if event.kind == Kind.CLAIMED:
            owner = event.staff_id
        elif event.kind == Kind.RATED and event.detail["rating"] == Rating.POOR:
            avoided.append(owner)
    return {
        **asdict(outcome),
        "avoided": avoided or None,
        "owner_active_at": last if outcome.owner_id else None,
        "paused_at": last if outcome.status == Status.WAITING_FOR_RESIDENT else None,
    }


def _insert(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model.__table__), rows)
