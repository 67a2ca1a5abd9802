"""What other systems may do with a case, in the name of their key."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal, assert_never

from pydantic import Field, TypeAdapter

from assistant.api.problems import Refused
from assistant.api.schemas import Incoming, Reason, Words
from assistant.cases import answering, departments, ownership, resolving
from assistant.cases.kinds import Rating
from assistant.cases.moves import find
from assistant.cases.work import Work
from assistant.rendering import gsm
from assistant.rendering.sms import MOST_PARTS


class Claim(Incoming):
    """Take the case: from then on it is this system's."""

    action: Literal["claim"]


class Note(Incoming):
    """Keep something for the staff alone."""

    action: Literal["note"]
    text: Words


class ReplyTo(Incoming):
    """Answer the resident by text message. `waits` says that the resident is asked for something."""

    action: Literal["reply"]
    text: Words
    waits: bool = False


class Dispatch(Incoming):
    """Send the case to a department of the town's."""

    action: Literal["dispatch"]
    department: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
    why: Reason = ""


class Resolve(Incoming):
    """Say that the matter is settled; the resident is asked about it later."""

    action: Literal["resolve"]
    result: Reason = ""


class Cancel(Incoming):
    """Nobody is needed any more."""

    action: Literal["cancel"]
    why: Words


class Reopen(Incoming):
    """The matter is not settled after all."""

    action: Literal["reopen"]
    why: Reason = ""


class Rate(Incoming):
    """What the resident said of it to this system. "poor", or not solved, opens the case again."""

    action: Literal["rate"]
    rating: Annotated[Rating, Field(strict=False)]
    solved: bool | None = None


Update = Annotated[
    Claim | Note | ReplyTo | Dispatch | Resolve | Cancel | Reopen | Rate, Field(discriminator="action")
]
UPDATE: TypeAdapter[Update] = TypeAdapter(Update)


@dataclass(frozen=True, slots=True)
class Actor:
    """In whose name something is done, and by which request, so that a request counts once."""

    member_id: str
    request: str


def apply(work: Work, number: str, update: Update, actor: Actor) -> None:
    """Raises what the cases raise: CaseNotFound, NotAllowed, OtherOpen, NotReachable, NoSuchDepartment.

    Refused when a reply is too long for a text message.
    """
    member = actor.member_id
    match update:
        case Claim():
            ownership.claim(work, number, member)
        case Note():
            answering.note(work, number, member, update.text)
        case ReplyTo():
            _require_short(work, number, update.text)
            answering.reply(work, number, member, update.text, key=actor.request, waits=update.waits)
        case Dispatch():
            departments.dispatch(work, number, member, update.department, why=update.why)
        case Resolve():
            resolving.resolve(work, number, member, result=update.result)
        case Cancel():
            resolving.cancel(work, number, member, update.why)
        case Reopen():
            resolving.reopen(work, number, member, why=update.why)
        case Rate():
            reference = f"rated:{actor.request}"
            resolving.rate(work, number, update.rating, update.solved, reference=reference)
        case _:
            assert_never(update)


def _require_short(work: Work, number: str, text: str) -> None:
    case = find(work, number)
    if gsm.parts(work.notices.signed(text, case.language)) > MOST_PARTS:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "reply_too_long",
            f"With the signature a reply fits into {MOST_PARTS} parts of a text message.",
        )
