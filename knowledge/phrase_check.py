"""Mistakes in the fixed sentences, their slots filled as long as they will be."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import RootModel

from knowledge import plain_language, translation
from knowledge.article import LANGUAGES, Bilingual, Language, Text
from knowledge.characters import Reader
from knowledge.knowledge_file import KnowledgeFile, Problem, read_model
from knowledge.phrases import FOLDER

LONGEST: Mapping[str, int] = {
    "place": 8,
    "hotline": 5,
    "number": 6,
    "title": 12,
    "source": 10,
    "code": 6,
    "other": 6,
    "count": 2,
    "day": 9,
    "time": 7,
    "department": 8,
    "when": 10,
    "who": 4,
    "what": 12,
    "phone": 12,
}
"""The characters of a long filling that is likely, by slot."""

_IN_DIGITS = frozenset({"hotline", "number", "code", "other", "count", "phone"})
# Labels of choices and the beginnings of longer sentences have no full stop.
_OF_WHOLE_SENTENCES = frozenset({"not_closed"})


class _File(RootModel[dict[str, Text]]):
    """Phrases by name."""


def read_phrases(reader: Reader, folder: Path = FOLDER) -> tuple[dict[str, str], list[Problem]]:
    """The Chinese phrases by name, and every mistake of both languages."""
    files = {language: KnowledgeFile(folder / f"{language}.yml", "phrases/") for language in LANGUAGES}
    models = {language: read_model(file, _File) for language, file in files.items()}
    texts = {language: model.root for language, model in models.items() if model is not None}
    for language, phrases in texts.items():
        for name, text in phrases.items():
            for code, values in _mistakes(text, language):
                files[language].report((name,), code, **values)
    if len(texts) == len(LANGUAGES):
        _check_both(files, texts)
    for name, text in texts.get("zh", {}).items():
        for code, values in reader.mistakes(text):
            files["zh"].report((name,), code, **values)
    problems = sorted({problem for file in files.values() for problem in file.problems})
    return texts.get("zh", {}), problems


def _check_both(files: Mapping[Language, KnowledgeFile], texts: Mapping[Language, Mapping[str, str]]) -> None:
    chinese, english = texts["zh"], texts["en"]
    both: tuple[tuple[Language, Language], ...] = (("zh", "en"), ("en", "zh"))
    for here, there in both:
        for name in texts[here].keys() - texts[there].keys():
            files[here].report((name,), "phrase_missing", name=name, other=f"{there}.yml")
    for name in chinese.keys() & english.keys():
        # A brace that is left open has been reported.
        with suppress(ValueError):
            if set(_slots(chinese[name])) != set(_slots(english[name])):
                files["en"].report((name,), "phrase_slots", name=name)
        said = Bilingual(zh=chinese[name], en=english[name])
        for code, values in translation.mistakes(said):
            files["en"].report((name,), code, **values)


def _mistakes(text: str, language: Language) -> Iterator[plain_language.Mistake]:
    try:
        slots = list(_slots(text))
    except ValueError as error:
        yield plain_language.Mistake("other", {"name": text, "detail": str(error)})
        return
    if unknown := [slot for slot in slots if slot not in LONGEST]:
        yield plain_language.Mistake("phrase_slot", {"name": unknown[0], "allowed": ", ".join(LONGEST)})
        return
    filled = text.format_map({slot: _filling(slot, language) for slot in slots})
    for mistake in plain_language.mistakes(filled, language):
        if mistake.code not in _OF_WHOLE_SENTENCES:
            yield mistake


def _filling(slot: str, language: Language) -> str:
    """As long as the longest that is likely; in English a word for every four characters."""
    length = LONGEST[slot]
    if slot in _IN_DIGITS:
        return "0" * length
    return "某" * length if language == "zh" else " ".join(["word"] * (length // 4))


def _slots(text: str) -> Iterator[str]:
    return (slot for _, slot, _, _ in string.Formatter().parse(text) if slot is not None)
