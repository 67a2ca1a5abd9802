"""Questions that lean on what was said before: the same for somebody else, one service beside another."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft, spaced
from assistant.conversation.guidance import cited
from assistant.conversation.here import Here
from assistant.conversation.interviews import Interviews
from assistant.messages import Act, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Aspect
from knowledge.normalise import normalise
from knowledge.spoken.people import read_person

_OF_THE_PERSON = (Aspect.ELIGIBILITY.value, Aspect.SUMMARY.value)
"""Aspects after which “and my husband?” asks whether he can have it."""


_AND = re.compile(r"^(?:那么?|and |(?:what|how) about )|[呢咧哩?。!]+$")
_CAN = re.compile(
    r"能|可以|有没有|也?有[吗么不]|算不算|够不够|行不行|享受|\bcan\b|\beligible\b|\bqualify\b", re.IGNORECASE
)
_WITH = re.compile(r"(?:那么?)?(?:跟|和|同|与)|(?:together )?with ", re.IGNORECASE)
"""How a question begins that names only the second of two services."""
_SIDES = (
    re.compile(
        r"(?:.*[领拿吃有受][了着])(?P<one>[^,，]{2,}?)[,，]?(?:还能|能不能|还可以|可以|能)(?:再|同时|也)*"
        r"(?:领|拿|享受|吃|有)(?P<other>[^一同,，]{2,}?)(?:[吗不么呢]|$)"
    ),
    re.compile(
        r"(?P<one>.{2,}?)(?:和|跟|与|同(?!时))(?P<other>.{2,}?)(?:能|可以|可不可以|同时|一起|一块|都|冲突|,|$)"
    ),
    re.compile(
        r"(?:.*\b(?:get|have|claim|receive) )?(?P<one>.{3,}?) (?:and|with|plus) (?P<other>.{3,}?)"
        r"(?: at | do | together|\?|$)",
        re.IGNORECASE,
    ),
)
"""Both sides of a comparison, whichever words they are in."""
_LONGEST_COMPARED = 120
_POINTS = re.compile(r"(?:那么?|请问|我|俺)*(?:这|那|它|刚才|上面|前面)|(?:this|that|it)\b", re.IGNORECASE)
_OWN = re.compile(r"^(?:我|俺|咱)们?(?:的)?")
_OWN_EN = re.compile(r"^my\b", re.IGNORECASE)


class Context:
    """Answers what only the conversation so far gives a meaning to."""

    def __init__(self, content: Content, answers: Answers, interviews: Interviews) -> None:
        self._content = content
        self._answers = answers
        self._interviews = interviews

    def about(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """The same for the person whom the words name: whoever it is has answers of their own."""
        query = act.get("query")
        person = read_person(_AND.sub("", normalise(query).lower()), state.language)
        if person is None:
            return self._answers.answer(Act("answer", {"query": query}), state, here.today)
        asks = state.interview is not None or state.aspect in _OF_THE_PERSON or bool(_CAN.search(query))
        state = for_somebody(state, None if person.relation == "self" else person.words)
        who = _addressed(person.words) if state.subject else self._say("about_you", state)
        if state.service is None:
            return self._asks_what(who, state)
        if asks and state.service in self._content.eligibility.services:
            start = Act("interview", {"step": "start", "service": state.service})
            draft = self._interviews.take(start, state, here.today)
            return self._introduced(draft, who)
        again = Act("answer", {"service": state.service, "aspect": state.aspect})
        return self._introduced(self._answers.answer(again, state, here.today), who)

    def compare(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """Whether two services go together; only what the knowledge says is said."""
        language = state.language
        pair = self._pair(act.get("query"), state)
        if pair is None:
            return self._answers.answer(Act("answer", {"query": act.get("query")}), state, here.today)
        found = self._content.combinations.between(*pair, self._answers.path(state), here.today)
        title = self._content.library.get(pair[1]).short.in_language(language)
        if found is None and pair[0] == pair[1]:
            return self._answers.answer(Act("answer", {"query": act.get("query")}), state, here.today)
        if found is None:
            hotline = self._content.library.get(pair[0]).hotlines[0]
            reply = Reply(
                text=self._content.phrases.say("combine_unknown", language, title=title, hotline=hotline),
                language=language,
                options=(self._answers.person(language),),
            )
            return Draft(state=replace(state, misses=0), outcome=Outcome.UNSURE, replies=(reply,))
        reply = Reply(
            text=found.text.in_language(language),
            language=language,
            notice=self._content.phrases.say("about", language, title=title),
            options=(
                *self._answers.follow_ups(pair[0], Aspect.SUMMARY, language),
                self._answers.person(language),
            ),
            sources=tuple(cited(source, language) for source in found.sources),
        )
        if state.service != pair[0]:
            state = replace(state, service=pair[0], aspect=Aspect.SUMMARY.value)
        return Draft(
            state=replace(state, misses=0, asked=None),
            outcome=Outcome.ANSWERED,
            replies=(reply,),
            service=pair[0],
            candidates=pair,
        )

    def _pair(self, query: str, state: ConversationState) -> tuple[str, str] | None:
        """The one that the conversation is about, or that is named first, and the other one."""
        named = self._content.library.named(query, state.language)
        if len(named) > 1:
            return named[0], named[1]
        sides = _sides(normalise(query))
        if sides is not None:
            one, other = (self._meant(side, state) for side in sides)
            return (one, other) if one and other else None
        before = [service for service, _ in reversed(state.earlier) if service != state.service]
        if named and state.service not in (None, named[0]):
            return str(state.service), named[0]
        if named and before:
            return before[0], named[0]
        if state.service and before and not named:
            return state.service, before[0]
        alone = bool(named) and not _WITH.match(query)
        return (named[0], named[0]) if alone else None

    def _meant(self, side: str, state: ConversationState) -> str | None:
        """The service that one side of a comparison is, by name, by pointing at it, or in other words."""
        named = self._content.library.named(side, state.language)
        if named:
            return named[0]
        if _POINTS.match(side):
            return state.service
        found = self._content.search.find(side, state.language)
        return found.candidates[0].service if found.outcome == "answer" else None

    def _asks_what(self, who: str, state: ConversationState) -> Draft:
        text = self._content.phrases.say("about_what", state.language, who=who)
        reply = Reply(text="", question=text, language=state.language)
        return Draft(state=state, outcome=Outcome.SAID, replies=(reply,))

    def _introduced(self, draft: Draft, who: str) -> Draft:
        language = draft.state.language
        told = self._content.phrases.say("about_other", language, who=who)
        *before, last = draft.replies
        return replace(draft, replies=(*before, replace(last, notice=spaced(told, last.notice, language))))

    def _say(self, phrase: str, state: ConversationState) -> str:
        return self._content.phrases.say(phrase, state.language)


def _addressed(words: str) -> str:
    """The resident's own words for somebody, as they are said back: 我老伴 is 您老伴."""
    return _OWN_EN.sub("your", _OWN.sub("您", words))


def for_somebody(state: ConversationState, who: str | None) -> ConversationState:
    """The state for whom it is asked now: no answers yet of somebody else, the own ones are kept aside."""
    if who == state.subject:
        return state
    own = state.facts if state.subject is None else (state.own_facts or {})
    if who is None:
        return replace(state, subject=None, facts=own, own_facts=None, interview=None, fact=None)
    return replace(state, subject=who, facts={}, own_facts=own, interview=None, fact=None)


def _sides(query: str) -> tuple[str, str] | None:
    """What is compared with what; None unless both are said, and in few words."""
    if len(query) > _LONGEST_COMPARED:
        return None
    found = next((match for pattern in _SIDES if (match := pattern.match(query))), None)
    return (found["one"], found["other"]) if found else None
