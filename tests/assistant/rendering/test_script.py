"""Replies in Traditional characters: readable in Taiwan, and every choice can still be made."""

from __future__ import annotations

import pytest

from assistant.messages import Act, Cited, Option, Reply
from assistant.rendering.options import match
from assistant.rendering.script import in_script, traditional
from knowledge.library import Library
from knowledge.normalise import normalise
from knowledge.phrase_check import LONGEST
from knowledge.phrases import Phrases

REPLY = Reply(
    "为了群众，短信里的号码要记着。",
    "zh",
    notice="请别着急。",
    question="您住哪个区？",
    options=(Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"})),),
    sources=(
        Cited("福州市民政局", "高龄补贴办法", "福州市民政局", "2024-01-01", "A", "榕民〔2024〕1号", None),
    ),
)


def test_all_that_is_read_is_converted_and_what_it_does_is_not() -> None:
    there = in_script(REPLY, "hant")
    assert there.text == "為了群眾，短信裡的號碼要記着。"
    assert (there.notice, there.question) == ("請別着急。", "您住哪個區？")
    assert there.options == (Option("1", "要帶什麼", REPLY.options[0].act),)
    assert there.sources[0].title == "高齡補貼辦法"
    assert there.sources[0].number == "榕民〔2024〕1號"
    assert there.sources[0].date == "2024-01-01"


def test_simplified_and_english_replies_stay_as_they_are() -> None:
    english = Reply("Bring your card 身份证.", "en")
    assert in_script(REPLY, "hans") is REPLY
    assert in_script(english, "hant") is english


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请别着急。", "請別着急。"),
        ("村支书签字，家庭医生签约", "村支書簽字，家庭醫生簽約"),
        ("先签，卡里才有钱", "先簽，卡裡才有錢"),
        ("发长期的身份证", "發長期的身份證"),
        ("多半只按普通，30天后再过", "多半只按普通，30天後再過"),
        ("病完全干不了活", "病完全幹不了活"),
        ("头发，毛巾，著名", "頭髮，毛巾，著名"),
    ],
)
def test_a_character_with_several_forms_takes_that_of_its_word(text: str, shown: str) -> None:
    assert traditional(text) == shown


@pytest.mark.parametrize("word", ["社区服务中心", "短信", "信息", "网上办"])
def test_words_of_the_counter_are_not_replaced_by_others(word: str) -> None:
    assert normalise(traditional(word)) == word


def test_every_phrase_leads_back_to_itself() -> None:
    phrases, filled = Phrases.load(), dict.fromkeys(LONGEST, "7")
    texts = [phrases.say(name, "zh", **filled) for name in sorted(phrases.names())]
    assert len(texts) > 100
    assert [text for text in texts if normalise(traditional(text)) != normalise(text)] == []


def test_every_title_can_be_chosen_by_typing_it_as_shown() -> None:
    articles = Library.load().articles.values()
    labels = {label for one in articles for label in (one.short.zh, one.texts.zh.title)}
    options = tuple(Option(f"={label}", label, Act("say", {"phrase": label})) for label in labels)
    shown = in_script(Reply("", "zh", options=options), "hant").options
    for option in shown:
        assert match(option.label, options) == next(one for one in options if one.key == option.key)
