"""What the assistant does not talk about, recognised by rule before a model or the search is asked.

Each topic has the fixed phrase `limit_<topic>`, which says where to turn to. Danger happening now is
knowledge/danger.py's and is looked for before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.article import LANGUAGES, Language, Words
from knowledge.cues import compile_cue
from knowledge.normalise import language_of, normalise

_FILE = Path(__file__).with_name("limits.yml")
_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")

Topic = Literal["abuse", "joke", "politics", "medicine", "law", "others_data", "distress", "minor"]
"""As `limit` of nlu/acts.schema.json."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _TopicFile(_Strict):
    """One topic: `cues` that tell it, `beside` of which one must stand in the same sentence, `unless`."""

    cues: Words
    beside: Words | None = None
    unless: Words | None = None
    even_with_service: bool = False


class _File(_Strict):
    longest: dict[Language, int]
    service: Words
    topics: dict[Topic, _TopicFile] = Field(min_length=8)


@dataclass(frozen=True, slots=True)
class _Patterns:
    cues: re.Pattern[str]
    beside: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    even_with_service: bool


class Limits:
    """Tells whether a message is about something that the assistant leaves to others.

    High precision goes before recall: a message that names a service is left to the answers, and so is a
    long one, since who asks for nothing else writes little.
    """

    def __init__(self, file: _File) -> None:
        self._longest = file.longest
        self._service = {language: _compile(file.service, language) for language in LANGUAGES}
        self._topics = {
            language: {topic: _patterns(rules, language) for topic, rules in file.topics.items()}
            for language in LANGUAGES
        }

    @classmethod
    def load(cls, file: Path = _FILE) -> Self:
        """Read the kept rules. Raises pydantic.ValidationError when the file is wrong."""
        return cls(_File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))))

    def detect(self, text: str) -> Topic | None:
        """The topic of `text`, the gravest first as the file orders them; None when there is none."""
        text = normalise(text).lower().replace("’", "'")
        language = language_of(text) or "zh"
        if len(text) > self._longest[language]:
            return None
        names_service = self._service[language].search(text) is not None
        sentences = [part for part in _SENTENCE_END.split(text) if part.strip()]
        for topic, patterns in self._topics[language].items():
            if names_service and not patterns.even_with_service:
                continue
            if patterns.unless is not None and patterns.unless.search(text):
                continue
            if any(_is_told(sentence, patterns) for sentence in sentences):
                return topic
        return None


def _is_told(sentence: str, patterns: _Patterns) -> bool:
    if not patterns.cues.search(sentence):
        return False
    return patterns.beside is None or patterns.beside.search(sentence) is not None


def _patterns(rules: _TopicFile, language: Language) -> _Patterns:
    return _Patterns(
        cues=_compile(rules.cues, language),
        beside=_compile(rules.beside, language) if rules.beside else None,
        unless=_compile(rules.unless, language) if rules.unless else None,
        even_with_service=rules.even_with_service,
    )


def _compile(words: Words, language: Language) -> re.Pattern[str]:
    return re.compile("|".join(compile_cue(cue, language).pattern for cue in words.in_language(language)))
