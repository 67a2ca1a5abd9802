"""What Whisper writes although nobody said it."""

from __future__ import annotations

import pytest

from voice.recognition.believing import Piece, believed


def piece(
    text: str, log_probability: float = -0.3, no_speech: float = 0.1, compression: float = 0.9
) -> Piece:
    return Piece(text, log_probability, no_speech, compression)


@pytest.mark.parametrize(
    ("text", "believed_text"),
    [
        ("我要办社保卡", "我要办社保卡"),
        (" 我 要 办 社保卡 ", "我要办社保卡"),
        ("谢谢", "谢谢"),
        ("谢谢大家", "谢谢大家"),
        ("好 好 好", "好好好"),
        ("13800000000", "13800000000"),
        ("一一一一零零零零", "一一一一零零零零"),
        ("I lost my card", "I lost my card"),
        ("字幕由Amara.org社区提供", ""),
        ("請不吝點讚 訂閱 轉發 打賞支持明鏡與點點欄目", ""),
        ("谢谢观看", ""),
        ("感謝收看", ""),
        ("Thanks for watching!", ""),
        ("(音乐)", ""),
        ("[Music]", ""),
        ("♪♪", ""),
        ("。", ""),
        ("", ""),
        ("我要我要我要我要我要我要", "我要"),
        ("看病报销报销报销报销报销", "看病报销"),
    ],
)
def test_only_what_people_say_is_believed(text, believed_text):
    assert believed([piece(text)], seconds=3.0)[0] == believed_text


@pytest.mark.parametrize(
    "doubtful",
    [
        piece("嗯嗯", log_probability=-2.25),
        piece("你好", log_probability=-1.0, no_speech=0.8),
        piece("你好你是谁你好你是谁", compression=3.1),
    ],
)
def test_what_whisper_doubts_itself_is_not_believed(doubtful):
    assert believed([doubtful], seconds=3.0) == ("", 0.0)


def test_no_speech_alone_is_no_reason_when_the_words_are_sure():
    assert believed([piece("换一首歌", log_probability=-0.2, no_speech=0.9)], seconds=2.0)[0] == "换一首歌"


def test_nobody_speaks_faster_than_people_do():
    text = "我想问一下我的养老金为什么这个月还没有到账"
    assert believed([piece(text)], seconds=3.0)[0] == text
    assert believed([piece(text)], seconds=0.5)[0] == ""


def test_confidence_is_the_mean_of_the_pieces():
    assert believed([piece("你好", -0.2), piece("我要办卡", -0.4)], seconds=3.0) == ("你好我要办卡", 0.741)
