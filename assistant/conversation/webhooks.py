"""Telling other systems what happens to cases: made out, claimed, committed, posted, then marked.

What is told holds codes and ids. Numbers and words of residents are asked for at the interface.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Protocol

from assistant.conversation.outbox import Schedule
from assistant.errors import SendError
from assistant.ports import Clock
from assistant.store import api_keys, case_links, webhook_deliveries, webhooks
from assistant.store.case_links import ExternalId
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.webhook_deliveries import Claimed
from assistant.store.webhooks import Hook, Untold

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=60)
"""Longer than any receiver is waited for."""
PATIENCE = Schedule(timedelta(seconds=5), 3, timedelta(hours=1), 16)
"""About ten hours until a delivery is dead."""
SIGNATURE_HEADER = "X-Bangban-Signature"
DELIVERY_HEADER = "X-Bangban-Delivery"
_BATCH = 100


class Posts(Protocol):
    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status that the receiver answered. Raises SendError when there is none."""
        ...


class WebhookDeliverer:
    """Makes out deliveries for what happened, and posts them.

    A delivery is posted at least once and may come twice: its id tells the receiver.
    """

    def __init__(self, database: Database, vault: Vault, poster: Posts, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._poster = poster
        self._clock = clock

    def make_out(self) -> bool:
        """Make out deliveries for events that have none. Whether there may be more."""
        with self._database.read() as session:
            last = webhooks.last_event(session)
            hooks = [
                hook
                for hook in webhooks.live(session)
                if webhooks.any_untold(session, hook) or last - hook.told_to >= webhooks.LOOKED_BACK
            ]
        more = [self._make_out(hook) for hook in hooks]
        return any(more)

    def deliver_next(self) -> bool:
        """Post the delivery that is due first. False when none is."""
        with self._database.read() as session:
            if not webhook_deliveries.any_due(session, self._clock.now()):
                return False
        with self._database.begin() as session:
            claimed = webhook_deliveries.claim(session, self._vault, self._clock.now(), CLAIM)
        if claimed is None:
            return False
        try:
            status = self._post(claimed)
        except SendError as error:
            self._refused(claimed, error.reason)
        except Exception as error:  # noqa: BLE001 - whatever breaks in posting, the event must be told again
            log.error("poster broke", extra={"error": type(error).__name__, "attempt": claimed.attempt})
            self._refused(claimed, "unexpected")
        else:
            self._answered(claimed, status)
        return True

    def _make_out(self, hook: Hook) -> bool:
        now = self._clock.now()
        with self._database.begin() as session:
            locked = webhooks.lock(session, hook.id)
            if locked is None:
                return False
            last = webhooks.last_event(session)
            found = webhooks.untold(session, locked, _BATCH)
            links = case_links.of_cases(session, {one.case.id for one in found})
            systems = api_keys.names(session)
            for one in found:
                payload = payload_of(one, links.get(one.case.id, ()), systems)
                webhooks.tell(session, locked.id, one.event.position, payload, now)
            full = len(found) == _BATCH
            webhooks.told_to(session, locked.id, found[-1].event.position if full else last)
        return full

    def _post(self, claimed: Claimed) -> int:
        body = json.dumps(claimed.payload, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "bangban-webhook/1",
            SIGNATURE_HEADER: signature(claimed.secret, body, self._clock.now()),
            DELIVERY_HEADER: str(claimed.payload["id"]),
        }
        return self._poster.post(claimed.url, body, headers)

    def _answered(self, claimed: Claimed, status: int) -> None:
        now = self._clock.now()
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            with self._database.begin() as session:
                webhook_deliveries.mark_sent(session, claimed, now)
            return
        if status != HTTPStatus.GONE:
            self._refused(claimed, f"status_{status}")
            return
        with self._database.begin() as session:
            webhooks.end(session, claimed.webhook_id, now)
        log.warning("webhook ended by its receiver", extra={"reference": claimed.webhook_id})

    def _refused(self, claimed: Claimed, reason: str) -> None:
        now = self._clock.now()
        wait = PATIENCE.wait(claimed.attempt)
        with self._database.begin() as session:
            if wait is not None:
                webhook_deliveries.mark_retry(session, claimed, reason, now + wait, now)
            else:
                webhook_deliveries.mark_dead(session, claimed, reason, now)
        log.warning(
            "webhook not told",
            extra={
                "reference": claimed.webhook_id,
                "attempt": claimed.attempt,
                "reason": reason,
                "again_s": wait.total_seconds() if wait else None,
            },
        )


def payload_of(
    untold: Untold, external_ids: tuple[ExternalId, ...], systems: Mapping[str, str]
) -> dict[str, Any]:
    """What is told of an event; the case as it stands when this is made out. `systems` are keys' names."""
    event, case = untold.event, untold.case
    system = systems.get(event.staff_id or "")
    return {
        "id": f"evt_{event.position}",
        "type": f"case.{event.kind}",
        "at": event.at.isoformat(),
        "by": None if event.staff_id is None else {"staff": system is None, "system": system},
        "detail": dict(event.detail),
        "case": {
            "number": case.number,
            "kind": case.kind,
            "status": case.status,
            "service": case.service,
            "region": case.region,
            "channel": case.channel,
            "external_ids": [{"system": one.system, "id": one.id} for one in external_ids],
        },
    }


def signature(secret: str, body: bytes, at: datetime) -> str:
    """`t=…,v1=…`: the moment in seconds, and the HMAC-SHA256 of the moment, a point and the body."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"
