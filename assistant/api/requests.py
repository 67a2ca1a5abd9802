"""Requests as they come in: parameters and bodies that are as described, or refused."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar, get_origin

from flask import request
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.api.problems import Refused, invalid
from assistant.store.api_requests import LONGEST_KEY

IDEMPOTENCY_HEADER = "Idempotency-Key"
_IDEMPOTENCY_KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}", re.ASCII)

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Change:
    """A request that changes something. `asked` is all that makes it what it is."""

    idempotency_key: str
    asked: str

    def token(self, key_id: str) -> str:
        """Names the request in references, in 32 characters."""
        return hashlib.sha256(f"{key_id}:{self.idempotency_key}".encode()).hexdigest()[:32]


def parameters(model: type[Model]) -> Model:
    """The query. Raises Refused."""
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        field = model.model_fields.get(name)
        many = field is not None and get_origin(field.annotation) is tuple
        given[name] = tuple(values) if many or len(values) > 1 else values[0]
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid(error, "query") from None


def body() -> Any:
    """The JSON object of the request, not checked further. Raises Refused."""
    if request.mimetype != "application/json":
        raise Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_json", "The body must be Content-Type: application/json."
        )
    try:
        found = json.loads(request.get_data())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "body_unreadable", "The body is no JSON object.")
    return found


def checked(adapter: TypeAdapter[Value], given: Mapping[str, Any]) -> Value:
    """Raises Refused."""
    try:
        return adapter.validate_python(given)
    except ValidationError as error:
        raise invalid(error, "body") from None


def change(given: Mapping[str, Any]) -> Change:
    """Raises Refused when the request names no idempotency key."""
    key = request.headers.get(IDEMPOTENCY_HEADER, "")
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "idempotency_key_missing",
            f"{IDEMPOTENCY_HEADER} is needed: 1 to {LONGEST_KEY} visible characters of ASCII.",
        )
    contents = json.dumps(given, sort_keys=True, separators=(",", ":"))
    return Change(key, f"{request.method} {request.path} {contents}")
