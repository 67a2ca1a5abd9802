"""Official terms are explained once, where they are said first."""

from __future__ import annotations

from datetime import date

from assistant.cases.town import Town
from assistant.conversation.composer import Composer
from assistant.conversation.explanations import with_explanations
from assistant.messages import Act, Engine
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.glossary import Entry, Glossary, Term
from tests.assistant.conversation.conftest import on

GLOSSARY = Glossary(
    (
        Entry(zh=Term(term="失能", says="失能，就是生活不能自理。")),
        Entry(zh=Term(term="公示", says="公示，就是贴出来给大家看。")),
    )
)


def test_the_explanation_follows_the_sentence_that_says_the_term_first():
    text, ids = with_explanations("失能老人能领。名单要公示。公示五天。", "zh", GLOSSARY, ())
    assert text == "失能老人能领。失能，就是生活不能自理。名单要公示。公示，就是贴出来给大家看。公示五天。"
    assert ids == ("失能", "公示")


def test_a_known_term_is_not_explained_again():
    assert with_explanations("失能老人能领。", "zh", GLOSSARY, ("失能",)) == ("失能老人能领。", ())


def test_a_term_that_the_text_explains_needs_no_explanation():
    text = "失能老人能领。失能，就是生活不能自理。"
    assert with_explanations(text, "zh", GLOSSARY, ()) == (text, ())


def test_a_conversation_remembers_what_it_has_explained(content):
    composer = Composer(content, Town.load())
    state, explained = ConversationState(region="350102"), []
    for service in content.library.articles:
        act = Act("answer", {"service": service, "aspect": "summary"})
        draft = composer.compose(Decision(acts=(act,), engine=Engine.RASA), state, on(date(2026, 11, 25)))
        state = draft.state
        explained.append(len(state.explained))
    assert explained[-1] > 5
    assert len(set(state.explained)) == len(state.explained)
