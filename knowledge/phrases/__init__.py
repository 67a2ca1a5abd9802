"""Every fixed sentence that the assistant says, by name and language."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path

import yaml

from knowledge.article import LANGUAGES, Language

FOLDER = Path(__file__).parent


class PhraseError(Exception):
    """The phrase files disagree with each other; the message says where."""


class Phrases:
    """The phrases of all languages; each language has the same names with the same slots."""

    def __init__(self, texts: Mapping[Language, Mapping[str, str]]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Phrases:
        """Read one file a language. Raises PhraseError when a name or a slot is missing in one of them."""
        texts: dict[Language, dict[str, str]] = {}
        for language in LANGUAGES:
            content = yaml.safe_load((folder / f"{language}.yml").read_text(encoding="utf-8"))
            texts[language] = {str(name): str(text) for name, text in content.items()}
        first, *others = LANGUAGES
        for language in others:
            for name in texts[first].keys() ^ texts[language].keys():
                raise PhraseError(f"The phrase “{name}” is not in every language file of {folder}.")
            for name, text in texts[first].items():
                if _slots(text) != _slots(texts[language][name]):
                    raise PhraseError(
                        f"The phrase “{name}” has other slots in {language}.yml than in {first}.yml."
                    )
        return cls(texts)

    def names(self) -> frozenset[str]:
        return frozenset(self._texts[LANGUAGES[0]])

    def text(self, name: str, language: Language) -> str:
        """The phrase with its slots still open, as {place}. Raises KeyError for an unknown name."""
        return self._texts[language][name]

    def say(self, name: str, language: Language, **slots: str) -> str:
        """The phrase with its slots filled. Raises KeyError for an unknown name or a slot not given."""
        return self._texts[language][name].format_map(slots)


def _slots(text: str) -> set[str]:
    return {slot for _, slot, _, _ in string.Formatter().parse(text) if slot}
