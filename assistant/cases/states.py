"""What can happen to a case, and where that leaves it."""

from __future__ import annotations

from enum import StrEnum

from assistant.errors import AssistantError


class Status(StrEnum):
    """Who is to act next: `waiting` the staff, `answered` the resident, `closed` nobody."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Kind(StrEnum):
    """What happened, as kept in the events of a case."""

    OPENED = "opened"
    ASKED_AGAIN = "asked_again"
    STAFF_REPLIED = "staff_replied"
    REPLY_SENT = "reply_sent"
    REPLY_DELIVERED = "reply_delivered"
    REPLY_FAILED = "reply_failed"
    REPLY_HELD = "reply_held"
    NUMBER_SHOWN = "number_shown"
    CLOSED = "closed"


class NotAllowed(AssistantError):
    """This cannot happen to a case in this state, as when two of the staff work on it at once."""

    code = "case_not_allowed"

    def __init__(self, status: Status, kind: Kind) -> None:
        super().__init__(f"{kind} cannot happen to a case that is {status}")
        self.status = status
        self.kind = kind


_UNREACHED = {Kind.REPLY_FAILED: Status.WAITING, Kind.REPLY_HELD: Status.WAITING}
"""A reply that does not arrive leaves the resident waiting, even when the case was closed with it."""

_AFTER: dict[Status, dict[Kind, Status]] = {
    Status.WAITING: {
        Kind.OPENED: Status.WAITING,
        Kind.ASKED_AGAIN: Status.WAITING,
        Kind.STAFF_REPLIED: Status.ANSWERED,
        Kind.REPLY_SENT: Status.WAITING,
        Kind.REPLY_DELIVERED: Status.WAITING,
        Kind.NUMBER_SHOWN: Status.WAITING,
        Kind.CLOSED: Status.CLOSED,
        **_UNREACHED,
    },
    Status.ANSWERED: {
        Kind.ASKED_AGAIN: Status.WAITING,
        Kind.STAFF_REPLIED: Status.ANSWERED,
        Kind.REPLY_SENT: Status.ANSWERED,
        Kind.REPLY_DELIVERED: Status.ANSWERED,
        Kind.NUMBER_SHOWN: Status.ANSWERED,
        Kind.CLOSED: Status.CLOSED,
        **_UNREACHED,
    },
    Status.CLOSED: {
        Kind.REPLY_SENT: Status.CLOSED,
        Kind.REPLY_DELIVERED: Status.CLOSED,
        Kind.NUMBER_SHOWN: Status.CLOSED,
        **_UNREACHED,
    },
}


def after(status: Status, kind: Kind) -> Status:
    """The status that follows. Raises NotAllowed."""
    following = _AFTER[status].get(kind)
    if following is None:
        raise NotAllowed(status, kind)
    return following
