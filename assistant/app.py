"""The web application of an installation, put together from its parts."""

from __future__ import annotations

import logging
from collections.abc import Sequence
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
from assistant.cases.work import Casework
from assistant.channels import read_aloud, simulator_pages, twilio_calls, twilio_sms, twilio_voice
from assistant.channels.line_ready import line_ready
from assistant.channels.simulator import Network, Screens
from assistant.channels.twilio_calls import CallDoor
from assistant.channels.twilio_sms import SmsDoor, StatusUpdate
from assistant.channels.twilio_voice import VoiceDoor
from assistant.composition import Parts, phone_calls
from assistant.composition import read_aloud as reading_of
from assistant.conversation import outbox
from assistant.conversation.approved import ApprovedAnswers
from assistant.conversation.calls import Calls
from assistant.conversation.overheard import overheard
from assistant.conversation.phone_people import PhonePeople
from assistant.metrics import Metrics
from assistant.ports import Clock, Says, TakesMessages
from assistant.settings import Settings
from assistant.staff import console
from assistant.staff.oidc import SignInService
from assistant.store import counters
from assistant.store import outbox as outbox_store
from assistant.store.database import Database
from knowledge.article import Language

log = logging.getLogger(__name__)

# More than any form or webhook of ours needs, in bytes.
LARGEST_REQUEST = 256 * 1024


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
            health.outbox_check(partial(_oldest_waiting, parts.database, parts.clock), parts.clock),
        ),
        pages=(staff, *joined, _calls_of_residents(parts), read_aloud.blueprint(reading_of(parts))),
    )


def _calls_of_residents(parts: Parts) -> GuardedBlueprint:
    """What the provider asks while a resident is on the telephone."""
    library, settings = parts.content.library, parts.settings

    def title_of(service: str, language: Language) -> str | None:
        article = library.articles.get(service)
        return article.short.in_language(language) if article is not None else None

    door = VoiceDoor(
        turn=parts.turn,
        calls=phone_calls(parts),
        people=PhonePeople(parts.database, parts.casework, parts.clock, title_of),
        line_ready=partial(line_ready, settings.line_internal_url),
        missed=Calls(parts.database, parts.casework, parts.clock).missed,
        phrases=parts.content.phrases,
        clock=parts.clock,
        metrics=parts.metrics,
        count_refusal=partial(_count, parts.database, parts.clock),
    )
    return twilio_voice.blueprint(settings, door)


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
    phrases: Says,
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
        network = Network(settings, screens, partial(overheard, database, casework.vault))
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


def _oldest_waiting(database: Database, clock: Clock) -> datetime | None:
    with database.read() as session:
        return outbox_store.oldest_waiting(session, clock.now())


def _waited_s(database: Database, clock: Clock) -> float:
    oldest = _oldest_waiting(database, clock)
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0
