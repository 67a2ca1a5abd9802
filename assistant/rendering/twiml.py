"""A text message or a step of a call in the provider's markup."""

from __future__ import annotations

from collections.abc import Sequence

from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]
from twilio.twiml.voice_response import Say, VoiceResponse  # type: ignore[import-untyped]

from knowledge.article import Language

# These voices can be slowed down; the provider's basic ones cannot.
VOICES: dict[Language, tuple[str, str]] = {
    "zh": ("zh-CN", "Polly.Zhiyu"),
    "en": ("en-US", "Polly.Joanna"),
}
RATE = "slow"
KEY_WAIT_S = 10
"""How long somebody has to find the key."""
RING_S = 30


def message(text: str) -> str:
    """A response with one message; an empty response when there is nothing to say."""
    response = MessagingResponse()
    if text:
        response.message(text)
    return str(response)


def farewell(sentences: Sequence[str], language: Language) -> str:
    """Say something and end the call."""
    response = VoiceResponse()
    _speak(response, sentences, language)
    response.hangup()
    return str(response)


def ask_key(sentences: Sequence[str], language: Language, *, pressed: str, silent: str) -> str:
    """Ask for one key, which may be pressed while we speak.

    The call goes on at the address `pressed`, with `Digits`, or at `silent` when no key was pressed.
    """
    response = VoiceResponse()
    gather = response.gather(
        action=pressed, method="POST", input="dtmf", num_digits=1, timeout=KEY_WAIT_S, finish_on_key=""
    )
    _speak(gather, sentences, language)
    response.redirect(silent, method="POST")
    return str(response)


def dial(sentences: Sequence[str], language: Language, *, number: str, caller_id: str, ended: str) -> str:
    """Say something, then join the call with `number`; it goes on at the address `ended`."""
    response = VoiceResponse()
    _speak(response, sentences, language)
    response.dial(number, caller_id=caller_id, action=ended, method="POST", timeout=RING_S)
    return str(response)


def _speak(within: VoiceResponse, sentences: Sequence[str], language: Language) -> None:
    locale, voice = VOICES[language]
    for sentence in sentences:
        say = Say(language=locale, voice=voice)
        say.prosody(sentence, rate=RATE)
        within.append(say)
