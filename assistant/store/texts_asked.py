"""Texts that residents asked for on the telephone: which were sent, and how many."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from assistant.store.models import Delivery

PREFIX = "text_me:"
"""How the reference of such a text begins."""


def known(session: Session, reference: str) -> bool:
    """Whether the text with that reference was put in line before."""
    return bool(session.execute(select(exists().where(Delivery.reference == reference))).scalar_one())


def count_since(session: Session, resident_id: str, since: datetime) -> int:
    """How many a resident asked for after `since`."""
    counted = select(func.count()).where(
        Delivery.resident_id == resident_id,
        Delivery.created_at > since,
        Delivery.reference.startswith(PREFIX, autoescape=True),
    )
    return int(session.execute(counted).scalar_one())
