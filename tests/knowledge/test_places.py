"""A place's page goes before the service files; a page with a mistake is reported and left out whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge import check, place_template, places, reminders
from knowledge.article import Article, Aspect
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.regions import Regions

TODAY = date(2026, 11, 25)
GULOU, TAIJIANG, FUZHOU, FUJIAN = "350102", "350103", "350100", "350000"
FILE = f"{GULOU}.yml"
GOOD = """\
region: "350102"
hotlines: ["0591-87654321"]

sources:
  notice:
    title: {zh: 区高龄津贴通知, en: District notice on the old-age allowance}
    short: {zh: 区通知, en: District notice}
    issuer: 某区民政局
    date: 2026-10-01
    grade: A
    checked: 2026-11-20
  rumour:
    title: {zh: 网上的转述, en: A report on the web}
    short: {zh: 转述, en: Report}
    issuer: 某网页
    date: 2026-10-01
    grade: C
    checked: 2026-11-20

services:
  old_age_allowance:
    aspects:
      amount: {sources: [notice], until: 2027-12-31}
      materials: {sources: [rumour], confirm: true}
    texts:
      amount:
        zh: 满80岁，每月发100块。
        en: From age 80 it is 100 yuan a month.
      materials:
        zh: 带身份证。可打0591-87654321问。
        en: Bring the identity card. Or call 0591-87654321.
  senior_card:
    aspects:
      where: {sources: [notice]}
    texts:
      where: {zh: 去区政务大厅。, en: Go to the district service hall.}
