"""The messages of a media stream, as Twilio Media Streams writes and reads them: JSON in text frames."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

# Far above what the provider sends: 160 bytes of sound, and at most 500 characters of a parameter.
LARGEST_MESSAGE = 64 * 1024
KEYS = frozenset("0123456789*#")
ENCODING, SAMPLE_RATE, CHANNELS = "audio/x-mulaw", 8000, 1
SID = re.compile(r"[A-Za-z0-9]{2,64}", re.ASCII)
INBOUND = frozenset({"inbound", "inbound_track"})

_CODES = {
    "json_invalid": "not_json",
    "union_tag_invalid": "unknown_event",
    "union_tag_not_found": "unknown_event",
    "bad_payload": "bad_payload",
    "unknown_key": "unknown_key",
}


class BadMessage(ValueError):
    """A message that the protocol does not know or allow. `code` says why, in one word, for logs and counts:
    binary, not_json, unknown_event, wrong_fields, bad_payload or unknown_key."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _sound(value: Any) -> bytes:
    try:
        payload = binascii.a2b_base64(value, strict_mode=True) if isinstance(value, str) else b""
    except ValueError:
        payload = b""
    if not payload:
        raise PydanticCustomError("bad_payload", "no base64 of at least one byte")
    return payload


def _key(value: Any) -> str:
    if isinstance(value, str) and value in KEYS:
        return value
    raise PydanticCustomError("unknown_key", "none of 0-9, * and #")


Sid = Annotated[str, Field(pattern=rf"^{SID.pattern}$")]
# Strings by the provider's documents; others that speak the protocol send numbers.
Number = Annotated[int, Field(ge=0, lt=2**53)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Format(_Part):
    encoding: str
    rate: Number = Field(alias="sampleRate")
    channels: Number

    @property
    def is_ours(self) -> bool:
        """mu-law, 8000 samples a second, one channel: the only one that the provider sends."""
        return (self.encoding, self.rate, self.channels) == (ENCODING, SAMPLE_RATE, CHANNELS)


class _Start(_Part):
    stream_id: Sid = Field(alias="streamSid")
    call_id: Sid = Field(alias="callSid")
    format: Format = Field(alias="mediaFormat")
    parameters: dict[str, str] = Field(default_factory=dict, alias="customParameters")


class _Media(_Part):
    track: str = "inbound"
    payload: Annotated[bytes, BeforeValidator(_sound)]


class _Digit(_Part):
    digit: Annotated[str, BeforeValidator(_key)]


class _Mark(_Part):
    name: str = Field(max_length=200)


class Connected(_Part):
    event: Literal["connected"]
    protocol: str
    version: str


class _OnStream(_Part):
    stream_id: Sid = Field(alias="streamSid")
    sequence: Number = Field(alias="sequenceNumber")


class Started(_OnStream):
    event: Literal["start"]
    start: _Start


class Media(_OnStream):
    event: Literal["media"]
    media: _Media

    @property
    def is_inbound(self) -> bool:
        """Whether it is the resident's sound, not an echo of ours."""
        return self.media.track in INBOUND


class KeySent(_OnStream):
    event: Literal["dtmf"]
    dtmf: _Digit


class MarkEchoed(_OnStream):
    event: Literal["mark"]
    mark: _Mark


class Stopped(_OnStream):
    event: Literal["stop"]


Message = Connected | Started | Media | KeySent | MarkEchoed | Stopped

_messages: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="event")])


def read(raw: str | bytes) -> Message:
    """A message of the provider's. Raises BadMessage."""
    if not isinstance(raw, str):
        raise BadMessage("binary")
    try:
        return _messages.validate_json(raw)
    except ValidationError as error:
        kind = error.errors(include_url=False, include_context=False, include_input=False)[0]["type"]
        raise BadMessage(_CODES.get(kind, "wrong_fields")) from None


def media(stream_id: str, payload: bytes) -> str:
    """A message that plays `payload`, 8 kHz mu-law."""
    sound = base64.b64encode(payload).decode("ascii")
    return json.dumps({"event": "media", "streamSid": stream_id, "media": {"payload": sound}})


def mark(stream_id: str, name: str) -> str:
    """A message that comes back once all that was played before it was heard."""
    return json.dumps({"event": "mark", "streamSid": stream_id, "mark": {"name": name}})


def clear(stream_id: str) -> str:
    """A message that empties what the provider has yet to play."""
    return json.dumps({"event": "clear", "streamSid": stream_id})
