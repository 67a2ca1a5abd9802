"""Words and keys that always work, whatever the state, without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from assistant.cases import needs
from assistant.conversation import case_words, heard, kinds, my_data, text_me_words
from assistant.conversation.fixed_words import CODE, LIVES, PERSON, WORDS, tells_a_secret
from assistant.conversation.tasks.plans import TASKS
from assistant.conversation.tasks.tasks import step_of
from assistant.dialogue.keypad import told_district
from assistant.messages import Act, Engine, Option
from assistant.ports import Decision
from assistant.rendering.options import match
from assistant.state import ConversationState
from knowledge.article import Language
from knowledge.combinations import Combinations
from knowledge.danger import Dangers
from knowledge.glossary import Glossary
from knowledge.limits import Limits
from knowledge.normalise import bare, normalise
from knowledge.regions import Regions
from knowledge.spoken.answers import after_denial, read_yes_no

_ANSWERS_A_STEP = frozenset(
    {"不要", "stop", "t", "开始", "start", "快点", "快一点", "快些", "再快点", "faster"}
)
"""Words that answer the question of a step as well."""
_TOLD_FREELY = frozenset({"what", "service", "happened"})
_NAMES_SOMEBODY = frozenset({"who", "relation"})
_URGENT = frozenset({"distress", "minor"})
"""Limits that go before what is told to a step, but for a complaint, whose own words may sound like them."""

_REFUSALS = frozenset({("say", "deny_nothing"), ("interview", "forget")})
_LONGEST_ASIDE: Mapping[Language, int] = {"zh": 40, "en": 120}
"""Characters of a question that asks for a word or compares; a letter asks more besides."""
_SHORT: Mapping[Language, int] = {"zh": 6, "en": 16}
"""Characters of a yes or no that says nothing else."""


class Commands:
    """What a message asks for when no model is needed to know it."""

    def __init__(
        self,
        dangers: Dangers,
        limits: Limits,
        glossary: Glossary,
        combinations: Combinations,
        regions: Regions,
    ) -> None:
        self._dangers = dangers
        self._limits = limits
        self._glossary = glossary
        self._combinations = combinations
        self._regions = regions

    @classmethod
    def load(cls) -> Self:
        """With the kept lists of words. Raises KnowledgeError when one of them is wrong."""
        return cls(Dangers.load(), Limits.load(), Glossary.load(), Combinations.load(), Regions.load())

    def read(self, text: str, state: ConversationState) -> Decision | None:
        """Danger first, then what was just offered, then the words that always work."""
        danger = self._dangers.detect(normalise(text))
        if danger == "crime" and self._limits.detect(text) == "minor":
            # A child is told to ring 110 too, and gets a person besides.
            return _decided(Act("limit", {"topic": "minor"}))
        if danger is not None:
            return _decided(Act("emergency", {"danger": danger}))
        option = _offered(text, state.options)
        if option is not None:
            return _decided(option.act)
        if tells_a_secret(text):
            return _decided(Act("say", {"phrase": "keep_secret"}))
        word = bare(text)
        answer = _answered(word, state)
        if answer is not None:
            return _decided(answer)
        step = step_of(state)
        if word in WORDS and not ((step or state.asked == "fact") and word in _ANSWERS_A_STEP):
            return _decided(WORDS[word])
        if PERSON.match(word) or needs.asks_for_lane(text):
            return _decided(Act("open_case", {"reason": "requested"}))
        act = my_data.read(word, state.asked) or text_me_words.read(word) or self._heard(word, step)
        if act is None and step:
            return self._told(text, word, step, state)
        act = act or self._looked_up(word, state) or self._started(text, state)
        if act is not None:
            return _decided(act)
        return self._moved(word, state) or self._aside(text, state)

    @staticmethod
    def _heard(word: str, step: str) -> Act | None:
        """How the resident wants it said, unless the words answer the question of `step`."""
        if step and word in _ANSWERS_A_STEP:
            return None
        act = heard.read(word)
        return None if act and act.kind == "about" and step in _NAMES_SOMEBODY else act

    def _told(self, text: str, word: str, step: str, state: ConversationState) -> Decision | None:
        """What is told of the matter may hold any words at all; elsewhere another task may be wanted."""
        if step not in _TOLD_FREELY:
            if case_words.asks_how_it_stands(word):
                return _decided(Act("case_status"))
            begun = self._started(text, state)
            if begun is not None and begun.get("task") != state.task:
                return _decided(begun)
            return self._aside(text, state)
        topic = self._limits.detect(text) if step != "what" else None
        if topic in _URGENT:
            return _decided(Act("limit", {"topic": topic}))
        return _decided(Act("task", {"step": "answer", "query": text}))

    def _moved(self, word: str, state: ConversationState) -> Decision | None:
        """Somebody who says where they live, although another place was understood."""
        told = LIVES.fullmatch(word) if state.region and state.asked is None else None
        region = self._regions.find(told["place"], state.language) if told else None
        if region is None:
            return None
        return Decision(acts=told_district(region.code, state), engine=Engine.KEYPAD)

    @staticmethod
    def _looked_up(word: str, state: ConversationState) -> Act | None:
        if CODE.fullmatch(word):
            return Act("take_over", {"code": re.sub(r"\D", "", word)})
        return case_words.read(word, state.asked)

    @staticmethod
    def _started(text: str, state: ConversationState) -> Act | None:
        """What the resident clearly wants to have done."""
        kind = kinds.requested(text)
        task = TASKS.get(kind) if kind is not None else None
        return Act("task", {"step": "start", "task": task, "query": text}) if task else None

    def _aside(self, text: str, state: ConversationState) -> Decision | None:
        """What is never a question about a service."""
        topic = self._limits.detect(text)
        if topic is not None:
            return _decided(Act("limit", {"topic": topic}))
        if len(text) > _LONGEST_ASIDE[state.language]:
            return None
        if self._glossary.asks_meaning(text, state.language):
            return _decided(Act("explain", {"query": text}))
        if self._combinations.asks(text, state.language):
            return _decided(Act("compare", {"query": text}))
        return None


def _offered(text: str, options: tuple[Option, ...]) -> Option | None:
    return match(text, options) if options else None


def _answered(word: str, state: ConversationState) -> Act | None:
    """What a short yes or no chooses, where what is offered can be refused: 不要 stops no messages then."""
    refused = next((option for option in state.options if _refuses(option.act)), None)
    if refused is None or len(word) > _SHORT[state.language] or after_denial(word, state.language):
        return None
    said = read_yes_no(word, state.language)
    if said is None:
        return None
    return state.options[0].act if said else refused.act


def _refuses(act: Act) -> bool:
    if act.kind == "my_data":
        return act.get("yes") is False
    return (act.kind, act.get("phrase") or act.get("step")) in _REFUSALS


def _decided(act: Act) -> Decision:
    return Decision(acts=(act,), engine=Engine.KEYPAD)
