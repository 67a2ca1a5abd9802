"""What is said in calls that we place, and what became of calls, as the provider's webhooks ask and report.

Addresses carry the reference of a call and its language; a number is looked up when it is dialled.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal
from urllib.parse import urlencode

from flask import Response, abort, request

from assistant.access import Caller, GuardedBlueprint
from assistant.channels import twilio_requests
from assistant.channels.twilio_answers import answer
from assistant.channels.twilio_requests import Fields, fields_of_call, known, plain
from assistant.messages import Channel
from assistant.metrics import Metrics
from assistant.ports import Says
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
SECONDS = re.compile(r"\d{1,6}", re.ASCII)


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
    verify = twilio_requests.guard(settings, door.metrics, door.count_refusal, Channel.PHONE, "call")
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
        told = known(step.fields["CallStatus"], STATUSES)
        door.placed(step.reference, step.fields["CallSid"])
        if told in NOT_REACHED:
            door.ended(step.reference, False)
        return Response(status=204)

    @routes.post("/missed")
    def missed() -> Response:
        fields = fields_of_call("CallStatus", "From")
        told = known(fields["CallStatus"], STATUSES)
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
        return answer(partial(say, step), lambda: self._end(step, "call_sorry"))

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
        told = known(step.fields["DialCallStatus"], DIALLED)
        answered = told not in NOT_REACHED and _duration(step.fields, "DialCallDuration") > 0
        self._door.ended(step.reference, answered)
        return self._end(step, "call_over" if answered else "call_nobody")

    def survey(self, step: _Step) -> str:
        """Without a key: the question, at most twice. With a key that answers: the next one, or thanks."""
        question, keys = QUESTIONS[known(request.args.get("question", ""), frozenset(QUESTIONS))]
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
    fields = fields_of_call(*required)
    reference = request.args.get("reference", "")
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        abort(plain("The address lacks the reference.", 400))
    return _Step(reference, spoken(request.args.get("language")), fields)


def _duration(fields: Fields, name: str) -> int:
    """In seconds; 0 when it is not told."""
    told = fields.get(name, "")
    return int(told) if SECONDS.fullmatch(told) else 0
