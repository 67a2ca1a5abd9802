"""The assistant's evaluation and the Rasa project agree on how the ResponseSelector is trained and asked."""

from __future__ import annotations

import pytest

from assistant.evaluation.selector import selector

TEXTS = {
    "id_card": ["身份证丢了怎么办", "补办身份证", "身份证过期换证", "lost my id card"],
    "minimum_living": ["低保怎么申请", "低保多少钱", "困难家庭补助", "minimum allowance"],
}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_rasa_ranks_what_the_evaluation_gives_it() -> None:
    told: list[tuple[str, int, int]] = []

    rank = selector(TEXTS, ["補辦身份證", "低保"], lambda *report: told.append(report))

    assert [one.service for one in rank("補辦身份證")] == ["id_card", "minimum_living"]
    assert [one.service for one in rank("低保")] == ["minimum_living", "id_card"]
    assert 0.5 < rank("低保")[0].score <= 1
    assert told[-2:] == [("training", 100, 100), ("ranking", 2, 2)]
