"""What the library says, for which place and until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.article import Article, Aspect, Bilingual
from knowledge.library import KnowledgeError, Library

TODAY = date(2026, 3, 1)


def build_library() -> Library:
    texts = {aspect.value: f"全国{aspect.value}。" for aspect in Aspect}
    source = {
        "short": {"zh": "办法", "en": "Rules"},
        "issuer": "某局",
        "date": "2025-10-01",
        "checked": "2026-01-05",
    }
    article = Article.model_validate(
        {
            "id": "winter_fuel",
            "group": "elderly",
            "short": {"zh": "取暖补贴", "en": "winter fuel"},
            "hotlines": ["12345"],
            "sources": {
                "national": {"title": {"zh": "全国办法", "en": "National rules"}, "grade": "A", **source},
                "city": {"title": {"zh": "市办法", "en": "City rules"}, "grade": "B", **source},
            },
            "aspects": {
                aspect: {"sources": ["national"], "until": "2026-06-30" if aspect is Aspect.AMOUNT else None}
                for aspect in Aspect
            },
            "names": {"zh": ["取暖补贴"], "en": ["winter fuel"]},
            "asks": {"zh": ["咋领"], "en": ["how"]},
            "texts": {
                "zh": {"title": "取暖补贴", **texts},
                "en": {
                    "title": "Winter fuel",
                    **{aspect.value: f"National {aspect.value}." for aspect in Aspect},
                },
            },
            "regions": {
                "350000": {
                    "aspects": {
                        "amount": {"sources": ["city"], "local": True},
                        "where": {"sources": ["city"], "until": "2026-03-31"},
                    },
                    "texts": {
                        "amount": {"zh": "全省三百块。", "en": "Province 300."},
                        "where": {"zh": "全省街道。", "en": "Province street."},
                    },
                },
                "350100": {
                    "aspects": {"amount": {"confirm": True}},
                    "texts": {"amount": {"zh": "本市请问街道。", "en": "Ask the street office."}},
                },
            },
        }
    )
    return Library({"winter_fuel": article})


def test_a_passage_carries_its_text_its_sources_and_its_facts() -> None:
    passage = build_library().passage("winter_fuel", Aspect.FEE, "en", (), TODAY)

    assert passage.text == "National fee."
    assert [source.title for source in passage.sources] == [Bilingual(zh="全国办法", en="National rules")]
    assert (passage.service, passage.aspect, passage.language) == ("winter_fuel", Aspect.FEE, "en")
    assert (passage.local, passage.confirm, passage.expired, passage.region) == (False, False, False, None)


@pytest.mark.parametrize(
    ("path", "text", "region"),
    [
        ((), "全国amount。", None),
        (("110101", "110000"), "全国amount。", None),
        (("350000",), "全省三百块。", "350000"),
        (("350200", "350000"), "全省三百块。", "350000"),
        (("350102", "350100", "350000"), "本市请问街道。", "350100"),
    ],
)
def test_the_most_specific_place_with_its_own_rule_wins(
    path: tuple[str, ...], text: str, region: str | None
) -> None:
    passage = build_library().passage("winter_fuel", Aspect.AMOUNT, "zh", path, TODAY)

    assert (passage.text, passage.region) == (text, region)


def test_a_place_brings_its_own_facts_and_sources_with_its_text() -> None:
    library = build_library()

    province = library.passage("winter_fuel", Aspect.AMOUNT, "zh", ("350000",), TODAY)
    city = library.passage("winter_fuel", Aspect.AMOUNT, "zh", ("350100", "350000"), TODAY)

    assert (province.local, province.confirm, [source.grade for source in province.sources]) == (
        True,
        False,
        ["B"],
    )
    assert (city.local, city.confirm, city.sources) == (False, True, ())


def test_a_place_without_its_own_rule_for_the_aspect_says_the_next_more_general_one() -> None:
    passage = build_library().passage("winter_fuel", Aspect.WHERE, "en", ("350100", "350000"), TODAY)

    assert (passage.text, passage.region) == ("Province street.", "350000")


@pytest.mark.parametrize(("day", "expired"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_a_rule_is_said_through_its_last_day_and_its_text_is_gone_after(day: date, expired: bool) -> None:
    passage = build_library().passage("winter_fuel", Aspect.AMOUNT, "zh", (), day)

    assert passage.expired is expired
    assert passage.text == ("" if expired else "全国amount。")
    assert passage.until == date(2026, 6, 30)


def test_a_place_whose_own_rule_ended_does_not_fall_back_to_the_general_one() -> None:
    passage = build_library().passage(
        "winter_fuel", Aspect.WHERE, "zh", ("350100", "350000"), date(2026, 4, 1)
    )

    assert (passage.expired, passage.text, passage.region) == (True, "", "350000")


def test_an_unknown_service_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        build_library().get("moon_tax")


def test_articles_cannot_be_changed_from_outside() -> None:
    library = build_library()

    with pytest.raises(TypeError):
        library.articles["other"] = library.get("winter_fuel")  # type: ignore[index]


def test_a_wrong_file_stops_the_loading_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "winter_fuel.yml").write_text("id: winter_fuel\ngroup: nobody\n", encoding="utf-8")

    with pytest.raises(KnowledgeError) as raised:
        Library.load(tmp_path)

    assert ("winter_fuel.yml", 2) in [(problem.file, problem.line) for problem in raised.value.problems]
    assert "winter_fuel.yml:2: “group” must be one of" in str(raised.value)


def test_the_product_loads_whatever_the_date() -> None:
    library = Library.load()

    for day in (date(2026, 11, 23), date(2030, 1, 1)):
        for service in library.articles:
            for aspect in Aspect:
                passage = library.passage(service, aspect, "zh", ("350102", "350100", "350000"), day)
                assert passage.expired or passage.text
