"""The acts of nlu/acts.schema.json and the assistant's values say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assistant.messages import Act
from assistant.preferences import Preferences
from knowledge.article import LANGUAGES, Aspect
from knowledge.danger import Dangers
from knowledge.phrases import Phrases
from tests.acts import ACTS

NLU = Path(__file__).resolve().parents[2] / "nlu"
SCHEMA = json.loads((NLU / "acts.schema.json").read_text(encoding="utf-8"))
RESPONSES = yaml.safe_load((NLU / "domain" / "responses.yml").read_text(encoding="utf-8"))["responses"]
HEARD = [
    variant["custom"]
    for variants in RESPONSES.values()
    for variant in variants
    if variant["custom"]["kind"] == "preference" and variant["custom"]["name"] != "language"
]


def valid(act: dict[str, Any]) -> bool:
    return bool(Draft202012Validator(SCHEMA).is_valid(act))


def definition(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["$defs"][kind]
    return found


def test_an_example_stands_here_for_every_kind_of_act() -> None:
    kinds = {option["$ref"].rsplit("/", 1)[1] for option in SCHEMA["oneOf"]}
    assert {act["kind"] for act in ACTS} == kinds


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act["kind"])
def test_an_act_survives_the_way_through_the_assistant(act: dict[str, Any]) -> None:
    assert valid(act)
    assert Act.from_json(act).to_json() == act


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act["kind"])
def test_an_act_with_something_more_is_refused(act: dict[str, Any]) -> None:
    assert not valid({**act, "text": "prose"})


def test_the_schema_knows_the_aspects_of_knowledge() -> None:
    assert definition("aspect")["enum"] == [aspect.value for aspect in Aspect]


def test_the_schema_knows_the_limits_and_each_has_a_response() -> None:
    known = set(definition("limit")["properties"]["topic"]["enum"])
    assert {f"utter_limit_{topic}" for topic in known} <= set(RESPONSES)
    said = {v["custom"]["topic"] for vs in RESPONSES.values() for v in vs if v["custom"]["kind"] == "limit"}
    assert said == known


@pytest.mark.parametrize("act", HEARD, ids=lambda act: f"{act['name']} {act['value']}")
def test_a_wish_to_be_spoken_to_otherwise_changes_how_the_assistant_speaks(act: dict[str, Any]) -> None:
    other = Preferences(volume=1, size=1, script="hant" if act["value"] == "hans" else "hans")
    assert other.changed(act["name"], act["value"]) != other


def test_every_task_can_be_started_by_an_intent() -> None:
    dialogue = yaml.safe_load((NLU / "domain" / "dialogue.yml").read_text(encoding="utf-8"))
    intents = {name for intent in dialogue["intents"] for name in intent}
    tasks = definition("task")["properties"]["task"]["enum"]
    assert {f"start_{task}" for task in tasks} == {name for name in intents if name.startswith("start_")}


def test_the_schema_knows_the_dangers_that_are_recognised_by_rule() -> None:
    known = set(definition("emergency")["properties"]["danger"]["enum"])
    assert Dangers.load().detect("着火了") in known
    assert {f"utter_emergency_{danger}" for danger in known} <= set(RESPONSES)


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_a_response_of_the_dialogue_is_an_act_and_no_prose(name: str) -> None:
    for variant in RESPONSES[name]:
        assert set(variant) == {"custom"}
        assert valid(variant["custom"])


def test_every_phrase_that_the_dialogue_names_can_be_said() -> None:
    phrases = Phrases.load()
    named = {
        variant["custom"]["phrase"]
        for variants in RESPONSES.values()
        for variant in variants
        if variant["custom"]["kind"] == "say"
    } | {"affirm_nothing"}
    assert all(phrases.say(name, language) for name in named for language in LANGUAGES)
