"""What is arranged with a case: a place in a slot, a time to be called; and what the resident hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cases import calendar, service
from assistant.cases.asked_for import AskedFor
from assistant.cases.booking_details import proposed
from assistant.cases.kinds import CaseKind
from assistant.cases.progress import Told, near_day
from assistant.cases.work import Work
from assistant.conversation.tasks.wishes import Wish, in_words
from assistant.messages import Channel
from assistant.rendering.moments import time_in_words
from knowledge.article import Language


def arranged(
    work: Work,
    number: str,
    channel: Channel,
    asked_for: AskedFor | None,
    opened: Sequence[Told],
    language: Language,
) -> tuple[Told, ...]:
    """Book what was chosen, and what to tell: of the case, `opened`, and of what was arranged.

    Raises SlotFull, SlotOver, SlotNotFound.
    """
    if asked_for is None:
        return tuple(opened)
    if asked_for.slot_id is not None:
        return (*opened[:1], *_booked(work, number, channel, asked_for, language), *_hall(opened))
    when = asked_for.told.get("when")
    if asked_for.kind is CaseKind.CALLBACK and asked_for.told.get("reach") and not _hall(opened):
        return (*opened[:1], Told("task_line_text"), *opened[1:])
    if asked_for.kind is CaseKind.CALLBACK and when and not _hall(opened):
        said = in_words(Wish.from_text(when), work.now, language)
        return (*opened[:1], Told("task_will_call", {"when": said}), *opened[1:])
    if asked_for.kind in (CaseKind.APPOINTMENT, CaseKind.HOME_VISIT):
        return (*opened[:1], Told("task_arranged"), *_hall(opened))
    return tuple(opened)


def _booked(
    work: Work, number: str, channel: Channel, asked_for: AskedFor, language: Language
) -> tuple[Told, ...]:
    details = proposed(service.get(work, number).summary)
    told = channel is Channel.SMS
    place = calendar.book_for_resident(work, number, asked_for.slot_id or "", details, told=told)
    if place is None:
        return (Told("task_arranged"),)
    when = {
        "day": near_day(place.starts_at, work.now, language),
        "time": time_in_words(place.starts_at, language),
    }
    if asked_for.kind is CaseKind.HOME_VISIT:
        return (Told("task_visit_booked", when),)
    office = work.town.offices[place.office].name.in_language(language)
    return (Told("task_booked", {**when, "place": office}),)


def _hall(opened: Sequence[Told]) -> tuple[Told, ...]:
    """What is said at a terminal alone."""
    return tuple(one for one in opened if one.phrase == "case_hall")
