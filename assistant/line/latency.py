"""How long a caller waits for the first sound of an answer, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.speech.hearing import Heard
from assistant.store.calls import TurnTimes

KEYED = "keys"
"""What "heard" a turn that was pressed."""


@dataclass(slots=True)
class _Measured:
    began_s: float
    engine: str = KEYED
    endpoint_s: float | None = None
    text_s: float | None = None
    reply_s: float | None = None
    audio_s: float | None = None
    cached: bool = False


class Latency:
    """One stopwatch for the turn under way; times are in seconds of one clock.

    All stages count from when the caller stopped speaking, or pressed the key.
    """

    def __init__(self) -> None:
        self._heard: _Measured | None = None
        self._turn: _Measured | None = None
        self._number = 0

    def heard(self, heard: Heard, now_s: float) -> None:
        """The words of a turn are known, which began to be waited for when the caller fell silent."""
        text_s = heard.recognition_ms / 1000
        began_s = now_s - text_s - heard.endpoint_ms / 1000
        self._heard = _Measured(began_s, heard.engine[:24], now_s - text_s, now_s)

    def taken(self, number: int, how: str, now_s: float) -> None:
        """The turn of this number begins; what was measured of one before it is given up."""
        heard, self._heard = self._heard, None
        self._turn = heard if how == "voice" and heard is not None else _Measured(now_s)
        self._number = number

    def answered(self, number: int, now_s: float) -> None:
        if self._turn is not None and number == self._number:
            self._turn.reply_s = now_s

    def sound_ready(self, now_s: float, *, cached: bool) -> None:
        """The first sound of the answer is there; `cached` says that it was spoken before."""
        turn = self._turn
        if turn is not None and turn.reply_s is not None and turn.audio_s is None:
            turn.audio_s, turn.cached = now_s, cached

    def sent(self, now_s: float) -> TurnTimes | None:
        """The first sound went out: what the turn took; None when nothing is being measured."""
        turn = self._turn
        if turn is None or turn.reply_s is None or turn.audio_s is None:
            return None
        self._turn = None

        def ms(at: float) -> int:
            return max(0, round((at - turn.began_s) * 1000))

        return TurnTimes(
            turn=self._number,
            endpoint_ms=ms(turn.endpoint_s) if turn.endpoint_s is not None else None,
            text_ms=ms(turn.text_s) if turn.text_s is not None else None,
            reply_ms=ms(turn.reply_s),
            audio_ms=ms(turn.audio_s),
            total_ms=ms(now_s),
            engine=turn.engine,
            cached=turn.cached,
        )
