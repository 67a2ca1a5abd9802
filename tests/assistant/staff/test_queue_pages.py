"""The lists of cases: what stands in each, in which order, and who sees it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from assistant.cases import departments, ownership, resolving
from assistant.cases.kinds import CaseKind
from assistant.staff.limits import left_in_words
from assistant.store.members import Role
from tests.assistant.staff.staff_work import address, count, listed, row


def test_the_list_shows_what_staff_choose_by(installation, visitor) -> None:
    number = installation.waiting_case(needs={"dialect": "fuzhou"}).number
    installation.clock.advance(minutes=18)

    listed(visitor)

    shown = row(visitor, number)
    for words in (
        "普通",
        "问事",
        "18分钟",
        "还剩12分钟（上班时间）",
        "12 minutes of working time left",
        "八十岁那个钱咋领",
        "高龄津贴",
        "鼓楼区",
        "短信",
        "中文，福州话",
    ):
        assert words in shown
    assert "我来办" in shown
    assert "1234" not in visitor.page.replace(number, "")


def test_a_limit_that_was_passed_says_for_how_long(installation, visitor) -> None:
    number = installation.waiting_case().number
    installation.clock.advance(minutes=55)

    assert listed(visitor, "?view=overdue") == [number]

    assert "超了25分钟（上班时间）" in row(visitor, number)


@pytest.mark.parametrize(
    ("left", "late", "always", "zh", "en"),
    [
        (timedelta(minutes=12), False, False, "还剩12分钟（上班时间）", "12 minutes of working time left"),
        (timedelta(hours=1), True, True, "超了1小时", "1 hour late"),
        (
            timedelta(hours=32, minutes=5),
            False,
            False,
            "还剩32小时5分钟（上班时间）",
            "32 hours 5 minutes of",
        ),
        (timedelta(hours=26), False, True, "还剩1天2小时", "1 day 2 hours left"),
    ],
)
def test_working_time_has_no_days(left: timedelta, late: bool, always: bool, zh: str, en: str) -> None:
    words = left_in_words(left, late=late, always=always)

    assert words.zh == zh
    assert words.en.startswith(en)


def test_danger_comes_first_then_the_old_then_the_longest_wait(installation, visitor) -> None:
    ordinary = installation.waiting_case(address=address(1)).number
    later = installation.waiting_case(address=address(2)).number
    old = installation.opens_case(
        installation.says("人工", "好的。", address=address(3)), facts={"age": "83"}
    ).number
    urgent = installation.waiting_case(address=address(4), kind=CaseKind.URGENT).number

    assert listed(visitor) == [urgent, old, ordinary, later]

    assert "紧急" in row(visitor, urgent)
    assert "65岁以上" in row(visitor, old)


def test_each_case_stands_in_the_lists_where_it_belongs(installation, visitor) -> None:
    boss = installation.hire("boss")
    agent = installation.hire("li", role=Role.AGENT)
    free, taken, sent, settled = (
        installation.waiting_case(address=address(serial)).number for serial in range(4)
    )
    installation.does(ownership.claim, taken, agent)
    installation.does(ownership.claim, sent, boss)
    installation.does(departments.dispatch, sent, boss, "housing")
    installation.does(ownership.claim, settled, boss)
    installation.does(resolving.resolve, settled, boss)

    for view, numbers in {
        "waiting": [free],
        "mine": [],
        "open": [free, taken, sent],
        "department": [sent],
        "supervisor": [],
        "done": [settled],
    }.items():
        assert sorted(listed(visitor, f"?view={view}")) == sorted(numbers), view
        assert count(visitor, view) == len(numbers)


def test_ones_own_cases_are_a_list_of_their_own(installation) -> None:
    wang = installation.hire(role=Role.AGENT)
    visitor = installation.visitor()
    visitor.sign_in()
    installation.waiting_case(address=address(1))
    own = installation.waiting_case(address=address(2)).number
    installation.does(ownership.claim, own, wang)

    assert listed(visitor, "?view=mine") == [own]
    assert "supervisor" not in re.findall(r'id="tab-([a-z]+)"', visitor.page)


def test_the_list_of_departments_is_narrowed_to_one(installation, visitor) -> None:
    boss = installation.hire("boss")
    numbers = [installation.waiting_case(address=address(serial)).number for serial in range(2)]
    for number, department in zip(numbers, ("housing", "health"), strict=True):
        installation.does(ownership.claim, number, boss)
        installation.does(departments.dispatch, number, boss, department)

    assert listed(visitor, "?view=department&department=health") == [numbers[1]]
    assert sorted(listed(visitor, "?view=department")) == sorted(numbers)


def test_a_list_is_narrowed_by_kind_service_and_district(installation, visitor) -> None:
    here = installation.waiting_case(address=address(1)).number
    there = installation.waiting_case(address=address(2), region="350103", kind=CaseKind.COMPLAINT).number

    assert listed(visitor, "?region=350102") == [here]
    assert listed(visitor, "?kind=complaint") == [there]
    assert listed(visitor, "?service=old_age_allowance&region=350103") == [there]
    assert listed(visitor, "?service=elder_care_voucher") == []
    assert count(visitor, "open") == 0
    assert listed(visitor, "?view=nonsense&kind=nonsense&service=nonsense&page=x") == [here, there]


def test_a_long_list_comes_in_pages(installation, visitor) -> None:
    numbers = [installation.waiting_case(address=address(serial)).number for serial in range(52)]

    assert listed(visitor) == numbers[:50]
    assert "第1页，共2页" in visitor.page
    assert 'id="page-before"' not in visitor.page
    assert listed(visitor, "?page=2") == numbers[50:]
    assert listed(visitor, "?page=99") == numbers[50:]


def test_how_many_cases_are_shown_does_not_change_how_often_the_database_is_asked(
    installation, visitor
) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            statements.append(statement)

        event.listen(installation.database.engine, "before_cursor_execute", note)
        visitor.get("/staff/cases")
        event.remove(installation.database.engine, "before_cursor_execute", note)
        return len(statements)

    installation.waiting_case(address=address(0))
    visitor.get("/staff/cases")
    with_one = asked()
    for serial in range(1, 20):
        installation.waiting_case(address=address(serial))

    assert asked() == with_one


def test_the_next_case_is_the_most_pressing_one(installation, visitor) -> None:
    installation.waiting_case(address=address(1))
    urgent = installation.waiting_case(address=address(2), kind=CaseKind.URGENT).number
    visitor.get("/staff/cases")

    response = visitor.post("/staff/cases/next")

    assert response.request.path == f"/staff/cases/{urgent}"
    assert "个案归您了。" in visitor.page


def test_when_nothing_waits_nothing_is_taken(installation, visitor) -> None:
    visitor.get("/staff/cases")

    visitor.post("/staff/cases/next")

    assert "现在没有适合您的个案在等。" in visitor.page


def test_a_case_is_taken_from_the_list(installation, visitor) -> None:
    number = installation.waiting_case().number
    visitor.get("/staff/cases")

    response = visitor.post(f"/staff/cases/{number}/claim")

    assert response.request.path == f"/staff/cases/{number}"
    assert listed(visitor) == []


def test_a_part_of_the_page_is_the_list_alone(installation, visitor) -> None:
    number = installation.waiting_case().number

    part = visitor.get("/staff/cases?part=list").text

    assert number in part
    assert "<html" not in part


def test_numbers_that_tell_who_somebody_is_are_not_in_the_list(installation, visitor) -> None:
    recorded = installation.says("我身份证350102194501011234", "好的。", service="old_age_allowance")
    number = installation.opens_case(recorded).number

    listed(visitor)

    assert "我身份证****1234" in row(visitor, number)
