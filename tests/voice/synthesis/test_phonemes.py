"""Text to what Kokoro was taught: no sound is lost, and every sign is one the model knows."""

from __future__ import annotations

import pytest

from voice.synthesis.espeak import Espeak
from voice.synthesis.phonemes import english_phonemes, mandarin_phonemes

KNOWN = set(
    ';:,.!?—…"()“” ̃ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋ'
    "ɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ"
)


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


def test_every_character_becomes_a_syllable_with_its_tone(espeak: Espeak) -> None:
    assert mandarin_phonemes("您好。", espeak.phonemes) == "ni↗nxau↓."


def test_a_character_is_read_as_the_word_it_is_in(espeak: Espeak) -> None:
    assert mandarin_phonemes("银行", espeak.phonemes).endswith("xa↗ŋ")
    assert mandarin_phonemes("行人", espeak.phonemes).startswith("ɕi↗ŋ")


def test_punctuation_stays_as_a_pause_after_the_word_it_follows(espeak: Espeak) -> None:
    assert mandarin_phonemes("好，好！", espeak.phonemes) == "xau↓, xau↓!"


def test_words_with_letters_are_read_as_english(espeak: Espeak) -> None:
    assert "ˈæp" in mandarin_phonemes("打开app，好", espeak.phonemes)


@pytest.mark.parametrize(
    "text", ["How are you? Fine, thanks: it's OK!", "The fifteenth of every month", "insurance bureau, ferry"]
)
def test_english_has_only_sounds_the_model_knows(espeak: Espeak, text: str) -> None:
    made = english_phonemes(text, espeak.phonemes)
    assert made
    assert set(made) <= KNOWN


@pytest.mark.parametrize("text", ["嗯，儿女绿雪日思吃", "一二三四五六七八九十百千万亿零两", "㐀 ① α é 🙂"])
def test_mandarin_has_only_sounds_the_model_knows(espeak: Espeak, text: str) -> None:
    assert set(mandarin_phonemes(text, espeak.phonemes)) - set("①αé🙂") <= KNOWN


def test_nothing_is_made_of_nothing(espeak: Espeak) -> None:
    assert mandarin_phonemes("", espeak.phonemes) == ""
    assert english_phonemes("", espeak.phonemes) == ""
