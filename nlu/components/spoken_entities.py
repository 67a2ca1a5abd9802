"""Finds times, places, relations and telephone numbers, whose value is the resident's own word.

A linear-chain conditional random field over characters (words, in English), which sees what the patterns find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pycrfsuite
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.entity_features import features
from components.known_words import KINDS, kind_sign
from components.spoken_patterns import ENTITIES as SPOKEN
from components.spoken_patterns import Said, find
from components.steps import OF_A_STEP, step_answered_by, step_in

_FILE = "entities.crfsuite"
_TOKEN = re.compile(r"[a-z']+|\S")

Span = tuple[int, int]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SpokenEntities(GraphComponent, EntityExtractorMixin):
    """Needs KnownWords before it. The same data gives the same model."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = b""
        self._tagger: pycrfsuite.Tagger | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`by` is learned, patterns or both. `intents` names those whose examples have every entity marked.

        `plain` and `smooth` are the weights of the L1 and L2 regularisation.
        """
        return {"by": "both", "intents": [], "plain": 0.05, "smooth": 0.05, "iterations": 150}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpokenEntities:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpokenEntities:
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded._open((folder / _FILE).read_bytes())
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(
            {
                "c1": self._config["plain"],
                "c2": self._config["smooth"],
                "max_iterations": self._config["iterations"],
                "feature.possible_transitions": True,
            }
        )
        learned = set(self._config["intents"])
        for example in training_data.training_examples:
            by_hand = not (example.get("metadata") or {}).get("intent")
            if by_hand and example.get(TEXT) and example.get(INTENT) in learned:
                tokens = _tokens(example.get(TEXT))
                marked = [
                    Said(e["entity"], e["start"], e["end"])
                    for e in example.get(ENTITIES) or ()
                    if e["entity"] in SPOKEN
                ]
                tags = _tags(tokens, marked)
                trainer.append(self._features(example.get(TEXT), tokens, None), tags)
                if example.get(INTENT) in OF_A_STEP:
                    step = step_answered_by(one.entity for one in marked)
                    trainer.append(self._features(example.get(TEXT), tokens, step), tags)
        with TemporaryDirectory() as folder:
            file = Path(folder, _FILE)
            trainer.train(str(file))
            model = file.read_bytes()
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_bytes(model)
        self._open(model)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            found = [
                {
                    "entity": one.entity,
                    "start": one.start,
                    "end": one.end,
                    "value": text[one.start : one.end],
                    "extractor": self.name,
                }
                for one in self.find(text, step_in((message.get("metadata") or {}).get("asked")))
            ]
            message.set(ENTITIES, [*(message.get(ENTITIES) or ()), *found], add_to_output=True)
            _sign(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            if example.get(TEXT):
                _sign(example)
        return training_data

    def find(self, text: str, step: str | None = None) -> list[Said]:
        """What a text of the model's form names while `step` of a task waits."""
        if self._config["by"] == "patterns":
            return find(text)
        tokens = _tokens(text)
        if not tokens or self._tagger is None:
            return []
        return list(_spans(tokens, self._tagger.tag(self._features(text, tokens, step))))

    def _features(self, text: str, tokens: list[Span], step: str | None) -> list[list[str]]:
        patterns = _tags(tokens, find(text)) if self._config["by"] == "both" else ["O"] * len(tokens)
        return features([text[start:end] for start, end in tokens], patterns, step)

    def _open(self, model: bytes) -> None:
        # The tagger reads from these very bytes as long as it lives.
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._model)


def _sign(message: Message) -> None:
    """Signs of the kinds that the patterns find: the same for an example and for a message, unlike what is learned."""
    signs = {kind_sign(one.entity) for one in find(message.get(TEXT))}
    message.set(KINDS, sorted({*(message.get(KINDS) or ()), *signs}))


def _tokens(text: str) -> list[Span]:
    return [match.span() for match in _TOKEN.finditer(text)]


def _tags(tokens: list[Span], marked: Iterable[Said]) -> list[str]:
    tags = ["O"] * len(tokens)
    for one in marked:
        begun = False
        for place, (start, end) in enumerate(tokens):
            if start >= one.start and end <= one.end:
                tags[place] = f"{'I' if begun else 'B'}-{one.entity}"
                begun = True
    return tags


def _spans(tokens: list[Span], tags: list[str]) -> Iterator[Said]:
    entity, start, end = "", 0, 0
    for (first, last), tag in zip(tokens, tags, strict=True):
        if entity and tag == f"I-{entity}":
            end = last
            continue
        if entity:
            yield Said(entity, start, end)
        entity = tag[2:] if tag != "O" else ""
        start, end = first, last
    if entity:
        yield Said(entity, start, end)
