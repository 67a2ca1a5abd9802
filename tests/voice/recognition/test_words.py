"""Words as engines write them."""

from __future__ import annotations

import pytest

from voice.recognition.words import joined, length


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("我 要 办 社保卡", "我要办社保卡"),
        ("我 的 iphone 坏 了", "我的 iphone 坏了"),
        ("i lost my card", "i lost my card"),
        ("네 아니요", "네 아니요"),
        ("我 [unk] 要", "我要"),
        ("<unk>", ""),
        ("[unk]", ""),
        ("", ""),
    ],
)
def test_chinese_words_are_joined_and_others_are_not(written, read):
    assert joined(written) == read


@pytest.mark.parametrize(
    ("text", "said"), [("社保卡", 3), ("i lost my card", 4), ("我的 iphone 坏了", 5), ("", 0)]
)
def test_characters_and_words_are_counted(text, said):
    assert length(text) == said
