from __future__ import annotations

import pytest

from assistant.conversation.language import spoken_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("身份证", "zh"),
        ("我的 ID card 丢了", "zh"),
        ("how do I renew my ID card", "en"),
        ("HELP", None),
        ("1", None),
        ("？", None),
        ("TD", None),
    ],
)
def test_a_message_tells_its_language_only_when_it_is_clear(text, language):
    assert spoken_language(text) == language
