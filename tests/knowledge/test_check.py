"""Each kind of mistake in a service file is reported with its file, its line and a sentence."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from knowledge import check
from knowledge.check_words import SENTENCES

FILE = "winter_fuel.yml"
GOOD = """\
id: winter_fuel
group: elderly
short: {zh: 取暖补贴, en: winter fuel}
hotlines: ["12345"]
related: [warm_room]

sources:
  fuel_rules:
    title: {zh: 冬季取暖办法, en: Winter fuel rules}
    short: {zh: 取暖办法, en: Fuel rules}
    issuer: 某市民政局
    date: 2025-10-01
    grade: A
    checked: 2026-01-05
  fuel_rumour:
    title: {zh: 取暖转述, en: Fuel report}
    short: {zh: 转述, en: Report}
    issuer: 某网页
    date: 2025-10-01
    grade: C
    checked: 2026-01-05

aspects:
  summary: {sources: [fuel_rules]}
  eligibility: {sources: [fuel_rules], local: true}
  amount: {sources: [fuel_rules], until: 2026-03-31}
  materials: {sources: [fuel_rumour], confirm: true}
  where: {sources: [fuel_rules]}
  steps: {sources: [fuel_rules]}
  time: {sources: [fuel_rules]}
  fee: {sources: [fuel_rules]}
  proxy: {sources: [fuel_rules]}
  no_smartphone: {sources: [fuel_rules]}
  mistakes: {sources: [fuel_rules]}

names:
  zh: [取暖补贴]
  en: [winter fuel]

asks:
  zh: [冬天烧煤的钱咋领, 取暖补贴去哪办]
  en: [how do I get winter fuel money]

texts:
  zh:
    title: 取暖补贴
    summary: 取暖补贴，帮老人过冬。
    eligibility: 满70岁的老人可以领。
    amount: 每人每年300块。
    materials: 一般带身份证。
    where: 去街道窗口。
    steps: 先到街道申请。
    time: 5天内发。
    fee: 不收钱。
    proxy: 家里人可以代办。
    no_smartphone: 不用手机，可打12345。
    mistakes: 不会自动发。
  en:
    title: Winter fuel
    summary: It helps old people through the winter.
    eligibility: People over 70.
    amount: It is 300 yuan a year.
    materials: Usually the identity card.
    where: The street office.
    steps: Apply at the street office.
    time: Within 5 days.
    fee: It is free.
    proxy: Family may apply for you.
    no_smartphone: No phone needed, you can call 12345.
    mistakes: It does not come by itself.

regions:
  "350100":
    aspects:
      where: {sources: [fuel_rules]}
    texts:
      where: {zh: 在福州，去社区。, en: "In Fuzhou, go to the community."}
