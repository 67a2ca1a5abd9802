"""What is being said to a caller, and how much of it was heard."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.rendering.speech import Sentence


@dataclass(slots=True)
class Saying:
    """`over` sentences were heard to their end; it is `audible` once any of it is.

    What is `interrupted` may go on where it was.
    """

    sentences: tuple[Sentence, ...] = ()
    rate: int = 100
    gain: int = 0
    over: int = 0
    under_way: bool = False
    audible: bool = False
    interrupted: bool = False

    def heard(self, index: int) -> None:
        self.over = max(self.over, index + 1)

    def stop(self) -> None:
        self.under_way, self.interrupted = False, True

    def finish(self) -> None:
        self.over = len(self.sentences)
        self.under_way = self.interrupted = False

    @property
    def question_begun(self) -> bool:
        """Whether the caller has heard at least the beginning of what was asked."""
        first = next((i for i, one in enumerate(self.sentences) if one.is_question), None)
        return first is not None and first <= self.over

    @property
    def question_over(self) -> bool:
        """Whether the caller has heard all that was asked."""
        asked = [i for i, one in enumerate(self.sentences) if one.is_question]
        return bool(asked) and asked[-1] < self.over

    @property
    def questions(self) -> tuple[Sentence, ...]:
        return tuple(one for one in self.sentences if one.is_question)
