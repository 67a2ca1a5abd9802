"""`bangban knowledge check` looks at all that Bangban knows."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from knowledge import check, full_check, other_texts
from knowledge.article import Article
from knowledge.characters import Reader
from knowledge.eligibility.facts import FACTS
from knowledge.eligibility.rules_file import RULES, read_rules
from knowledge.glossary import FILE as GLOSSARY
from knowledge.glossary import read_glossary
from knowledge.guides.guide import FOLDER as GUIDES
from knowledge.guides.guide import read_guides
from knowledge.knowledge_file import Problem

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 25)
NO_TERMS = Reader(None)


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return check.read()[0]


def test_the_product_has_no_mistake_on_any_day() -> None:
    for day in (TODAY, date(2027, 1, 1), date(2036, 1, 1)):
        assert full_check.everything(day).mistakes == ()


def test_reminders_come_with_the_days() -> None:
    soon, late = full_check.everything(date(2026, 12, 1)), full_check.everything(date(2027, 1, 1))

    assert any("This ends on 2026-12-31" in one.sentence for one in soon.reminders)
    assert any("This has ended on 2026-12-31" in one.sentence for one in late.reminders)


def test_the_whole_check_takes_less_than_five_seconds() -> None:
    start = time.perf_counter()
    full_check.everything(TODAY)
    assert time.perf_counter() - start < 5


def test_another_folder_is_checked_without_what_goes_with_the_product(tmp_path: Path) -> None:
    shutil.copy(check.SERVICES / "fraud.yml", tmp_path)

    found = full_check.everything(TODAY, tmp_path)

    assert found.mistakes
    assert {(one.file, one.sentence[:19]) for one in found.mistakes} == {("fraud.yml", "The related service")}


def test_pages_of_places_are_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "350102.yml").write_text('region: "350102"\n', encoding="utf-8")

    found = full_check.everything(TODAY, pages=tmp_path)

    assert [one.file for one in found.mistakes] == ["places/350102.yml"]
    assert found.pages == 0


def planted(file: Path, right: str, wrong: str) -> int:
    """Put `wrong` in the place of the first `right` of `file`; return its line."""
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return text[: text.index(right)].count("\n") + 1


def told(found: list[Problem]) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.sentence) for one in found]


ONE_ALONE = "The Chinese names “77岁”, the English does not: make them agree."


def test_a_number_in_one_language_of_a_rule_is_reported(tmp_path: Path, articles: dict[str, Article]) -> None:
    folder = shutil.copytree(RULES, tmp_path / "rules")
    line = planted(folder / "minimum_living.yml", "met: {zh: ", "met: {zh: 77岁，")
    _, rules, problems = read_rules(FACTS, folder)
    assert problems == []

    found = [
        one
        for other in other_texts.of_rules(rules.values(), folder)
        for one in other.problems(articles, NO_TERMS)
    ]

    assert ("eligibility/rules/minimum_living.yml", line, ONE_ALONE) in told(found)


def test_a_number_in_one_language_of_a_fact_is_reported(tmp_path: Path, articles: dict[str, Article]) -> None:
    facts = Path(shutil.copy(FACTS, tmp_path / "facts.yml"))
    line = planted(facts, "zh: 要办的人今年多大岁数？", "zh: 77岁，今年多大岁数？")
    book, rules, problems = read_rules(facts)
    assert problems == []

    found = other_texts.of_facts(book, rules.values(), facts).problems(articles, NO_TERMS)

    assert ("eligibility/facts.yml", line + 1, ONE_ALONE) in told(found)


def test_a_number_in_one_language_of_a_guide_is_reported(
    tmp_path: Path, articles: dict[str, Article]
) -> None:
    shutil.copy(GUIDES / "bereavement.yml", tmp_path)
    file = tmp_path / "bereavement.yml"
    line = planted(file, "同一家银行5万内", "同一家银行6万内")
    guides, problems = read_guides(tmp_path)
    assert problems == []

    (other,) = other_texts.of_guides(guides.values(), tmp_path)

    assert [one[:2] for one in told(other.problems(articles, NO_TERMS))] == [
        ("guides/bereavement.yml", line)
    ] * 2


def test_a_number_in_one_language_of_the_glossary_is_reported(
    tmp_path: Path, articles: dict[str, Article]
) -> None:
    file = Path(shutil.copy(GLOSSARY, tmp_path / "glossary.yml"))
    line = planted(file, "says: 低保，就是困难家庭按月领的钱。", "says: 低保，就是77岁领的钱。")
    entries, problems = read_glossary(file)
    assert problems == []

    found = other_texts.of_glossary(entries, file).problems(articles, Reader.with_glossary(file))

    assert told(found) == [("glossary.yml", line + 1, ONE_ALONE)]


def test_rare_characters_of_a_guide_are_counted_over_all_of_it(
    tmp_path: Path, articles: dict[str, Article]
) -> None:
    shutil.copy(GUIDES / "job_loss.yml", tmp_path)
    file = tmp_path / "job_loss.yml"
    planted(file, "opening:\n  zh: ", "opening:\n  zh: 羁縻羁縻，羁縻羁縻羁縻羁縻，羁縻羁縻。")
    guides, _ = read_guides(tmp_path)

    (other,) = other_texts.of_guides(guides.values(), tmp_path)

    ((name, _, sentence),) = told(other.problems(articles, Reader.with_glossary()))
    assert name == "guides/job_loss.yml"
    assert "rare ones (羁縻" in sentence


def test_a_rule_under_another_file_name_stops_nothing(tmp_path: Path, articles: dict[str, Article]) -> None:
    _, rules, _ = read_rules()
    others = other_texts.of_rules(rules.values(), tmp_path)
    assert [one for other in others for one in other.problems(articles, NO_TERMS)] == []
