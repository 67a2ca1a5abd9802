"""The webhooks of residents' calls alone, over a real store and a turn that is told what to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import assistant
from assistant import access
from assistant.cases import service as cases
from assistant.cases.service import Wanted
from assistant.cases.work import Casework
from assistant.channels import twilio_voice
from assistant.channels.twilio_voice import VoiceDoor
from assistant.conversation.phone_calls import PhoneCalls
from assistant.conversation.phone_people import PhonePeople
from assistant.messages import Channel, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.metrics import Metrics
from assistant.settings import Settings
from assistant.store import sittings, staff, turns
from assistant.store.database import Database
from knowledge.phrases import Phrases
from tests.conftest import FakeClock

SID = "CA" + "1" * 32
RESIDENT = "+8612000000081"
CALL = {"CallSid": SID, "CallStatus": "in-progress", "From": RESIDENT, "To": "+15005550006"}
SAYS = Phrases.load()


@dataclass
class StoredTurn:
    """Keeps what it is told as `Turn` does and answers with `reply`; 人工 and 0 open a case."""

    database: Database
    casework: Casework
    clock: FakeClock
    reply: Reply = field(default_factory=lambda: Reply(text="好的。", language="zh"))
    fields: dict[str, Any] = field(default_factory=dict)
    taken: list[Inbound] = field(default_factory=list)
    error: Exception | None = None

    def take(self, inbound: Inbound) -> TurnResult:
        if self.error is not None:
            raise self.error
        self.taken.append(inbound)
        vault, now = self.casework.vault, self.clock.now()
        with self.database.begin() as session:
            recorded = turns.record_inbound(session, vault, inbound, now, timedelta(seconds=10))
            if recorded.result is not None:
                return recorded.result
            if inbound.text in ("人工", "0"):
                wanted = Wanted(
                    recorded.conversation_id,
                    recorded.resident_id,
                    recorded.message_id,
                    "requested",
                    recorded.state,
                    Channel.PHONE,
                )
                cases.open_case(self.casework.on(session), wanted)
            result = TurnResult(
                conversation_id=recorded.conversation_id,
                message_id=recorded.message_id,
                outcome=Outcome.ANSWERED,
                replies=(self.reply,),
                engine=Engine.KEYPAD,
                **self.fields,
            )
            turns.finish_turn(session, vault, recorded, recorded.state, result, now)
        return result


@dataclass
class Exchange:
    """The provider's side of a call: what it asks, signed, and where the markup sends it next."""

    app: Flask
    client: FlaskClient
    post: Callable[..., TestResponse]
    database: Database
    casework: Casework
    clock: FakeClock
    turn: StoredTurn
    calls: PhoneCalls
    people: PhonePeople
    metrics: Metrics
    ready: bool = True
    asked_line: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def ask(
        self,
        name: str,
        query: dict[str, str] | None = None,
        *,
        headers: dict[str, str | None] | None = None,
        charset: str | None = None,
        **fields: str | None,
    ) -> TestResponse:
        """One request; None as a field leaves it out."""
        path = f"/twilio/voice/{name}{'?' + urlencode(query) if query else ''}"
        given = {key: value for key, value in {**CALL, **fields}.items() if value is not None}
        url = f"http://localhost{path}"
        return self.post(self.client, given, path=path, url=url, headers=headers, charset=charset)

    def follow(self, response: TestResponse, tag: str = "Gather", **fields: str | None) -> TestResponse:
        """Go where the markup leads: the action of a verb, or a redirection."""
        name, query = onward(response, tag)
        return self.ask(name, query, **fields)

    def member(self, name: str = "wang", number: str = "+8613700000001") -> str:
        """Somebody at the console, with a telephone."""
        with self.database.begin() as session:
            made = staff.create(session, name, "bamboo river lantern", self.clock.now())
            staff.set_phone(session, self.casework.vault, made.id, number)
            sittings.begin(session, made.id, self.clock.now())
            return made.id

    def line_ready(self) -> bool:
        self.asked_line += 1
        assert not self.database.in_transaction
        return self.ready


def exchange(
    settings: Settings, database: Database, casework: Casework, clock: FakeClock, post: Any
) -> Exchange:
    app = Flask("assistant", root_path=str(Path(assistant.__file__).parent))
    turn = StoredTurn(database, casework, clock)
    calls = PhoneCalls(database, casework, clock, settings.secret_key)
    people = PhonePeople(database, casework, clock, lambda service, language: service)
    made = Exchange(app, app.test_client(), post, database, casework, clock, turn, calls, people, Metrics())
    door = VoiceDoor(
        turn=turn,
        calls=calls,
        people=people,
        line_ready=made.line_ready,
        missed=lambda *told: made.missed.append(told),
        phrases=SAYS,
        clock=clock,
        metrics=made.metrics,
        count_refusal=made.refused.append,
    )
    app.register_blueprint(twilio_voice.blueprint(settings, door))
    access.protect(app, settings)
    return made


def root(response: TestResponse) -> ElementTree.Element:
    assert response.status_code == 200, response.text
    return ElementTree.fromstring(response.get_data())


def said(response: TestResponse) -> str:
    return "".join("".join(say.itertext()) for say in root(response).iter("Say"))


def verbs(response: TestResponse) -> list[str]:
    return [verb.tag for verb in root(response)]


def verb(response: TestResponse, tag: str) -> ElementTree.Element:
    (found,) = root(response).iter(tag)
    return found


def onward(response: TestResponse, tag: str = "Gather") -> tuple[str, dict[str, str]]:
    """The next step and its query."""
    found = verb(response, tag)
    address = urlsplit(found.get("action") or found.text or "")
    return address.path, {name: value for name, (value,) in parse_qs(address.query).items()}


def phrase(name: str, **slots: str) -> str:
    return SAYS.say(name, "zh", **slots)
