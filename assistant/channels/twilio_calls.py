"""What is said in calls that we place, and what became of calls, as the provider's webhooks ask and report.

Addresses carry the reference of a call and its language; a number is looked up when it is dialled.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import urlencode

from flask import Response, abort, request
from werkzeug.exceptions import HTTPException

from assistant.access import Caller, GuardedBlueprint
from assistant.channels import twilio_requests
from assistant.channels.twilio_requests import Fields
from assistant.errors import AssistantError
from assistant.messages import Channel
from assistant.metrics import Metrics
from assistant.rendering import twiml
from assistant.settings import Settings
from assistant.telephones import number_of
from knowledge.article import Language, spoken

log = logging.getLogger(__name__)

Question = Literal["rating", "solved"]
QUESTIONS: Mapping[str, tuple[Question, frozenset[str]]] = {
    "rating": ("rating", frozenset("123")),
    "solved": ("solved", frozenset("12")),
}
"""The questions of a follow-up call and the keys that answer them."""
NOT_REACHED = frozenset({"no-answer", "busy", "failed", "canceled"})
DIALLED = NOT_REACHED | {"completed", "answered"}
STATUSES = NOT_REACHED | {"queued", "initiated", "ringing", "in-progress", "completed"}
SHORT_CALL_S = 5
"""Whoever hangs up within so many seconds cannot have said anything."""
LONGEST_REFERENCE = 128
CALL_SID = re.compile(r"[A-Za-z0-9]{2,64}", re.ASCII)
SECONDS = re.compile(r"\d{1,6}", re.ASCII)


class Says(Protocol):
    def say(self, name: str, language: Language, /) -> str: ...


@dataclass(frozen=True, slots=True)
class CallDoor:
    """What the webhooks hand over to. All but `number_for` may be called twice with the same values.

    `number_for` gives the resident's number and language, None for an unknown reference. `placed` learns the
    provider's id of a call of ours. `rated` takes a key that answers a question and says whether the next
    one follows. `ended` learns whether the resident of a call was reached. `missed` learns of somebody who
    called us in vain, `count_refusal` adds one to a counter that survives a restart.
    """

    number_for: Callable[[str], tuple[str, str] | None]
    placed: Callable[[str, str], None]
    rated: Callable[[str, str, Question], bool]
    ended: Callable[[str, bool], None]
    missed: Callable[[str, str], None]
    phrases: Says
    metrics: Metrics
    count_refusal: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Step:
    """One request of the provider about a call of ours."""

    reference: str
    language: Language
    fields: Fields

    def address(self, name: str, **query: str) -> str:
        """Of the next step, as seen from this one."""
        return f"{name}?{urlencode({'reference': self.reference, 'language': self.language, **query})}"


def blueprint(settings: Settings, door: CallDoor) -> GuardedBlueprint:
    def verify() -> Response | None:
        reason = twilio_requests.refusal(request, settings.twilio_auth_token, settings.public_url)
        if reason is None:
            return None
        door.metrics.refused(Channel.PHONE.value, reason)
        door.count_refusal(f"call_{reason}")
        return _plain("The signature is missing or wrong.", 403)

    routes = GuardedBlueprint(
        "twilio_calls", __name__, url_prefix="/twilio/voice", caller=Caller.SIGNED, guard=verify
    )
    steps = _Steps(settings.twilio_number, door)

    @routes.post("/connect")
    def connect() -> Response:
        return steps.answer(steps.connect)

    @routes.post("/dial")
    def dial() -> Response:
        return steps.answer(steps.dial)

    @routes.post("/ended")
    def ended() -> Response:
        return steps.answer(steps.ended, "DialCallStatus")

    @routes.post("/survey")
    def survey() -> Response:
        return steps.answer(steps.survey)

    @routes.post("/status")
    @routes.post("/survey-ended")
    def status() -> Response:
        step = _step("CallStatus")
        told = _known(step.fields["CallStatus"], STATUSES)
        door.placed(step.reference, step.fields["CallSid"])
        if told in NOT_REACHED:
            door.ended(step.reference, False)
        return Response(status=204)

    @routes.post("/missed")
    def missed() -> Response:
        fields = _fields("CallStatus", "From")
        told = _known(fields["CallStatus"], STATUSES)
        is_short = told == "completed" and _duration(fields, "CallDuration") < SHORT_CALL_S
        if told in NOT_REACHED or is_short:
            if number := number_of(fields["From"]):
                door.missed(fields["CallSid"], number)
            else:
                door.metrics.refused(Channel.PHONE.value, "not_a_number")
        return Response(status=204)

    return routes


class _Steps:
    """What is said at each step of a call."""

    def __init__(self, our_number: str, door: CallDoor) -> None:
        self._our_number = our_number
        self._door = door

    def answer(self, say: Callable[[_Step], str], *required: str) -> Response:
        """What `say` makes of the request; an apology when it fails, for the caller is listening."""
        step = _step(*required)
        try:
            markup = say(step)
        except HTTPException:
            raise
        except AssistantError as error:
            log.warning("call failed", exc_info=True, extra={"code": error.code})
            markup = self._end(step, "call_sorry")
        except Exception:
            log.exception("call failed", extra={"code": "unexpected"})
            markup = self._end(step, "call_sorry")
        return Response(markup, content_type="text/xml; charset=utf-8")

    def connect(self, step: _Step) -> str:
        """A member of the staff has picked up; whatever answers by itself presses no key."""
        onward = step.address("dial")
        return twiml.ask_key(self._words(step, "call_connect"), step.language, pressed=onward, silent=onward)

    def dial(self, step: _Step) -> str:
        if step.fields.get("Digits") != "1":
            self._door.ended(step.reference, False)
            return self._end(step, "call_not_connected")
        found = self._door.number_for(step.reference)
        if found is None:
            return self._end(step, "call_sorry")
        return twiml.dial(
            self._words(step, "call_connecting"),
            step.language,
            number=found[0],
            caller_id=self._our_number,
            ended=step.address("ended"),
        )

    def ended(self, step: _Step) -> str:
        """The resident's side is over; the member of the staff still listens."""
        told = _known(step.fields["DialCallStatus"], DIALLED)
        answered = told not in NOT_REACHED and _duration(step.fields, "DialCallDuration") > 0
        self._door.ended(step.reference, answered)
        return self._end(step, "call_over" if answered else "call_nobody")

    def survey(self, step: _Step) -> str:
        """Without a key: the question, at most twice. With a key that answers: the next one, or thanks."""
        question, keys = QUESTIONS[_known(request.args.get("question", ""), frozenset(QUESTIONS))]
        pressed, args = step.fields.get("Digits"), request.args
        if pressed is not None and pressed in keys:
            more = self._door.rated(step.reference, pressed, question)
            if more and question == "rating":
                return self._ask(step, "solved", "call_solved")
            return self._end(step, "call_thanks")
        if pressed is None and "silent" not in args:
            greeting = ("call_greeting",) if question == "rating" else ()
            return self._ask(step, question, *greeting, f"call_{question}")
        if "again" in args:
            return self._end(step, "call_thanks")
        return self._ask(step, question, "call_again", f"call_{question}", again=True)

    def _ask(self, step: _Step, question: Question, *phrases: str, again: bool = False) -> str:
        query = {"question": question, **({"again": "1"} if again else {})}
        return twiml.ask_key(
            self._words(step, *phrases),
            step.language,
            pressed=step.address("survey", **query),
            silent=step.address("survey", **query, silent="1"),
        )

    def _end(self, step: _Step, phrase: str) -> str:
        return twiml.farewell(self._words(step, phrase), step.language)

    def _words(self, step: _Step, *phrases: str) -> list[str]:
        return [self._door.phrases.say(phrase, step.language) for phrase in phrases]


def _step(*required: str) -> _Step:
    fields = _fields(*required)
    reference = request.args.get("reference", "")
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        abort(_plain("The address lacks the reference.", 400))
    return _Step(reference, spoken(request.args.get("language")), fields)


def _fields(*required: str) -> Fields:
    fields = twilio_requests.fields_of(request)
    if missing := [name for name in ("CallSid", *required) if name not in fields]:
        abort(_plain(f"The form lacks {', '.join(missing)}.", 400))
    if not CALL_SID.fullmatch(fields["CallSid"]):
        abort(_plain("CallSid is not an identifier of at most 64 letters and digits.", 400))
    return fields


def _known(value: str, allowed: frozenset[str]) -> str:
    if value not in allowed:
        abort(_plain("A status or question has no meaning.", 400))
    return value


def _duration(fields: Fields, name: str) -> int:
    """In seconds; 0 when it is not told."""
    told = fields.get(name, "")
    return int(told) if SECONDS.fullmatch(told) else 0


def _plain(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")
