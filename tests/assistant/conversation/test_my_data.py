"""What is kept of a resident is told and erased only once it is sure whose it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.cases import service
from assistant.cases.service import Wanted
from assistant.cases.work import Casework
from assistant.conversation import my_data
from assistant.conversation.my_data_words import no, yes
from assistant.messages import Act, Channel, Engine, Option, Outcome, TurnResult
from assistant.state import ConversationState
from assistant.store import data_requests, residents, turns
from assistant.store.database import Database
from assistant.store.models import DataRequest, Delivery, Message
from assistant.store.turns import Recorded
from knowledge.normalise import bare
from tests.conftest import RESIDENT, FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)
TERMINAL, STRANGER = "hall-1", "+8613900000009"
DAYS = 180


class Desk:
    """Takes messages about data through both transactions of a turn, without words of replies."""

    def __init__(
        self, database: Database, casework: Casework, clock: FakeClock, inbound: InboundBuilder
    ) -> None:
        self.database, self.casework, self.clock, self.inbound = database, casework, clock, inbound
        self.vault = casework.vault

    def recorded(self, text: str, channel: Channel, address: str) -> Recorded:
        self.clock.advance(seconds=1)
        message = self.inbound(text, channel=channel, address=address)
        with self.database.begin() as session:
            return turns.record_inbound(session, self.vault, message, self.clock.now(), LEASE)

    def told(self, text: str, channel: Channel = Channel.SMS, address: str = RESIDENT) -> list[str]:
        """The names of the phrases that answer a message; none when it is not about data."""
        recorded = self.recorded(text, channel, address)
        act = self._act(text, recorded.state)
        if act is None:
            self._finish(recorded, recorded.state.with_(options=()))
            return []
        with self.database.read() as session:
            work = self.casework.on(session)
            found, state = my_data.look_up(work, act, recorded, channel, kept_days=DAYS)
        step = found.get("step")
        options = (Option("1", "清掉", yes(step)), Option("2", "不清", no(step))) if found.get("asks") else ()
        self._finish(recorded, state.with_(options=options), found, channel)
        return [told.phrase for told in found.get("told")]

    def by_phone(self, text: str) -> list[str]:
        return self.told(text, Channel.PHONE)

    def at_terminal(self, text: str) -> list[str]:
        return self.told(text, Channel.KIOSK, TERMINAL)

    def texted(self) -> str:
        """The code in the last text that went out."""
        with self.database.read() as session:
            found = session.scalars(
                select(Delivery).where(Delivery.purpose == "code").order_by(Delivery.position.desc())
            ).first()
        assert found is not None
        assert (found.unasked, found.channel) == (False, "sms")
        assert found.text is not None
        code = re.search(r"\d{4}", self.vault.open(found.text))
        assert code is not None
        return code.group()

    def case(self, address: str = RESIDENT, channel: Channel = Channel.SMS) -> tuple[str, str]:
        """Number and code of a case that the resident of an address has opened."""
        recorded = self.recorded("人工", channel, address)
        self._finish(recorded, recorded.state)
        wanted = Wanted(
            recorded.conversation_id,
            recorded.resident_id,
            recorded.message_id,
            "requested",
            ConversationState(),
        )
        with self.database.begin() as session:
            work = self.casework.on(session)
            number = service.open_case(work, wanted).number
            return number, service.code_of(work, number)

    def requests(self) -> list[tuple[str, str, str]]:
        with self.database.read() as session:
            listed = data_requests.listed(session, self.clock.now(), 50)
        return [(one.channel, one.step, one.outcome) for one in reversed(listed)]

    def words_kept(self, address: str = RESIDENT) -> bool:
        """Whether a word of somebody's first message is there."""
        with self.database.read() as session:
            bodies = session.scalars(select(Message.body).where(Message.body.is_not(None))).all()
        return any("幸福里" in self.vault.open(body) for body in bodies)

    def is_known(self, address: str = RESIDENT) -> bool:
        with self.database.read() as session:
            return residents.find(session, self.vault, address) is not None

    def _act(self, text: str, state: ConversationState) -> Act | None:
        offered = [option.act for option in state.options if option.key == text]
        return offered[0] if offered else my_data.read(bare(text), state.asked)

    def _finish(
        self,
        recorded: Recorded,
        state: ConversationState,
        act: Act | None = None,
        channel: Channel = Channel.SMS,
    ) -> None:
        result = TurnResult(recorded.conversation_id, recorded.message_id, Outcome.SAID, (), Engine.KEYPAD)
        with self.database.begin() as session:
            if act is not None:
                my_data.carry_out(self.casework.on(session), (act,), recorded, channel)
            assert turns.finish_turn(
                session,
                self.vault,
                recorded,
                state,
                result,
                self.clock.now(),
                remembered=act is None or act.get("do") != "erase",
            )


