"""Turning a question, or a service and an aspect, into a sourced reply from knowledge."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.explanations import with_explanations
from assistant.conversation.guidance import answer_act, cited, lead
from assistant.messages import Act, Option, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Aspect, Language
from knowledge.aspects import Aspects
from knowledge.combinations import Combinations
from knowledge.eligibility import Eligibility
from knowledge.gaps import cluster_of
from knowledge.glossary import Glossary
from knowledge.guides import Guides
from knowledge.library import Library, Passage
from knowledge.phrases import Phrases
from knowledge.regions import Regions
from knowledge.search import Found, Search
from knowledge.simple import Simple

PERSON = Act("open_case", {"reason": "requested"})

_MISSES_BEFORE_OFFER = 2
_FOLLOW_UPS = 2
_CANDIDATES = 3
_LIKELY_NONE = 0.5
_BEFORE_CHECK = (Aspect.SUMMARY, Aspect.ELIGIBILITY)
FOLLOW_UP_ORDER = (
    Aspect.MATERIALS,
    Aspect.WHERE,
    Aspect.ELIGIBILITY,
    Aspect.AMOUNT,
    Aspect.STEPS,
    Aspect.PROXY,
)
"""What people ask next, in this order."""
_MOST_EARLIER = 5


@dataclass(frozen=True, slots=True)
class Content:
    """All that can be said."""

    library: Library
    aspects: Aspects
    regions: Regions
    phrases: Phrases
    search: Search
    eligibility: Eligibility
    guides: Guides
    glossary: Glossary
    simple: Simple
    combinations: Combinations


class Answers:
    """Answers questions, asks which service is meant, or says that it is not sure."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def answer(self, act: Act, state: ConversationState, today: date) -> Draft:
        query = act.get("query")
        aspect = Aspect(act.get("aspect")) if act.get("aspect") else None
        named = act.get("service")
        state = replace(state, region=act.get("region") or state.region)
        if not query:
            if act.get("region"):
                # A place was told for the answer before: the same aspect again, as if new.
                aspect = Aspect(state.aspect) if state.aspect and named == state.service else aspect
                state = replace(state, service=None)
            return self._say(named, aspect, state, today)
        guide = self._content.guides.find(
            query, state.language, self._content.aspects.detect, self._content.search.names_a_service
        )
        if guide is not None:
            return lead(guide, state, self._content.library, self.person(state.language))
        found, search_ms = self.find(query, state, named)
        draft = self._draft(found, aspect or found.aspect, state, today)
        # What is asked back although it is likely about no service is a gap as much as what is not answered.
        is_gap = found.outcome == "choose" and found.none >= _LIKELY_NONE
        return replace(
            draft,
            candidates=_services(found),
            search_ms=search_ms,
            gap=cluster_of(query) if is_gap else None,
        )

    def choose(self, services: Iterable[str], aspect: Aspect | None, state: ConversationState) -> Draft:
        language = state.language
        options = tuple(
            Option(str(number), self._short(service, language), answer_act(service, aspect))
            for number, service in enumerate(services, start=1)
        )
        reply = Reply(
            text="",
            language=language,
            question=self._content.phrases.say("choose", language),
            options=(*options, self.person(language)),
        )
        return Draft(state=state, outcome=Outcome.CLARIFY, replies=(reply,))

    def unsure(self, state: ConversationState, phrase: str = "unsure") -> Draft:
        """Say so; from the second time in a row, offer a person."""
        say, language = self._content.phrases.say, state.language
        misses = state.misses + 1
        if misses >= _MISSES_BEFORE_OFFER:
            yes = Option("1", say("offer_yes", language), Act("open_case", {"reason": "offered"}))
            no = Option("2", say("offer_no", language), Act("say", {"phrase": "deny_nothing"}))
            reply = Reply(
                text=say("unsure_again", language),
                language=language,
                question=say("offer_person", language),
                options=(yes, no),
            )
        else:
            reply = Reply(text=say(phrase, language), language=language, options=(self.person(language),))
        return Draft(state=replace(state, misses=misses), outcome=Outcome.UNSURE, replies=(reply,))

    def nothing_waits(self, act: Act, state: ConversationState, today: date) -> Draft:
        """For a dialogue that believes that a question waits, when none does: the words are a question."""
        if act.get("query"):
            return self.answer(Act("answer", {"query": act.get("query")}), state, today)
        phrase = "affirm_nothing" if act.get("value") == "yes" else "deny_nothing"
        return only_said(self._content.phrases, phrase, state)

    def find(self, query: str, state: ConversationState, named: str | None = None) -> tuple[Found, float]:
        """What `query` is about, and how long that took, in milliseconds."""
        started = time.perf_counter()
        hint = state.service if named in (None, state.service) else None
        found = self._content.search.find(query, state.language, hint)
        return found, (time.perf_counter() - started) * 1000

    def _draft(self, found: Found, aspect: Aspect | None, state: ConversationState, today: date) -> Draft:
        if found.outcome == "answer":
            return self._say(found.candidates[0].service, aspect, state, today)
        if found.outcome == "choose":
            return self.choose(found.choices, aspect, state)
        return self.unsure(state)

    def _say(
        self, service: str | None, aspect: Aspect | None, state: ConversationState, today: date
    ) -> Draft:
        library = self._content.library
        if service is None or service not in library.articles:
            return self.unsure(state)
        aspect = aspect or Aspect.SUMMARY
        passage = library.passage(service, aspect, state.language, self.path(state), today)
        text, explained = with_explanations(
            passage.text, state.language, self._content.glossary, state.explained
        )
        reply = self._reply(replace(passage, text=text), state)
        state = replace(
            state,
            service=service,
            aspect=aspect.value,
            earlier=_with_topic(state, service, aspect),
            explained=(*state.explained, *explained),
            misses=0,
            asked="district" if passage.local and not state.region else None,
        )
        return Draft(
            state=state,
            outcome=Outcome.UNSURE if passage.expired else Outcome.ANSWERED,
            replies=(reply,),
            service=service,
            aspect=aspect.value,
            candidates=(service,),
            ended=passage if passage.expired else None,
        )

    def path(self, state: ConversationState) -> tuple[str, ...]:
        """The codes of the resident's place, from the most specific; empty when it is not known."""
        return self._content.regions.path(state.region) if state.region else ()

    def _reply(self, passage: Passage, state: ConversationState) -> Reply:
        say, language = self._content.phrases.say, state.language
        hotline = self._content.library.get(passage.service).hotlines[0]
        title = self._title(passage.service, language)
        if passage.expired:
            return Reply(
                text=say("rule_ended", language, hotline=hotline),
                language=language,
                notice=say("about", language, title=title),
                options=(self.person(language),),
            )
        notice = question = unknown_here = ""
        if passage.local and passage.region is None:
            known = state.service == passage.service
            if state.region and not known:
                place = self._place(state.region, language)
                notice = unknown_here = say("local_unknown", language, place=place, hotline=hotline)
            elif not state.region and not (known and state.asked == "district"):
                question = say("ask_district", language)
        text = passage.text
        if title.lower() not in text.lower():
            notice = spaced(say("about", language, title=title), notice, language)
        if passage.confirm and not unknown_here:
            text = spaced(text, say("confirm", language, hotline=hotline), language)
        return Reply(
            text=text,
            language=language,
            notice=notice,
            question=question,
            options=(
                *self.follow_ups(passage.service, passage.aspect, language),
                self.person(language),
            ),
            sources=tuple(cited(source, language) for source in passage.sources),
        )

    def follow_ups(self, service: str, aspect: Aspect, language: Language) -> tuple[Option, ...]:
        """What people ask next; after what it is or who can get it, whether they themselves can."""
        offered: list[tuple[str, Act]] = []
        if aspect in _BEFORE_CHECK and service in self._content.eligibility.services:
            check = Act("interview", {"step": "start", "service": service})
            offered.append((self._content.phrases.say("interview_check", language), check))
        for other in FOLLOW_UP_ORDER:
            if other is not aspect and not (offered and other is Aspect.ELIGIBILITY):
                offered.append((self._content.aspects.label(other, language), answer_act(service, other)))
        return tuple(
            Option(str(number), label, act)
            for number, (label, act) in enumerate(offered[:_FOLLOW_UPS], start=1)
        )

    def person(self, language: Language) -> Option:
        return Option("0", self._content.phrases.say("person", language), PERSON)

    def _title(self, service: str, language: Language) -> str:
        return self._content.library.get(service).texts.in_language(language).title

    def _short(self, service: str, language: Language) -> str:
        return self._content.library.get(service).short.in_language(language)

    def _place(self, code: str, language: Language) -> str:
        return self._content.regions.get(code).name.in_language(language)


def _with_topic(state: ConversationState, service: str, aspect: Aspect) -> tuple[tuple[str, str], ...]:
    """What was talked about before, with the topic that is left now."""
    left = (state.service, state.aspect)
    if left[0] is None or left[1] is None or left == (service, aspect.value):
        return state.earlier
    return (*state.earlier, (left[0], left[1]))[-_MOST_EARLIER:]


def _services(found: Found) -> tuple[str, ...]:
    ranked = (candidate.service for candidate in found.candidates)
    return tuple(dict.fromkeys((*found.choices, *ranked)))[:_CANDIDATES]
