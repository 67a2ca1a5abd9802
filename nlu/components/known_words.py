"""Finds services, aspects and districts by the words that knowledge gives for them, without word boundaries in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import io

KINDS = "known_kinds"
"""Where a message holds the signs of the kinds of words found in it, for the components after this one."""
GAP = "…"
_GAP = {True: r"[^.!?;\n]{0,24}?", False: r"[^。!?;\n]{0,8}?"}
_FILE = "known_words.json"


def kind_sign(entity: str) -> str:
    """A character that no resident writes."""
    return _SIGNS[entity]


_SIGNS = {
    "service": "\ue001",
    "aspect": "\ue002",
    "district": "\ue003",
    "time": "\ue004",
    "place": "\ue005",
    "relation": "\ue006",
    "phone": "\ue007",
}


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    value: str


class Words:
    """The words of one entity, each with the id that it stands for."""

    def __init__(self, values: dict[str, str]) -> None:
        # Most words are in no message at all, and looking for a plain beginning is quick.
        self._patterns = [
            (word.split(GAP)[0].strip(), _compile(word), value) for word, value in values.items()
        ]

    def find(self, text: str) -> list[Found]:
        """Not overlapping, the longer first served, in the order of the text."""
        hits = [
            Found(match.start(), match.end(), value)
            for beginning, pattern, value in self._patterns
            if beginning in text
            for match in pattern.finditer(text)
        ]
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        kept: list[Found] = []
        for hit in hits:
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KnownWords(GraphComponent, EntityExtractorMixin):
    """Learns the lookup tables and, from the synonyms, the id that each word stands for.

    A synonym is written as "entity:word", since one word can be known to two entities.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, tables: dict[str, dict[str, str]]) -> None:
        self._storage = storage
        self._resource = resource
        self._set(tables)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnownWords:
        return cls(model_storage, resource, {})

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
            return cls(model_storage, resource, io.read_json_file(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Raises ValueError on a word without an id."""
        tables: dict[str, dict[str, str]] = {}
        for table in training_data.lookup_tables:
            words = tables.setdefault(table["name"], {})
            for word in _elements(table["elements"]):
                synonym = f"{table['name']}:{word}"
                if synonym not in training_data.entity_synonyms:
                    raise ValueError(f"the word {word} of {table['name']} has no id")
                words[word.lower()] = training_data.entity_synonyms[synonym]
        self._set(tables)
        with self._storage.write_to(self._resource) as folder:
            io.dump_obj_as_json_to_file(folder / _FILE, tables)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = self._find(message.get(TEXT))
            message.set(ENTITIES, found, add_to_output=True)
            message.set(KINDS, _kinds(found))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            if example.get(TEXT):
                example.set(KINDS, _kinds(self._find(example.get(TEXT))))
        return training_data

    def _find(self, text: str) -> list[dict[str, Any]]:
        return [
            {"entity": entity, "start": hit.start, "end": hit.end, "value": hit.value, "extractor": self.name}
            for entity, words in self._words.items()
            for hit in words.find(text)
        ]

    def _set(self, tables: dict[str, dict[str, str]]) -> None:
        self._words = {entity: Words(words) for entity, words in tables.items()}


def _kinds(found: list[dict[str, Any]]) -> list[str]:
    return sorted({kind_sign(entity["entity"]) for entity in found})


def _elements(elements: str | list[str]) -> Iterable[str]:
    if isinstance(elements, str):
        return io.read_file(elements).splitlines()
    return elements


def _compile(word: str) -> re.Pattern[str]:
    english = word[0].isascii()
    pattern = _GAP[english].join(re.escape(part.strip()) for part in word.split(GAP))
    return re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if english else pattern)
