"""Cross-validation: every example is asked of a model that has not learned it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_RANKING_KEY,
    METADATA,
    METADATA_INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import paraphrase
from components import meaning
from components.normaliser import normalise
from components.spoken_patterns import ENTITIES as SPOKEN
from measuring.examples import FOLDS, Example, folds, life
from measuring.pipeline import Pipeline, intent_of
from measuring.scores import Span

FROM_KNOWLEDGE = ("Normaliser", "KnownWords")
"""Components that learn nothing of the examples: their words come from knowledge, so the folds share them."""
WAITING = "task:when"
"""What waits when it is measured whether a resident can say something else between two steps."""
_LONGEST = 400
QUESTIONS = ("ask_service", "ask_aspect", "ask_about_other", "compare", "check_eligibility")
WAYS_OUT = ("cancel", "request_human", "repeat", "simplify", "limit_distress")
BETWEEN = (*QUESTIONS, *WAYS_OUT)
"""What residents say between two steps, for which it is measured."""


@dataclass(frozen=True)
class Read:
    """What a model that has not learned the example made of it.

    `alone` is the classifier's word on it, `waiting` the last word on a question or a way out while a step of a
    task waits; `misheard` and
    `misheard_spans` are of its text with homophones.
    """

    intent: str
    alone: str
    spans: frozenset[Span]
    waiting: str
    misheard: str | None = None
    misheard_spans: frozenset[Span] = frozenset()


def cross_validate(
    examples: Sequence[Example],
    knowledge: TrainingData,
    *,
    noisy: Mapping[str, str],
    changed: dict[str, dict[str, Any]] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Read]:
    """One reading an example. Of those in `noisy` the text there is read too; `changed` is as in Pipeline."""
    with TemporaryDirectory() as folder:
        words = Pipeline(Path(folder), changed)
        words.train(knowledge, FROM_KNOWLEDGE)
        by_hand = TrainingData(training_examples=[one.message for one in examples if one.by_hand])
        for name in FROM_KNOWLEDGE:
            words.components[name].process_training_data(by_hand)
        texts = [*(one.text for one in examples), *noisy.values()]
        meaning.of_examples([normalise(text, _LONGEST) for text in texts])
        task = _Task(examples, knowledge, noisy, changed, words, folder)
        found: dict[int, Read] = {}
        for done, part in enumerate(_in_processes(task), start=1):
            found.update(part)
            progress(done)
    return [found[place] for place in range(len(examples))]


@dataclass(frozen=True)
class _Task:
    examples: Sequence[Example]
    knowledge: TrainingData
    noisy: Mapping[str, str]
    changed: dict[str, dict[str, Any]] | None
    words: Pipeline
    folder: str

    def fold(self, number: int) -> dict[int, Read]:
        learned, asked = list(folds(self.examples))[number]
        (Path(self.folder) / str(number)).mkdir()
        pipeline = Pipeline(Path(self.folder) / str(number), self.changed)
        pipeline.components.update({name: self.words.components[name] for name in FROM_KNOWLEDGE})
        left_out = {id(self.examples[place].message) for place in asked}
        made = [one for one in self.knowledge.training_examples if id(one) not in left_out]
        by_hand = [self.examples[place] for place in learned if self.examples[place].by_hand]
        otherwise = [
            Message(data={TEXT: one.text, INTENT: one.intent, METADATA: {METADATA_INTENT: paraphrase.SOURCE}})
            for one in paraphrase.widened((example.intent, example.text) for example in by_hand)
        ]
        for name in FROM_KNOWLEDGE:
            pipeline.components[name].process_training_data(TrainingData(training_examples=otherwise))
        pipeline.train(
            TrainingData(training_examples=[*made, *(example.message for example in by_hand), *otherwise]),
            [name for name in pipeline.components if name not in FROM_KNOWLEDGE],
        )
        return {place: self._read(pipeline, self.examples[place]) for place in asked}

    def _read(self, pipeline: Pipeline, example: Example) -> Read:
        message = pipeline.read(example.text, life(example))
        said = self.noisy.get(example.text) if example.by_hand else None
        misheard = pipeline.read(said, life(example)) if said is not None else None
        return Read(
            intent=intent_of(message),
            alone=_classified(message),
            spans=_spans(message),
            waiting=intent_of(pipeline.read(example.text, WAITING)) if example.intent in BETWEEN else "",
            misheard=intent_of(misheard) if misheard is not None else None,
            misheard_spans=_spans(misheard) if misheard is not None else frozenset(),
        )


def _in_processes(task: _Task) -> Any:
    """The folds' readings as they are done. A child shares what was prepared, so nothing is copied to it."""
    global _forked  # A forked child finds what stands in the module.
    _forked = task
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(FOLDS, os.cpu_count() or 1), mp_context=context) as pool:
        for done in as_completed([pool.submit(_fold, number) for number in range(FOLDS)]):
            yield done.result()


_forked: _Task | None = None


def _fold(number: int) -> dict[int, Read]:
    if _forked is None:
        raise RuntimeError("a fold is measured in a forked child only")
    return _forked.fold(number)


def _classified(message: Any) -> str:
    """The classifier's own word. Where it is unsure, Rasa puts the fallback before it."""
    names = (one["name"] for one in message.get(INTENT_RANKING_KEY))
    return next(name for name in names if name != DEFAULT_NLU_FALLBACK_INTENT_NAME)


def _spans(message: Any) -> frozenset[Span]:
    return frozenset(
        (e["entity"], e["start"], e["end"]) for e in message.get(ENTITIES) or () if e["entity"] in SPOKEN
    )
