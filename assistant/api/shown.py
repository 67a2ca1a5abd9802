"""Cases in the form in which other systems see them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from assistant.api.schemas import By, CaseOut, EventOut, ExternalId, Limits, Line, Personal
from assistant.cases.kinds import HELD, CaseKind, Kind, Rating, Status
from assistant.cases.moves import record
from assistant.cases.summary import Summary
from assistant.cases.telling import reachable
from assistant.cases.transcript import lines
from assistant.cases.work import Work
from assistant.store import api_cases, api_keys, case_links, residents
from assistant.store import cases as rows
from assistant.store.api_keys import Key
from assistant.store.models import Case, CaseEvent


def cases(work: Work, found: Sequence[tuple[Case, int]]) -> tuple[CaseOut, ...]:
    """Cases with the positions of their last events, without anything personal."""
    links = case_links.of_cases(work.session, {case.id for case, _ in found})
    merged = api_cases.numbers_of(work.session, [case.merged_into for case, _ in found if case.merged_into])
    return tuple(
        CaseOut(
            number=case.number,
            kind=CaseKind(case.kind),
            status=Status(case.status),
            lane=case.priority,
            reason=case.reason,
            service=case.service,
            region=case.region,
            language=case.language,
            channel=case.channel,
            opened_at=case.opened_at,
            waiting_since=case.waiting_since,
            resolved_at=case.resolved_at,
            closed_at=case.closed_at,
            due=Limits(take=case.take_due, reply=case.reply_due, resolve=case.resolve_due),
            paused=case.paused_at is not None,
            taken=case.owner_id is not None and case.status in HELD,
            department=case.department,
            accepted=case.accepted,
            escalated=case.escalated,
            reopened=case.reopened,
            merged_into=merged.get(case.merged_into) if case.merged_into else None,
            rating=Rating(case.rating) if case.rating else None,
            solved=case.solved,
            external_ids=tuple(ExternalId(system=one.system, id=one.id) for one in links.get(case.id, ())),
            position=position,
            personal=None,
        )
        for case, position in found
    )


def case(work: Work, row: Case, *, personal: bool = False) -> CaseOut:
    """One case as it stands; `personal` adds the resident's number and words."""
    (shown,) = cases(work, [(row, api_cases.last_position(work.session, row.id))])
    return shown.model_copy(update={"personal": _personal(work, row)}) if personal else shown


def events(work: Work, found: Sequence[CaseEvent], *, personal: bool) -> tuple[EventOut, ...]:
    systems = api_keys.names(work.session)
    return tuple(
        EventOut(
            position=event.position,
            at=event.at,
            kind=Kind(event.kind),
            by=by(event.staff_id, systems),
            detail=dict(event.detail),
            words=work.vault.open(event.body) if personal and event.body is not None else None,
        )
        for event in found
    )


def by(member_id: str | None, systems: Mapping[str, str]) -> By | None:
    """Who did something: `systems` are the names of keys, by the id that a key and its member share."""
    if member_id is None:
        return None
    system = systems.get(member_id)
    return By(staff=system is None, system=system)


def was_looked_at(work: Work, row: Case, key: Key) -> bool:
    """Whether it is noted already that this key has seen the resident's number."""
    return rows.has_reference(work.session, _looked_at(row, key))


def note_look(work: Work, row: Case, key: Key) -> None:
    """Note, once, that this key has seen the resident's number."""
    record(work, row, Kind.NUMBER_SHOWN, by=key.id, reference=_looked_at(row, key))


def _looked_at(row: Case, key: Key) -> str:
    return f"shown:{row.number}:{key.id}"


def _personal(work: Work, row: Case) -> Personal:
    summary = Summary.from_json(json.loads(work.vault.open(row.summary))) if row.summary is not None else None
    phone = residents.address_of(work.session, work.vault, row.resident_id) if reachable(work, row) else None
    said = tuple(
        Line(at=line.at, speaker=line.speaker, text=line.text)
        for line in lines(work.session, work.vault, row)
        if line.speaker != "event" and line.text is not None
    )
    return Personal(
        phone=phone,
        needs=dict(summary.needs) if summary else {},
        asked_for=dict(summary.asked_for) if summary else {},
        facts=dict(summary.facts) if summary else {},
        words=said,
    )
