"""Requests signed by the text message provider: their fields, and how signatures are checked and made."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Request
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

SIGNATURE = "X-Twilio-Signature"
MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"
# The provider sends UTF-8; a gateway between may send what it declares.
CHARSETS = frozenset({"utf-8", "utf8", "gbk", "gb2312", "gb18030", "big5", "iso-8859-1", "us-ascii"})

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


def sign(token: str, url: str, fields: dict[str, str]) -> dict[str, str]:
    """The header by which the receiver knows that whoever holds `token` sent `fields` to `url`."""
    return {SIGNATURE: RequestValidator(token).compute_signature(url, fields)}
