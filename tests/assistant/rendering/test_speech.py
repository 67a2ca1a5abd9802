"""What is spoken sentence by sentence is what the phone's text has, word for word."""

from __future__ import annotations

import pytest

from assistant.messages import Act, Channel, Cited, Option, Reply
from assistant.rendering import plain
from assistant.rendering.script import traditional
from assistant.rendering.speech import Sentence, Spoken, pronounced, spoken
from knowledge.library import Library
from knowledge.phrases import Phrases

PERSON = Option("0", "找人工", Act("open_case", {"reason": "requested"}))
MATERIALS = Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"}))
WHERE = Option("2", "去哪里办", Act("answer", {"service": "id_card", "aspect": "where"}))
MORE = Option("3", "接着看", Act("more"))
SOURCE = Cited("身份证法", "居民身份证法", "全国人大常委会", "2011-10-29", "A")
REPLY = Reply(
    text="第一句。第二句！第三句？第四句。",
    language="zh",
    notice="好，我说慢点。居民身份证：",
    question="您在哪个区或县？说区名就行。",
    options=(MATERIALS, WHERE, MORE, PERSON),
    sources=(SOURCE,),
)
ENGLISH = Reply(
    text="Bring your old card. It takes 20 days. Call 12345. Ask for help.",
    language="en",
    notice="All right, about your mother.",
    question="Where do you live?",
    options=(Option("1", "the fee", Act("more")),),
)


def words(text: str) -> str:
    return "".join(text.split())


def test_each_sentence_says_what_it_is_for():
    kinds = [(one.kind, one.text) for one in spoken((REPLY,)).sentences]
    assert kinds == [
        ("notice", "好，我说慢点。"),
        ("notice", "居民身份证："),
        ("text", "第一句。"),
        ("text", "第二句！"),
        ("text", "第三句？"),
        ("source", "（据身份证法）"),
        ("question", "您在哪个区或县？"),
        ("question", "说区名就行。"),
        ("option", "要带什么，请按1。"),
        ("option", "要接着看，请按3。"),
        ("option", "要找人工，请按0。"),
    ]


def test_nothing_to_say_is_no_sentence():
    assert spoken(()) == Spoken()


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize(
    "replies",
    [
        (REPLY,),
        (ENGLISH,),
        (REPLY, ENGLISH),
        (Reply("", "zh", question="对不对？", options=(MATERIALS,)),),
        (Reply("没有句号", "zh"),),
        (Reply("分行。\n再一行", "zh", notice="先说这句"),),
        (),
    ],
)
def test_the_words_are_those_of_the_plain_text(replies, script):
    assert words(spoken(replies, script).text) == words(plain.render(replies, Channel.PHONE, script))


def test_the_words_are_the_same_for_all_that_the_knowledge_says():
    for article in Library.load().articles.values():
        for language in ("zh", "en"):
            texts = article.texts.in_language(language)
            for aspect in article.aspects:
                reply = Reply(texts.of(aspect), language, question="要我再说一遍吗？", sources=(SOURCE,))
                plainly = plain.render((reply,), Channel.PHONE)
                assert words(spoken((reply,)).text) == words(plainly), (article.id, aspect)


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        (Sentence("您在哪个区或县？", "zh", "question"), True),
        (Sentence("您想问什么事？", "zh"), True),
        (Sentence("What do you need?", "en"), True),
        (Sentence("就这些了。", "zh"), False),
        (Sentence("要带什么，请按1。", "zh", "option"), False),
    ],
)
def test_a_question_is_known_by_what_it_is_for_or_by_its_mark(sentence, asks):
    assert sentence.is_question is asks


def test_what_is_written_in_traditional_characters_is_read_as_the_same_sentence():
    phrases = Phrases.load()
    for name in phrases.names():
        text = phrases.text(name, "zh")
        assert pronounced(Sentence(traditional(text), "zh")) == text, name


def test_english_is_read_as_it_is():
    assert pronounced(Sentence("Bring your card.", "en")) == "Bring your card."
