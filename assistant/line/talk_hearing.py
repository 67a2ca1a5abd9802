"""What the caller says: an answer, a word in passing, a cough, or nothing that could be made out."""

from __future__ import annotations

from assistant.line import choosing, talk_answers
from assistant.line.finished import sounds_finished
from assistant.line.patience import WENT_ON_S
from assistant.line.talk_events import Heard, SpeechStarted
from assistant.line.talk_state import State
from assistant.line.talk_turns import Piece
from knowledge.normalise import bare

LONGEST_SPEECH_S = 35.0
"""Whatever hears ends each utterance before this; nobody waits longer for one."""
_WORDS_S = 0.8
"""Sound of this length was meant to be words."""


def started(state: State, event: SpeechStarted) -> None:
    """The caller speaks: we are silent."""
    if state.leaving is not None or not state.hears:
        return
    turns = state.turns
    state.silence.pause()
    turns.filler_at, turns.filled = None, False
    state.passes_over = False
    state.speech_at_s = event.at_s
    if not state.speaking:
        state.speaking_since_s = state.now_s
        state.went_on = state.ended_s is not None and state.now_s - state.ended_s <= WENT_ON_S
    if state.saying.under_way:
        if not state.saying.audible and turns.answer is not None:
            # Nothing of the answer was heard, so that what was answered may go on.
            turns.held, turns.answer = turns.answer, None
        state.stop_saying()


def paused(state: State) -> None:
    """The caller may have finished. Words that take long to be made out are bridged as well."""
    if state.speaking and state.leaving is None:
        state.turns.filler_at = state.now_s + state.pause_s + talk_answers.FILLER_AFTER_S


def noticed(state: State, text: str) -> None:
    """The words so far: whoever sounds finished is not waited for as long."""
    if state.speaking and state.leaving is None:
        _hasten(state, sounds_finished(text, state.expect, state.options, state.language))


def _hasten(state: State, finished: bool) -> None:
    if finished != state.hastened:
        state.hastened = finished
        state.listen()


def pass_over(state: State) -> None:
    """A key counts, and not what the caller, or somebody beside them, is saying meanwhile."""
    if state.speaking:
        state.speaking_since_s, state.passes_over = None, True


def heard(state: State, event: Heard) -> None:
    if state.leaving is not None or not state.hears:
        return
    if state.passes_over:
        state.passes_over = False
        return
    _hasten(state, finished=False)
    speaks_again = _speaks_again(state, event)
    state.speaking_since_s = state.now_s if speaks_again else None
    state.turns.filler_at = None
    if not bare(event.text):
        _not_made_out(state, event)
        return
    alternatives = event.alternatives or (event.text,)
    text = choosing.choose(alternatives, state.expect, state.options, state.language)
    if _is_only_present(state, text):
        state.silence.end()
        state.say_question()
    elif not _is_answer(state, text):
        go_on(state)
    else:
        _learn(state, went_on=speaks_again)
        state.misses = 0
        state.silence.end()
        state.keys.forget()
        state.ended_s = state.now_s - event.recognition_s
        talk_answers.take(state, Piece(text, "voice", tuple(alternatives)))


def _speaks_again(state: State, event: Heard) -> bool:
    """Whether the caller speaks already while what was said before is only now made out."""
    began_s = state.speech_at_s
    return began_s is not None and event.ended_s is not None and began_s > event.ended_s


def go_on(state: State) -> None:
    """As if nothing had been said."""
    turns = state.turns
    if state.speaking:
        return
    if turns.held is not None:
        talk_answers.say_held(state)
    elif turns.current is not None:
        turns.filler_at = state.now_s + talk_answers.FILLER_AFTER_S
    elif state.saying.interrupted:
        state.resume()
    else:
        state.silence.begin(state.now_s)


def _not_made_out(state: State, event: Heard) -> None:
    """A cough changes nothing; somebody who said something is told that it was not understood."""
    is_waited_for = not state.saying.interrupted and not state.turns.is_open and not state.speaking
    if not is_waited_for or event.duration_s < _WORDS_S:
        go_on(state)
        return
    state.misses += 1
    state.silence.end()
    state.say_line("line_not_heard" if state.misses == 1 else "line_not_heard_again")


def _is_only_present(state: State, text: str) -> bool:
    """Whether it answers no more than “are you still there”."""
    was_asked = state.silence.steps > 0 and not state.turns.is_open and not state.speaking
    return was_asked and choosing.says_present(text, state.language)


def _is_answer(state: State, text: str) -> bool:
    """A hum or a yes answers only what was asked; a murmur answers nothing.

    What is read back is not confirmed by a hum that comes before the question.
    """
    tone, saying = choosing.tone_of(text), state.saying
    if tone is None:
        return True
    if tone == "murmur" or state.turns.is_open:
        return False
    if not saying.interrupted or saying.question_over:
        return True
    return state.expect == "yes_no" and (tone == "assent" or saying.question_begun)


def _learn(state: State, *, went_on: bool) -> None:
    """Whoever goes on right after the end of a turn is given longer; the others, little by little, less."""
    state.patience = state.patience.lengthened() if state.went_on else state.patience.shortened()
    state.went_on = went_on
