"""A resident's call to the service as the provider leads it: our webhooks are asked what comes next."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import requests

from assistant.channels import simulator_markup as markup
from assistant.channels.simulator_steps import Asking, Ended, Joined, Over, Step, Streaming, Waiting

log = logging.getLogger(__name__)

WEBHOOKS = "/twilio/voice"
INCOMING, FALLBACK, STATUS = (f"{WEBHOOKS}/{name}" for name in ("incoming", "fallback", "call-status"))
STAFF_KEY = "1"
MOST_STEPS = 20

Post = Callable[[str, dict[str, str]], requests.Response]


class Leg:
    """One call. `post` sends a signed request to a path of ours, `said` learns what the provider would speak.

    Telephones of the staff answer by themselves and press 1.
    """

    def __init__(
        self,
        number: str,
        our_number: str,
        *,
        post: Post,
        said: Callable[[str], object] = lambda words: None,
        sid: str | None = None,
    ) -> None:
        self.sid = sid or call_sid()
        self.number, self._our_number = number, our_number
        self.step: Step = Waiting(0)
        self.unknown: list[str] = []
        self._post, self._said = post, said
        self._page = INCOMING
        self._rest: list[markup.Verb] = []
        self._asked: markup.Gather | None = None
        self._dialled: markup.Dial | None = None
        self._began, self._joined_at = time.monotonic(), 0.0
        # The page of a phone may be open twice.
        self._lock = threading.RLock()

    def dial(self) -> Step:
        with self._lock:
            return self._ask(INCOMING, {"CallStatus": "ringing"})

    def stream_began(self) -> None:
        """The stream was taken."""
        with self._lock:
            self._report("stream-started")

    def stream_over(self, error: str = "") -> Step:
        """The stream was closed by us, or could not be opened: `error` says how."""
        with self._lock:
            step = self.step
            if not isinstance(step, Streaming):
                return step
            self._report("stream-error" if error else "stream-stopped", error)
            if step.stream.action:
                return self._ask(step.stream.action, {})
            return self._follow()

    def spoken(self, words: str) -> Step:
        """The resident said something that the provider understood."""
        with self._lock:
            return self._answer("speech", {"SpeechResult": words, "Confidence": "0.9"})

    def pressed(self, keys: str) -> Step:
        """The keys of one answer; where one is enough, the first of them."""
        with self._lock:
            asked = self._asked
            if asked is not None:
                keys = keys[:1] if asked.one_key else keys.partition(asked.finish_on or " ")[0]
            return self._answer("dtmf", {"Digits": keys})

    def silent(self) -> Step:
        """Nothing was said in time."""
        with self._lock:
            asked = self._asked
            if not isinstance(self.step, Asking) or asked is None:
                return self.step
            if asked.wants_silence:
                return self._ask(asked.action, {})
            return self._follow()

    def go_on(self) -> Step:
        """The time of a pause is over."""
        with self._lock:
            return self._follow() if isinstance(self.step, Waiting) else self.step

    def hang_up(self) -> Step:
        """The resident hangs up."""
        with self._lock:
            if isinstance(self.step, Over):
                return self.step
            gone = {"CallStatus": "completed"}
            if isinstance(self.step, Streaming):
                self._report("stream-stopped")
                if self.step.stream.action:
                    self._tell(self.step.stream.action, gone)
            if isinstance(self.step, Joined) and self._dialled is not None and self._dialled.action:
                self._tell(self._dialled.action, {**gone, **self._dial_ended("completed")})
            return self._end("resident")

    def _answer(self, kind: str, fields: dict[str, str]) -> Step:
        asked = self._asked
        if not isinstance(self.step, Asking) or asked is None or kind not in self.step.kinds:
            return self.step
        return self._ask(asked.action, fields)

    def _ask(self, page: str, fields: dict[str, str]) -> Step:
        self._page = self._local(page)
        for _ in range(MOST_STEPS):
            verbs = self._fetched({"CallStatus": "in-progress", **fields})
            if verbs is None:
                return self._end("failed")
            self._rest = verbs
            onward = self._next()
            if not isinstance(onward, str):
                return onward
            self._page, fields = self._local(onward), self._told
        return self._end("failed")

    def _fetched(self, fields: dict[str, str]) -> list[markup.Verb] | None:
        """What the page says, or the one that is asked when it fails; None when that fails as well."""
        for page in dict.fromkeys((self._page, FALLBACK)):
            try:
                response = self._post(page, self._fields(fields))
                if response.status_code == requests.codes.ok:
                    self._page = page
                    return list(markup.verbs(response.content))
            except (requests.RequestException, ValueError) as error:
                log.warning("webhook failed", extra={"error": type(error).__name__})
        return None

    def _follow(self) -> Step:
        onward = self._next()
        return self._ask(onward, self._told) if isinstance(onward, str) else onward

    def _next(self) -> Step | str:
        """What the call waits for, or the address at which it goes on, with `_told` as further fields."""
        self._told: dict[str, str] = {}
        while self._rest:
            verb = self._rest.pop(0)
            if isinstance(verb, markup.Say):
                self._said(verb.words)
            elif isinstance(verb, markup.Redirect):
                return verb.to
            elif isinstance(verb, markup.Dial):
                self._dialled = verb
                if any(self._taken(number, whisper) for number, whisper in verb.rung):
                    self._joined_at = time.monotonic()
                    return self._wait(Joined())
                self._told = self._dial_ended("no-answer")
                if verb.action:
                    return verb.action
            elif isinstance(verb, markup.Hangup):
                return self._end("service")
            elif isinstance(verb, markup.Unknown):
                self.unknown.append(verb.name)
            else:
                return self._wait(self._waiting_for(verb))
        return self._end("service")

    def _waiting_for(self, verb: markup.Stream | markup.Gather | markup.Pause) -> Step:
        if isinstance(verb, markup.Stream):
            return Streaming(verb, "MZ" + secrets.token_hex(16))
        if isinstance(verb, markup.Pause):
            return Waiting(verb.seconds)
        if verb.words:
            self._said(verb.words)
        self._asked = verb
        return Asking(verb.kinds, verb.wait_s, verb.one_key)

    def _wait(self, step: Step) -> Step:
        self.step = step
        return step

    def _taken(self, number: str, whisper: str) -> bool:
        """Whether the telephone that is rung takes the call: what it hears first does not hang up."""
        if not whisper:
            return True
        other = {
            "CallSid": call_sid(),
            "ParentCallSid": self.sid,
            "CallStatus": "in-progress",
            "From": self._our_number,
            "To": number,
            "Direction": "outbound-dial",
        }
        page, fields = urljoin(self._page, whisper), dict[str, str]()
        for _ in range(MOST_STEPS):
            response = self._post(self._local(page), {**other, **fields})
            if response.status_code != requests.codes.ok:
                return False
            heard = list(markup.verbs(response.content))
            asked = next((verb for verb in heard if isinstance(verb, markup.Gather)), None)
            if asked is None:
                return not any(isinstance(verb, markup.Hangup) for verb in heard)
            page, fields = urljoin(page, asked.action), {"Digits": STAFF_KEY}
        return False

    def _dial_ended(self, status: str) -> dict[str, str]:
        lasted = str(int(time.monotonic() - self._joined_at) + 1) if status == "completed" else "0"
        return {"DialCallSid": call_sid(), "DialCallStatus": status, "DialCallDuration": lasted}

    def _report(self, event: str, error: str = "") -> None:
        step = self.step
        if isinstance(step, Streaming) and step.stream.reports:
            told = {"StreamSid": step.stream_sid, "StreamEvent": event}
            told |= {"StreamError": error} if error else {}
            self._tell(step.stream.reports, told)

    def _end(self, how: Ended) -> Step:
        lasted = int(time.monotonic() - self._began) + 1
        self._wait(Over(how))
        self._tell(STATUS, {"CallStatus": "completed", "CallDuration": str(lasted)})
        return self.step

    def _tell(self, page: str, told: dict[str, str]) -> None:
        """A report, the answer to which does not matter."""
        try:
            self._post(self._local(page), self._fields(told))
        except requests.RequestException as error:
            log.warning("report not taken", extra={"error": type(error).__name__})

    def _fields(self, told: dict[str, str]) -> dict[str, str]:
        ours = {"From": self.number, "To": self._our_number, "Direction": "inbound"}
        return {"CallSid": self.sid, **ours, **told}

    def _local(self, url: str) -> str:
        """The part of a webhook's address that holds on this machine."""
        address = urlsplit(urljoin(self._page, url))
        return address.path + (f"?{address.query}" if address.query else "")


def call_sid() -> str:
    return "CA" + secrets.token_hex(16)
