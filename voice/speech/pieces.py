"""Text cut into sentences, and sentences into clauses that can be spoken one after the other."""

from __future__ import annotations

import re
from itertools import pairwise

_SENTENCE_END = re.compile(
    r"[。！？!?…\n]+[”’」』）)\"']*"
    r"|(?<![0-9A-Za-z]\.[A-Za-z])(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bNo)(?<!^\d)(?<!\s\d)\.(?=\s|$)[”\"']*"
)
_CLAUSE_END = re.compile(r"[，；：;—]+|,(?!\d)|:(?!\d)|(?<=[\u3400-\u9fff])、")
_SHORTEST = 4
_LONG_ENOUGH_TO_LIST = 10
_LONGEST = 60


def sentences(text: str) -> list[str]:
    """The sentences with their punctuation, without spaces around; what has nothing to say is left out."""
    return _with_words(_cut_after(text, _SENTENCE_END))


def clauses(sentence: str) -> list[str]:
    """Pieces of a sentence between pauses; they have four characters or more, and sixty at most."""
    pieces: list[str] = []
    for piece in _cut_after(sentence, _CLAUSE_END):
        if pieces and not _ends_clause(pieces[-1]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    if len(pieces) > 1 and _size(pieces[-1]) < _SHORTEST:
        last = pieces.pop()
        pieces[-1] += last
    return _with_words([part for piece in pieces for part in _short_enough(piece)])


def _ends_clause(piece: str) -> bool:
    return _size(piece) >= (_LONG_ENOUGH_TO_LIST if piece.rstrip().endswith("、") else _SHORTEST)


def _size(piece: str) -> int:
    """Characters of Chinese, or twice the words of what is written with letters."""
    return len(re.findall(r"[\u3400-\u9fff0-9]", piece)) + 2 * len(re.findall(r"[A-Za-z']+", piece))


def _short_enough(piece: str) -> list[str]:
    """A long piece without punctuation, cut at a space if there is one."""
    parts = []
    while len(piece) > 2 * _LONGEST or (len(piece) > _LONGEST and not piece.isascii()):
        cut = piece.rfind(" ", 1, _LONGEST) + 1 or _LONGEST
        parts.append(piece[:cut])
        piece = piece[cut:]
    return [*parts, piece]


def _cut_after(text: str, end: re.Pattern[str]) -> list[str]:
    cuts = [0, *(match.end() for match in end.finditer(text)), len(text)]
    return [text[start:stop] for start, stop in pairwise(cuts) if text[start:stop]]


def _with_words(pieces: list[str]) -> list[str]:
    return [piece.strip() for piece in pieces if any(character.isalnum() for character in piece)]
