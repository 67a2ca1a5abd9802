from __future__ import annotations

from sqlalchemy import func, select

from assistant.cases import answering, ownership, practice, resolving
from assistant.cases.kinds import Kind, Status
from assistant.cases.practice import exercises
from assistant.store import case_queue
from assistant.store.case_queue import Filter
from assistant.store.models import Delivery
from knowledge.library import Library
from knowledge.regions import Regions
from tests.assistant.cases.conftest import Counterside


def listed(counterside: Counterside, member: str, view: str = "open") -> list[str]:
    wanted = Filter(view, counterside.clock.now(), practice_for=member)
    with counterside.database.read() as session:
        return [case.number for case in case_queue.listed(session, wanted, 50)]


def sent(counterside: Counterside) -> int:
    with counterside.database.read() as session:
        return session.execute(select(func.count()).select_from(Delivery)).scalar_one()


def test_exercises_are_a_dozen_of_every_kind_on_services_and_places_that_exist() -> None:
    services, regions = Library.load().articles, Regions.load()
    assert len(exercises()) >= 12
    assert len({one.kind for one in exercises()}) == 7
    for one in exercises():
        assert one.service in services
        assert one.region is None or regions.get(one.region)


def test_a_practice_is_ones_own_and_no_part_of_the_real_queue(counterside: Counterside) -> None:
    wang, li = counterside.staff("wang"), counterside.staff("li")
    real = counterside.wants_person(address="+8613800000777")
    counterside.does(practice.begin, wang)
    assert len(listed(counterside, wang)) == len(exercises())
    assert listed(counterside, li) == []
    with counterside.database.read() as session:
        (waiting,) = case_queue.waiting(session, 50)
    assert waiting.number == real.number


def test_nothing_is_sent_and_the_made_up_resident_goes_on(counterside: Counterside) -> None:
    wang = counterside.staff()
    number = counterside.does(practice.begin, wang)[0].number
    for text in ("下午三点到，可以吗？", "好的。", "再见。"):
        counterside.does(answering.reply, number, wang, text)
        counterside.does(practice.answered, number)
    kinds = counterside.events(number)
    assert kinds.count(Kind.RESIDENT_WROTE) == len(exercises()[0].then)
    assert sent(counterside) == 0


def test_the_made_up_resident_rates_what_was_done(counterside: Counterside) -> None:
    wang = counterside.staff()
    pairs = list(zip(exercises(), counterside.does(practice.begin, wang), strict=True))
    for exercise, case in pairs:
        counterside.does(ownership.claim, case.number, wang)
        counterside.does(resolving.resolve, case.number, wang)
        counterside.does(practice.resolved, case.number)
        expected = Status.REOPENED if exercise.rating == "poor" else Status.FOLLOWED_UP
        assert counterside.view(case.number).status is expected
    again = next(case for exercise, case in pairs if exercise.rating == "poor")
    counterside.does(ownership.claim, again.number, wang)
    counterside.does(resolving.resolve, again.number, wang)
    counterside.does(practice.resolved, again.number)
    assert counterside.view(again.number).status is Status.FOLLOWED_UP
    assert sent(counterside) == 0


def test_a_practice_can_be_begun_anew(counterside: Counterside) -> None:
    wang = counterside.staff()
    first = counterside.does(practice.begin, wang)
    counterside.does(ownership.claim, first[0].number, wang)
    counterside.does(resolving.resolve, first[0].number, wang)
    counterside.does(practice.begin, wang)
    assert len(listed(counterside, wang, "unfinished")) == len(exercises())
    assert not {case.number for case in first} & {*listed(counterside, wang, "unfinished")}


def test_a_real_case_has_no_made_up_resident(counterside: Counterside) -> None:
    wang = counterside.staff()
    case = counterside.wants_person()
    counterside.does(ownership.claim, case.number, wang)
    counterside.does(practice.answered, case.number)
    counterside.does(practice.resolved, case.number)
    assert counterside.events(case.number) == [Kind.OPENED, Kind.CLAIMED]
