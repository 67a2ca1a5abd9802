"""One call as a conversation: who speaks when, what is waited for, and when the call is given back.

Pure: events go in with the time in seconds, commands come out; nothing is done and no clock is read here.
Nobody is ever hung up on: a call is given back to the provider, which goes on with it.
"""

from __future__ import annotations

from assistant.line import talk_answers, talk_hearing
from assistant.line.patience import Patience
from assistant.line.sentences import LineSentences
from assistant.line.talk_commands import Command, Noted
from assistant.line.talk_events import (
    AllSaid,
    Answered,
    AudioBegan,
    Began,
    Heard,
    HearsAgain,
    Key,
    PartialHeard,
    SentenceOver,
    SpeechStarted,
    SpeechStopped,
    TalkEvent,
    Tick,
    TurnFailed,
    VoiceLost,
)
from assistant.line.talk_state import State
from assistant.line.talk_turns import Piece, Turns
from assistant.phone_keys import AGAIN, PERSON
from knowledge.article import Language

SAY_LOST_S = 4.0
"""So long the sentence that voice is lost may take; then the call is left in any case."""


class Talk:
    """`first_turn` is the number of the first turn; `can_be_called` is False for who shows no number."""

    def __init__(
        self,
        words: LineSentences,
        *,
        language: Language = "zh",
        patience: Patience | None = None,
        first_turn: int = 1,
        can_be_called: bool = True,
    ) -> None:
        self._state = State(
            words,
            Turns(number=first_turn - 1),
            patience or Patience(),
            language=language,
            can_be_called=can_be_called,
        )
        self._was_answered = False

    @property
    def patience(self) -> Patience:
        """What was learned of the caller's pauses."""
        return self._state.patience

    @property
    def left(self) -> bool:
        """Whether the call is given back, or about to be."""
        return self._state.left

    @property
    def wakes_at(self) -> float | None:
        """When a Tick is due, in seconds; None while only an event can change anything."""
        state = self._state
        times = (self._gives_up_at, state.turns.filler_at, state.keys.ends_at, state.silence.due_at)
        return min((at for at in (state.leave_at, *times) if at is not None), default=None)

    def on(self, event: TalkEvent, now_s: float) -> tuple[Command, ...]:
        """What is to be done for an event that happens at `now_s`, in this order."""
        state = self._state
        state.now_s, state.out = now_s, []
        if state.left:
            return ()
        match event:
            case Began():
                self._began(event)
            case SpeechStarted():
                talk_hearing.started(state, event)
            case SpeechStopped():
                talk_hearing.paused(state)
            case PartialHeard(text):
                talk_hearing.noticed(state, text)
            case Heard():
                talk_hearing.heard(state, event)
            case Key(key):
                self._pressed(key)
            case AudioBegan():
                state.saying.audible = True
                state.turns.filler_at = None
            case SentenceOver(index):
                state.saying.heard(index)
            case AllSaid():
                state.all_said()
            case Answered():
                self._was_answered = True
                talk_answers.answered(state, event)
            case TurnFailed():
                talk_answers.failed(state, event)
            case VoiceLost():
                self._lost()
            case HearsAgain():
                self._hears_again()
            case Tick():
                self._time_went_by()
        return tuple(state.out)

    @property
    def _gives_up_at(self) -> float | None:
        """When nobody waits any more for the end of what the caller says."""
        since = self._state.speaking_since_s
        return since + talk_hearing.LONGEST_SPEECH_S if since is not None else None

    def _began(self, event: Began) -> None:
        """One short sentence, and an open question: no menu (GB/T 33358)."""
        state = self._state
        state.hears = event.hears
        state.question = state.words.of("line_ask", language=state.language)
        state.listen()
        greeting = () if event.goes_on else ("line_greeting",)
        if not event.hears:
            state.say_line(*greeting, "line_keys_only")
        elif event.goes_on:
            state.say_line("line_go_on")
        else:
            state.say_line(*greeting, "line_ask")

    def _pressed(self, key: str) -> None:
        """A key stops what is being said at once."""
        state = self._state
        if state.leaving is not None:
            state.leaving = "person" if key == PERSON else state.leaving
            return
        state.silence.end()
        state.stop_saying()
        state.misses = 0
        talk_hearing.pass_over(state)
        if key == AGAIN and not self._was_answered and not state.turns.is_open:
            state.saying.over = 0
            state.resume()
            return
        text = state.keys.press(key, state.expect, state.language, state.now_s)
        if text is not None:
            state.ended_s = None
            talk_answers.take(state, Piece(text, "key"))
        elif state.keys.ends_at is None and not state.turns.is_open:
            state.silence.begin(state.now_s)

    def _lost(self) -> None:
        state = self._state
        state.hears = False
        state.speaking_since_s = None
        state.keys.forget()
        state.stop_saying()
        if state.leaving is not None:
            state.leave()
            return
        state.leaving, state.leave_at = "gather", state.now_s + SAY_LOST_S
        state.say_line("line_lost")

    def _hears_again(self) -> None:
        state = self._state
        state.hears = True
        if state.leaving is not None:
            return
        state.listen()
        if not state.saying.under_way and not state.turns.is_open and state.keys.ends_at is None:
            state.silence.end()
            state.say_question("line_hears_again")

    def _time_went_by(self) -> None:
        state = self._state
        if _is_due(state.leave_at, state.now_s):
            state.leave()
            return
        if _is_due(self._gives_up_at, state.now_s):
            state.speaking_since_s = None
            talk_hearing.go_on(state)
        if _is_due(state.turns.filler_at, state.now_s):
            talk_answers.fill(state)
        if _is_due(state.keys.ends_at, state.now_s):
            talk_answers.take(state, Piece(state.keys.complete(), "key"))
        if _is_due(state.silence.due_at, state.now_s):
            self._silent()

    def _silent(self) -> None:
        state = self._state
        match state.silence.take():
            case "ask":
                state.say_line("line_still_there" if state.hears else "line_keys_please")
            case "ask_again":
                state.say_line("line_still_there_again" if state.hears else "line_keys_please")
            case "note" if state.can_be_called:
                state.out.append(Noted("silent"))
                state.say_line("line_silent")
            case "note":
                state.say_line("line_silent_waits")
            case "leave":
                state.leaving = "gather"
                state.leave()


def _is_due(at: float | None, now_s: float) -> bool:
    return at is not None and at <= now_s
