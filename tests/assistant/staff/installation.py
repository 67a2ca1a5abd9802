"""A console over a real store, residents who asked for a person, and a browser without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from typing import Any, Protocol, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from assistant.cases import service as cases
from assistant.cases.kinds import CaseKind, Kind
from assistant.cases.service import Wanted
from assistant.cases.views import CaseView
from assistant.cases.work import Casework
from assistant.messages import Channel, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.state import ConversationState
from assistant.store import cases as rows
from assistant.store import passwords, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.members import Role
from assistant.store.models import Delivery, StaffMember
from knowledge.article import Language

T = TypeVar("T")

ONE_TIME, PASSWORD = "one-time-password", "bamboo river lantern"
NUMBER = "+8613900001234"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_TICKET = re.compile(r'name="ticket"[^>]*value="([^"]+)"')
_SEEN = re.compile(r'name="seen"[^>]*value="([^"]+)"')


@cache
def hash_of(password: str) -> str:
    """Made once: it is slow on purpose."""
    return passwords.hashed(password)


class Compiled(BytecodeCache):
    """Templates are compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Clock(Protocol):
    def now(self) -> datetime: ...

    def advance(self, **parts: float) -> datetime: ...


@dataclass
class Installation:
    app: Flask
    database: Database
    vault: Vault
    clock: Clock
    casework: Casework
    messages: int = 0

    def hire(
        self, name: str = "wang", *, one_time: bool = False, role: Role = Role.SUPERVISOR, **more: Any
    ) -> str:
        """A member of the staff, who may do all that cases need unless another role is given; their id."""
        member = StaffMember(
            role=role.value,
            name=name,
            password_hash=hash_of(ONE_TIME if one_time else PASSWORD),
            must_change_password=one_time,
            active=True,
            created_at=self.clock.now(),
            **more,
        )
        with self.database.begin() as session:
            session.add(member)
        return member.id

    def says(
        self,
        text: str,
        answer: str,
        *,
        service: str | None = None,
        channel: Channel = Channel.SMS,
        language: Language = "zh",
        region: str | None = None,
        address: str = NUMBER,
    ) -> turns.Recorded:
        """A resident's message and what the assistant answered."""
        self.messages += 1
        self.clock.advance(seconds=1)
        inbound = Inbound(channel, f"SM{self.messages}", address, text, self.clock.now())
        with self.database.begin() as session:
            recorded = turns.record_inbound(
                session, self.vault, inbound, self.clock.now(), timedelta(seconds=10)
            )
            result = TurnResult(
                conversation_id=recorded.conversation_id,
                message_id=recorded.message_id,
                outcome=Outcome.ANSWERED,
                replies=(Reply(answer, language),),
                engine=Engine.KEYPAD,
                service=service,
            )
            state = recorded.state.with_(service=service, language=language, region=region)
            assert turns.finish_turn(session, self.vault, recorded, state, result, self.clock.now())
        return recorded

    def opens_case(
        self,
        recorded: turns.Recorded,
        reason: str = "requested",
        *,
        kind: CaseKind = CaseKind.QUESTION,
        needs: dict[str, str] | None = None,
        **state: object,
    ) -> CaseView:
        wanted = Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason=reason,
            kind=kind,
            needs=needs or {},
            state=ConversationState().with_(**state),
        )
        return self.does(cases.open_case, wanted)

    def does(self, what: Callable[..., T], *args: Any, **named: Any) -> T:
        """Something to a case, in a transaction of its own."""
        with self.database.begin() as session:
            return what(self.casework.on(session), *args, **named)

    def view(self, number: str) -> CaseView:
        with self.database.read() as session:
            return cases.get(self.casework.on(session), number)

    def events(self, number: str) -> list[tuple[Kind, str | None]]:
        """What happened to a case, and who did it."""
        with self.database.read() as session:
            found = rows.find(session, number)
            assert found is not None
            return [(Kind(event.kind), event.staff_id) for event in rows.events(session, found.id)]

    def outgoing(self, purpose: str = "reply", medium: str = "text") -> list[str]:
        """What is in line for residents, in plain words."""
        with self.database.read() as session:
            found = session.query(Delivery).filter_by(purpose=purpose, medium=medium)
            return [self.vault.open(one.text) for one in found.order_by(Delivery.position)]

    def waiting_case(self, **spoken: object) -> CaseView:
        """An old resident asked about the allowance, then for a person."""
        language, region = spoken.pop("language", "zh"), spoken.pop("region", "350102")
        opened = {name: spoken.pop(name) for name in ("kind", "needs") if name in spoken}
        self.says(
            "八十岁那个钱咋领", "到社区去领。", service="old_age_allowance", language=language, **spoken
        )
        recorded = self.says("人工", "好的。", language=language, **spoken)
        return self.opens_case(recorded, language=language, region=region, **opened)

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())


@dataclass
class Visitor:
    """Uses the pages as a browser without scripts does: what it posts comes from the page it sees."""

    client: FlaskClient
    page: str = ""
    status: int = 0
    _token: str = field(default="", repr=False)

    def get(self, path: str) -> TestResponse:
        return self._seen(self.client.get(path, follow_redirects=True))

    def post(self, path: str, **fields: str) -> TestResponse:
        data = {"csrf_token": self._found(_TOKEN)} | fields
        return self._seen(self.client.post(path, data=data, follow_redirects=True))

    def sign_in(self, name: str = "wang", secret: str = PASSWORD) -> TestResponse:
        self.get("/staff/sign-in")
        return self.post("/staff/sign-in", name=name, secret=secret)

    def reply(self, number: str, text: str, ticket: str | None = None, **more: str) -> TestResponse:
        self.get(f"/staff/cases/{number}")
        fields = {"text": text, "ticket": ticket or self.ticket(), "seen": self.seen()} | more
        return self.post(f"/staff/cases/{number}/reply", **fields)

    def does(self, number: str, action: str, **fields: str) -> TestResponse:
        """One of the forms on the page of a case."""
        self.get(f"/staff/cases/{number}")
        return self.post(f"/staff/cases/{number}/{action}", **fields)

    def ticket(self) -> str:
        return self._found(_TICKET)

    def seen(self) -> str:
        return self._found(_SEEN)

    def _found(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.page)
        return found.group(1) if found else ""

    def _seen(self, response: TestResponse) -> TestResponse:
        assert response.status_code < 500
        self.page, self.status = unescape(response.text), response.status_code
        return response
