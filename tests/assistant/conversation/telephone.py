"""Callers and members of the staff at the ends of a call, over real conversations and cases."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from assistant.conversation.phone_calls import PhoneCalls, Standing
from assistant.conversation.phone_people import PhonePeople, Search
from assistant.messages import Channel, TurnResult
from assistant.store import sittings, staff
from assistant.store.models import Call, Case
from tests.assistant.conversation.conftest import Town
from tests.conftest import RESIDENT

SID = "CA" + "1" * 32
OTHER = "CA" + "2" * 32
ELSEWHERE = "+8613900000009"
TITLES = {"zh": "高龄津贴", "en": "the old-age allowance"}


@dataclass
class Telephone:
    """What callers and members of the staff do; the case that a caller opened is in `town`."""

    town: Town
    calls: PhoneCalls
    people: PhonePeople
    members: int = 0

    @classmethod
    def of(cls, town: Town) -> Telephone:
        calls = PhoneCalls(town.database, town.casework, town.clock, "k" * 32)
        people = PhonePeople(
            town.database, town.casework, town.clock, lambda service, language: TITLES[language]
        )
        return cls(town, calls, people)

    def standing(self, call_sid: str = SID) -> Standing:
        found = self.calls.standing(call_sid)
        assert found is not None
        return found

    def answered(self, text: str, call_sid: str = SID, address: str = RESIDENT) -> TurnResult:
        """Something said as the next turn, of which nobody has told yet."""
        number = self.standing(call_sid).next_turn
        return self.town.turn.take(
            self.town.inbound(
                text, channel=Channel.PHONE, address=address, provider_id=f"{call_sid}:{number}"
            )
        )

    def says(self, text: str, call_sid: str = SID, address: str = RESIDENT) -> bool:
        """Says something in a call, as its next turn. Whether a person is wanted at once."""
        number = self.standing(call_sid).next_turn
        return self.calls.said(call_sid, number, self.answered(text, call_sid, address))

    def waits(self, call_sid: str = SID, address: str = RESIDENT) -> Search:
        """A caller who told the matter and then wanted a person."""
        self.calls.begin(call_sid, address, "stream")
        self.says("八十岁那个钱咋领", call_sid, address)
        assert self.says("人工", call_sid, address)
        return self.people.search(call_sid)

    def member(self, name: str = "wang", **profile: tuple[str, ...]) -> str:
        """Somebody at the console, with a telephone."""
        self.members += 1
        with self.town.database.begin() as session:
            made = staff.create(
                session,
                name,
                "bamboo river lantern",
                self.town.clock.now(),
                profile=staff.Profile(**profile),  # type: ignore[arg-type]
            )
            number = f"+861370000000{self.members}"
            staff.set_phone(session, self.town.casework.vault, made.id, number)
            sittings.begin(session, made.id, self.town.clock.now())
            return made.id

    def row(self, call_sid: str = SID) -> Call:
        with self.town.database.read() as session:
            return session.scalars(select(Call).where(Call.call_sid == call_sid)).one()

    def cases(self) -> list[Case]:
        with self.town.database.read() as session:
            return list(session.scalars(select(Case).order_by(Case.opened_at)))
