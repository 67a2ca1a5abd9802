"""Answers to GET requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from websockets.datastructures import Headers
from websockets.http11 import Response

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer. `headers` come in addition to those about its type and length."""

    body: bytes
    content_type: str = JSON
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        headers = Headers(self.headers)
        headers["Content-Type"] = self.content_type
        headers["Content-Length"] = str(len(self.body))
        headers["Cache-Control"] = "no-store"
        headers["X-Content-Type-Options"] = "nosniff"
        return Response(self.status.value, self.status.phrase, headers, self.body)


def json_page(said: object, status: HTTPStatus = HTTPStatus.OK) -> Page:
    """`said` as JSON."""
    return Page(json.dumps(said, ensure_ascii=False).encode(), status=status)


def path_of(target: str) -> str:
    """The path of a request's target, without its question."""
    return urlsplit(target).path


def query_of(target: str) -> dict[str, str]:
    """What a request's target asks for; of a name that comes twice, the last."""
    return dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
