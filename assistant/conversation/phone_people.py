"""A caller who wants a person: the honest place, whose telephone rings, who takes the call, if anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from assistant.cases import clocks, ownership
from assistant.cases.assignment import suits
from assistant.cases.kinds import HELD, QUEUED, TAKEN, CaseKind, Kind
from assistant.cases.moves import record
from assistant.cases.states import NotAllowed
from assistant.cases.summary import Summary
from assistant.cases.work import Casework, Work
from assistant.conversation import callbacks
from assistant.conversation.phone_briefing import Briefing, Free, words_of
from assistant.ports import Clock
from assistant.store import calls, residents, staff, waiting_calls
from assistant.store import cases as rows
from assistant.store.calls import CallRow
from assistant.store.database import Database
from assistant.store.members import Member, Role
from assistant.store.models import Case
from knowledge.article import Language, spoken

MOST_RUNG = 3
"""So many telephones ring at once: more would be picked up in vain."""
_TAKES_CALLS = frozenset({Role.AGENT, Role.SUPERVISOR})

Found = Literal["dial", "busy", "nobody", "closed", "gone"]
Taking = Literal["taken", "late", "gone"]


@dataclass(frozen=True, slots=True)
class Rung:
    """A member whose telephone is to ring, at a number in E.164."""

    member_id: str
    number: str


@dataclass(frozen=True, slots=True)
class Search:
    """Who can take a call: `found` is "dial" with whom to ring, "busy" while all of them talk, "nobody" when
    no one is at the console, "closed" outside working hours, "gone" when the call is over or taken.

    `before` callers have waited for longer.
    """

    found: Found
    call_id: str = ""
    language: Language = "zh"
    before: int = 0
    rung: tuple[Rung, ...] = ()
    numberless: bool = False


class PhonePeople:
    """`title_of` names a service. Everything may be told twice, by several processes."""

    def __init__(
        self,
        database: Database,
        casework: Casework,
        clock: Clock,
        title_of: Callable[[str, Language], str | None],
    ) -> None:
        self._database = database
        self._casework = casework
        self._clock = clock
        self._title_of = title_of

    def search(self, call_sid: str) -> Search:
        """Who is to be rung for a caller who waits; whoever it is counts as busy from then on."""
        now = self._clock.now()
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None or call.ended_at is not None or call.taken_by is not None:
                return Search("gone")
            waiting_calls.wait(session, call, None, now)
            work = self._casework.on(session)
            case = rows.by_id(session, call.case_id) if call.case_id is not None else None
            language, before = spoken(call.language), waiting_calls.before(session, call, now)
            found: Found = "closed" if _is_closed(work, case) else "nobody"
            rung: tuple[Rung, ...] = ()
            if found == "nobody":
                able = self._able(work, call, case)
                rung = tuple(self._rung(session, member) for member in able[:MOST_RUNG])
                if rung:
                    found = "dial"
                    waiting_calls.dial(session, call, [one.member_id for one in rung], now)
                elif waiting_calls.on_a_call(session, now, call):
                    found = "busy"
            return Search(found, call.id, language, before, rung, call.numberless)

    def briefing(self, call_id: str, member_id: str) -> Briefing:
        """What the member who picked up hears."""
        with self._database.read() as session:
            call = calls.by_id(session, call_id)
            standing = _standing(call, member_id)
            if call is None or standing != "free":
                return Briefing("gone" if standing != "late" else "late")
            case = rows.by_id(session, call.case_id) if call.case_id is not None else None
            language = spoken(call.language)
            if case is None or case.summary is None:
                return Briefing("free", language)
            summary = Summary.from_json(json.loads(self._casework.vault.open(case.summary)))
        service = case.service or summary.service
        title = self._title_of(service, language) if service is not None else None
        return Briefing("free", language, title or "", words_of(summary))

    def take(self, call_id: str, member_id: str) -> Taking:
        """The member wants the call: one of several gets it, and the case with it."""
        with self._database.begin() as session:
            call = calls.by_id(session, call_id, lock=True)
            if call is None or staff.get(session, member_id) is None:
                return "gone"
            if call.taken_by == member_id and call.ended_at is None:
                return "taken"
            standing = _standing(call, member_id)
            if standing != "free":
                return standing
            work = self._casework.on(session)
            case = rows.by_id(session, call.case_id, lock=True) if call.case_id is not None else None
            if case is not None and not _claimed(work, case, member_id):
                return "late"
            if not waiting_calls.take(session, call, member_id, work.now):
                return "gone"
            if case is not None:
                _spoke(work, call, case, member_id)
            return "taken"

    def left(self, call_sid: str) -> bool:
        """The ringing or the talk with a person is over. Whether somebody had taken the call."""
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None or call.taken_by is None:
                return False
            waiting_calls.left(session, call, self._clock.now())
            return True

    def call_back(self, call_sid: str) -> bool:
        """The caller waits no longer and is called back: the case that they have becomes the callback.

        False when there is no number to call.
        """
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None:
                return False
            waiting_calls.stop_waiting(session, call)
            if call.numberless:
                return False
            work = self._casework.on(session)
            address = residents.address_of(session, work.vault, call.resident_id)
            callbacks.note(work, call_sid, address, reason="requested", phrase=None)
            return True

    def _able(self, work: Work, call: CallRow, case: Case | None) -> list[Member]:
        """Whom the case is meant for; those who were not rung yet go first."""
        there = [
            member
            for member in waiting_calls.at_the_console(work.session, work.now, call)
            if member.role in _TAKES_CALLS
        ]
        owner = case.owner_id if case is not None and case.status in HELD else None
        if case is not None and owner is not None:
            theirs = [member for member in there if member.id == owner]
            if theirs or _taken_by_hand(work, case):
                return theirs
        if case is not None:
            wanted = ownership.waiting_of(case)
            there = [member for member in there if suits(wanted, ownership.agent_of(work, member, 0))]
        rung = set(call.dialled or ())
        return sorted(there, key=lambda member: member.id in rung)

    def _rung(self, session: Session, member: Member) -> Rung:
        number = staff.phone_of(session, self._casework.vault, member.id)
        return Rung(member.id, number or "")


def _standing(call: CallRow | None, member_id: str) -> Free:
    if call is None or call.ended_at is not None:
        return "gone"
    if call.taken_by not in (None, member_id):
        return "late"
    return "free" if call.waiting_since is not None else "gone"


def _is_closed(work: Work, case: Case | None) -> bool:
    """Outside the hours of the office that sees to the case; what is urgent is seen to at any hour."""
    if case is None:
        return work.town.calendar(work.town.office_for(None).id).next_open(work.now) > work.now
    if work.town.levels(CaseKind(case.kind)).take.always:
        return False
    return clocks.calendar_of(work, case).next_open(work.now) > work.now


def _claimed(work: Work, case: Case, member_id: str) -> bool:
    """Give the case to the member. False when a colleague took it by hand meanwhile.

    What was only assigned by itself goes to whoever speaks with the resident.
    """
    if case.owner_id in (None, member_id):
        if case.status in QUEUED:
            ownership.claimed(work, case, member_id)
        return True
    if _taken_by_hand(work, case):
        return False
    try:
        record(work, case, Kind.ASSIGNED, by=member_id, to=member_id)
    except NotAllowed:
        # The case is over or with a department; the caller still gets their person.
        return True
    return True


def _taken_by_hand(work: Work, case: Case) -> bool:
    """Whether its owner, or a supervisor, chose that it is theirs; else it was assigned by itself."""
    taken = [event for event in rows.events(work.session, case.id) if event.kind in TAKEN]
    return bool(taken) and taken[-1].staff_id is not None


def _spoke(work: Work, call: CallRow, case: Case, member_id: str) -> None:
    record(work, case, Kind.CALL_ANSWERED, by=member_id, reference=f"transfer:{call.id}")
    if case.status in HELD and case.owner_id == member_id:
        record(work, case, Kind.STARTED, by=member_id)
