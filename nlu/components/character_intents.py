"""Tells a message's intent from its characters and from what kinds of known words stand in it.

Logistic regression over TF-IDF of character pairs. Residents write dialect, homophones and words run together, so
characters carry more than words do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import io
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from components.known_words import KINDS

_WORDS_FILE = "characters.json"
_WEIGHTS_FILE = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CharacterIntents(GraphComponent, IntentClassifier):
    """Needs KnownWords before it. The same data gives the same model."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._vectors = self._new_vectors()
        self._intents: list[str] = []
        self._weights = np.zeros((0, 0))
        self._bias = np.zeros(0)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength` is the inverse of the regularisation; `ranked` is how many intents the result names."""
        return {"longest_gram": 2, "strength": 20.0, "iterations": 300, "ranked": 5, "seed": 1}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterIntents:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharacterIntents:
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            words = io.read_json_file(folder / _WORDS_FILE)
            with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as arrays:
                loaded._weights, loaded._bias, rarity = arrays["weights"], arrays["bias"], arrays["rarity"]
        loaded._intents = words["intents"]
        loaded._vectors = loaded._new_vectors(words["grams"])
        loaded._vectors.idf_ = rarity
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        features = self._vectors.fit_transform([_seen(example) for example in examples])
        regression = LogisticRegression(
            C=self._config["strength"],
            max_iter=self._config["iterations"],
            class_weight="balanced",
            random_state=self._config["seed"],
        ).fit(features, [example.get(INTENT) for example in examples])
        self._intents = regression.classes_.tolist()
        self._weights = np.asarray(regression.coef_, dtype=np.float32).T
        self._bias = np.asarray(regression.intercept_, dtype=np.float32)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._rank(_seen(message))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rank(self, text: str) -> list[dict[str, Any]]:
        scores = np.asarray(self._vectors.transform([text]) @ self._weights)[0] + self._bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        best = np.argsort(-shares)[: self._config["ranked"]]
        return [{"name": self._intents[place], "confidence": float(shares[place])} for place in best]

    def _new_vectors(self, grams: list[str] | None = None) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(1, self._config["longest_gram"]),
            sublinear_tf=True,
            lowercase=False,
            vocabulary=grams,
        )

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            words = {"intents": self._intents, "grams": self._vectors.get_feature_names_out().tolist()}
            io.dump_obj_as_json_to_file(folder / _WORDS_FILE, words)
            np.savez_compressed(
                folder / _WEIGHTS_FILE, weights=self._weights, bias=self._bias, rarity=self._vectors.idf_
            )


def _seen(message: Message) -> str:
    """The text, and a sign of its own for each kind of known word in it."""
    return " ".join([message.get(TEXT), *(message.get(KINDS) or ())])
