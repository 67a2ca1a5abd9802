"""Whether the Chinese and the English text of one thing name the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge import chinese_numbers, english_numbers
from knowledge.article import Bilingual, Language
from knowledge.named_number import Named
from knowledge.plain_language import Mistake, phone_numbers


def named(text: str, language: Language) -> list[Named]:
    """The numbers and telephone numbers that `text` names."""
    found = []
    for phone in sorted(phone_numbers(text), key=len, reverse=True):
        found.append(Named(phone.replace("-", ""), "phone", phone))
        text = re.sub(rf"(?<!\d){re.escape(phone)}(?!\d)", "☎", text)
    return found + (chinese_numbers.numbers(text) if language == "zh" else english_numbers.numbers(text))


def mistakes(said: Bilingual) -> Iterator[Mistake]:
    """The numbers that one language names and the other does not."""
    chinese, english = named(said.zh, "zh"), named(said.en, "en")
    if missed := _missed(chinese, english):
        yield Mistake("chinese_alone", {"words": "、".join(missed)})
    if missed := _missed(english, chinese):
        yield Mistake("english_alone", {"words": "、".join(missed)})


def _missed(here: Iterable[Named], there: Iterable[Named]) -> list[str]:
    """What is named here alone, each once."""
    others = list(there)
    missed = (one.words for one in here if not one.soft and not any(map(one.agrees_with, others)))
    return list(dict.fromkeys(missed))