"""


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return check.read()[0]


@pytest.fixture
def read(articles, tmp_path: Path) -> Callable[..., places.Pages]:
    """Reads pages given by file name."""

    def read_pages(**pages: str) -> places.Pages:
        for name, text in pages.items():
            (tmp_path / f"{name.lstrip('p')}.yml").write_text(text, encoding="utf-8")
        return places.read(tmp_path, articles)

    return read_pages


@pytest.fixture
def library(articles, read) -> Callable[..., Library]:
    def load(**pages: str) -> Library:
        return Library(articles, read(**pages))

    return load


def said(library: Library, service: str, aspect: Aspect, *path: str, today: date = TODAY):
    return library.passage(service, aspect, "zh", path, today)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_right_page_has_no_problem(read):
    pages = read(p350102=GOOD)

    assert (pages.problems, pages.wrong) == ((), ())
    assert pages.right[GULOU].region == GULOU


def test_a_district_says_its_own_amount_and_the_next_one_what_its_city_says(articles, tmp_path):
    (tmp_path / FILE).write_text(GOOD, encoding="utf-8")
    library = Library.load(places=tmp_path)
    without = Library(articles)

    here = said(library, "old_age_allowance", Aspect.AMOUNT, GULOU, FUZHOU, FUJIAN)
    there = said(library, "old_age_allowance", Aspect.AMOUNT, TAIJIANG, FUZHOU, FUJIAN)

    assert (here.text, here.region, here.until) == ("满80岁，每月发100块。", GULOU, date(2027, 12, 31))
    assert [source.short.zh for source in here.sources] == ["区通知"]
    assert there == said(without, "old_age_allowance", Aspect.AMOUNT, TAIJIANG, FUZHOU, FUJIAN)
    assert there.region == FUZHOU


def test_a_page_goes_before_the_service_file_for_the_same_place_and_aspect_alone(library, articles):
    text = GOOD.replace(GULOU, FUZHOU)
    page, plain = library(p350100=text), Library(articles)

    amount = said(page, "old_age_allowance", Aspect.AMOUNT, GULOU, FUZHOU, FUJIAN)
    eligibility = said(page, "old_age_allowance", Aspect.ELIGIBILITY, GULOU, FUZHOU, FUJIAN)

    assert (amount.text, amount.region) == ("满80岁，每月发100块。", FUZHOU)
    assert eligibility == said(plain, "old_age_allowance", Aspect.ELIGIBILITY, GULOU, FUZHOU, FUJIAN)
    assert eligibility.region == FUZHOU


def test_the_page_of_a_district_goes_before_that_of_its_city(library):
    city = GOOD.replace(GULOU, FUZHOU).replace("100块", "50块").replace("100 yuan", "50 yuan")
    pages = library(p350100=city, p350102=GOOD)

    assert "100块" in said(pages, "old_age_allowance", Aspect.AMOUNT, GULOU, FUZHOU, FUJIAN).text
    assert "50块" in said(pages, "old_age_allowance", Aspect.AMOUNT, TAIJIANG, FUZHOU, FUJIAN).text


def test_what_a_page_does_not_speak_of_stays_as_it_is(library, articles):
    pages = library(p350102=GOOD)

    assert pages.articles.keys() == articles.keys()
    assert pages.get("id_card") == articles["id_card"]
    assert (
        said(pages, "old_age_allowance", Aspect.AMOUNT).text == articles["old_age_allowance"].texts.zh.amount
    )


def test_sources_of_the_same_name_are_kept_apart(library, articles):
    text = re.sub(r"\bnotice\b(?=[:\]])", "elders_law", GOOD)
    pages = library(p350102=text, p350103=text.replace(GULOU, TAIJIANG).replace("区通知", "台江通知"))

    def short(*path: str) -> list[str]:
        return [one.short.zh for one in said(pages, "old_age_allowance", Aspect.AMOUNT, *path).sources]

    assert (short(GULOU), short(TAIJIANG), short()) == (["区通知"], ["台江通知"], ["老年法"])


def test_what_is_to_be_confirmed_on_a_page_is_so_in_the_passage(library):
    passage = said(library(p350102=GOOD), "old_age_allowance", Aspect.MATERIALS, GULOU, FUZHOU, FUJIAN)

    assert (passage.confirm, passage.local, passage.region) == (True, False, GULOU)


def test_a_text_of_a_page_is_said_through_its_last_day_and_ended_after(library, tmp_path):
    pages = library(p350102=GOOD)

    before = said(pages, "old_age_allowance", Aspect.AMOUNT, GULOU, FUZHOU, today=date(2027, 12, 31))
    after = said(pages, "old_age_allowance", Aspect.AMOUNT, GULOU, FUZHOU, today=date(2028, 1, 1))

    assert (before.expired, after.expired) == (False, True)
    assert (after.text, after.region) == ("", GULOU)
    (ended,) = [one for one in reminders.of_pages(tmp_path, date(2028, 1, 1)) if "ended" in one.sentence]
    assert (ended.file, ended.line) == (f"places/{FILE}", line_of(GOOD, "      amount: {"))
    assert "2027-12-31" in ended.sentence


def test_the_example_of_the_guide_for_the_office_is_right(read):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "knowledge.zh-CN.md").read_text(encoding="utf-8")
    (page,) = re.findall(r'```yaml\n(region: "350102".*?)```', guide, re.DOTALL)

    assert read(p350102=page).problems == ()


# what is written, what stands there instead, a part of the line that is reported, a part of the sentence
MISTAKES = {
    "an unknown place": ('"350102"', '"350199"', "region", "“350199” is not known"),
    "another place than the file": ('"350102"', '"350103"', "region", "differs from the region “350103”"),
    "a place of five digits": ('"350102"', '"35010"', "region", "six digits in quotes"),
    "a place without quotes": ('"350102"', "350102", "region", "put it in quotes"),
    "an unknown service": ("  senior_card:", "  senior_cart:", "  senior_cart", "perhaps “senior_card”"),
    "a service by its name": ("  senior_card:", "  老人证:", "  老人证", "write “senior_card”"),
    "a service like none": ("  senior_card:", "  xyz:", "  xyz", "the name of a service file"),
    "an unknown aspect": ("      where: {s", "      wher: {s", "      wher", "; perhaps “where”."),
    "an unknown key": (
        "    texts:\n      where",
        "    text:\n      where",
        "    text:\n      where",
        "here: perhaps “texts”",
    ),
    "facts without a text": (
        "      where: {zh",
        "      fee: {zh",
        "  senior_card",
        "“where” must stand both",
    ),
    "an empty text": ("        zh: 满80岁，每月发100块。", "        zh:", "        zh:\n", "“zh” is empty"),
    "one language alone": (
        "        en: From age 80 it is 100 yuan a month.\n",
        "",
        "      amount:\n",
        "“en” is missing",
    ),
    "a source that is not there": (
        "where: {sources: [notice]}",
        "where: {sources: [notice, law]}",
        "      where: {s",
        "“law” does not stand",
    ),
    "a source of the service file": (
        "where: {sources: [notice]}",
        "where: {sources: [elders_law, notice]}",
        "      where: {s",
        "“elders_law” does not stand",
    ),
    "a source that is not used": ("{sources: [rumour], c", "{c", "  rumour:", "“rumour” is not used"),
    "a source that is too weak": (
        "where: {sources: [notice]}",
        "where: {sources: [rumour]}",
        "      where: {s",
        "no source graded A or B",
    ),
    "checked before it was published": (
        "checked: 2026-11-20\n  rumour",
        "checked: 2026-09-20\n  rumour",
        "    checked: 2026-09",
        "before its own date",
    ),
    "a day that no calendar has": (
        "date: 2026-10-01\n    grade: A",
        "date: 2026-02-30\n    grade: A",
        "    date: 2026-02-30",
        "must be a date such as",
    ),
    "a long clause": (
        "去区政务大厅。",
        "去您现在住的地方的区里政务大厅里。",
        "      where: {zh",
        "add a comma",
    ),
    "no full stop": ("去区政务大厅。", "去区政务大厅", "      where: {zh", "add a full stop"),
    "a number to be confirmed": ("带身份证。", "带2张照片。", "        zh: 带", "to be confirmed"),
    "another number in English": (
        "100 yuan",
        "200 yuan",
        "        en: From age 80",
        "“200 yuan”",
    ),
    "a number on grade C alone": (
        "amount: {sources: [notice]",
        "amount: {sources: [rumour]",
        "        zh: 满80岁",
        "grade C alone",
    ),
    "a phone number not listed": (
        "hotlines: [",
        "hotlines: []  # [",
        "        zh: 带",
        "0591-87654321 does not stand",
    ),
    "a bad layout": ("region: ", "region ", "hotlines", "cannot be read here"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_file_line_and_sentence_and_the_page_is_left_out(name, read):
    right, wrong, reported, sentence = MISTAKES[name]
    assert right in GOOD
    text = GOOD.replace(right, wrong, 1)

    pages = read(p350102=text)

    matching = [problem for problem in pages.problems if sentence in problem.sentence]
    assert [problem.line for problem in matching][:1] == [line_of(text, reported)], pages.problems
    assert matching[0].file == f"places/{FILE}"
    assert re.search(r"[\u4e00-\u9fff]", matching[0].sentence_zh)
    assert pages.right == {}


def test_a_wrong_page_is_left_out_whole_and_the_others_speak(library):
    wrong = GOOD.replace(GULOU, TAIJIANG).replace("去区政务大厅。", "去区政务大厅")
    pages = library(p350102=GOOD, p350103=wrong)

    assert pages.pages.wrong == ("places/350103.yml",)
    assert said(pages, "old_age_allowance", Aspect.AMOUNT, TAIJIANG, FUZHOU).region == FUZHOU
    assert said(pages, "old_age_allowance", Aspect.AMOUNT, GULOU, FUZHOU).region == GULOU


@pytest.mark.parametrize("name", ["350102.yaml", "350102.yml.txt", "350102.YML"])
def test_a_page_under_a_name_that_nobody_reads_is_reported(name, articles, tmp_path):
    (tmp_path / name).write_text(GOOD, encoding="utf-8")

    (found,) = places.read(tmp_path, articles).problems

    assert (found.file, found.line) == (f"places/{name}", 1)
    assert "must end in .yml" in found.sentence


def test_other_files_and_a_folder_that_is_not_there_are_no_pages(articles, tmp_path):
    for name in ("读我.txt", "350102.yml~", "._350102.yml"):
        (tmp_path / name).write_text("-", encoding="utf-8")

    assert places.read(tmp_path, articles) == places.Pages({})
    assert places.read(tmp_path / "none", articles) == places.Pages({})


def test_a_page_that_cannot_be_read_does_not_stop_the_others(read, tmp_path):
    (tmp_path / "350103.yml").mkdir()
    (tmp_path / "350104.yml").write_bytes(GOOD.encode("gb18030"))

    pages = read(p350102=GOOD)

    assert list(pages.right) == [GULOU]
    assert [problem.file for problem in pages.problems] == ["places/350103.yml", "places/350104.yml"]


def test_a_page_without_documents_needs_no_sources(read):
    text = 'region: "350102"\nhotlines:\nsources:\nservices:\n' + GOOD.split("services:\n")[1].split(
        "  senior_card"
    )[0].replace("{sources: [notice], until: 2027-12-31}", "{confirm: true}").replace(
        "{sources: [rumour], confirm: true}", "{confirm: true}"
    ).replace("满80岁，每月发100块。", "钱打到卡上。").replace(
        "From age 80 it is 100 yuan a month.", "It is paid to the card."
    ).replace("可打0591-87654321问。", "").replace(" Or call 0591-87654321.", "")

    assert read(p350102=text).problems == ()


def test_what_a_page_says_of_a_service_whose_own_file_is_wrong_is_not_held_against_it(tmp_path):
    services, pages = tmp_path / "services", tmp_path / "places"
    services.mkdir()
    pages.mkdir()
    for name in ("old_age_allowance", "senior_card"):
        (services / f"{name}.yml").write_text("id: 3\n", encoding="utf-8")
    (pages / FILE).write_text(GOOD, encoding="utf-8")

    assert places.read_for_report(pages, services).problems == ()


def missing_of(library: Library, service: str, *path: str) -> place_template.Missing | None:
    found = {one.article.id: one for one in place_template.missing(library, path)}
    return found.get(service)


def test_missing_is_what_differs_by_place_and_neither_the_place_nor_one_around_it_has_written(
    library, articles
):
    path = (GULOU, FUZHOU, FUJIAN)
    local = [a for a in Aspect if articles["old_age_allowance"].aspects[a].local]
    city = {Aspect.AMOUNT, Aspect.ELIGIBILITY}

    before = missing_of(Library(articles), "old_age_allowance", *path)
    after = missing_of(library(p350102=GOOD), "old_age_allowance", *path)

    assert before is not None
    assert set(before.aspects) == set(local) - city
    assert set(before.above[FUZHOU]) == city
    assert after is not None
    assert set(after.aspects) == set(local) - city - {Aspect.MATERIALS}
    assert after.above[FUZHOU] == (Aspect.ELIGIBILITY,)


def test_a_rule_of_a_city_that_differs_inside_it_is_missing_for_its_districts(library):
    city = GOOD.replace(GULOU, FUZHOU).replace(
        "{sources: [notice], until", "{sources: [notice], local: true, until"
    )
    pages = library(p350100=city)

    district = missing_of(pages, "old_age_allowance", GULOU, FUZHOU, FUJIAN)
    own = missing_of(pages, "old_age_allowance", FUZHOU, FUJIAN)

    assert district is not None
    assert own is not None
    assert (Aspect.AMOUNT in district.aspects, Aspect.AMOUNT in own.aspects) == (True, False)


def test_a_page_to_fill_in_holds_every_missing_entry_behind_a_number_sign(read, articles):
    library, regions, aspects = Library(articles), Regions.load(), Aspects.load()
    text = place_template.page_to_fill(GULOU, library, regions, aspects)

    assert "福建省福州市鼓楼区" in text.splitlines()[0]
    shown = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert shown == ['region: "350102"', "sources:", "services:"]
    for one in place_template.missing(library, regions.path(GULOU)):
        block = text.split(f"#  {one.article.id}:\n")[1].split("\n\n")[0]
        for aspect in one.aspects:
            assert f"#      {aspect}: {{sources: [notice]}}" in block
            assert f"{one.article.texts.zh.title}：{aspects.label(aspect, 'zh')}？" in block
    (found,) = read(p350102=text).problems
    assert "Nothing is filled in yet" in found.sentence


def test_a_page_whose_every_entry_is_laid_open_lacks_nothing_but_the_words(read, articles):
    text = place_template.page_to_fill(FUJIAN, Library(articles), Regions.load(), Aspects.load())
    head, entries = text.split("services:\n")
    sources = re.sub(r"(?m)^#(?=  )", "", head.split("sources:\n")[1])

    pages = read(
        p350000=f'region: "{FUJIAN}"\nsources:\n{sources}services:\n' + re.sub(r"(?m)^#(?=  )", "", entries)
    )

    assert {re.sub("“.*?”", "", problem.sentence.split(":")[0]) for problem in pages.problems} <= {
        " is empty",
        " must be a date such as 2026-12-31.",
        " must be one of",
    }
    assert len(pages.problems) > 100
