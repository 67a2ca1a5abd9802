"""What the webhooks of residents' calls share: what they hand over to, what a request tells, what is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, request

from assistant.channels.twilio_requests import Fields, fields_of_call, plain
from assistant.conversation.phone_calls import Mode, PhoneCalls, Standing
from assistant.conversation.phone_people import PhonePeople
from assistant.metrics import Metrics
from assistant.ports import Clock, Says, TakesMessages
from assistant.rendering.sms import sentences_of
from assistant.telephones import number_of
from knowledge.article import Language

IDEMPOTENCY = "I-Twilio-Idempotency-Token"
"""The same in every repetition of one request."""
_TOKEN = re.compile(r"[\x21-\x7e]{1,128}")
_IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COUNT = re.compile(r"\d{1,4}", re.ASCII)

HIDDEN = frozenset({"+266696687", "+7378742883", "+2562533", "+8566696", "+86282452253"})
"""What the provider puts in the place of a number that is not shown: ANONYMOUS and others, on a keypad."""
OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
STATUSES = OVER | {"queued", "initiated", "ringing", "in-progress", "answered"}


@dataclass(frozen=True, slots=True)
class VoiceDoor:
    """What the webhooks of residents' calls hand over to.

    `line_ready` asks whether the line can carry another call, in half a second at most. `missed` learns of
    somebody who called us in vain and may be told twice, `count_refusal` adds one to a counter that survives
    a restart.
    """

    turn: TakesMessages
    calls: PhoneCalls
    people: PhonePeople
    line_ready: Callable[[], bool]
    missed: Callable[[str, str], None]
    phrases: Says
    clock: Clock
    metrics: Metrics
    count_refusal: Callable[[str], None]

    def words(self, language: Language, *phrases: str, **slots: str) -> list[str]:
        """The sentences of phrases of the knowledge, each for itself."""
        said = (self.phrases.say(phrase, language, **slots) for phrase in phrases)
        return [sentence for text in said for sentence in sentences_of(text, language)]

    def mode(self) -> Mode:
        return "stream" if self.line_ready() else "gather"

    def begun(self, asked: Asked) -> Standing:
        """The call of a request; one that we do not know yet begins."""
        known = self.calls.standing(asked.call_sid)
        return known or self.calls.begin(asked.call_sid, asked.number, self.mode())


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the provider about a call."""

    call_sid: str
    fields: Fields

    @property
    def number(self) -> str | None:
        """The caller's, in E.164; None when it is not shown."""
        shown = self.fields.get("From", "")
        return None if shown.strip() in HIDDEN else number_of(shown)

    @property
    def is_over(self) -> bool:
        """Whether the caller is there no more: nobody hears what is said."""
        return self.fields.get("CallStatus", "") in OVER

    def count(self, name: str, otherwise: int = 0) -> int:
        """A number in the address of this step."""
        given = request.args.get(name, str(otherwise))
        if not _COUNT.fullmatch(given):
            abort(plain(f"The address has a wrong {name}.", 400))
        return int(given)

    def identity(self, name: str) -> str:
        given = request.args.get(name, "")
        if not _IDENTITY.fullmatch(given):
            abort(plain(f"The address has a wrong {name}.", 400))
        return given


def asked(*required: str) -> Asked:
    """What the provider asks; it is refused when a field is missing."""
    fields = fields_of_call(*required)
    return Asked(fields["CallSid"], fields)


def repeat_token() -> str | None:
    """What tells a repetition of this request; None when the provider sends nothing usable."""
    given = request.headers.get(IDEMPOTENCY, "")
    return given if _TOKEN.fullmatch(given) else None


def step(name: str, **query: str | int) -> str:
    """The address of another step, as seen from any of them."""
    return f"{name}?{urlencode(query)}" if query else name
