"""What cases are called in other systems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.models import ApiKey, Case, CaseLink
from assistant.store.upsert import insert_once


@dataclass(frozen=True, slots=True)
class ExternalId:
    """The name of a case in the system whose key is called `system`."""

    system: str
    id: str


def link(session: Session, key_id: str, external_id: str, case_id: str) -> bool:
    """False when the other system has given this name away already."""
    return insert_once(
        session,
        CaseLink,
        {"id": new_id(), "key_id": key_id, "external_id": external_id, "case_id": case_id},
    )


def case_of(session: Session, key_id: str, external_id: str) -> Case | None:
    return session.execute(
        select(Case)
        .join(CaseLink, CaseLink.case_id == Case.id)
        .where(CaseLink.key_id == key_id, CaseLink.external_id == external_id)
    ).scalar_one_or_none()


def of_cases(session: Session, case_ids: Collection[str]) -> dict[str, tuple[ExternalId, ...]]:
    """The names of each of these cases, in a fixed order."""
    found: defaultdict[str, list[ExternalId]] = defaultdict(list)
    rows = session.execute(
        select(CaseLink.case_id, ApiKey.name, CaseLink.external_id)
        .join(ApiKey, ApiKey.id == CaseLink.key_id)
        .where(CaseLink.case_id.in_(case_ids))
        .order_by(ApiKey.name, CaseLink.external_id)
    )
    for case_id, system, external_id in rows:
        found[case_id].append(ExternalId(system, external_id))
    return {case_id: tuple(ids) for case_id, ids in found.items()}
