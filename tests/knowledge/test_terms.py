"""What a term means is told when somebody asks for it; a question about a service is left to the answers."""

from __future__ import annotations

import pytest

from knowledge.article import Language
from knowledge.glossary import Glossary

GLOSSARY = Glossary.load()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "啥意思"),
        ("zh", "什么意思"),
        ("zh", "这是什么意思"),
        ("zh", "低保是啥意思"),
        ("zh", "低保是什么意思？"),
        ("zh", "您说的备案啥意思"),
        ("zh", "什么叫统筹"),
        ("zh", "啥叫起付线"),
        ("zh", "什么叫做失能"),
        ("zh", "起付线是啥"),
        ("zh", "统筹是啥呀"),
        ("zh", "这是啥"),
        ("zh", "刚才说的备案是什么"),
        ("zh", "起付線是啥意思"),
        ("en", "what does dibao mean"),
        ("en", "What does that mean?"),
        ("en", "what’s the meaning of deductible"),
        ("en", "what do you mean by guardian"),
        ("en", "what is meant by civil affairs"),
    ],
)
def test_a_question_what_words_mean_is_recognised(language: Language, text: str) -> None:
    assert GLOSSARY.asks_meaning(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "低保是什么"),
        ("zh", "什么是低保"),
        ("zh", "低保怎么申请"),
        ("zh", "材料是啥"),
        ("zh", "要交的材料是啥"),
        ("zh", "电话是啥"),
        ("zh", "低保的条件是啥"),
        ("zh", "为什么叫我去窗口"),
        ("zh", "为啥叫他去"),
        ("zh", "您叫什么"),
        ("zh", "您的意思是要带身份证"),
        ("zh", "没意思"),
        ("zh", "不好意思"),
        ("zh", "听不懂"),
        ("zh", ""),
        ("en", "what is dibao"),
        ("en", "how do I get dibao"),
        ("en", "what do you mean"),
        ("en", "by what means can I apply"),
    ],
)
def test_a_question_about_a_service_is_none_about_words(language: Language, text: str) -> None:
    assert not GLOSSARY.asks_meaning(text, language)


@pytest.mark.parametrize(
    ("language", "text", "term"),
    [
        ("zh", "低保是啥意思", "低保"),
        ("zh", "低保边缘户是什么意思", "低保边缘"),
        ("zh", "什么叫起付线", "起付线"),
        ("zh", "啥叫失能评估", "能力评估"),
        ("zh", "長護險是啥意思", "长护险"),
        ("en", "what does DIBAO mean", "低保"),
        ("en", "what does long-term care insurance mean", "长护险"),
    ],
)
def test_the_term_that_a_question_names_is_the_longest(language: Language, text: str, term: str) -> None:
    entry = GLOSSARY.named(text, language)
    assert entry is not None
    assert entry.id == term


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "啥意思"), ("zh", "什么叫量子"), ("en", "what does it mean")]
)
def test_a_question_may_name_no_term(language: Language, text: str) -> None:
    assert GLOSSARY.named(text, language) is None


def test_the_terms_of_what_was_just_said_stand_in_order_explained_or_not() -> None:
    said = GLOSSARY.said("备案，就是先登记一声。再去民政局问低保。低保每月发。", "zh")
    assert [entry.id for entry in said] == ["备案", "民政", "低保"]
    assert GLOSSARY.said("您好。", "zh") == ()
    assert [entry.id for entry in GLOSSARY.said("Ask civil affairs about dibao.", "en")] == ["民政", "低保"]


def test_what_is_left_to_explain_is_said_too() -> None:
    text = "失能，就是生活不能自理。去残联问能力评估。"
    said = GLOSSARY.said(text, "zh")
    assert set(GLOSSARY.unexplained(text, "zh", ())) < set(said)
