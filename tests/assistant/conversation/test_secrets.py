"""Numbers of bank cards and passwords: nobody here needs them, and residents are told so."""

from __future__ import annotations

import pytest

from assistant.state import ConversationState


def is_warned(commands, text):
    decision = commands.read(text, ConversationState())
    return decision is not None and decision.acts[0].get("phrase") == "keep_secret"


@pytest.mark.parametrize(
    "text",
    [
        "我的卡号是6222021234567890123",
        "6222 0212 3456 7890 123 密码 123456",
        "密码是8866",
        "验证码 445566",
        "my pin is 1234",
        "5555444433331111",
    ],
)
def test_whoever_sends_a_card_number_or_a_password_is_warned(commands, text):
    assert is_warned(commands, text)


@pytest.mark.parametrize(
    "text",
    [
        "银行卡密码忘了怎么办",
        "13800001111",
        "350102194501011234",
        "社保卡密码在哪里改",
        "7562-8 1234",
        "查询码是1234",
    ],
)
def test_other_numbers_and_questions_about_passwords_are_not_taken_for_one(commands, text):
    assert not is_warned(commands, text)