"""


def write_services(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    other = GOOD.replace("winter_fuel", "warm_room").replace("related: [warm_room]", "related: []")
    other = re.sub(r"asks:\n.*\n.*\n", "asks:\n  zh: [暖屋在哪]\n  en: [where is the warm room]\n", other)
    (folder / "warm_room.yml").write_text(other, encoding="utf-8")
    return folder


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_right_file_has_no_problem(tmp_path: Path) -> None:
    assert check.problems(write_services(tmp_path, GOOD)) == []


# what is written, what stands there instead, a part of the line that is reported, a part of the sentence
MISTAKES = {
    "bad layout": ("group: elderly", "group: elderly: x", "group: elderly: x", "cannot be read here"),
    "a key twice": (
        "group: elderly\n",
        "group: elderly\ngroup: health\n",
        "group: health",
        "“group” is given twice",
    ),
    "an unknown key": ("    issuer: 某市民政局", "    isuer: 某市民政局", "isuer", "perhaps “issuer”"),
    "a missing key": (
        "    issuer: 某市民政局\n",
        "",
        "  fuel_rules:",
        "“issuer” is missing in “sources/fuel_rules”",
    ),
    "a missing text": ("    fee: 不收钱。\n", "", "  zh:\n", "“fee” is missing in “texts/zh”"),
    "an empty text": ("    fee: 不收钱。", '    fee: " "', '    fee: " "', "“fee” is empty"),
    "an empty list": ("  zh: [取暖补贴]", "  zh: []", "  zh: []", "“zh” is empty"),
    "a text that is no words": ("    fee: 不收钱。", "    fee: 12", "    fee: 12", "put it in quotes"),
    "a text in place of a list": ("  zh: [取暖补贴]", "  zh: 取暖补贴", "  zh: 取暖补贴", "must be a list"),
    "a word in place of entries": (
        "  fee: {sources: [fuel_rules]}",
        "  fee: 无",
        "  fee: 无",
        "indented entries",
    ),
    "a wrong date": ("until: 2026-03-31", "until: 三月底", "  amount: {", "must be a date such as"),
    "a wrong yes or no": ("local: true", "local: 也许", "  eligibility: {", "must be true or false"),
    "a wrong grade": ("grade: C", "grade: D", "grade: D", "must be one of: A, B or C"),
    "a wrong group": ("group: elderly", "group: old", "group: old", "must be one of: elderly,"),
    "an unknown aspect": ("  steps: {sou", "  step: {sou", "  step: {sou", "must be one of: summary,"),
    "a phone number that is none": ('["12345"]', '["打12345"]', "hotlines", "is no phone number"),
    "a phone number without quotes": ('["12345"]', "[12345]", "hotlines", "put it in quotes"),
    "a region without quotes": ('"350100"', "350100", "350100", "six digits in quotes"),
    "a region of five digits": ('"350100"', '"35010"', "35010", "six digits"),
    "an id in capitals": ("id: winter_fuel", "id: WinterFuel", "id: WinterFuel", "lower-case"),
    "another id than the file": ("id: winter_fuel", "id: summer_fuel", "id: summer_fuel", "summer_fuel.yml"),
    "an aspect left out": (
        "  fee: {sources: [fuel_rules]}\n",
        "",
        "aspects:",
        "“fee” is missing in “aspects”",
    ),
    "an unknown source": (
        "fee: {sources: [fuel_rules]}",
        "fee: {sources: [fuel_rules, tv]}",
        "  fee: {",
        "“tv” does not",
    ),
    "an unused source": ("{sources: [fuel_rumour], c", "{c", "  fuel_rumour:", "“fuel_rumour” is not used"),
    "checked before it was published": (
        "checked: 2026-01-05",
        "checked: 2024-01-05",
        "checked: 2024",
        "before its own",
    ),
    "no graded source": (
        "fee: {sources: [fuel_rules]}",
        "fee: {sources: [fuel_rumour]}",
        "  fee: {",
        "graded A or B",
    ),
    "a number on grade C alone": (
        "time: {sources: [fuel_rules]}",
        "time: {sources: [fuel_rumour]}",
        "    time: 5",
        "“5” rests",
    ),
    "an unknown related service": ("[warm_room]", "[cold_room]", "related", "“cold_room” has no file"),
    "related to itself": ("[warm_room]", "[winter_fuel]", "related", "related to itself"),
    "a link": ("去街道窗口。", "去街道窗口，看www.gov.cn。", "    where: 去", "no link such as “www.gov.cn”"),
    "no full stop": ("去街道窗口。", "去街道窗口", "    where: 去", "add a full stop"),
    "a space in Chinese": ("去街道窗口。", "去街道 窗口。", "    where: 去", "a space inside “道 窗”"),
    "English in Chinese": ("去街道窗口。", "用APP办。", "    where: 用", "holds “APP”"),
    "Chinese in English": ("The street office.", "The 街道 office.", "    where: The", "say it in English"),
    "a long sentence": (
        "去街道窗口。",
        "先去街道的窗口，再去区里的大厅，找人帮忙看一看。",
        "    where: 先",
        "has 21 characters, at most 20",
    ),
    "a long clause": (
        "去街道窗口。",
        "去您现在住的地方的街道办事大厅里。",
        "    where: 去",
        "has 16 characters, at most 15",
    ),
    "a long English sentence": (
        "The street office.",
        "Go " + "and go " * 10 + "on.",
        "    where: Go",
        "has 22 words, at most 20",
    ),
    "a phone number not listed": ("可打12345", "可打12393", "    no_smartphone: 不", "12393 does not stand"),
    "an English phone number not listed": (
        "call 12345",
        "call 0591-12345",
        "    no_smartphone: No",
        "0591-12345 does",
    ),
    "a question twice": ("取暖补贴去哪办", "冬天烧煤的钱咋领", "  zh: [冬", "keep one"),
    "a question of another service": ("取暖补贴去哪办", "暖屋在哪", "  zh: [冬", "also in warm_room.yml"),
    "a region's text without its facts": (
        "      where: {sources: [fuel_rules]}",
        "      fee: {sources: [fuel_rules]}",
        '  "350100"',
        "“where” must stand both",
    ),
    "a number that only the Chinese names": (
        "满70岁的老人可以领。",
        "满75岁的老人可以领。",
        "    eligibility: People",
        "The Chinese names “75岁”, the English does not",
    ),
    "a number that only the English names": (
        "Within 5 days.",
        "Within 5 days of 2 January.",
        "    time: Within",
        "The English names “2 January”, the Chinese does not",
    ),
    "a unit that differs": ("Within 5 days.", "Within 5 months.", "    time: Within", "“5 months”"),
    "a telephone number that only the Chinese names": (
        "you can call 12345.",
        "ask there.",
        "    no_smartphone: No",
        "The Chinese names “12345”",
    ),
    "a region's number that only one language names": (
        "在福州，去社区。",
        "在福州，3天内去社区。",
        "      where: {zh",
        "The Chinese names “3天”",
    ),
    "rare characters": (
        "去街道窗口。",
        "去街道羁縻窗口。",
        "    where: 去",
        "2 of 7 characters are rare ones (羁縻)",
    ),
    "a region's rare characters": (
        "在福州，去社区。",
        "在福州，去羁縻社区。",
        "      where: {zh",
        "(羁縻)",
    ),
    "a per cent sign": (
        "每人每年300块。",
        "每人报300％。",
        "    amount: 每",
        "“300％” is not how people say it",
    ),
    "yuan": ("每人每年300块。", "每人每年300元。", "    amount: 每", "“300元” is not how people say it"),
    "yuan after numerals": ("每人每年300块。", "每人每年三百多元。", "    amount: 每", "“三百多元” is not"),
    "a written date": ("不会自动发。", "到2026-12-31为止。", "    mistakes: 到", "“2026-12-31” is not how"),
    "a date with strokes": (
        "不会自动发。",
        "到2026/12/31为止。",
        "    mistakes: 到",
        "“2026/12/31” is not how",
    ),
    "a time with a colon": ("不会自动发。", "上午9：00开门。", "    mistakes: 上", "“9：00” is not how"),
    "a Roman numeral": ("不会自动发。", "分Ⅲ级发。", "    mistakes: 分", "“Ⅲ” is a Roman numeral"),
    "a Roman numeral in letters": ("不会自动发。", "分I级发。", "    mistakes: 分", "“I” is a Roman numeral"),
    "English with RMB": ("It is 300 yuan a year.", "It is RMB 300 a year.", "    amount: It", "write yuan"),
    "English with a sign": ("It is 300 yuan a year.", "It is ¥300 a year.", "    amount: It", "write yuan"),
    "a region's own long text": (
        "在福州，去社区。",
        "在福州，先去社区的窗口，再去街道的办事大厅里问。",
        "      where: {zh",
        "has 21 characters",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_file_line_and_sentence(name: str, tmp_path: Path) -> None:
    right, wrong, reported, sentence = MISTAKES[name]
    assert right in GOOD
    text = GOOD.replace(right, wrong, 1)

    found = check.problems(write_services(tmp_path, text))

    matching = [problem for problem in found if problem.file == FILE and sentence in problem.sentence]
    assert [problem.line for problem in matching][:1] == [line_of(text, reported)], found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("一般带3份材料。", "zh"),
        ("一般八十岁才有。", "zh"),
        ("一般发三百块。", "zh"),
        ("一般要两个工作日。", "zh"),
        ("一般报百分之五十。", "zh"),
        ("一般报一半。", "zh"),
        ("一般报四成。", "zh"),
        ("一般每年12月办。", "zh"),
        ("Usually 3 photos.", "en"),
        ("Usually for people over eighty.", "en"),
        ("Usually it takes two weeks.", "en"),
        ("Usually they pay half.", "en"),
        ("Usually fifty percent is paid.", "en"),
    ],
)
def test_a_text_to_be_confirmed_names_no_amount_age_or_period(
    text: str, language: str, tmp_path: Path
) -> None:
    right = "一般带身份证。" if language == "zh" else "Usually the identity card."

    found = check.problems(write_services(tmp_path, GOOD.replace(right, text)))

    (confirmed,) = [problem for problem in found if "to be confirmed" in problem.sentence]
    assert confirmed.line == line_of(GOOD, f"    materials: {right}")


@pytest.mark.parametrize(
    "text",
    ["一般带身份证，可打12345问。", "国家没有统一年龄，问街道。", "同一天就能问。", "按年度定期核对。"],
)
def test_hotlines_and_plain_words_may_stand_in_a_text_to_be_confirmed(text: str, tmp_path: Path) -> None:
    english = "Usually the identity card. Or call 12345." if "12345" in text else "Usually the identity card."
    texts = GOOD.replace("一般带身份证。", text).replace("Usually the identity card.", english)
    assert check.problems(write_services(tmp_path, texts)) == []


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("每人每年120块。", "120 yuan a year."),
        ("最高能报12000块。", "Up to 12,000 yuan."),
        ("一年最多400块，分12个月。", "Up to 400 yuan over 12 months."),
    ],
)
def test_an_amount_is_not_taken_for_a_phone_number(text: str, english: str, tmp_path: Path) -> None:
    texts = GOOD.replace("每人每年300块。", text).replace("It is 300 yuan a year.", english)
    assert check.problems(write_services(tmp_path, texts)) == []


def test_a_mistake_says_the_same_in_chinese(tmp_path: Path) -> None:
    text = GOOD.replace("满70岁", "满75岁").replace("去街道窗口。", "去街道羁縻窗口。")

    said = [problem.sentence_zh for problem in check.problems(write_services(tmp_path, text))]

    assert said == [
        "7个字里有2个难字，最多5%：羁縻。请换常用的字。",
        "中文说了“75岁”，英文没有。请改成一样。",
        "英文说了“70”，中文没有。请改成一样。",
    ]


def test_every_mistake_of_a_file_is_reported_not_only_the_first(tmp_path: Path) -> None:
    text = (
        GOOD.replace("grade: C", "grade: D").replace("local: true", "local: 也许").replace("id: w", "id: W")
    )

    assert len(check.problems(write_services(tmp_path, text))) == 3


def test_a_region_text_is_held_to_the_same_rules(tmp_path: Path) -> None:
    text = GOOD.replace("      where: {sources: [fuel_rules]}", "      where: {confirm: true}").replace(
        "在福州，去社区。", "在福州，要3天。"
    )
    text = text.replace("In Fuzhou, go to the community.", "In Fuzhou it takes three days.")

    found = check.problems(write_services(tmp_path, text))

    assert {problem.line for problem in found} == {line_of(text, "      where: {zh")}
    assert [words for words in ("“3”", "“three days”") if any(words in one.sentence for one in found)] == [
        "“3”",
        "“three days”",
    ]


def test_a_file_that_is_not_utf8_or_ends_in_yaml_is_reported(tmp_path: Path) -> None:
    write_services(tmp_path, GOOD)
    (tmp_path / FILE).write_bytes(GOOD.encode("gb18030"))
    (tmp_path / "other.yaml").write_text(GOOD, encoding="utf-8")

    assert [(problem.file, problem.line, problem.sentence[:9]) for problem in check.problems(tmp_path)] == [
        ("other.yaml", 1, "The file "),
        (FILE, 1, "The file "),
    ]


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    write_services(tmp_path, GOOD)
    (tmp_path / FILE).write_text(GOOD, encoding="utf-8-sig")

    assert check.problems(tmp_path) == []


@pytest.mark.parametrize("text", ["", "just words\n"])
def test_a_file_without_entries_is_reported(text: str, tmp_path: Path) -> None:
    assert [
        "no entries" in problem.sentence for problem in check.problems(write_services(tmp_path, text))
    ] == [True]


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    assert [problem.sentence[:35] for problem in check.problems(tmp_path)] == [
        "This folder holds no service file: "
    ]


SOURCE = """\
  fuel_rules:
    title: {zh: 冬季取暖办法, en: Winter fuel rules}
    short: {zh: 取暖办法, en: Fuel rules}
    issuer: 某市民政局
    date: 2025-10-01
    grade: A
    checked: 2026-01-05
