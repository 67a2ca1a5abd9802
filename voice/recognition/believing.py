"""When Whisper's words are not what was said.

It was taught by subtitles: in silence and noise it writes what subtitles end with, and
from sound it does not understand it writes one word over and over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voice.recognition.words import joined, length

_LEAST_LOG_PROBABILITY: Final = -1.3
_NO_SPEECH: Final = 0.6
_DOUBTFUL_LOG_PROBABILITY: Final = -0.8
_MOST_COMPRESSED: Final = 2.4
_MOST_PER_S: Final = 11
_MORE: Final = 4

# Said three times a number or a yes is meant; anything else that comes four times is the machine's doing.
_LOOP: Final = re.compile(r"(.{1,12}?)\1{3,}")
_MEANT_OFTEN: Final = re.compile(r"[\d零一二三四五六七八九十幺两.\s-]+")
_OF_SUBTITLES: Final = re.compile(
    r"字幕(由|by|志愿|志願|製作|制作|提供|組|组)|amara\.?org|明[镜鏡](与|與)[点點]{2}|"
    r"(点赞|點讚|點贊).*(订阅|訂閱)|(订阅|訂閱).*(点赞|點讚|點贊|转发|轉發)|"
    r"(感谢|感謝|谢谢|謝謝)(大家)?(的)?(观看|觀看|收看|收听|收聽)|优优独播剧场|中文字幕|李宗盛|"
    r"thanks? (you )?for watching|subtitles by|please subscribe|like and subscribe",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(r"[^\w]+")
_ASIDES: Final = re.compile(r"[(\[【(〔♪][^)\]】)〕♪]*[)\]】)〕♪]|♪")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what Whisper wrote, with its own doubts."""

    text: str
    log_probability: float
    no_speech: float
    compression: float


def believed(pieces: Sequence[Piece], seconds: float) -> tuple[str, float]:
    """The words that were said in this much sound, and a confidence from 0 to 1; no words when there were
    none.
    """
    kept = [piece for piece in pieces if _likely(piece)]
    text = joined(_ASIDES.sub("", "".join(piece.text for piece in kept)))
    text = _without_loops(text)
    if not _MARKS.sub("", text) or _OF_SUBTITLES.search(text):
        return "", 0.0
    if length(text) > _MOST_PER_S * seconds + _MORE:
        return "", 0.0
    return text, round(math.exp(sum(piece.log_probability for piece in kept) / len(kept)), 3)


def _likely(piece: Piece) -> bool:
    if piece.log_probability < _LEAST_LOG_PROBABILITY:
        return False
    if piece.no_speech > _NO_SPEECH and piece.log_probability < _DOUBTFUL_LOG_PROBABILITY:
        return False
    # Digits read out compress well and are meant.
    return piece.compression <= _MOST_COMPRESSED or bool(_LOOP.search(piece.text))


def _without_loops(text: str) -> str:
    """Every loop once, unless it is of digits."""
    return _LOOP.sub(lambda loop: loop[0] if _MEANT_OFTEN.fullmatch(loop[1]) else loop[1], text)
