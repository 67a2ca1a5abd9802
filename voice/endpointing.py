"""When speech begins, pauses and is over: numbers in, facts out, no sound and no clock.

Old people pause in the middle of a sentence, so how long a pause may last depends on what was asked: an
answer of one word is over soon, a number that is read out or an address is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

Expectation = Literal["open", "yes_no", "choice", "digits", "address", "time", "anything"]
EXPECTATIONS: Final[tuple[str, ...]] = get_args(Expectation)

_FACTORS: Final[dict[Expectation, float]] = {
    "open": 1.0,
    "yes_no": 0.7,
    "choice": 0.7,
    "digits": 1.6,
    "address": 1.6,
    "time": 1.1,
    "anything": 1.0,
}
SHORTEST_PAUSE_S: Final = 0.4
LONGEST_PAUSE_S: Final = 4.0

_BEGINS_AT: Final = 0.5
_GOES_ON_AT: Final = 0.35
_CONFIRMED_S: Final = 0.2
_RESUMED_S: Final = 0.1
_GAP_S: Final = 0.13
_HANGOVER_S: Final = 0.25
_ROUNDING_S: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Patience:
    """How long somebody is listened to.

    `pause_s` is for an open question; `longest_s` is the most one may say.
    """

    pause_s: float = 0.9
    expect: Expectation = "open"
    longest_s: float = 30.0

    @property
    def limit_s(self) -> float:
        """The pause after which the utterance is over."""
        return min(LONGEST_PAUSE_S, max(SHORTEST_PAUSE_S, self.pause_s * _FACTORS[self.expect]))


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Speech is confirmed; it began, or went on, at `at_s`."""

    at_s: float


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """Nobody has spoken since `at_s`. Speech may go on."""

    at_s: float


@dataclass(frozen=True, slots=True)
class UtteranceOver:
    """The pause was long enough, or the utterance was (`cut`). Seconds since the stream began."""

    started_s: float
    stopped_s: float
    ended_s: float
    cut: bool = False


Fact = SpeechBegan | SpeechPaused | UtteranceOver


@dataclass(frozen=True, slots=True)
class _Run:
    """Frames of speech that follow each other with at most a short gap."""

    started_s: float
    stopped_s: float
    spoken_s: float


class Endpointing:
    """Follows one stream. `patience` may be changed at any time and counts from the next frame."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._now_s = 0.0
        self._run: _Run | None = None
        self._started_s: float | None = None
        self._stopped_s = 0.0
        self._speaking = False

    @property
    def speaking(self) -> bool:
        """Speech is confirmed and has not paused."""
        return self._speaking

    @property
    def now_s(self) -> float:
        """How much of the stream was judged."""
        return self._now_s

    def hear(self, speech: float, frame_s: float) -> tuple[Fact, ...]:
        """What is the case after one more frame, which is speech with this probability."""
        began_s = self._now_s
        self._now_s += frame_s
        if speech >= (_GOES_ON_AT if self._speaking or self._run else _BEGINS_AT):
            return self._spoken(began_s, frame_s)
        return self._silent()

    def forget(self) -> None:
        """Stop following the utterance under way; the time of the stream goes on."""
        self._run, self._started_s, self._speaking = None, None, False

    def finish(self) -> tuple[Fact, ...]:
        """The stream ends here; an utterance under way is over."""
        return (self._over(cut=True),) if self._started_s is not None else ()

    def _spoken(self, began_s: float, frame_s: float) -> tuple[Fact, ...]:
        if self._speaking:
            self._stopped_s = self._now_s
            return self._cut_if_too_long()
        run = self._run or _Run(began_s, began_s, 0.0)
        self._run = replace(run, stopped_s=self._now_s, spoken_s=run.spoken_s + frame_s)
        needed_s = _CONFIRMED_S if self._started_s is None else _RESUMED_S
        if self._run.spoken_s < needed_s - _ROUNDING_S:
            return self._over_if_paused()
        facts = (SpeechBegan(self._run.started_s),)
        self._started_s = self._run.started_s if self._started_s is None else self._started_s
        self._run, self._speaking, self._stopped_s = None, True, self._now_s
        return facts + self._cut_if_too_long()

    def _silent(self) -> tuple[Fact, ...]:
        if self._run and self._now_s - self._run.stopped_s > _GAP_S:
            self._run = None
        if self._speaking and self._now_s - self._stopped_s >= _HANGOVER_S - _ROUNDING_S:
            self._speaking = False
            return (SpeechPaused(self._stopped_s), *self._over_if_paused())
        return self._over_if_paused()

    def _over_if_paused(self) -> tuple[Fact, ...]:
        # A run that may still be confirmed as speech holds the end back: it is decided within a few frames.
        if self._started_s is None or self._speaking or self._run:
            return ()
        if self._now_s - self._stopped_s < self.patience.limit_s - _ROUNDING_S:
            return ()
        return (self._over(cut=False),)

    def _cut_if_too_long(self) -> tuple[Fact, ...]:
        if self._started_s is None or self._now_s - self._started_s < self.patience.longest_s - _ROUNDING_S:
            return ()
        return (self._over(cut=True),)

    def _over(self, cut: bool) -> UtteranceOver:
        over = UtteranceOver(self._started_s or 0.0, self._stopped_s, self._now_s, cut)
        self.forget()
        return over
