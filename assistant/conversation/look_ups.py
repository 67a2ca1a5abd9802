"""What a message refers to that only the store knows: a code, a case, a question that was sent before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant.cases.work import Casework
from assistant.conversation import meeting, my_data, ratings, status, text_me
from assistant.conversation.here import Here, Opening
from assistant.conversation.status import MOST_WRONG_CODES
from assistant.conversation.tasks.plans import PLANS
from assistant.messages import Act, Channel, Engine, Inbound
from assistant.ports import Decision
from assistant.state import ConversationState
from assistant.store import handovers, slots
from assistant.store.conversations import FAMILIES, Earlier
from assistant.store.database import Database
from assistant.store.turns import SHARED_TERMINALS, Recorded
from knowledge.article import Language

_AHEAD = timedelta(days=30)
_MOST_OPENINGS = 300


class LookUps:
    """Completes decisions with what is found in the store, before anything is composed."""

    def __init__(self, database: Database, casework: Casework, *, kept_days: int) -> None:
        self._database = database
        self._casework = casework
        self._kept_days = kept_days

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

    def earlier(self, channel: Channel, recorded: Recorded) -> Earlier | None:
        """What the resident was about on another channel, while it can still be gone on with here.

        Looked for at the first message of a conversation, and at the answer to what it was about.
        """
        if channel in SHARED_TERMINALS or not (
            recorded.version == 0 or recorded.state.asked == meeting.ASKED
        ):
            return None
        with self._database.read() as session:
            work = self._casework.on(session)
            return meeting.waiting(
                session,
                work.vault,
                recorded.resident_id,
                recorded.conversation_id,
                FAMILIES[channel],
                work.now,
            )

    def here(
        self,
        decision: Decision,
        channel: Channel,
        recorded: Recorded,
        state: ConversationState,
        now: datetime,
    ) -> Here:
        """Where the turn takes place; with the free times when it is about some."""
        started = [str(act.get("task")) for act in decision.acts if act.kind == "task" and act.get("task")]
        task = started[-1] if started else state.task
        if not _takes_slots(task):
            return Here(now, channel, texts=self._can_be_texted(decision, channel, recorded))
        with self._database.read() as session:
            return self.free(session, task, state, Here(now, channel))

    def _can_be_texted(self, decision: Decision, channel: Channel, recorded: Recorded) -> bool:
        """Looked for only where an answer is given to a caller."""
        if channel is not Channel.PHONE or not any(act.kind == "answer" for act in decision.acts):
            return False
        with self._database.read() as session:
            return not text_me.refusal(self._casework.on(session), recorded.resident_id)

    def free(self, session: Session, task: str | None, state: ConversationState, here: Here) -> Here:
        """The same place with the times that are free for a task, if it takes any."""
        if task is None or not _takes_slots(task):
            return here
        kind = PLANS[task].kind
        office = self._casework.town.office_for(state.region).id
        until = here.now + _AHEAD
        found = slots.free(session, office, kind.value, here.now, until, _MOST_OPENINGS)
        openings = tuple(Opening(one.id, one.office, one.starts_at) for one in found)
        return replace(here, openings=openings)

    def found(
        self, decision: Decision, channel: Channel, recorded: Recorded, language: Language
    ) -> tuple[Decision, Recorded]:
        """The decision and the state to go on from, with what the message refers to; told in `language`."""
        mine = next((act for act in decision.acts if act.kind == "my_data"), None)
        if mine is not None:
            with self._database.read() as session:
                told, state = my_data.look_up(
                    self._casework.on(session), mine, recorded, channel, kept_days=self._kept_days
                )
            return replace(decision, acts=(told,)), replace(recorded, state=state)
        (act, *others) = decision.acts
        if act.kind == "text_me":
            with self._database.read() as session:
                work = self._casework.on(session)
                told, state = text_me.look_up(work, act, recorded, recorded.state, channel)
            return replace(decision, acts=(told,)), replace(recorded, state=state)
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


def _takes_slots(task: str | None) -> bool:
    plan = PLANS.get(task or "")
    return plan is not None and "pick" in plan.steps


def _asking(channel: Channel, recorded: Recorded) -> str | None:
    """Who asks, by id; None at a terminal, unless a code has said whose conversation goes on there."""
    return recorded.state.owner or (None if channel in SHARED_TERMINALS else recorded.resident_id)
