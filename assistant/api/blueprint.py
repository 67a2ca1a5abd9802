"""The interface itself: /api/v1."""

from __future__ import annotations

from collections.abc import Callable, Collection
from http import HTTPStatus

from flask import Response, jsonify
from pydantic import BaseModel, TypeAdapter
from werkzeug.exceptions import HTTPException

from assistant.access import Caller, GuardedBlueprint
from assistant.api import keys, openapi, opening, problems, requests, shown, updates
from assistant.api.keys import Keys
from assistant.api.problems import Refused, respond
from assistant.api.requests import Change
from assistant.api.schemas import CaseList, EventList, EventPage, NewCase, Page
from assistant.api.updates import UPDATE, Actor
from assistant.cases import numbers
from assistant.cases.moves import CaseNotFound, find
from assistant.cases.work import Casework, Work
from assistant.errors import AssistantError
from assistant.store import api_cases, api_requests
from assistant.store.api_keys import Key, Scope
from assistant.store.api_requests import Answered
from assistant.store.database import Database
from assistant.store.models import Case

PREFIX = "/api/v1"
_NEW_CASE = TypeAdapter(NewCase)


def blueprints(
    database: Database, casework: Casework, services: Collection[str], *, calls: int = keys.CALLS
) -> tuple[GuardedBlueprint, ...]:
    """The interface, and the document that describes it. `services` are the ids that cases may be about.

    `calls` is how often a key may call in a minute.
    """
    door = Keys(database, casework.clock, calls)
    routes = GuardedBlueprint("api", __name__, url_prefix=PREFIX, caller=Caller.SIGNED, guard=door.guard)
    routes.register_error_handler(Refused, lambda error: respond(error.answer, error.headers))
    routes.register_error_handler(AssistantError, _refused_by_cases)
    routes.register_error_handler(HTTPException, _http_problem)

    @routes.get("/cases")
    def list_cases() -> Response:
        keys.require(Scope.READ)
        page = requests.parameters(Page)
        wanted = api_cases.Filter(page.status, page.kind, page.service, page.region)
        with database.read() as session:
            until = api_cases.settled(session, casework.clock.now())
            found = api_cases.changed(session, wanted, since=page.since, until=until, limit=page.limit + 1)
            more, found = len(found) > page.limit, found[: page.limit]
            listed = shown.cases(casework.on(session), found)
        cursor = found[-1][1] if more else max(page.since, until)
        return _json(CaseList(cases=listed, cursor=cursor, more=more))

    @routes.get("/cases/<number>")
    def show_case(number: str) -> Response:
        key = keys.require(Scope.READ)
        personal = Scope.PERSONAL in key.scopes
        with database.read() as session:
            work = casework.on(session)
            noted = not personal or shown.was_looked_at(work, _find(work, number), key)
        if not noted:
            with database.begin() as session:
                work = casework.on(session)
                shown.note_look(work, _find(work, number, lock=True), key)
        with database.read() as session:
            work = casework.on(session)
            return _json(shown.case(work, _find(work, number), personal=personal))

    @routes.get("/cases/<number>/events")
    def list_events(number: str) -> Response:
        key = keys.require(Scope.READ)
        page = requests.parameters(EventPage)
        with database.read() as session:
            work = casework.on(session)
            case = _find(work, number)
            found = api_cases.events_after(session, case.id, page.after, page.limit + 1)
            told = shown.events(work, found[: page.limit], personal=Scope.PERSONAL in key.scopes)
        return _json(EventList(events=told, more=len(found) > page.limit))

    @routes.post("/cases")
    def open_case() -> Response:
        key = keys.require(Scope.WRITE)
        given = requests.body()
        wanted = requests.checked(_NEW_CASE, given)
        if wanted.service is not None and wanted.service not in services:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "no_such_service", "There is no such service.")

        def run(work: Work) -> Answered:
            case, new = opening.open_for(work, key, wanted)
            status = HTTPStatus.CREATED if new else HTTPStatus.OK
            return Answered(status, shown.case(work, case).model_dump(mode="json"))

        return _once(database, casework, key, requests.change(given), run)

    @routes.post("/cases/<number>/updates")
    def update_case(number: str) -> Response:
        key = keys.require(Scope.WRITE)
        given = requests.body()
        update = requests.checked(UPDATE, given)
        change = requests.change(given)

        def run(work: Work) -> Answered:
            case = _find(work, number, lock=True)
            updates.apply(work, case.number, update, Actor(key.id, change.token(key.id)))
            return Answered(HTTPStatus.OK, shown.case(work, case).model_dump(mode="json"))

        return _once(database, casework, key, change, run)

    @routes.route("/<path:_rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def nothing(_rest: str) -> Response:
        raise Refused(HTTPStatus.NOT_FOUND, "no_such_address", "There is nothing at this address.")

    return routes, _document()


def _document() -> GuardedBlueprint:
    routes = GuardedBlueprint("api_document", __name__, url_prefix=PREFIX, caller=Caller.PUBLIC)

    @routes.get("/openapi.json")
    def document() -> Response:
        return jsonify(openapi.document())

    return routes


def _once(
    database: Database, casework: Casework, key: Key, change: Change, run: Callable[[Work], Answered]
) -> Response:
    """Carry a request out, once for its idempotency key. A refusal is an answer, and kept like any other."""
    vault, now = casework.vault, casework.clock.now()
    with database.begin() as session:
        before = api_requests.answered(session, vault, key.id, change.idempotency_key, change.asked)
        if before is not None:
            return respond(before, {"Idempotent-Replayed": "true"})
        try:
            with session.begin_nested():
                answer = run(casework.on(session))
        except Refused as refused:
            answer = refused.answer
        except AssistantError as error:
            refusal = problems.of_case(error)
            if refusal is None:
                raise
            answer = refusal
        api_requests.keep(session, vault, key.id, change.idempotency_key, change.asked, answer, now)
    return respond(answer)


def _find(work: Work, number: str, *, lock: bool = False) -> Case:
    """Raises CaseNotFound, also for cases of practice."""
    parsed = numbers.parse(number)
    case = find(work, parsed, lock=lock) if parsed is not None else None
    if case is None or case.practice_for is not None:
        raise CaseNotFound("no such case")
    return case


def _json(model: BaseModel) -> Response:
    return jsonify(model.model_dump(mode="json"))


def _refused_by_cases(error: AssistantError) -> Response:
    refusal = problems.of_case(error)
    if refusal is None:
        raise error
    return respond(refusal)


def _http_problem(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    return respond(problems.of_http(status))
