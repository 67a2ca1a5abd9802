"""Words that ask for a text message, and words of texts that ask for none."""

from __future__ import annotations

import pytest

from assistant.conversation import text_me_words
from knowledge.normalise import bare


@pytest.mark.parametrize(
    "said",
    [
        "发短信给我",
        "短信发我",
        "短信发给我吧",
        "发我手机上",
        "发到我手机上行吗",
        "给我发个短信",
        "麻烦你给我发一条短信，谢谢",
        "能不能发到我手机上",
        "发短信给我就行",
        "不用打电话，发短信给我就行",
        "用短信回我",
        "往我手机上发一条",
        "text me",
        "please send me a text",
        "Can you send a text message to my phone?",
        "A text is fine",
    ],
)
def test_a_wish_for_a_text_is_known_by_its_words(said: str) -> None:
    act = text_me_words.read(bare(said))
    assert act is not None
    assert (act.kind, act.get("what")) == ("text_me", None)


@pytest.mark.parametrize(
    "said",
    [
        "把刚才说的发给我",
        "把你说的都发到我手机上",
        "刚才的地址发给我",
        "麻烦你把这个发短信给我，谢谢",
        "这些材料发我手机上吧",
        "text it to me",
        "Please send that to my phone",
        "text me what you just said",
    ],
)
def test_what_was_just_said_is_asked_for_by_its_words(said: str) -> None:
    act = text_me_words.read(bare(said))
    assert act is not None
    assert act.get("what") == "said"


@pytest.mark.parametrize(
    "said",
    [
        "别发短信给我",
        "不要发短信给我了",
        "我没收到短信",
        "发短信的诈骗",
        "我给你们发过短信",
        "谁给我发短信",
        "工资发给我了吗",
        "钱发到我卡上",
        "发微信给我",
        "养老金什么时候发给我",
        "短信",
        "the text me",
        "I got a text",
    ],
)
def test_other_words_of_texts_ask_for_none(said: str) -> None:
    assert text_me_words.read(bare(said)) is None
