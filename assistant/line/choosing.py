"""What a caller most likely said, of all that it may have been; what is likely to be said next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.conversation.fixed_words import PERSON, WORDS
from assistant.messages import Expect, Option
from assistant.rendering.options import match
from knowledge.article import Language
from knowledge.normalise import bare
from knowledge.spoken.answers import read_yes_no

LONGEST_PHRASE = 40
"""Characters of a phrase that whatever hears listens for."""

Tone = Literal["murmur", "hum", "assent"]

_MURMUR = re.compile(r"(?:[啊哦噢呃哎诶]|\b(?:oh|ah|er|uh|um)\b|[\s,，。.!])+", re.IGNORECASE)
_HUM = re.compile(r"(?:[嗯恩唔啊哦噢]|\b(?:m+(?:-?h?m+)?|uh[ -]huh)\b|[\s,，。.!])+", re.IGNORECASE)
_ASSENT = re.compile(
    r"(?:[嗯恩唔啊哦噢]|好(?:的|嘞|吧|啊)?|对(?:的|啊|呀)?|是(?:的|啊)?|行(?:啊|吧)?"
    r"|\b(?:m+(?:-?h?m+)?|uh[ -]huh|ok(?:ay)?|yes|yeah|yep|right|sure)\b|[\s,，。.!])+",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"喂+|(?:喂+|哎|嗯+|我|还|都|一直|,|，)*在(?:的|呢|啊|呀|听|这|这儿|这里|哩)*", re.IGNORECASE
)
_PRESENT_EN = re.compile(
    r"(?:hello |yes |yeah )?(?:i am|i'm)?(?: still)? ?here|hello|yes|yeah", re.IGNORECASE
)
_DIGIT = re.compile(r"[\d零〇○一二两三四五六七八九幺]")
_BESIDE_DIGITS = re.compile(r"[\s,，。.\-是号码我的电话就]")
_DIGITS_EN = re.compile(r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|[\d\s,.-])+")
_YES_NO: dict[Language, tuple[str, ...]] = {
    "zh": ("对", "不对", "是", "不是", "好", "不要", "要", "不用"),
    "en": ("yes", "no"),
}


def choose(alternatives: Sequence[str], expect: Expect, options: Sequence[Option], language: Language) -> str:
    """The first that names an offered option, or is what was asked for; otherwise the likeliest.

    Words that always work, as those for a person, are what they are.
    """
    if alternatives and always_works(alternatives[0]):
        return alternatives[0]
    for text in alternatives:
        if match(text, options) is not None:
            return text
    for text in alternatives:
        if expect == "yes_no" and read_yes_no(text, language) is not None:
            return text
        if expect == "digits" and _is_digits(text, language):
            return text
    return alternatives[0] if alternatives else ""


def tone_of(text: str) -> Tone | None:
    """What it is that says little: a murmur (啊), a hum (嗯), an assent (好，对); None for anything more."""
    said = bare(text)
    if _MURMUR.fullmatch(said):
        return "murmur"
    if _HUM.fullmatch(said):
        return "hum"
    return "assent" if _ASSENT.fullmatch(said) else None


def says_present(text: str, language: Language) -> bool:
    """Whether somebody who was asked says no more than to be still there."""
    said = bare(text)
    return tone_of(text) is not None or bool((_PRESENT if language == "zh" else _PRESENT_EN).fullmatch(said))


def likely(expect: Expect, options: Sequence[Option], language: Language) -> tuple[str, ...]:
    """Words that will likely be said to what was offered and asked."""
    labels = tuple(option.label for option in options if len(option.label) <= LONGEST_PHRASE)
    return tuple(dict.fromkeys((*labels, *(_YES_NO[language] if expect == "yes_no" else ()))))


def always_works(text: str) -> bool:
    """Whether these are words that mean the same whatever was asked, as those for a person."""
    said = bare(text)
    return said in WORDS or PERSON.match(said) is not None


def _is_digits(text: str, language: Language) -> bool:
    said = bare(text)
    if language == "en" and _DIGITS_EN.fullmatch(said):
        return True
    left = _BESIDE_DIGITS.sub("", said)
    return bool(left) and not _DIGIT.sub("", left)
