"""The service files of the product: complete, plain, right about recent changes, free of false sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from knowledge import catalogue, check, plain_language
from knowledge.article import LANGUAGES, Article, Aspect, Language
from knowledge.library import Library

ARTICLES, PROBLEMS = check.read()
FUZHOU = ("350102", "350100", "350000")
NOVEMBER = date(2026, 11, 23)
SERVICES = sorted(catalogue.load().services)
# Titles, numbers and claims that circulate but were never issued, or stand on a single web page.
FALSE_CLAIMS = [
    r"人社部发〔2026〕1号",
    r"人社部发〔2026〕3号",
    r"民办函",
    r"3[.点]5 ?[%％]",
    r"0[.点]15",
    r"80.{0,4}89岁",
    r"50.{0,3}200(元|块)",
    r"(380|450|470)(元|块| yuan)",
    r"三力测试",
    r"2023年1月1日",
    r"(长护险|长期护理保险).{0,12}强制",
]


def all_texts(article: Article) -> Iterator[tuple[Language, Aspect, str]]:
    for language in LANGUAGES:
        for aspect in Aspect:
            yield language, aspect, article.texts.in_language(language).of(aspect)
        for region in article.regions.values():
            for aspect, text in region.texts.items():
                yield language, aspect, text.in_language(language)


def said(service: str, aspect: str, place: tuple[str, ...] = (), language: Language = "zh") -> str:
    return Library(ARTICLES).passage(service, Aspect(aspect), language, place, NOVEMBER).text


def test_all_services_of_the_catalogue_pass_the_check() -> None:
    assert PROBLEMS == []
    assert sorted(ARTICLES) == SERVICES
    assert len(SERVICES) == 59


@pytest.mark.parametrize("service", SERVICES)
def test_both_languages_are_complete_and_different(service: str) -> None:
    article = ARTICLES[service]
    for aspect in Aspect:
        chinese, english = (article.texts.in_language(language).of(aspect) for language in LANGUAGES)
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert re.search(r"[a-z]{3}", english)
    assert len(article.asks.zh) >= 10
    assert len(article.asks.en) >= 5


@pytest.mark.parametrize("service", SERVICES)
def test_a_text_is_short_enough_for_two_parts_of_a_message(service: str) -> None:
    for language, aspect, text in all_texts(ARTICLES[service]):
        if language == "zh":
            assert len(text) <= 95, (aspect, text)
        else:
            assert len(text.split()) <= 50, (aspect, text)


@pytest.mark.parametrize("service", SERVICES)
def test_the_first_sentence_stands_alone(service: str) -> None:
    """It neither points back nor is a bare yes or no."""
    for language, aspect, text in all_texts(ARTICLES[service]):
        first = plain_language.sentences(text, language)[0]
        assert not re.match(r"(它|这个|但|而且|另外|所以|还)", first), (aspect, text)
        assert first not in {"可以", "不可以", "要", "不要", "Yes.", "No."}, (aspect, text)


@pytest.mark.parametrize("service", SERVICES)
def test_no_false_claim_is_repeated(service: str) -> None:
    """Of what people ask a false claim may well be part."""
    article = ARTICLES[service]
    said = [text for _, _, text in all_texts(article)]
    said += [f"{source.title.zh} {source.title.en} {source.number}" for source in article.sources.values()]
    for claim in FALSE_CLAIMS:
        assert [text for text in said if re.search(claim, text)] == [], claim


# Social Assistance Law, in force 2026-07-01
def test_temporary_relief_is_asked_for_where_the_trouble_happened() -> None:
    for aspect in ("summary", "where", "steps"):
        assert "出事" in said("temporary_relief", aspect)
    assert "不看户口" in said("temporary_relief", "summary")
    assert "where the trouble happened" in said("temporary_relief", "where", language="en")
    assert not any(
        "户口所在" in text and "不用" not in text for _, _, text in all_texts(ARTICLES["temporary_relief"])
    )


@pytest.mark.parametrize("service", ["temporary_relief", "minimum_living"])
def test_relief_can_be_asked_for_by_another_person_and_by_the_committee(service: str) -> None:
    article = ARTICLES[service]
    assert "别人能替您申请" in said(service, "proxy")
    assert "居委会、村委会也能代您申请" in said(service, "proxy")
    assert article.aspects[Aspect.PROXY].sources == ("social_assistance_law",)
    assert article.sources["social_assistance_law"].number == "主席令第75号"


def test_families_just_above_the_line_and_with_high_costs_are_named() -> None:
    assert "刚够不上低保的家庭" in said("minimum_living", "eligibility")
    assert "重残、重病的人，可以单人申请" in said("minimum_living", "eligibility")
    assert "看病上学花费太大" in said("minimum_living", "eligibility")


# Care voucher, nationwide since 2026-01-01
@pytest.mark.parametrize("place", [(), FUZHOU])
def test_the_care_voucher_is_a_voucher_of_800_yuan_for_its_month(place: tuple[str, ...]) -> None:
    amount = said("elder_care_voucher", "amount", place)

    for fact in ("最高抵800块", "住养老院，服务费抵四成", "在家或社区服务，抵一半", "券当月有效，不能换现金"):
        assert fact in amount
    english = said("elder_care_voucher", "amount", place, "en")
    for fact in ("800 yuan", "40%", "50%"):
        assert fact in english


@pytest.mark.parametrize("aspect", ["summary", "eligibility", "amount", "steps", "where", "mistakes"])
def test_the_care_voucher_tells_to_ask_about_the_next_year(aspect: str) -> None:
    for place in ((), FUZHOU):
        assert re.search("明年.*12345", said("elder_care_voucher", aspect, place))
        assert "12345" in said("elder_care_voucher", aspect, place, "en")


@pytest.mark.parametrize(
    "aspect", ["summary", "eligibility", "amount", "steps", "where", "proxy", "mistakes"]
)
def test_fujian_says_that_its_plan_runs_to_december_2026(aspect: str) -> None:
    assert "2026年12月" in said("elder_care_voucher", aspect, FUZHOU)


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("place", [(), FUZHOU])
def test_nothing_of_the_care_voucher_is_said_in_2027(aspect: Aspect, place: tuple[str, ...]) -> None:
    library = Library(ARTICLES)

    last = library.passage("elder_care_voucher", aspect, "zh", place, date(2026, 12, 31))
    after = library.passage("elder_care_voucher", aspect, "zh", place, date(2027, 1, 1))

    assert (last.expired, bool(last.text)) == (False, True)
    assert (after.expired, after.text) == (True, "")


# Opinion on temporary relief, 2026-01-29
def test_small_quick_relief_takes_three_days_and_is_one_month_of_the_allowance() -> None:
    assert "小额快救”一般不超过3天" in said("temporary_relief", "time")
    assert "最高不超过当地一个月的低保" in said("temporary_relief", "amount")
    assert "小额快救，不用先查家里收入" in said("temporary_relief", "steps")


# Basic pension of residents, national minimum of 2026
def test_the_basic_pension_of_2026_is_163_yuan() -> None:
    texts = [text for _, _, text in all_texts(ARTICLES["resident_pension"])]
    assert any("163" in text for text in texts)
    assert not any(re.search(r"\b(103|123|143)\b", text) for text in texts)


@pytest.mark.parametrize("service", ["old_age_allowance", "minimum_living", "disability_subsidy"])
def test_what_each_place_sets_names_no_amount_for_fuzhou(service: str) -> None:
    article = ARTICLES[service]
    assert article.aspects[Aspect.AMOUNT].local
    for place in ((), FUZHOU):
        for language in LANGUAGES:
            assert plain_language.numbers(said(service, "amount", place, language), language, ["12345"]) == []
    assert "没有可靠的数" in said(service, "amount", FUZHOU)


def test_the_bus_rules_of_fuzhou_name_their_year() -> None:
    for aspect in ("eligibility", "amount", "materials", "where", "fee", "proxy"):
        assert "2017年" in said("senior_card", aspect, FUZHOU)
        assert "2017" in said("senior_card", aspect, FUZHOU, "en")
    assert "原则同意降到65岁" in said("senior_card", "amount", FUZHOU)
    assert "2017" not in said("senior_card", "amount")
