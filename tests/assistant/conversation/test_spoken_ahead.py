"""What can be said word for word is known before anybody asks."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation.answers import Answers
from assistant.conversation.spoken_ahead import sentences
from assistant.messages import Act
from assistant.rendering.speech import pronounced, spoken
from assistant.state import ConversationState
from knowledge.article import Aspect

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def ahead(content):
    return sentences(content, TODAY)


def test_each_sentence_is_there_once_and_has_no_gap_to_fill(ahead):
    assert len(set(ahead)) == len(ahead)
    assert not [words for words, _ in ahead if "{" in words or not words.strip()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_on_every_service_is_there_to_its_last_word(content, ahead, language):
    answers = Answers(content)
    known = set(ahead)
    for service in content.library.articles:
        for aspect in Aspect:
            act = Act("answer", {"service": service, "aspect": aspect.value})
            draft = answers.answer(act, ConversationState(language=language), TODAY)
            said = [(pronounced(one), one.language) for one in spoken(draft.replies).sentences]
            assert not set(said) - known, (service, aspect)


def test_the_greeting_comes_before_what_is_said_on_services(content, ahead):
    greeting = content.phrases.text("line_greeting", "zh")

    assert ahead.index((greeting, "zh")) < ahead.index(("户籍，就是户口。", "zh"))
