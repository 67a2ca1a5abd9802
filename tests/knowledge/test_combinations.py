"""Whether two services go together is said only where a graded source says so, in either order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge import check
from knowledge.article import LANGUAGES, Language
from knowledge.characters import Reader
from knowledge.combinations import Combinations, read_combinations, texts_of
from knowledge.library import KnowledgeError

COMBINATIONS = Combinations.load()
ARTICLES, _ = check.read()
FUZHOU = ("350102", "350100", "350000")
SHANGHAI = ("310101", "310000")
IN_FORCE = date(2026, 12, 31)
ENDED = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("minimum_living", "child_subsidy", "together"),
        ("minimum_living", "veteran", "together"),
        ("disability_subsidy", "minimum_living", "together"),
        ("disability_subsidy", "destitute_support", "one_of"),
        ("long_term_care", "work_injury", "one_of"),
        ("resident_pension", "employee_pension", "one_of"),
        ("resident_medical_insurance", "employee_medical_insurance", "one_of"),
        ("unemployment", "employee_pension", "one_of"),
        ("survivor_benefit", "work_injury", "one_of"),
        ("work_injury", "employee_pension", "reduces"),
        ("old_age_allowance", "resident_pension", "depends"),
    ],
)
def test_two_services_are_known_in_either_order(one: str, other: str, verdict: str) -> None:
    found = COMBINATIONS.between(one, other)
    assert found is not None
    assert found.verdict == verdict
    assert found.sources
    assert COMBINATIONS.between(other, one) == found


def test_a_service_may_hold_two_parts() -> None:
    found = COMBINATIONS.between("disability_subsidy", "disability_subsidy")
    assert found is not None
    assert found.verdict == "together"
    assert COMBINATIONS.between("minimum_living", "minimum_living") is None


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert COMBINATIONS.between("minimum_living", "orphan_support") is None
    assert COMBINATIONS.between("id_card", "farm_subsidy") is None
    assert COMBINATIONS.between("minimum_living", "poetry") is None


def test_a_rule_of_one_place_holds_there_alone() -> None:
    pair = ("elder_care_voucher", "destitute_support")
    found = COMBINATIONS.between(*pair, FUZHOU, IN_FORCE)
    assert found is not None
    assert found.verdict == "one_of"
    assert COMBINATIONS.between(*pair, SHANGHAI, IN_FORCE) is None
    assert COMBINATIONS.between(*pair) is None


def test_the_rule_of_the_place_goes_before_the_general_one() -> None:
    pair = ("elder_care_voucher", "nursing_home_subsidy")
    there, elsewhere = COMBINATIONS.between(*pair, FUZHOU), COMBINATIONS.between(*pair, SHANGHAI)
    assert there is not None
    assert elsewhere is not None
    assert (there.verdict, elsewhere.verdict) == ("depends", "together")


def test_a_rule_that_has_ended_is_not_said_and_no_other_takes_its_place() -> None:
    pair = ("elder_care_voucher", "nursing_home_subsidy")
    assert COMBINATIONS.between(*pair, FUZHOU, IN_FORCE) is not None
    assert COMBINATIONS.between(*pair, FUZHOU, ENDED) is None
    assert COMBINATIONS.between("minimum_living", "veteran", FUZHOU, ENDED) is not None


def test_the_kept_file_agrees_with_the_services_and_is_easy_to_hear() -> None:
    book, problems = read_combinations(articles=ARTICLES)
    assert problems == []
    assert book is not None
    assert len(book.pairs) >= 25
    assert texts_of(book).problems(ARTICLES, Reader.with_glossary()) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "跟低保能一起领吗"),
        ("zh", "能不能同时领"),
        ("zh", "这两个冲突吗"),
        ("zh", "领了低保还能领高龄津贴吗"),
        ("zh", "拿了退休金还能不能拿农保，还是只能领一个"),
        ("zh", "只能选一样吗"),
        ("zh", "两个都要行不行"),
        ("zh", "两样都能拿吗"),
        ("zh", "吃低保还能申请临时救助吗"),
        ("zh", "会不会影响低保"),
        ("zh", "養老券和長護險能一起領嗎"),
        ("en", "can I get both"),
        ("en", "can I have them at the same time"),
        ("en", "If I get dibao, can I still get the allowance"),
        ("en", "does it count as income"),
        ("en", "do they clash"),
    ],
)
def test_a_question_about_two_at_once_is_recognised(language: Language, text: str) -> None:
    assert COMBINATIONS.asks(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "低保怎么申请"),
        ("zh", "我们两个人一起去行吗"),
        ("zh", "两边都不批怎么办"),
        ("zh", "一个人能同时办两种慢病吗"),
        ("zh", "要带什么"),
        ("zh", "捡破烂算收入吗"),
        ("en", "how do I apply"),
        ("en", "can I still get a pension"),
        ("en", "do both parents have to come"),
    ],
)
def test_a_question_about_one_thing_is_not(language: Language, text: str) -> None:
    assert not COMBINATIONS.asks(text, language)


def test_a_long_story_is_no_such_question() -> None:
    story = "我家在村里住了很多年，老伴身体不好，孩子在外面打工，一年到头也回不来一次，" * 2
    assert COMBINATIONS.asks("能一起领吗", "zh")
    assert not COMBINATIONS.asks(story + "能一起领吗", "zh")


def test_few_known_questions_about_one_service_are_taken_for_it() -> None:
    questions = [
        (language, question)
        for article in ARTICLES.values()
        for language in LANGUAGES
        for question in article.asks.in_language(language)
    ]
    taken = [question for language, question in questions if COMBINATIONS.asks(question, language)]
    assert 0 < len(taken) < 0.01 * len(questions)


GOOD = """\
asks: {zh: [一起领], en: [get both]}
sources:
  law:
    title: {zh: 某法, en: A law}
    short: {zh: 某法, en: Law}
    issuer: 某机关
    date: 2020-01-01
    grade: A
    checked: 2026-11-25
