"""How long a caller may pause before a turn counts as over: learned from each caller, call by call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from assistant.messages import Expect

ORDINARY_S = 0.9
SHORTEST_S, LONGEST_S = 0.6, 2.5
_HASTE = 0.6
"""The share of a pause that is enough after what sounds like a whole question."""
LONGER_S, SHORTER_S = 0.3, 0.02
"""A turn cut short weighs as much as fifteen that were not: to be interrupted is worse than to wait."""
WENT_ON_S = 1.5
"""Who speaks again this soon after the end of a turn had not finished."""

_TIMES: Mapping[Expect, float] = {
    "yes_no": 0.7,
    "choice": 0.8,
    "open": 1.0,
    "time": 1.2,
    "address": 1.6,
    "digits": 1.6,
    "anything": 1.6,
}
"""Numbers and places are said in groups, stories with pauses to think; a yes needs neither."""

_TIMES_OF_VOICE: Mapping[Expect, float] = {
    "yes_no": 0.7,
    "choice": 0.7,
    "open": 1.0,
    "time": 1.1,
    "address": 1.6,
    "digits": 1.6,
    "anything": 1.0,
}
"""By these, whatever hears changes by itself the pause that it is asked for (voice/endpointing.py)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """`base_s` is the pause, in seconds, that ends a turn of an open question."""

    base_s: float = ORDINARY_S

    def pause_s(self, expect: Expect) -> float:
        """The pause that ends the answer to what was asked."""
        return _within(self.base_s * _TIMES[expect])

    def short_pause_s(self, expect: Expect) -> float:
        """The same after words that sound finished."""
        return _within(self.base_s * _TIMES[expect] * _HASTE)

    def lengthened(self) -> Self:
        """After a turn that was taken too early."""
        return replace(self, base_s=_within(self.base_s + LONGER_S))

    def shortened(self) -> Self:
        """After a turn that was over when it was taken."""
        return replace(self, base_s=_within(self.base_s - SHORTER_S))


def kept(base_s: float | None) -> Patience:
    """What was learned in an earlier call; ordinary patience when nothing was."""
    return Patience(_within(base_s)) if base_s is not None else Patience()


def asked_of_voice(pause_s: float, expect: Expect) -> float:
    """What to ask for so that the answer to what was asked ends after `pause_s` seconds."""
    return round(pause_s / _TIMES_OF_VOICE[expect], 3)


def _within(pause_s: float) -> float:
    return min(max(pause_s, SHORTEST_S), LONGEST_S)
