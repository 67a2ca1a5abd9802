"""Characters of several readings are read as the word asks."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.speakable.tables import approved, rows
from voice.speakable import reading, speakable
from voice.speakable.lexicon import AS_READ, lexicon

_SYLLABLE = re.compile(r"[a-zü]+[1-5]")


@cache
def _read_of_the_knowledge() -> frozenset[tuple[str, str]]:
    """Every Chinese character that is said, with each of its readings."""
    return frozenset(
        pair
        for text in approved()
        for piece in reading(speakable(text, "zh"))
        if piece.pinyin is not None
        for pair in zip(piece.text, piece.pinyin, strict=True)
    )


def _read(text: str) -> tuple[str, ...]:
    return tuple(syllable for piece in reading(text) for syllable in piece.pinyin or ())


@pytest.mark.parametrize(("said", "word", "pinyin"), rows("readings.tsv"))
def test_a_character_is_read_as_its_word_asks(said: str, word: str, pinyin: str) -> None:
    at = said.index(word)
    assert " ".join(_read(said)[at : at + len(word)]) == pinyin


@pytest.mark.slow
def test_every_sentence_of_the_knowledge_can_be_read_to_the_end() -> None:
    assert len(_read_of_the_knowledge()) > 1_000
    assert [pair for pair in _read_of_the_knowledge() if not _SYLLABLE.fullmatch(pair[1])] == []


def test_the_lexicon_gives_one_syllable_for_each_character() -> None:
    for word, read in lexicon().readings.items():
        assert len(word) == len(read), word
        assert all(syllable == AS_READ or _SYLLABLE.fullmatch(syllable) for syllable in read), word


@pytest.mark.slow
@pytest.mark.parametrize(
    ("character", "allowed"),
    [
        ("还", {"hai2", "huan2"}),
        ("都", {"dou1", "du1"}),
        ("和", {"he2", "he5"}),
        ("卡", {"ka3", "qia3"}),
        ("参", {"can1"}),
        ("供", {"gong1"}),
        ("给", {"gei3", "ji3"}),
        ("大", {"da4", "dai4"}),
    ],
)
def test_a_character_has_only_the_readings_that_the_knowledge_needs(
    character: str, allowed: set[str]
) -> None:
    found = {syllable for sign, syllable in _read_of_the_knowledge() if sign == character}
    assert found
    assert found <= allowed


@given(st.text())
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in reading(text)) == text


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)))
def test_every_chinese_character_has_a_syllable(text: str) -> None:
    for piece in reading(text):
        assert piece.pinyin is None or len(piece.pinyin) == len(piece.text)
