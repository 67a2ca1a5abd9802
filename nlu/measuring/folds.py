"""Cross-validation: every example written by hand is asked of a model that has not learned it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.spoken_patterns import ENTITIES as SPOKEN
from components.steps import OF_A_STEP, TASK, step_answered_by
from measuring.pipeline import NLU, Pipeline, intent_of
from measuring.scores import Span

FOLDS = 5
SEED = 1
FROM_KNOWLEDGE = ("Normaliser", "KnownWords")
"""Components that learn nothing of the examples: their words come from knowledge, so the folds share them."""

Asked = Callable[["Example"], "str | None"]


@dataclass(frozen=True)
class Example:
    """`text` is as it was written."""

    intent: str
    text: str
    message: Message

    @property
    def spans(self) -> frozenset[Span]:
        """The marked entities, in the text as the model sees it once the example came into form."""
        return frozenset(
            (e["entity"], e["start"], e["end"])
            for e in self.message.get(ENTITIES) or ()
            if e["entity"] in SPOKEN
        )


@dataclass(frozen=True)
class Read:
    """What a model that has not learned the example made of it; `alone` is the classifier's word on it."""

    example: Example
    intent: str
    alone: str
    spans: frozenset[Span]


def written_by_hand(folder: Path = NLU / "data") -> list[Example]:
    """The examples in the files of `folder` itself, each text once; what is made of knowledge stands below it."""
    files = [str(file) for file in sorted(folder.glob("*.yml"))]
    found: dict[str, Example] = {}
    for message in _load(files).intent_examples:
        text = message.get(TEXT)
        found.setdefault(text, Example(message.get(INTENT), text, message))
    return list(found.values())


def from_knowledge(folder: Path = NLU / "data" / "generated") -> TrainingData:
    return _load([str(folder / "knowledge.yml")])


def life(example: Example) -> str | None:
    """What waits when a resident says such a thing: for what belongs to a step, the step that it answers."""
    if example.intent not in OF_A_STEP:
        return None
    return f"{TASK}{step_answered_by(kind for kind, _, _ in example.spans)}"


def cross_validate(
    examples: Sequence[Example],
    knowledge: TrainingData,
    *,
    asked: Asked = life,
    noisy: Mapping[str, str] | None = None,
    changed: dict[str, dict[str, Any]] | None = None,
    widen: Callable[[Sequence[Example]], list[Message]] | None = None,
    progress: Callable[[int], None] = lambda fold: None,
) -> tuple[list[Read], list[Read]]:
    """Each example as read by the model of the folds that it is not in; the second list by its `noisy` text."""
    as_written: list[Read] = []
    misheard: list[Read] = []
    with TemporaryDirectory() as folder:
        words = Pipeline(Path(folder), changed)
        words.train(knowledge, FROM_KNOWLEDGE)
        words.train(TrainingData(training_examples=[e.message for e in examples]), ("Normaliser",))
        known = words.components["KnownWords"]
        known.process_training_data(TrainingData(training_examples=[e.message for e in examples]))
        for number, (learned, asked_about) in enumerate(folds(examples)):
            (Path(folder) / str(number)).mkdir()
            pipeline = Pipeline(Path(folder) / str(number), changed)
            pipeline.components.update({name: words.components[name] for name in FROM_KNOWLEDGE})
            more = widen(learned) if widen else []
            data = TrainingData(
                training_examples=[*knowledge.training_examples, *(e.message for e in learned), *more]
            )
            pipeline.train(data, [name for name in pipeline.components if name not in FROM_KNOWLEDGE])
            for example in asked_about:
                as_written.append(_read(pipeline, example, example.text, asked(example)))
                if noisy is not None:
                    text = noisy.get(example.text, example.text)
                    misheard.append(_read(pipeline, example, text, asked(example)))
            progress(number + 1)
    return as_written, misheard


def folds(examples: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    """(learned, asked about) for each fold; every intent is spread evenly, by a fixed seed."""
    places: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        places[example.intent].append(example)
    parts: list[list[Example]] = [[] for _ in range(FOLDS)]
    chance = Random(SEED)  # noqa: S311
    for intent in sorted(places):
        chance.shuffle(places[intent])
        for place, example in enumerate(places[intent]):
            parts[place % FOLDS].append(example)
    for number, part in enumerate(parts):
        rest = [example for other, one in enumerate(parts) if other != number for example in one]
        yield rest, part


def _read(pipeline: Pipeline, example: Example, text: str, asked: str | None) -> Read:
    message = pipeline.read(text, asked)
    alone = pipeline.components["CharacterIntents"].rank(message)[0]["name"]
    spans = frozenset(
        (e["entity"], e["start"], e["end"]) for e in message.get(ENTITIES) or () if e["entity"] in SPOKEN
    )
    return Read(example, intent_of(message), alone, spans)


def _load(files: list[str]) -> TrainingData:
    return RasaFileImporter(training_data_paths=files).get_nlu_data()
