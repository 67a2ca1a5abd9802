"""What an installation consists of: which class provides what, for the web process and for the worker."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.channels.hear_tickets import HearTickets
from assistant.channels.read_aloud import ReadAloud
from assistant.channels.twilio_caller import TwilioCaller
from assistant.channels.twilio_sender import TwilioSender
from assistant.conversation.answers import Content
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.conversation.outbox import Carriers, Deliverer
from assistant.conversation.phone_calls import PhoneCalls
from assistant.conversation.posting import HttpPoster
from assistant.conversation.turn import Rest, Turn
from assistant.conversation.webhooks import WebhookDeliverer
from assistant.dialogue.acts import ActReader
from assistant.dialogue.keypad import KeypadEngine
from assistant.dialogue.rasa import RasaEngine
from assistant.dialogue.resilient import ResilientEngine
from assistant.errors import UnsafeSettings
from assistant.messages import Channel
from assistant.metrics import Metrics
from assistant.ports import Clock, SystemClock
from assistant.rendering import plain, sms
from assistant.settings import Settings
from assistant.store.crypto import Vault
from assistant.store.database import Database
from knowledge.aspects import Aspects
from knowledge.combinations import Combinations
from knowledge.danger import Dangers
from knowledge.eligibility import Eligibility
from knowledge.embeddings import load_embedder
from knowledge.glossary import Glossary
from knowledge.guides import Guides
from knowledge.library import Library
from knowledge.limits import Limits
from knowledge.misheard import Misheard
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from knowledge.search import Calibration, Search
from knowledge.simple import Simple

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What an installation consists of, built from its settings."""

    settings: Settings
    clock: Clock
    database: Database
    vault: Vault
    content: Content
    casework: Casework
    turn: Turn
    metrics: Metrics
    embedder: str | None

    @property
    def signatures(self) -> sms.Signatures:
        return sms.Signatures(self.settings.sms_signature, self.settings.sms_signature_en)


@contextmanager
def compose(settings: Settings, clock: Clock | None = None) -> Iterator[Parts]:
    """Build the parts and let go of them at the end.

    Raises KnowledgeError when a file of the knowledge is wrong, UnsafeSettings when the settings name no
    database that we can use.
    """
    clock = clock or SystemClock()
    try:
        database = Database(settings.database_url)
    except (ValueError, SQLAlchemyError):
        raise UnsafeSettings(
            "BANGBAN_DATABASE_URL names no database we can use: sqlite:///file or postgresql://host/name."
        ) from None
    try:
        vault = Vault(settings.vault_key, settings.lookup_key)
        content, embedder = load_content(settings)
        casework = casework_of(settings, vault, content, clock)
        yield Parts(
            settings=settings,
            clock=clock,
            database=database,
            vault=vault,
            content=content,
            casework=casework,
            turn=_turn(settings, database, vault, content, casework, clock),
            metrics=Metrics(),
            embedder=embedder,
        )
    finally:
        database.dispose()


def casework_of(settings: Settings, vault: Vault, content: Content, clock: Clock) -> Casework:
    """What cases are worked with. Raises TownError when the town's file is wrong."""
    signatures = sms.Signatures(settings.sms_signature, settings.sms_signature_en)
    return Casework(vault, Town.load(settings.town_file), Notices(content.phrases, signatures), clock)


def load_content(settings: Settings) -> tuple[Content, str | None]:
    """All that can be said, and the name of the embedder that search uses. Raises KnowledgeError."""
    library, aspects = _library(settings), Aspects.load()
    embedder = load_embedder(settings.data_dir / "embeddings")
    search = Search.build(library, aspects, embedder, Calibration.load())
    content = Content(
        library=library,
        aspects=aspects,
        regions=Regions.load(),
        phrases=Phrases.load(),
        search=search,
        eligibility=Eligibility.load(),
        guides=Guides.load(),
        glossary=Glossary.load(),
        simple=Simple.load(library=library),
        combinations=Combinations.load(),
    )
    return content, embedder.name if embedder is not None and search.dense else None


def _library(settings: Settings) -> Library:
    library = Library.load(places=settings.places_dir)
    for name in library.pages.wrong:
        log.warning("place page left out", extra={"reason": name})
    return library


def _turn(
    settings: Settings, database: Database, vault: Vault, content: Content, casework: Casework, clock: Clock
) -> Turn:
    keypad = KeypadEngine(content.aspects, content.regions)
    rasa = RasaEngine(
        settings.rasa_url,
        settings.rasa_token,
        deadline_s=settings.dialogue_deadline_s,
        acts=ActReader.load(),
    )
    signatures = sms.Signatures(settings.sms_signature, settings.sms_signature_en)
    rest_of: Mapping[Channel, Rest] = {
        Channel.SMS: partial(sms.rest_of, signatures=signatures),
        Channel.PHONE: partial(plain.rest_of, channel=Channel.PHONE),
        Channel.KIOSK: partial(plain.rest_of, channel=Channel.KIOSK),
    }
    return Turn(
        database=database,
        vault=vault,
        commands=Commands(
            Dangers.load(), Limits.load(), content.glossary, content.combinations, content.regions
        ),
        engine=ResilientEngine(rasa, keypad, clock),
        composer=Composer(content, casework.town),
        casework=casework,
        clock=clock,
        rest_of=rest_of,
        kept_days=settings.retention_days,
        misheard=Misheard.of(content.library.articles.values()),
    )


def carriers(parts: Parts) -> Carriers:
    """Who carries what the assistant sends first, and who places its calls."""
    return Carriers({Channel.SMS: TwilioSender(parts.settings, parts.metrics)}, TwilioCaller(parts.settings))


def phone_calls(parts: Parts) -> PhoneCalls:
    """The calls of residents; web makes the tokens that the line redeems, so both have one key."""
    return PhoneCalls(parts.database, parts.casework, parts.clock, parts.settings.secret_key)


def hear_tickets(parts: Parts) -> HearTickets:
    """What lets a screen's visitor be heard; web makes the tickets that the line reads."""
    return HearTickets(parts.settings.secret_key, parts.clock)


def read_aloud(parts: Parts) -> ReadAloud:
    """What a screen has read aloud."""
    return ReadAloud(parts.vault, parts.clock, parts.settings.voice_url)


def webhook_deliverer(parts: Parts) -> WebhookDeliverer:
    """What tells other systems."""
    poster = HttpPoster(strict=parts.settings.is_production)
    return WebhookDeliverer(parts.database, parts.vault, poster, parts.clock)


def deliverer(parts: Parts) -> Deliverer:
    """What hands the outbox to the provider."""
    return Deliverer(parts.database, parts.casework, carriers(parts), parts.clock)
