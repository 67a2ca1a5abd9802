"""Where a talk is: what every part of it looks at and changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.line import choosing
from assistant.line.keys import Keys
from assistant.line.patience import Patience
from assistant.line.sentences import LineSentences
from assistant.line.talk_commands import Command, Leave, Listen, Next, Say, StopSaying
from assistant.line.talk_events import Answered
from assistant.line.talk_saying import Saying
from assistant.line.talk_silence import Silence
from assistant.line.talk_turns import Turns
from assistant.messages import Expect, Option
from assistant.rendering.speech import Sentence
from knowledge.article import Language


@dataclass(slots=True)
class State:
    """`now_s` is the time of the event that is being taken, `out` what is to be done for it.

    `ended_s` is when the caller's last turn was taken as over; with `went_on`, the caller spoke again so soon
    that it was not. Who is `hastened` sounds finished. `speech_at_s` is where the caller's sound last became
    speech. `question` is what was last asked, `misses` how often in a row words were not made out. What is
    being said when a key is pressed `passes_over`.
    """

    words: LineSentences
    turns: Turns
    patience: Patience
    language: Language = "zh"
    can_be_called: bool = True
    hears: bool = False
    expect: Expect = "open"
    options: tuple[Option, ...] = ()
    rate: int = 100
    gain: int = 0
    saying: Saying = field(default_factory=Saying)
    silence: Silence = field(default_factory=Silence)
    keys: Keys = field(default_factory=Keys)
    question: tuple[Sentence, ...] = ()
    misses: int = 0
    speaking_since_s: float | None = None
    speech_at_s: float | None = None
    ended_s: float | None = None
    went_on: bool = False
    hastened: bool = False
    passes_over: bool = False
    leaving: Next | None = None
    leave_at: float | None = None
    left: bool = False
    now_s: float = 0.0
    out: list[Command] = field(default_factory=list)

    @property
    def speaking(self) -> bool:
        return self.speaking_since_s is not None

    @property
    def pause_s(self) -> float:
        """The pause that ends the caller's turn."""
        if self.hastened:
            return self.patience.short_pause_s(self.expect)
        return self.patience.pause_s(self.expect)

    def say(self, sentences: tuple[Sentence, ...]) -> None:
        """Say this in place of what was said before."""
        self.silence.pause()
        self.saying = Saying(sentences, self.rate, self.gain, under_way=True)
        if sentences:
            self.out.append(Say(sentences, 0, self.rate, self.gain))
        else:
            self.all_said()

    def say_line(self, *names: str) -> None:
        """Say fixed sentences of the line, by their names."""
        self.say(self.words.of(*names, language=self.language))

    def say_question(self, *before: str) -> None:
        """Say fixed sentences, and ask once more what was asked last."""
        question = self.question or self.words.of("line_ask", language=self.language)
        self.say((*self.words.of(*before, language=self.language), *question))

    def resume(self) -> None:
        """Say on, from the beginning of the sentence that was interrupted."""
        saying = self.saying
        saying.interrupted, saying.under_way, saying.audible = False, True, False
        self.silence.pause()
        if saying.over < len(saying.sentences):
            self.out.append(Say(saying.sentences, saying.over, saying.rate, saying.gain))
        else:
            self.all_said()

    def stop_saying(self) -> None:
        if self.saying.under_way:
            self.saying.stop()
            self.out.append(StopSaying())

    def all_said(self) -> None:
        """It is the caller's turn, unless the call is to be given back."""
        self.saying.finish()
        self.turns.answer = None
        self.turns.filler_at = None
        if self.leaving is not None:
            self.leave()
        else:
            self.silence.begin(self.now_s)

    def leave(self) -> None:
        if self.leaving is not None and not self.left:
            self.left = True
            self.out.append(Leave(self.leaving))

    def adopt(self, answer: Answered) -> None:
        """From here on the caller answers this."""
        self.expect, self.options, self.language = answer.expect, answer.options, answer.language
        self.rate, self.gain = answer.rate, answer.gain
        self.question = tuple(one for one in answer.sentences if one.is_question)
        self.listen()

    def listen(self) -> None:
        if self.hears:
            phrases = choosing.likely(self.expect, self.options, self.language)
            self.out.append(Listen(self.expect, self.pause_s, phrases, self.language))
