"""Danger that is happening now, recognised by rule before anything else is done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.article import LANGUAGES, Language, Words
from knowledge.cues import compile_cue
from knowledge.normalise import language_of, normalise

_FILE = Path(__file__).with_name("danger.yml")
_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_MASK = "\0"

Kind = Literal["fire", "medical", "suicide", "crime", "fraud"]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    story_length: dict[Language, int]
    now: Words
    past: Words
    question: Words
    denied: Words
    harmless: Words
    kinds: dict[Kind, Words] = Field(min_length=5)


class Dangers:
    """Tells whether somebody is in danger now, and in which.

    A sentence that tells of the past or asks about rules is not danger, unless it also says that it is now;
    nor is a long story, since people in danger write little.
    """

    def __init__(self, file: _File) -> None:
        self._story_length = file.story_length
        self._now = _any_of(file.now)
        self._calm = {
            language: _compile(
                (*file.past.in_language(language), *file.question.in_language(language)), language
            )
            for language in LANGUAGES
        }
        self._denied = {
            language: _before(file.denied.in_language(language), language) for language in LANGUAGES
        }
        self._harmless = _any_of(file.harmless)
        self._kinds = {kind: _any_of(words) for kind, words in file.kinds.items()}

    @classmethod
    def load(cls, file: Path = _FILE) -> Self:
        """Read the kept rules. Raises pydantic.ValidationError when the file is wrong."""
        return cls(_File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))))

    def detect(self, text: str) -> Kind | None:
        """The danger in `text`, the gravest first as the file orders them; None when there is none."""
        text = normalise(text).lower().replace("’", "'")
        language = language_of(text) or "zh"
        text = self._harmless[language].sub(lambda match: _MASK * len(match.group()), text)
        story = len(text) > self._story_length[language]
        sentences = [part for part in _SENTENCE_END.split(text) if part.strip()]
        for kind, patterns in self._kinds.items():
            for sentence in sentences:
                if self._is_danger(sentence, patterns[language], language, story):
                    return kind
        return None

    def _is_danger(self, sentence: str, pattern: re.Pattern[str], language: Language, story: bool) -> bool:
        for match in pattern.finditer(sentence):
            if self._denied[language].search(sentence[: match.start()]):
                continue
            if self._now[language].search(sentence):
                return True
            if not story and not self._calm[language].search(sentence):
                return True
        return False


def _any_of(words: Words) -> dict[Language, re.Pattern[str]]:
    return {language: _compile(words.in_language(language), language) for language in LANGUAGES}


def _compile(cues: tuple[str, ...], language: Language) -> re.Pattern[str]:
    return re.compile("|".join(compile_cue(cue, language).pattern for cue in cues))


def _before(cues: tuple[str, ...], language: Language) -> re.Pattern[str]:
    """Matches a text that ends with one of the cues, at most one character or word from its end."""
    rest = r" (?:\w+ )?$" if language == "en" else r"\w?$"
    return re.compile(f"(?:{_compile(cues, language).pattern}){rest}")
