"""The supervisor's board, its report and its tables, over cases that were worked on."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest

from assistant.cases import alarms, answering, departments, follow_up, ownership, resolving
from assistant.cases.kinds import CaseKind, Rating
from assistant.staff import board_csv
from assistant.store.members import Role

MONTH = "?span=month"


@pytest.fixture
def supervisor(installation):
    installation.hire("boss", role=Role.SUPERVISOR)
    visitor = installation.visitor()
    visitor.sign_in("boss")
    return visitor


def settled(
    installation,
    member_id: str,
    *,
    rating: Rating | None = Rating.GOOD,
    solved: bool | None = True,
    region: str = "350102",
    **spoken,
) -> str:
    """A case of a resident of its own that went well; returns its number."""
    address = f"+8613900{installation.messages:06d}"
    number = installation.waiting_case(address=address, region=region, **spoken).number
    installation.clock.advance(minutes=1)
    installation.does(ownership.claim, number, member_id)
    installation.does(answering.reply, number, member_id, "请带身份证来。")
    installation.clock.advance(minutes=1)
    installation.does(resolving.resolve, number, member_id)
    if rating is not None:
        installation.does(resolving.rate, number, rating, solved)
    return number


def cells(page: str, heading: str) -> list[str]:
    """The words of the row that begins with this heading."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", page, re.S) if f">{heading}<" in row)
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
    ]


def tables(text: str) -> list[list[str]]:
    assert text.startswith(board_csv.MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(board_csv.MARK))))


def test_each_rate_stands_with_its_counts_and_its_definition(installation, supervisor) -> None:
    wang = installation.hire("wang")
    for _ in range(5):
        settled(installation, wang)
    settled(installation, wang, rating=Rating.POOR, solved=None)

    supervisor.get(f"/staff/board{MONTH}")

    name, value, meaning = cells(supervisor.page, "满意率")
    assert (name, value) == ("满意率 Satisfied rate", "83.3% (5/6)")
    assert "满意或基本满意" in meaning
    assert cells(supervisor.page, "解决率")[1] == "83.3% (5/6)"
    assert cells(supervisor.page, "响应率")[1] == "100.0% (6/6)"
    assert cells(supervisor.page, "重办率")[1] == "16.6% (1/6)"


def test_fewer_than_five_are_given_as_counts_alone(installation, supervisor) -> None:
    wang = installation.hire("wang")
    for _ in range(4):
        settled(installation, wang)

    supervisor.get(f"/staff/board{MONTH}")

    assert cells(supervisor.page, "满意率")[1] == "4/4"
    assert "100.0%" not in supervisor.page


def test_what_is_open_now_is_shown_with_who_has_it(installation, supervisor) -> None:
    wang = installation.hire("wang", shown_name="王芳")
    number = installation.waiting_case(address="+8613900000001").number
    installation.does(ownership.claim, number, wang)
    installation.waiting_case(address="+8613900000002")
    installation.clock.advance(minutes=7)

    supervisor.get(f"/staff/board{MONTH}")

    assert cells(supervisor.page, "王芳") == ["王芳", "1"]
    assert "7分钟" in supervisor.page


def test_the_board_shows_the_cases_that_are_asked_for(installation, supervisor) -> None:
    wang = installation.hire("wang")
    settled(installation, wang, region="350102")
    settled(installation, wang, region="350103", kind=CaseKind.CALLBACK)

    for query in ("region=350103", "kind=callback"):
        supervisor.get(f"/staff/board{MONTH}&{query}")
        assert "台江区" in supervisor.page
        assert cells(supervisor.page, "满意率")[1] == "1/1"
    supervisor.get("/staff/board?from=2026-02-01&to=2026-02-28")
    assert cells(supervisor.page, "满意率")[1] == "还没有 none yet"


def test_what_departments_send_back_is_counted(installation, supervisor) -> None:
    wang = installation.hire("wang")
    number = installation.waiting_case().number
    installation.does(ownership.claim, number, wang)
    installation.does(departments.dispatch, number, wang, "health")
    installation.does(departments.send_back, number, wang, "不归我们")

    supervisor.get(f"/staff/board{MONTH}")
    assert cells(supervisor.page, "卫健办") == ["卫健办 Health", "1", "1", "0"]
    supervisor.get(f"/staff/board{MONTH}&department=housing")
    assert '卫健办</span> <span lang="en" class="en">Health</span></th>' not in supervisor.page


