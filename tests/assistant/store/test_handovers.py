from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.messages import Act, Option, Reply
from assistant.state import ConversationState
from assistant.store import handovers, residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.handovers import CODE_DIGITS, VALID_FOR, NoCodeFree, TakenOver
from assistant.store.models import Handover
from tests.conftest import RESIDENT, FakeClock

STATE = ConversationState(
    region="350102",
    service="old_age_allowance",
    interview="elder_care_voucher",
    fact="age",
    asked="fact",
    facts={"lives_in_fujian": "yes", "care_level": "moderate_or_worse"},
    facts_kept=True,
)


@pytest.fixture
def resident(database: Database, vault: Vault, clock: FakeClock) -> str:
    with database.begin() as session:
        return residents.ensure(session, vault, RESIDENT, clock.now()).id


def offer(
    database: Database, vault: Vault, clock: FakeClock, resident: str, state: ConversationState = STATE
) -> str:
    with database.begin() as session:
        return handovers.offer(session, vault, resident, state, clock.now())


def take(
    database: Database, vault: Vault, clock: FakeClock, code: str, message: str | None = None
) -> TakenOver | None:
    with database.begin() as session:
        return handovers.take(session, vault, code, message or new_id(), clock.now())


def test_a_code_opens_what_was_left_off(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    code = offer(database, vault, clock, resident)

    assert len(code) == CODE_DIGITS
    assert code.isdecimal()
    assert take(database, vault, clock, code) == TakenOver(resident, STATE)


def test_what_was_said_and_offered_there_stays_there(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    option = Option("1", "多少钱", Act("answer", {"service": "id_card"}))
    said = STATE.with_(
        options=(option,),
        last_reply=Reply("到社区去领。", "zh"),
        rest="还有",
        open_case="1234-5",
        wrong_codes=2,
    )

    taken = take(database, vault, clock, offer(database, vault, clock, resident, said))

    assert taken is not None
    assert taken.state == STATE


def test_a_code_opens_once(database: Database, vault: Vault, clock: FakeClock, resident: str) -> None:
    code = offer(database, vault, clock, resident)
    assert take(database, vault, clock, code) is not None

    assert take(database, vault, clock, code) is None


def test_the_message_that_opened_a_code_may_open_it_again(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    code, message = offer(database, vault, clock, resident), new_id()

    first = take(database, vault, clock, code, message)
    assert first is not None
    assert take(database, vault, clock, code, message) == first


def test_a_code_is_good_for_a_day_and_no_longer(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    code, other = (offer(database, vault, clock, resident) for _ in range(2))
    clock.advance(VALID_FOR - timedelta(seconds=1))
    assert take(database, vault, clock, code) is not None

    clock.advance(seconds=1)
    assert take(database, vault, clock, other) is None


@pytest.mark.parametrize("wrong", ["", "12345", "abcdef", "0000000", "' OR 1=1 --"])
def test_what_is_no_code_opens_nothing(
    database: Database, vault: Vault, clock: FakeClock, resident: str, wrong: str
) -> None:
    offer(database, vault, clock, resident)

    assert take(database, vault, clock, wrong) is None


def test_a_wrong_code_opens_nothing_and_takes_nothing(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    code = offer(database, vault, clock, resident)
    near = f"{(int(code) + 1) % 10**CODE_DIGITS:0{CODE_DIGITS}}"

    assert take(database, vault, clock, near) is None
    assert take(database, vault, clock, code) is not None


def test_of_two_who_bring_a_code_at_once_one_goes_on(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    code = offer(database, vault, clock, resident)

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: take(database, vault, clock, code), range(4)))

    assert sum(one is not None for one in taken) == 1


def test_neither_code_nor_answers_stand_in_the_row_as_they_are(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    code = offer(database, vault, clock, resident)

    with database.read() as session:
        row = session.execute(select(Handover)).scalar_one()
    stored = repr((row.code_lookup, row.resident_id, bytes(row.state), row.taken_by))
    assert code not in row.code_lookup
    for plain in ("elder_care_voucher", "care_level", "moderate_or_worse", "350102"):
        assert plain not in stored
    assert json.loads(vault.open(row.state))["facts"] == dict(STATE.facts)


def test_another_key_finds_no_code(database: Database, vault: Vault, clock: FakeClock, resident: str) -> None:
    code = offer(database, vault, clock, resident)
    stranger = Vault("MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "another lookup key")

    assert take(database, stranger, clock, code) is None


def test_codes_out_of_date_go_when_the_next_is_made(
    database: Database, vault: Vault, clock: FakeClock, resident: str
) -> None:
    for _ in range(3):
        offer(database, vault, clock, resident)
    clock.advance(VALID_FOR)
    code = offer(database, vault, clock, resident)

    with database.read() as session:
        assert session.query(Handover).count() == 1
    assert take(database, vault, clock, code) is not None


def test_a_code_in_use_is_not_given_twice(
    database: Database,
    vault: Vault,
    clock: FakeClock,
    resident: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr(handovers.secrets, "randbelow", lambda _limit: next(drawn))

    assert [offer(database, vault, clock, resident) for _ in range(2)] == ["000007", "000008"]


def test_when_no_code_is_free_that_is_said(
    database: Database,
    vault: Vault,
    clock: FakeClock,
    resident: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handovers.secrets, "randbelow", lambda _limit: 7)
    offer(database, vault, clock, resident)

    with pytest.raises(NoCodeFree):
        offer(database, vault, clock, resident)
