"""A shorter wording stands for each answer, and says nothing that the answer does not say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge import check, full_check, simple
from knowledge.article import LANGUAGES, Article, Aspect, Language
from knowledge.library import KnowledgeError, Library, Passage
from knowledge.places import Pages, PlacePage
from knowledge.simple import Simple, first_sentence, read_simple, uncovered

TODAY = date(2026, 3, 1)
PROVINCE, CITY = "350000", "350100"
SOURCE = {
    "title": {"zh": "取暖办法", "en": "Fuel rules"},
    "short": {"zh": "办法", "en": "Rules"},
    "issuer": "某局",
    "date": "2025-10-01",
    "grade": "A",
    "checked": "2026-01-05",
}
SUMMARY = "满60岁的老人，冬天每月能领300块取暖钱。要自己去街道的窗口申请。"
SUMMARY_EN = "People of 60 or over get 300 yuan a month for fuel in winter. They apply at the street office."
ELSEWHERE = "先问街道，或打12345。"
ELSEWHERE_EN = "Ask the street office first, or call 12345."


def article() -> Article:
    texts = {aspect.value: ELSEWHERE for aspect in Aspect} | {"summary": SUMMARY}
    english = {aspect.value: ELSEWHERE_EN for aspect in Aspect} | {"summary": SUMMARY_EN}
    value: dict[str, Any] = {
        "id": "winter_fuel",
        "group": "elderly",
        "short": {"zh": "取暖补贴", "en": "winter fuel"},
        "hotlines": ["12345", "12333"],
        "sources": {"rules": SOURCE},
        "aspects": {aspect: {"sources": ["rules"]} for aspect in Aspect},
        "names": {"zh": ["取暖补贴", "失能"], "en": ["winter fuel", "fuel for heirs"]},
        "asks": {"zh": ["咋领"], "en": ["how"]},
        "texts": {"zh": {"title": "取暖补贴", **texts}, "en": {"title": "Winter fuel", **english}},
        "regions": {
            PROVINCE: {
                "aspects": {"amount": {"sources": ["rules"]}, "fee": {"sources": ["rules"]}},
                "texts": {
                    "amount": {
                        "zh": "全省每月400块。钱打到社保卡里。",
                        "en": "It is 400 yuan a month here. The card gets it.",
                    },
                    "fee": {"zh": "这里不收钱。", "en": "It is free here."},
                },
            }
        },
    }
    value["aspects"][Aspect.TIME] = {"sources": ["rules"], "until": "2026-02-28"}
    return Article.model_validate(value)


ARTICLES = {"winter_fuel": article()}
OTHERS = [aspect.value for aspect in Aspect if aspect is not Aspect.SUMMARY]
GOOD = "\n".join(
    [
        "zh:",
        "  summary: 满60岁，冬天每月300块。去街道报。",
        *(f"  {aspect}: 先问街道。" for aspect in OTHERS),
        "en:",
        "  summary: From 60 it is 300 yuan a month. Ask the street office.",
        *(f"  {aspect}: Ask the street office first." for aspect in OTHERS),
        "regions:",
        '  "350000":',
        "    amount: {zh: 全省每月400块。, en: It is 400 yuan a month here.}",
        "    fee: {zh: 不收钱。, en: It is free.}",
        "",
    ]
)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        (tmp_path / "winter_fuel.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def passage(library: Library, aspect: Aspect, language: Language = "zh", path: Sequence[str] = ()) -> Passage:
    return library.passage("winter_fuel", aspect, language, path, TODAY)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "满60岁，冬天每月300块。去街道报。"),
        ("en", "From 60 it is 300 yuan a month. Ask the street office."),
    ],
)
def test_an_answer_has_its_shorter_wording(language: Language, words: str, folder) -> None:
    library = Library(ARTICLES)
    loaded = Simple.load(folder(GOOD), library)

    assert loaded.of(passage(library, Aspect.SUMMARY, language)) == words


def test_a_place_with_its_own_rule_has_its_own_shorter_wording(folder) -> None:
    library = Library(ARTICLES)
    loaded = Simple.load(folder(GOOD), library)

    assert loaded.of(passage(library, Aspect.AMOUNT, "zh", (CITY, PROVINCE))) == "全省每月400块。"
    assert loaded.of(passage(library, Aspect.AMOUNT, "zh", ("110000",))) == "先问街道。"


@pytest.mark.parametrize(("region", "other"), [(CITY, PROVINCE), (PROVINCE, CITY)])
def test_what_a_page_of_a_place_says_falls_back_to_its_first_sentence(
    region: str, other: str, folder
) -> None:
    page = PlacePage.model_validate(
        {
            "region": region,
            "sources": {"notice": SOURCE},
            "services": {
                "winter_fuel": {
                    "aspects": {"amount": {"sources": ["notice"]}},
                    "texts": {
                        "amount": {
                            "zh": "这里每月500块。先去社区。",
                            "en": "It is 500 yuan a month. Go to the community first.",
                        }
                    },
                }
            },
        }
    )
    library = Library(ARTICLES, Pages({region: page}))
    loaded = Simple.load(folder(GOOD), library)

    assert loaded.of(passage(library, Aspect.AMOUNT, "zh", (region, other))) == "这里每月500块。"
    assert loaded.of(passage(library, Aspect.AMOUNT, "en", (region, other))) == "It is 500 yuan a month."
    assert loaded.of(passage(library, Aspect.FEE, "zh", (CITY, PROVINCE))) == "不收钱。"


def test_a_service_without_a_file_falls_back_to_the_first_sentence(tmp_path: Path) -> None:
    library = Library(ARTICLES)
    loaded = Simple.load(tmp_path, library)

    assert loaded.of(passage(library, Aspect.SUMMARY)) == "满60岁的老人，冬天每月能领300块取暖钱。"
    assert loaded.of(passage(library, Aspect.AMOUNT)) == ELSEWHERE


def test_a_text_that_has_changed_since_does_not_get_the_old_wording(folder) -> None:
    loaded = Simple.load(folder(GOOD), Library(ARTICLES))
    texts = ARTICLES["winter_fuel"].texts
    changed = texts.model_copy(update={"zh": texts.zh.model_copy(update={"summary": "停发了。不用再去。"})})
    library = Library({"winter_fuel": ARTICLES["winter_fuel"].model_copy(update={"texts": changed})})

    assert loaded.of(passage(library, Aspect.SUMMARY)) == "停发了。"


def test_a_rule_that_has_ended_has_no_shorter_wording(folder) -> None:
    library = Library(ARTICLES)
    ended = passage(library, Aspect.TIME)
    assert ended.expired

    assert Simple.load(folder(GOOD), library).of(ended) == ""


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("先去街道。再等通知。", "zh", "先去街道。"),
        ("先去街道。", "zh", "先去街道。"),
        ("去吗？去。", "zh", "去吗？"),
        ("他说“不用去。”别信。", "zh", "他说“不用去。”"),
        ("Go first. Then wait.", "en", "Go first."),
        ("Pay 1.5 yuan a day. Then wait.", "en", "Pay 1.5 yuan a day."),
        ("Really? Yes.", "en", "Really?"),
        ("no mark at all", "en", "no mark at all"),
        ("", "zh", ""),
    ],
)
def test_the_first_sentence_keeps_its_mark(text: str, language: Language, first: str) -> None:
    assert first_sentence(text, language) == first


def test_a_right_file_has_no_problem(folder) -> None:
    files, problems = read_simple(folder(GOOD), ARTICLES)

    assert problems == []
    assert set(files) == {"winter_fuel"}


# what is written, what stands there instead, the line that is reported, a part of the sentence
MISTAKES = {
    "a third sentence": ("去街道报。", "去街道报。要早。", 2, "has 3 sentences"),
    "a long sentence": (
        "满60岁，冬天每月300块。",
        "满60岁的老人，冬天每月能领300块。",
        2,
        "has 17 characters",
    ),
    "long together": (
        "满60岁，冬天每月300块。去街道报。",
        "满60岁的老人，冬天每月300块。去街道那边的窗口去报，别人替去不行。",
        2,
        "at most 30",
    ),
    "a wording as long as the text": (
        "满60岁，冬天每月300块。去街道报。",
        SUMMARY,
        2,
        "no shorter than",
    ),
    "a longer wording of a short text": (
        "amount: 先问街道。",
        "amount: 先去街道问，或打12345。",
        4,
        "no shorter",
    ),
    "a number of its own": ("冬天每月300块", "冬天每月350块", 2, "does not name “350块”"),
    "an age of its own": ("满60岁", "满65岁", 2, "does not name “65岁”"),
    "a period in words of its own": ("去街道报", "一年报一回", 2, "does not name “一年”"),
    "a phone of its own": ("去街道报", "打12315", 2, "does not name “12315”"),
    "an official term": ("去街道报", "备案再去", 2, "“备案” is an official term"),
    "office words": ("去街道报", "去街道申请", 2, "“申请” is what offices say"),
    "no full stop": ("去街道报。", "去街道报", 2, "add a full stop"),
    "English in Chinese": ("去街道报", "用APP报", 2, "holds “APP”"),
    "a long English sentence": (
        "Ask the street office.",
        "Ask the people who sit at the window of the street office when you go.",
        14,
        "has 15 words",
    ),
    "long English together": (
        "300 yuan a month. Ask the street office.",
        "300 yuan a month for fuel in winter. Then go and ask at the window of the street office.",
        14,
        "at most 22",
    ),
    "an English number of its own": ("300 yuan a month", "300 yuan a week", 14, "does not name “a week”"),
    "an English term": ("Ask the street office.", "Ask the federation.", 14, "is an official term"),
    "a number in Chinese alone": ("300 yuan a month", "money", 14, "The Chinese names “300块”"),
    "a number in English alone": ("冬天每月300块", "冬天有钱", 14, "The English names “300 yuan”"),
    "an aspect missing": ("  where: 先问街道。\n", "", 1, "“where” is missing in “zh”"),
    "an English aspect missing": ("  where: Ask the street office first.\n", "", 13, "missing in “en”"),
    "an unknown aspect": ("  where: 先", "  wher: 先", 6, "perhaps “where”"),
    "an aspect twice": ("  steps: 先", "  where: 先", 7, "“where” is given twice"),
    "a place without its own text": ('"350000"', '"350100"', 27, "no text of its own for “350100/amount”"),
    "a place missing": ("    fee: {zh: 不收钱。, en: It is free.}\n", "", 26, "“fee” is missing in"),
    "a number of another place": ("全省每月400块", "全省每月300块", 27, "does not name “300块”"),
    "a place that is no code": ('"350000"', "福建", 26, "six digits"),
    "rare characters": ("  fee: 先问街道。", "  fee: 羁縻羁縻。", 1, "are rare ones"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_file_line_and_sentence(name: str, folder) -> None:
    right, wrong, line, sentence = MISTAKES[name]
    assert right in GOOD

    _, problems = read_simple(folder(GOOD.replace(right, wrong, 1)), ARTICLES)

    matching = [problem for problem in problems if sentence in problem.sentence]
    assert [problem.line for problem in matching] == [line], problems
    assert matching[0].file == "simple/winter_fuel.yml"
    assert matching[0].sentence_zh


@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        ("去街道报", "打12333"),  # a hotline of the service, in both languages
        ("去街道报", "去一个街道报"),  # one thing, counted in words
        ("去街道报", "低保也能去报"),  # what everybody knows
        ("去街道报", "备案就是登记"),  # explained where it stands
        ("去街道报", "失能的去报"),  # what the service itself is called
    ],
)
def test_what_the_rules_allow_is_not_reported(right: str, allowed: str, folder) -> None:
    text = GOOD.replace(right, allowed, 1)
    if "12333" in allowed:
        text = text.replace("Ask the street office.", "Call 12333.", 1)

    assert read_simple(folder(text), ARTICLES)[1] == []


def test_a_short_text_may_keep_its_words(folder) -> None:
    text = GOOD.replace("  where: 先问街道。", f"  where: {ELSEWHERE}")
    text = text.replace("  where: Ask the street office first.", f"  where: {ELSEWHERE_EN}")

    assert read_simple(folder(text), ARTICLES)[1] == []


def test_a_wrong_file_is_not_loaded(folder) -> None:
    with pytest.raises(KnowledgeError, match=r"simple/winter_fuel\.yml:2"):
        Simple.load(folder(GOOD.replace("300块", "350块", 1)), Library(ARTICLES))


def test_services_and_files_go_together(tmp_path: Path) -> None:
    (tmp_path / "winter_fule.yml").write_text(GOOD, encoding="utf-8")

    found = [(one.file, one.sentence) for one in uncovered(tmp_path, ARTICLES)]

    assert [name for name, _ in found] == ["simple/winter_fuel.yml", "simple/winter_fule.yml"]
    assert "has no file of shorter wordings" in found[0][1]
    assert "perhaps “winter_fuel”" in found[1][1]


def test_a_place_page_neither_needs_a_shorter_wording_nor_is_held_against_one(folder) -> None:
    path = folder(GOOD)
    page = PlacePage.model_validate(
        {
            "region": PROVINCE,
            "sources": {"notice": SOURCE},
            "services": {
                "winter_fuel": {
                    "aspects": {"amount": {"sources": ["notice"]}, "proxy": {"sources": ["notice"]}},
                    "texts": {
                        "amount": {"zh": "这里不发。", "en": "Nothing is paid here."},
                        "proxy": {"zh": "这里都能去。", "en": "Anyone may go here."},
                    },
                }
            },
        }
    )
    library = Library(ARTICLES, Pages({PROVINCE: page}))

    assert read_simple(path, library.articles, library.pages.right)[1] == []


def test_every_answer_of_the_product_has_a_shorter_wording_that_is_no_longer() -> None:
    library = Library.load()
    loaded = Simple.load(library=library)
    for service, kept in library.articles.items():
        places = [(), *((code,) for code in kept.regions)]
        for aspect in Aspect:
            for language in LANGUAGES:
                for place in places:
                    whole = library.passage(service, aspect, language, place, date(2026, 11, 25))
                    short = loaded.of(whole)
                    assert short, whole
                    assert len(short.split()) <= len(whole.text.split()), whole
                    if language == "zh":
                        assert len(short) <= len(whole.text), whole


def test_every_service_of_the_product_has_a_right_file() -> None:
    articles, _ = check.read()
    files, problems = read_simple(simple.FOLDER, articles)

    assert problems == []
    assert set(files) == set(articles)
    assert uncovered(simple.FOLDER, articles) == []


@pytest.mark.slow
def test_the_whole_check_wants_a_file_for_every_service() -> None:
    found = full_check.beside({**check.read()[0], **ARTICLES})

    assert "simple/winter_fuel.yml" in {problem.file for problem in found}


def test_the_command_tells_a_service_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert simple.main(["no_such_service"]) == 1
    assert "no_such_service" in capsys.readouterr().err


def test_the_command_is_silent_about_right_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert simple.main(["child_subsidy"]) == 0
    assert capsys.readouterr().out == ""
