"""Telephone calls of the simulator: it asks our webhooks what to say, as the provider does.

A telephone at a desk of the staff answers by itself and presses 1. A simulated phone rings until somebody at
its page answers or declines, and then waits for a key, or until it is hung up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

import requests

from assistant.channels.simulator_leg import WEBHOOKS, Post, call_sid
from assistant.channels.simulator_markup import Dial, Gather, Redirect, Say, verbs
from assistant.channels.simulator_records import Records

STAFF_LEG = f"{WEBHOOKS}/connect"
STAFF_KEY = "1"
MOST_STEPS = 20

State = Literal["ringing", "talking"]


@dataclass(slots=True)
class Call:
    """A call while it lasts. `page` is the address of what is being said, `next` that for a key."""

    sid: str
    number: str
    page: str
    callback: str = ""
    next: str = ""
    state: State = "ringing"
    answered_at: float = 0.0
    parent: Call | None = None


class Exchange:
    """Connects calls. `show` puts what is said on a phone's screen, `later` runs something after this.

    `busy` says whether somebody calls the service from a phone.
    """

    def __init__(
        self,
        our_number: str,
        phones: Collection[str],
        records: Records,
        *,
        post: Post,
        show: Callable[[str, str], object],
        later: Callable[[Callable[[], None]], object],
        busy: Callable[[str], bool] = lambda number: False,
    ) -> None:
        self._our_number, self._phones, self._records = our_number, phones, records
        self._post, self._show, self._later, self._busy = post, show, later, busy
        self._lock = threading.Lock()
        self._calls: dict[str, Call] = {}

    def accepts(self, number: str, url: str) -> bool:
        """Simulated phones can be rung, and any telephone that begins with the staff's part of a call."""
        page = _local(url)
        return bool(page) and (number in self._phones or urlsplit(page).path == STAFF_LEG)

    def place(self, number: str, url: str, callback: str) -> str:
        """Ring `number`; what follows happens after this has returned the call's id."""
        sid = call_sid()
        self._records.keep(sid, number, self._our_number, "queued")
        call = Call(sid, number, _local(url), _local(callback))
        self._later(lambda: self._begin(call))
        return sid

    def state(self, number: str) -> State | None:
        """Of the call at a phone; None when there is none."""
        with self._lock:
            call = self._calls.get(number)
            return call.state if call else None

    def answer(self, number: str) -> bool:
        """Pick up. False when the phone does not ring."""
        with self._lock:
            call = self._calls.get(number)
            if call is None or call.state != "ringing":
                return False
            call.state, call.answered_at = "talking", time.monotonic()
        self._records.change(call.sid, "in-progress")
        if call.parent is None:
            self._go_on(call, call.page, {})
        return True

    def press(self, number: str, key: str) -> bool:
        """Press a key. False when nothing waits for one."""
        with self._lock:
            call = self._calls.get(number)
            page = call.next if call else ""
            if call is None or not page:
                return False
            call.next = ""
        self._go_on(call, page, {"Digits": key})
        return True

    def hang_up(self, number: str) -> bool:
        """Hang up, or decline while it rings. False when there is no call."""
        with self._lock:
            call = self._calls.pop(number, None)
        if call is None:
            return False
        self._end(call, "completed" if call.state == "talking" else "no-answer")
        return True

    def call_in_vain(self, number: str) -> None:
        """Call the service from a phone; nobody picks up."""
        sid = call_sid()
        self._records.keep(sid, self._our_number, number, "no-answer", direction="inbound")
        fields = {"From": number, "To": self._our_number, "Direction": "inbound"}
        self._post(f"{WEBHOOKS}/missed", {"CallSid": sid, "CallStatus": "no-answer", **fields})

    def _begin(self, call: Call) -> None:
        self._report(call, "initiated")
        if call.number in self._phones:
            self._ring(call)
            return
        call.state, call.answered_at = "talking", time.monotonic()
        self._records.change(call.sid, "in-progress")
        self._go_on(call, call.page, {})

    def _ring(self, call: Call) -> None:
        with self._lock:
            free = call.number not in self._calls and not self._busy(call.number)
            if free:
                self._calls[call.number] = call
        self._records.change(call.sid, "ringing")
        if not free:
            self._end(call, "busy")

    def _go_on(self, call: Call, page: str, fields: dict[str, str]) -> None:
        """Do what the webhooks say until a key is waited for, another phone rings, or the call is over."""
        for _ in range(MOST_STEPS):
            call.page = page
            response = self._post(page, {**self._fields(call, "in-progress"), **fields})
            if response.status_code != requests.codes.ok:
                break
            onward = self._step(call, response.content)
            if onward is None:
                return
            page, fields = onward
        self._end(call, "completed")

    def _step(self, call: Call, markup: bytes) -> tuple[str, dict[str, str]] | None:
        """The next page and what to send there; None when the call waits or is over."""
        for verb in verbs(markup):
            match verb:
                case Say(words):
                    self._heard(call, words)
                case Gather(said=said, action=action):
                    self._heard(call, "".join(said))
                    page = urljoin(call.page, action)
                    if call.number not in self._phones:
                        return page, {"Digits": STAFF_KEY}
                    call.next = page
                    return None
                case Redirect(to):
                    return urljoin(call.page, to), {}
                case Dial(rung, action):
                    return self._dial(call, rung[0][0], action)
        self._end(call, "completed")
        return None

    def _heard(self, call: Call, words: str) -> None:
        if words and call.number in self._phones:
            self._show(call.number, words)

    def _dial(self, parent: Call, number: str, action: str) -> tuple[str, dict[str, str]] | None:
        parent.next = urljoin(parent.page, action)
        if number not in self._phones:
            return parent.next, {"DialCallStatus": "failed"}
        child = Call(call_sid(), number, "", parent=parent)
        self._records.keep(
            child.sid, number, self._our_number, "ringing", direction="outbound-dial", parent=parent.sid
        )
        self._ring(child)
        return None

    def _end(self, call: Call, status: str) -> None:
        with self._lock:
            if self._calls.get(call.number) is call:
                del self._calls[call.number]
        self._records.change(call.sid, status)
        if call.parent is None:
            self._report(call, status)
            return
        told = {"DialCallSid": call.sid, "DialCallStatus": status, "DialCallDuration": _seconds(call)}
        self._go_on(call.parent, call.parent.next, told)

    def _report(self, call: Call, status: str) -> None:
        if call.callback:
            self._post(call.callback, {**self._fields(call, status), "CallDuration": _seconds(call)})

    def _fields(self, call: Call, status: str) -> dict[str, str]:
        ours = {"From": self._our_number, "To": call.number, "Direction": "outbound-api"}
        return {"CallSid": call.sid, "CallStatus": status, **ours}


def _seconds(call: Call) -> str:
    """As the provider counts: every second that has begun."""
    return str(int(time.monotonic() - call.answered_at) + 1) if call.answered_at else "0"


def _local(url: str) -> str:
    """The part of a webhook's address that holds on this machine; empty when it is none of ours."""
    address = urlsplit(url)
    _, found, name = address.path.rpartition(f"{WEBHOOKS}/")
    return f"{found}{name}{'?' + address.query if address.query else ''}" if found else ""
