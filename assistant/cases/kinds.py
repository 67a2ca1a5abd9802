"""The words in which cases are told: what they are, where they stand, what happens to them."""

from __future__ import annotations

from enum import StrEnum


class CaseKind(StrEnum):
    """What the resident needs a person for."""

    QUESTION = "question"
    CALLBACK = "callback"
    APPOINTMENT = "appointment"
    HOME_VISIT = "home_visit"
    ASSISTED_FILING = "assisted_filing"
    COMPLAINT = "complaint"
    URGENT = "urgent"


class Status(StrEnum):
    RECEIVED = "received"
    CLAIMED = "claimed"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_RESIDENT = "waiting_resident"
    WITH_DEPARTMENT = "with_department"
    RESOLVED = "resolved"
    FOLLOWED_UP = "followed_up"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"


QUEUED = frozenset({Status.RECEIVED, Status.REOPENED})
"""Nobody has it yet."""
HELD = frozenset({Status.CLAIMED, Status.IN_PROGRESS, Status.WAITING_FOR_RESIDENT})
OPEN = QUEUED | HELD | {Status.WITH_DEPARTMENT}
DONE = frozenset({Status.RESOLVED, Status.FOLLOWED_UP})
"""Seen to; the resident has still a say."""
OVER = frozenset({Status.CLOSED, Status.CANCELLED})
STAFF_TO_ACT = QUEUED | {Status.CLAIMED, Status.IN_PROGRESS}


class Kind(StrEnum):
    """What happened, as kept in the events of a case."""

    OPENED = "opened"
    ASKED_AGAIN = "asked_again"
    RESIDENT_WROTE = "resident_wrote"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"
    STARTED = "started"
    STAFF_REPLIED = "staff_replied"
    CALLED = "called"
    CALL_ANSWERED = "call_answered"
    CALL_MISSED = "call_missed"
    NOTED = "noted"
    WAITED = "waited"
    RESUMED = "resumed"
    BOOKED = "booked"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_KEPT = "booking_kept"
    BOOKING_MISSED = "booking_missed"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    DECIDED = "decided"
    RECALLED = "recalled"
    FINISHED = "finished"
    EXTENDED = "extended"
    CHANGED = "changed"
    NUMBER_SHOWN = "number_shown"
    REPLY_SENT = "reply_sent"
    REPLY_DELIVERED = "reply_delivered"
    REPLY_FAILED = "reply_failed"
    REPLY_HELD = "reply_held"
    WARNED = "warned"
    BREACHED = "breached"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    FOLLOW_UP_SENT = "follow_up_sent"
    RATED = "rated"
    UNREACHED = "unreached"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    MERGED = "merged"


TAKEN = frozenset({Kind.CLAIMED, Kind.ASSIGNED})
"""Events by which somebody has a case."""
REPLIED = frozenset({Kind.STAFF_REPLIED, Kind.CALL_ANSWERED})
"""Events by which the resident has heard from the staff."""
BREACHES = {"take": 1, "reply": 2, "resolve": 4}
"""The steps that have a limit, with their part in `Case.breaches`."""


class Rating(StrEnum):
    """How content the resident is: 满意, 基本满意, 不满意."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
