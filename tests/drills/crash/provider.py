"""A stand-in for the text message provider, as a process of its own that outlives all others.

It keeps its own list of what it took, in a file. Some of its answers come late, and some never: the message
is on the list all the same.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from assistant.channels import twilio_requests
from tests.drills.crash.installation import Installation

LATE_S = (0.02, 0.12)


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that the provider took."""

    sid: str
    to: str
    sender: str
    body: str
    at: str


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of requests: answered late, never answered, and reported on to the address that was named."""

    late: float = 0.6
    unanswered: float = 0.04
    reported: float = 0.3


PROMPT = Habits(late=0, unanswered=0, reported=0)


class StandIn(ThreadingHTTPServer):
    """Takes messages over HTTP in the provider's form and lists them. `token` signs its reports."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, port: int, file: Path, seed: int, now: Callable[[], datetime], token: str, habits: Habits
    ) -> None:
        super().__init__(("127.0.0.1", port), _Requests)
        self._file, self._now, self._token, self._habits = file, now, token, habits
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._taken: list[Taken] = []
        self._reports = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reports")

    def take(self, form: Mapping[str, str]) -> Taken | None:
        """List a message, then take the time that the answer takes. None when there is to be no answer."""
        with self._lock:
            at = self._now()
            one = Taken(
                f"SM{secrets.token_hex(16)}", form["To"], form["From"], form["Body"], format_datetime(at)
            )
            self._taken.append(one)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
            chances, wait_s = [self._random.random() for _ in range(3)], self._random.uniform(*LATE_S)
        if chances[0] < self._habits.reported and form.get("StatusCallback"):
            self._reports.submit(self._report, form["StatusCallback"], one, wait_s)
        if chances[1] < self._habits.late:
            time.sleep(wait_s)
        return None if chances[2] < self._habits.unanswered else one

    def listed(self, asked: Mapping[str, str]) -> list[Taken]:
        """What was sent to and from the numbers that are asked for, the latest first."""
        with self._lock:
            found = [
                one
                for one in self._taken
                if one.to == asked.get("To", one.to) and one.sender == asked.get("From", one.sender)
            ]
        return found[::-1]

    def _report(self, address: str, message: Taken, wait_s: float) -> None:
        """A report that does not get through is not repeated."""
        time.sleep(wait_s)
        for status in ("sent", "delivered"):
            form = {"MessageSid": message.sid, "MessageStatus": status, "To": message.to}
            try:
                requests.post(
                    address, data=form, headers=twilio_requests.sign(self._token, address, form), timeout=5
                )
            except requests.RequestException:
                return


class _Requests(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        message = self.server.take(_first(form))
        if message is not None:
            self._answer(HTTPStatus.CREATED, _shown(message))

    def do_GET(self) -> None:
        asked = _first(urlsplit(self.path).query)
        size = int(asked.get("PageSize", 50))
        found = self.server.listed(asked)
        shown = [_shown(one) for one in found[:size]]
        self._answer(HTTPStatus.OK, {"messages": shown, "next_page_uri": None, "page": 0, "page_size": size})

    def log_message(self, *_: Any) -> None:
        """The list is the record."""

    def _answer(self, status: HTTPStatus, content: Mapping[str, Any]) -> None:
        body = json.dumps(content).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # Whoever asked has died meanwhile.
            self.close_connection = True


def read(file: Path) -> list[Taken]:
    """What the provider took so far, in order."""
    if not file.exists():
        return []
    return [Taken(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def _first(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


def _shown(message: Taken) -> dict[str, Any]:
    return {
        "sid": message.sid,
        "status": "queued",
        "to": message.to,
        "from": message.sender,
        "body": message.body,
        "date_created": message.at,
        "date_sent": message.at,
        "direction": "outbound-api",
        "error_code": None,
    }


def main(folder: Path) -> None:
    """Serve until stdin ends, as it does with whoever started this process."""
    here = Installation.read(folder)
    token = here.settings.twilio_auth_token
    with StandIn(here.provider_port, here.taken, here.seed, here.clock.now, token, Habits()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
