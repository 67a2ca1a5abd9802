"""A talk with its time in plain numbers, and a caller who does things."""

from __future__ import annotations

from typing import Any

from assistant.line.patience import Patience
from assistant.line.sentences import LineSentences
from assistant.line.talk import Talk
from assistant.line.talk_commands import Command, Filler, Leave, Listen, Noted, Say, StopSaying, TakeTurn
from assistant.line.talk_events import (
    AllSaid,
    Answered,
    AudioBegan,
    Began,
    Heard,
    Key,
    SentenceOver,
    SpeechStarted,
    TalkEvent,
    Tick,
    TurnFailed,
)
from assistant.messages import Act, Option
from assistant.rendering.speech import Sentence
from knowledge.phrases import Phrases

PHRASES = Phrases.load()
WORDS = LineSentences(PHRASES)
PERSON = Option("0", "找人工", Act("open_case", {"reason": "requested"}))
BRING = Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"}))
WHERE = Option("2", "去哪里办", Act("answer", {"service": "id_card", "aspect": "where"}))


def text(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(one, "zh") for one in texts)


def question(words: str) -> Sentence:
    return Sentence(words, "zh", "question")


class Caller:
    """What happens in a call, a moment after the other; `now` is in seconds."""

    def __init__(self, **of_talk: Any) -> None:
        self.talk = Talk(WORDS, **of_talk)
        self.now = 0.0
        self.commands: list[Command] = []
        self.took: TakeTurn | None = None

    def on(self, event: TalkEvent) -> list[Command]:
        done = list(self.talk.on(event, self.now))
        self.commands += done
        self.took = next((one for one in done if isinstance(one, TakeTurn)), self.took)
        return done

    def begins(self, *, hears: bool = True, goes_on: bool = False) -> list[Command]:
        return self.on(Began(hears, goes_on))

    def waits(self, seconds: float) -> list[Command]:
        """Time goes by, with a tick whenever one is due."""
        until, done = self.now + seconds, []
        while (at := self.talk.wakes_at) is not None and at <= until and not self.talk.left:
            self.now = max(self.now, at)
            done += self.on(Tick())
        self.now = until
        return done

    def hears_all(self) -> list[Command]:
        return [*self.on(AudioBegan()), *self.on(AllSaid())]

    def hears_sentences(self, count: int) -> None:
        self.on(AudioBegan())
        for index in range(count):
            self.on(SentenceOver(index))

    def says(self, words: str, *alternatives: str, seconds: float = 1.0, pause: float = 0.0) -> list[Command]:
        """Speech from its beginning to the end of the turn."""
        begun = self.on(SpeechStarted())
        self.now += seconds + pause
        heard = Heard(words, (words, *alternatives) if words else (), seconds)
        return [*begun, *self.on(heard)]

    def presses(self, *keys: str) -> list[Command]:
        return [command for key in keys for command in self.on(Key(key))]

    def is_answered(self, *sentences: Sentence, **how: Any) -> list[Command]:
        assert self.took is not None
        return self.on(Answered(self.took.number, sentences or text("好的。"), **how))

    def is_failed(self) -> list[Command]:
        assert self.took is not None
        return self.on(TurnFailed(self.took.number))


def greeted(**of_talk: Any) -> Caller:
    """A caller who was asked what for, and has the word."""
    caller = Caller(**of_talk)
    caller.begins()
    caller.hears_all()
    return caller


def told(*sentences: Sentence, **how: Any) -> Caller:
    """A caller who asked something and is being answered; no sentence was heard to its end."""
    caller = greeted()
    caller.says("办身份证要带什么")
    caller.now += 0.5
    caller.is_answered(*(sentences or text("第一句。", "第二句。", "第三句。")), **how)
    caller.on(AudioBegan())
    caller.now += 2.0
    return caller


def said(commands: list[Command]) -> str:
    """The words that are begun to be said."""
    return "".join(
        one.text
        for command in commands
        if isinstance(command, Say)
        for one in command.sentences[command.first_index :]
    )


def turns(commands: list[Command]) -> list[str]:
    return [command.text for command in commands if isinstance(command, TakeTurn)]


def of(kind: type[Any], commands: list[Command]) -> list[Any]:
    return [command for command in commands if isinstance(command, kind)]


def phrase(name: str) -> str:
    return PHRASES.say(name, "zh")


__all__ = [
    "BRING", "PERSON", "WHERE", "Caller", "Filler", "Leave", "Listen", "Noted", "Patience", "Say",
    "StopSaying", "greeted", "of", "phrase", "question", "said", "text", "told", "turns",
]  # fmt: skip
