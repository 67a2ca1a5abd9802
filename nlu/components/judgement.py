"""The last word on an intent, by rule: what must never be missed, and where the classifier is known to go wrong."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.known_words import KINDS, kind_sign

_PUNCTUATION = re.compile(r"[^\w]+")
_LETTER = re.compile(r"[^\W\d_]")
_EMERGENCY = "emergency_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Judgement(GraphComponent):
    """Last in the pipeline, after the fallback classifier."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._whole = {_bare(words): intent for intent, texts in config["whole"].items() for words in texts}
        self._inside = {intent: re.compile(pattern) for intent, pattern in config["inside"].items()}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`whole`: intent to whole messages. `inside`: intent to a pattern in a short message.

        `short`, `brief`: the most characters of a short message and of a mere remark; an English text counts a
        third. `sure`: the least confidence at which an emergency is believed.
        """
        return {"whole": {}, "inside": {}, "short": 20, "brief": 12, "sure": 0.6}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Judgement:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = self.judge(message)
            if intent is not None:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        return messages

    def judge(self, message: Message) -> str | None:
        """The intent that overrules the classifier's; None to leave it."""
        text = message.get(TEXT)
        bare = _bare(text)
        if bare in self._whole:
            return self._whole[bare]
        answers = _asked(message) == "fact"
        if not _LETTER.search(bare):
            return "inform_answer" if answers and bare else DEFAULT_NLU_FALLBACK_INTENT_NAME
        kinds = message.get(KINDS) or ()
        named = kind_sign("service") in kinds
        length = _length(text)
        for intent, pattern in self._inside.items():
            if length <= self._config["short"] and pattern.search(text):
                return intent
        intent, confidence = message.get(INTENT)["name"], message.get(INTENT)["confidence"]
        if intent.startswith(_EMERGENCY) and confidence < self._config["sure"]:
            intent = self._next_best(message)
        if answers and not named and length <= self._config["short"] and intent in _MAY_BE_ANSWER:
            return "inform_answer"
        if self._may_be_place(message, intent, confidence, length):
            return "inform_district"
        if intent == "inform_district" and (named or length > self._config["short"]):
            return "ask_service"
        if intent == "inform_district" and kind_sign("aspect") in kinds:
            return "ask_aspect"
        # A remark, a command or a follow-up is short and names no service; what else is told is a question.
        if intent not in ("ask_service", "request_human") and not intent.startswith(_EMERGENCY):
            is_long = (
                length > self._config["short"] if intent in _MAY_BE_SHORT else length > self._config["brief"]
            )
            if named or is_long:
                return "out_of_scope" if intent == "out_of_scope" and not named else "ask_service"
        return None if intent == message.get(INTENT)["name"] else intent

    def _may_be_place(self, message: Message, intent: str, confidence: float, length: float) -> bool:
        """After the question for the district a few words that mean nothing else are a place, known or not."""
        return (
            _asked(message) == "district"
            and intent in (DEFAULT_NLU_FALLBACK_INTENT_NAME, "out_of_scope")
            and confidence < self._config["sure"]
            and length <= self._config["brief"]
        )

    @staticmethod
    def _next_best(message: Message) -> str:
        """The best intent that is no emergency; a question when none is ranked."""
        for ranked in message.get(INTENT_RANKING_KEY) or ():
            if not ranked["name"].startswith(_EMERGENCY):
                return str(ranked["name"])
        return "ask_service"


_MAY_BE_ANSWER = (
    "inform_district",
    "inform_answer",
    "ask_service",
    "out_of_scope",
    "thanks",
    "greet",
    DEFAULT_NLU_FALLBACK_INTENT_NAME,
)
"""What a short message that names no service may be while a question of an interview waits."""
_MAY_BE_SHORT = ("ask_aspect", "inform_district", "out_of_scope", DEFAULT_NLU_FALLBACK_INTENT_NAME)


def _asked(message: Message) -> str | None:
    """What the assistant says that it asked last."""
    asked: str | None = (message.get("metadata") or {}).get("asked")
    return asked


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text.lower())


def _length(text: str) -> float:
    english = sum(character.isascii() for character in text)
    return len(text) - english + english / 3
