"""What the cross-validation asks: the examples written by hand, and a sample of those made of knowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.spoken_patterns import ENTITIES as SPOKEN
from components.steps import FACT, OF_A_STEP, OF_YES_AND_NO, TASK, step_answered_by
from measuring.pipeline import NLU
from measuring.scores import Span

FOLDS = 5
SEED = 1
SAMPLED = 4
"""Of so many examples made of knowledge one is asked, and counts for all of them."""


@dataclass(frozen=True)
class Example:
    """`text` is as it was written; `weight` is for how many examples it stands."""

    intent: str
    text: str
    message: Message
    weight: int = 1

    @property
    def by_hand(self) -> bool:
        return self.weight == 1

    @property
    def spans(self) -> frozenset[Span]:
        """The marked entities, in the text as the model sees it once the example came into form."""
        return frozenset(
            (e["entity"], e["start"], e["end"])
            for e in self.message.get(ENTITIES) or ()
            if e["entity"] in SPOKEN
        )


def written_by_hand(folder: Path = NLU / "data") -> list[Example]:
    """The examples in the files of `folder` itself, each text once; what is made of knowledge stands below it."""
    found: dict[str, Example] = {}
    for message in load(sorted(folder.glob("*.yml"))).intent_examples:
        text = message.get(TEXT)
        found.setdefault(text, Example(message.get(INTENT), text, message))
    return list(found.values())


def sampled(knowledge: TrainingData) -> list[Example]:
    return [
        Example(message.get(INTENT), message.get(TEXT), message, SAMPLED)
        for message in knowledge.intent_examples[::SAMPLED]
    ]


def load(files: Sequence[Path]) -> TrainingData:
    return RasaFileImporter(training_data_paths=[str(file) for file in files]).get_nlu_data()


def life(example: Example) -> str | None:
    """What waits when a resident says such a thing: the step that it answers, for a yes or a no a question."""
    if example.intent in OF_YES_AND_NO:
        return FACT
    if example.intent not in OF_A_STEP:
        return None
    return f"{TASK}{step_answered_by(kind for kind, _, _ in example.spans)}"


def folds(examples: Sequence[Example]) -> Iterator[tuple[list[int], list[int]]]:
    """(learned, asked) as places for each fold; every intent is spread evenly, by a fixed seed."""
    by_intent: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        by_intent[example.intent, example.by_hand].append(place)
    parts: list[list[int]] = [[] for _ in range(FOLDS)]
    chance = Random(SEED)  # noqa: S311
    for key in sorted(by_intent):
        chance.shuffle(by_intent[key])
        for number, place in enumerate(by_intent[key]):
            parts[number % FOLDS].append(place)
    for number, part in enumerate(parts):
        yield [place for other, one in enumerate(parts) if other != number for place in one], part
