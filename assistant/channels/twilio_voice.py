"""Calls of residents, as the provider's webhooks ask and report: each step once, whoever repeats it.

A call goes to the line as sound, or is gathered turn by turn; from either it may go to a person and back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from flask import Response

from assistant.access import Caller, GuardedBlueprint
from assistant.channels import twilio_answers, twilio_requests
from assistant.channels.twilio_gather import Gathering
from assistant.channels.twilio_requests import known
from assistant.channels.twilio_voice_door import (
    OVER,
    STATUSES,
    Asked,
    VoiceDoor,
    asked,
    repeat_token,
)
from assistant.channels.twilio_voice_person import Transfer
from assistant.conversation.phone_calls import Ended
from assistant.messages import Channel
from assistant.rendering import twiml
from assistant.settings import Settings

__all__ = ["VoiceDoor", "blueprint"]

log = logging.getLogger(__name__)

STREAM_EVENTS: Final = frozenset({"stream-started", "stream-stopped", "stream-error"})
_HUNG_UP: Final = frozenset({"completed", "canceled"})


def blueprint(settings: Settings, door: VoiceDoor) -> GuardedBlueprint:
    verify = twilio_requests.guard(settings, door.metrics, door.count_refusal, Channel.PHONE, "call")
    routes = GuardedBlueprint(
        "twilio_voice", __name__, url_prefix="/twilio/voice", caller=Caller.SIGNED, guard=verify
    )
    gathering = Gathering(settings, door)
    transfer = Transfer(settings, door, gathering)

    def answer(say: Callable[[Asked], str], *required: str) -> Response:
        one = asked(*required)
        return twilio_answers.answer(lambda: _once(door, one, say), lambda: gathering.static(one))

    def after(one: Asked) -> str:
        """The line gave the call back: for a person, because all was said, or because it broke off."""
        call = door.begun(one)
        if one.is_over:
            door.calls.ended(one.call_sid, "hung_up")
            return twiml.say([], call.language)
        if call.next == "person":
            return transfer.sought(one, 0)
        return twiml.say([], call.language) if call.next == "done" else gathering.broken_off(call)

    @routes.post("/incoming")
    def incoming() -> Response:
        return answer(gathering.incoming, "From")

    @routes.post("/after")
    def after_the_line() -> Response:
        return answer(after, "From")

    @routes.post("/gather")
    def gather() -> Response:
        return answer(gathering.heard, "From")

    @routes.post("/fallback")
    def fallback() -> Response:
        return twilio_answers.markup_of(gathering.static(asked()))

    @routes.post("/person")
    def person() -> Response:
        return answer(transfer.sought)

    @routes.post("/person-key")
    def person_key() -> Response:
        return answer(transfer.key)

    @routes.post("/person-ended")
    def person_ended() -> Response:
        return answer(transfer.ended, "DialCallStatus")

    @routes.post("/whisper")
    def whisper() -> Response:
        return _to_staff(transfer.whispered)

    @routes.post("/taken")
    def taken() -> Response:
        return _to_staff(transfer.taken)

    @routes.post("/call-status")
    def call_status() -> Response:
        one = asked("CallStatus")
        told = known(one.fields["CallStatus"], STATUSES)
        if told in OVER and not one.fields.get("Direction", "").startswith("outbound"):
            _over(door, one, "hung_up" if told in _HUNG_UP else "dropped")
        return Response(status=204)

    @routes.post("/stream-status")
    def stream_status() -> Response:
        one = asked("StreamEvent")
        if known(one.fields["StreamEvent"], STREAM_EVENTS) == "stream-error":
            # What follows is told to /after; the provider's own words may hold an address.
            log.warning("stream failed", extra={"reference": one.call_sid})
        return Response(status=204)

    return routes


def _once(door: VoiceDoor, one: Asked, say: Callable[[Asked], str]) -> str:
    """The markup of a step; that of a repeated request is what was answered before."""
    token = repeat_token()
    if token is None:
        return say(one)
    before = door.calls.answer_to(one.call_sid, token)
    if before is not None:
        return before
    markup = say(one)
    door.calls.keep_answer(one.call_sid, token, markup)
    return markup


def _over(door: VoiceDoor, one: Asked, how: Ended) -> None:
    if door.calls.standing(one.call_sid) is not None:
        door.calls.ended(one.call_sid, how)
    elif one.number is not None:
        # It ended before we heard of it.
        door.missed(one.call_sid, one.number)


def _to_staff(say: Callable[[Asked], str]) -> Response:
    """A member of the staff listens: when something fails, they are let go, and the resident waits on."""
    one = asked()
    return twilio_answers.answer(lambda: say(one), lambda: twiml.farewell([], "zh"))
