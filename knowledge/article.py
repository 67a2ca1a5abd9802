"""One service: what its file may say, and how a mistake in it is reported."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["zh", "en"]


def spoken(code: str | None) -> Language:
    """The language of a code that was stored or sent: Chinese, unless it is English."""
    return "en" if code == "en" else "zh"


Group = Literal[
    "elderly",
    "health",
    "relief",
    "documents",
    "family",
    "safety",
    "work",
    "housing",
    "farming",
    "business",
    "transport",
    "rights",
]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

ServiceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,63}$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,63}$")]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\d[\d-]{2,14}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Aspect(StrEnum):
    """What a resident can ask about a service, in the order in which answers offer them."""

    SUMMARY = "summary"
    ELIGIBILITY = "eligibility"
    AMOUNT = "amount"
    MATERIALS = "materials"
    WHERE = "where"
    STEPS = "steps"
    TIME = "time"
    FEE = "fee"
    PROXY = "proxy"
    NO_SMARTPHONE = "no_smartphone"
    MISTAKES = "mistakes"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(_Strict):
    """The same words in both languages."""

    zh: Text
    en: Text

    def in_language(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class Source(_Strict):
    """Who says it. Grades: A the text itself, B press or a local guide, C one second-hand report."""

    title: Bilingual
    short: Bilingual
    issuer: Text
    date: datetime.date
    grade: Literal["A", "B", "C"]
    checked: datetime.date
    number: Text | None = None
    url: Text | None = None


class AspectFacts(_Strict):
    """What holds for one aspect in every language.

    `local`: it differs by place, so the resident's district is asked.
    `confirm`: customary practice without a graded source; it may name no amount, age or period, and the
    assistant adds where to confirm it.
    `until`: the last day on which the text may be said.
    """

    sources: tuple[SourceId, ...] = ()
    local: bool = False
    confirm: bool = False
    until: datetime.date | None = None


class Texts(_Strict):
    """What is said, one plain text an aspect; the first sentence must stand alone."""

    title: Text
    summary: Text
    eligibility: Text
    amount: Text
    materials: Text
    where: Text
    steps: Text
    time: Text
    fee: Text
    proxy: Text
    no_smartphone: Text
    mistakes: Text

    def of(self, aspect: Aspect) -> str:
        return str(getattr(self, aspect.value))


class TextsByLanguage(_Strict):
    zh: Texts
    en: Texts

    def in_language(self, language: Language) -> Texts:
        return self.zh if language == "zh" else self.en


class RegionOverride(_Strict):
    """What one place says differently: for each aspect its own facts and its text in both languages."""

    aspects: dict[Aspect, AspectFacts]
    texts: dict[Aspect, Bilingual]


class Words(_Strict):
    """Lists of words or questions in both languages."""

    zh: tuple[Text, ...] = Field(min_length=1)
    en: tuple[Text, ...] = Field(min_length=1)

    def in_language(self, language: Language) -> tuple[str, ...]:
        return self.zh if language == "zh" else self.en


class Article(_Strict):
    """One service as its file describes it. `short` is its everyday name, to choose by."""

    id: ServiceId
    group: Group
    short: Bilingual
    hotlines: tuple[PhoneNumber, ...] = Field(min_length=1)
    related: tuple[ServiceId, ...] = ()
    sources: dict[SourceId, Source]
    aspects: dict[Aspect, AspectFacts]
    names: Words
    asks: Words
    texts: TextsByLanguage
    regions: dict[RegionCode, RegionOverride] = Field(default_factory=dict)
