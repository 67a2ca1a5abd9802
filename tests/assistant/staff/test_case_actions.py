"""Everything that whoever works on a case does from its page, done and refused."""

from __future__ import annotations

import re

from assistant.cases import resolving
from assistant.cases.kinds import CaseKind, Kind, Rating, Status
from assistant.staff.case_page import ACTIONS
from assistant.staff.happened import HAPPENED
from assistant.staff.sentences import PARTS, SENTENCES
from assistant.store import staff
from tests.assistant.staff.staff_work import held, kinds, member, offers

OTHER_NUMBER = "+8613900005678"


def test_whoever_takes_a_case_has_it(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    agent.does(number, "claim")

    assert "个案归您了。" in agent.page
    assert installation.view(number).owner == wang
    assert "claim" not in offers(agent, number)


def test_a_case_is_taken_once_and_the_second_learns_who_was_faster(installation, agent, wang) -> None:
    number = installation.waiting_case().number
    _, other = member(installation, "li")
    other.get(f"/staff/cases/{number}")
    agent.does(number, "claim")

    response = other.post(f"/staff/cases/{number}/claim")

    assert response.status_code == 409
    assert "王芳先领了这个个案。" in other.page
    assert installation.view(number).owner == wang


def test_a_case_goes_to_nobody_whose_answer_did_not_help(installation, agent, wang) -> None:
    number = held(installation, wang)
    installation.does(resolving.resolve, number, wang)
    agent.get(f"/staff/cases/{number}")
    installation.does(resolving.rate, number, Rating.POOR, None)

    response = agent.post(f"/staff/cases/{number}/claim")

    assert response.status_code == 409
    assert "请换个人办" in agent.page
    assert offers(agent, number) & {"claim", "resolve", "dispatch"} == set()
    assert 'name="text"' not in agent.page


def test_a_case_is_put_back_in_the_queue_with_the_reason(installation, agent, wang) -> None:
    number = held(installation, wang)

    agent.does(number, "give-back", why="我要下班了")

    assert installation.view(number).status is Status.RECEIVED
    assert "我要下班了" in agent.page


def test_a_supervisor_gives_a_case_to_somebody_who_is_on_duty_first(installation, visitor) -> None:
    _, on_duty = installation.hire("zhou", shown_name="周"), installation.hire("li", shown_name="李")
    with installation.database.begin() as session:
        staff.set_on_duty(session, on_duty, True, installation.clock.now())
    number = installation.waiting_case().number
    visitor.get(f"/staff/cases/{number}")
    listed = re.search(r'id="assign-to".*?</select>', visitor.page, re.S).group()
    assert listed.index("李（在岗）") < listed.index("周")

    visitor.does(number, "assign", to=on_duty, why="")

    assert installation.view(number).owner == on_duty
    assert "派给：李" in visitor.page


def test_nobody_but_a_supervisor_gives_cases_away(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    assert "assign" not in offers(agent, number)
    assert agent.post(f"/staff/cases/{number}/assign", to=wang).status_code == 403
    assert installation.view(number).owner is None


def test_a_case_that_is_somebody_elses_is_not_moved_but_may_be_noted_on(installation, agent, wang) -> None:
    number = held(installation, wang)
    _, other = member(installation, "li")

    assert offers(other, number) == {"call", "spoke", "note"}
    response = other.post(f"/staff/cases/{number}/resolve", why="我来结束")
    assert response.status_code == 409
    assert "这是别人的个案" in other.page
    assert "我来结束" in other.page
    assert installation.view(number).status is Status.CLAIMED


def test_work_begins_waits_for_the_resident_and_goes_on(installation, agent, wang) -> None:
    number = held(installation, wang)
    for action, status, offered in (
        ("start", Status.IN_PROGRESS, "wait"),
        ("wait", Status.WAITING_FOR_RESIDENT, "resume"),
        ("resume", Status.IN_PROGRESS, "wait"),
    ):
        agent.does(number, action)

        assert installation.view(number).status is status
        assert offered in offers(agent, number)


def test_limits_that_stand_still_say_so(installation, agent, wang) -> None:
    number = held(installation, wang)

    agent.does(number, "wait")

    assert "等居民，不计时" in agent.page


def test_the_resident_is_rung_through_the_members_own_phone(installation, agent, wang) -> None:
    with installation.database.begin() as session:
        staff.set_phone(session, installation.vault, wang, "+8613900009999")
    number = installation.waiting_case().number
    agent.get(f"/staff/cases/{number}")
    assert "先打您的电话，您接了再打给居民。" in agent.page
    assert "您的电话尾号 9999" in agent.page
    ticket = re.search(r'/call".*?name="ticket" value="([^"]+)"', agent.page, re.S).group(1)

    for _ in range(2):
        agent.post(f"/staff/cases/{number}/call", ticket=ticket)

    assert installation.outgoing("callback", "call") == [""]
    assert kinds(installation, number) == [Kind.OPENED, Kind.CLAIMED, Kind.CALLED]


def test_whoever_has_given_no_phone_is_told_where(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    response = agent.does(number, "call", ticket="0" * 32)

    assert response.status_code == 409
    assert "先在“我的资料”里填您的电话" in agent.page
    assert installation.outgoing("callback", "call") == []


def test_having_spoken_with_the_resident_counts_as_an_answer(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    agent.does(number, "spoke")

    assert installation.view(number).status is Status.IN_PROGRESS
    assert installation.view(number).reply_due is None


def test_notes_are_marked_as_internal(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    agent.does(number, "note", why="老人耳朵背")

    shown = agent.page[agent.page.index("from-note") :].split("</li>")[0]
    assert "内部" in shown
    assert "老人耳朵背" in shown
    assert installation.outgoing() == []


def test_a_case_is_put_off_by_working_days_at_most_twice(installation, agent, wang) -> None:
    number = held(installation, wang)
    before = installation.view(number).resolve_due

    assert agent.does(number, "extend", days="16", why="要查").status_code == 422
    assert "请填1到15的工作日数。" in agent.page
    for _ in range(2):
        assert agent.does(number, "extend", days="2", why="要查").status_code == 200
    assert installation.view(number).resolve_due > before
    assert "延期：2个工作日" in agent.page
    response = agent.does(number, "extend", days="2", why="还要查档案")
    assert response.status_code == 409
    assert "不能再延了" in agent.page
    assert "还要查档案" in agent.page


def test_every_event_has_words_in_both_languages() -> None:
    assert set(HAPPENED) == set(Kind)


def test_every_sentence_has_a_name_of_its_own_and_every_action_one() -> None:
    assert len(SENTENCES) == sum(len(part) for part in PARTS)
    assert {action.done for action in ACTIONS.values()} <= set(SENTENCES)


def test_what_kind_of_case_and_what_to_mind_stands_at_the_top(installation, agent) -> None:
    case = installation.waiting_case(
        kind=CaseKind.HOME_VISIT, needs={"hearing": "yes", "proxy": "母亲", "dialect": "fuzhou"}
    )

    agent.get(f"/staff/cases/{case.number}")

    for shown in (
        "上门",
        "听不清",
        "替别人问：母亲",
        "方言：福州话",
        "还剩30分钟（上班时间）",
        "前面还有0件",
    ):
        assert shown in agent.page
