"""What a client may ask on /speak and /prepare."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from voice.stretch import FASTEST, SLOWEST

MOST_CHARACTERS = 2000
MOST_SENTENCES = 20_000
MOST_ID = 64
SOFTEST_DB = -20.0
LOUDEST_DB = 12.0

LanguageName = Literal["zh", "en"]
RawFormat = Literal["mulaw8000", "pcm8000", "pcm16000", "pcm24000"]
WholeFormat = Literal["wav24000", "wav16000", "wav8000", "mulaw8000"]
Rate = Annotated[int, Field(ge=SLOWEST, le=FASTEST)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Speak(_Asked):
    """One text to say; `gain` in dB."""

    id: str = Field(min_length=1, max_length=MOST_ID)
    text: str
    language: LanguageName = "zh"
    voice: str | None = Field(default=None, max_length=40)
    rate: Rate = 100
    gain: float = Field(default=0.0, ge=SOFTEST_DB, le=LOUDEST_DB)
    format: RawFormat = "mulaw8000"


class Cancel(_Asked):
    """Say no more of the text of this id."""

    cancel: str = Field(min_length=1, max_length=MOST_ID)


class Sentence(_Asked):
    text: str = Field(max_length=MOST_CHARACTERS)
    language: LanguageName = "zh"


class Prepare(_Asked):
    """Texts to make ahead, in all these speeds and formats."""

    sentences: list[Sentence] = Field(max_length=MOST_SENTENCES)
    rates: list[Rate] = Field(default=[100], max_length=8)
    formats: list[RawFormat] = Field(default=["mulaw8000", "pcm24000"], max_length=4)
