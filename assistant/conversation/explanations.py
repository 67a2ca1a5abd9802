"""Official terms explained where they are said for the first time in a conversation."""

from __future__ import annotations

from collections.abc import Collection

from assistant.conversation.draft import spaced
from assistant.rendering.sms import sentences_of
from knowledge.article import Language
from knowledge.glossary import Glossary


def with_explanations(
    text: str, language: Language, glossary: Glossary, known: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """`text` with each term's explanation after the sentence that says it first, and the terms' ids."""
    told = ""
    explained: list[str] = []
    due = glossary.unexplained(text, language, known)
    for sentence in sentences_of(text, language):
        told = spaced(told, sentence, language)
        said = glossary.unexplained(sentence, language, ())
        for entry in due:
            if entry in said and entry.id not in explained:
                told = spaced(told, entry.says(language), language)
                explained.append(entry.id)
    return told, tuple(explained)
