"""The same inputs and seed give a model that says the same."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from measuring.pipeline import Pipeline

NLU = Path(__file__).resolve().parent.parent
TAUGHT = ("talk.zh.yml", "tasks.zh.yml", "tasks.en.yml")
SAID = (
    ("我要预约", None),
    ("叫人明天下午三点打我电话13905910001", None),
    ("给我妈约下周三上午", "task:when"),
    ("不对，是后天", "task:when"),
    ("楼下的路灯坏了半个月了", "task:happened"),
    ("算了不弄了", "task:confirm"),
    ("再说一遍", None),
    ("谢谢你啊", None),
    ("天上的云像不像羊", None),
    ("can someone call me back tomorrow morning", None),
    ("book a visit for my mother", None),
    ("", None),
)


def taught() -> TrainingData:
    return TrainingData().merge(*(load_data(str(NLU / "data" / name)) for name in TAUGHT))


def trained(folder: str) -> Pipeline:
    pipeline = Pipeline(Path(folder))
    pipeline.train(taught())
    return pipeline


def understood(message: Message) -> dict[str, Any]:
    return {key: message.get(key) for key in (INTENT, INTENT_RANKING_KEY, ENTITIES)}


def tell() -> None:
    """Train, and print what is then understood of each message."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline = trained(folder)
    print(json.dumps([understood(pipeline.read(text, asked)) for text, asked in SAID], sort_keys=True))


def told_by_a_process(hash_seed: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "from tests.test_training import tell; tell()"],
        cwd=NLU,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


class TrainingTwice(unittest.TestCase):
    def test_two_processes_learn_to_understand_every_message_alike_to_the_last_digit(self) -> None:
        first, second = told_by_a_process("1"), told_by_a_process("2")
        self.assertGreater(len({entry[INTENT]["name"] for entry in first}), 4)
        for (text, _), before, after in zip(SAID, first, second, strict=True):
            with self.subTest(text):
                self.assertEqual(before, after)


if __name__ == "__main__":
    unittest.main()
