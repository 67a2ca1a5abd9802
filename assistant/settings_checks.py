"""What is wrong with settings: names that are none, values that cannot be used, what would be insecure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from assistant import development_keys

if TYPE_CHECKING:
    from assistant.settings import Settings

PREFIX = "BANGBAN_"
SHORTEST_SECRET = 32


def unknown(environ: Mapping[str, str], fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    """A sentence for each variable that is named like a setting and is none."""
    known = {name.upper() for name in fields}
    for variable in sorted(environ):
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper().startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            hint = f": did you mean {PREFIX}{near[0]}?" if near else "; docs/settings.md lists them."
            yield f"{variable} is not a setting{hint}"


def sentence(detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    """What is wrong with the value of one setting, and what the setting is."""
    field = str(detail["loc"][0]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        return f"{field} is not a setting; docs/settings.md lists them."
    reason = "It has the wrong form" if detail["type"] == "string_pattern_mismatch" else str(detail["msg"])
    meaning = str(fields[field].description).rstrip(".")
    return f"{PREFIX}{field.upper()} cannot be used: {reason[0].lower()}{reason[1:]} (it is: {meaning})."


def unsafe(settings: Settings) -> Iterator[str]:
    """A sentence for each setting, or want of one, that is insecure or cannot work."""
    if settings.vault_key and not _is_fernet_key(settings.vault_key):
        yield "BANGBAN_VAULT_KEY is not a Fernet key: it must be 32 random bytes in url-safe base64."
    for name in ("secret_key", "lookup_key", "rasa_token"):
        if 0 < len(getattr(settings, name)) < SHORTEST_SECRET:
            yield f"{PREFIX}{name.upper()} is too short: use at least {SHORTEST_SECRET} random characters."
    if settings.oidc_issuer and not settings.oidc_client_id:
        yield "BANGBAN_OIDC_CLIENT_ID is missing: the sign-in service of BANGBAN_OIDC_ISSUER needs it."
    if settings.is_production:
        yield from _unsafe_in_production(settings)


def _unsafe_in_production(settings: Settings) -> Iterator[str]:
    required = ("secret_key", "vault_key", "lookup_key", "rasa_token")
    provider = ("twilio_account_sid", "twilio_auth_token", "twilio_number")
    for name in (*required, *provider):
        if not getattr(settings, name):
            yield f"{PREFIX}{name.upper()} is missing: production needs it."
    development = development_keys.read(settings.data_dir)
    for name in development_keys.KEY_NAMES:
        if name in development and getattr(settings, name) == development[name]:
            yield f"{PREFIX}{name.upper()} is the development key of this machine: production needs its own."
    if settings.secret_key and settings.secret_key == settings.lookup_key:
        yield "BANGBAN_SECRET_KEY and BANGBAN_LOOKUP_KEY are the same: use two different keys."
    if not settings.public_url:
        yield "BANGBAN_PUBLIC_URL is missing: production needs it to check signatures."
    elif urlsplit(settings.public_url).scheme != "https":
        yield "BANGBAN_PUBLIC_URL is not https: residents' words would travel in the clear."
    if settings.twilio_api_base and urlsplit(settings.twilio_api_base).scheme != "https":
        yield "BANGBAN_TWILIO_API_BASE is not https: residents' words would travel in the clear."
    if settings.oidc_issuer and urlsplit(settings.oidc_issuer).scheme != "https":
        yield "BANGBAN_OIDC_ISSUER is not https: anybody on the way could sign in as anybody."
    if settings.simulator:
        yield "BANGBAN_SIMULATOR is on: production refuses the simulator."


def _is_fernet_key(keys: str) -> bool:
    """Whether each of `keys`, one or several separated by commas, is one."""
    try:
        for key in keys.split(","):
            Fernet(key.strip())
    except ValueError:
        return False
    return True
