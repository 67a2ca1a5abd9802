"""Residents: known by their address, which is kept sealed and found by its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, select, update
from sqlalchemy.orm import Session

from assistant.preferences import Preferences
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Delivery, Resident
from assistant.store.upsert import dialect_of, insert


@dataclass(frozen=True, slots=True)
class KnownResident:
    id: str
    language: str | None
    region: str | None
    messages_wanted: bool
    facts: bytes | None = None
    preferences: bytes | None = None
    preferences_at: datetime | None = None
    keeps_preferences: bool | None = None


_KNOWN = (
    Resident.id,
    Resident.language,
    Resident.region,
    Resident.messages_wanted,
    Resident.facts,
    Resident.preferences,
    Resident.preferences_at,
    Resident.keeps_preferences,
)


def ensure(session: Session, vault: Vault, address: str, now: datetime) -> KnownResident:
    """Find the resident of an address, or make one; locks the row until the transaction ends.

    The lock keeps two messages of one resident from opening two conversations at once.
    """
    row = session.execute(
        _ensured(dialect_of(session)),
        {
            "id": new_id(),
            "address": vault.seal(address),
            "address_lookup": vault.lookup(address),
            "messages_wanted": True,
            "created_at": now,
        },
    ).one()
    return KnownResident(*row)


@cache
def _ensured(dialect: str) -> Executable:
    """An update that changes nothing, because it returns and locks the row that is there."""
    statement = insert(dialect, Resident).on_conflict_do_update(
        index_elements=["address_lookup"], set_={"created_at": Resident.created_at}
    )
    return statement.returning(*_KNOWN)


def find(session: Session, vault: Vault, address: str) -> KnownResident | None:
    row = session.execute(select(*_KNOWN).where(Resident.address_lookup == vault.lookup(address))).first()
    return KnownResident(*row) if row else None


def lock(session: Session, resident_id: str) -> None:
    """Take the row lock that `ensure` takes. On SQLite every writer is alone already."""
    session.execute(select(Resident.id).where(Resident.id == resident_id).with_for_update(key_share=True))


def remember(session: Session, resident_id: str, *, language: str, region: str | None) -> None:
    """Keep what the next conversation starts with."""
    session.execute(
        update(Resident).where(Resident.id == resident_id).values(language=language, region=region)
    )


def keep_facts(
    session: Session, vault: Vault, resident_id: str, facts: Mapping[str, str], now: datetime
) -> None:
    """Keep what a resident answered in interviews; nothing is kept of no answers."""
    sealed = vault.seal(json.dumps(dict(facts), ensure_ascii=False)) if facts else None
    session.execute(
        update(Resident)
        .where(Resident.id == resident_id)
        .values(facts=sealed, facts_at=now if facts else None)
    )


def opened_facts(vault: Vault, sealed: bytes) -> dict[str, str]:
    """Raises SealBroken when the key is missing."""
    return dict(json.loads(vault.open(sealed)))


def answer_keeping(
    session: Session, vault: Vault, resident_id: str, preferences: Preferences | None, now: datetime
) -> None:
    """Note whether the resident lets us keep how to speak; None is a refusal, and nothing stays of it."""
    sealed = _sealed(vault, preferences) if preferences is not None else None
    session.execute(
        update(Resident)
        .where(Resident.id == resident_id)
        .values(
            keeps_preferences=preferences is not None,
            preferences=sealed,
            preferences_at=now if sealed else None,
        )
    )


def change_preferences(
    session: Session, vault: Vault, resident_id: str, preferences: Preferences, now: datetime
) -> bool:
    """Keep what a resident changed who lets us keep it. Whether it is kept."""
    changed = session.execute(
        update(Resident)
        .where(Resident.id == resident_id, Resident.keeps_preferences.is_(True))
        .values(preferences=_sealed(vault, preferences), preferences_at=now)
        .returning(Resident.id)
    ).first()
    return changed is not None


def opened_preferences(vault: Vault, sealed: bytes) -> Preferences:
    """Raises SealBroken when the key is missing."""
    return Preferences.from_json(json.loads(vault.open(sealed)))


def _sealed(vault: Vault, preferences: Preferences) -> bytes:
    return vault.seal(json.dumps(preferences.to_json(), ensure_ascii=False))


def address_of(session: Session, vault: Vault, resident_id: str) -> str:
    """Raises NoResultFound for an unknown resident, SealBroken when the key is missing."""
    return vault.open(
        session.execute(select(Resident.address).where(Resident.id == resident_id)).scalar_one()
    )


def set_messages_wanted(session: Session, resident_id: str, wanted: bool, now: datetime) -> None:
    """Note whether the resident wants to be written to; wanting it again releases what was held."""
    session.execute(
        update(Resident)
        .where(Resident.id == resident_id, Resident.messages_wanted != wanted)
        .values(messages_wanted=wanted, messages_wanted_since=now)
    )
    if wanted:
        session.execute(
            update(Delivery)
            .where(Delivery.resident_id == resident_id, Delivery.status == "held")
            .values(status="due", next_at=now, updated_at=now)
        )


def messages_wanted(session: Session, resident_id: str) -> bool:
    return session.execute(select(Resident.messages_wanted).where(Resident.id == resident_id)).scalar_one()


def direct_lane(session: Session, resident_id: str) -> bool:
    """Whether the resident's cases go before others."""
    return session.execute(select(Resident.direct_lane).where(Resident.id == resident_id)).scalar_one()


def take_direct_lane(session: Session, resident_id: str) -> None:
    session.execute(update(Resident).where(Resident.id == resident_id).values(direct_lane=True))