@pytest.fixture
def desk(database: Database, casework: Casework, clock: FakeClock, inbound: InboundBuilder) -> Desk:
    desk = Desk(database, casework, clock, inbound)
    assert desk.told("我住幸福里") == []
    return desk


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("你们存了我什么", "show"),
        ("你们都记了我哪些资料", "show"),
        ("我想查我的资料", "show"),
        ("what do you know about me", "show"),
        ("删掉我的资料", "erase"),
        ("清掉我的资料", "erase"),
        ("请把我的信息都删掉", "erase"),
        ("帮我删除我的个人信息", "erase"),
        ("Delete my data", "erase"),
    ],
)
def test_a_request_is_told_by_its_words(said, step):
    act = my_data.read(bare(said), None)
    assert act == Act("my_data", {"step": step})


@pytest.mark.parametrize(
    "said", ["删掉我的回答", "1234", "好", "不要", "查进度", "我的身份证丢了", "低保要什么资料"]
)
def test_other_words_are_no_request(said):
    assert my_data.read(bare(said), None) is None


def test_by_text_the_own_number_is_enough_to_be_told(desk):
    told = desk.told("你们存了我什么")
    assert told == ["data_number", "data_messages", "data_until", "data_how"]
    assert desk.requests() == [("sms", "show", "shown")]


def test_by_text_erasing_takes_a_second_step(desk):
    assert desk.told("删掉我的资料") == ["data_erase_ask"]
    assert desk.words_kept()
    assert desk.told("1") == ["data_erased"]
    assert not desk.words_kept()
    assert not desk.is_known()
    assert desk.requests() == [("sms", "erase", "erased")]


def test_what_was_erased_is_noted_as_counts(desk):
    desk.told("删掉我的资料")
    desk.told("1")
    with desk.database.read() as session:
        (row,) = session.scalars(select(DataRequest)).all()
    assert row.erased["messages"] == 2
    assert row.done_at is not None


@pytest.mark.parametrize("said", ["2", "不清", "不删", "算了"])
def test_a_no_changes_nothing(desk, said):
    desk.told("删掉我的资料")
    assert desk.told(said) == ["data_not_erased"]
    assert desk.words_kept()
    assert desk.requests() == [("sms", "erase", "declined")]


def test_a_yes_that_nothing_asked_for_erases_nothing(desk):
    desk.told("删掉我的资料")
    desk.told("福州市")
    assert desk.told("删掉") == ["data_erase_ask"]
    assert desk.words_kept()


def test_open_cases_are_said_to_keep_what_they_need(desk):
    desk.case()
    assert desk.told("删掉我的资料") == ["data_erase_ask", "data_erase_open"]
    assert desk.told("1") == ["data_erased", "data_erase_open"]
    assert desk.is_known()


def test_on_the_phone_a_texted_code_is_said_back(desk):
    assert desk.by_phone("你们存了我什么") == ["data_code_sent"]
    assert "data_number" in desk.by_phone(desk.texted())
    assert desk.requests() == [("phone", "show", "shown")]


def test_on_the_phone_the_code_may_be_spoken_digit_by_digit(desk):
    desk.by_phone("你们存了我什么")
    spoken = desk.texted().translate(str.maketrans("0123456789", "零幺二三四五六七八九"))
    assert "data_number" in desk.by_phone("，".join(spoken))


def test_on_the_phone_nothing_is_erased_without_the_code(desk):
    assert desk.by_phone("删掉我的资料") == ["data_code_sent", "data_code_erases"]
    for said in ("1", "好", "删掉"):
        assert desk.by_phone(said) in ([], ["data_code_ask"])
    assert desk.words_kept()
    assert desk.by_phone(desk.texted()) == ["data_erased"]
    assert not desk.words_kept()


def test_a_code_is_good_for_ten_minutes(desk):
    desk.by_phone("删掉我的资料")
    code = desk.texted()
    desk.clock.advance(minutes=10)
    assert desk.by_phone(code) == ["data_code_old"]
    assert desk.words_kept()
    assert desk.requests() == [("phone", "erase", "expired")]


def test_a_code_may_be_tried_three_times(desk):
    desk.by_phone("删掉我的资料")
    code = desk.texted()
    wrong = f"{(int(code) + 1) % 10000:04}"
    assert [desk.by_phone(wrong) for _ in range(3)] == [
        ["data_code_wrong"],
        ["data_code_wrong"],
        ["handover_blocked"],
    ]
    assert desk.by_phone(code) == []
    assert desk.words_kept()
    assert desk.requests() == [("phone", "erase", "refused")]


def test_a_code_that_did_not_arrive_is_sent_anew_and_the_old_one_is_over(desk):
    desk.by_phone("删掉我的资料")
    first = desk.texted()
    assert desk.by_phone("没收到") == ["data_code_sent", "data_code_erases"]
    second = desk.texted()
    if first != second:
        assert desk.by_phone(first) == ["data_code_wrong"]
    assert desk.by_phone(second) == ["data_erased"]


