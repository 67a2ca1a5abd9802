"""What about a service a resident asks: recognised by cues, named by short labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveFloat

from knowledge.article import LANGUAGES, Aspect, Bilingual, Language, Words
from knowledge.cues import compile_cue
from knowledge.normalise import normalise

_FILE = Path(__file__).with_name("aspects.yml")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Bilingual
    weight: PositiveFloat = 1.0
    cues: Words


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    aspects: dict[Aspect, _Entry] = Field(min_length=len(Aspect))


@dataclass(frozen=True, slots=True)
class _Cue:
    aspect: Aspect
    pattern: re.Pattern[str]
    weight: float


class Aspects:
    """Recognises an aspect and says its label."""

    def __init__(self, entries: dict[Aspect, _Entry]) -> None:
        self._entries = entries
        self._cues = {
            language: tuple(
                _Cue(aspect, compile_cue(cue, language), len(cue) * entry.weight)
                for aspect, entry in entries.items()
                for cue in entry.cues.in_language(language)
            )
            for language in LANGUAGES
        }

    @classmethod
    def load(cls, file: Path = _FILE) -> Self:
        """Read the kept cues. Raises pydantic.ValidationError when the file is wrong."""
        return cls(_File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).aspects)

    def detect(self, text: str, language: Language) -> Aspect | None:
        """The aspect whose cue in `text` is the longest, counted by the weight that the file gives it.

        None when no cue is there. Of equal cues the one that stands last in `text` wins, since people put
        the question after the story.
        """
        text = normalise(text).lower()
        best: tuple[float, int] = (0.0, -1)
        found: Aspect | None = None
        for cue in self._cues[language]:
            for match in cue.pattern.finditer(text):
                if (cue.weight, match.start()) > best:
                    best, found = (cue.weight, match.start()), cue.aspect
        return found

    def without_cues(self, text: str, language: Language) -> str:
        """What normalised lower-case `text` says besides the cues of any aspect."""
        text = normalise(text).lower()
        for cue in sorted(self._cues[language], key=lambda cue: -len(cue.pattern.pattern)):
            text = cue.pattern.sub(" ", text)
        return text

    def label(self, aspect: Aspect, language: Language) -> str:
        """What follows "回复1看" or "Reply 1 for"."""
        return self._entries[aspect].label.in_language(language)

    def cues(self, aspect: Aspect, language: Language) -> tuple[str, ...]:
        """As the file has them; "…" stands for a few characters of any kind."""
        return self._entries[aspect].cues.in_language(language)
