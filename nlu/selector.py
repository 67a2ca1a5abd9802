"""Ranks services by Rasa's own ResponseSelector, to measure search against: `python selector.py GIVEN RANKED`.

GIVEN is a JSON file: `services` holds the texts of each service by its id, `questions` what is asked. RANKED gets
for each question the services and Rasa's confidence in each, best first. No model is kept. Standard output says
how far it is: “training 3/100”, “ranking 50/275”.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

Ranking = list[tuple[str, float]]
Progress = Callable[[str, int, int], None]

EPOCHS = 100
SEED = 1
RAREST = 2
BATCH = 256
FAILED = 1
INTENT = "service"
_REPORTED = 25
# Rasa reads brackets in an example as the mark of an entity.
_MARKS = re.compile(r"[\[\](){}]")
# How the bar ends with which Rasa shows its training.
_BAR = re.compile(r"(\d+)/(\d+) \[")


def config(epochs: int = EPOCHS, seed: int = SEED) -> dict[str, Any]:
    """Characters instead of words, since Rasa cuts no Chinese without jieba; epochs as in Rasa's own first project.

    What is rare, the width of the first layer (DIETClassifier's) and the batches (the default's largest) keep
    training to minutes on two cores. No language is named because the tokenizer refuses Chinese.
    """
    return {
        "recipe": "default.v1",
        "assistant_id": "selector",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {
                "name": "CountVectorsFeaturizer",
                "analyzer": "char_wb",
                "min_ngram": 1,
                "max_ngram": 3,
                "min_df": RAREST,
            },
            {
                "name": "ResponseSelector",
                "epochs": epochs,
                "random_seed": seed,
                "batch_size": BATCH,
                "dense_dimension": {"text": 128, "label": 512},
                "constrain_similarities": True,
                "ranking_length": 0,
            },
        ],
    }


def examples(services: dict[str, list[str]]) -> dict[str, Any]:
    """One answer a service, as training data of Rasa."""
    return {
        "version": "3.1",
        "nlu": [
            {"intent": f"{INTENT}/{service}", "examples": "".join(f"- {_plain(text)}\n" for text in texts)}
            for service, texts in services.items()
        ],
        "responses": {f"utter_{INTENT}/{service}": [{"text": service}] for service in services},
    }


def rank(
    services: dict[str, list[str]],
    questions: list[str],
    *,
    epochs: int = EPOCHS,
    seed: int = SEED,
    progress: Progress = lambda what, done, total: None,
) -> list[Ranking]:
    """Train on the texts, then rank the services for each question."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with TemporaryDirectory() as folder, _caching_in(folder):
        settings, data = Path(folder, "config.yml"), Path(folder, "nlu.yml")
        settings.write_text(yaml.safe_dump(config(epochs, seed)), encoding="utf-8")
        data.write_text(yaml.safe_dump(examples(services), allow_unicode=True), encoding="utf-8")
        bar = _Bar(lambda done, total: progress("training", done, total))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(bar):
            model = train_nlu(str(settings), str(data), folder)
        if model is None:
            raise ValueError("Rasa gave no model")
        return asyncio.run(_ranked(Agent.load(model), questions, progress))


def main(given: Path, ranked: Path) -> None:
    from serving import logs
    from serving.settings import refuse

    logs.configure("ERROR")
    logs.quiet_warnings()
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
    from rasa.shared.exceptions import RasaException

    asked = json.loads(given.read_text(encoding="utf-8"))
    said = sys.stdout

    def progress(what: str, done: int, total: int) -> None:
        print(f"{what} {done}/{total}", file=said, flush=True)

    try:
        rankings = rank(asked["services"], asked["questions"], progress=progress)
    except (RasaException, ValueError, OSError) as error:
        refuse(f"The ResponseSelector cannot be trained: {' '.join(str(error).split())}", FAILED)
    ranked.write_text(json.dumps(rankings), encoding="utf-8")


async def _ranked(agent: Any, questions: list[str], progress: Progress) -> list[Ranking]:
    rankings = []
    for done, question in enumerate(questions, start=1):
        # Rasa reads a leading "/" as an intent.
        parsed = await agent.parse_message(_plain(question).lstrip("/ "))
        found = parsed["response_selector"]["default"]["ranking"]
        rankings.append(
            [(one["intent_response_key"].removeprefix(f"{INTENT}/"), one["confidence"]) for one in found]
        )
        if done % _REPORTED == 0 or done == len(questions):
            progress("ranking", done, len(questions))
    return rankings


class _Bar(io.TextIOBase):
    """Takes what Rasa writes to the screen and tells how far it says it is."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._told: tuple[str, str] | None = None

    def write(self, text: str) -> int:
        for shown in _BAR.findall(text):
            if shown != self._told:
                self._told = shown
                self._tell(*map(int, shown))
        return len(text)


@contextlib.contextmanager
def _caching_in(folder: str) -> Iterator[None]:
    """Rasa would keep what it learnt in the current folder and use it another time."""
    before = os.environ.get("RASA_CACHE_DIRECTORY")
    os.environ["RASA_CACHE_DIRECTORY"] = str(Path(folder, "cache"))
    try:
        yield
    finally:
        if before is None:
            del os.environ["RASA_CACHE_DIRECTORY"]
        else:
            os.environ["RASA_CACHE_DIRECTORY"] = before


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
