"""Callers who wait for a person, and members of the staff who are free to take a call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from assistant.store import calls
from assistant.store.calls import CallRow
from assistant.store.members import Member
from assistant.store.models import Call, Presence, StaffMember, StaffSitting
from assistant.store.presence import LASTS

AT_THE_CONSOLE = timedelta(minutes=15)
"""Whoever asked the console for nothing for so long may have left the desk."""
RINGS_FOR = timedelta(seconds=40)
"""Nobody's telephone rings for longer; with the time that it takes to ask for the key."""


def wait(session: Session, call: CallRow, case_id: str | None, now: datetime) -> None:
    """The caller waits for a person, since the first time that this was said."""
    call.next, call.case_id = "person", case_id or call.case_id
    call.waiting_since = call.waiting_since or now
    if call.left_at is not None:
        # Back from one person, the caller wants another.
        call.taken_by = call.taken_at = call.left_at = None
        call.waiting_since = now
    session.flush()


def stop_waiting(session: Session, call: CallRow) -> None:
    call.next = call.waiting_since = call.dialled = call.dialled_at = None
    session.flush()


def before(session: Session, call: CallRow, now: datetime) -> int:
    """How many callers have waited for longer and wait still."""
    if call.waiting_since is None:
        return 0
    earlier = or_(
        Call.waiting_since < call.waiting_since,
        (Call.waiting_since == call.waiting_since) & (Call.id < call.id),
    )
    waiting = (*calls.lasting(now), Call.id != call.id, Call.taken_by.is_(None), earlier)
    return int(session.execute(select(func.count()).select_from(Call).where(*waiting)).scalar_one())


def dial(session: Session, call: CallRow, members: Collection[str], now: datetime) -> None:
    """Note who is rung for the caller."""
    call.dialled, call.dialled_at = sorted({*(call.dialled or ()), *members}), now
    session.flush()


def take(session: Session, call: CallRow, member_id: str, now: datetime) -> bool:
    """Give the call to a member, while it waits and nobody has it; of several who try one succeeds."""
    taken = session.execute(
        update(Call)
        .where(
            Call.id == call.id,
            Call.taken_by.is_(None),
            Call.ended_at.is_(None),
            Call.waiting_since.is_not(None),
        )
        .values(taken_by=member_id, taken_at=now)
        .returning(Call.id)
        .execution_options(synchronize_session=False)
    ).first()
    return taken is not None


def left(session: Session, call: CallRow, now: datetime) -> None:
    """The member who took the call has hung up, or the caller has."""
    call.left_at = call.left_at or now
    session.flush()


def at_the_console(session: Session, now: datetime, call: CallRow) -> tuple[Member, ...]:
    """Active members with a telephone who are at the console and not on another call, those on duty first.

    They are locked until the transaction ends, and those whom another caller is about to ring are left out.
    """
    seen = (
        select(StaffSitting.staff_id)
        .where(StaffSitting.ended_at.is_(None), StaffSitting.seen_at > now - AT_THE_CONSOLE)
        .union(select(Presence.staff_id).where(Presence.seen_at > now - LASTS))
    )
    busy = on_a_call(session, now, call)
    rows: Sequence[StaffMember] = session.scalars(
        select(StaffMember)
        .where(StaffMember.active, StaffMember.phone.is_not(None), StaffMember.id.in_(seen))
        .order_by(StaffMember.on_duty_since.is_(None), StaffMember.on_duty_since, StaffMember.name)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    return tuple(Member.of(row) for row in rows if row.id not in busy)


def on_a_call(session: Session, now: datetime, but: CallRow) -> frozenset[str]:
    """Members who talk with a caller, or are being rung for one other than `but`."""
    rows = session.execute(
        select(Call.taken_by, Call.left_at, Call.dialled, Call.dialled_at).where(
            *calls.lasting(now), Call.id != but.id
        )
    )
    busy: set[str] = set()
    for taken_by, left_at, dialled, dialled_at in rows:
        if taken_by is not None:
            busy |= {taken_by} if left_at is None else set()
        elif dialled_at is not None and dialled_at > now - RINGS_FOR:
            busy |= set(dialled or ())
    return frozenset(busy)
