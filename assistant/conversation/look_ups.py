"""What a message refers to that only the store knows: a code, a case, a question that was sent before."""

from __future__ import annotations

from dataclasses import replace

from assistant.cases.work import Casework
from assistant.conversation import ratings, status
from assistant.conversation.status import MOST_WRONG_CODES
from assistant.messages import Act, Channel, Engine, Inbound
from assistant.ports import Decision
from assistant.store import handovers
from assistant.store.database import Database
from assistant.store.turns import SHARED_TERMINALS, Recorded
from knowledge.article import Language


class LookUps:
    """Completes decisions with what is found in the store, before anything is composed."""

    def __init__(self, database: Database, casework: Casework) -> None:
        self._database = database
        self._casework = casework

    def rating(self, inbound: Inbound, recorded: Recorded) -> Decision | None:
        """The decision when the message answers a follow-up that waits; else None.

        Nothing is looked up unless the message could be such an answer.
        """
        answer = ratings.read(inbound.text, inbound.channel)
        if answer is None or inbound.channel in SHARED_TERMINALS:
            return None
        with self._database.read() as session:
            act = ratings.act_of(
                self._casework.on(session),
                answer,
                recorded.resident_id,
                recorded.conversation_id,
                recorded.state,
            )
        return None if act is None else Decision(acts=(act,), engine=Engine.KEYPAD)

    def is_meant(self, command: Decision, channel: Channel, recorded: Recorded) -> bool:
        """Whether a command is one, although its words could mean something else."""
        (act, *_) = command.acts
        if not act.get("if_any"):
            return True
        with self._database.read() as session:
            return status.concerns(self._casework.on(session), act, _asking(channel, recorded))

    def found(
        self, decision: Decision, channel: Channel, recorded: Recorded, language: Language
    ) -> tuple[Decision, Recorded]:
        """The decision and the state to go on from, with what the message refers to; told in `language`."""
        (act, *others) = decision.acts
        if others or act.kind not in ("take_over", "case_status"):
            return decision, recorded
        if act.kind == "take_over":
            return self._taken_over(decision, recorded)
        with self._database.read() as session:
            told, state = status.look_up(
                self._casework.on(session), act, recorded.state, _asking(channel, recorded), language
            )
        return replace(decision, acts=(told,)), replace(recorded, state=state)

    def _taken_over(self, decision: Decision, recorded: Recorded) -> tuple[Decision, Recorded]:
        """Look up the code that the message brings, and go on from the state that is kept under it."""
        (act,) = decision.acts
        state = recorded.state
        found, taken = "blocked", None
        if state.wrong_codes < MOST_WRONG_CODES:
            with self._database.begin() as session:
                work = self._casework.on(session)
                taken = handovers.take(session, work.vault, act.get("code"), recorded.message_id, work.now)
            found = "taken" if taken else "wrong"
        if taken is not None:
            state = replace(taken.state, language=state.language, owner=taken.resident_id)
        elif found == "wrong":
            state = replace(state, wrong_codes=state.wrong_codes + 1)
        acts = (Act("take_over", {"found": found}),)
        return replace(decision, acts=acts), replace(recorded, state=state)


def _asking(channel: Channel, recorded: Recorded) -> str | None:
    """Who asks, by id; None at a terminal, unless a code has said whose conversation goes on there."""
    return recorded.state.owner or (None if channel in SHARED_TERMINALS else recorded.resident_id)
