"""What the dialogue understands, measured on examples that it has not learned, is good enough."""

from __future__ import annotations

import pytest

from assistant.evaluation.understanding import Understanding, understanding

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def found() -> Understanding:
    return understanding()


def test_intents_are_told_apart(found: Understanding) -> None:
    assert found.whole_f1 >= 0.94


def test_intents_of_what_was_written_by_hand_are_told_apart(found: Understanding) -> None:
    assert found.hand_f1 >= 0.905


def test_what_a_task_needs_is_found_in_the_words(found: Understanding) -> None:
    assert found.entities["all"].f1 >= 0.915


def test_homophones_cost_little(found: Understanding) -> None:
    assert found.lost_by_mishearing <= 0.04


def test_no_intent_is_lost(found: Understanding) -> None:
    assert {name: score.f1 for name, score in found.intents.items() if score.f1 < 0.7} == {}
