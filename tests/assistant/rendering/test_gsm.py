"""How long a text message is, and in how many parts it goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering import gsm


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("帮" * 70, 1),
        ("帮" * 71, 2),
        ("帮" * 134, 2),
        ("帮" * 135, 3),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 69 + "帮", 1),
        ("a" * 70 + "帮", 2),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_follow_the_lengths_of_the_network(text, parts):
    assert gsm.parts(text) == parts


def test_a_character_of_two_units_is_not_split_over_two_parts():
    text = "帮" * 66 + "😀" + "帮" * 66
    assert gsm.length(text) == 134
    assert gsm.parts(text) == 3


@given(st.text(max_size=500))
def test_a_longer_text_never_takes_fewer_parts(text):
    assert gsm.parts(text) <= gsm.parts(text + "帮")


def test_typographic_marks_do_not_force_the_longer_alphabet():
    assert gsm.plain_punctuation("It’s “set” – locally…") == 'It\'s "set" - locally...'
