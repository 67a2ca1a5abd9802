"""Calls of residents, as their webhooks and the line hand them over: begun, opened, said in, left, ended.

Everything may be told twice, by several processes. The words of a call belong to `Turn`; here is what the
call itself is, and what becomes of somebody whose call ends before they were seen to.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from assistant.cases.work import Casework
from assistant.conversation import callbacks
from assistant.messages import Outcome, TurnResult
from assistant.ports import Clock
from assistant.store import calls, residents, said_in_calls, turns, waiting_calls
from assistant.store.calls import CallRow, TurnTimes
from assistant.store.database import Database
from knowledge.article import Language, spoken

Mode = Literal["stream", "gather"]
Next = Literal["person", "done"]
Ended = Literal["hung_up", "dropped", "refused"]

_NUMBERLESS = "call:"
"""How the address of a caller without a number begins: it ends with the call."""
_NOT_SEEN_TO = frozenset({Outcome.UNSURE.value, Outcome.CLARIFY.value, None})
_WANT_A_PERSON = frozenset({"requested", "offered", "not_understood"})
"""Why a case is opened for somebody who wants a person at once, and not at a time of their own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a call is. `token` opens its sound while `mode` is "stream"; only its hash is kept.

    `next_turn` is the number of what the resident says next, from 1.
    """

    call_id: str
    call_sid: str
    language: Language
    mode: str
    next: str | None
    token: str
    next_turn: int
    numberless: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A call whose sound the line carries. What is said has the id `{call_sid}:{n}`, n from `next_turn`.

    `patience_s` is what was learned in the resident's last call; `goes_on` says that this one was greeted.
    """

    call_id: str
    call_sid: str
    address: str
    language: Language
    next_turn: int
    patience_s: float | None
    goes_on: bool

    @property
    def has_number(self) -> bool:
        """Whether the resident can be called back."""
        return not self.address.startswith(_NUMBERLESS)


