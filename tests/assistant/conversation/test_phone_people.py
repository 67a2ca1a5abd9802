"""A caller who wants a person, and the members of the staff who may take the call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.cases import ownership, resolving
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.store import staff
from tests.assistant.conversation.conftest import Town
from tests.assistant.conversation.telephone import ELSEWHERE, OTHER, SID, Telephone
from tests.conftest import RESIDENT, FakeClock


@pytest.fixture
def phone(town_hall: Town) -> Telephone:
    return Telephone.of(town_hall)


def test_a_call_that_ends_while_it_waits_turns_its_case_into_the_callback(
    phone: Telephone,
) -> None:
    phone.waits()
    assert phone.calls.ended(SID, "hung_up")
    case = phone.town.only_case()
    assert case.kind == CaseKind.CALLBACK
    assert phone.town.kinds(case.number)[-2:] == [Kind.ASKED_AGAIN, Kind.CHANGED]


def test_an_unknown_call_changes_nothing(phone: Telephone) -> None:
    assert phone.calls.standing(SID) is None
    assert phone.calls.go_on(SID, "gather") is None
    assert phone.calls.last_result(SID) is None
    assert not phone.calls.ended(SID, "hung_up")
    assert not phone.people.left(SID)
    assert not phone.people.call_back(SID)
    assert phone.people.search(SID).found == "gone"
    assert phone.cases() == []


def test_who_is_at_the_console_is_rung(phone: Telephone) -> None:
    wang = phone.member()
    search = phone.waits()
    assert (search.found, search.before) == ("dial", 0)
    assert [(one.member_id, one.number) for one in search.rung] == [(wang, "+8613700000001")]


def test_three_are_rung_at_most_and_the_others_next(phone: Telephone) -> None:
    everybody = {phone.member(f"m{number}") for number in range(5)}
    first = {one.member_id for one in phone.waits().rung}
    second = {one.member_id for one in phone.people.search(SID).rung}
    assert (len(first), len(second)) == (3, 3)
    assert first | second == everybody


def test_nobody_is_rung_outside_working_hours(phone: Telephone, clock: FakeClock) -> None:
    clock.advance(hours=11)
    phone.member()
    assert phone.waits().found == "closed"


def test_with_nobody_at_the_console_there_is_nobody_to_wait_for(phone: Telephone, clock: FakeClock) -> None:
    phone.member()
    clock.advance(minutes=20)
    assert phone.waits().found == "nobody"


def test_somebody_whom_the_case_does_not_suit_is_not_rung(phone: Telephone) -> None:
    phone.member(services=("newborn-registration",))
    assert phone.waits().found == "nobody"


def test_whoever_talks_or_is_rung_already_is_not_rung_for_another(phone: Telephone, clock: FakeClock) -> None:
    wang = phone.member()
    first = phone.waits()
    clock.advance(seconds=1)
    second = phone.waits(OTHER, ELSEWHERE)
    assert (second.found, second.before) == ("busy", 1)
    assert phone.people.take(first.call_id, wang) == "taken"
    assert phone.people.search(OTHER).found == "busy"
    assert phone.people.left(SID)
    assert phone.people.search(OTHER).found == "dial"


def test_the_briefing_is_the_matter_and_the_residents_own_words(phone: Telephone) -> None:
    told = phone.people.briefing(phone.waits().call_id, phone.member())
    assert (told.standing, told.title, told.words) == ("free", "高龄津贴", "八十岁那个钱咋领")


def test_long_words_are_cut_and_end_without_a_mark(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.says("我想问一下八十岁那个钱咋领？")
    phone.says("人工")
    search = phone.people.search(SID)
    assert phone.people.briefing(search.call_id, phone.member()).words == "我想问一下八十岁那个钱咋领"
    phone.calls.begin(OTHER, ELSEWHERE, "stream")
    phone.says("八十岁那个钱咋领" * 20, OTHER, ELSEWHERE)
    phone.says("人工", OTHER, ELSEWHERE)
    other = phone.people.search(OTHER)
    words = phone.people.briefing(other.call_id, phone.member("li")).words
    assert len(words) == 60
    assert words.endswith("…")


def test_who_only_asked_for_a_person_is_not_quoted(phone: Telephone) -> None:
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.says("0")
    told = phone.people.briefing(phone.people.search(SID).call_id, phone.member())
    assert (told.standing, told.title, told.words) == ("free", "", "")


def test_whoever_takes_the_call_has_the_case_and_is_said_to_have_spoken(phone: Telephone) -> None:
    wang, search = phone.member(), phone.waits()
    case = phone.town.only_case()
    assert phone.town.kinds(case.number) == [Kind.OPENED]
    assert phone.people.take(search.call_id, wang) == "taken"
    assert phone.people.take(search.call_id, wang) == "taken"
    case = phone.town.only_case()
    assert (case.owner_id, case.status) == (wang, Status.IN_PROGRESS)
    assert phone.town.kinds(case.number) == [Kind.OPENED, Kind.CLAIMED, Kind.CALL_ANSWERED, Kind.STARTED]


def test_of_several_who_press_one_gets_the_call_and_the_others_are_told(phone: Telephone) -> None:
    members = [phone.member(f"m{number}") for number in range(3)]
    search = phone.waits()
    with ThreadPoolExecutor(3) as pool:
        came = list(pool.map(lambda one: phone.people.take(search.call_id, one), members))
    assert sorted(came) == ["late", "late", "taken"]
    owner = phone.town.only_case().owner_id
    assert owner == members[came.index("taken")]
    assert phone.people.briefing(search.call_id, members[came.index("late")]).standing == "late"


def test_nobody_takes_a_call_that_has_ended(phone: Telephone) -> None:
    wang, search = phone.member(), phone.waits()
    phone.calls.ended(SID, "hung_up")
    assert phone.people.take(search.call_id, wang) == "gone"
    assert phone.people.briefing(search.call_id, wang).standing == "gone"
    assert phone.people.search(SID).found == "gone"


def test_what_was_assigned_by_itself_goes_to_whoever_takes_the_call(phone: Telephone) -> None:
    away, wang = phone.member("away"), phone.member()
    with phone.town.database.begin() as session:
        staff.set_on_duty(session, away, True, phone.town.clock.now())
        staff.set_phone(session, phone.town.casework.vault, away, None)
    search = phone.waits()
    assert phone.town.does(ownership.assign_waiting) == 1
    assert phone.people.take(search.call_id, wang) == "taken"
    assert phone.town.only_case().owner_id == wang


def test_a_case_that_a_colleague_took_by_hand_stays_with_them(phone: Telephone) -> None:
    wang, li = phone.member(), phone.member("li")
    search = phone.waits()
    phone.town.does(ownership.claim, phone.town.only_case().number, li)
    assert phone.people.take(search.call_id, wang) == "late"
    assert [one.member_id for one in phone.people.search(SID).rung] == [li]
    assert phone.people.take(search.call_id, li) == "taken"


def test_a_call_about_a_case_that_is_over_is_taken_all_the_same(phone: Telephone) -> None:
    wang, li = phone.member(), phone.member("li")
    search = phone.waits()
    number = phone.town.only_case().number
    phone.town.does(ownership.claim, number, wang)
    phone.town.does(resolving.resolve, number, wang)
    assert phone.people.take(search.call_id, wang) == "taken"
    assert phone.people.take(search.call_id, li) == "late"


def test_a_call_that_a_person_took_is_not_missed(phone: Telephone) -> None:
    wang, search = phone.member(), phone.waits()
    phone.people.take(search.call_id, wang)
    assert not phone.calls.ended(SID, "hung_up")
    assert phone.row().ended_how == "transferred"


def test_after_one_person_the_caller_can_have_another(phone: Telephone) -> None:
    wang, search = phone.member(), phone.waits()
    phone.people.take(search.call_id, wang)
    phone.people.left(SID)
    phone.calls.go_on(SID, "stream")
    assert phone.says("人工")
    assert phone.people.search(SID).found == "dial"
    assert phone.people.take(search.call_id, wang) == "taken"


def test_nobody_took_it_so_the_case_becomes_the_callback(phone: Telephone) -> None:
    assert phone.waits().found == "nobody"
    for _ in range(2):
        assert phone.people.call_back(SID)
    assert phone.town.only_case().kind == CaseKind.CALLBACK
    assert phone.standing().next is None
    assert not phone.calls.ended(SID, "hung_up")
    number = phone.town.only_case().number
    assert phone.town.kinds(number) == [Kind.OPENED, Kind.ASKED_AGAIN, Kind.CHANGED]


def test_without_a_number_nobody_can_be_called_back(phone: Telephone) -> None:
    phone.calls.begin(SID, None, "stream")
    phone.says("人工", SID, phone.calls.address_of(SID, None))
    assert phone.people.search(SID).numberless
    assert not phone.people.call_back(SID)
    assert phone.town.only_case().kind == CaseKind.QUESTION


def test_a_line_that_leaves_for_a_person_without_a_case_still_finds_one(phone: Telephone) -> None:
    wang = phone.member()
    phone.calls.begin(SID, RESIDENT, "stream")
    phone.calls.leave(SID, "person")
    search = phone.people.search(SID)
    assert search.found == "dial"
    assert phone.people.briefing(search.call_id, wang).standing == "free"
    assert phone.people.call_back(SID)
    assert phone.town.only_case().kind == CaseKind.CALLBACK
