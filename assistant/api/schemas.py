"""What goes over the wire. docs/openapi.json is written from these."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.cases.kinds import CaseKind, Kind, Rating, Status

LONGEST_TEXT = 2000
LARGEST_POSITION = 2**63 - 1
PAGE = 100


def _e164(number: str) -> str:
    """Raises ValueError unless it is a number that can be dialled, in E.164."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        raise ValueError("no telephone number in E.164") from None
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("no telephone number in E.164")
    return number


Words = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S")]
Reason = Annotated[str, Field(max_length=LONGEST_TEXT)]
ServiceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Region = Annotated[str, Field(pattern=r"^[0-9]{6}$", description="Code of GB/T 2260.")]
Phone = Annotated[
    str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", description="Number in E.164."), AfterValidator(_e164)
]
ExternalName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=128,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="What the case is called in the other system; each is one case for ever.",
    ),
]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,15}$")]
NeedName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,23}$")]
Position = Annotated[int, Field(ge=0, le=LARGEST_POSITION)]


class Incoming(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Outgoing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewCase(Incoming):
    """Something that a resident needs a person for, as another system knows it."""

    external_id: ExternalName
    kind: Annotated[CaseKind, Field(strict=False)] = CaseKind.QUESTION
    service: ServiceId | None = None
    region: Region | None = None
    language: Literal["zh", "en"] = "zh"
    phone: Phone
    text: Words = Field(description="What the resident wants, in the resident's words.")
    needs: dict[NeedName, Code] = Field(
        default_factory=dict,
        max_length=8,
        description="What to mind with this resident, such as the dialect that is spoken.",
    )


class Page(BaseModel):
    """Which cases to list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Position = Field(0, description="Only what happened after this cursor.")
    status: tuple[Status, ...] = Field((), description="May be given several times.")
    kind: tuple[CaseKind, ...] = Field((), description="May be given several times.")
    service: ServiceId | None = None
    region: Region | None = None
    limit: int = Field(PAGE, ge=1, le=PAGE)


class EventPage(BaseModel):
    """Which events of a case to list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: Position = Field(0, description="Only events after this position.")
    limit: int = Field(PAGE, ge=1, le=PAGE)


class ExternalId(Outgoing):
    """The name of the case in another system."""

    system: str = Field(description="The name of that system's key.")
    id: str


class By(Outgoing):
    """Who did it: one of the staff, or the system whose key is named."""

    staff: bool
    system: str | None


class Limits(Outgoing):
    """The ends of the limits that run."""

    take: datetime | None
    reply: datetime | None
    resolve: datetime | None


class Line(Outgoing):
    """Something that was said."""

    at: datetime
    speaker: Literal["resident", "assistant", "staff"]
    text: str


class Personal(Outgoing):
    """What only keys with cases:personal see. `phone` is null when the resident spoke at a terminal."""

    phone: str | None
    needs: dict[str, str]
    asked_for: dict[str, str] = Field(
        description="What was read back to the resident: when (first day/last day/from/to, local, or any), "
        "who_words, place, what, matter, happened, phone, reach."
    )
    facts: dict[str, str]
    words: tuple[Line, ...]


class CaseOut(Outgoing):
    """A case as it stands."""

    number: str
    kind: CaseKind
    status: Status
    lane: int = Field(description="0 danger, 1 people of 65 and over, 2 everybody else.")
    reason: str
    service: str | None
    region: str | None
    language: str
    channel: str
    opened_at: datetime
    waiting_since: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    due: Limits
    paused: bool = Field(description="Whether the limits stand still because the resident is awaited.")
    taken: bool
    department: str | None
    accepted: bool
    escalated: bool
    reopened: int
    merged_into: str | None = Field(description="The number of the case that this one was joined with.")
    rating: Rating | None
    solved: bool | None
    external_ids: tuple[ExternalId, ...]
    position: int = Field(description="The position of the last event.")
    personal: Personal | None = Field(description="Null in lists, and without cases:personal.")


class CaseList(Outgoing):
    """Cases in the order of what last happened to them. Ask again with `since` = `cursor`."""

    cases: tuple[CaseOut, ...]
    cursor: int
    more: bool


class EventOut(Outgoing):
    """Something that happened to a case."""

    position: int
    at: datetime
    kind: Kind
    by: By | None = Field(description="Null for the resident and for what happens by itself.")
    detail: dict[str, Any] = Field(description="Codes.")
    words: str | None = Field(description="Null without cases:personal, and once erased.")


class EventList(Outgoing):
    """Events of a case, in order."""

    events: tuple[EventOut, ...]
    more: bool


class ToldCase(Outgoing):
    """A case as webhooks are told of it: nothing personal."""

    number: str
    kind: CaseKind
    status: Status
    service: str | None
    region: str | None
    channel: str
    external_ids: tuple[ExternalId, ...]


class Told(Outgoing):
    """What a webhook is told. `id` is the same when it is told again."""

    id: str = Field(pattern=r"^evt_[0-9]+$")
    type: str = Field(pattern=r"^case\.[a-z_]+$", description="case. and the kind of the event.")
    at: datetime
    by: By | None
    detail: dict[str, Any] = Field(description="Codes.")
    case: ToldCase = Field(description="As it stands when this is made out, moments after the event.")


class Mistake(Outgoing):
    """What is wrong, and where: a path into the body."""

    at: str
    problem: str


class Problem(Outgoing):
    """Why a request was refused (RFC 9457). `code` stays the same, `detail` is for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    case_status: Status | None = None
    mistakes: tuple[Mistake, ...] = ()
