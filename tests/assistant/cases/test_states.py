from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cases.kinds import DONE, HELD, OPEN, OVER, QUEUED, Kind, Rating, Status
from assistant.cases.states import MOST_RETURNS, Happened, NotAllowed, NotTheirs, Standing, after, standing

PEOPLE = ("wang", "li", "supervisor")
OPENED = Happened(Kind.OPENED)


def told(*kinds: Kind | Happened) -> Standing:
    """Where a case is after these events, done by Wang where nobody else is named."""
    events = [kind if isinstance(kind, Happened) else Happened(kind, by="wang") for kind in kinds]
    return standing([OPENED, *events])


TO_CIVIL_AFFAIRS = Happened(Kind.DISPATCHED, by="wang", to="civil_affairs")
RETURNED = (TO_CIVIL_AFFAIRS, Kind.SENT_BACK)

REACHED = [
    ((), Status.RECEIVED),
    ((Kind.CLAIMED,), Status.CLAIMED),
    ((Kind.CLAIMED, Kind.STAFF_REPLIED), Status.IN_PROGRESS),
    ((Kind.CLAIMED, Kind.CALLED), Status.IN_PROGRESS),
    ((Kind.CLAIMED, Kind.WAITED), Status.WAITING_FOR_RESIDENT),
    ((Kind.CLAIMED, Kind.WAITED, Kind.RESIDENT_WROTE), Status.IN_PROGRESS),
    ((Kind.CLAIMED, Kind.WAITED, Kind.ASKED_AGAIN), Status.IN_PROGRESS),
    ((Kind.CLAIMED, TO_CIVIL_AFFAIRS), Status.WITH_DEPARTMENT),
    ((Kind.CLAIMED, *RETURNED), Status.IN_PROGRESS),
    ((Kind.CLAIMED, TO_CIVIL_AFFAIRS, Kind.ACCEPTED, Kind.FINISHED), Status.IN_PROGRESS),
    ((Kind.CLAIMED, Kind.GIVEN_BACK), Status.RECEIVED),
    ((Kind.CLAIMED, Kind.LAPSED), Status.RECEIVED),
    ((Kind.CLAIMED, Kind.RESOLVED), Status.RESOLVED),
    ((Kind.CLAIMED, Kind.RESOLVED, Happened(Kind.RATED, rating=Rating.GOOD)), Status.FOLLOWED_UP),
    ((Kind.CLAIMED, Kind.RESOLVED, Happened(Kind.RATED, rating=Rating.POOR)), Status.REOPENED),
    (
        (Kind.CLAIMED, Kind.RESOLVED, Happened(Kind.RATED, rating=Rating.GOOD, solved=False)),
        Status.REOPENED,
    ),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.UNREACHED), Status.FOLLOWED_UP),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.CLOSED), Status.CLOSED),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.CLOSED, Kind.REOPENED), Status.REOPENED),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.ASKED_AGAIN), Status.REOPENED),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.CLOSED, Kind.REPLY_FAILED), Status.REOPENED),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.CLOSED, Kind.REPLY_DELIVERED), Status.CLOSED),
    ((Kind.CLAIMED, Kind.WAITED, Kind.REPLY_HELD), Status.IN_PROGRESS),
    ((Kind.CANCELLED,), Status.CANCELLED),
    ((Kind.CLAIMED, Kind.MERGED), Status.CANCELLED),
]


@pytest.mark.parametrize(("events", "status"), REACHED)
def test_events_lead_a_case_on(events: tuple[Kind | Happened, ...], status: Status) -> None:
    assert told(*events).status is status


REFUSED = [
    ((), Kind.OPENED),
    ((), Kind.STAFF_REPLIED),
    ((), Kind.RESOLVED),
    ((), TO_CIVIL_AFFAIRS),
    ((Kind.CLAIMED,), Kind.CLAIMED),
    ((Kind.CLAIMED,), Kind.RESUMED),
    ((Kind.CLAIMED,), Kind.CLOSED),
    ((Kind.CLAIMED,), Kind.ACCEPTED),
    ((Kind.CLAIMED, TO_CIVIL_AFFAIRS), Kind.FINISHED),
    ((Kind.CLAIMED, TO_CIVIL_AFFAIRS, Kind.ACCEPTED), Kind.SENT_BACK),
    ((Kind.CLAIMED, TO_CIVIL_AFFAIRS, Kind.ACCEPTED), Kind.ACCEPTED),
    ((Kind.CLAIMED, TO_CIVIL_AFFAIRS), Kind.CANCELLED),
    ((Kind.CLAIMED, Kind.WAITED), Kind.LAPSED),
    ((Kind.CLAIMED, Kind.RESOLVED), Kind.STAFF_REPLIED),
    ((Kind.CLAIMED, Kind.RESOLVED, Kind.CLOSED), Kind.ASKED_AGAIN),
    ((Kind.CANCELLED,), Kind.REOPENED),
    ((Kind.CANCELLED,), Kind.CLAIMED),
    ((), Happened(Kind.ASSIGNED, by="supervisor")),
    ((), Happened(Kind.CLAIMED)),
]


@pytest.mark.parametrize(("events", "refused"), REFUSED)
def test_what_makes_no_sense_is_refused(
    events: tuple[Kind | Happened, ...], refused: Kind | Happened
) -> None:
    case = told(*events)
    event = refused if isinstance(refused, Happened) else Happened(refused, by="wang")
    with pytest.raises(NotAllowed):
        after(case, event)