class PhoneCalls:
    """`key` makes the tokens of streams; it is the same in every process."""

    def __init__(self, database: Database, casework: Casework, clock: Clock, key: str) -> None:
        self._database = database
        self._casework = casework
        self._clock = clock
        self._key = key.encode()

    def begin(self, call_sid: str, number: str | None, mode: Mode) -> Standing:
        """The call of that id, begun unless it was before; `number` is None when the caller shows none."""
        with self._database.begin() as session:
            call = calls.begin(
                session,
                self._casework.vault,
                call_sid,
                self.address_of(call_sid, number),
                hash_of(self._token(call_sid, 1)),
                self._clock.now(),
                mode=mode,
                numberless=number is None,
            )
            return self._standing(session, call)

    @staticmethod
    def address_of(call_sid: str, number: str | None) -> str:
        """Where the caller is known: nothing is kept of one without a number for the next call."""
        return number or f"{_NUMBERLESS}{call_sid}"

    def standing(self, call_sid: str) -> Standing | None:
        with self._database.read() as session:
            call = calls.find(session, call_sid)
            return self._standing(session, call) if call is not None else None

    def go_on(self, call_sid: str, mode: Mode) -> Standing | None:
        """The assistant speaks again: with a new token for a new stream, or without sound of our own."""
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None:
                return None
            if mode == "stream":
                token = self._token(call_sid, call.streams + 1)
                calls.renew(session, call, hash_of(token), self._clock.now())
            else:
                call.mode, call.next = mode, None
                session.flush()
            return self._standing(session, call)

    def redeem(self, call_sid: str, token: str) -> Opened | None:
        """Open the sound of a call: once for each token, within five minutes, while the call lasts."""
        with self._database.begin() as session:
            call = calls.redeem(session, call_sid, hash_of(token), self._clock.now())
            if call is None:
                return None
            return Opened(
                call_id=call.id,
                call_sid=call.call_sid,
                address=residents.address_of(session, self._casework.vault, call.resident_id),
                language=spoken(call.language),
                next_turn=said_in_calls.next_turn(session, call),
                patience_s=calls.patience_of(session, call.resident_id),
                goes_on=call.streams > 1 or call.turns > 0,
            )

    def said(self, call_sid: str, turn: int, result: TurnResult) -> bool:
        """Note what was answered to the turn of that number. Whether the resident wants a person at once:
        then they wait from now on, and the line leaves the call.
        """
        language = result.replies[-1].language if result.replies else "zh"
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None:
                return False
            calls.count_turns(session, call, turn, result.conversation_id, language)
            wanted = said_in_calls.case_wanted_by(session, result.message_id)
            if wanted is None or wanted[1] not in _WANT_A_PERSON:
                return False
            waiting_calls.wait(session, call, wanted[0], self._clock.now())
            return True

    def leave(self, call_sid: str, following: Next | None) -> None:
        """The line gives the call back; `following` None when it broke off, so that we go on without it."""
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is not None and following == "person":
                waiting_calls.wait(session, call, None, self._clock.now())
            elif call is not None:
                calls.set_next(session, call_sid, following)

    def note_turn(self, call_id: str, times: TurnTimes) -> None:
        with self._database.begin() as session:
            calls.note_turn(session, call_id, times, self._clock.now())

    def remember_patience(self, call_id: str, seconds: float) -> None:
        """Keep for the resident's next call after what pause they have finished."""
        with self._database.begin() as session:
            calls.set_patience(session, call_id, seconds)

    def last_result(self, call_sid: str) -> TurnResult | None:
        """What was last answered in the call."""
        with self._database.read() as session:
            call = calls.find(session, call_sid)
            answered = [
                one
                for one in (said_in_calls.said_in(session, call) if call is not None else ())
                if one.outcome is not None
            ]
            if not answered:
                return None
            return turns.result_of(session, self._casework.vault, answered[-1].message_id)

    def ended(self, call_sid: str, how: Ended) -> bool:
        """The call is over. Whoever was not seen to is called back, once. Whether that was noted now.

        Not seen to is whoever got no answer, whose call was dropped, or who still waited for a person.
        """
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None:
                return False
            was_taken = call.taken_by is not None
            if not calls.end(session, call_sid, "transferred" if was_taken else how, self._clock.now()):
                return False
            if was_taken or call.numberless or how == "refused" or not _unseen(session, call, how):
                return False
            return self._call_back(session, call)

    def silent(self, call_sid: str) -> bool:
        """Nothing is heard of the caller, who stays: they are called back, once. False without a number."""
        with self._database.begin() as session:
            call = calls.find(session, call_sid, lock=True)
            if call is None or call.numberless:
                return False
            self._call_back(session, call)
            return True

    def answer_to(self, call_sid: str, token: str) -> str | None:
        """What was answered to a request of the provider's that is repeated."""
        with self._database.read() as session:
            return calls.answer_to(session, self._casework.vault, call_sid, token)

    def keep_answer(self, call_sid: str, token: str, markup: str) -> None:
        with self._database.begin() as session:
            calls.keep_answer(session, self._casework.vault, call_sid, token, markup)

    def _call_back(self, session: Session, call: CallRow) -> bool:
        """Whether it is the first time for this call."""
        work = self._casework.on(session)
        address = residents.address_of(session, work.vault, call.resident_id)
        return callbacks.note(work, call.call_sid, address) is not None

    def _standing(self, session: Session, call: CallRow) -> Standing:
        return Standing(
            call_id=call.id,
            call_sid=call.call_sid,
            language=spoken(call.language),
            mode=call.mode,
            next=call.next,
            token=self._token(call.call_sid, call.streams),
            next_turn=said_in_calls.next_turn(session, call),
            numberless=call.numberless,
            ended=call.ended_at is not None,
        )

    def _token(self, call_sid: str, stream: int) -> str:
        """Nobody guesses it without the key, and a repeated request gets the same one."""
        return hmac.new(self._key, f"stream:{call_sid}:{stream}".encode(), hashlib.sha256).hexdigest()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _unseen(session: Session, call: CallRow, how: str) -> bool:
    if how == "dropped" or call.waiting_since is not None:
        return True
    return all(one.outcome in _NOT_SEEN_TO for one in said_in_calls.said_in(session, call))
