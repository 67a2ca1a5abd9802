"""The console over two services and three questions, and a member of the staff who signed in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from assistant import access
from assistant.cases.work import Casework
from assistant.rendering.sms import Signatures
from assistant.settings import load_settings
from assistant.staff.console import blueprint
from assistant.staff.live_views import Streams
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.members import Role
from knowledge.article import Article, Aspect
from knowledge.aspects import Aspects
from knowledge.eligibility import Eligibility, FactBook
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from tests.assistant.cases.conftest import Counterside
from tests.assistant.staff.calendar_desk import CalendarDesk
from tests.assistant.staff.installation import COMPILED, PASSWORD, Clock, Installation, Visitor, hash_of
from tests.conftest import FakeClock, InboundBuilder

__all__ = ["PASSWORD", "Installation", "Visitor", "hash_of"]


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
    tmp_path: Path, knowledge: Knowledge, sqlite_database: Database, casework: Casework, clock: Clock
) -> Installation:
    app = Flask("console")
    app.jinja_options = {"bytecode_cache": COMPILED}
    # Nobody waits for news in a test: two looks follow each other at once.
    streams = Streams(2, pause=lambda _seconds: None)
    app.register_blueprint(
        blueprint(sqlite_database, casework, knowledge, Signatures(), clock, streams=streams)
    )
    access.protect(app, load_settings(data_dir=tmp_path))
    return Installation(app, sqlite_database, casework.vault, clock, casework)


@pytest.fixture
def desk(
    installation: Installation,
    sqlite_database: Database,
    vault: Vault,
    clock: FakeClock,
    inbound: InboundBuilder,
    casework: Casework,
) -> CalendarDesk:
    """The calendar and the hall of the office that serves everybody."""
    side = Counterside(sqlite_database, vault, clock, inbound, casework)
    return CalendarDesk(installation.app, side, casework.town.office_for(None).id)


@pytest.fixture
def visitor(installation: Installation) -> Visitor:
    """A member of the staff who signed in."""
    installation.hire()
    visitor = installation.visitor()
    visitor.sign_in()
    return visitor


@pytest.fixture
def wang(installation) -> str:
    return installation.hire(role=Role.AGENT, shown_name="王芳")


@pytest.fixture
def agent(installation, wang):
    visitor = installation.visitor()
    visitor.sign_in()
    return visitor