def test_nobody_is_flooded_with_codes(desk):
    desk.by_phone("删掉我的资料")
    for _ in range(2):
        assert desk.by_phone("再发一次")[0] == "data_code_sent"
    assert desk.by_phone("再发一次") == ["data_code_many"]
    desk.clock.advance(hours=24)
    assert desk.by_phone("你们存了我什么") == ["data_code_sent"]


def test_asking_again_while_a_code_is_on_its_way_sends_no_other(desk):
    desk.by_phone("删掉我的资料")
    assert desk.by_phone("删掉我的资料") == ["data_code_ask"]


def test_a_code_is_kept_as_a_hash_and_bound_to_its_conversation(desk):
    desk.by_phone("删掉我的资料")
    code = desk.texted()
    with desk.database.read() as session:
        (row,) = session.scalars(select(DataRequest)).all()
    assert row.code_lookup is not None
    assert code not in row.code_lookup[:4]
    assert desk.told(code, Channel.PHONE, STRANGER) == []
    desk.told("删掉我的资料", Channel.PHONE, STRANGER)
    assert desk.words_kept()


def test_a_terminal_tells_nothing_without_knowing_whose_it_is(desk):
    for said in ("你们存了我什么", "删掉我的资料"):
        assert desk.at_terminal(said) == ["data_terminal"]
    assert desk.at_terminal("1") == []
    assert desk.at_terminal("好") == ["data_terminal"]
    assert desk.requests() == []


def test_at_a_terminal_number_and_code_of_a_case_say_whose_it_is(desk):
    number, code = desk.case()
    desk.at_terminal("你们存了我什么")
    assert "data_number" in desk.at_terminal(f"{number} {code}")
    desk.at_terminal("删掉我的资料")
    assert desk.at_terminal(f"{number} {code}") == ["data_erase_ask", "data_erase_open"]
    assert desk.at_terminal("1") == ["data_erased", "data_erase_open"]
    assert desk.requests() == [("kiosk", "show", "shown"), ("kiosk", "erase", "erased")]


def test_at_a_terminal_a_wrong_code_tells_as_little_as_an_unknown_number(desk):
    number, code = desk.case()
    wrong = f"{(int(code) + 1) % 10000:04}"
    desk.at_terminal("删掉我的资料")
    assert desk.at_terminal(f"{number} {wrong}") == ["status_wrong"]
    assert desk.at_terminal(f"8142-3 {code}") == ["status_wrong"]
    assert desk.requests() == [("kiosk", "erase", "refused")]


def test_wrong_codes_for_one_resident_are_counted_over_all_terminals(desk):
    number, code = desk.case()
    wrong = f"{(int(code) + 1) % 10000:04}"
    for hall in range(5):
        desk.told("删掉我的资料", Channel.KIOSK, f"hall-{hall}")
        desk.told(f"{number} {wrong}", Channel.KIOSK, f"hall-{hall}")
    desk.at_terminal("删掉我的资料")
    assert desk.at_terminal(f"{number} {code}") == ["status_wrong"]
    desk.clock.advance(hours=25)
    desk.at_terminal("删掉我的资料")
    assert desk.at_terminal(f"{number} {code}")[0] == "data_erase_ask"


def test_a_case_that_was_opened_at_a_terminal_says_nothing_of_whose_it_is(desk):
    number, code = desk.case(TERMINAL, Channel.KIOSK)
    desk.at_terminal("你们存了我什么")
    assert desk.at_terminal(f"{number} {code}") == ["status_wrong"]


def test_whose_conversation_goes_on_at_a_terminal_is_known(desk):
    recorded = desk.recorded("您好", Channel.SMS, RESIDENT)
    desk._finish(recorded, recorded.state)
    there = desk.recorded("您好", Channel.KIOSK, TERMINAL)
    desk._finish(there, there.state.with_(owner=recorded.resident_id))
    assert "data_number" in desk.at_terminal("你们存了我什么")
    assert desk.at_terminal("删掉我的资料") == ["data_erase_ask"]
    assert desk.at_terminal("1") == ["data_erased"]
    assert not desk.words_kept()
    assert desk.recorded("您好", Channel.KIOSK, TERMINAL).state.owner is None


def test_what_was_erased_does_not_come_back_with_the_next_message(desk):
    recorded = desk.recorded("我在鼓楼区", Channel.SMS, RESIDENT)
    desk._finish(recorded, recorded.state.with_(region="350102", facts={"age": "83"}, facts_kept=True))
    desk.case()
    desk.told("删掉我的资料")
    desk.told("1")
    state = desk.recorded("您好", Channel.SMS, RESIDENT).state
    assert (state.region, state.facts, state.facts_kept) == (None, {}, None)
    desk.clock.advance(hours=25)
    assert desk.recorded("您好", Channel.SMS, RESIDENT).state.region is None


def test_other_acts_are_not_carried_out(desk):
    recorded = desk.recorded("您好", Channel.SMS, RESIDENT)
    with desk.database.begin() as session:
        work = desk.casework.on(session)
        my_data.carry_out(work, (Act("repeat"), Act("my_data", {"step": "erase"})), recorded, Channel.SMS)
    assert desk.words_kept()
