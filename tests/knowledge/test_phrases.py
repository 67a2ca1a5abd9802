"""The fixed sentences: complete, short, and free of anything a feature phone cannot show."""

from __future__ import annotations

import re

import pytest

from knowledge.phrase_check import LONGEST
from knowledge.phrases import FOLDER, PhraseError, Phrases

PHRASES = Phrases.load()
LONGEST_SENTENCE = 20
NOTHING = dict.fromkeys(LONGEST, "")


@pytest.mark.parametrize("name", sorted(PHRASES.names()))
def test_a_chinese_sentence_is_short_enough_to_hear(name):
    text = PHRASES.say(name, "zh", **(NOTHING | {"place": "仓山区", "hotline": "12345", "source": "老年法"}))
    for sentence in re.split(r"[。？！]", text):
        assert len(re.sub(r"[，、：；“”\s]", "", sentence)) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(PHRASES.names()))
def test_no_phrase_holds_a_link(name, language):
    text = PHRASES.say(name, language, **NOTHING)
    assert "http" not in text
    assert "www" not in text


def test_slots_are_filled():
    assert "2047-3" in PHRASES.say("case_opened", "zh", number="2047-3", code="0042")


def test_an_unknown_phrase_is_an_error():
    with pytest.raises(KeyError):
        PHRASES.say("poetry", "zh")


def test_a_phrase_missing_in_one_language_is_named(tmp_path):
    (tmp_path / "zh.yml").write_text("greeting: 您好\n", encoding="utf-8")
    (tmp_path / "en.yml").write_text("goodbye: Bye\n", encoding="utf-8")
    with pytest.raises(PhraseError, match=r"greeting|goodbye"):
        Phrases.load(tmp_path)


def test_a_slot_missing_in_one_language_is_named(tmp_path):
    (tmp_path / "zh.yml").write_text("case: 编号{number}\n", encoding="utf-8")
    (tmp_path / "en.yml").write_text("case: Your number\n", encoding="utf-8")
    with pytest.raises(PhraseError, match="case"):
        Phrases.load(tmp_path)


def test_the_folder_holds_one_file_a_language():
    assert sorted(file.name for file in FOLDER.glob("*.yml")) == ["en.yml", "zh.yml"]
