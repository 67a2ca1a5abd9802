"""All that can be said word for word, so that it can be spoken before anybody asks."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from assistant.conversation.answers import Answers, Content
from assistant.conversation.guidance import lead
from assistant.messages import Act, Option, Reply
from assistant.rendering.sms import sentences_of
from assistant.rendering.speech import Sentence, pronounced, spoken
from assistant.state import ConversationState
from knowledge.article import LANGUAGES, Aspect, Language

Ahead = tuple[str, Language]
"""The words as a voice reads them, and their language."""


def sentences(content: Content, today: date) -> tuple[Ahead, ...]:
    """Each sentence once, those that are said most often first.

    What has a name, a number or a date in it is spoken when it is said; its other sentences are here.
    """
    found = (
        *(one for language in LANGUAGES for one in _phrases(content, language)),
        *(one for language in LANGUAGES for one in _answers(content, language, today)),
        *(one for language in LANGUAGES for one in _interviews(content, language)),
        *(one for language in LANGUAGES for one in _beside(content, language)),
    )
    return tuple(dict.fromkeys((pronounced(one), one.language) for one in found))


def _phrases(content: Content, language: Language) -> Iterator[Sentence]:
    for name in sorted(content.phrases.names()):
        yield from _whole(content.phrases.text(name, language), language)


def _answers(content: Content, language: Language, today: date) -> Iterator[Sentence]:
    """The likeliest aspect of every service, then the next one."""
    answers = Answers(content)
    for aspect in Aspect:
        for service in content.library.articles:
            act = Act("answer", {"service": service, "aspect": aspect.value})
            for reply in answers.answer(act, ConversationState(language=language), today).replies:
                yield from _of_reply(reply)
            passage = content.library.passage(service, aspect, language, (), today)
            if not passage.expired:
                yield from _whole(content.simple.of(passage), language)


def _interviews(content: Content, language: Language) -> Iterator[Sentence]:
    for fact in content.eligibility.book.facts.values():
        yield from _whole(fact.question.in_language(language), language)
    for guide in content.guides.all.values():
        state = ConversationState(language=language)
        for reply in lead(guide, state, content.library, Answers(content).person(language)).replies:
            yield from _of_reply(reply)


def _beside(content: Content, language: Language) -> Iterator[Sentence]:
    for entry in (entry for entry in content.glossary.entries if entry.in_language(language)):
        yield from _whole(entry.says(language), language)


def _of_reply(reply: Reply) -> Iterator[Sentence]:
    """All of its sentences, three at a time, and every option by itself."""
    yield from spoken([replace(reply, text="", options=())]).sentences
    yield from _whole(reply.text, reply.language)
    yield from _options(reply.options, reply.language)


def _options(options: Iterable[Option], language: Language) -> Iterator[Sentence]:
    for option in options:
        yield from spoken([Reply("", language, options=(option,))]).sentences


def _whole(text: str, language: Language) -> Iterator[Sentence]:
    """The sentences of a text that have no gap to be filled."""
    for sentence in sentences_of(text, language):
        if not any(slot for _, slot, _, _ in string.Formatter().parse(sentence)):
            yield Sentence(sentence, language)
