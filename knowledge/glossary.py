"""Official terms in plain words: which of them a text says without explaining them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from knowledge import plain_language
from knowledge.article import LANGUAGES, Language, Text
from knowledge.knowledge_file import KnowledgeFile, Problem, read_model
from knowledge.library import KnowledgeError
from knowledge.normalise import normalise

FILE = Path(__file__).with_name("glossary.yml")

_EXPLAINED_AFTER: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"[”’》]?(?:[，,]?(?:就是|也就是|即|是指|指的是|是)(?!骗|不|两回|另)"
        r"|[^，。；：、！？]{1,4}[，,]也?就是(?!骗))"
    ),
    "en": re.compile(
        r",? (?:meaning|means)\b|, that is,"
        r"|,? (?:is|are) (?:an?|the|what|money|monthly|help|people|those|someone)\b"
    ),
}
"""What follows a term that the text explains: 失能，就是…; 签注一次，就是…; dibao is monthly …"""
_EXPLAINED_BEFORE: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?:这|它|就|[，,])叫做?[“‘]?$"),
    "en": re.compile(r"\bcalled (?:an? |the )?$"),
}
_LONGEST_BEFORE = 12
"""How far before a term "called the" may begin."""
_ASKS_MEANING: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:啥子?|什么|甚么|么子)(?:个|的)?意思"
        r"|(?<!是)(?:什么|啥子?)叫做?(?!我|您|你|他|她|不|没|车|救护|人)"
        r"|(?:这|那|刚才|刚刚|您说|你说)[^。!?,;]{0,8}是(?:啥子?|什么)(?:东西|玩意|词|话)?[啊呀呢哦]?[?。!]?$"
        r"|^[^。!?,;]{1,8}(?<!材料)(?<!条件)(?<!电话)(?<!号码)(?<!地址)(?<!标准)(?<!流程)(?<!手续)(?<!步骤)"
        r"(?<!政策)(?<!规定)(?<!原因)(?<!理由)(?<!区别)(?<!时间)(?<!要求)(?<!好处)(?<!部门)(?<!单位)(?<!名字)"
        r"是啥子?(?:东西|玩意)?[啊呀呢哦]?[?。!]?$"
    ),
    "en": re.compile(
        r"\bwhat (?:does|do|did) (?!you mean\b).{1,40}\bmean\b|\bwhat (?:do|did) you mean by\b"
        r"|\bwhat(?:'s| is) (?:the )?meaning of\b|\bmeaning of (?:the word )?\w+"
        r"|\bwhat(?:'s| is) (?:meant by|that word|this word)\b"
    ),
}
"""A question what words mean. “低保是什么” asks about the service and is none; “低保是啥意思” is one."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(_Strict):
    """A term with its other forms, and the sentence that explains it."""

    term: Text
    also: tuple[Text, ...] = ()
    says: Text

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.term, *self.also)


class Entry(_Strict):
    """One term. Its id is the Chinese one; what has no official name in English has no English."""

    zh: Term
    en: Term | None = None

    @property
    def id(self) -> str:
        return self.zh.term

    def in_language(self, language: Language) -> Term | None:
        return self.zh if language == "zh" else self.en

    def says(self, language: Language) -> str:
        """The explanation. Raises LookupError when the entry has none in `language`."""
        term = self.in_language(language)
        if term is None:
            raise LookupError(f"“{self.id}” is not explained in {language}")
        return term.says


class _File(_Strict):
    terms: tuple[Entry, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    pattern: re.Pattern[str]
    entry: Entry


class Glossary:
    """All terms, looked for in what is about to be said."""

    def __init__(self, entries: Collection[Entry]) -> None:
        self.entries = tuple(entries)
        self._forms = {language: tuple(_forms(self.entries, language)) for language in LANGUAGES}

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises KnowledgeError when the file is wrong."""
        entries, problems = read_glossary(file)
        if problems:
            raise KnowledgeError(problems)
        return cls(entries)

    def unexplained(self, text: str, language: Language, known: Collection[str]) -> tuple[Entry, ...]:
        """The entries that `text` says, that it does not explain and whose id is not in `known`.

        They stand in the order in which they are said. Where terms overlap only the longest counts, also when
        that one is known.
        """
        lowered = text.lower()
        first: dict[str, tuple[int, Entry]] = {}
        explained: set[str] = set()
        for start, end, entry in self._found(lowered, language):
            if entry.id not in first or start < first[entry.id][0]:
                first[entry.id] = (start, entry)
            if _is_explained(lowered, start, end, language):
                explained.add(entry.id)
        said = sorted(first.values(), key=lambda place: place[0])
        return tuple(entry for _, entry in said if entry.id not in explained and entry.id not in known)

    def said(self, text: str, language: Language) -> tuple[Entry, ...]:
        """The entries that `text` says, explained there or not, in the order in which they are said.

        Where terms overlap only the longest counts.
        """
        found = sorted(self._found(text.lower(), language), key=lambda place: place[0])
        return tuple({entry.id: entry for _, _, entry in found}.values())

    def named(self, text: str, language: Language) -> Entry | None:
        """The entry that a question names, the longest of them; None when it names none."""
        asked = normalise(text).lower()
        return next((entry for _, _, entry in self._found(asked, language)), None)

    @staticmethod
    def asks_meaning(text: str, language: Language) -> bool:
        """Whether `text` asks what words mean, whichever words: 啥意思, 什么叫统筹, what does dibao mean."""
        asked = normalise(text).lower().replace("’", "'")
        return _ASKS_MEANING[language].search(asked) is not None

    def _found(self, lowered: str, language: Language) -> Iterator[tuple[int, int, Entry]]:
        """Where terms stand in a text in lower case, the longest first; of overlapping ones that one."""
        taken = bytearray(len(lowered))
        for form in self._forms[language]:
            if form.text not in lowered:
                continue
            for match in form.pattern.finditer(lowered):
                start, end = match.span()
                if any(taken[start:end]):
                    continue
                taken[start:end] = b"\x01" * (end - start)
                yield start, end, form.entry


def read_glossary(file: Path = FILE) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The entries and every mistake in the file."""
    report = KnowledgeFile(file)
    model = read_model(report, _File)
    if model is None:
        return (), report.problems
    for language in LANGUAGES:
        seen: set[str] = set()
        for number, entry in enumerate(model.terms):
            term = entry.in_language(language)
            if term is None:
                continue
            for form in term.forms:
                if form.lower() in seen:
                    report.report(("terms", number, language), "twice", name=form)
                seen.add(form.lower())
            for code, values in plain_language.mistakes(term.says, language):
                report.report(("terms", number, language, "says"), code, **values)
    return model.terms, report.problems


def _forms(entries: Collection[Entry], language: Language) -> list[_Form]:
    """Every form of every term, the longest first."""
    forms = [
        _Form(form.lower(), _pattern(form.lower(), language), entry)
        for entry in entries
        if (term := entry.in_language(language)) is not None
        for form in term.forms
    ]
    return sorted(forms, key=lambda form: -len(form.text))


def _pattern(form: str, language: Language) -> re.Pattern[str]:
    """A Chinese form may stand anywhere, an English one only as whole words."""
    pattern = re.escape(form)
    return re.compile(rf"(?<![a-z]){pattern}(?![a-z])" if language == "en" else pattern)


def _is_explained(text: str, start: int, end: int, language: Language) -> bool:
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    return bool(_EXPLAINED_AFTER[language].match(text, end) or _EXPLAINED_BEFORE[language].search(before))
