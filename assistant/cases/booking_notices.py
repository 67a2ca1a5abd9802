"""What residents are told about their place in a slot, at once and on the working day before."""

from __future__ import annotations

from assistant.cases import timetable
from assistant.cases.kinds import CaseKind
from assistant.cases.telling import can_be_told, send, tell
from assistant.cases.work import Work
from assistant.rendering.moments import day_in_words, time_in_words
from assistant.store import outbox
from assistant.store.models import Case, Slot
from knowledge.article import spoken


def tell_entered(
    work: Work, case: Case, slot: Slot, booking_id: str, *, moved: bool, told: bool = False
) -> None:
    """Say when and where, unless it is `told` already, and have it said again on the working day before."""
    said = {
        "day": day_in_words(slot.starts_at, case.language),
        "time": time_in_words(slot.starts_at, case.language),
        "place": _place(work, case, slot),
    }
    at_home = slot.kind == CaseKind.HOME_VISIT
    first, phrase = ("visit_moved" if moved else "visit_booked"), ("booking_moved" if moved else "booked")
    if not told:
        tell(work, case, first if at_home else phrase, f"booked:{booking_id}", **said)
    _remind(work, case, slot, booking_id, "visit_reminder" if at_home else "reminder", said)


def tell_cancelled(work: Work, case: Case, slot: Slot, booking_id: str) -> None:
    day = day_in_words(slot.starts_at, case.language)
    tell(work, case, "booking_cancelled", f"booking_cancelled:{booking_id}", day=day)


def withdraw(work: Work, booking_id: str) -> None:
    """What has not been said of a place that is given up, or over, is not said any more."""
    for reference in (_reminder(booking_id), f"notice:booked:{booking_id}"):
        outbox.withdraw(work.session, reference, work.now)


def _remind(work: Work, case: Case, slot: Slot, booking_id: str, phrase: str, said: dict[str, str]) -> None:
    """Not when the time for it is over, nor to whom no text can be sent."""
    at = timetable.reminder_at(work.town.calendar(slot.office), slot.starts_at)
    if at is None or at <= work.now or not can_be_told(work, case):
        return
    text = work.notices.text(phrase, case.language, number=case.number, **said)
    send(work, case, text, _reminder(booking_id), purpose="reminder", unasked=True, not_before=at)


def _reminder(booking_id: str) -> str:
    return f"reminder:{booking_id}"


def _place(work: Work, case: Case, slot: Slot) -> str:
    return work.town.offices[slot.office].name.in_language(spoken(case.language))
