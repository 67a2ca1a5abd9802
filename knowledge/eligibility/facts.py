"""What a resident can be asked about themselves, in plain words, and how an answer is understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

import cn2an
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge import english_numbers
from knowledge.article import Bilingual, Language, Words
from knowledge.eligibility.logic import Value
from knowledge.normalise import bare

FACTS = Path(__file__).with_name("facts.yml")
UNKNOWN = "unknown"
"""How an answer of "I do not know" is kept."""

FactId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,63}$")]

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NUMERALS = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_SPAN = re.compile(r"([一二三四五六七八九])[一二三四五六七八九]$")
_NOT_YET = re.compile(
    r"没满|没到|不到|不满|未满|差一?点|还差|快到?[\d一二三四五六七八九十]|将近|马上"
    r"|almost|nearly|not yet|under "
)
_BY_THE_WAY = "对了"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Strict):
    """One answer to choose: its short label, and other words for it."""

    label: Bilingual
    words: Words | None = None


class Fact(_Strict):
    """One question. `kind`: yes or no, a number, or one of up to three `choices` by id.

    `question` is a whole sentence; `least` and `most` bound a number, in the unit that the question names.
    """

    id: FactId
    kind: Literal["yes_no", "number", "choice"]
    question: Bilingual
    choices: dict[FactId, Choice] = Field(default_factory=dict, max_length=3)
    least: float = 0
    most: float = 120

    def value_of(self, answer: str) -> Value | None:
        """A kept answer as a value; None for one that this fact cannot have, "unknown" included."""
        if self.kind == "yes_no":
            return {"yes": True, "no": False}.get(answer)
        if self.kind == "choice":
            return answer if answer in self.choices else None
        try:
            number = float(answer)
        except ValueError:
            return None
        return number if self.least <= number <= self.most else None


class FactBook(_Strict):
    """All facts by id, and the words for yes, no and unknown."""

    affirm: Words
    deny: Words
    unknown: Words
    facts: dict[FactId, Fact]

    @classmethod
    def empty(cls) -> Self:
        """A book without facts, for when the file cannot be read."""
        nothing = Words(zh=("-",), en=("-",))
        return cls(affirm=nothing, deny=nothing, unknown=nothing, facts={})

    def get(self, fact: str) -> Fact:
        """Raises KeyError."""
        return self.facts[fact]

    def read(self, fact: Fact, text: str, language: Language) -> str | None:
        """The answer that `text` gives, as it is kept; None when it gives none."""
        said = bare(text)
        if _within(said, self.unknown, language):
            return UNKNOWN
        if fact.kind == "number":
            number = _number(said)
            return None if number is None or fact.value_of(number) is None else number
        if fact.kind == "choice":
            return _chosen(fact.choices, said, language)
        for answer, words in (("no", self.deny), ("yes", self.affirm)):
            if _within(said, words, language) and not said.startswith(_BY_THE_WAY):
                return answer
        return None


def values(book: FactBook, answers: Mapping[str, str]) -> dict[str, Value]:
    """The kept answers that are known, as values; what the book no longer has is left out."""
    found = {}
    for fact, answer in answers.items():
        value = book.facts[fact].value_of(answer) if fact in book.facts else None
        if value is not None:
            found[fact] = value
    return found


def unsure(answers: Mapping[str, str]) -> frozenset[str]:
    return frozenset(fact for fact, answer in answers.items() if answer == UNKNOWN)


def _within(said: str, words: Words, language: Language) -> bool:
    """Whether `said` is one of `words` or begins with it, as "有的，去年办的" begins with "有的"."""
    pattern = "|".join(map(re.escape, sorted(words.in_language(language), key=len, reverse=True)))
    end = r"(?:$|[\s,，。!?啊呀的了哦呢吧])" if language == "zh" else r"\b"
    return re.match(rf"(?:{pattern}){end}", said) is not None


def _number(said: str) -> str | None:
    """The number that is said; one less when it is said not to be reached yet (快八十了, 还没满六十)."""
    if digits := _DIGITS.search(said):
        number = float(digits.group())
    elif numerals := _NUMERALS.search(said):
        # Of a span such as 七十三四 or 四五 the lower end counts.
        words = _SPAN.sub(r"\1", numerals.group().replace("〇", "零"))
        try:
            number = float(cn2an.cn2an(words, "smart"))
        except ValueError:
            return None
    else:
        named = next(iter(english_numbers.numbers(said)), None)
        if named is None or isinstance(named.value, str):
            return None
        number = named.value
    return f"{number - 1 if _NOT_YET.search(said) else number:g}"


def _chosen(choices: Mapping[str, Choice], said: str, language: Language) -> str | None:
    hits = {
        name
        for name, choice in choices.items()
        for word in (
            choice.label.in_language(language),
            *(choice.words.in_language(language) if choice.words else ()),
        )
        if word.lower() in said
    }
    return hits.pop() if len(hits) == 1 else None
