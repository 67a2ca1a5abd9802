"""One text message: within its limits, whole sentences, and always with what can be chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.messages import Act, Cited, Option, Reply
from assistant.rendering import gsm, sms

PERSON = Option("0", "找人工", Act("open_case", {"reason": "requested"}))
OPTIONS = (
    Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"})),
    Option("2", "去哪里办", Act("answer", {"service": "id_card", "aspect": "where"})),
    PERSON,
)
LAW = Cited(short="老年法", title="老年人权益保障法", issuer="全国人大", date="2018-12-29", grade="A")
REPLY = Reply(
    text="高龄津贴是发给高龄老人的钱。各地自己定，要看户口在哪里。",
    language="zh",
    question="您在哪个区？",
    options=OPTIONS,
    sources=(LAW,),
)
ENGLISH = Reply(
    text="The allowance is money for very old people. It is set locally. Call 12345 first.",
    language="en",
    question="Which district are you in?",
    options=(
        Option("1", "what to bring", Act("answer", {"service": "id_card", "aspect": "materials"})),
        Option("0", "a person", PERSON.act),
    ),
    sources=(replace(LAW, short="Elders Law"),),
)


def test_the_parts_of_a_chinese_message_stand_in_their_order():
    assert sms.render([replace(REPLY, notice="先说一句。")]).text == (
        "【帮办】先说一句。高龄津贴是发给高龄老人的钱。各地自己定，要看户口在哪里。（据老年法）\n"
        "您在哪个区？\n"
        "回1看要带什么，2看去哪里办，0找人工"
    )


def test_the_parts_of_an_english_message_stand_in_their_order():
    assert sms.render([ENGLISH]).text == (
        "[Bangban] The allowance is money for very old people. It is set locally. Call 12345 first. "
        "(Source: Elders Law)\n"
        "Which district are you in?\n"
        "Reply 1: what to bring, 0: a person"
    )


def test_a_short_answer_is_one_part():
    rendered = sms.render([Reply(text="好的。", language="zh", options=(PERSON,))])
    assert (rendered.text, rendered.parts, rendered.rest) == ("【帮办】好的。\n回0找人工", 1, "")


def test_nothing_to_say_is_an_empty_text():
    assert sms.render([]) == sms.render([Reply(text="", language="zh")]) == sms.Rendered("", 0)


def test_the_names_before_messages_can_be_set():
    names = sms.Signatures(zh="某某街道", en="Town Hall")
    assert sms.render([REPLY], names).text.startswith("【某某街道】")
    assert sms.render([ENGLISH], names).text.startswith("[Town Hall] ")


def test_several_sources_are_said_to_be_several():
    both = replace(REPLY, sources=(LAW, replace(LAW, short="社保法"), LAW))
    assert "（据老年法等）" in sms.render([both]).text


def test_sentences_without_room_are_kept_as_the_rest():
    sentences = [f"这是第{number}句话，有十几个字长。" for number in "一二三四五六七八九"]
    rendered = sms.render([replace(REPLY, text="".join(sentences))])
    said = sum(sentence in rendered.text for sentence in sentences)
    assert 1 <= said < len(sentences)
    assert rendered.text.count("这是第") == said
    assert rendered.rest == "".join(sentences[said:])
    assert rendered.parts == 2


def test_a_longer_first_sentence_than_a_message_is_cut_at_a_clause():
    clauses = [f"这是第{number}个分句，" for number in range(40)]
    rendered = sms.render([replace(REPLY, text="".join(clauses) + "完了。后面还有。")])
    body = rendered.text.removeprefix("【帮办】").split("\n")[0]
    assert body.endswith("个分句…")
    assert "".join(clauses).startswith(body.removesuffix("…"))
    assert rendered.rest.startswith("这是第")
    assert rendered.rest.endswith("完了。后面还有。")


def test_the_source_gives_way_to_the_first_sentence():
    first = "字" * 100 + "。"
    rendered = sms.render([replace(REPLY, text=first)])
    assert first in rendered.text
    assert "据老年法" not in rendered.text


def test_english_with_one_foreign_character_keeps_to_the_shorter_limit():
    rendered = sms.render([replace(ENGLISH, text="Say 帮办 first. " + "It is set locally. " * 9)])
    assert gsm.parts(rendered.text) == 2
    assert len(rendered.text) <= 134
    assert rendered.rest


def test_an_english_word_is_not_cut_while_there_is_a_space():
    rendered = sms.render([replace(ENGLISH, text="allowance " * 60 + "end.")])
    body = rendered.text.split("\n")[0]
    assert body.endswith("allowance...")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一。二！三？", ("一。", "二！", "三？")),
        ("他说“好。”然后走了。", ("他说“好。”", "然后走了。")),
        ("没有句号", ("没有句号",)),
        ("一行\n两行", ("一行", "两行")),
        ("", ()),
    ],
)
def test_chinese_sentences_end_with_their_marks(text, sentences):
    assert sms.sentences_of(text, "zh") == sentences


def test_english_sentences_end_before_a_space():
    assert sms.sentences_of("It costs 3.5 yuan. Call 12345! Yes?", "en") == (
        "It costs 3.5 yuan.",
        "Call 12345!",
        "Yes?",
    )


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400)
labels = st.text(st.characters(categories=("Lo", "Ll", "Nd")), min_size=1, max_size=60)
acts = st.sampled_from([Act("answer", {"service": "id_card"}), PERSON.act])


@st.composite
def replies(draw):
    keys = draw(st.lists(st.sampled_from("1234567890"), max_size=5, unique=True))
    return Reply(
        text=draw(words),
        language=draw(st.sampled_from(["zh", "en"])),
        notice=draw(words),
        question=draw(words),
        options=tuple(Option(key, draw(labels), draw(acts)) for key in keys),
        sources=(LAW,) * draw(st.integers(0, 2)),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(replies(), max_size=2))
def test_a_message_is_within_two_parts_and_names_every_key(said):
    rendered = sms.render(said)
    assert rendered.parts == (gsm.parts(rendered.text) if rendered.text else 0)
    assert rendered.parts <= 2
    offered = next((reply.options for reply in reversed(said) if reply.options), ())
    last_line = rendered.text.rsplit("\n", 1)[-1]
    for option in offered:
        assert option.key in last_line


sentence = st.text(st.sampled_from("办事要带身份证，、"), min_size=1, max_size=200).map(lambda s: s + "。")


@settings(max_examples=100, deadline=None)
@given(st.lists(sentence, min_size=1, max_size=6))
def test_what_is_said_and_the_rest_are_the_whole_text(sentences):
    text, said = "".join(sentences), ""
    rest = text
    for _ in range(200):
        rendered = sms.render([Reply(text=rest, language="zh", options=OPTIONS)])
        said += rendered.text.removeprefix("【帮办】").split("\n")[0]
        rest = rendered.rest
        if not rest:
            break
    assert said.translate(CUTS) == text.translate(CUTS)


CUTS = str.maketrans("", "", "，、…")
