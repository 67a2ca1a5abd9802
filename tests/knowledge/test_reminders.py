"""What a day makes doubtful is told, and is no mistake."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge import check, reminders
from knowledge.library import Library

FUZHOU = "350100"
TEXTS = "\n".join(
    f"    {aspect}: {{text}}"
    for aspect in (
        *("summary", "eligibility", "amount", "materials", "where", "steps", "time", "fee", "proxy"),
        *("no_smartphone", "mistakes"),
    )
)
FILE = f"""\
id: winter_fuel
group: elderly
short: {{zh: 取暖补贴, en: winter fuel}}
hotlines: ["12345"]
sources:
  law:
    title: {{zh: 取暖法, en: Fuel law}}
    short: {{zh: 取暖法, en: Fuel law}}
    issuer: 某局
    date: 2025-10-01
    grade: A
    checked: 2026-01-01
  paper:
    title: {{zh: 取暖报道, en: Fuel report}}
    short: {{zh: 报道, en: Report}}
    issuer: 某报
    date: 2025-10-01
    grade: B
    checked: 2026-01-02
  rumour:
    title: {{zh: 取暖转述, en: Fuel rumour}}
    short: {{zh: 转述, en: Rumour}}
    issuer: 某网
    date: 2025-10-01
    grade: C
    checked: 2026-01-03
aspects:
{TEXTS.format_map({"text": "{sources: [law, paper, rumour]}"})}
names: {{zh: [取暖补贴], en: [winter fuel]}}
asks: {{zh: [煤钱咋领], en: [fuel money]}}
texts:
  zh:
    title: 取暖补贴
{TEXTS.format_map({"text": "去街道问。"})}
  en:
    title: Winter fuel
{TEXTS.format_map({"text": "Ask the street office."})}
regions:
  "{FUZHOU}":
    aspects:
      fee: {{sources: [law], until: 2026-06-30}}
    texts:
      fee: {{zh: 在福州，问街道。, en: "In Fuzhou, ask the street office."}}
""".replace("    amount: {sources: [law, paper, rumour]}", "    amount: {sources: [law], until: 2026-03-31}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "winter_fuel.yml").write_text(FILE, encoding="utf-8")
    assert check.problems(tmp_path) == []
    return tmp_path


def told(folder: Path, day: date) -> list[tuple[int, str]]:
    return [(one.line, one.sentence) for one in reminders.of_services(folder, day)]


def line_of(part: str) -> int:
    return FILE[: FILE.index(part)].count("\n") + 1


AMOUNT, FEE = line_of("until: 2026-03-31"), line_of("until: 2026-06-30")


def test_nothing_is_told_while_all_is_fresh(folder: Path) -> None:
    assert told(folder, date(2026, 2, 28)) == []


def test_a_text_is_told_of_thirty_days_before_its_last(folder: Path) -> None:
    assert told(folder, date(2026, 3, 1)) == [
        (AMOUNT, "This ends on 2026-03-31 (days left: 30): find out what follows.")
    ]
    assert "days left: 0" in told(folder, date(2026, 3, 31))[0][1]


def test_a_text_past_its_last_day_is_told_of_from_the_next_day(folder: Path) -> None:
    assert told(folder, date(2026, 4, 1)) == [(AMOUNT, "This has ended on 2026-03-31: renew or remove it.")]


def test_a_text_of_a_place_is_told_of_too(folder: Path) -> None:
    assert (FEE, "This has ended on 2026-06-30: renew or remove it.") in told(folder, date(2026, 7, 1))


@pytest.mark.parametrize(("source", "days"), [("law", 365), ("paper", 180), ("rumour", 180)])
def test_a_source_is_told_of_when_its_check_is_too_old_for_its_grade(
    source: str, days: int, folder: Path
) -> None:
    block = FILE[FILE.index(f"  {source}:") :]
    (checked,) = re.findall(r"checked: (\S+)", block)[:1]
    line = line_of(f"checked: {checked}")
    last = date.fromisoformat(checked) + timedelta(days)

    def stale(day: date) -> list[str]:
        return [said for at, said in told(folder, day) if at == line]

    assert stale(last) == []
    (said,) = stale(last + timedelta(1))
    assert said.startswith(f"The source “{source}” (grade ")
    assert f"{days + 1} days ago, {days} are allowed" in said


def test_a_reminder_stops_no_start_and_is_no_mistake(folder: Path) -> None:
    assert told(folder, date(2036, 1, 1))
    assert check.problems(folder) == []
    assert set(Library.load(folder).articles) == {"winter_fuel"}


def test_a_file_that_cannot_be_read_brings_no_reminder(folder: Path) -> None:
    (folder / "winter_fuel.yml").write_text("id: [", encoding="utf-8")

    assert told(folder, date(2036, 1, 1)) == []


def test_pages_of_places_are_told_of_too(tmp_path: Path) -> None:
    (tmp_path / "350102.yml").write_text(
        'region: "350102"\n'
        "sources:\n"
        "  notice:\n"
        "    title: {zh: 通知, en: Notice}\n"
        "    short: {zh: 通知, en: Notice}\n"
        "    issuer: 某局\n"
        "    date: 2025-10-01\n"
        "    grade: A\n"
        "    checked: 2026-01-01\n"
        "services:\n"
        "  senior_card:\n"
        "    aspects:\n"
        "      where: {sources: [notice], until: 2026-03-31}\n"
        "    texts:\n"
        "      where: {zh: 去大厅。, en: Go to the hall.}\n",
        encoding="utf-8",
    )

    found = reminders.of_pages(tmp_path, date(2027, 1, 2))

    assert [(one.file, one.line, one.sentence[:10]) for one in found] == [
        ("places/350102.yml", 9, "The source"),
        ("places/350102.yml", 13, "This has e"),
    ]
