"""How a resident wants to be spoken to: done at once, on every channel, kept only for who wants that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.conversation.composer import Composer
from assistant.conversation.draft import Draft
from assistant.messages import Act, Channel, Engine, Outcome, Reply, TurnResult
from assistant.ports import Decision
from assistant.preferences import Preferences
from assistant.rendering.script import traditional
from assistant.state import ConversationState
from assistant.store import residents
from tests.assistant.conversation.conftest import TERMINAL, Town, on, words
from tests.conftest import RESIDENT

TODAY = date(2026, 11, 23)
KEEP = Act("preference", {"name": "keep", "value": "yes"})
SHOWN = (Channel.PHONE, Channel.KIOSK)
CHANGES = (
    ("慢一点", "rate", "slower", Preferences(rate=80)),
    ("说快点", "rate", "faster", Preferences(rate=120)),
    ("大声点", "volume", "louder", Preferences(volume=1)),
    ("字大一点", "size", "bigger", Preferences(size=1)),
    ("繁体字", "script", "hant", Preferences(script="hant")),
)


@pytest.fixture
def composer(composer_of_all: Composer) -> Composer:
    return composer_of_all


def talk(
    composer: Composer,
    *acts: Act,
    state: ConversationState | None = None,
    channel: Channel = Channel.PHONE,
) -> Draft:
    """The draft of the last of several turns."""
    state = state or ConversationState()
    for act in acts:
        here = replace(on(TODAY), channel=channel)
        draft = composer.compose(Decision(acts=(act,), engine=Engine.RASA), state, here)
        state = draft.state
    return draft


def answer(service: str, aspect: str = "summary") -> Act:
    return Act("answer", {"service": service, "aspect": aspect})


def wish(name: str, value: str) -> Act:
    return Act("preference", {"name": name, "value": value})


def only(draft: Draft) -> Reply:
    (reply,) = draft.replies
    return reply


def offers_to_keep(result: TurnResult) -> bool:
    return any(option.act == KEEP for reply in result.replies for option in reply.options)


def kept(town_hall: Town, address: str = RESIDENT) -> Preferences | None:
    with town_hall.database.read() as session:
        known = residents.find(session, town_hall.casework.vault, address)
    assert known is not None
    if known.preferences is None:
        return None
    return residents.opened_preferences(town_hall.casework.vault, known.preferences)


class TestAtOnce:
    @pytest.mark.parametrize("channel", Channel)
    @pytest.mark.parametrize(("said", "name", "value", "wanted"), CHANGES)
    def test_a_change_holds_from_the_reply_to_it(self, town_hall, said, name, value, wanted, channel):
        address = TERMINAL if channel is Channel.KIOSK else RESIDENT
        town_hall.say("身份证怎么办", channel, address)
        assert town_hall.say(said, channel, address).preferences == wanted
        assert town_hall.say("要带什么", channel, address).preferences == wanted

    @pytest.mark.parametrize("channel", SHOWN)
    @pytest.mark.parametrize(("name", "value"), [change[1:3] for change in CHANGES])
    def test_what_was_said_last_is_said_again_that_way(self, composer, content, name, value, channel):
        before = talk(composer, answer("id_card", "materials"), channel=channel)
        draft = talk(composer, wish(name, value), state=before.state, channel=channel)
        assert only(draft).text == only(before).text
        assert only(draft).notice.startswith(content.phrases.say(f"preference_{name}_{value}", "zh"))
        assert only(draft).options[:2] == only(before).options[:2]

    @pytest.mark.parametrize(
        ("name", "value"), [("rate", "slower"), ("volume", "louder"), ("size", "bigger")]
    )
    def test_by_text_it_is_noted_and_nothing_is_said_again(self, composer, content, name, value):
        before = talk(composer, answer("old_age_allowance", "amount"), channel=Channel.SMS)
        draft = talk(composer, wish(name, value), state=before.state, channel=Channel.SMS)
        assert only(draft).text == content.phrases.say("preference_noted", "zh")
        assert only(draft).question == only(before).question
        assert only(draft).options[:2] == only(before).options[:2]

    def test_changes_one_after_the_other_are_told_once_each(self, composer, content):
        slower, louder = wish("rate", "slower"), wish("volume", "louder")
        before = talk(composer, answer("id_card", "materials"))
        draft = talk(composer, slower, slower, louder, state=before.state)
        say = content.phrases.say
        assert only(draft).notice == say("preference_volume_louder", "zh") + only(before).notice
        assert draft.state.preferences == Preferences(rate=70, volume=1)

    @pytest.mark.parametrize(
        ("name", "value", "end"),
        [
            ("rate", "slower", 70),
            ("rate", "faster", 130),
            ("volume", "louder", 2),
            ("volume", "softer", 0),
            ("size", "bigger", 3),
            ("size", "smaller", 0),
        ],
    )
    def test_a_scale_has_an_end_and_asking_on_does_no_harm(self, composer, name, value, end):
        draft = talk(composer, *(wish(name, value) for _ in range(9)))
        assert getattr(draft.state.preferences, name) == end

    @pytest.mark.parametrize("start", ["interview", "task"])
    def test_a_question_that_waits_is_asked_again_with_its_choices(self, composer, start):
        begins = {"interview": {"service": "minimum_living"}, "task": {"task": "callback"}}[start]
        asked = talk(composer, Act(start, {"step": "start", **begins}))
        for change in (wish("rate", "slower"), wish("keep", "yes"), wish("messages", "off")):
            draft = talk(composer, change, state=asked.state)
            assert only(draft).question == only(asked).question
            assert draft.state.asked == asked.state.asked
            assert only(draft).options[: len(only(asked).options)] == only(asked).options

    def test_no_key_is_offered_where_a_number_is_asked_for(self, composer):
        """A resident who is one of 1 would keep the preference instead of answering."""
        asked = talk(composer, Act("interview", {"step": "start", "service": "old_age_allowance"}))
        draft = talk(composer, wish("rate", "slower"), state=asked.state)
        assert draft.state.options == asked.state.options


class TestLanguage:
    def test_the_answer_is_said_in_the_language_that_is_asked_for(self, composer, content):
        draft = talk(composer, answer("id_card", "materials"), wish("language", "en"))
        there = talk(composer, answer("id_card", "materials"), state=ConversationState(language="en"))
        assert only(draft).text == only(there).text
        assert only(draft).notice.startswith(content.phrases.say("language_set", "en"))
        assert only(draft).options == only(there).options
        assert draft.outcome is Outcome.SAID

    def test_the_question_of_an_interview_is_asked_in_it(self, composer, content):
        start = Act("interview", {"step": "start", "service": "old_age_allowance"})
        draft = talk(composer, start, wish("language", "en"))
        assert only(draft).question == content.eligibility.book.get("age").question.en
        assert draft.state.asked == "fact"

    def test_the_step_of_a_task_is_asked_in_it(self, composer, content):
        draft = talk(composer, Act("task", {"step": "start", "task": "callback"}), wish("language", "en"))
        assert only(draft).question == content.phrases.say("task_ask_when_callback", "en")
        assert draft.state.asked == "task:when"

    def test_who_speaks_it_already_is_told_so_and_nothing_else(self, composer, content):
        draft = talk(composer, answer("id_card"), wish("language", "zh"))
        assert only(draft).text == content.phrases.say("language_set", "zh")


class TestKept:
    @pytest.mark.parametrize(("said", "name", "value", "wanted"), CHANGES)
    def test_nothing_is_kept_before_the_resident_chose_that(self, town_hall, said, name, value, wanted):
        result = town_hall.say(said)
        assert offers_to_keep(result)
        assert kept(town_hall) is None
        town_hall.say("以后都这样")
        assert kept(town_hall) == wanted

    def test_without_that_the_next_conversation_is_an_ordinary_one(self, town_hall):
        town_hall.say("说慢一点", Channel.PHONE)
        town_hall.clock.advance(hours=48)
        assert town_hall.say("身份证怎么办", Channel.PHONE).preferences == Preferences()

    def test_what_was_texted_is_minded_on_the_telephone(self, town_hall):
        town_hall.say("说慢一点")
        town_hall.say("以后都这样")
        assert town_hall.say("身份证怎么办", Channel.PHONE).preferences.rate < 100

    def test_a_call_that_is_under_way_minds_it_from_its_next_turn(self, town_hall):
        assert town_hall.say("身份证怎么办", Channel.PHONE).preferences.rate == 100
        town_hall.clock.advance(seconds=5)
        town_hall.say("说慢一点")
        town_hall.say("以后都这样")
        town_hall.clock.advance(seconds=5)
        assert town_hall.say("要带什么", Channel.PHONE).preferences.rate < 100

    def test_nobody_is_asked_twice_and_later_changes_are_kept_too(self, town_hall):
        town_hall.say("说慢一点", Channel.PHONE)
        town_hall.say("以后都这样", Channel.PHONE)
        assert not offers_to_keep(town_hall.say("大声点", Channel.PHONE))
        assert kept(town_hall) == Preferences(rate=80, volume=1)
        town_hall.clock.advance(hours=48)
        result = town_hall.say("字大一点", Channel.PHONE)
        assert not offers_to_keep(result)
        assert result.preferences == Preferences(rate=80, volume=1, size=1)

    def test_the_key_of_the_offer_is_its_words(self, town_hall):
        result = town_hall.say("说慢一点")
        (key,) = [option.key for reply in result.replies for option in reply.options if option.act == KEEP]
        town_hall.say(key)
        assert kept(town_hall) == Preferences(rate=80)

    def test_what_others_keep_is_theirs(self, town_hall):
        town_hall.say("说慢一点", Channel.PHONE)
        town_hall.say("以后都这样", Channel.PHONE)
        assert town_hall.say("身份证怎么办", address="+8613900000009").preferences == Preferences()

    @pytest.mark.parametrize(("said", "name", "value", "wanted"), CHANGES)
    def test_at_a_terminal_nobody_is_asked_and_nothing_is_kept(self, town_hall, said, name, value, wanted):
        result = town_hall.say(said, Channel.KIOSK, TERMINAL)
        assert result.preferences == wanted
        assert not offers_to_keep(result)
        town_hall.say("以后都这样", Channel.KIOSK, TERMINAL)
        assert kept(town_hall, TERMINAL) is None
        town_hall.clock.advance(hours=1)
        assert town_hall.say("身份证怎么办", Channel.KIOSK, TERMINAL).preferences == Preferences()


class TestTraditional:
    @pytest.mark.parametrize("channel", Channel)
    def test_all_of_a_reply_is_in_traditional_characters(self, town_hall, channel):
        address = TERMINAL if channel is Channel.KIOSK else RESIDENT
        town_hall.say("繁体字", channel, address)
        for said in ("身份證怎麼辦", "還有呢", "聽不懂", "我想預約", "算了", "殘疾補貼要帶什麼"):
            (reply,) = town_hall.say(said, channel, address).replies
            shown = [reply.text, reply.notice, reply.question, *(option.label for option in reply.options)]
            shown += [
                text for source in reply.sources for text in (source.title, source.short, source.issuer)
            ]
            assert shown == [traditional(text) for text in shown]
            assert any(shown)

    def test_what_is_offered_is_chosen_by_its_traditional_label(self, town_hall):
        town_hall.say("繁体字")
        offered = town_hall.say("身份證怎麼辦").replies[0].options
        where = next(option for option in offered if option.act.get("aspect") == "where")
        assert where.label == "去哪裡辦"
        result = town_hall.say(where.label)
        assert (result.service, result.aspect) == ("id_card", "where")

    def test_keeping_it_is_chosen_by_its_traditional_label(self, town_hall):
        result = town_hall.say("繁体字")
        (label,) = [
            option.label for reply in result.replies for option in reply.options if option.act == KEEP
        ]
        assert "以後都這樣" in words(town_hall.say(label))
        assert kept(town_hall) == Preferences(script="hant")

    def test_simplified_comes_back(self, town_hall):
        town_hall.say("繁体字")
        town_hall.say("簡體字")
        assert "户口" in words(town_hall.say("身份证要带什么"))

    def test_english_stays_as_it_is(self, town_hall):
        town_hall.say("繁体字")
        assert "police" in words(town_hall.say("where do I renew my identity card"))
