"""Replies as plain sentences: what the phone says aloud, and what the screen and the terminal show."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import Channel, Option, Reply
from assistant.rendering.sms import sentences_of
from knowledge.article import Language

# ACCESSIBILITY, phone: at most three facts at a time, and at most three spoken options.
SPOKEN_SENTENCES = 3
_OPTION = {"zh": "要{label}，请按{key}。", "en": "For {label}, press {key}."}


def render(replies: Sequence[Reply], channel: Channel) -> str:
    """One line of sentences and one line for each option."""
    lines: list[str] = []
    for reply in replies:
        said = _said(reply, channel)
        text = _gap(reply.language).join(said)
        lines += filter(None, (reply.notice, text, _source(reply), reply.question))
        lines += (_option(option, reply.language) for option in reply.options)
    return "\n".join(lines)


def rest_of(replies: Sequence[Reply], channel: Channel) -> str:
    """What is left for the next breath; the screen shows everything at once."""
    if not replies:
        return ""
    last = replies[-1]
    left = sentences_of(last.text, last.language)[len(_said(last, channel)) :]
    return _gap(last.language).join(left)


def _said(reply: Reply, channel: Channel) -> tuple[str, ...]:
    sentences = sentences_of(reply.text, reply.language)
    return sentences[:SPOKEN_SENTENCES] if channel is Channel.PHONE else sentences


def _source(reply: Reply) -> str:
    if not reply.sources:
        return ""
    name = reply.sources[0].short
    return f"（据{name}）" if reply.language == "zh" else f"(Source: {name})"


def _option(option: Option, language: Language) -> str:
    return _OPTION[language].format(label=option.label, key=option.key)


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "
