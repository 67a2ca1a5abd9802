"""What a screen reads aloud: the sound of a text that we gave it, and when each of its sentences is heard.

The text is sealed into the address, so nobody can have other words spoken, and no log of addresses holds any.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from assistant.access import Caller, GuardedBlueprint
from assistant.ports import Clock
from assistant.preferences import RATES
from assistant.speech import aloud
from assistant.speech.aloud import Aloud
from assistant.speech.lost import VoiceLost
from assistant.store.crypto import SealBroken, Vault
from knowledge.article import LANGUAGES, Language

log = logging.getLogger(__name__)

LONGEST = 1000
"""Characters of a text; a reply on a screen has a fifth of it."""
LASTS = timedelta(hours=2)
_KEPT_S = 600
"""Seconds for which a browser may keep what it was sent, for itself alone."""
_NAME = "aloud"
"""What tells an address of ours from anything else that was sealed with the same key."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text to be spoken, and until when its address holds."""

    text: str
    language: Language
    rate: int
    until: datetime

    def to_json(self) -> list[object]:
        return [_NAME, self.text, self.language, self.rate, int(self.until.timestamp())]

    @classmethod
    def from_json(cls, data: Sequence[Any], clock: Clock) -> Self:
        """Raises TypeError, ValueError for anything else."""
        name, text, language, rate, until = data
        if name != _NAME or language not in LANGUAGES:
            raise ValueError("no text of ours")
        return cls(str(text), language, int(rate), datetime.fromtimestamp(until, clock.now().tzinfo))


class ReadAloud:
    """Makes the addresses and knows the texts behind them. `voice_url` is that of what speaks."""

    def __init__(self, vault: Vault, clock: Clock, voice_url: str) -> None:
        self._vault, self._clock, self._voice_url = vault, clock, voice_url

    def aloud_url(self, text: str, language: Language, rate: int = 100) -> str:
        """The path at which `text` is heard for LASTS; with /marks after it, when each sentence is.

        Raises ValueError for a text that is empty or too long, and for a rate that nobody can set.
        """
        if not text.strip() or len(text) > LONGEST or not RATES[0] <= rate <= RATES[-1]:
            raise ValueError("such a text is not read aloud")
        told = Told(text, language, rate, self._clock.now() + LASTS)
        sealed = self._vault.seal(json.dumps(told.to_json(), ensure_ascii=False, separators=(",", ":")))
        return f"/aloud/{sealed.decode().rstrip('=')}"

    def told(self, token: str) -> Told | None:
        """The text behind an address, also when it does not hold any more; None for what we never made."""
        try:
            padded = token.encode("ascii") + b"=" * (-len(token) % 4)
            return Told.from_json(json.loads(self._vault.open(padded)), self._clock)
        except (SealBroken, TypeError, ValueError):
            return None

    def holds(self, told: Told) -> bool:
        return told.until > self._clock.now()

    def spoken(self, told: Told) -> Aloud:
        """Raises VoiceLost."""
        return aloud.speech(self._voice_url, told.text, told.language, rate=told.rate)


def blueprint(reading: ReadAloud) -> GuardedBlueprint:
    routes = GuardedBlueprint("read_aloud", __name__, caller=Caller.PUBLIC, url_prefix="/aloud")

    @routes.get("/<token>")
    def sound(token: str) -> ResponseReturnValue:
        found = _found(reading, token)
        if not isinstance(found, Aloud):
            return found
        response = Response(found.audio, content_type="audio/wav")
        # Some browsers play nothing that they cannot ask for in parts (RFC 9110, 14).
        response.make_conditional(request.environ, accept_ranges=True, complete_length=len(found.audio))
        return _kept(response)

    @routes.get("/<token>/marks")
    def marks(token: str) -> ResponseReturnValue:
        found = _found(reading, token)
        if not isinstance(found, Aloud):
            return found
        sentences = [
            {"text": one.text, "start_ms": one.start_ms, "end_ms": one.end_ms} for one in found.segments
        ]
        return _kept(jsonify(marks=sentences))

    return routes


def _found(reading: ReadAloud, token: str) -> Aloud | tuple[Response, int]:
    """The speech behind an address, else the answer that says why there is none."""
    told = reading.told(token)
    if told is None:
        return _refused("unknown", "没有这段话。", "There is no such text."), 404
    if not reading.holds(told):
        return _refused("old", "太久了。请刷新页面。", "This is too old. Please load the page again."), 410
    try:
        return reading.spoken(told)
    except VoiceLost as lost:
        log.warning("nothing read aloud", extra={"reason": lost.reason})
        sentences = ("现在读不出来。请看屏幕上的字。", "Reading aloud is not possible now. Please read.")
        return _refused("no_voice", *sentences), 503


def _refused(error: str, zh: str, en: str) -> Response:
    return jsonify(error=error, zh=zh, en=en)


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"private, max-age={_KEPT_S}"
    return response
