"""The composition root: the only file that knows which class provides what."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from assistant import access, health, logs, start_page
from assistant.access import GuardedBlueprint
from assistant.api import blueprint as api
from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.channels import simulator_pages, twilio_calls, twilio_sms
from assistant.channels.simulator import Network, Screens
from assistant.channels.twilio_caller import TwilioCaller
from assistant.channels.twilio_calls import CallDoor
from assistant.channels.twilio_sender import TwilioSender
from assistant.channels.twilio_sms import SmsDoor, StatusUpdate, TakesMessages
from assistant.conversation import outbox
from assistant.conversation.answers import Content
from assistant.conversation.approved import ApprovedAnswers
from assistant.conversation.calls import Calls
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.conversation.outbox import Carriers, Deliverer
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
from assistant.staff import console
from assistant.staff.oidc import SignInService
from assistant.store import counters
from assistant.store import outbox as outbox_store
from assistant.store.crypto import Vault
from assistant.store.database import Database
from knowledge.aspects import Aspects
from knowledge.danger import Dangers
from knowledge.eligibility import Eligibility
from knowledge.embeddings import load_embedder
from knowledge.glossary import Glossary
from knowledge.guides import Guides
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from knowledge.search import Calibration, Search

log = logging.getLogger(__name__)

# More than any form or webhook of ours needs, in bytes.
LARGEST_REQUEST = 256 * 1024


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
        commands=Commands(Dangers.load()),
        engine=ResilientEngine(rasa, keypad, clock),
        composer=Composer(content),
        casework=casework,
        clock=clock,
        rest_of=rest_of,
    )


def carriers(parts: Parts) -> Carriers:
    """Who carries what the assistant sends first, and who places its calls."""
    return Carriers({Channel.SMS: TwilioSender(parts.settings, parts.metrics)}, TwilioCaller(parts.settings))


def webhook_deliverer(parts: Parts) -> WebhookDeliverer:
    """What tells other systems."""
    poster = HttpPoster(strict=parts.settings.is_production)
    return WebhookDeliverer(parts.database, parts.vault, poster, parts.clock)


def deliverer(parts: Parts) -> Deliverer:
    """What hands the outbox to the provider."""
    return Deliverer(parts.database, parts.casework, carriers(parts), parts.clock)


def web_app(parts: Parts) -> Flask:
    """The web application of an installation."""
    content, settings = parts.content, parts.settings
    parts.metrics.watch(
        "bangban_outbox_oldest_seconds",
        "For how long the message waits that has waited longest.",
        partial(_waited_s, parts.database, parts.clock),
    )
    staff = console.blueprint(
        parts.database,
        parts.casework,
        content,
        parts.signatures,
        parts.clock,
        sign_in_service=_sign_in_service(settings, parts.clock),
        answers=ApprovedAnswers(content, parts.signatures),
    )
    joined = api.blueprints(parts.database, parts.casework, frozenset(content.library.articles))
    return create_app(
        settings,
        turn=parts.turn,
        phrases=content.phrases,
        database=parts.database,
        casework=parts.casework,
        clock=parts.clock,
        metrics=parts.metrics,
        checks=(
            health.database_check(parts.database),
            health.knowledge_check(len(content.library.articles)),
            health.places_check(content.library.pages),
            health.embeddings_check(parts.embedder),
            health.rasa_check(settings),
            health.actions_check(settings),
            health.worker_check(parts.database, parts.clock),
            health.outbox_check(partial(_oldest_waiting, parts.database), parts.clock),
        ),
        pages=(staff, *joined),
    )


def _sign_in_service(settings: Settings, clock: Clock) -> SignInService | None:
    if not settings.oidc_issuer:
        return None
    return SignInService(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        clock,
        public_url=settings.public_url,
        label=settings.oidc_name,
    )


def create_app(
    settings: Settings,
    *,
    turn: TakesMessages,
    phrases: twilio_sms.Says,
    database: Database,
    casework: Casework,
    clock: Clock,
    metrics: Metrics | None = None,
    checks: Sequence[health.Check] = (),
    pages: Sequence[GuardedBlueprint] = (),
) -> Flask:
    """The web application over `turn`. `pages` are further blueprints, such as the staff console.

    Raises RuntimeError when a blueprint does not say who may call it.
    """
    metrics = metrics or Metrics()
    app = Flask("assistant", root_path=str(Path(__file__).parent))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.before_request(_begin_request)
    app.after_request(_name_request)
    app.register_error_handler(HTTPException, _refused)
    door = SmsDoor(
        turn=turn,
        phrases=phrases,
        clock=clock,
        metrics=metrics,
        count_refusal=partial(_count, database, clock),
        record_status=partial(_record_status, database, casework),
    )
    app.register_blueprint(
        start_page.blueprint(settings, with_staff=any(page.name == "staff" for page in pages))
    )
    app.register_blueprint(health.blueprint(checks))
    app.register_blueprint(health.metrics_blueprint(metrics, public=settings.metrics_public))
    calls = Calls(database, casework, clock)
    app.register_blueprint(twilio_sms.blueprint(settings, door))
    app.register_blueprint(
        twilio_calls.blueprint(
            settings,
            CallDoor(
                number_for=calls.number_for,
                placed=calls.placed,
                rated=calls.rated,
                ended=calls.ended,
                missed=calls.missed,
                phrases=phrases,
                metrics=metrics,
                count_refusal=door.count_refusal,
            ),
        )
    )
    if settings.simulator:
        screens = Screens()
        network = Network(settings, screens)
        app.register_blueprint(simulator_pages.page_blueprint(settings, network, screens))
        app.register_blueprint(simulator_pages.provider_blueprint(settings, network))
        app.extensions["simulator"] = network
    for page in pages:
        app.register_blueprint(page)
    access.protect(app, settings)
    return app


def _begin_request() -> None:
    logs.begin_request()


def _name_request(response: Response) -> Response:
    if request_id := logs.request_id():
        response.headers["X-Request-Id"] = request_id
    return response


def _refused(error: HTTPException) -> ResponseReturnValue:
    """Code and name; nothing of the request is repeated."""
    if error.response is not None:
        return error
    return f"{error.code} {error.name}\n", error.code or 500, {"Content-Type": "text/plain; charset=utf-8"}


def _count(database: Database, clock: Clock, name: str) -> None:
    try:
        with database.begin() as session:
            counters.add(session, name, clock.now())
    except SQLAlchemyError:
        # A refusal stays a refusal while the database is away.
        log.warning("refusal not counted", exc_info=True)


def _record_status(database: Database, casework: Casework, update: StatusUpdate) -> None:
    with database.begin() as session:
        outbox.report_delivery(
            casework.on(session),
            update.provider_id,
            update.status,
            error=update.error,
            reference=update.reference,
        )


def _oldest_waiting(database: Database) -> datetime | None:
    with database.read() as session:
        return outbox_store.oldest_waiting(session)


def _waited_s(database: Database, clock: Clock) -> float:
    oldest = _oldest_waiting(database)
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0
