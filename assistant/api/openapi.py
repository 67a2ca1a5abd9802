"""The description of the interface: OpenAPI 3.1, written from the models. Kept as docs/openapi.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.api import problems, updates
from assistant.api.problems import MEDIA_TYPE
from assistant.api.requests import IDEMPOTENCY_HEADER
from assistant.api.schemas import (
    CaseList,
    CaseOut,
    EventList,
    EventPage,
    NewCase,
    Page,
    Problem,
    Told,
)
from assistant.store.api_keys import Scope
from assistant.store.api_requests import LONGEST_KEY

VERSION = "1.0.0"
_REF = "#/components/schemas/{model}"
_ACTIONS: Mapping[str, type[BaseModel]] = {
    "claim": updates.Claim,
    "note": updates.Note,
    "reply": updates.ReplyTo,
    "dispatch": updates.Dispatch,
    "resolve": updates.Resolve,
    "cancel": updates.Cancel,
    "reopen": updates.Reopen,
    "rate": updates.Rate,
}
_NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "The number of the case, as 4571-9.",
    "schema": {"type": "string"},
}
_IDEMPOTENCY = {
    "name": IDEMPOTENCY_HEADER,
    "in": "header",
    "required": True,
    "description": "Names this request. The same key with the same body is answered again and done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked. `refusals` are those beside what every operation can answer."""

    method: Literal["get", "post"]
    path: str
    id: str
    summary: str
    scope: Scope
    answers: Mapping[HTTPStatus, type[BaseModel]]
    query: type[BaseModel] | None = None
    body: str | None = None
    refusals: tuple[HTTPStatus, ...] = field(default=())

    @property
    def described(self) -> dict[str, Any]:
        parameters = [_NUMBER] if "{number}" in self.path else []
        parameters += _query_of(self.query) if self.query else []
        parameters += [_IDEMPOTENCY] if self.method == "post" else []
        told: dict[str, Any] = {
            "operationId": self.id,
            "summary": self.summary,
            "description": f"Needs the scope {self.scope}.",
            "security": [{"key": []}],
            "parameters": parameters,
            "responses": {str(status.value): _answer(status, model) for status, model in self.answers.items()}
            | {str(status.value): _refusal(status) for status in (*_ALWAYS, *self.refusals)},
        }
        if self.body is not None:
            told["requestBody"] = {"required": True, "content": _content(self.body)}
        return told


_ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
_CHANGES = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)

OPERATIONS = (
    Operation(
        "get",
        "/cases",
        "listCases",
        "Cases to which something happened, in that order",
        Scope.READ,
        {HTTPStatus.OK: CaseList},
        query=Page,
        refusals=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
    Operation(
        "post",
        "/cases",
        "openCase",
        "Open a case for a resident; 200 and the case that is there for an external id that is known",
        Scope.WRITE,
        {HTTPStatus.CREATED: CaseOut, HTTPStatus.OK: CaseOut},
        body="NewCase",
        refusals=_CHANGES,
    ),
    Operation(
        "get",
        "/cases/{number}",
        "showCase",
        "A case; with cases:personal also number and words, and that they were seen is noted",
        Scope.READ,
        {HTTPStatus.OK: CaseOut},
        refusals=(HTTPStatus.NOT_FOUND,),
    ),
    Operation(
        "get",
        "/cases/{number}/events",
        "listEvents",
        "What happened to a case",
        Scope.READ,
        {HTTPStatus.OK: EventList},
        query=EventPage,
        refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    ),
    Operation(
        "post",
        "/cases/{number}/updates",
        "updateCase",
        "Do something with a case",
        Scope.WRITE,
        {HTTPStatus.OK: CaseOut},
        body="Update",
        refusals=(HTTPStatus.NOT_FOUND, *_CHANGES),
    ),
)


@cache
def document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = operation.described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bangban cases",
            "version": VERSION,
            "description": "For systems that send cases to Bangban, follow them, and are told of them.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "webhooks": {"caseEvent": {"post": _webhook()}},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "bb_…"}},
        },
    }


def _webhook() -> dict[str, Any]:
    headers = {
        "X-Bangban-Signature": "t=seconds,v1=HMAC-SHA256 of the seconds, a point and the body.",
        "X-Bangban-Delivery": "The id of the event, the same when it comes again.",
    }
    return {
        "operationId": "caseEvent",
        "summary": "Something happened to a case",
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": meaning,
                "schema": {"type": "string"},
            }
            for name, meaning in headers.items()
        ],
        "requestBody": {"required": True, "content": _content("Told")},
        "responses": {
            "2XX": {"description": "Taken."},
            "410": {"description": "Wanted no more: the webhook ends."},
            "default": {"description": "Told again later."},
        },
    }


def _schemas() -> dict[str, Any]:
    ins: list[type[BaseModel]] = [NewCase, *_ACTIONS.values()]
    outs: list[type[BaseModel]] = [CaseList, CaseOut, EventList, Problem, Told]
    _, found = models_json_schema(
        [*((model, "validation") for model in ins), *((model, "serialization") for model in outs)],
        ref_template=_REF,
    )
    schemas: dict[str, Any] = dict(found["$defs"])
    mapping = {action: _REF.format(model=model.__name__) for action, model in _ACTIONS.items()}
    schemas["Update"] = {
        "oneOf": [{"$ref": ref} for ref in mapping.values()],
        "discriminator": {"propertyName": "action", "mapping": mapping},
    }
    return dict(sorted(schemas.items()))


def _query_of(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=_REF)
    told = []
    for name, shape in schema["properties"].items():
        described = {key: value for key, value in shape.items() if key not in ("title", "description")}
        parameter = {"name": name, "in": "query", "required": False, "schema": described}
        if "description" in shape:
            parameter["description"] = shape["description"]
        told.append(parameter)
    return told


def _content(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=schema)}}}


def _answer(status: HTTPStatus, model: type[BaseModel]) -> dict[str, Any]:
    return {"description": problems.title(status), "content": _content(model.__name__)}


def _refusal(status: HTTPStatus) -> dict[str, Any]:
    return {
        "description": problems.title(status),
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
    }
