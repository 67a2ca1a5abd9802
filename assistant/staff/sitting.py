"""Who is signed in, from one sign-in to the sign-out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import g, session

from assistant.ports import Clock
from assistant.store import staff
from assistant.store.database import Database
from assistant.store.staff import Member

# A working day; limits of 20 hours and more need no warning on screen (WCAG 2.2.1).
LONGEST = timedelta(hours=20)
_MEMBER, _SINCE, _MARK = "staff", "staff_since", "staff_mark"


class Sitting:
    """Keeps the member's id in the signed session cookie, which ends with the browser.

    The member is looked up for every request, so a deactivated one is out at once, and so is every
    browser that was signed in with an earlier password.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, member: Member) -> None:
        """Start anew: nothing that was in the cookie before stays, the form token neither."""
        session.clear()
        session[_MEMBER] = member.id
        session[_MARK] = member.password_mark
        session[_SINCE] = int(self._clock.now().timestamp())
        g.pop("staff_member", None)

    def end(self) -> None:
        session.clear()
        g.pop("staff_member", None)

    def member(self) -> Member | None:
        """Who is signed in, read once for each request."""
        if "staff_member" not in g:
            g.staff_member = self._read()
        found: Member | None = g.staff_member
        return found

    def required(self) -> Member:
        """Who is signed in, behind the guard."""
        found = self.member()
        if found is None:
            raise RuntimeError("the guard lets nobody in who is not signed in")
        return found

    def _read(self) -> Member | None:
        member_id, since = session.get(_MEMBER), session.get(_SINCE)
        if not isinstance(member_id, str) or not isinstance(since, int):
            return None
        if self._clock.now() - datetime.fromtimestamp(since, UTC) >= LONGEST:
            return None
        with self._database.read() as transaction:
            member = staff.get(transaction, member_id)
        return member if member is not None and member.password_mark == session.get(_MARK) else None