@pytest.mark.parametrize(
    "query", ["from=2026-03-02&to=2026-03-01", "from=x&to=y", "span=century", "span=between"]
)
def test_dates_that_cannot_be_used_show_this_month_and_say_so(supervisor, query: str) -> None:
    supervisor.get(f"/staff/board?{query}")

    assert "日期不对" in supervisor.page
    assert 'value="2026-03-31"' in supervisor.page


@pytest.mark.parametrize("query", ["service=%00", "service='; drop", "kind=" + "x" * 500])
def test_what_is_no_code_narrows_nothing_down(installation, supervisor, query: str) -> None:
    settled(installation, installation.hire("wang"))

    response = supervisor.get(f"/staff/board{MONTH}&{query}")

    assert response.status_code == 200
    assert cells(supervisor.page, "满意率")[1] == "1/1"


def test_charts_are_drawings_with_a_title_and_without_style(installation, supervisor) -> None:
    settled(installation, installation.hire("wang"))

    raw = supervisor.client.get(f"/staff/board{MONTH}").text

    charts = re.findall(r"<svg.*?</svg>", raw, re.S)
    assert len(charts) == 2
    for chart in charts:
        root = ElementTree.fromstring(chart)
        names = {child.get("id") for child in root if child.tag in ("title", "desc")}
        assert set(root.get("aria-labelledby", "").split()) == names
        assert all(child.text for child in root if child.tag in ("title", "desc"))
    assert " style=" not in raw
    assert "<style" not in raw


def test_the_figures_can_be_taken_along(installation, supervisor) -> None:
    wang = installation.hire("wang")
    for _ in range(5):
        settled(installation, wang)

    response = supervisor.client.get(f"/staff/board/figures.csv{MONTH}")

    lines = tables(response.text)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    assert next(line for line in lines if line and line[0].startswith("满意率"))[1:4] == ["5", "5", "100.0"]


def test_the_list_of_cases_tells_how_they_went_and_not_whose_they_are(installation, supervisor) -> None:
    wang = installation.hire("wang", shown_name="王芳")
    number = settled(installation, wang)

    response = supervisor.client.get(f"/staff/board/cases.csv{MONTH}")

    heading, line = tables(response.text)
    told = dict(zip(heading, line, strict=True))
    assert told["编号 number"] == f"#{number}"
    assert told["接单用时（分） taken after min"] == "1.0"
    assert told["办结用时（分） settled after min"] == "2.0"
    assert told["评价 rating"] == "满意 satisfied"
    for personal in ("王芳", "wang", "13900", "八十岁"):
        assert personal not in response.text


def test_the_report_of_a_month_lists_what_was_late(installation, supervisor) -> None:
    wang = installation.hire("wang")
    on_time = settled(installation, wang)
    late = installation.waiting_case(address="+8613900000009").number
    installation.clock.advance(hours=3)
    installation.does(alarms.sound)
    supervisor.sign_in("boss")

    supervisor.get("/staff/report?month=2026-03")

    assert "月报 2026-03" in supervisor.page
    listed = supervisor.page[supervisor.page.index("超时的个案") :]
    assert cells(listed, late)[-1] == "接单 Taken"
    assert on_time not in listed
    assert "怎么算的" in supervisor.page


def test_without_a_month_the_report_is_about_the_last_one(supervisor) -> None:
    supervisor.get("/staff/report")

    assert "月报 2026-02" in supervisor.page


def test_what_is_no_month_is_refused(supervisor) -> None:
    assert supervisor.get("/staff/report?month=2026-13").status_code == 400
    assert "没有这个月份" in supervisor.page


@pytest.mark.parametrize(
    "path", ["/staff/board", "/staff/board/figures.csv", "/staff/board/cases.csv", "/staff/report"]
)
@pytest.mark.parametrize("role", [Role.AGENT, Role.COUNTER, Role.DEPARTMENT, Role.EDITOR])
def test_figures_are_for_supervisors_and_administrators(installation, path: str, role: Role) -> None:
    installation.hire("li", role=role)
    visitor = installation.visitor()
    visitor.sign_in("li")

    assert visitor.get(path).status_code == 403


def test_who_was_asked_and_who_answered_are_counted_apart(installation, supervisor) -> None:
    wang = installation.hire("wang")
    for _ in range(5):
        settled(installation, wang, rating=None)
    installation.clock.advance(hours=2)
    while installation.does(follow_up.ask_next):
        pass
    supervisor.sign_in("boss")

    supervisor.get(f"/staff/board{MONTH}")

    assert cells(supervisor.page, "回访率")[1] == "100.0% (5/5)"
    assert cells(supervisor.page, "回访接通率")[1] == "0.0% (0/5)"
