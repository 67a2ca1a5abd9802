"""Calls to the service from simulated phones: the webhooks are asked here, the sound is the browser's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.channels.simulator_leg import Leg, Post, call_sid
from assistant.channels.simulator_records import Records
from assistant.channels.simulator_steps import Asking, Joined, Over, Step, Streaming, Waiting


class Turn(Protocol):
    """What was heard and said in one turn of a call."""

    @property
    def turn(self) -> int: ...
    @property
    def heard(self) -> str: ...
    @property
    def said(self) -> str: ...


Overhear = Callable[[str, int], Sequence[Turn]]
"""The turns of a call (by its id) after the one of that number."""


@dataclass(slots=True)
class LineCall:
    """A call that goes on at a phone. `shown` is the last turn whose words are on its screen."""

    leg: Leg
    shown: int = 0
    reading: threading.Lock = field(default_factory=threading.Lock)


class Lines:
    """One call at most for each number. `show` puts what is heard (True) or said on a phone's screen.

    `free` says whether no other call is at a phone.
    """

    def __init__(
        self,
        our_number: str,
        account_sid: str,
        records: Records,
        *,
        post: Post,
        show: Callable[[str, str, bool], object],
        free: Callable[[str], bool],
        overhear: Overhear = lambda call_sid, after: (),
    ) -> None:
        self._our_number, self._account_sid, self._records = our_number, account_sid, records
        self._post, self._show, self._free, self._overhear = post, show, free, overhear
        self._lock = threading.Lock()
        self._calls: dict[str, LineCall] = {}

    def lasts(self, number: str) -> bool:
        with self._lock:
            call = self._calls.get(number)
        return call is not None and not isinstance(call.leg.step, Over)

    def call(self, number: str) -> None:
        """Call the service, unless there is a call at the phone already."""
        leg = Leg(
            number,
            self._our_number,
            post=self._post,
            said=lambda words: self._show(number, words, False),
            sid=call_sid(),
        )
        with self._lock:
            before = self._calls.get(number)
            if not self._free(number) or (before is not None and not isinstance(before.leg.step, Over)):
                return
            self._calls[number] = LineCall(leg)
        self._records.keep(leg.sid, self._our_number, number, "in-progress", direction="inbound")
        leg.dial()
        self._look_at_end(leg)

    def does(self, number: str, act: str, words: str = "") -> None:
        """What happens to the call: keys, or stream_began, stream_over, go_on, silent, say, hang_up."""
        with self._lock:
            call = self._calls.get(number)
        if call is None:
            return
        leg = call.leg
        if isinstance(leg.step, Streaming):
            self.catch_up(number)
        if act == "stream_began":
            leg.stream_began()
        elif act == "stream_over":
            leg.stream_over(words)
        elif act == "go_on":
            leg.go_on()
        elif act == "silent":
            leg.silent()
        elif act == "say":
            self._show(number, words, True)
            leg.spoken(words)
        elif act == "hang_up":
            leg.hang_up()
        else:
            leg.pressed(act)
        self._look_at_end(leg)

    def state(self, number: str) -> dict[str, Any] | None:
        """What the phone's page needs to go on with the call; None when there never was one."""
        with self._lock:
            call = self._calls.get(number)
        return {"sid": call.leg.sid, **self._told(call.leg, call.leg.step)} if call is not None else None

    def catch_up(self, number: str) -> None:
        """Put on the screen what was heard and said on the line since the last time."""
        with self._lock:
            call = self._calls.get(number)
        if call is None:
            return
        with call.reading:
            by_line = isinstance(call.leg.step, Streaming)
            for one in self._overhear(call.leg.sid, call.shown):
                call.shown = one.turn
                # What the provider heard and said itself is on the screen already.
                if by_line:
                    self._show(number, one.heard, True)
                    self._show(number, one.said, False)

    def _told(self, leg: Leg, step: Step) -> dict[str, Any]:
        if isinstance(step, Streaming):
            stream = {
                "url": step.stream.url,
                "stream_sid": step.stream_sid,
                "account_sid": self._account_sid,
                "parameters": dict(step.stream.parameters),
            }
            return {"state": "streaming", "stream": stream}
        if isinstance(step, Asking):
            asked = {"kinds": sorted(step.kinds), "wait_s": step.wait_s, "one_key": step.one_key}
            return {"state": "asking", **asked}
        if isinstance(step, Waiting):
            return {"state": "waiting", "seconds": step.seconds}
        if isinstance(step, Joined):
            return {"state": "joined"}
        return {"state": "over", "how": step.how}

    def _look_at_end(self, leg: Leg) -> None:
        if isinstance(leg.step, Over):
            self._records.change(leg.sid, "failed" if leg.step.how == "failed" else "completed")
