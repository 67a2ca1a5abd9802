"""All that Bangban knows, checked as a whole: `bangban knowledge check`.

What a service file must be by itself is in knowledge/check.py, which every start goes through as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge import catalogue, characters, check, combinations, other_texts, places, reminders, simple
from knowledge.article import Article
from knowledge.eligibility.rules_file import check_against, read_rules
from knowledge.glossary import read_glossary
from knowledge.guides.guide import read_guides
from knowledge.knowledge_file import KnowledgeFile, Problem
from knowledge.phrase_check import read_phrases

_COMMONEST = 20


@dataclass(frozen=True, slots=True)
class Findings:
    """Mistakes are to be mended; reminders come with the days. `pages` counts the right pages of places."""

    mistakes: tuple[Problem, ...]
    reminders: tuple[Problem, ...]
    pages: int = 0


def everything(today: date, folder: Path | None = None, pages: Path | None = None) -> Findings:
    """What is wrong in the service files of `folder` and the place pages of `pages`, as of `today`.

    Without `folder` it is the product's own, and all that goes with it is checked: catalogue, rules of
    eligibility, guides, glossary, phrases, shorter wordings and combinations. What is held against the
    services waits until all can be read.
    """
    folder = folder or check.SERVICES
    articles, mistakes = check.read(folder)
    if folder.resolve() == check.SERVICES.resolve():
        mistakes += catalogue.uncovered(folder)
        if len(articles) == len(list(folder.glob("*.yml"))):
            mistakes += beside(articles)
    doubtful = reminders.of_services(folder, today)
    if pages is None:
        return Findings(tuple(mistakes), tuple(doubtful))
    found = places.read_for_report(pages, folder)
    mistakes += found.problems
    doubtful += reminders.of_pages(pages, today)
    return Findings(tuple(mistakes), tuple(doubtful), len(found.right))


def beside(articles: Mapping[str, Article]) -> list[Problem]:
    """What is wrong in the texts beside the service files, held against `articles`, and in all together."""
    reader = characters.Reader.with_glossary()
    book, rules, wrong_rules = read_rules()
    guides, wrong_guides = read_guides(articles=articles)
    entries, wrong_entries = read_glossary()
    phrases, wrong_phrases = read_phrases(reader)
    shorter, wrong_shorter = simple.read_simple(simple.FOLDER, articles)
    pairs, wrong_pairs = combinations.read_combinations(articles=articles)
    others = [
        *other_texts.of_rules(rules.values()),
        other_texts.of_facts(book, rules.values()),
        *other_texts.of_guides(guides.values()),
        other_texts.of_glossary(entries),
        *([combinations.texts_of(pairs)] if pairs else []),
    ]
    return [
        *wrong_rules,
        *check_against(articles),
        *wrong_guides,
        *wrong_entries,
        *wrong_phrases,
        *wrong_shorter,
        *wrong_pairs,
        *simple.uncovered(simple.FOLDER, articles),
        *(problem for other in others for problem in other.problems(articles, reader)),
        *together(
            [
                *_of_services(articles),
                *phrases.values(),
                *simple.chinese(shorter),
                *(other.chinese for other in others),
            ]
        ),
    ]


def _of_services(articles: Mapping[str, Article]) -> Iterator[str]:
    for article in articles.values():
        for spoken in check.spoken_of(article):
            yield from (text for language, text, _ in spoken.texts if language == "zh")


def together(texts: Iterable[str]) -> list[Problem]:
    """Whether too many of all characters are rare, names and terms counted."""
    whole = "".join(texts)
    count, rare = len(characters.han(whole)), characters.uncommon(whole)
    if 100 * len(rare) <= (100 - characters.LEAST) * count:
        return []
    words = "".join(character for character, _ in Counter(rare).most_common(_COMMONEST))
    file = KnowledgeFile(check.SERVICES)
    file.report_at(1, "rare_together", words=words, found=len(rare), count=count)
    return file.problems
