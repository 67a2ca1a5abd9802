"""Nineteen of twenty characters are among the 1,500 that people who read little know."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import characters, check, full_check
from knowledge.phrases import Phrases

PLAIN = "去街道窗口问。"
NO_TERMS = characters.Reader(None)


def test_the_kept_list_has_1500_characters() -> None:
    assert len(characters.common()) == 1500
    assert {"钱", "医", "碗"} <= characters.common()
    assert not {"羁", "縻", "缴"} & characters.common()


def found(text: str, names: str = "", reader: characters.Reader = NO_TERMS) -> dict[str, object]:
    return next((one.values for one in reader.mistakes(text, names)), {})


def test_one_rare_character_of_twenty_is_let_through_and_of_nineteen_is_not() -> None:
    assert found("好" * 19 + "羁") == {}
    assert found("好" * 18 + "羁") == {"words": "羁", "found": 1, "count": 19}


def test_digits_letters_and_marks_do_not_make_a_text_easier() -> None:
    assert found("好" * 18 + "羁，12345，2026A") == {"words": "羁", "found": 1, "count": 19}


def test_each_rare_character_is_named_once_and_counted_as_often_as_it_stands() -> None:
    assert found("羁縻羁" + PLAIN) == {"words": "羁縻", "found": 3, "count": 9}


def test_the_characters_of_names_do_not_count() -> None:
    assert found("羁縻" + PLAIN, names="羁縻司") == {}
    assert found("羁縻" + PLAIN, names="羁") == {"words": "縻", "found": 1, "count": 8}


def test_a_term_of_the_glossary_does_not_count_and_its_characters_elsewhere_do(tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.yml"
    glossary.write_text(
        "terms:\n"
        "  - zh: {term: 羁縻, also: [羁縻州], says: 羁縻，就是管着。}\n"
        "  - zh: {term: 赡养, says: 赡养，就是养老人。}\n"
        "    en: {term: support, says: Support is keeping someone.}\n",
        encoding="utf-8",
    )
    reader = characters.Reader.with_glossary(glossary)

    assert found("羁縻州，赡养" + PLAIN, reader=reader) == {}
    assert found("羁了" + PLAIN, reader=reader)["words"] == "羁"


@pytest.mark.parametrize("content", ["", "terms: 3\n", "terms:\n  - zh: 3\n", "terms: [\n", "- a\n", None])
def test_a_glossary_that_cannot_be_read_has_no_terms(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "glossary.yml"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    assert found("羁縻" + PLAIN, reader=characters.Reader.with_glossary(file))["words"] == "羁縻"


def test_a_place_may_be_called_by_its_name() -> None:
    assert characters.names_of_place("350300") >= set("莆田")
    assert characters.names_of_place("999999") == frozenset()


def test_all_texts_together_are_held_to_the_same_measure() -> None:
    assert full_check.together(["好" * 95, "羁" * 5, "12345"]) == []

    (problem,) = full_check.together(["好" * 95, "羁" * 5, "縻"])

    assert (problem.file, problem.line) == ("services", 1)
    assert "Of all 101 characters 6 are rare" in problem.sentence
    assert "羁縻" in problem.sentence_zh


def test_the_texts_of_the_product_are_easy_even_with_names_and_terms_counted() -> None:
    articles, _ = check.read()
    texts = [
        text
        for article in articles.values()
        for spoken in check.spoken_of(article)
        for language, text, _ in spoken.texts
        if language == "zh"
    ]
    phrases = Phrases.load()
    slots = "place hotline number title source code other count day time department when who what phone"
    fillings = dict.fromkeys(slots.split(), "")
    texts += [phrases.say(name, "zh", **fillings) for name in phrases.names()]

    assert full_check.together(texts) == []
