"""Requests signed by the provider: their fields, and how signatures are checked and made."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from flask import Request, Response, abort, request
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from assistant.messages import Channel
from assistant.metrics import Metrics
from assistant.settings import Settings

SIGNATURE = "X-Twilio-Signature"
MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"
# The provider sends UTF-8; a gateway between may send what it declares.
CHARSETS = frozenset({"utf-8", "utf8", "gbk", "gb2312", "gb18030", "big5", "iso-8859-1", "us-ascii"})

CALL_SID = re.compile(r"[A-Za-z0-9]{2,64}", re.ASCII)

Fields = MultiDict[str, str]


def fields_of(request: Request) -> Fields:
    """The form of `request`, empty values included; no fields when it is no form or cannot be read."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != FORM or charset not in CHARSETS:
        return MultiDict()
    try:
        raw = request.get_data(cache=True).decode("ascii")
        pairs = parse_qsl(
            raw, keep_blank_values=True, encoding=charset, errors="replace", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return MultiDict()
    return MultiDict(pairs)


def signed_url(request: Request, public_url: str) -> str:
    """The address that the provider called: under `public_url` if set, else as the request names it."""
    query = request.query_string.decode("latin-1")
    base = public_url or f"{request.scheme}://{request.host}"
    return f"{base}{request.path}{'?' + query if query else ''}"


def refusal(request: Request, token: str, public_url: str) -> str | None:
    """Why the signature does not prove that the provider sent this, as a code; None when it does."""
    signature = request.headers.get(SIGNATURE, "")
    if not signature:
        return "signature_missing"
    try:
        good = RequestValidator(token).validate(
            signed_url(request, public_url), fields_of(request), signature
        )
    except ValueError:
        # A Host header that is no address.
        return "signature_wrong"
    return None if good else "signature_wrong"


def guard(
    settings: Settings, metrics: Metrics, count_refusal: Callable[[str], None], channel: Channel, name: str
) -> Callable[[], Response | None]:
    """What refuses a request that the provider did not sign; `name` begins the code that is counted."""

    def verify() -> Response | None:
        reason = refusal(request, settings.twilio_auth_token, settings.public_url)
        if reason is None:
            return None
        metrics.refused(channel.value, reason)
        count_refusal(f"{name}_{reason}")
        return plain("The signature is missing or wrong.", 403)

    return verify


def fields_of_call(*required: str) -> Fields:
    """What the provider tells of a call; the request is refused when a field is missing."""
    fields = fields_of(request)
    if missing := [name for name in ("CallSid", *required) if name not in fields]:
        abort(plain(f"The form lacks {', '.join(missing)}.", 400))
    if not CALL_SID.fullmatch(fields["CallSid"]):
        abort(plain("CallSid is not an identifier of at most 64 letters and digits.", 400))
    return fields


def known(value: str, allowed: frozenset[str]) -> str:
    """A word of the provider's; the request is refused when it is none that we know."""
    if value not in allowed:
        abort(plain("A status or question has no meaning.", 400))
    return value


def plain(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")


def sign(token: str, url: str, fields: dict[str, str]) -> dict[str, str]:
    """The header by which the receiver knows that whoever holds `token` sent `fields` to `url`."""
    return {SIGNATURE: RequestValidator(token).compute_signature(url, fields)}
