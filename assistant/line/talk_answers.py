"""Turns of a call: taken one at a time, answered, and taken anew when the caller had not finished."""

from __future__ import annotations

from assistant.line.talk_commands import Filler, TakeTurn
from assistant.line.talk_events import Answered, TurnFailed
from assistant.line.talk_state import State
from assistant.line.talk_turns import Piece

FILLER_AFTER_S = 0.7
"""How long silence is no worry to somebody who waits for an answer."""
FILLER_AGAIN_S = 6.0
"""Whoever hears nothing for longer thinks that the line is dead."""
_MOST_FAILURES = 2
"""After one more, a person takes the call."""


def take(state: State, piece: Piece) -> None:
    """The caller said or pressed something that is to be answered."""
    turns = state.turns
    if turns.is_repeated(piece):
        return
    state.silence.pause()
    if turns.current is not None:
        turns.waits = piece.after(turns.waits or turns.current, state.expect, state.language)
        return
    held, turns.held = turns.held, None
    if isinstance(held, Answered) and held.wants_person:
        _say_answer(state, held)
        return
    if held is not None and turns.last is not None:
        piece = piece.after(turns.last, state.expect, state.language)
    if isinstance(held, Answered):
        piece = _passed_over(state, held, piece)
    _begin(state, piece)


def answered(state: State, event: Answered) -> None:
    turns = state.turns
    if turns.current is None or event.number != turns.number:
        return
    turns.last, turns.current, turns.failures = turns.current, None, 0
    if state.leaving is not None:
        state.leaving = "person" if event.wants_person else state.leaving
        return
    waits, turns.waits = turns.waits, None
    if waits is not None and not event.wants_person:
        _begin(state, _passed_over(state, event, waits))
    elif state.speaking:
        turns.held = event
    else:
        _say_answer(state, event)


def failed(state: State, event: TurnFailed) -> None:
    turns = state.turns
    if turns.current is None or event.number != turns.number:
        return
    turns.last, turns.current = turns.current, None
    turns.failures += 1
    waits, turns.waits = turns.waits, None
    if state.leaving is not None:
        return
    if waits is not None and turns.failures <= _MOST_FAILURES:
        _begin(state, waits)
    elif state.speaking:
        turns.held = event
    else:
        _say_sorry(state)


def say_held(state: State) -> None:
    """The caller had finished after all."""
    held, state.turns.held = state.turns.held, None
    if isinstance(held, Answered):
        _say_answer(state, held)
    elif held is not None:
        _say_sorry(state)


def fill(state: State) -> None:
    """Bridge the time until the answer, again when it takes very long."""
    turns = state.turns
    (sentence,) = state.words.of("line_wait", language=state.language)
    state.out.append(Filler(sentence))
    is_awaited = turns.current is not None or state.saying.under_way
    turns.filler_at, turns.filled = (state.now_s + FILLER_AGAIN_S if is_awaited else None), True


def _begin(state: State, piece: Piece) -> None:
    turns = state.turns
    state.stop_saying()
    turns.number += 1
    turns.current = piece
    turns.answer = None
    since_s = state.now_s if piece.how == "key" or state.ended_s is None else state.ended_s
    after_s = state.now_s + FILLER_AGAIN_S if turns.filled else since_s + FILLER_AFTER_S
    turns.filler_at = None if state.speaking else max(state.now_s, after_s)
    state.out.append(TakeTurn(turns.number, piece.text, piece.alternatives, piece.how))


def _passed_over(state: State, answer: Answered, piece: Piece) -> Piece:
    """What is answered next instead of `answer`; what that tells of something done is said as well."""
    state.adopt(answer)
    if not answer.binding:
        return piece
    state.turns.first += answer.sentences
    return piece.by_itself()


def _say_answer(state: State, answer: Answered) -> None:
    state.adopt(answer)
    first, state.turns.first = state.turns.first, ()
    state.turns.answer = answer
    if answer.wants_person:
        state.leaving = "person"
    state.say((*first, *answer.sentences))


def _say_sorry(state: State) -> None:
    """The same step again; then a person is offered, and at last one comes without being asked for."""
    failures = state.turns.failures
    if failures > _MOST_FAILURES:
        state.leaving = "person"
        state.say_line("line_to_person")
    else:
        state.say_line("line_sorry" if failures < _MOST_FAILURES else "line_sorry_again")
