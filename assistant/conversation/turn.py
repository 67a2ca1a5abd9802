"""One turn: record, decide, compose, store. Two transactions, and the network between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from assistant.cases import follow_up
from assistant.cases.appointments import SlotFull, SlotOver
from assistant.cases.work import Casework
from assistant.conversation import meeting, my_data, opening, text_me
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.conversation.draft import Draft
from assistant.conversation.expected import expected
from assistant.conversation.here import Here
from assistant.conversation.keeping import keep
from assistant.conversation.language import greeted
from assistant.conversation.look_ups import LookUps
from assistant.conversation.meetings import Meetings
from assistant.conversation.queues import Queues
from assistant.conversation.tasks.asides import keep_to_step
from assistant.conversation.tasks.tasks import step_of
from assistant.errors import TurnUnfinished
from assistant.messages import Channel, Inbound, Outcome, Reply, TurnResult
from assistant.ports import Clock, Decision, DialogueEngine
from assistant.rendering.script import in_script
from assistant.state import ConversationState
from assistant.store import handovers, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.turns import Recorded
from knowledge.gaps import cluster_of
from knowledge.misheard import Misheard
from knowledge.normalise import normalise

# How long one worker may hold a message before another takes it, and before a repeat stops waiting for it.
LEASE = timedelta(seconds=10)
_LOOK_AGAIN_S = 0.05
_ATTEMPTS = 5

Rest = Callable[[tuple[Reply, ...]], str]
"""What a channel has no room for when it says these replies; empty when all of it fits."""


class Turn:
    """Takes one message to its replies. Safe to call from many threads."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        commands: Commands,
        engine: DialogueEngine,
        composer: Composer,
        casework: Casework,
        clock: Clock,
        rest_of: Mapping[Channel, Rest],
        *,
        kept_days: int,
        misheard: Misheard | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._vault = vault
        self._commands = commands
        self._engine = engine
        self._composer = composer
        self._casework = casework
        self._clock = clock
        self._rest_of = rest_of
        self._queues = Queues()
        self._look_ups = LookUps(database, casework, kept_days=kept_days)
        self._meetings = Meetings(self._look_ups, composer)
        self._misheard, self._pause = misheard, pause

    def take(self, inbound: Inbound) -> TurnResult:
        """Answer `inbound`; a message that was answered before gets the same answer again.

        Raises TurnUnfinished when another worker holds the message and does not finish in time.
        """
        started = time.perf_counter()
        with self._database.begin() as session:
            recorded = turns.record_inbound(session, self._vault, inbound, self._clock.now(), LEASE)
        if recorded.result is not None:
            return recorded.result
        if recorded.status == "in_progress":
            return self._wait_for(recorded.message_id)
        stages = {"record": _since(started)}
        with self._queues.one_at_a_time(recorded.conversation_id) as waited:
            if waited:
                recorded = self._reload(recorded)
            return self._answer(inbound, recorded, stages, started)

    def _answer(
        self, inbound: Inbound, recorded: Recorded, stages: dict[str, float], started: float
    ) -> TurnResult:
        deciding = time.perf_counter()
        met = self._meetings.find(inbound, recorded)
        recorded = met.over(recorded)
        decided = met.decision or self._decide(inbound, recorded)
        stages["dialogue"] = _since(deciding)
        for _ in range(_ATTEMPTS):
            if recorded.result is not None:
                return recorded.result
            language = greeted(inbound, recorded.state).language
            decision, recorded = self._look_ups.found(decided, inbound.channel, recorded, language)
            composing = time.perf_counter()
            state = greeted(inbound, recorded.state)
            here = self._look_ups.here(decision, inbound.channel, recorded, state, self._clock.now())
            draft = replace(self._composer.compose(decision, state, here), met=met.taken)
            if draft.outcome is Outcome.UNSURE and draft.ended is None:
                draft = replace(draft, gap=cluster_of(inbound.text))
            stages["search"] = draft.search_ms
            stages["compose"] = _since(composing) - draft.search_ms
            stages["total"] = _since(started)
            try:
                return self._store(inbound, recorded, decision, draft, here, stages)
            except _ConversationMoved:
                recorded = met.over(self._reload(recorded))
        raise TurnUnfinished(recorded.message_id)

    def _decide(self, inbound: Inbound, recorded: Recorded) -> Decision:
        state = greeted(inbound, recorded.state)
        if rating := self._look_ups.rating(inbound, recorded):
            return rating
        command = self._commands.read(inbound.text, state)
        if command is not None and self._look_ups.is_meant(command, inbound.channel, recorded):
            return command
        meant = self._as_meant(inbound, state)
        return keep_to_step(self._engine.decide(recorded.conversation_id, meant, state), inbound.text, state)

    def _as_meant(self, inbound: Inbound, state: ConversationState) -> str:
        """What was said; on the phone, unless a step waits, with names put right that were misheard."""
        if self._misheard and inbound.channel is Channel.PHONE and not step_of(state):
            return self._misheard.put_right(inbound.text)
        return normalise(inbound.text)

    def _store(
        self,
        inbound: Inbound,
        recorded: Recorded,
        decision: Decision,
        draft: Draft,
        here: Here,
        stages: Mapping[str, float],
    ) -> TurnResult:
        with self._database.begin() as session:
            draft = self._with_cases(session, inbound, recorded, decision, draft, here)
            if draft.hand_over:
                draft = self._hand_over(session, recorded, draft)
            draft = self._fitted(inbound.channel, draft)
            now, channel = self._clock.now(), inbound.channel
            my_data.carry_out(self._casework.on(session), decision.acts, recorded, channel)
            text_me.carry_out(self._casework.on(session), decision.acts, recorded)
            if draft.met is not None:
                meeting.close(session, self._vault, draft.met)
            keep(session, self._vault, channel, recorded.resident_id, draft, now, said=inbound.text)
            result = TurnResult(
                conversation_id=recorded.conversation_id,
                message_id=recorded.message_id,
                outcome=draft.outcome,
                replies=tuple(in_script(reply, draft.state.preferences.script) for reply in draft.replies),
                engine=decision.engine,
                degraded=decision.degraded,
                service=draft.service,
                aspect=draft.aspect,
                candidates=draft.candidates,
                case_number=draft.state.open_case if draft.case_reason else None,
                latency_ms=stages,
                preferences=draft.state.preferences,
                expects=expected(draft.state),
            )
            remembered = not draft.erase
            if not turns.finish_turn(
                session, self._vault, recorded, draft.state, result, now, remembered=remembered
            ):
                raise _ConversationMoved
        return result

    def _hand_over(self, session: Session, recorded: Recorded, draft: Draft) -> Draft:
        owner = draft.state.owner or recorded.resident_id
        code = handovers.offer(session, self._vault, owner, draft.state, self._clock.now())
        return self._composer.name_code(draft, code)

    def _with_cases(
        self,
        session: Session,
        inbound: Inbound,
        recorded: Recorded,
        decision: Decision,
        draft: Draft,
        here: Here,
    ) -> Draft:
        """Do for the resident's cases what the draft asks for, and say what came of it."""
        work = self._casework.on(session)
        if draft.case_reason:
            try:
                with session.begin_nested():
                    number, told = opening.open_case(work, inbound, recorded, draft)
            except (SlotFull, SlotOver):
                undone = draft.undone or draft.state
                here = self._look_ups.free(session, undone.task, undone, here)
                return self._composer.slot_taken(draft, here)
            return self._composer.name_case(draft, number, told)
        if draft.drops is not None:
            told = opening.drop_case(work, draft.drops, recorded, draft.state.language)
            return self._composer.name_dropped(draft, told)
        if draft.rating is not None:
            asked = draft.rating.values
            said = follow_up.answered(
                work, asked["reference"], asked["key"], asked["question"], message_id=recorded.message_id
            )
            return self._composer.name_rating(draft, draft.rating, said)
        opening.note_message(work, inbound, recorded, {act.kind for act in decision.acts})
        return draft

    def _fitted(self, channel: Channel, draft: Draft) -> Draft:
        rest = self._rest_of[channel](draft.replies)
        if not rest:
            return draft
        offered = self._composer.offer_rest(draft, rest)
        return self._composer.offer_rest(draft, self._rest_of[channel](offered.replies))

    def _reload(self, recorded: Recorded) -> Recorded:
        with self._database.read() as session:
            return turns.reload(session, self._vault, recorded)

    def _wait_for(self, message_id: str) -> TurnResult:
        deadline = self._clock.now() + LEASE
        while self._clock.now() < deadline:
            self._pause(_LOOK_AGAIN_S)
            with self._database.read() as session:
                result = turns.result_of(session, self._vault, message_id)
            if result is not None:
                return result
        raise TurnUnfinished(message_id)


class _ConversationMoved(Exception):
    """Another message of the same conversation was stored first."""


def _since(started: float) -> float:
    """Milliseconds since `started`."""
    return (time.perf_counter() - started) * 1000
