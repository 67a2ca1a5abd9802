"""Conversations that go on: after something else, on another channel, under a code; and that end."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.again import Again
from assistant.conversation.answers import Answers
from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.here import Here
from assistant.conversation.interviews import Interviews
from assistant.conversation.meeting import ASKED
from assistant.conversation.tasks.tasks import Tasks
from assistant.messages import Act, Outcome, Reply
from assistant.preferences import Preferences
from assistant.state import ConversationState
from knowledge.phrases import Phrases

_RESUME = {"step": "resume"}


class GoingOn:
    """Leads back to what was under way."""

    def __init__(
        self, phrases: Phrases, answers: Answers, interviews: Interviews, tasks: Tasks, again: Again
    ) -> None:
        self._phrases = phrases
        self._answers = answers
        self._interviews = interviews
        self._tasks = tasks
        self._again = again

    def back(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """To the task or the interview that was broken off, else to what was talked about before."""
        if state.task is not None:
            return self._tasks.take(Act("task", _RESUME), state, here)
        if state.interview is not None and state.asked != "fact":
            return self._interviews.take(Act("interview", _RESUME), state, here.today)
        return self._again.back(act, state, here)

    def meet(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """Somebody who was here before on another channel: nothing of it is said until they name it."""
        if act.get("step") != "ask":
            return self._gone_on("meet_taken", state, here)
        reply = Reply(
            text="",
            language=state.language,
            question=self._phrases.say("meet_ask", state.language),
            options=(self._answers.person(state.language),),
        )
        return Draft(state=replace(state, asked=ASKED), outcome=Outcome.SAID, replies=(reply,))

    def hand_over(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """Promise a code for what is under way; the turn makes one when it stores the draft."""
        if state.interview is None and state.service is None and state.task is None:
            return only_said(self._phrases, "handover_nothing", state)
        return Draft(state=replace(state, asked=None), outcome=Outcome.SAID, hand_over=True)

    def take_over(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """Go on with what the turn found under a code."""
        if act.get("found") != "taken":
            return only_said(self._phrases, f"handover_{act.get('found')}", state)
        return self._gone_on("handover_taken", state, here)

    def close(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """What was said of the resident goes with the resident, unless it may be kept.

        A task that was not finished stays: somebody will be told of it.
        """
        own = state.owner is None
        facts = state.facts if state.subject is None else state.own_facts or {}
        kept = ConversationState(
            language=state.language,
            region=state.region,
            open_case=state.open_case,
            facts=facts if state.facts_kept and own else {},
            facts_kept=state.facts_kept,
            preferences=state.preferences if own else Preferences(),
            preferences_kept=state.preferences_kept if own else False,
            wrong_codes=state.wrong_codes,
            task=None if here.shared else state.task,
            slots={} if here.shared else state.slots,
        )
        return only_said(self._phrases, "goodbye", kept)

    def _gone_on(self, phrase: str, state: ConversationState, here: Here) -> Draft:
        """What was under way elsewhere, where it was left."""
        if state.task is not None:
            draft = self._tasks.take(Act("task", _RESUME), state, here)
        elif state.interview is not None:
            draft = self._interviews.take(Act("interview", _RESUME), state, here.today)
        else:
            again = Act("answer", {"service": state.service, "aspect": state.aspect})
            draft = self._answers.answer(again, replace(state, service=None), here.today)
        (reply,) = draft.replies
        told = self._phrases.say(phrase, reply.language)
        reply = replace(reply, notice=spaced(told, reply.notice, reply.language))
        return replace(draft, replies=(reply,))
