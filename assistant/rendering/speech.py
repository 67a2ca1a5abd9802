"""Replies as sentences to be spoken one by one: the same words that rendering/plain.py has for the phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import opencc

from assistant.messages import Channel, Reply
from assistant.preferences import Script
from assistant.rendering import plain
from assistant.rendering.script import text_in_script
from assistant.rendering.sms import sentences_of
from knowledge.article import Language

Kind = Literal["notice", "text", "source", "question", "option"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and what it is for."""

    text: str
    language: Language
    kind: Kind = "text"

    @property
    def is_question(self) -> bool:
        return self.kind == "question" or self.text.rstrip().endswith(("？", "?"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that one turn says, in the order in which it is said."""

    sentences: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(sentence.text for sentence in self.sentences)


def spoken(replies: Sequence[Reply], script: Script = "hans") -> Spoken:
    """What the phone says of `replies`, sentence by sentence."""
    found = (sentence for reply in replies for sentence in _of_reply(reply))
    return Spoken(tuple(Sentence(text_in_script(one.text, script), one.language, one.kind) for one in found))


def pronounced(sentence: Sentence) -> str:
    """The words as a voice reads them: in Simplified characters, whose readings it knows and has ready."""
    return str(_to_simplified().convert(sentence.text)) if sentence.language == "zh" else sentence.text


def _of_reply(reply: Reply) -> Iterator[Sentence]:
    """Each part as the plain rendering has it by itself, so that both always say the same."""
    language = reply.language
    text = plain.render((Reply(reply.text, language),), Channel.PHONE)
    source = plain.render((Reply("", language, sources=reply.sources),), Channel.PHONE)
    options = plain.render((Reply("", language, options=reply.options),), Channel.PHONE)
    parts: tuple[tuple[Kind, Sequence[str]], ...] = (
        ("notice", sentences_of(reply.notice, language)),
        ("text", sentences_of(text, language)),
        ("source", source.splitlines()),
        ("question", sentences_of(reply.question, language)),
        ("option", options.splitlines()),
    )
    for kind, texts in parts:
        for one in texts:
            yield Sentence(one, language, kind)


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")
