"""Text messages from residents, and what became of ours, as the provider's webhooks report them."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, request

from assistant.access import Caller, GuardedBlueprint
from assistant.channels import twilio_requests
from assistant.channels.turn_notes import note_turn
from assistant.channels.twilio_answers import markup_of
from assistant.channels.twilio_requests import plain
from assistant.errors import AssistantError
from assistant.messages import LONGEST_TEXT, Channel, Inbound, Reply
from assistant.metrics import Metrics
from assistant.ports import Clock, Says, TakesMessages
from assistant.rendering import sms, twiml
from assistant.settings import Settings
from assistant.store.outbox_marks import Report
from assistant.telephones import number_of
from knowledge.normalise import language_of

log = logging.getLogger(__name__)

REQUIRED = ("MessageSid", "From", "To", "Body")
MESSAGE_SID = re.compile(r"[A-Za-z0-9]{2,64}")
ERROR_CODE = re.compile(r"\d{1,8}", re.ASCII)
UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# What each status of the provider's tells us; the early ones tell nothing new.
STATUSES: Mapping[str, Report | None] = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending"), None),
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}
# What the simulator shows beside a reply; the provider ignores it.
ENGINE_HEADER = "X-Bangban-Engine"
OUTCOME_HEADER = "X-Bangban-Outcome"


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What the provider says became of a message. `reference` is ours, `provider_id` the provider's."""

    provider_id: str
    status: Report
    error: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class SmsDoor:
    """What the webhooks hand over to.

    `count_refusal` adds one to a counter that survives a restart; `record_status` may be called twice for the
    same update, and out of order.
    """

    turn: TakesMessages
    phrases: Says
    clock: Clock
    metrics: Metrics
    count_refusal: Callable[[str], None]
    record_status: Callable[[StatusUpdate], None]


def blueprint(settings: Settings, door: SmsDoor) -> GuardedBlueprint:
    signatures = sms.Signatures(settings.sms_signature, settings.sms_signature_en)

    verify = twilio_requests.guard(settings, door.metrics, door.count_refusal, Channel.SMS, "sms")
    routes = GuardedBlueprint(
        "twilio_sms", __name__, url_prefix="/twilio/sms", caller=Caller.SIGNED, guard=verify
    )

    @routes.post("")
    def receive() -> Response:
        fields = twilio_requests.fields_of(request)
        missing = [name for name in REQUIRED if name not in fields]
        if missing:
            return plain(f"The form lacks {', '.join(missing)}.", 400)
        if not MESSAGE_SID.fullmatch(fields["MessageSid"]):
            return plain("MessageSid is not an identifier of at most 64 letters and digits.", 400)
        address = number_of(fields["From"])
        if address is None:
            # A short code or a sender's name: a machine, which must not be drawn into a conversation.
            door.metrics.refused(Channel.SMS.value, "not_a_number")
            return _markup("")
        inbound = Inbound(
            channel=Channel.SMS,
            provider_id=fields["MessageSid"],
            address=address,
            text=UNSENDABLE.sub("", fields["Body"])[:LONGEST_TEXT],
            received_at=door.clock.now(),
            recipient=number_of(fields["To"]) or "",
        )
        return _answer(inbound)

    def _answer(inbound: Inbound) -> Response:
        started = time.perf_counter()
        try:
            result = door.turn.take(inbound)
        except AssistantError as error:
            log.warning(
                "turn failed", exc_info=True, extra={"code": error.code, "channel": inbound.channel.value}
            )
            return _sorry(inbound, error.code, error.phrase)
        except Exception:
            log.exception("turn failed", extra={"code": "unexpected", "channel": inbound.channel.value})
            return _sorry(inbound, "unexpected", AssistantError.phrase)
        note_turn(door.metrics, inbound.channel, result, started)
        response = _markup(sms.render(result.replies, signatures, result.preferences.script).text)
        if settings.simulator:
            response.headers[ENGINE_HEADER] = result.engine.value
            response.headers[OUTCOME_HEADER] = result.outcome.value
        return response

    def _sorry(inbound: Inbound, code: str, phrase: str) -> Response:
        door.metrics.turn_failed(inbound.channel, code)
        language = language_of(inbound.text) or "zh"
        sentence = Reply(text=door.phrases.say(phrase, language), language=language)
        return _markup(sms.render([sentence], signatures).text)

    @routes.post("/status")
    def status() -> Response:
        fields = twilio_requests.fields_of(request)
        missing = [name for name in ("MessageSid", "MessageStatus") if name not in fields]
        if missing:
            return plain(f"The form lacks {', '.join(missing)}.", 400)
        if not MESSAGE_SID.fullmatch(fields["MessageSid"]) or fields["MessageStatus"] not in STATUSES:
            return plain("MessageSid or MessageStatus has no meaning.", 400)
        report = STATUSES[fields["MessageStatus"]]
        error = fields.get("ErrorCode", "")
        if report is not None:
            door.record_status(
                StatusUpdate(
                    provider_id=fields["MessageSid"],
                    status=report,
                    error=error if ERROR_CODE.fullmatch(error) else None,
                    reference=request.args.get("reference"),
                )
            )
        return Response(status=204)

    return routes


def _markup(text: str) -> Response:
    return markup_of(twiml.message(text))