def test_nothing_happens_to_a_case_before_it_is_opened() -> None:
    with pytest.raises(NotAllowed):
        after(Standing(), Happened(Kind.CLAIMED, by="wang"))


def test_whoever_did_not_content_the_resident_cannot_take_the_case_again() -> None:
    case = told(Kind.CLAIMED, Kind.RESOLVED, Happened(Kind.RATED, rating=Rating.POOR))
    assert (case.owner, case.avoided, case.reopened) == (None, frozenset({"wang"}), 1)
    with pytest.raises(NotTheirs):
        after(case, Happened(Kind.CLAIMED, by="wang"))
    assert after(case, Happened(Kind.CLAIMED, by="li")).owner == "li"
    assert after(case, Happened(Kind.ASSIGNED, by="supervisor", to="wang")).owner == "wang"


def test_after_the_third_return_a_supervisor_decides_and_that_binds() -> None:
    case = told(Kind.CLAIMED, *RETURNED * MOST_RETURNS)
    assert (case.undecided, case.sent_back, case.status) == (True, MOST_RETURNS, Status.IN_PROGRESS)
    with pytest.raises(NotAllowed):
        after(case, TO_CIVIL_AFFAIRS)

    decided = after(case, Happened(Kind.DECIDED, by="supervisor", to="civil_affairs"))
    assert (decided.status, decided.binding, decided.undecided) == (Status.WITH_DEPARTMENT, True, False)
    with pytest.raises(NotAllowed):
        after(decided, Happened(Kind.SENT_BACK, by="zhao"))
    assert after(decided, Happened(Kind.FINISHED, by="zhao")).status is Status.IN_PROGRESS


def test_a_supervisor_may_decide_that_the_desk_keeps_the_case() -> None:
    case = told(Kind.CLAIMED, *RETURNED * MOST_RETURNS)
    decided = after(case, Happened(Kind.DECIDED, by="supervisor"))
    assert (decided.status, decided.department, decided.owner) == (Status.IN_PROGRESS, None, "wang")


@pytest.mark.parametrize("times", range(1, MOST_RETURNS))
def test_before_the_third_return_nobody_needs_to_decide(times: int) -> None:
    case = told(Kind.CLAIMED, *RETURNED * times)
    assert not case.undecided
    assert after(case, TO_CIVIL_AFFAIRS).status is Status.WITH_DEPARTMENT


happenings = st.builds(
    Happened,
    kind=st.sampled_from(Kind),
    by=st.sampled_from([None, *PEOPLE]),
    to=st.sampled_from([None, *PEOPLE, "civil_affairs"]),
    rating=st.sampled_from([None, *Rating]),
    solved=st.sampled_from([None, True, False]),
    days=st.integers(0, 15),
)


def sound(case: Standing) -> None:
    """What holds for every case, however it came about."""
    assert case.status in Status
    assert (case.status in QUEUED) <= (case.owner is None)
    assert (case.status in HELD | {Status.WITH_DEPARTMENT}) <= (case.owner is not None)
    assert (case.department is not None) == (case.status is Status.WITH_DEPARTMENT)
    assert (case.accepted or case.binding) <= (case.status is Status.WITH_DEPARTMENT)
    assert 0 <= case.sent_back <= MOST_RETURNS
    assert case.undecided <= (case.sent_back == MOST_RETURNS)
    assert len([group for group in (OPEN, DONE, OVER) if case.status in group]) == 1


@settings(max_examples=250, deadline=None)
@given(st.lists(happenings, max_size=12))
def test_no_row_of_twelve_events_leads_out_of_the_states_or_loses_an_event(row: list[Happened]) -> None:
    case, kept = standing([OPENED]), [OPENED]
    for event in row:
        try:
            moved = after(case, event)
        except NotAllowed:
            continue
        sound(moved)
        kept.append(event)
        case = moved
        assert standing(kept) == case


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_twelve_allowed_moves_end_in_a_sound_state_too(data: st.DataObject) -> None:
    case, kept = standing([OPENED]), [OPENED]
    for _ in range(12):
        possible = [event for event in _every_event() if _allowed(case, event)]
        event = data.draw(st.sampled_from(possible))
        case = after(case, event)
        kept.append(event)
        sound(case)
    assert len(kept) == 13
    assert standing(kept) == case


def test_an_open_case_can_always_go_on() -> None:
    """From every state within four moves an open case can still be resolved, cancelled or joined."""
    seen, edge = {standing([OPENED])}, {standing([OPENED])}
    for _ in range(4):
        edge = {
            after(case, event) for case in edge for event in _every_event() if _allowed(case, event)
        } - seen
        seen |= edge
    for case in seen:
        if case.status in OPEN:
            moves = {event.kind for event in _every_event() if _allowed(case, event)}
            assert moves & {Kind.CLAIMED, Kind.RESOLVED, Kind.CANCELLED, Kind.ASSIGNED, Kind.RECALLED}


def _every_event() -> list[Happened]:
    return [
        *(Happened(kind, by="wang", to="civil_affairs") for kind in Kind if kind is not Kind.ASSIGNED),
        *(Happened(Kind.ASSIGNED, by="supervisor", to=person) for person in PEOPLE),
        Happened(Kind.CLAIMED, by="li"),
        Happened(Kind.DECIDED, by="supervisor"),
        *(Happened(Kind.RATED, rating=rating) for rating in Rating),
    ]


def _allowed(case: Standing, event: Happened) -> bool:
    try:
        after(case, event)
    except NotAllowed:
        return False
    return True
