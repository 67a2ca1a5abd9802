"""Sudden deaths of the web process and of the worker while residents are handed over to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from assistant.cases.work import Casework
from assistant.channels.twilio_sender import TwilioSender
from assistant.conversation.outbox import CLAIM, Carriers, Deliverer
from assistant.messages import Channel
from assistant.ports import Accepted, TextSender
from assistant.processes.ports import free_port
from assistant.settings import load_settings
from assistant.store import outbox, residents
from assistant.store.database import Database
from knowledge.phrases import Phrases
from tests.conftest import RESIDENT, FakeClock
from tests.drills.crash import drill, provider
from tests.drills.crash.drill import Outcome
from tests.drills.crash.provider import PROMPT, StandIn
from tests.drills.crash.residents import TOLD

SEED = 20260303
KILLS = 100


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, eventually) -> Outcome:
    folder = tmp_path_factory.mktemp("crashes")
    return drill.run(folder, migrated_sqlite, SEED, KILLS, eventually)


@pytest.mark.slow
@pytest.mark.timeout(360)
class TestAHundredDeathsDuringHandoffs:
    def test_most_deaths_fell_into_work_and_some_between_taking_and_marking(self, outcome: Outcome):
        assert outcome.kills == KILLS
        assert outcome.at_work > KILLS / 2
        assert outcome.between > 0
        assert any(asked.tries > 1 for asked in outcome.asked)

    def test_every_case_that_a_resident_was_told_about_exists_and_is_that_residents(self, outcome: Outcome):
        said = [(asked.number, asked.answer or "") for asked in outcome.asked]
        said += [(taken.to, taken.body) for taken in outcome.taken]
        told = {(case, number) for number, text in said for case in TOLD.findall(text)}
        assert told
        assert told <= set(outcome.cases.items())

    def test_no_text_is_lost(self, outcome: Outcome):
        assert {sent.status for sent in outcome.outbox} <= {"sent", "delivered"}
        listed = {(taken.sid, taken.to, taken.body.strip()) for taken in outcome.taken}
        assert {(sent.provider_id, sent.number, sent.text.strip()) for sent in outcome.outbox} <= listed

    def test_none_is_sent_twice(self, outcome: Outcome):
        wanted = Counter((sent.number, sent.text.strip()) for sent in outcome.outbox)
        assert Counter((taken.to, taken.body.strip()) for taken in outcome.taken) == wanted

    def test_every_reply_of_the_staff_arrives_once(self, outcome: Outcome):
        arrived = Counter((taken.to, taken.body) for taken in outcome.taken)
        assert outcome.answered
        assert {arrived[(answered.number, answered.words)] for answered in outcome.answered} == {1}

    def test_every_message_is_answered_once_on_its_request_or_by_a_text_later(self, outcome: Outcome):
        phrases = Phrases.load()
        put_off = [phrases.say(name, "zh") for name in ("still_working", "something_wrong")]
        pushed = Counter(sent.reference.split(":")[1] for sent in outcome.outbox if _is_push(sent.reference))
        for asked in outcome.asked:
            message = outcome.messages.get(asked.sid)
            if message is None:
                assert asked.answer is None, "answered and not recorded"
                continue
            assert message.status == "answered"
            if asked.answer is None:
                # A sole try: who took the message again was the worker. Else the line broke under the answer.
                assert pushed[message.id] == int(message.takes > 1) or asked.tries > 1
                assert pushed[message.id] <= 1
            else:
                assert pushed[message.id] == int(any(phrase in asked.answer for phrase in put_off))


def _is_push(reference: str) -> bool:
    return reference.startswith("message:")


class Died(BaseException):
    """Stands for the end of a process: nothing that runs after it may run."""


class DyingSender:
    """Dies when the provider has taken the message."""

    def __init__(self, sender: TextSender) -> None:
        self._sender = sender

    def send(self, address: str, text: str, reference: str) -> Accepted:
        self._sender.send(address, text, reference)
        raise Died

    def find(
        self, address: str, text: str, reference: str, since: datetime, known: Collection[str]
    ) -> Accepted | None:
        return self._sender.find(address, text, reference, since, known)


class BlindSender:
    """Believes that the provider never has anything."""

    def __init__(self, sender: TextSender) -> None:
        self._sender = sender

    def send(self, address: str, text: str, reference: str) -> Accepted:
        return self._sender.send(address, text, reference)

    def find(
        self, address: str, text: str, reference: str, since: datetime, known: Collection[str]
    ) -> Accepted | None:
        return None


@pytest.mark.parametrize(("asks", "copies"), [(True, 1), (False, 2)])
def test_a_worker_that_does_not_ask_sends_twice_what_was_taken_before_a_death(
    tmp_path: Path,
    sqlite_database: Database,
    casework: Casework,
    clock: FakeClock,
    asks: bool,
    copies: int,
):
    port, file = free_port(), tmp_path / "taken.jsonl"
    settings = load_settings(data_dir=tmp_path, twilio_api_base=f"http://127.0.0.1:{port}")
    with sqlite_database.begin() as session:
        resident = residents.ensure(session, casework.vault, RESIDENT, clock.now())
        outbox.enqueue(session, casework.vault, resident.id, Channel.SMS, "您好", "case:1:1", now=clock.now())
    with StandIn(port, file, SEED, clock.now, settings.twilio_auth_token, PROMPT) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        sender = TwilioSender(settings)

        def deliver(through: TextSender) -> bool:
            carriers = Carriers({Channel.SMS: through})
            return Deliverer(sqlite_database, casework, carriers, clock).deliver_next()

        try:
            with pytest.raises(Died):
                deliver(DyingSender(sender))
            clock.advance(CLAIM + timedelta(seconds=1))
            assert deliver(sender if asks else BlindSender(sender))
            assert not deliver(sender)
        finally:
            server.shutdown()
            serving.join()
    assert [(one.to, one.body) for one in provider.read(file)] == [(RESIDENT, "您好")] * copies
