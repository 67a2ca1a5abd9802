"""What knowledge hands to the dialogue before it is trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.nlu_export import DATA, FACTS, SOUNDS, export
from knowledge.article import Aspect
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.regions import Regions


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nlu")
    export(Library.load(), Aspects.load(), Regions.load(), folder)
    return folder


@pytest.fixture(scope="module")
def data(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((folder / DATA).read_text(encoding="utf-8"))["nlu"]
    return found


@pytest.fixture(scope="module")
def facts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return found


def lines(data: list[dict[str, Any]], key: str, value: str) -> list[str]:
    (entry,) = (entry for entry in data if entry.get(key) == value)
    return [line.removeprefix("- ") for line in entry["examples"].splitlines()]


@pytest.mark.slow
def test_the_same_knowledge_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    export(Library.load(), Aspects.load(), Regions.load(), tmp_path)
    for name in (DATA, FACTS, SOUNDS):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_every_service_teaches_its_own_questions(data: list[dict[str, Any]]) -> None:
    examples = set(lines(data, "intent", "ask_service"))
    for article in Library.load().articles.values():
        assert {" ".join(ask.split()) for ask in article.asks.zh} <= examples


def test_every_word_to_find_has_one_id_and_that_id_exists(
    data: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    ids = {"service": set(facts["services"]), "aspect": set(Aspect), "district": set(facts["regions"])}
    stands_for: dict[str, str] = {}
    for entry in data:
        if "synonym" in entry:
            for word in entry["examples"].splitlines():
                assert stands_for.setdefault(word.removeprefix("- "), entry["synonym"]) == entry["synonym"]
    for entity, known in ids.items():
        for word in lines(data, "lookup", entity):
            assert stands_for[f"{entity}:{word}"] in known


def test_examples_that_are_made_here_say_so(data: list[dict[str, Any]]) -> None:
    made = [entry for entry in data if "intent" in entry]
    assert [entry["metadata"] for entry in made] == [{"source": "knowledge"}] * len(made)


def test_every_character_sounds_as_pinyin_says_and_stands_once(folder: Path) -> None:
    sounds = dict(line.split("\t") for line in (folder / SOUNDS).read_text(encoding="utf-8").splitlines())
    assert {"医", "衣", "依"} <= set(sounds["yi"])
    characters = "".join(sounds.values())
    assert len(characters) == len(set(characters)) > 6000


def test_a_word_of_two_services_is_left_out(data: list[dict[str, Any]]) -> None:
    owners: dict[str, set[str]] = {}
    for article in Library.load().articles.values():
        for name in (*article.names.zh, *article.names.en):
            owners.setdefault(name.lower(), set()).add(article.id)
    shared = {name for name, services in owners.items() if len(services) > 1}
    assert not shared & set(lines(data, "lookup", "service"))


def test_the_facts_say_which_aspects_differ_by_place(facts: dict[str, Any]) -> None:
    for article in Library.load().articles.values():
        local = [aspect.value for aspect in Aspect if article.aspects[aspect].local]
        assert facts["services"][article.id]["local"] == local


def test_every_region_of_knowledge_is_a_valid_district(facts: dict[str, Any]) -> None:
    assert set(facts["regions"]) == {region.code for region in Regions.load()}


def test_examples_are_made_of_provinces_and_of_near_places_only(data: list[dict[str, Any]]) -> None:
    examples = "\n".join(lines(data, "intent", "inform_district"))
    assert all(place in examples for place in ("河南", "三明", "福鼎", "Fuding"))
    assert not any(place in examples for place in ("洛阳", "大理", "Luoyang"))
    assert {"洛阳", "大理", "luoyang"} <= set(lines(data, "lookup", "district"))


@pytest.mark.slow
def test_a_far_place_whose_name_stands_in_questions_is_known_by_its_full_name_only(tmp_path: Path) -> None:
    article = next(iter(Library.load().articles.values()))
    asks = article.asks.model_copy(update={"zh": ("医保定点医院有哪些",)})
    library = Library({article.id: article.model_copy(update={"asks": asks})})
    export(library, Aspects.load(), Regions.load(), tmp_path)
    found = yaml.safe_load((tmp_path / DATA).read_text(encoding="utf-8"))["nlu"]
    words = set(lines(found, "lookup", "district"))
    assert {"保定市", "惠安", "惠安县"} <= words
    assert "保定" not in words


@pytest.mark.parametrize(
    ("word", "code"), [("仓山", "350104"), ("仓山区", "350104"), ("cangshan", "350104"), ("福州", "350100")]
)
def test_a_place_is_known_by_its_short_name_too(data: list[dict[str, Any]], word: str, code: str) -> None:
    assert f"district:{word}" in lines(data, "synonym", code)
    assert word in lines(data, "lookup", "district")


def test_aspects_weigh_as_much_as_in_knowledge(facts: dict[str, Any]) -> None:
    assert set(facts["aspects"]) == set(Aspect)
    assert facts["aspects"]["proxy"] > facts["aspects"]["steps"]
