"""“Can I get it?”: one question after the other, then what is likely, why, and what to bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.guidance import cited
from assistant.messages import Act, Option, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Aspect, Language
from knowledge.eligibility import Conclusion, Fact
from knowledge.eligibility.facts import UNKNOWN, unsure, values

_MOST_REASONS = 2
_MOST_MISREADINGS = 1


class Interviews:
    """Asks what still matters. What is known of the resident already is not asked again."""

    def __init__(self, content: Content, answers: Answers) -> None:
        self._content = content
        self._answers = answers
        self._steps: dict[str, Callable[[Act, ConversationState, date], Draft]] = {
            "start": self._start,
            "answer": self._answer,
            "resume": lambda act, state, today: self._go_on(state, today),
            "restart": self._restart,
            "keep": lambda act, state, today: self._keep(state, True),
            "forget": lambda act, state, today: self._keep(state, False),
        }

    def take(self, act: Act, state: ConversationState, today: date) -> Draft:
        return self._steps[act.get("step")](act, state, today)

    def _start(self, act: Act, state: ConversationState, today: date) -> Draft:
        service, search_ms = self._meant(act, state)
        if service is None:
            return replace(
                only_said(self._content.phrases, "interview_which", state), outcome=Outcome.CLARIFY
            )
        state = replace(state, service=service, aspect=Aspect.ELIGIBILITY.value)
        if service not in self._content.eligibility.services or self._ended(service, state, today):
            return replace(
                self._answers.answer(
                    Act("answer", {"service": service, "aspect": Aspect.ELIGIBILITY.value}), state, today
                ),
                search_ms=search_ms,
            )
        told = "interview_known" if state.facts else "interview_start"
        draft = self._go_on(replace(state, interview=service), today, told)
        return replace(draft, search_ms=search_ms)

    def _meant(self, act: Act, state: ConversationState) -> tuple[str | None, float]:
        """The service that the act or its words name, else the one being talked about."""
        query = act.get("query")
        if act.get("service") or not query:
            return act.get("service") or state.service, 0.0
        found, search_ms = self._answers.find(query, state)
        if found.outcome == "answer":
            return found.candidates[0].service, search_ms
        return state.service, search_ms

    def _ended(self, service: str, state: ConversationState, today: date) -> bool:
        path = self._answers.path(state)
        return self._content.library.passage(service, Aspect.ELIGIBILITY, state.language, path, today).expired

    def _answer(self, act: Act, state: ConversationState, today: date) -> Draft:
        if state.interview is None or state.fact is None or state.asked != "fact":
            return self._answers.nothing_waits(act, state, today)
        fact = self._content.eligibility.book.get(state.fact)
        value = act.get("value")
        if value != UNKNOWN and (value is None or fact.value_of(value) is None):
            value = self._content.eligibility.book.read(fact, act.get("query") or "", state.language)
        if value is None:
            if state.misses < _MOST_MISREADINGS:
                return self._ask(fact, replace(state, misses=state.misses + 1), "interview_again")
            value = UNKNOWN
        state = replace(state, facts={**state.facts, fact.id: value}, misses=0)
        return self._go_on(state, today)

    def _restart(self, act: Act, state: ConversationState, today: date) -> Draft:
        return self._go_on(replace(state, facts={}), today, "interview_start")

    def _keep(self, state: ConversationState, keeps: bool) -> Draft:
        """Refusing what is known means forgetting it, here and everywhere; of others nothing is kept."""
        own = state.subject is None
        state = replace(state, facts_kept=keeps, asked=None)
        if not keeps:
            state = replace(state, facts={}, own_facts=None if own else {})
        draft = only_said(self._content.phrases, "interview_kept" if keeps else "interview_forgotten", state)
        return replace(draft, keeps_facts=keeps if own or not keeps else None)

    def _go_on(self, state: ConversationState, today: date, told: str = "") -> Draft:
        service = state.interview
        if service is None:
            return only_said(self._content.phrases, "affirm_nothing", state)
        eligibility, path = self._content.eligibility, self._answers.path(state)
        known = values(eligibility.book, state.facts)
        fact = eligibility.next_fact(service, path, known, unsure(state.facts))
        if fact is not None:
            return self._ask(fact, state, told)
        return self._conclude(service, eligibility.conclude(service, path, known), state, today)

    def _ask(self, fact: Fact, state: ConversationState, told: str) -> Draft:
        say, language = self._content.phrases.say, state.language
        told_known = told == "interview_known"
        restart = Option("8", say("interview_restart", language), Act("interview", {"step": "restart"}))
        reply = Reply(
            text="",
            language=language,
            notice=say(told, language) if told else "",
            question=fact.question.in_language(language),
            options=(
                *self._choices(fact, language),
                *((restart,) if told_known else ()),
                self._answers.person(language),
            ),
        )
        return Draft(
            state=replace(state, asked="fact", fact=fact.id),
            outcome=Outcome.SAID,
            replies=(reply,),
            service=state.interview,
        )

    def _choices(self, fact: Fact, language: Language) -> tuple[Option, ...]:
        say = self._content.phrases.say
        if fact.kind == "yes_no":
            labels = [("yes", say("answer_yes", language)), ("no", say("answer_no", language))]
        else:
            labels = [(name, choice.label.in_language(language)) for name, choice in fact.choices.items()]
        labels.append((UNKNOWN, say("answer_unknown", language)))
        # A number is typed itself: the key for "I do not know" must be none that can be an answer.
        first = 7 if fact.kind == "number" else 1
        return tuple(
            Option(str(key), label, Act("interview", {"step": "answer", "value": value}))
            for key, (value, label) in enumerate(labels, start=first)
        )

    def _conclude(self, service: str, conclusion: Conclusion, state: ConversationState, today: date) -> Draft:
        say, language = self._content.phrases.say, state.language
        article = self._content.library.get(service)
        reasons = [reason.in_language(language) for reason in conclusion.reasons[:_MOST_REASONS]]
        closing = say("interview_promise", language)
        if conclusion.verdict == "ask":
            closing = say("interview_ask_at", language, hotline=article.hotlines[0])
        text = say(f"interview_{conclusion.verdict}", language)
        for sentence in (*reasons, closing):
            text = spaced(text, sentence, language)
        bring = self._content.library.passage(
            service, Aspect.MATERIALS, language, self._answers.path(state), today
        )
        if conclusion.verdict != "likely_no" and not bring.expired:
            text = spaced(text, bring.text, language)
        own = state.subject is None
        asks_to_keep = own and state.facts_kept is None and bool(state.facts)
        reply = Reply(
            text=text,
            language=language,
            notice=say("about", language, title=article.texts.in_language(language).title),
            question=say("interview_keep", language) if asks_to_keep else "",
            options=(*self._after(service, language, asks_to_keep), self._answers.person(language)),
            sources=tuple(cited(article.sources[source], language) for source in conclusion.sources),
        )
        state = replace(
            state,
            service=service,
            aspect=Aspect.ELIGIBILITY.value,
            interview=None,
            fact=None,
            asked=None,
            misses=0,
        )
        return Draft(
            state=state,
            outcome=Outcome.ANSWERED,
            replies=(reply,),
            service=service,
            aspect=Aspect.ELIGIBILITY.value,
            candidates=(service,),
            keeps_facts=True if own and state.facts_kept else None,
        )

    def _after(self, service: str, language: Language, asks_to_keep: bool) -> tuple[Option, ...]:
        say = self._content.phrases.say
        if asks_to_keep:
            return (
                Option("1", say("keep_yes", language), Act("interview", {"step": "keep"})),
                Option("2", say("keep_no", language), Act("interview", {"step": "forget"})),
            )
        return self._answers.follow_ups(service, Aspect.MATERIALS, language)
