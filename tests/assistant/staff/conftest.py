"""A console over a real store, residents who asked for a person, and a browser without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Protocol

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import access
from assistant.cases import service as cases
from assistant.cases.service import CaseView
from assistant.messages import Channel, ConversationState, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.rendering.sms import Signatures
from assistant.settings import load_settings
from assistant.staff.console import blueprint
from assistant.store import turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import StaffMember
from knowledge.article import Article, Aspect, Language
from knowledge.aspects import Aspects
from knowledge.eligibility import Eligibility, FactBook
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions

ONE_TIME, PASSWORD = "one-time-password", "bamboo river lantern"
NUMBER = "+8613900001234"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_TICKET = re.compile(r'name="ticket"[^>]*value="([^"]+)"')


@cache
def hash_of(password: str) -> str:
    """Made once: it is slow on purpose."""
    return PasswordHasher().hash(password)


class Clock(Protocol):
    def now(self) -> datetime: ...

    def advance(self, **parts: float) -> datetime: ...


@dataclass
class Installation:
    app: Flask
    database: Database
    vault: Vault
    clock: Clock
    messages: int = 0

    def hire(self, name: str = "wang", *, one_time: bool = False) -> str:
        """A member of the staff; returns their id."""
        member = StaffMember(
            name=name,
            password_hash=hash_of(ONE_TIME if one_time else PASSWORD),
            must_change_password=one_time,
            active=True,
            created_at=self.clock.now(),
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
    ) -> turns.Recorded:
        """A resident's message and what the assistant answered."""
        self.messages += 1
        self.clock.advance(seconds=1)
        inbound = Inbound(channel, f"SM{self.messages}", NUMBER, text, self.clock.now())
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

    def opens_case(self, recorded: turns.Recorded, reason: str = "requested", **state: object) -> CaseView:
        with self.database.begin() as session:
            return cases.open_case(
                session,
                self.vault,
                conversation_id=recorded.conversation_id,
                resident_id=recorded.resident_id,
                message_id=recorded.message_id,
                reason=reason,
                state=ConversationState().with_(**state),
                now=self.clock.now(),
            )

    def waiting_case(self, **spoken: object) -> CaseView:
        """An old resident asked about the allowance, then for a person."""
        language, region = spoken.pop("language", "zh"), spoken.pop("region", "350102")
        self.says(
            "八十岁那个钱咋领", "到社区去领。", service="old_age_allowance", language=language, **spoken
        )
        recorded = self.says("人工", "好的。", language=language, **spoken)
        return self.opens_case(recorded, language=language, region=region)

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

    def reply(self, number: str, text: str, ticket: str | None = None) -> TestResponse:
        self.get(f"/staff/cases/{number}")
        return self.post(f"/staff/cases/{number}/reply", text=text, ticket=ticket or self.ticket())

    def ticket(self) -> str:
        return self._found(_TICKET)

    def _found(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.page)
        return found.group(1) if found else ""

    def _seen(self, response: TestResponse) -> TestResponse:
        assert response.status_code < 500
        self.page, self.status = unescape(response.text), response.status_code
        return response


@dataclass(frozen=True)
class Knowledge:
    """Two services and three questions; places and fixed sentences are the product's own."""

    library: Library
    regions: Regions
    aspects: Aspects
    eligibility: Eligibility
    phrases: Phrases


def service(name: str, zh: str, en: str) -> Article:
    texts = {aspect.value: "。" for aspect in Aspect}
    return Article.model_validate(
        {
            "id": name,
            "group": "elderly",
            "short": {"zh": "高龄津贴", "en": "the old-age allowance"},
            "hotlines": ["12345"],
            "sources": {},
            "aspects": {aspect: {} for aspect in Aspect},
            "names": {"zh": [zh], "en": [en]},
            "asks": {"zh": [zh], "en": [en]},
            "texts": {"zh": {"title": zh, **texts}, "en": {"title": en, **texts}},
        }
    )


def facts() -> FactBook:
    said = {"zh": ["-"], "en": ["-"]}
    level = {
        "mild": {"label": {"zh": "轻度", "en": "mild"}},
        "severe": {"label": {"zh": "重度", "en": "severe"}},
    }
    questions: list[dict[str, object]] = [
        {"id": "age", "kind": "number", "question": {"zh": "今年多大岁数？", "en": "How old?"}},
        {"id": "in_fujian", "kind": "yes_no", "question": {"zh": "住在福建吗？", "en": "Living in Fujian?"}},
        {"id": "level", "kind": "choice", "question": {"zh": "评上哪种？", "en": "Which?"}, "choices": level},
    ]
    return FactBook.model_validate(
        {"affirm": said, "deny": said, "unknown": said, "facts": {str(one["id"]): one for one in questions}}
    )


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    articles = (
        service("old_age_allowance", "高龄津贴", "Old-age allowance"),
        service("elder_care_voucher", "养老服务消费券", "Care voucher"),
    )
    return Knowledge(
        Library({article.id: article for article in articles}),
        Regions.load(),
        Aspects.load(),
        Eligibility(facts(), {}),
        Phrases.load(),
    )


@pytest.fixture
def installation(
    tmp_path: Path, knowledge: Knowledge, sqlite_database: Database, vault: Vault, clock: Clock
) -> Installation:
    app = Flask("console")
    app.register_blueprint(blueprint(sqlite_database, vault, knowledge, Signatures(), clock))
    access.protect(app, load_settings(data_dir=tmp_path))
    return Installation(app, sqlite_database, vault, clock)


@pytest.fixture
def visitor(installation: Installation) -> Visitor:
    """A member of the staff who signed in."""
    installation.hire()
    visitor = installation.visitor()
    visitor.sign_in()
    return visitor
