"""State without words, logs without words, and clear refusals."""

import asyncio
import io
import json
import logging
import random
import tarfile
import tempfile
import unittest
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered

from serving import quick
from serving.logs import PlaceFormatter
from serving.model import BrokenModel, check
from serving.settings import WrongSettings, rasa_settings, redis_parts
from serving.tracker_store import KEPT_TURNS, ConversationStore

NLU = Path(__file__).resolve().parent.parent
RASAS_OWN_CHECK = RemoteAction._validate_action_result
RASAS_OWN_KEYS = RulePolicy._get_possible_keys
SECRET = "我叫王小明电话13800000000"
ENVIRONMENT = {
    "BANGBAN_RASA_TOKEN": "token",
    "BANGBAN_MODEL": "model.tar.gz",
    "BANGBAN_TRACKER_URL": "sqlite:///tracker.db",
}


class KeepingConversations(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "tracker.db"
        self.store = ConversationStore(Domain.load(str(NLU / "domain")), f"sqlite:///{self.file}")
        self.addCleanup(self.store.close)

    def turns(self, number: int) -> None:
        async def take() -> None:
            for place in range(number):
                tracker = await self.store.get_or_create_tracker("conversation")
                entities = [
                    {"entity": "district", "value": "350104", "text": SECRET},
                    {"entity": "phone", "value": "13800000000", "text": SECRET},
                ]
                tracker.update(UserUttered(SECRET, {"name": "ask_service"}, entities, {"text": SECRET}))
                tracker.update(ActionExecuted("action_answer"))
                tracker.update(BotUttered(None, {"custom": {"kind": "answer", "query": SECRET}}))
                tracker.update(SlotSet("service", f"service_{place}"))
                if place == 0:
                    tracker.update(SlotSet("district_asked", True))
                    tracker.update(ActiveLoop("district_form"))
                tracker.update(ActionExecuted("action_listen"))
                await self.store.save(tracker)

        asyncio.run(take())

    def rows(self) -> list[str]:
        engine = sa.create_engine(f"sqlite:///{self.file}")
        with engine.connect() as connection:
            rows = [row[0] for row in connection.execute(sa.text("SELECT events FROM dialogue_conversation"))]
        engine.dispose()
        return rows

    def test_slots_and_the_form_survive_a_long_conversation(self) -> None:
        self.turns(KEPT_TURNS * 4)
        tracker = asyncio.run(self.store.retrieve("conversation"))
        assert tracker is not None
        self.assertEqual(tracker.get_slot("service"), f"service_{KEPT_TURNS * 4 - 1}")
        self.assertTrue(tracker.get_slot("district_asked"))
        self.assertEqual(tracker.active_loop_name, "district_form")
        self.assertEqual(tracker.latest_message.intent["name"], "ask_service")

    def test_no_word_of_the_resident_is_kept(self) -> None:
        self.turns(2)
        self.assertEqual(len(self.rows()), 1)
        for part in (SECRET, "王小明", "13800000000"):
            self.assertNotIn(part, self.rows()[0])

    def test_a_conversation_does_not_grow(self) -> None:
        self.turns(KEPT_TURNS + 1)
        before = len(json.loads(self.rows()[0]))
        self.turns(20)
        self.assertLessEqual(len(json.loads(self.rows()[0])), before + 2)

    def test_a_conversation_that_is_not_kept_is_none(self) -> None:
        self.assertIsNone(asyncio.run(self.store.retrieve("other")))


class Logging(unittest.TestCase):
    def line(self, name: str, error: bool = False) -> str:
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(PlaceFormatter())
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        if error:
            try:
                raise ValueError(SECRET)
            except ValueError:
                logger.exception("failed")
        else:
            logger.warning("heard %s", SECRET)
        return stream.getvalue()

    def test_records_of_others_are_reduced_to_their_place(self) -> None:
        line = json.loads(self.line("rasa.core.processor"))
        self.assertNotIn(SECRET, str(line))
        self.assertRegex(line["place"], r"^test_serving\.py:\d+$")

    def test_exceptions_are_reduced_to_their_types(self) -> None:
        line = json.loads(self.line("bangban.test", error=True))
        self.assertEqual(line["event"], "failed")
        self.assertRegex(line["errors"][0], r"^ValueError at test_serving\.py:\d+$")


class BeingQuick(unittest.TestCase):
    def test_the_answers_of_actions_are_checked_as_rasa_does(self) -> None:
        from jsonschema import ValidationError

        action = RemoteAction("action_answer", None)
        answers = (
            (
                {
                    "events": [{"event": "slot", "name": "service", "value": "x"}],
                    "responses": [{"custom": {}}],
                },
                True,
            ),
            ({"events": [], "responses": []}, True),
            ({}, True),
            ([], False),
            ({"events": {}}, False),
            ({"events": [{"name": "slot"}]}, False),
            ({"responses": ["text"]}, False),
        )
        for answer, right in answers:
            with self.subTest(answer=answer):
                self.assertEqual(_accepts(RASAS_OWN_CHECK, action, answer, ValidationError), right)
                self.assertEqual(_accepts(quick._check_answer, action, answer, quick.WrongAnswer), right)

    def test_the_rules_that_may_apply_are_those_that_rasa_finds(self) -> None:
        actions, intents = ("action_listen", "action_answer", "task_form", None), ("greet", "deny", None)
        loops = ("task_form", SHOULD_NOT_BE_SET, None)
        chance = random.Random(1)

        def some_state() -> dict[str, Any]:
            action, intent, loop = chance.choice(actions), chance.choice(intents), chance.choice(loops)
            state: dict[str, Any] = {"prev_action": {"action_name": action}} if action else {}
            state |= {"user": {"intent": intent}} if intent else {}
            return state | ({"active_loop": {"name": loop}} if loop else {})

        def some_states(most: int) -> list[dict[str, Any]]:
            return [some_state() for _ in range(chance.randint(1, most))]

        rules = {json.dumps(some_states(3)): "action_answer" for _ in range(400)}
        unhappy = {json.dumps(some_states(3)): "unhappy" for _ in range(50)}
        policy = object.__new__(RulePolicy)
        found = 0
        for _ in range(300):
            states = some_states(4)
            for lookup in (rules, unhappy):
                rasas = RASAS_OWN_KEYS(policy, lookup, states)
                self.assertEqual(quick._possible_keys(policy, lookup, states), rasas)
                found += len(rasas)
        self.assertGreater(found, 300)
        self.assertEqual(quick._possible_keys(policy, rules, []), set(rules))

    def test_an_event_is_still_found_by_its_name(self) -> None:
        resolve = lru_cache(maxsize=None)(Event.resolve_by_type)
        for kind in (SlotSet, ActionExecuted, BotUttered):
            self.assertIs(resolve(kind.type_name), kind)
        with self.assertRaises(ValueError):
            resolve("no_such_event")


def _accepts(check: Any, action: Any, answer: Any, error: type[Exception]) -> bool:
    try:
        return bool(check(action, answer))
    except error:
        return False


class Refusing(unittest.TestCase):
    def test_a_missing_setting_is_named(self) -> None:
        for name in ENVIRONMENT:
            with self.subTest(name), self.assertRaisesRegex(WrongSettings, name):
                rasa_settings({key: value for key, value in ENVIRONMENT.items() if key != name})

    def test_a_wrong_port_is_named(self) -> None:
        for port in ("http", "0", "70000", "-1"):
            with self.subTest(port), self.assertRaisesRegex(WrongSettings, "BANGBAN_RASA_PORT"):
                rasa_settings({**ENVIRONMENT, "BANGBAN_RASA_PORT": port})

    def test_rasas_lock_store_takes_the_parts_of_a_redis_url(self) -> None:
        from rasa.core.lock_store import LockStore, RedisLockStore
        from rasa.utils.endpoints import EndpointConfig

        parts = redis_parts("redis://me:p%40ss@cache:6380/2")
        store = LockStore.create(EndpointConfig(type="redis", **parts))
        assert isinstance(store, RedisLockStore)
        used = store.red.connection_pool.connection_kwargs
        found = {name: used[name] for name in ("host", "port", "db", "username", "password")}
        self.assertEqual(
            found, {"host": "cache", "port": 6380, "db": 2, "username": "me", "password": "p@ss"}
        )
        for wrong in ("cache:6379", "http://cache", "redis://cache/x"):
            with self.subTest(wrong), self.assertRaises(WrongSettings):
                rasa_settings({**ENVIRONMENT, "BANGBAN_REDIS_URL": wrong})

    def test_nothing_listens_outside_the_machine_by_default(self) -> None:
        settings = rasa_settings(ENVIRONMENT)
        self.assertEqual(
            (settings.host, settings.actions_url), ("127.0.0.1", "http://127.0.0.1:5055/webhook")
        )

    def test_a_broken_model_is_told_in_one_sentence(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.tar.gz"
            with self.assertRaisesRegex(BrokenModel, "no dialogue model"):
                check(path)
            path.write_bytes(b"not a model")
            with self.assertRaisesRegex(BrokenModel, "broken"):
                check(path)
            with tarfile.open(path, "w:gz") as archive:
                archive.addfile(tarfile.TarInfo("other.json"))
            with self.assertRaisesRegex(BrokenModel, "broken"):
                check(path)
            path.write_bytes(path.read_bytes()[:-20])
            with self.assertRaisesRegex(BrokenModel, "broken"):
                check(path)


if __name__ == "__main__":
    unittest.main()
