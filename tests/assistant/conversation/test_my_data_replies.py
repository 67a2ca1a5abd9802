"""What is said about data: whole sentences in both languages, with a person on offer at every step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.cases.progress import Told
from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft
from assistant.conversation.here import Here
from assistant.conversation.my_data_replies import MyDataReplies
from assistant.conversation.my_data_words import no, yes
from assistant.messages import Act
from assistant.rendering import sms
from assistant.rendering.options import match
from assistant.state import ConversationState
from knowledge.article import LANGUAGES, Language

HERE = Here(datetime(2026, 3, 4, 4, tzinfo=UTC))


def act(*told: Told, asks: bool = False, do: str = "") -> Act:
    return Act("my_data", {"step": "erase", "told": told, "asks": asks, "do": do, "resident": None})


def reply_to(content: Content, asked: Act, state: ConversationState, here: Here) -> Draft:
    return MyDataReplies(content, Answers(content)).reply(asked, state, here)


@pytest.mark.parametrize("language", LANGUAGES)
def test_erasing_is_asked_for_with_two_keys_and_a_person(content: Content, language: Language) -> None:
    told = act(Told("data_erase_ask"), Told("data_erase_open", {"count": "2"}), asks=True)
    draft = reply_to(content, told, ConversationState(language=language, misses=1), HERE)
    (reply,) = draft.replies
    assert "2" in reply.text
    assert [option.key for option in reply.options] == ["1", "2", "0"]
    assert [option.act for option in reply.options[:2]] == [yes("erase"), no("erase")]
    for option in reply.options:
        assert match(option.label, reply.options) == option
    assert not draft.erase
    assert draft.state.misses == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phrase", ["data_erase_ask", "data_terminal", "data_code_sent", "data_code_wrong"])
def test_each_step_fits_into_one_text(content: Content, language: Language, phrase: str) -> None:
    draft = reply_to(content, act(Told(phrase)), ConversationState(language=language), HERE)
    assert sms.rest_of(draft.replies) == ""
    assert [option.key for option in draft.replies[0].options] == ["0"]


def test_an_erasure_is_told_to_the_turn(content: Content) -> None:
    draft = reply_to(content, act(Told("data_erased"), do="erase"), ConversationState(), HERE)
    assert draft.erase


def test_an_act_that_was_not_looked_up_is_refused(content: Content) -> None:
    with pytest.raises(KeyError):
        reply_to(content, Act("my_data", {"step": "erase"}), ConversationState(), HERE)
