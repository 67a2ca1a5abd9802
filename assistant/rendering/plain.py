"""Replies as plain sentences: what the phone says aloud, and what the screen and the terminal show."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import Channel, Option, Reply
from assistant.preferences import Script
from assistant.rendering.script import text_in_script
from assistant.rendering.sms import sentences_of
from knowledge.article import Language

# ACCESSIBILITY, phone: at most three facts at a time, and at most three spoken options.
SPOKEN_SENTENCES = 3
SPOKEN_OPTIONS = 3
_CERTAIN = frozenset({"open_case", "more", "preference", "interview", "text_me"})
"""What is named before anything else, since nobody would guess it."""


def render(replies: Sequence[Reply], channel: Channel, script: Script = "hans") -> str:
    """One line of sentences and one line for each option."""
    lines: list[str] = []
    for reply in replies:
        text = _gap(reply.language).join(filter(None, (reply.notice, *_said(reply, channel))))
        lines += filter(None, (text, _source(reply), reply.question))
        lines += (_option(option, reply.language) for option in _offered(reply, channel))
    return text_in_script("\n".join(lines), script)


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


def _offered(reply: Reply, channel: Channel) -> tuple[Option, ...]:
    """The options that are named; on the phone, the keys of the others work silently."""
    if channel is not Channel.PHONE or len(reply.options) <= SPOKEN_OPTIONS:
        return reply.options
    certain = [option for option in reply.options if option.act.kind in _CERTAIN]
    if len(certain) > SPOKEN_OPTIONS:
        # Whoever wants a text has words for it.
        certain = [option for option in certain if option.act.kind != "text_me"]
    others = [option for option in reply.options if option not in certain]
    named = [*others[: SPOKEN_OPTIONS - len(certain)], *certain]
    return tuple(option for option in reply.options if option in named)


def _option(option: Option, language: Language) -> str:
    """Function first, then key: ISO 13714."""
    if language == "en":
        return f"For {option.label}, press {option.key}."
    wish = option.label if option.label.startswith(("要", "不")) else f"要{option.label}"
    return f"{wish}，请按{option.key}。"


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "
