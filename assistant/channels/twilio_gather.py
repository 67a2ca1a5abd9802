"""A call that the provider hears and speaks for us: the same conversation, a request for each turn.

Used where the line cannot carry the call, and after it broke off.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from typing import get_args

from flask import request

from assistant import phone_keys
from assistant.channels.turn_notes import note_turn
from assistant.channels.twilio_voice_door import Asked, VoiceDoor, step
from assistant.conversation.phone_calls import Standing
from assistant.errors import AssistantError
from assistant.messages import LONGEST_TEXT, Channel, Expect, Inbound, Reply, TurnResult
from assistant.rendering import twiml
from assistant.rendering.speech import pronounced, spoken
from assistant.settings import Settings
from assistant.telephones import number_of
from knowledge.article import Language
from knowledge.article import spoken as language_of

log = logging.getLogger(__name__)

UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_EXPECTS = frozenset(get_args(Expect))
_PAUSE_S = {"yes_no": 1, "choice": 1, "address": 3, "anything": 3}
"""What silence ends what is said: longer where somebody thinks or tells a story."""
_ORDINARY_PAUSE_S = 2
_STILL_THERE = ("line_still_there", "line_still_there_again")
_MOST_SILENT = 75
"""In all ten minutes of silence: then the line is dead."""
_ASKS = frozenset({"question", "option"})
"""The sentences that are said again after silence."""
FALLBACK_TURN = 900
"""The number of the turn that follows where nobody knows how many there were: more than any call has."""


class Gathering:
    """What is said and asked in a call that the provider hears for us."""

    def __init__(self, settings: Settings, door: VoiceDoor) -> None:
        self._stream_url = settings.line_url
        self._stream_status = f"{settings.public_url}/twilio/voice/stream-status"
        self._door = door

    def incoming(self, asked: Asked) -> str:
        """A call rings: the line takes it, or the open question is asked without it."""
        call = self._door.begun(asked)
        greeting = [] if call.mode == "stream" else self._door.words(call.language, "voice_greeting")
        return self.opened(call, greeting)

    def opened(self, call: Standing, sentences: Sequence[str]) -> str:
        """Say something, then listen: on the line, or here."""
        if call.mode != "stream":
            return self._ask(sentences, call.language, call.next_turn)
        return twiml.connect_stream(
            sentences,
            call.language,
            url=self._stream_url,
            token=call.token,
            after="after",
            status=self._stream_status,
        )

    def resumed(self, call_sid: str, *phrases: str) -> str:
        """The assistant speaks again after a person was sought or has hung up."""
        call = self._door.calls.go_on(call_sid, self._door.mode())
        if call is None:
            return twiml.say([], "zh")
        more = () if call.mode == "stream" else ("voice_more",)
        return self.opened(call, self._door.words(call.language, *phrases, *more))

    def broken_off(self, call: Standing) -> str:
        """The line is gone: what was asked last is asked again, without it."""
        here = self._door.calls.go_on(call.call_sid, "gather") or call
        return self._again(here.call_sid, here.language, here.next_turn, 0, "voice_again")

    def heard(self, asked: Asked) -> str:
        """One turn: what was said or pressed, or silence."""
        turn, language = asked.count("turn", FALLBACK_TURN), language_of(request.args.get("language"))
        expects = request.args.get("expects", "open")
        text = _text_of(asked, expects if expects in _EXPECTS else "open", language)
        if not text:
            return self._silent(asked, language, turn, asked.count("silent") + 1)
        try:
            call = self._door.begun(asked)
            result = self._taken(asked, turn, text)
            wants_person = self._door.calls.said(call.call_sid, turn, result)
        except AssistantError as error:
            log.warning("turn failed", exc_info=True, extra={"code": error.code, "channel": "phone"})
            self._door.metrics.turn_failed(Channel.PHONE, error.code)
            return self._ask(self._door.words(language, "voice_sorry"), language, turn + 1)
        sentences, language = _sentences(result.replies, language)
        if wants_person:
            return twiml.say(sentences, language, onward="person", preferences=result.preferences)
        return self._ask(sentences, language, turn + 1, result)

    def _silent(self, asked: Asked, language: Language, turn: int, silent: int) -> str:
        """Asked twice, then noted to be called back, and waited for: whoever thinks is not hung up on."""
        if silent <= len(_STILL_THERE):
            return self._again(asked.call_sid, language, turn, silent, _STILL_THERE[silent - 1])
        if silent >= _MOST_SILENT:
            return twiml.say([], language)
        phrases: tuple[str, ...] = ()
        if silent == len(_STILL_THERE) + 1:
            noted = self._door.calls.silent(asked.call_sid)
            phrases = ("line_silent",) if noted else ("line_silent_waits",)
        last = self._door.calls.last_result(asked.call_sid)
        return self._ask(self._door.words(language, *phrases), language, turn, last, silent)

    def static(self, asked: Asked) -> str:
        """An apology that needs nothing but this process; the next turn tries everything again."""
        language = language_of(request.args.get("language"))
        try:
            known = self._door.calls.standing(asked.call_sid)
        except Exception:
            log.exception("call not read", extra={"code": "unexpected"})
            known = None
        turn, language = (known.next_turn, known.language) if known else (FALLBACK_TURN, language)
        return self._ask(self._door.words(language, "voice_static"), language, turn)

    def _taken(self, asked: Asked, turn: int, text: str) -> TurnResult:
        started = time.perf_counter()
        result = self._door.turn.take(
            Inbound(
                channel=Channel.PHONE,
                provider_id=f"{asked.call_sid}:{turn}",
                address=self._door.calls.address_of(asked.call_sid, asked.number),
                text=text,
                received_at=self._door.clock.now(),
                recipient=number_of(asked.fields.get("To", "")) or "",
            )
        )
        note_turn(self._door.metrics, Channel.PHONE, result, started)
        return result

    def _again(self, call_sid: str, language: Language, turn: int, silent: int, *phrases: str) -> str:
        """The last question once more, with its choices; without one, any question is welcome."""
        last = self._door.calls.last_result(call_sid)
        question, language = _sentences(last.replies if last else (), language, _ASKS)
        return self._ask([*self._door.words(language, *phrases), *question], language, turn, last, silent)

    def _ask(
        self,
        sentences: Sequence[str],
        language: Language,
        turn: int,
        result: TurnResult | None = None,
        silent: int = 0,
    ) -> str:
        expects = result.expects if result is not None else "open"
        replies = result.replies if result is not None else ()
        return twiml.gather(
            sentences,
            language,
            action=step(
                "gather",
                turn=turn,
                language=language,
                expects=expects,
                **({"silent": silent} if silent else {}),
            ),
            pause_s=_PAUSE_S.get(expects, _ORDINARY_PAUSE_S),
            digits=expects == "digits",
            hints=[option.label for reply in replies for option in reply.options],
            preferences=result.preferences if result is not None else None,
        )


def _text_of(asked: Asked, expects: str, language: Language) -> str:
    """What was pressed goes before what was heard; empty for silence."""
    pressed = asked.fields.get("Digits", "")
    said = phone_keys.text_for(pressed, expects, language) if pressed else None
    heard = UNSPEAKABLE.sub("", asked.fields.get("SpeechResult", "")).strip()[:LONGEST_TEXT]
    return said or heard


def _sentences(
    replies: Sequence[Reply], language: Language, kinds: frozenset[str] | None = None
) -> tuple[list[str], Language]:
    """What is said of replies, or those sentences of certain kinds, and in which language."""
    said = spoken(replies).sentences
    chosen = [pronounced(one) for one in said if kinds is None or one.kind in kinds]
    return chosen, replies[-1].language if replies else language
