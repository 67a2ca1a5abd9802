"""The way through an event of life, and how services and sources stand in a reply."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.draft import Draft, spaced
from assistant.messages import Act, Cited, Option, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Aspect, Language, Source
from knowledge.guides import Guide
from knowledge.library import Library

_CHOICES = 3


def lead(guide: Guide, state: ConversationState, library: Library, person: Option) -> Draft:
    """The whole way in one reply, and its first steps to choose from."""
    language = state.language
    text = guide.opening.in_language(language)
    for step in guide.steps:
        text = spaced(text, step.say.in_language(language), language)
    options = tuple(
        Option(
            str(number),
            library.get(step.service).short.in_language(language),
            answer_act(step.service, step.aspect),
        )
        for number, step in enumerate(guide.steps[:_CHOICES], start=1)
    )
    sources = {
        source: cited(library.get(step.service).sources[source], language)
        for step in guide.steps
        for source in step.sources
    }
    reply = Reply(text=text, language=language, options=(*options, person), sources=tuple(sources.values()))
    services = tuple(dict.fromkeys(step.service for step in guide.steps))
    return Draft(
        state=replace(state, service=services[0], aspect=None, misses=0, asked=None),
        outcome=Outcome.ANSWERED,
        replies=(reply,),
        service=services[0],
        candidates=services[:_CHOICES],
    )


def answer_act(service: str, aspect: Aspect | None) -> Act:
    values = {"service": service}
    if aspect is not None:
        values["aspect"] = aspect.value
    return Act("answer", values)


def cited(source: Source, language: Language) -> Cited:
    """A source as the reply names it."""
    return Cited(
        short=source.short.in_language(language),
        title=source.title.in_language(language),
        issuer=source.issuer,
        date=source.date.isoformat(),
        grade=source.grade,
        number=source.number,
        url=source.url,
    )
