"""Turns of a caller: one at a time, in pieces when the caller pauses in the middle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from assistant.line.talk_events import Answered, How, TurnFailed
from assistant.messages import Expect
from assistant.rendering.speech import Sentence
from knowledge.article import Language

_BETWEEN: dict[Language, str] = {"zh": "，", "en": " "}


@dataclass(frozen=True, slots=True)
class Piece:
    """What the caller said or pressed; `alone` is the last of what was said in several pieces."""

    text: str
    how: How = "voice"
    alternatives: tuple[str, ...] = ()
    alone: str = ""

    def after(self, earlier: Piece, expect: Expect, language: Language) -> Self:
        """This with what was said before the pause; a key stands for itself."""
        if self.how == "key" or earlier.how == "key":
            return self
        between = "" if expect == "digits" else _BETWEEN[language]
        text = f"{earlier.text.rstrip('。.，,')}{between}{self.text}"
        alone = f"{earlier.alone}{between}{self.text}" if earlier.alone else self.text
        return replace(self, text=text, alternatives=(), alone=alone)

    def by_itself(self) -> Self:
        return replace(self, text=self.alone or self.text)


@dataclass(slots=True)
class Turns:
    """The turn under way, what came in meanwhile, and the answer that waits for the caller to finish.

    `number` is that of the last turn, `last` what it answered, `answer` what is being said to it. `first` is
    said before the next answer. `failures` are those since the last answer. What bridges the time until an
    answer is said at `filler_at`; it was said when it is `filled`.
    """

    number: int
    current: Piece | None = None
    waits: Piece | None = None
    last: Piece | None = None
    answer: Answered | None = None
    held: Answered | TurnFailed | None = None
    first: tuple[Sentence, ...] = ()
    failures: int = 0
    filler_at: float | None = None
    filled: bool = False

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come or to be said."""
        return self.current is not None or self.held is not None

    def is_repeated(self, piece: Piece) -> bool:
        """Whether a key that is being answered was pressed once more, out of impatience."""
        current = self.current
        return (
            piece.how == "key" and current is not None and (current.how, current.text) == ("key", piece.text)
        )
