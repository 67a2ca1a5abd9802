"""What happens in a call, as the talk takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.messages import Expect, Option
from assistant.rendering.speech import Sentence
from knowledge.article import Language

How = Literal["voice", "key"]


@dataclass(frozen=True, slots=True)
class Began:
    """The caller is there; who `goes_on` was greeted before. Without `hears` there are only the keys."""

    hears: bool = True
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The caller speaks, or speaks on after a pause, and it is no click or knock.

    `at_s` is when it began, in seconds of the caller's sound; None where that is not known.
    """

    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The caller pauses."""


@dataclass(frozen=True, slots=True)
class PartialHeard:
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What the caller said until a pause that ends a turn, the likeliest first; `text` is "" for noise.

    The turn was over at `ended_s` of the caller's sound; to make out the words took `recognition_s` more.
    """

    text: str
    alternatives: tuple[str, ...] = ()
    duration_s: float = 0.0
    ended_s: float | None = None
    recognition_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Key:
    key: str


@dataclass(frozen=True, slots=True)
class SentenceOver:
    """The caller has heard the sentence of this index to its end."""

    index: int


@dataclass(frozen=True, slots=True)
class AllSaid:
    """The caller has heard all that was to be said."""


@dataclass(frozen=True, slots=True)
class AudioBegan:
    """The first sound of what is to be said is there."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the assistant answers to the turn of this number.

    A `binding` answer tells of something that was done, or of danger: it is said even when the caller has
    gone on speaking. `rate` is in percent of the ordinary, `gain` in dB.
    """

    number: int
    sentences: tuple[Sentence, ...]
    expect: Expect = "open"
    options: tuple[Option, ...] = ()
    language: Language = "zh"
    rate: int = 100
    gain: int = 0
    wants_person: bool = False
    binding: bool = False


@dataclass(frozen=True, slots=True)
class TurnFailed:
    number: int


@dataclass(frozen=True, slots=True)
class VoiceLost:
    """Nobody hears or speaks for us any more."""


@dataclass(frozen=True, slots=True)
class HearsAgain:
    """Somebody hears from here on, who did not at the beginning."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went by."""


TalkEvent = (
    Began
    | SpeechStarted
    | SpeechStopped
    | PartialHeard
    | Heard
    | Key
    | SentenceOver
    | AllSaid
    | AudioBegan
    | Answered
    | TurnFailed
    | VoiceLost
    | HearsAgain
    | Tick
)
