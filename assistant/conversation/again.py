"""What was said, said otherwise: once more, the rest, in plainer words, a term of it, what came before it."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.answers import FOLLOW_UP_ORDER, Answers, Content
from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.here import Here
from assistant.messages import Act, Option, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Aspect
from knowledge.glossary import Entry
from knowledge.library import Passage
from knowledge.plain_language import sentences

_MOST_TERMS = 2
_BEFORE_PERSON = 2
"""So often in a row something is said more simply before a person is offered."""


class Again:
    """Gives the same once more, so that it is understood."""

    def __init__(self, content: Content, answers: Answers) -> None:
        self._content = content
        self._answers = answers

    def repeat(self, act: Act, state: ConversationState, here: Here) -> Draft:
        if state.last_reply is None:
            return only_said(self._content.phrases, "nothing_to_repeat", state)
        return Draft(state=state, outcome=Outcome.SAID, replies=(state.last_reply,))

    def more(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """The rest of what was said, else what people ask next of the same service."""
        last = state.last_reply
        if state.rest and last is not None:
            options = tuple(option for option in last.options if option.act.kind != "more")
            reply = replace(last, text=state.rest, notice="", question="", options=options)
            return Draft(state=state, outcome=Outcome.SAID, replies=(reply,))
        if state.asked == "fact":
            # Whoever wants to go on in an interview is asked what waits.
            return self.repeat(act, state, here)
        following = self._untold(state)
        if state.service is None or following is None:
            return only_said(self._content.phrases, "nothing_more", state)
        act = Act("answer", {"service": state.service, "aspect": following.value})
        return self._answers.answer(act, state, here.today)

    def simplify(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """The shorter wording of the answer; what has none is said once more, and a person is offered."""
        last, language = state.last_reply, state.language
        if last is None:
            return only_said(self._content.phrases, "nothing_to_repeat", state)
        state = replace(state, misses=state.misses + 1)
        text = self._shorter(state, here)
        offers = state.misses >= _BEFORE_PERSON or text is None
        question = self._content.phrases.say("simplify_person", language) if offers else ""
        if text is None:
            reply = replace(last, notice=question, options=self._with_person(last))
        else:
            reply = replace(
                last,
                text=text,
                notice="",
                question=question or last.question,
                options=self._with_person(last),
            )
        return Draft(
            state=state, outcome=Outcome.SAID, replies=(reply,), service=state.service, aspect=state.aspect
        )

    def explain(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """The term that the words name, else those just said, else all of it in plainer words."""
        language, last = state.language, state.last_reply
        query = act.get("query") or ""
        named = self._content.glossary.named(query, language)
        said: tuple[Entry, ...] = (named,) if named else ()
        if named is None and query and (last is None or self._content.search.names_a_service(query)):
            return self._answers.answer(Act("answer", {"query": query}), state, here.today)
        if not said and last is not None:
            said = self._content.glossary.said(f"{last.notice}{last.text}{last.question}", language)
        if not said:
            return self.simplify(act, state, here)
        text = ""
        for entry in said[:_MOST_TERMS]:
            text = spaced(text, entry.says(language), language)
        explained = (*state.explained, *(entry.id for entry in said[:_MOST_TERMS]))
        reply = Reply(
            text=text,
            language=language,
            question=last.question if last else "",
            options=last.options if last else (self._answers.person(language),),
        )
        return Draft(
            state=replace(state, explained=tuple(dict.fromkeys(explained))),
            outcome=Outcome.SAID,
            replies=(reply,),
        )

    def back(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """To the service and aspect that were talked about before this one."""
        if not state.earlier:
            return only_said(self._content.phrases, "back_nothing", state)
        *before, (service, aspect) = state.earlier
        asked = Act("answer", {"service": service, "aspect": aspect})
        draft = self._answers.answer(asked, replace(state, service=None, aspect=None), here.today)
        return replace(draft, state=replace(draft.state, earlier=tuple(before)))

    def _shorter(self, state: ConversationState, here: Here) -> str | None:
        if state.service is None or state.aspect is None or (state.asked or "district") != "district":
            return None
        passage = self._content.library.passage(
            state.service, Aspect(state.aspect), state.language, self._answers.path(state), here.today
        )
        shorter = self._content.simple.of(passage)
        return shorter if not passage.expired and _is_said(passage, shorter, state.last_reply) else None

    def _untold(self, state: ConversationState) -> Aspect | None:
        told = {aspect for service, aspect in state.earlier if service == state.service} | {state.aspect}
        return next((aspect for aspect in FOLLOW_UP_ORDER if aspect.value not in told), None)

    def _with_person(self, last: Reply) -> tuple[Option, ...]:
        if any(option.act.kind == "open_case" for option in last.options):
            return last.options
        return (*last.options, self._answers.person(last.language))


def _is_said(passage: Passage, shorter: str, last: Reply | None) -> bool:
    """Whether what was said last is the passage, whole, in part or in its shorter wording."""
    if last is None:
        return False
    parts = sentences(passage.text, passage.language)
    return last.text == shorter or any(part in last.text for part in parts)
