"""Reading the facts and the rules, and reporting every mistake in them with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge import plain_language
from knowledge.article import LANGUAGES, Article, Bilingual
from knowledge.eligibility.facts import FACTS, Fact, FactBook
from knowledge.eligibility.logic import Test, facts_of, tests_of
from knowledge.eligibility.rules import Condition, Rule
from knowledge.knowledge_file import KnowledgeFile, Place, Problem, read_model

RULES = Path(__file__).with_name("rules")


def read_rules(facts: Path = FACTS, folder: Path = RULES) -> tuple[FactBook, dict[str, Rule], list[Problem]]:
    """The facts, the rules by service, and every mistake that shows without the service files."""
    book_file = KnowledgeFile(facts, "eligibility/")
    book = read_model(book_file, FactBook)
    if book is None:
        return FactBook.empty(), {}, book_file.problems
    files = [KnowledgeFile(path, "eligibility/rules/") for path in sorted(folder.glob("*.yml"))]
    rules: dict[str, Rule] = {}
    for file in files:
        rule = read_model(file, Rule)
        if rule is None:
            continue
        rules[rule.service] = rule
        if rule.service != file.path.stem:
            file.report(("service",), "file_name", id=rule.service)
        _check_rule(file, rule, book)
    _check_facts(book_file, book, rules)
    return book, rules, [problem for file in (book_file, *files) for problem in file.problems]


def check_against(articles: Mapping[str, Article], folder: Path = RULES) -> list[Problem]:
    """What is wrong between the rules of `folder` and the service files: services and sources not there."""
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        file = KnowledgeFile(path, "eligibility/rules/")
        rule = read_model(file, Rule)
        if rule is None:
            continue
        article = articles.get(rule.service)
        if article is None:
            file.report(("service",), "rule_service", name=rule.service)
        else:
            for condition, place in _conditions(rule):
                for source in condition.sources:
                    if source not in article.sources:
                        file.report((*place, "sources"), "rule_source", name=source)
                if all(article.sources[s].grade == "C" for s in condition.sources if s in article.sources):
                    file.report((*place, "sources"), "rule_weak", name=rule.service)
        problems += file.problems
    return problems


def _check_rule(file: KnowledgeFile, rule: Rule, book: FactBook) -> None:
    for condition, place in _conditions(rule):
        for test in tests_of(condition.when):
            _check_test(file, (*place, "when"), test, book)
        for name in ("met", "unmet", "open"):
            _check_words(file, (*place, name), getattr(condition, name))


def _check_test(file: KnowledgeFile, place: Place, test: Test, book: FactBook) -> None:
    fact = book.facts.get(test.fact)
    if fact is None:
        file.report(place, "fact_unknown", name=test.fact)
        return
    allowed: Mapping[str, tuple[object, ...]] = {
        "yes_no": (True, False),
        "choice": tuple(fact.choices),
        "number": (),
    }
    wrong = [value for value in test.accepted if value not in allowed[fact.kind]]
    if wrong or (fact.kind == "number") == bool(test.accepted):
        file.report(place, "fact_value", name=test.fact, words=str(wrong[0] if wrong else fact.kind))


def _check_facts(file: KnowledgeFile, book: FactBook, rules: Mapping[str, Rule]) -> None:
    used = {
        fact for rule in rules.values() for condition in rule.everywhere for fact in facts_of(condition.when)
    }
    for name, fact in book.facts.items():
        place: Place = ("facts", name)
        if fact.id != name:
            file.report((*place, "id"), "fact_name", name=fact.id)
        if (fact.kind == "choice") != bool(fact.choices):
            file.report(place, "fact_choices", name=name)
        if name not in used:
            file.report(place, "fact_unused", name=name)
        for said, where in _said(fact):
            _check_words(file, (*place, *where), said, whole=where == ("question",))


def _said(fact: Fact) -> Iterator[tuple[Bilingual, tuple[str, ...]]]:
    yield fact.question, ("question",)
    for name, choice in fact.choices.items():
        yield choice.label, ("choices", name, "label")


def _check_words(file: KnowledgeFile, place: Place, said: Bilingual, *, whole: bool = True) -> None:
    for language in LANGUAGES:
        for code, values in plain_language.mistakes(said.in_language(language), language):
            if whole or code != "not_closed":
                file.report((*place, language), code, **values)


def _conditions(rule: Rule) -> Iterator[tuple[Condition, Place]]:
    for number, condition in enumerate(rule.conditions):
        yield condition, ("conditions", number)
    for code, place in rule.regions.items():
        for number, condition in enumerate(place.conditions):
            yield condition, ("regions", code, "conditions", number)
