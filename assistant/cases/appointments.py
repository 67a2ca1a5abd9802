"""A place of a case in a slot, and why there may be none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.cases.booking_details import Details
from assistant.cases.kinds import CaseKind
from assistant.errors import AssistantError
from assistant.store.models import Case, Slot

KEPT, MISSED = "kept", "missed"


class SlotNotFound(AssistantError):
    code = "slot_not_found"


class SlotFull(AssistantError):
    """No place is left in the slot, or it is closed."""

    code = "slot_full"


class SlotOver(AssistantError):
    """The slot has begun."""

    code = "slot_over"


class AlreadyBooked(AssistantError):
    """The case has another place: it can be moved."""

    code = "already_booked"


class NotBooked(AssistantError):
    """The case has no place, or what became of it is noted already."""

    code = "not_booked"


class TooEarly(AssistantError):
    """Nobody can have kept or missed what has not come yet."""

    code = "booking_too_early"


class OnlyPractice(AssistantError):
    """A case that was made up for practice takes no real place."""

    code = "only_practice"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A place of a case. `outcome` is None until it was "kept" or "missed"."""

    id: str
    number: str
    slot_id: str
    office: str
    kind: CaseKind
    starts_at: datetime
    ends_at: datetime
    outcome: str | None
    details: Details


def shown(case: Case, slot: Slot, booking_id: str, outcome: str | None, details: Details) -> Appointment:
    return Appointment(
        booking_id,
        case.number,
        slot.id,
        slot.office,
        CaseKind(slot.kind),
        slot.starts_at,
        slot.ends_at,
        outcome,
        details,
    )
