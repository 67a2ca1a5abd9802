"""Column types that hold the same values on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Uuid
from sqlalchemy.types import TypeDecorator

Id = Uuid(as_uuid=False)
"""An opaque identity, a `str` in Python, `uuid` on PostgreSQL."""

Position = BigInteger().with_variant(Integer(), "sqlite")
"""A number that grows with every row, for tables whose order of writing matters."""


def new_id() -> str:
    return str(uuid4())


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, in UTC when read back. A naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
