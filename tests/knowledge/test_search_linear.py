"""The linear classifier over terms and meaning."""

from __future__ import annotations

import numpy as np

from knowledge.search.linear import Linear

TEXTS = [["身份", "份证", "丢了"], ["身份", "份证", "过期"], ["低保", "申请"], ["低保", "条件"], ["天气"]]
OWNERS = [0, 0, 1, 1, 2]


def test_a_known_question_scores_highest_for_its_own_topic():
    linear = Linear((TEXTS,), OWNERS, 3, None)
    for text, owner in zip(TEXTS, OWNERS, strict=True):
        assert linear.scores((text,), None).argmax() == owner


def test_a_term_that_tells_topics_apart_decides():
    linear = Linear((TEXTS,), OWNERS, 3, None)
    scores = linear.scores((["低保", "丢了", "申请"],), None)
    assert scores.argmax() == 1


def test_unknown_words_speak_for_nothing():
    linear = Linear((TEXTS,), OWNERS, 3, None)
    assert np.abs(linear.scores((["钓鱼"],), None)).max() == 0.0


def test_meaning_speaks_where_no_word_is_shared():
    vectors = np.eye(5, dtype=np.float32)
    linear = Linear((TEXTS,), OWNERS, 3, vectors)
    assert linear.scores((["钓鱼"],), vectors[2]).argmax() == 1


def test_the_same_texts_give_the_same_scores_in_every_order_of_terms():
    one = Linear((TEXTS,), OWNERS, 3, None).scores((["低保", "申请"],), None)
    other = Linear(([text[::-1] for text in TEXTS],), OWNERS, 3, None).scores((["申请", "低保"],), None)
    assert np.allclose(one, other)