pairs:
  - services: [minimum_living, veteran]
    verdict: together
    sources: [law]
    text: {zh: 能一起领。, en: Yes.}
  - services: [minimum_living, veteran]
    verdict: depends
    sources: [law]
    regions: ["350000"]
    text: {zh: 在福建，打12345问。, en: "In Fujian, call 12345."}
"""

# what is written, what stands there instead, the line that is reported, a part of the sentence
MISTAKES = {
    "bad layout": ("pairs:\n", "pairs: x\n", 11, "cannot be read here"),
    "no asks": ("asks: {zh: [一起领], en: [get both]}\n", "", 1, "“asks” is missing"),
    "an unknown key": ("verdict: together", "verdikt: together", 12, "“verdikt” is not known here"),
    "an unknown verdict": ("verdict: together", "verdict: maybe", 12, "must be one of"),
    "one service": ("services: [minimum_living, veteran]", "services: [minimum_living]", 11, "missing"),
    "no source": ("sources: [law]", "sources: []", 13, "“sources” is empty"),
    "an unknown source": ("sources: [law]", "sources: [laws]", 13, "“laws” does not stand in"),
    "a weak source": ("grade: A", "grade: C", 13, "has no source graded A or B"),
    "a source checked early": ("checked: 2026-11-25", "checked: 2019-01-01", 9, "before its own date"),
    "the same pair twice": ('    regions: ["350000"]\n', "", 15, "is given twice"),
    "the same place twice": ('["350000"]', '["350000", "350000"]', 15, "is given twice"),
    "an unknown place": ('["350000"]', '["999999"]', 18, "“999999” is not known"),
    "an unknown service": ("[minimum_living, veteran]", "[minimum_livin, veteran]", 11, "no service file"),
    "a long sentence": ("能一起领。", "这两样您都符合条件的话就可以放心一起去窗口领。", 14, "at most 20"),
    "three sentences": ("能一起领。", "能。能。能。", 14, "3 > 2 sentences"),
    "a wrong number": ("打12345问", "打12346问", 19, "12346"),
    "English in Chinese": ("能一起领。", "能APP领。", 14, "holds “APP”"),
}


def write(folder: Path, text: str) -> Path:
    file = folder / "pairs.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_right_file_has_no_problem(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    assert read_combinations(file, ARTICLES)[1] == []
    found = Combinations.load(file).between("veteran", "minimum_living")
    assert found is not None
    assert found.text.zh == "能一起领。"


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_its_line_and_what_to_do(name: str, tmp_path: Path) -> None:
    right, wrong, line, sentence = MISTAKES[name]
    assert right in GOOD

    _, problems = read_combinations(write(tmp_path, GOOD.replace(right, wrong, 1)), ARTICLES)

    matching = [problem for problem in problems if sentence in problem.sentence]
    assert line in {problem.line for problem in matching}, problems
    assert matching[0].file == "pairs.yml"


def test_a_source_is_described_as_in_the_services(tmp_path: Path) -> None:
    text = GOOD.replace("law:", "veterans_rules:", 1).replace("[law]", "[veterans_rules]")
    _, problems = read_combinations(write(tmp_path, text), ARTICLES)
    assert ["veterans_rules" in problem.sentence for problem in problems] == [True]


def test_an_unused_source_is_reported(tmp_path: Path) -> None:
    source = GOOD[GOOD.index("  law:") : GOOD.index("pairs:")]
    text = GOOD.replace("pairs:", source.replace("law:", "other:", 1) + "pairs:")
    _, problems = read_combinations(write(tmp_path, text))
    assert ["“other” is not used" in problem.sentence for problem in problems] == [True]


def test_a_wrong_file_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"pairs\.yml:14"):
        Combinations.load(write(tmp_path, GOOD.replace("能一起领。", "能一起领", 1)))
