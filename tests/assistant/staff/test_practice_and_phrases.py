from __future__ import annotations

import re

from assistant.cases import practice
from assistant.cases.kinds import Kind
from tests.assistant.staff.installation import Installation, Visitor

_CASE = re.compile(r'href="/staff/cases/(\d+-\d)"')
_REMOVE = re.compile(r'action="(/staff/phrases/[^"]+/remove)"')


def begins(visitor: Visitor) -> list[str]:
    visitor.get("/staff/practice")
    visitor.post("/staff/practice")
    return _CASE.findall(visitor.page)


def test_a_practice_lays_out_its_cases_and_tells_what_good_work_is(
    installation: Installation, visitor: Visitor
) -> None:
    numbers = begins(visitor)
    assert len(numbers) == len(practice.exercises())
    visitor.get(f"/staff/cases/{numbers[0]}")
    assert any(exercise.good.zh in visitor.page for exercise in practice.exercises())
    visitor.get("/staff/cases?view=open")
    assert not any(number in visitor.page for number in numbers)


def test_a_reply_in_practice_is_answered_by_the_made_up_resident_and_sent_to_nobody(
    installation: Installation, visitor: Visitor
) -> None:
    number = begins(visitor)[0]
    visitor.reply(number, "下午三点可以吗？")
    assert Kind.RESIDENT_WROTE in [kind for kind, _ in installation.events(number)]
    assert installation.outgoing() == []
    visitor.does(number, "resolve")
    assert Kind.RATED in [kind for kind, _ in installation.events(number)]


def test_a_phrase_is_kept_used_and_removed(installation: Installation, visitor: Visitor) -> None:
    visitor.get("/staff/phrases")
    visitor.post("/staff/phrases", title="问区", zh="您在哪个区？", en="Which district?", shared="y")
    assert "您在哪个区？" in visitor.page
    visitor.get(f"/staff/cases/{installation.waiting_case().number}")
    assert "您在哪个区？" in visitor.page
    visitor.get("/staff/phrases")
    (path,) = _REMOVE.findall(visitor.page)
    visitor.post(path)
    assert "您在哪个区？" not in visitor.page
    visitor.post("/staff/phrases", title="", zh="", en="")
    assert visitor.status == 422
