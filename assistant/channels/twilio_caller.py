"""Calls that we place, through the provider's interface.

The provider asks our webhooks what to say (`twilio_calls.py`). Their addresses carry the reference of the
call and its language, never a number.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from assistant.channels import twilio_client
from assistant.channels.twilio_client import CLOCKS_DIFFER, TIMEOUT_S, asked, told_apart
from assistant.errors import SendError
from assistant.ports import Accepted
from assistant.settings import Settings

WEBHOOKS = "/twilio/voice"
RING_S = 25
"""For how long a telephone rings: shorter than an answering machine waits."""
MOST_LOOKED_AT = 200
_PLACED_BY_US = "outbound-api"
# “initiated” brings the reference together with the provider's id as soon as there is a call.
_EVENTS = ["initiated", "completed"]


class TwilioCaller:
    """Has the provider ring somebody; what became of it comes to `/twilio/voice/…`."""

    def __init__(self, settings: Settings, timeout_s: float = TIMEOUT_S) -> None:
        self._settings = settings
        self._client = twilio_client.client(settings, timeout_s)

    def ring(self, staff_number: str, reference: str, language: str) -> Accepted:
        """Ring a member of the staff first; the resident is dialled when 1 is pressed. Raises SendError."""
        return self._call(
            staff_number,
            url=self._address("connect", reference, language),
            status_callback=self._address("status", reference, language),
        )

    def ask(self, resident_number: str, reference: str, language: str) -> Accepted:
        """Ring a resident and ask for one key. Raises SendError."""
        return self._call(
            resident_number,
            url=self._address("survey", reference, language, question="rating"),
            status_callback=self._address("survey-ended", reference, language),
        )

    def find(
        self, number: str, reference: str, since: datetime, known: Collection[str] = ()
    ) -> Accepted | None:
        """The oldest call to `number` since then that is not `known`; None when there is none.

        The provider lists no reference of ours before a call has been over for 15 minutes, so the number and
        the time tell which call it is; a call that has not been dialled yet has no start, so that the time is
        that of its making. Raises SendError.
        """
        with asked():
            calls = self._client.calls.list(
                to=number, from_=self._settings.twilio_number, limit=MOST_LOOKED_AT, page_size=MOST_LOOKED_AT
            )
            matching = [
                call
                for call in calls
                if call.direction == _PLACED_BY_US
                and call.sid not in known
                and call.date_created >= since - CLOCKS_DIFFER
            ]
            # The list begins with the latest; of two in one second the later in the list is older.
            oldest: Any = min(reversed(matching), key=lambda call: call.date_created, default=None)
        return Accepted(str(oldest.sid)) if oldest is not None else None

    def _address(self, name: str, reference: str, language: str, **query: str) -> str:
        path = f"{WEBHOOKS}/{name}"
        url = twilio_client.webhook(self._settings, path, reference=reference, language=language, **query)
        if not url:
            raise SendError("no_public_address", retryable=False)
        return url

    def _call(self, number: str, **addresses: str) -> Accepted:
        with told_apart():
            call = self._client.calls.create(
                to=number,
                from_=self._settings.twilio_number,
                status_callback_event=_EVENTS,
                timeout=RING_S,
                **addresses,
            )
        if not call.sid:
            raise SendError("answer_unreadable", retryable=True)
        return Accepted(provider_id=str(call.sid))
