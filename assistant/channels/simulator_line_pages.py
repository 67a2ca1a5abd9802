"""What the page of a simulated phone asks for during a call to the service."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, StringConstraints, ValidationError

from assistant.access import HEADERS, POLICY, GuardedBlueprint
from assistant.channels.simulator_line import Lines
from assistant.settings import Settings
from assistant.speech import aloud
from assistant.speech.lost import VoiceLost
from knowledge.article import Language

LONGEST_SAID = 200

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SAID)]


class OnTheLine(BaseModel):
    """Somebody calls, or something happens to the call; `words` are what is said, or an error's code."""

    number: Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")]
    act: Annotated[
        str,
        StringConstraints(
            pattern=r"^(call|stream_began|stream_over|go_on|silent|say|hang_up|[0-9*#]{1,20})$"
        ),
    ]
    words: Words = ""


class Wished(BaseModel):
    """Words that a voice speaks in place of the resident."""

    words: Annotated[Words, StringConstraints(min_length=1)]
    language: Language = "zh"


def add_to(routes: GuardedBlueprint, settings: Settings, lines: Lines) -> None:
    @routes.post("/line")
    def line() -> ResponseReturnValue:
        try:
            done = OnTheLine.model_validate(request.get_json(silent=True))
        except ValidationError:
            return jsonify(error="The call needs a number and an act."), 400
        if done.act == "call":
            lines.call(done.number)
        else:
            lines.does(done.number, done.act, done.words)
        return jsonify(line=lines.state(done.number))

    @routes.post("/speech")
    def speech() -> ResponseReturnValue:
        try:
            wished = Wished.model_validate(request.get_json(silent=True))
        except ValidationError:
            return jsonify(error="The voice needs words."), 400
        try:
            heard = aloud.speech(settings.voice_url, wished.words, wished.language, fmt="mulaw8000")
        except VoiceLost as lost:
            return jsonify(error=lost.reason), 503
        return Response(heard.audio, content_type="audio/basic")


def allowed(settings: Settings) -> dict[str, str]:
    """The page speaks with the line, at the address that the provider is told, and hears its user."""
    parts = urlsplit(settings.line_url)
    line = f"{parts.scheme}://{parts.netloc}"
    return {
        "Content-Security-Policy": POLICY.replace("connect-src 'self'", f"connect-src 'self' {line}"),
        "Permissions-Policy": HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)"),
    }
