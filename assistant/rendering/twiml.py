"""A text message or a step of a call in the provider's markup."""

from __future__ import annotations

from collections.abc import Sequence

from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]
from twilio.twiml.voice_response import Say, VoiceResponse  # type: ignore[import-untyped]

from assistant.preferences import Preferences
from knowledge.article import Language

# These voices can be slowed down; the provider's basic ones cannot.
VOICES: dict[Language, tuple[str, str]] = {
    "zh": ("zh-CN", "Polly.Zhiyu"),
    "en": ("en-US", "Polly.Joanna"),
}
RATE = "slow"
ORDINARY_RATE = 80
"""What that is in percent of the provider's own, for whoever wants it slower or faster."""
LOUDER_DB = 6
"""Of each step of the volume."""
HEARS: dict[Language, str] = {"zh": "cmn-Hans-CN", "en": "en-US"}
"""What the provider's own recognition calls the languages."""
KEY_WAIT_S = 10
"""How long somebody has to find the key."""
KEY_PAUSE_S = 3
"""The same, where something else goes on without a key."""
ANSWER_WAIT_S = 8
"""How long somebody may think before they say anything (ISO 13714)."""
RING_S = 30
RING_STAFF_S = 20
"""Shorter, because the resident hears nothing but the ringing."""


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


def connect_stream(
    sentences: Sequence[str], language: Language, *, url: str, token: str, after: str, status: str
) -> str:
    """Say something, then bring the sound of the call to `url`, both ways, with `token` among its parameters.

    The call goes on at the address `after` once the other side has closed the stream, and what becomes of
    the stream is told to `status`.
    """
    response = VoiceResponse()
    _speak(response, sentences, language)
    connect = response.connect(action=after, method="POST")
    stream = connect.stream(url=url, status_callback=status, status_callback_method="POST")
    stream.parameter(name="token", value=token)
    return str(response)


def gather(
    sentences: Sequence[str],
    language: Language,
    *,
    action: str,
    pause_s: int,
    digits: bool = False,
    hints: Sequence[str] = (),
    preferences: Preferences | None = None,
) -> str:
    """Say something and hear what is said or pressed, while we speak too; silence goes to `action` as well.

    `pause_s` of silence end what is said. One key is enough, unless `digits` are collected up to a #.
    """
    response = VoiceResponse()
    keys = {"finish_on_key": "#"} if digits else {"num_digits": 1, "finish_on_key": ""}
    heard = response.gather(
        input="speech dtmf",
        action=action,
        method="POST",
        language=HEARS[language],
        timeout=ANSWER_WAIT_S,
        speech_timeout=pause_s,
        action_on_empty_result=True,
        hints=",".join(hints) or None,
        **keys,
    )
    _speak(heard, sentences, language, preferences)
    return str(response)


def dial_several(
    sentences: Sequence[str],
    language: Language,
    *,
    pressed: str,
    rung: Sequence[tuple[str, str]],
    caller_id: str,
    ended: str,
) -> str:
    """Say something and take a key meanwhile, to go on at `pressed`; without one, ring several at once.

    `rung` are numbers, each with the address of what is said to whoever picks up, before they are joined.
    """
    response = VoiceResponse()
    heard = response.gather(
        action=pressed, method="POST", input="dtmf", num_digits=1, timeout=KEY_PAUSE_S, finish_on_key=""
    )
    _speak(heard, sentences, language)
    dialled = response.dial(
        caller_id=caller_id, action=ended, method="POST", timeout=RING_STAFF_S, answer_on_bridge=True
    )
    for number, whisper in rung:
        dialled.number(number, url=whisper, method="POST")
    return str(response)


def say(
    sentences: Sequence[str],
    language: Language,
    *,
    onward: str | None = None,
    preferences: Preferences | None = None,
) -> str:
    """Say something, then go on at the address `onward`, or leave the call to what it was doing."""
    response = VoiceResponse()
    _speak(response, sentences, language, preferences)
    if onward is not None:
        response.redirect(onward, method="POST")
    return str(response)


def _speak(
    within: VoiceResponse,
    sentences: Sequence[str],
    language: Language,
    preferences: Preferences | None = None,
) -> None:
    locale, voice = VOICES[language]
    manner = _manner(preferences or Preferences())
    for sentence in sentences:
        said = Say(language=locale, voice=voice)
        said.prosody(sentence, **manner)
        within.append(said)


def _manner(preferences: Preferences) -> dict[str, str]:
    ordinary = preferences.rate == 100
    rate = RATE if ordinary else f"{ORDINARY_RATE * preferences.rate // 100}%"
    louder = {"volume": f"+{LOUDER_DB * preferences.volume}dB"} if preferences.volume else {}
    return {"rate": rate, **louder}
