"""What a member of the staff hears of a caller before they decide to take the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.cases.asked_for import own_words
from assistant.cases.summary import Summary
from assistant.conversation.fixed_words import PERSON, WORDS
from knowledge.article import Language
from knowledge.normalise import bare

_CLOSING = "。！？；，.!?;, "
_WORDS_SAID = 60
"""So many characters are said in about fifteen seconds."""

Free = Literal["free", "late", "gone"]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a member hears before they decide: what it is about and the resident's own words; either may be
    empty. `standing` is "free", or why there is nothing to decide.
    """

    standing: Free
    language: Language = "zh"
    title: str = ""
    words: str = ""


def words_of(summary: Summary) -> str:
    """What the resident said of the matter, last; not that they want a person."""
    told = own_words(summary.asked_for)
    said = [one.asked for one in reversed(summary.exchanges) if one.asked and not _asks_for_person(one.asked)]
    words = (told or next(iter(said), "")).rstrip(_CLOSING)
    return words if len(words) <= _WORDS_SAID else f"{words[: _WORDS_SAID - 1]}…"


def _asks_for_person(text: str) -> bool:
    word = bare(text)
    return word.isdecimal() or word in WORDS or PERSON.match(word) is not None
