"""What the assistant leaves to others is recognised by rule, and no question about a service is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import ValidationError

from knowledge import check
from knowledge.article import LANGUAGES
from knowledge.limits import Limits, Topic
from knowledge.phrases import Phrases

LIMITS = Limits.load()
ARTICLES, _ = check.read()

LINES = yaml.safe_load(Path(__file__).with_name("limit_lines.yml").read_text(encoding="utf-8"))
TOLD: dict[str, list[str]] = LINES["told"]
NOT_TOLD: list[str] = LINES["not_told"]


@pytest.mark.parametrize(
    ("topic", "text"), [(topic, text) for topic, texts in TOLD.items() for text in texts]
)
def test_what_is_left_to_others_is_recognised(topic: str, text: str) -> None:
    assert LIMITS.detect(text) == topic


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_asked_about_services_or_said_in_passing_is_not_caught(text: str) -> None:
    assert LIMITS.detect(text) is None


def test_the_lines_are_many_enough() -> None:
    assert set(TOLD) == set(get_args(Topic))
    assert all(len(texts) >= 30 for texts in TOLD.values())
    assert len(NOT_TOLD) >= 150


def test_no_known_question_about_a_service_is_caught() -> None:
    caught = [
        (article.id, topic, question)
        for article in ARTICLES.values()
        for language in LANGUAGES
        for question in article.asks.in_language(language)
        if (topic := LIMITS.detect(question)) is not None
    ]
    assert caught == []


def test_no_name_of_a_service_is_caught() -> None:
    names = {
        name
        for article in ARTICLES.values()
        for language in LANGUAGES
        for name in (*article.names.in_language(language), article.texts.in_language(language).title)
    }
    assert [name for name in names if LIMITS.detect(name)] == []


def test_a_long_story_is_left_to_the_answers() -> None:
    story = "我在村里住了一辈子，儿子在外地打工，一年回来一次，" * 2
    assert LIMITS.detect(story + "没人管我") is None


def test_the_gravest_of_two_topics_is_told() -> None:
    assert LIMITS.detect("你个蠢货，我爸爸打我") == "minor"
    assert LIMITS.detect("讲个笑话，我太孤单了") == "distress"


def test_who_and_what_must_stand_in_one_sentence() -> None:
    assert LIMITS.detect("老李来了。多少钱") is None
    assert LIMITS.detect("老李领多少钱") == "others_data"


@pytest.mark.parametrize("topic", get_args(Topic))
def test_every_topic_has_its_sentence(topic: str) -> None:
    phrases = Phrases.load()
    for language in LANGUAGES:
        assert phrases.say(f"limit_{topic}", language)


@pytest.mark.parametrize(
    ("topic", "number"),
    [("medicine", "120"), ("law", "12348"), ("distress", "12356"), ("minor", "110"), ("minor", "12345")],
)
def test_the_sentence_says_where_to_ring(topic: str, number: str) -> None:
    phrases = Phrases.load()
    for language in LANGUAGES:
        assert number in phrases.say(f"limit_{topic}", language)


def test_a_file_without_all_topics_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "limits.yml"
    file.write_text(
        "longest: {zh: 40, en: 160}\nservice: {zh: [甲], en: [a]}\ntopics: {}\n", encoding="utf-8"
    )
    with pytest.raises(ValidationError):
        Limits.load(file)
