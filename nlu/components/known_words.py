"""Finds services, aspects and districts by the words that knowledge gives for them, without word boundaries in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import io

GAP = "…"
_GAP = {True: r"[^.!?;\n]{0,24}?", False: r"[^。!?;\n]{0,8}?"}
_FILE = "known_words.json"


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    value: str
    weight: float


class Words:
    """The words of one entity. `weights` says by value how much a found word counts; 1 without an entry."""

    def __init__(self, values: dict[str, str], weights: dict[str, float], single: bool) -> None:
        self._patterns = [
            (_compile(word), value, len(word) * weights.get(value, 1.0)) for word, value in values.items()
        ]
        self._single = single

    def find(self, text: str) -> list[Found]:
        """Not overlapping, the heavier first served; of a `single` entity the heaviest, of equals the last."""
        hits = [
            Found(match.start(), match.end(), value, weight)
            for pattern, value, weight in self._patterns
            for match in pattern.finditer(text)
        ]
        if self._single:
            return [max(hits, key=lambda hit: (hit.weight, hit.start))] if hits else []
        hits.sort(key=lambda hit: (-hit.weight, hit.start))
        kept: list[Found] = []
        for hit in hits:
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KnownWords(GraphComponent, EntityExtractorMixin):
    """Learns the lookup tables and, from the synonyms, the id that each word stands for."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, tables: dict[str, dict[str, str]]
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._set(tables)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`single` names the entities of which a message has at most one; `weights` is by entity and id."""
        return {"single": [], "weights": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnownWords:
        return cls(config, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KnownWords:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, io.read_json_file(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Raises ValueError on a word without an id."""
        tables: dict[str, dict[str, str]] = {}
        for table in training_data.lookup_tables:
            words = tables.setdefault(table["name"], {})
            for word in _elements(table["elements"]):
                if word not in training_data.entity_synonyms:
                    raise ValueError(f"the word {word} of {table['name']} has no id")
                words[word.lower()] = training_data.entity_synonyms[word]
        self._set(tables)
        with self._storage.write_to(self._resource) as folder:
            io.dump_obj_as_json_to_file(folder / _FILE, tables)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            found = [
                {
                    "entity": entity,
                    "start": hit.start,
                    "end": hit.end,
                    "value": hit.value,
                    "extractor": self.name,
                }
                for entity, words in self._words.items()
                for hit in words.find(text)
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _set(self, tables: dict[str, dict[str, str]]) -> None:
        self._words = {
            entity: Words(words, self._config["weights"].get(entity, {}), entity in self._config["single"])
            for entity, words in tables.items()
        }


def _elements(elements: str | list[str]) -> Iterable[str]:
    if isinstance(elements, str):
        return io.read_file(elements).splitlines()
    return elements


def _compile(word: str) -> re.Pattern[str]:
    english = word[0].isascii()
    pattern = _GAP[english].join(re.escape(part.strip()) for part in word.split(GAP))
    return re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if english else pattern)
