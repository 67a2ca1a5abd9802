"""A feature phone in the browser, for development: it reaches the assistant as a real phone does.

What it sends goes over the network as the provider's signed request to the same webhook; what the assistant
sends first arrives through the provider's interface, which is stood in for here and reports back, signed.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit
from xml.etree import ElementTree

import requests

from assistant.channels.simulator_calls import Exchange
from assistant.channels.simulator_line import Lines, Overhear
from assistant.channels.simulator_post import TIMEOUT_S, SignedPost
from assistant.channels.simulator_records import Records
from assistant.channels.twilio_sms import ENGINE_HEADER, OUTCOME_HEADER
from assistant.ports import SystemClock
from assistant.rendering import gsm
from assistant.settings import Settings

log = logging.getLogger(__name__)

WEBHOOK = "/twilio/sms"
STATUS_WEBHOOK = "/twilio/sms/status"
MOST_MESSAGES = 400
LONGEST_TEXT = 1600

Direction = Literal["sent", "reply", "pushed", "failed", "call", "spoken", "unanswered"]


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that belongs to nobody, with a name to tell it by."""

    number: str
    zh: str
    en: str


# 120 opens no mobile number in China, and 555-01 is kept for fiction in North America.
PHONES = (
    Phone("+8612000000081", "陈阿婆", "Granny Chen"),
    Phone("+8612000000072", "林大爷", "Grandpa Lin"),
    Phone("+12025550143", "说英语的居民", "An English speaker"),
)
NUMBERS = frozenset(phone.number for phone in PHONES)


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a phone's screen. `status` is 200 or the status with which the webhook failed."""

    position: int
    number: str
    direction: Direction
    text: str
    characters: int
    parts: int
    engine: str = ""
    outcome: str = ""
    duration_ms: int = 0
    status: int = 200

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Screens:
    """The last messages of all simulated phones, kept in memory only."""

    def __init__(self, most: int = MOST_MESSAGES) -> None:
        self._lock = threading.Lock()
        self._messages: deque[Shown] = deque(maxlen=most)
        self._last = 0

    def show(self, number: str, direction: Direction, text: str, **facts: Any) -> Shown:
        shown = Shown(0, number, direction, text, len(text), gsm.parts(text) if text else 0, **facts)
        with self._lock:
            self._last += 1
            shown = replace(shown, position=self._last)
            self._messages.append(shown)
        return shown

    def after(self, number: str, position: int) -> list[Shown]:
        with self._lock:
            return [m for m in self._messages if m.number == number and m.position > position]


class Network:
    """Carries messages and calls between simulated phones and the assistant, over HTTP on this machine.

    `overhear` tells what was heard and said in a call whose sound the line carried.
    """

    def __init__(
        self, settings: Settings, screens: Screens, overhear: Overhear = lambda call_sid, after: ()
    ) -> None:
        self._settings = settings
        self._screens = screens
        self._post = SignedPost(settings)
        # Reports leave in the order in which they came about, after the request that caused them has ended.
        self._reports = ThreadPoolExecutor(max_workers=1, thread_name_prefix="simulator-reports")
        clock = SystemClock()
        self.messages = Records("messages", "DateSent", clock)
        self.calls = Records("calls", "StartTime", clock)
        self.exchange = Exchange(
            settings.twilio_number,
            NUMBERS,
            self.calls,
            post=self._post,
            show=lambda number, words: screens.show(number, "call", words),
            later=self._later,
            busy=lambda number: self.lines.lasts(number),
        )
        self.lines = Lines(
            settings.twilio_number,
            settings.twilio_account_sid,
            self.calls,
            post=self._post,
            show=lambda number, words, heard: screens.show(number, "spoken" if heard else "call", words),
            free=lambda number: self.exchange.state(number) is None,
            overhear=overhear,
        )

    def send(self, number: str, text: str, message_sid: str) -> list[Shown]:
        """Send `text` from the phone `number`; returns what appears on its screen."""
        sent = self._screens.show(number, "sent", text)
        fields = {
            "AccountSid": self._settings.twilio_account_sid,
            "ApiVersion": "2010-04-01",
            "Body": text,
            "From": number,
            "MessageSid": message_sid,
            "NumMedia": "0",
            "To": self._settings.twilio_number,
        }
        try:
            response = self._post(WEBHOOK, fields)
        except requests.RequestException:
            return [sent, self._screens.show(number, "failed", "", status=504)]
        facts = {
            "engine": response.headers.get(ENGINE_HEADER, ""),
            "outcome": response.headers.get(OUTCOME_HEADER, ""),
            "duration_ms": round(response.elapsed.total_seconds() * 1000),
        }
        if response.status_code != requests.codes.ok:
            return [sent, self._screens.show(number, "failed", "", status=response.status_code, **facts)]
        replies = [node.text or "" for node in ElementTree.fromstring(response.content).iter("Message")]  # noqa: S314 - our own markup
        return [sent, *(self._screens.show(number, "reply", reply, **facts) for reply in replies)]

    def deliver(self, number: str, text: str, message_sid: str, callback: str) -> None:
        """Show a message that the assistant sent first, and report it as sent, then as delivered."""
        self.messages.keep(message_sid, number, self._settings.twilio_number, "sent", body=text)
        self._screens.show(number, "pushed", text)
        address = urlsplit(callback)
        if address.path.endswith(STATUS_WEBHOOK):
            path = STATUS_WEBHOOK + (f"?{address.query}" if address.query else "")
            self._later(lambda: self._report(path, number, message_sid))

    def call(self, number: str) -> None:
        """Call the service from the phone `number`, where nobody picks up."""
        self._screens.show(number, "unanswered", "")
        self._later(lambda: self.exchange.call_in_vain(number))

    def wait_for_reports(self, timeout_s: float = TIMEOUT_S) -> None:
        """Return when every report and call caused so far has left. Raises TimeoutError."""
        self._reports.submit(lambda: None).result(timeout_s)

    def close(self) -> None:
        self._reports.shutdown(wait=True, cancel_futures=True)
        self._post.close()

    def _later(self, task: Callable[[], None]) -> None:
        def run() -> None:
            try:
                task()
            except requests.RequestException as error:
                log.warning("webhook not reached", extra={"error": type(error).__name__})

        self._reports.submit(run)

    def _report(self, path: str, number: str, message_sid: str) -> None:
        for status in ("sent", "delivered"):
            fields = {
                "AccountSid": self._settings.twilio_account_sid,
                "From": self._settings.twilio_number,
                "MessageSid": message_sid,
                "MessageStatus": status,
                "To": number,
            }
            self._post(path, fields)
