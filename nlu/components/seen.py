"""What a rule on an intent can look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.known_words import KINDS, kind_sign
from components.steps import step_in

_PUNCTUATION = re.compile(r"[^\w]+")
EMERGENCY = "emergency_"


@dataclass(frozen=True)
class Seen:
    """A message with the classifier's word on it. `length` counts an English character a third.

    `asked` is what the assistant asked last, `step` the step of a task among it. `shares` are those of `ranking`.
    """

    text: str
    bare: str
    length: float
    kinds: tuple[str, ...]
    asked: str | None
    step: str | None
    intent: str
    confidence: float
    ranking: tuple[str, ...]
    shares: tuple[float, ...]

    @classmethod
    def read(cls, message: Message) -> Seen:
        text, asked = message.get(TEXT), (message.get("metadata") or {}).get("asked")
        return cls(
            text=text,
            bare=bare(text),
            length=_length(text),
            kinds=tuple(message.get(KINDS) or ()),
            asked=asked,
            step=step_in(asked),
            intent=message.get(INTENT)["name"],
            confidence=message.get(INTENT)["confidence"],
            ranking=tuple(one["name"] for one in message.get(INTENT_RANKING_KEY) or ()),
            shares=tuple(one["confidence"] for one in message.get(INTENT_RANKING_KEY) or ()),
        )

    @property
    def first(self) -> tuple[str, ...]:
        """The intent, and when none was likely enough also the likeliest."""
        if self.intent != DEFAULT_NLU_FALLBACK_INTENT_NAME:
            return (self.intent,)
        likely = [name for name in self.ranking if name != self.intent]
        return (self.intent, *likely[:1])

    def names(self, kind: str) -> bool:
        return kind_sign(kind) in self.kinds


def bare(text: str) -> str:
    """Without punctuation, in lower case."""
    return _PUNCTUATION.sub("", text.lower())


def _length(text: str) -> float:
    english = sum(character.isascii() for character in text)
    return len(text) - english + english / 3
