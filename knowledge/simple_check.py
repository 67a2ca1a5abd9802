"""Rules for the shorter wording of a text, which is said to a resident who does not understand that text.

A Chinese sentence holds at most 16 characters, an English one at most 14 words, and there are one or two of
them (docs/knowledge.md). A shorter wording says nothing that the text does not say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from knowledge import plain_language, translation
from knowledge.article import LANGUAGES, Article, Bilingual, Language
from knowledge.glossary import Glossary
from knowledge.named_number import Named
from knowledge.plain_language import Mistake

SENTENCES = 2
SENTENCE: Mapping[Language, int] = {"zh": 16, "en": 14}
"""The most that one sentence holds: characters of Chinese, words of English."""
WHOLE: Mapping[Language, int] = {"zh": 30, "en": 22}
"""The most that all sentences hold together."""
SHORT = 20
"""Characters. A Chinese text up to this length may keep it in its shorter wording."""
PLAIN: Mapping[str, str] = {
    "申领": "去领",
    "凭证": "单子",
    "办理": "办",
    "材料": "东西",
    "户籍": "户口",
    "受理": "收下",
    "审核": "看",
    "申请": "去报",
    "提交": "交",
    "缴纳": "交",
}
"""What offices say, and what is said instead of it."""

_EVERYBODY_KNOWS: Mapping[Language, frozenset[str]] = {"zh": frozenset({"低保", "五保"}), "en": frozenset()}
# The rules of every text that the stricter ones here take the place of.
_STRICTER_HERE = frozenset({"long_sentence", "long_english"})


def mistakes(
    short: Bilingual, whole: Bilingual, article: Article, glossary: Glossary
) -> Iterator[tuple[Language, Mistake]]:
    """What is wrong with `short` as the shorter wording of `whole`, and in which language.

    It may name the hotlines of the service, and say what the service is called without explaining it.
    """
    named = {language: translation.named(short.in_language(language), language) for language in LANGUAGES}
    for language in LANGUAGES:
        text, original = short.in_language(language), whole.in_language(language)
        wrong = chain(
            _words(text, language, glossary, _names(article, language)),
            _lengths(text, original, language),
            _numbers(named[language], original, language, article.hotlines),
        )
        yield from ((language, mistake) for mistake in wrong)
    if any(not number.soft for numbers in named.values() for number in numbers):
        yield from (("en", mistake) for mistake in translation.mistakes(short))


def _names(article: Article, language: Language) -> frozenset[str]:
    """What a service is called, in small letters: who asked for it knows such a word."""
    title, short = article.texts.in_language(language).title, article.short.in_language(language)
    return frozenset(name.lower() for name in (title, short, *article.names.in_language(language)))


def _words(text: str, language: Language, glossary: Glossary, names: Collection[str]) -> Iterator[Mistake]:
    for mistake in plain_language.mistakes(text, language):
        if mistake.code not in _STRICTER_HERE:
            yield mistake
    for entry in glossary.unexplained(text, language, _EVERYBODY_KNOWS[language]):
        term = entry.in_language(language)
        if term is not None and not any(form.lower() in names for form in term.forms):
            yield Mistake("simple_term", {"words": term.term})
    if language == "zh":
        for word, instead in PLAIN.items():
            if word in text:
                yield Mistake("simple_jargon", {"words": word, "name": instead})


def _numbers(
    named: Sequence[Named], whole: str, language: Language, hotlines: Collection[str]
) -> Iterator[Mistake]:
    """What the original does not name. One or two things counted in words may be said."""
    doubtful = [
        number
        for number in named
        if not (number.words in hotlines if number.unit == "phone" else number.soft and not number.unit)
    ]
    said = translation.named(whole, language) if doubtful else []
    for number in doubtful:
        if not any(map(number.agrees_with, said)):
            yield Mistake("simple_number", {"words": number.words})


def _lengths(text: str, whole: str, language: Language) -> Iterator[Mistake]:
    kind = "simple_long" if language == "zh" else "simple_long_english"
    sentences = plain_language.sentences(text, language)
    if len(sentences) > SENTENCES:
        yield Mistake("simple_sentences", {"count": len(sentences), "limit": SENTENCES})
    for sentence in sentences:
        if (count := _length(sentence, language)) > SENTENCE[language]:
            yield Mistake(kind, {"words": sentence, "count": count, "limit": SENTENCE[language]})
    count, most = _length(text, language), _length(whole, language)
    if count > WHOLE[language]:
        yield Mistake(kind, {"words": text, "count": count, "limit": WHOLE[language]})
    if count > most or (count == most and language == "zh" and most > SHORT):
        yield Mistake("simple_longer", {"words": text})


def _length(text: str, language: Language) -> int:
    return plain_language.length(text) if language == "zh" else len(text.split())