"""
DIFFERENT = {
    "title": ("en: Winter fuel rules}", "en: Winter rules}"),
    "short": ("{zh: 取暖办法,", "{zh: 办法,"),
    "issuer": ("issuer: 某市民政局", "issuer: 某县民政局"),
    "date": ("date: 2025-10-01", "date: 2025-10-02"),
    "grade": ("grade: A", "grade: B"),
    "checked": ("checked: 2026-01-05", "checked: 2026-01-06"),
    "url": ("    grade: A", "    url: https://www.gov.cn/fuel\n    grade: A"),
}


@pytest.mark.parametrize("field", DIFFERENT)
def test_a_source_that_differs_from_that_of_other_files_is_reported(field: str, tmp_path: Path) -> None:
    assert SOURCE in GOOD
    write_services(tmp_path, GOOD.replace(SOURCE, SOURCE.replace(*DIFFERENT[field])))
    third = GOOD.replace("winter_fuel", "third").replace("related: [warm_room]", "related: []")
    third = re.sub(r"asks:\n.*\n.*\n", "asks:\n  zh: [第三]\n  en: [third]\n", third)
    (tmp_path / "third.yml").write_text(third, encoding="utf-8")

    (found,) = check.problems(tmp_path)

    written = (tmp_path / FILE).read_text(encoding="utf-8")
    changed = DIFFERENT[field][1].split("\n")[0].strip()
    assert (found.file, found.line) == (FILE, line_of(written, changed))
    assert found.sentence.startswith(f"The source “fuel_rules” has another {field} than third.yml")
    assert found.sentence_zh.startswith(f"来源“fuel_rules”的 {field} 和third.yml里的不一样")


def test_the_same_law_may_name_other_articles_in_other_files(tmp_path: Path) -> None:
    text = GOOD.replace(SOURCE, SOURCE.replace("    grade: A", "    number: 第三条\n    grade: A"))
    assert check.problems(write_services(tmp_path, text)) == []


def test_the_command_prints_file_line_and_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_services(tmp_path, GOOD)
    assert check.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""

    (tmp_path / FILE).write_text(GOOD.replace("去街道窗口。", "去街道窗口"), encoding="utf-8")

    assert check.main([str(tmp_path)]) == 1
    line = line_of(GOOD, "    where: 去")
    assert capsys.readouterr().out.startswith(f"{FILE}:{line}: “去街道窗口”后面缺句号。")


def test_every_sentence_stands_in_both_languages_with_the_same_values() -> None:
    for code, (chinese, english) in SENTENCES.items():
        slots = [set(re.findall(r"\{(?!zh_hint|en_hint)(\w+)\}", text)) for text in (chinese, english)]
        assert slots[0] == slots[1], code
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert not re.search(r"[\u4e00-\u9fff]", english)


def test_the_check_of_the_product_takes_less_than_a_second() -> None:
    start = time.perf_counter()
    check.problems()
    assert time.perf_counter() - start < 1
