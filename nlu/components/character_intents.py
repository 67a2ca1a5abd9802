"""Tells a message's intent from its characters, its sounds and the kinds of known words in it; from its meaning
when those leave it open.

Two linear support vector machines over TF-IDF, the second with the meaning's numbers beside it. Residents write
dialect, homophones and words run together, so characters and sounds carry more than words do.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from components import meaning, sounds
from components.known_words import KINDS
from components.text_features import WAYS, TextFeatures

_WORDS_FILE = "characters.json"
_WEIGHTS_FILE = "weights.npz"
_NEAR_ENOUGH = 1e-3
"""At which training stops; ten times nearer tells nothing more apart."""
FROM_KNOWLEDGE = {"source": "knowledge"}
"""The metadata of examples that are made of knowledge: there are many, and many are alike."""
PARAPHRASED = {"source": "paraphrase"}
"""The metadata of examples that say another in other words: their meaning is known."""


@dataclass(frozen=True)
class _Weights:
    """Of one machine: a column an intent."""

    weights: Any
    bias: Any

    def scores(self, features: csr_matrix) -> Any:
        """Of one row of features."""
        # Of one row few columns are counted. scipy would bring all weights to the row's precision first.
        return features.data.astype(np.float32) @ self.weights[features.indices] + self.bias


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CharacterIntents(GraphComponent, IntentClassifier):
    """Needs KnownWords before it. The same data gives the same model."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._sounds: sounds.Table = {}
        self._learned = TextFeatures({}, config["longest_gram"])
        self._intents: list[str] = []
        self._by_text = _Weights(np.zeros((0, 0)), np.zeros(0))
        self._by_meaning: _Weights | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength` is the inverse of the regularisation; `ranked` is how many intents the result names.

        `meaning`: how much the meaning counts beside the text, 0 for never. `open`: the least distance of the
        best intent from the next at which the text alone decides. `few`: of how many examples made of knowledge
        one is taken for the meaning. `sharp_text`, `sharp_meaning`: how scores become shares.
        """
        return {
            "longest_gram": 2,
            "strength": 0.5,
            "meaning": 3.0,
            "open": 0.5,
            "few": 4,
            "sharp_text": 5.0,
            "sharp_meaning": 5.0,
            "ranked": 5,
            "seed": 1,
        }

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
                found = {name: arrays[name] for name in arrays.files}
        loaded._intents, loaded._sounds = words["intents"], words["sounds"]
        learned = {"grams": words["grams"], "rarity": {way: found[f"rarity_{way}"] for way in WAYS}}
        loaded._learned = TextFeatures(loaded._sounds, config["longest_gram"], learned)
        loaded._by_text = _Weights(found["text"], found["text_bias"])
        if "meaning" in found:
            loaded._by_meaning = _Weights(found["meaning"], found["meaning_bias"])
            meaning.model()
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        intents = [example.get(INTENT) for example in examples]
        self._sounds = sounds.load()
        self._learned = TextFeatures(self._sounds, self._config["longest_gram"])
        features = self._learned.learn([_seen(example) for example in examples])
        self._intents = sorted(set(intents))
        self._by_text = self._learn(features, intents)
        self._by_meaning = self._learn_meaning(examples, features, intents)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self.rank(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def rank(self, message: Message) -> list[dict[str, Any]]:
        """The likeliest intents, the best first."""
        features = self._learned.of([_seen(message)])
        scores, sharp = self._by_text.scores(features), self._config["sharp_text"]
        second, first = np.partition(scores, -2)[-2:]
        if self._by_meaning is not None and first - second < self._config["open"]:
            row = meaning.of_one(message.get(TEXT))
            if row is not None:
                scores = self._by_meaning.scores(self._with_meaning(features, row))
                sharp = self._config["sharp_meaning"]
        shares = np.exp(sharp * (scores - scores.max()))
        shares /= shares.sum()
        best = np.argsort(-shares, kind="stable")[: self._config["ranked"]]
        return [{"name": self._intents[place], "confidence": float(shares[place])} for place in best]

    def _learn_meaning(
        self, examples: list[Message], features: csr_matrix, intents: list[str]
    ) -> _Weights | None:
        if not self._config["meaning"]:
            return None
        made = [place for place, example in enumerate(examples) if _source(example) == FROM_KNOWLEDGE]
        left_out = set(made) - set(made[:: self._config["few"]])
        taken = [
            place
            for place, example in enumerate(examples)
            if place not in left_out and _source(example) != PARAPHRASED
        ]
        rows = meaning.of_examples([examples[place].get(TEXT) for place in taken])
        if rows is None:
            return None
        return self._learn(self._with_meaning(features[taken], rows), [intents[place] for place in taken])

    def _with_meaning(self, features: csr_matrix, rows: meaning.Vectors) -> csr_matrix:
        return hstack([features, csr_matrix(rows * self._config["meaning"])]).tocsr()

    def _learn(self, features: csr_matrix, intents: list[str]) -> _Weights:
        machine = LinearSVC(
            C=self._config["strength"],
            tol=_NEAR_ENOUGH,
            class_weight="balanced",
            random_state=self._config["seed"],
        ).fit(features, intents)
        return _Weights(
            np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
            np.asarray(machine.intercept_, dtype=np.float32),
        )

    def _persist(self) -> None:
        arrays = {f"rarity_{way}": rarity for way, rarity in self._learned.rarity().items()}
        arrays |= {"text": self._by_text.weights, "text_bias": self._by_text.bias}
        if self._by_meaning is not None:
            arrays |= {"meaning": self._by_meaning.weights, "meaning_bias": self._by_meaning.bias}
        with self._storage.write_to(self._resource) as folder:
            words = {"intents": self._intents, "grams": self._learned.grams(), "sounds": self._sounds}
            io.dump_obj_as_json_to_file(folder / _WORDS_FILE, words)
            np.savez_compressed(folder / _WEIGHTS_FILE, **arrays)


def _seen(message: Message) -> str:
    """The text, and a sign of its own for each kind of known word in it."""
    return " ".join([message.get(TEXT), *(message.get(KINDS) or ())])


def _source(example: Message) -> Any:
    """What is known of where an example comes from; nothing of those written by hand."""
    return (example.get("metadata") or {}).get("intent")
