"""What the keys of a telephone say."""

from __future__ import annotations

import pytest

from assistant.conversation import heard
from assistant.conversation.fixed_words import WORDS
from assistant.messages import Act
from assistant.phone_keys import KEYS, text_for
from knowledge.normalise import bare

EXPECTED = ("open", "yes_no", "choice", "digits", "address", "time", "anything")


@pytest.mark.parametrize("expects", EXPECTED)
def test_a_person_and_once_more_are_reached_from_every_question(expects):
    assert WORDS[text_for("0", expects)] == Act("open_case", {"reason": "requested"})
    assert WORDS[text_for("9", expects)] == Act("repeat")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("expects", EXPECTED)
def test_slower_and_back_are_understood_in_the_language_of_the_call(expects, language):
    assert heard.read(bare(text_for("*", expects, language))) == Act(
        "preference", {"name": "rate", "value": "slower"}
    )
    assert heard.read(bare(text_for("#", expects, language))) == Act("back")


@pytest.mark.parametrize("key", "12345678")
def test_other_digits_choose_what_was_offered(key):
    assert text_for(key, "choice") == key


@pytest.mark.parametrize(
    ("pressed", "expects", "text"),
    [
        ("13800138000#", "digits", "13800138000"),
        ("13800138000", "digits", "13800138000"),
        ("1111", "digits", "1111"),
        ("00", "open", "0"),
        ("##", "open", "回到刚才"),
        ("##", "digits", "回到刚才"),
        ("12", "choice", "12"),
    ],
)
def test_several_keys_are_a_number_where_one_is_expected(pressed, expects, text):
    assert text_for(pressed, expects) == text


@pytest.mark.parametrize("pressed", ["", " ", "A", "1a", "1*2", "\N{ARABIC-INDIC DIGIT ONE}", "*#"])
def test_what_is_no_key_says_nothing(pressed):
    assert text_for(pressed, "open") is None


def test_a_telephone_has_twelve_keys():
    assert len(KEYS) == 12
