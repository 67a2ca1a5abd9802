"""What is said when a request is refused: RFC 9457, with a code that stays the same."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify
from pydantic import ValidationError

from assistant.cases.answering import NotReachable
from assistant.cases.departments import NoSuchDepartment, ReasonMissing
from assistant.cases.moves import CaseNotFound
from assistant.cases.resolving import OtherOpen
from assistant.cases.states import NotAllowed
from assistant.errors import AssistantError
from assistant.store.api_requests import Answered, KeyUsedOtherwise, RequestInProgress

MEDIA_TYPE = "application/problem+json"
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Names of RFC 9110 that Python changed from one version to the next."""
_CODES = {405: "method_not_allowed", 413: "body_too_large", 500: "internal_error"}

_OF_CASES: Mapping[type[AssistantError], tuple[HTTPStatus, str]] = {
    CaseNotFound: (HTTPStatus.NOT_FOUND, "There is no case with this number."),
    NotAllowed: (HTTPStatus.CONFLICT, "This cannot happen to the case as it stands."),
    OtherOpen: (HTTPStatus.CONFLICT, "The resident has another case open about this."),
    NotReachable: (HTTPStatus.CONFLICT, "The resident has no address to reply to."),
    NoSuchDepartment: (HTTPStatus.UNPROCESSABLE_ENTITY, "The town has no such department."),
    ReasonMissing: (HTTPStatus.UNPROCESSABLE_ENTITY, "A reason is needed."),
    RequestInProgress: (HTTPStatus.CONFLICT, "The same request is being carried out: ask again later."),
    KeyUsedOtherwise: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The Idempotency-Key belongs to a request with other contents.",
    ),
}


class Refused(Exception):
    """A request that is not carried out. `more` goes into the answer beside the code."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        *,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.answer = answer(status, code, detail, **(more or {}))
        self.headers = dict(headers or {})


def answer(status: HTTPStatus, code: str, detail: str, **more: Any) -> Answered:
    body = {"type": "about:blank", "title": title(status), "status": status.value, "code": code}
    return Answered(status.value, {**body, "detail": detail, **more})


def title(status: HTTPStatus) -> str:
    return _TITLES.get(status.value, status.phrase)


def of_http(status: HTTPStatus) -> Answered:
    """What to say of an error that is about HTTP itself, or ours."""
    code = _CODES.get(status.value, f"status_{status.value}")
    return answer(status, code, "The request cannot be served.")


def of_case(error: AssistantError) -> Answered | None:
    """What to say of an error of the cases; None when it is not one that a caller can do something about."""
    for kind, (status, detail) in _OF_CASES.items():
        if isinstance(error, kind):
            stands = error.status if isinstance(error, NotAllowed) else None
            more = {"case_status": stands.value} if stands is not None else {}
            return answer(status, error.code, detail, **more)
    return None


def invalid(error: ValidationError, where: str) -> Refused:
    """Where the request is wrong and what is wrong there. The values themselves are not repeated."""
    mistakes = [
        {"at": "/".join(("", *(str(part) for part in one["loc"]))), "problem": one["type"]}
        for one in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    detail = f"The {where} is not as docs/openapi.json describes it."
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}_invalid", detail, more={"mistakes": mistakes})


def respond(answered: Answered, headers: Mapping[str, str] | None = None) -> Response:
    response = jsonify(answered.body)
    response.status_code = answered.status
    if answered.status >= HTTPStatus.BAD_REQUEST:
        response.content_type = MEDIA_TYPE
    response.headers.update(headers or {})
    return response
