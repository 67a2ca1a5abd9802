"""Brings a message into the one form in which the model was trained."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_VALUE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_SPACE = re.compile(r"\s+")
_SPACE_BETWEEN_CJK = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_REPEATED_PUNCTUATION = re.compile(r"([^\w\s])\1+")


def normalise(text: str, longest: int) -> str:
    """NFKC, lower case, single spaces, no leading "/", at most `longest` characters.

    Of a longer text the beginning and the end are kept, since people tell their story first and ask last.
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in _INVISIBLE.sub("", text))
    text = _SPACE.sub(" ", text)
    text = _SPACE_BETWEEN_CJK.sub("", text)
    text = _REPEATED_PUNCTUATION.sub(r"\1", text)
    # Rasa takes "/name" for the name of an intent.
    text = text.strip().lstrip("/ ").lower()
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]} {text[-half:]}"
    return text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Normaliser(GraphComponent):
    """First in the pipeline. The script is not converted: the assistant sends Simplified characters."""

    def __init__(self, longest: int) -> None:
        self._longest = longest

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"longest": 400}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normaliser:
        return cls(config["longest"])

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(TEXT, normalise(message.get(TEXT) or "", self._longest))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """An example comes into form with the places of its marked entities."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                marked = [entity[ENTITY_ATTRIBUTE_VALUE] for entity in example.get(ENTITIES) or ()]
                self.process([example])
                _move(example, marked, self._longest)
        return training_data


def _move(example: Message, marked: list[str], longest: int) -> None:
    """Put each entity where its word stands. Raises ValueError when it stands nowhere."""
    text, begin = example.get(TEXT), 0
    for entity, word in zip(example.get(ENTITIES) or (), marked, strict=True):
        word = normalise(word, longest)
        begin = text.index(word, begin)
        entity.update(start=begin, end=begin + len(word), value=word)
        begin += len(word)
