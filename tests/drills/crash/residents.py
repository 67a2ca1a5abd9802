"""Residents who ask for a person, by webhooks that the provider repeats when the line breaks."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from xml.etree import ElementTree

import requests

from assistant.channels import twilio_requests
from tests.drills.crash.installation import Installation

AGAIN_AFTER_S = (0.5, 10.5)
"""Waits between the tries of one webhook. Who died over a message holds it for 10 seconds; the worker takes
it when it is 30 seconds old, when nobody asks any more."""
GIVES_UP_AT_ONCE = 0.1
"""The share of webhooks that are not repeated."""
ONE_TRY_S = 5.0
EVERY_S = (0.1, 0.25)
THINKS_S = (0.05, 0.4)
MOST_AT_ONCE = 120
TOLD = re.compile(r"编号(?:还)?是(\d+-\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of a resident. `answer` is None when no try was answered; `tries` counts from 1."""

    sid: str
    number: str
    text: str
    answer: str | None
    tries: int


class Residents:
    """Writes for a new resident every now and then until `stop` is called."""

    def __init__(self, here: Installation, told: Callable[[str], None]) -> None:
        self._url, settings = here.url, here.settings
        self._token, self._to = settings.twilio_auth_token, settings.twilio_number
        self._seed = here.seed
        self._told = told
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._begun = 0
        self.asked: list[Asked] = []
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="resident")
        self._talks: list[Future[None]] = []
        self._arrivals = threading.Thread(target=self._arrive, name="residents")

    def start(self) -> None:
        self._arrivals.start()

    @property
    def begun(self) -> int:
        """How many requests were sent so far."""
        with self._lock:
            return self._begun

    def stop(self) -> None:
        """Nobody more comes; returns when those who came are done. Raises what broke a resident."""
        self._stop.set()
        self._arrivals.join()
        for talk in self._talks:
            talk.result()
        self._pool.shutdown()

    def _arrive(self) -> None:
        chance = random.Random(self._seed)
        count = 0
        while not self._stop.wait(chance.uniform(*EVERY_S)):
            count += 1
            self._talks.append(self._pool.submit(self._talk, count, random.Random(chance.random())))

    def _talk(self, count: int, chance: random.Random) -> None:
        number = f"+86138{count:08d}"
        for place, text in enumerate(("人工", f"我住{count}号楼", "人工")):
            asked = self._ask(f"SM{count:024x}{place:08x}", number, text, chance)
            with self._lock:
                self.asked.append(asked)
            for case in TOLD.findall(asked.answer or ""):
                self._told(case)
            time.sleep(chance.uniform(*THINKS_S))

    def _ask(self, sid: str, number: str, text: str, chance: random.Random) -> Asked:
        again = () if chance.random() < GIVES_UP_AT_ONCE else AGAIN_AFTER_S
        for tries, wait_s in enumerate((*again, None), start=1):
            answer = self._post(sid, number, text)
            if answer is not None or wait_s is None:
                return Asked(sid, number, text, answer, tries)
            time.sleep(wait_s)
        raise AssertionError("the last try ends it")

    def _post(self, sid: str, number: str, text: str) -> str | None:
        """What was answered; None when the line broke or the request was refused."""
        with self._lock:
            self._begun += 1
        address = f"{self._url}/twilio/sms"
        form = {
            "MessageSid": sid,
            "AccountSid": "AC" + "0" * 32,
            "From": number,
            "To": self._to,
            "Body": text,
        }
        signature = twilio_requests.sign(self._token, address, form)
        try:
            response = requests.post(address, data=form, headers=signature, timeout=ONE_TRY_S)
        except requests.RequestException:
            return None
        if not response.ok:
            return None
        said = ElementTree.fromstring(response.content).find("Message")
        return "" if said is None else "".join(said.itertext())
