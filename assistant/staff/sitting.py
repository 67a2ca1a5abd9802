"""Who is signed in, from one sign-in to the sign-out."""

from __future__ import annotations

from flask import g, session

from assistant.ports import Clock
from assistant.store import sittings, staff
from assistant.store.database import Database
from assistant.store.members import Member

_TOKEN = "staff_sitting"  # noqa: S105


class Sitting:
    """Keeps a random token in the signed session cookie, which ends with the browser.

    The sitting and its member are looked up for every request, so whoever signed out, was idle, left or got
    another password or role is out at once, in every browser and with every copy of the cookie.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, member: Member) -> bool:
        """Start anew: nothing that was in the cookie before stays, the form token neither.

        False when the member has left or got another password since they were looked up.
        """
        self.end()
        with self._database.begin() as transaction:
            current = staff.get(transaction, member.id)
            if current is None or current.password_mark != member.password_mark:
                return False
            token = sittings.begin(transaction, member.id, self._clock.now())
        session[_TOKEN] = token
        return True

    def end(self) -> None:
        """Sign out: the token is worth nothing from then on."""
        sitting_id = self.id()
        if sitting_id is not None:
            with self._database.begin() as transaction:
                sittings.end(transaction, sitting_id, self._clock.now())
        session.clear()
        g.pop("staff_member", None)

    def id(self) -> str | None:
        """Identifies the sitting of this request to `lasts`, also after the request; no secret."""
        token = session.get(_TOKEN)
        return sittings.id_of(token) if isinstance(token, str) else None

    def member(self, *, counts: bool = True) -> Member | None:
        """Who is signed in, read once for each request; one that does not count keeps nobody signed in."""
        if "staff_member" not in g:
            sitting_id = self.id()
            g.staff_member = self._read(sitting_id, counts) if sitting_id is not None else None
        found: Member | None = g.staff_member
        return found

    def required(self) -> Member:
        """Who is signed in, behind the guard."""
        found = self.member()
        if found is None:
            raise RuntimeError("the guard lets nobody in who is not signed in")
        return found

    def lasts(self, sitting_id: str) -> Member | None:
        """The member while the sitting lasts; for a response that goes on and on. Needs no request."""
        return self._read(sitting_id, counts=False)

    def _read(self, sitting_id: str, counts: bool) -> Member | None:
        now = self._clock.now()
        with self._database.read() as transaction:
            found = sittings.find(transaction, sitting_id, now)
            member = staff.get(transaction, found.staff_id) if found is not None else None
        if found is not None and member is not None and counts and now - found.seen_at >= sittings.SEEN_EVERY:
            with self._database.begin() as transaction:
                sittings.seen(transaction, sitting_id, now)
        return member
