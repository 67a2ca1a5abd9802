"""What the talk wants to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.line.talk_events import How
from assistant.messages import Expect
from assistant.rendering.speech import Sentence
from knowledge.article import Language

Next = Literal["person", "gather", "done"]
"""With whom the call goes on: with a person, with the provider's own hearing, with nobody."""


@dataclass(frozen=True, slots=True)
class Say:
    """Say `sentences` from `first_index` on; `rate` is in percent of the ordinary, `gain` in dB."""

    sentences: tuple[Sentence, ...]
    first_index: int = 0
    rate: int = 100
    gain: int = 0


@dataclass(frozen=True, slots=True)
class StopSaying:
    """Be silent at once, and forget what was not heard yet."""


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """Have the assistant answer. `alternatives` are what else it may have been."""

    number: int
    text: str
    alternatives: tuple[str, ...] = ()
    how: How = "voice"


@dataclass(frozen=True, slots=True)
class Listen:
    """From here on, `pause_s` seconds of silence end a turn, and `phrases` are likely to be said."""

    expect: Expect
    pause_s: float
    phrases: tuple[str, ...] = ()
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Filler:
    """Say this while nothing else can be said yet."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Leave:
    """Give the call back."""

    next: Next


@dataclass(frozen=True, slots=True)
class Noted:
    """Something for the record: "silent" is a caller of whom nothing is heard, who is to be called back."""

    what: Literal["silent"]


Command = Say | StopSaying | TakeTurn | Listen | Filler | Leave | Noted
