"""Another model is taken up beside the turns that go on, or not at all."""

import asyncio
import json
import os
import tarfile
import tempfile
import threading
import unittest
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.utils import AvailableEndpoints
from rasa.server import ErrorResponse
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from actions import knowledge
from serving.swap import ModelSwap
from serving.tracker_store import ConversationStore

NLU = Path(__file__).resolve().parent.parent


def write_model(path: Path) -> Path:
    """A file that is whole; what is in it is the loader's business."""
    content = b"{}"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("metadata.json")
        member.size = len(content)
        archive.addfile(member, BytesIO(content))
    return path


def nothing(_: Agent, __: Path) -> None:
    """A model that loads at once."""


class TakingUpAModel(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.models = self.folder / "models"
        self.code = self.folder / "components"
        for made in (self.models, self.code):
            made.mkdir()
        (self.code / "part.py").write_text("first")
        self.model = write_model(self.models / "model.tar.gz")
        store = EndpointConfig(
            url=f"sqlite:///{self.folder / 'tracker.db'}", type="serving.tracker_store.ConversationStore"
        )
        self.action = EndpointConfig("http://127.0.0.1:1/webhook")
        self.endpoints = AvailableEndpoints(action=self.action, tracker_store=store)

    def swap(self, load: Any = nothing) -> ModelSwap:
        return ModelSwap(self.models, load, (self.code,))

    def refusal(self, swap: ModelSwap, **asked: Any) -> ErrorResponse:
        with self.assertRaises(ErrorResponse) as refused:
            asyncio.run(swap.load(**asked, endpoints=self.endpoints))
        return refused.exception

    def test_turns_go_on_while_a_model_is_loaded(self) -> None:
        turn_taken = threading.Event()

        def load(_: Agent, __: Path) -> None:
            self.assertTrue(turn_taken.wait(10), "nobody is answered meanwhile")

        async def turn() -> None:
            turn_taken.set()

        async def both() -> Agent:
            loading = asyncio.ensure_future(self.swap(load).load(str(self.model), endpoints=self.endpoints))
            await asyncio.sleep(0)
            await turn()
            return await loading

        agent = asyncio.run(both())
        self.assertIs(agent.action_endpoint, self.action)

    def test_the_stores_of_two_models_share_their_connections(self) -> None:
        domain, url = Domain.empty(), f"sqlite:///{self.folder / 'tracker.db'}"
        self.assertIs(ConversationStore(domain, url)._engine, ConversationStore(domain, url)._engine)

    def test_models_are_loaded_one_after_the_other(self) -> None:
        together = threading.Barrier(2)
        met: list[bool] = []

        def load(_: Agent, __: Path) -> None:
            try:
                together.wait(0.3)
            except threading.BrokenBarrierError:
                return
            met.append(True)

        async def two() -> None:
            swap = self.swap(load)
            await asyncio.gather(*(swap.load(str(self.model), endpoints=self.endpoints) for _ in range(2)))

        asyncio.run(two())
        self.assertEqual(met, [])

    def test_what_is_no_model_is_refused_with_a_sentence(self) -> None:
        def fail(_: Agent, __: Path) -> None:
            raise ValueError("what a resident said")

        broken = self.models / "broken.tar.gz"
        broken.write_bytes(b"not a model")
        outside = write_model(self.folder / "outside.tar.gz")
        for swap, asked, sentence in (
            (self.swap(), {"model_path": str(broken)}, "is broken"),
            (self.swap(), {"model_path": str(self.models / "none.tar.gz")}, "no dialogue model"),
            (self.swap(), {"model_path": str(outside)}, "outside the folder"),
            (self.swap(), {"model_path": None}, "from a file only"),
            (self.swap(), {"model_path": str(self.model), "remote_storage": "aws"}, "from a file only"),
            (self.swap(fail), {"model_path": str(self.model)}, "model.tar.gz cannot be loaded"),
        ):
            with self.subTest(sentence), self.assertLogs(level="ERROR"):
                refused = self.refusal(swap, **asked)
                self.assertEqual(refused.status, HTTPStatus.BAD_REQUEST)
                self.assertIn(sentence, refused.error_info["message"])
                self.assertNotIn("resident", json.dumps(refused.error_info))

    def test_a_model_is_not_given_to_code_that_is_older_than_it(self) -> None:
        swap = self.swap()
        (self.code / "part.py").write_text("second")
        with self.assertLogs(level="ERROR"):
            refused = self.refusal(swap, model_path=str(self.model))
        self.assertEqual(refused.status, HTTPStatus.CONFLICT)
        self.assertIn("restart", refused.error_info["message"])


class KnowingWhatChanged(unittest.TestCase):
    def test_the_actions_read_their_facts_again_when_the_file_was_replaced(self) -> None:
        def write(file: Path, services: dict[str, Any]) -> None:
            partial = file.with_suffix(".partial")
            partial.write_text(json.dumps({"services": services, "aspects": {}, "regions": {}}))
            os.utime(partial, ns=(0, 0))
            partial.replace(file)

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "knowledge.json"
            write(file, {"id_card": {"local": ["where"]}})
            before = knowledge.load(file)
            self.assertIs(knowledge.load(file), before)
            write(file, {"id_card": {"local": ["where"]}, "fishing_pass": {"local": ["fee"]}})
            after = knowledge.load(file)
        self.assertFalse(before.differs_by_place("fishing_pass", "fee"))
        self.assertTrue(after.differs_by_place("fishing_pass", "fee"))


if __name__ == "__main__":
    unittest.main()
