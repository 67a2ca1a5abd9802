"""Text as it is read to the phonemes Kokoro was taught: Mandarin by misaki, English by espeak-ng.

The mapping from espeak-ng's phonemes to Kokoro's follows misaki's `EspeakFallback` (American English).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from misaki.zh import ZHG2P

from voice.speakable import reading

WordsToPhonemes = Callable[[str], str]

_RUNS = re.compile(r"[A-Za-z][A-Za-z'’ -]*|[^A-Za-z]+")
_PINYIN = re.compile(r"[a-zêü]+[1-5]")
_PHRASES = re.compile(r"[;:,.!?—…\"()“”]+|[^;:,.!?—…\"()“”]+")
_COMBINING_BELOW = "\u032f"
_SYLLABIC = "\u0329"
_TO_KOKORO = (
    (f"ʔˌn{_SYLLABIC}", "ʔn"),
    (f"ʔn{_SYLLABIC}", "ʔn"),
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("ə^l", "ᵊl"),
    ("o^ʊ", "O"),
    ("ʲo", "jo"),
    ("ʲə", "jə"),
    ("ʲ", ""),
    ("e", "A"),
    ("ɚ", "əɹ"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɐ", "ə"),
    ("ɬ", "l"),
    ("\u0303", ""),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ː", ""),
    ("ɹɹ", "ɹ"),
    ("o", "ɔ"),
    ("ɾ", "T"),
    ("ʔ", "t"),
)


def english_phonemes(text: str, words: WordsToPhonemes) -> str:
    """`words` gives espeak-ng's phonemes of a run of words; punctuation stays where it is."""
    parts = []
    for run in _PHRASES.findall(ZHG2P.map_punctuation(text)):
        if not any(character.isalnum() for character in run):
            parts.append(run)
            continue
        before = " " if run[0].isspace() else ""
        after = " " if run[-1].isspace() else ""
        parts.append(before + _kokoro_english(words(run.strip())) + after)
    return "".join(parts)


def mandarin_phonemes(text: str, words: WordsToPhonemes) -> str:
    """`words` gives espeak-ng's phonemes of what is written with letters in between."""
    parts = []
    for piece in reading(text):
        if piece.pinyin is not None:
            parts.append("".join(map(_syllable, piece.pinyin)) + " ")
            continue
        for run in _RUNS.findall(piece.text):
            if run[0].isalpha():
                parts.append(english_phonemes(run.strip(), words) + " ")
            else:
                parts.append(ZHG2P.map_punctuation(run) + " ")
    joined = "".join(parts).replace(_COMBINING_BELOW, "")
    return re.sub(r"\s+(?=[,.!?:;”)])", "", re.sub(r"\s{2,}", " ", joined)).strip()


def _syllable(pinyin: str) -> str:
    """Nothing for a character that has no reading."""
    return str(ZHG2P.py2ipa(pinyin)) if _PINYIN.fullmatch(pinyin) else ""


def _kokoro_english(phonemes: str) -> str:
    for old, new in _TO_KOKORO:
        phonemes = phonemes.replace(old, new)
    phonemes = re.sub(rf"(\S){_SYLLABIC}", r"ᵊ\1", phonemes)
    return phonemes.replace(_SYLLABIC, "").replace("^", "")
