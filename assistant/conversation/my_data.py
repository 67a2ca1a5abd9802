"""Residents may know what is kept of them, and have it erased, once it is sure whose it is.

By text the own number is enough, and erasing is confirmed by a key. A caller's number can be made up, so on
the phone a code goes to that number as a text and is said back. A terminal is nobody's: there a code under
which a conversation goes on, or a case's number with its code, says whose data it is. The contents are never
said aloud: kinds and counts are.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import timedelta

from assistant.cases.progress import Told
from assistant.cases.work import Work
from assistant.conversation.my_data_deeds import carry_out, code_lookup
from assistant.conversation.my_data_words import ASKED, read, yes
from assistant.conversation.status import MOST_WRONG_CODES
from assistant.messages import Act, Channel
from assistant.state import ConversationState
from assistant.store import cases as rows
from assistant.store import data_requests, my_data
from assistant.store.models import DataRequest
from assistant.store.turns import SHARED_TERMINALS, Recorded

__all__ = ["carry_out", "look_up", "read", "show"]

MOST_TRIES = 3
MOST_CODES = 3
"""So many codes are texted to one number within `A_DAY`."""
A_DAY = timedelta(days=1)


def look_up(
    work: Work, act: Act, recorded: Recorded, channel: Channel, *, kept_days: int
) -> tuple[Act, ConversationState]:
    """The act with what is to be told and done, and the state after that. Nothing is written yet.

    `kept_days` is how long words are kept. What is to be done is for `carry_out`, when the turn is stored.
    """
    return _Asking(work, act, recorded, channel, kept_days).answer()


def show(work: Work, resident_id: str, kept_days: int) -> tuple[Told, ...]:
    """What is kept of a resident, by kind and count, and for how long."""
    return tuple(_kept(my_data.kept(work.session, work.vault, resident_id), kept_days))


class _Asking:
    """One message about what is kept, where it was said."""

    def __init__(self, work: Work, act: Act, recorded: Recorded, channel: Channel, kept_days: int) -> None:
        self._work = work
        self._act = act
        self._step: str = act.get("step")
        self._state = recorded.state
        self._recorded = recorded
        self._channel = channel
        self._kept_days = kept_days

    def answer(self) -> tuple[Act, ConversationState]:
        if self._act.get("yes") is False:
            return self._done("decline", self._waiting_resident(), Told("data_not_erased"))
        if self._channel in SHARED_TERMINALS:
            return self._at_terminal()
        if self._channel is Channel.PHONE:
            return self._by_phone()
        return self._sure(self._recorded.resident_id)

    def _sure(self, resident_id: str) -> tuple[Act, ConversationState]:
        """It is known whose data it is. Erasing is confirmed by what was offered just before."""
        if self._step == "show":
            return self._shown(resident_id)
        if self._act.get("yes") and yes(self._step) in [option.act for option in self._state.options]:
            return self._erased(resident_id)
        told = (Told("data_erase_ask"), *self._open(resident_id))
        return self._waits("ask", resident_id, *told, asks=True)

    def _by_phone(self) -> tuple[Act, ConversationState]:
        resident_id, waiting = self._recorded.resident_id, self._waiting()
        if self._act.get("code"):
            return self._coded(waiting, self._act.get("code"))
        if waiting is not None and not self._act.get("again"):
            return self._waits("", resident_id, Told("data_code_ask"))
        since = self._work.now - A_DAY
        if data_requests.texted_since(self._work.session, resident_id, since) >= MOST_CODES:
            return self._done("refuse", resident_id, Told("data_code_many"))
        told = [Told("data_code_sent")]
        if self._step == "erase":
            told += [Told("data_code_erases"), *self._open(resident_id)]
        return self._waits("code", resident_id, *told)

    def _coded(self, waiting: DataRequest | None, code: str) -> tuple[Act, ConversationState]:
        resident_id = self._recorded.resident_id
        if waiting is None or waiting.code_lookup is None:
            return self._done("", resident_id, Told("data_code_old"))
        if hmac.compare_digest(code_lookup(self._work, waiting.id, code), waiting.code_lookup):
            return self._shown(resident_id) if self._step == "show" else self._erased(resident_id)
        if waiting.tries + 1 < MOST_TRIES:
            return self._waits("wrong", resident_id, Told("data_code_wrong"))
        return self._done("refuse", resident_id, Told("handover_blocked"))

    def _at_terminal(self) -> tuple[Act, ConversationState]:
        if self._state.owner is not None:
            return self._sure(self._state.owner)
        if self._act.get("code"):
            return self._by_case(self._act.get("number"), self._act.get("code"))
        waiting = self._waiting() if self._act.get("yes") else None
        if waiting is not None:
            return self._sure(waiting.resident_id)
        return self._waits("", None, Told("data_terminal"))

    def _by_case(self, number: str | None, code: str) -> tuple[Act, ConversationState]:
        """A case's number and code say whose data it is; a case that a terminal opened says nothing of it."""
        if self._state.wrong_codes >= MOST_WRONG_CODES:
            return self._done("", None, Told("handover_blocked"))
        work = self._work
        case = rows.find(work.session, number) if number else None
        if case is None or case.practice_for is not None or case.code is None:
            return self._mistaken(None)
        if rows.came_from_terminal(work.session, case.conversation_id, case.resident_id):
            return self._mistaken(None)
        wrong = data_requests.wrong_since(work.session, case.resident_id, work.now - A_DAY)
        if wrong >= MOST_WRONG_CODES or not hmac.compare_digest(work.vault.open(case.code), code):
            return self._mistaken(case.resident_id)
        return self._sure(case.resident_id)

    def _mistaken(self, resident_id: str | None) -> tuple[Act, ConversationState]:
        """The same is said whether or not there is such a case."""
        act, state = self._waits("mistake" if resident_id else "", resident_id, Told("status_wrong"))
        return act, state.with_(wrong_codes=state.wrong_codes + 1)

    def _shown(self, resident_id: str) -> tuple[Act, ConversationState]:
        return self._done("show", resident_id, *show(self._work, resident_id, self._kept_days))

    def _erased(self, resident_id: str) -> tuple[Act, ConversationState]:
        still_open = self._open(resident_id)
        act, state = self._done("erase", resident_id, Told("data_erased"), *still_open)
        kept = False if self._channel in SHARED_TERMINALS else None
        return act, ConversationState(
            language=state.language,
            open_case=state.open_case if still_open else None,
            facts_kept=kept,
            preferences_kept=kept,
        )

    def _open(self, resident_id: str) -> tuple[Told, ...]:
        """That open cases keep what they need, if there are any."""
        count = my_data.open_cases(self._work.session, resident_id)
        return (Told("data_erase_open", {"count": str(count)}),) if count else ()

    def _waiting(self) -> DataRequest | None:
        work = self._work
        return data_requests.waiting(work.session, self._recorded.conversation_id, self._step, work.now)

    def _waiting_resident(self) -> str | None:
        waiting = self._waiting()
        return waiting.resident_id if waiting is not None else None

    def _waits(
        self, do: str, resident_id: str | None, *told: Told, asks: bool = False
    ) -> tuple[Act, ConversationState]:
        return self._act_of(do, resident_id, told, asks), self._state.with_(asked=f"{ASKED}{self._step}")

    def _done(self, do: str, resident_id: str | None, *told: Told) -> tuple[Act, ConversationState]:
        return self._act_of(do, resident_id, told, False), self._state.with_(asked=None)

    def _act_of(self, do: str, resident_id: str | None, told: tuple[Told, ...], asks: bool) -> Act:
        done = do if resident_id is not None else ""
        values = {"step": self._step, "told": told, "do": done, "resident": resident_id, "asks": asks}
        return Act("my_data", values)


def _kept(kept: my_data.Kept, kept_days: int) -> Iterator[Told]:
    if kept.number:
        yield Told("data_number")
    if kept.messages:
        yield Told("data_messages", {"count": str(kept.messages)})
    yield Told("data_until", {"count": str(kept_days)})
    if kept.place:
        yield Told("data_place")
    if kept.preferences:
        yield Told("data_preferences")
    if kept.facts:
        yield Told("data_facts", {"count": str(kept.facts)})
    if kept.needs:
        yield Told("data_needs")
    if kept.cases:
        yield Told("data_cases", {"count": str(kept.cases)})
    yield Told("data_how")
