"""Questions that lean on what was said before: for somebody else, one service beside another, a place."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation.composer import Composer
from assistant.conversation.context import for_somebody
from assistant.conversation.draft import Draft
from assistant.messages import Act, Channel, Engine, Outcome, Reply
from assistant.ports import Decision
from assistant.state import ConversationState
from assistant.store import residents
from tests.assistant.conversation.conftest import Town, on
from tests.conftest import RESIDENT

TODAY = date(2026, 11, 23)
OWN = {"age": "83"}
FUZHOU = ("350100", "350000")


@pytest.fixture
def composer(composer_of_all: Composer) -> Composer:
    return composer_of_all


def talk(
    composer: Composer, *acts: Act, state: ConversationState | None = None, today: date = TODAY
) -> Draft:
    """The draft of the last of several turns."""
    state = state or ConversationState()
    for act in acts:
        draft = composer.compose(Decision(acts=(act,), engine=Engine.RASA), state, on(today))
        state = draft.state
    return draft


def answer(service: str, aspect: str = "summary") -> Act:
    return Act("answer", {"service": service, "aspect": aspect})


def about(words: str) -> Act:
    return Act("about", {"query": words})


def compare(words: str) -> Act:
    return Act("compare", {"query": words})


def only(draft: Draft) -> Reply:
    (reply,) = draft.replies
    return reply


def told(value: str) -> Act:
    return Act("interview", {"step": "answer", "value": value})


class TestSomebodyElse:
    @pytest.mark.parametrize("aspect", ["eligibility", "summary"])
    def test_whether_somebody_else_can_have_it_is_found_out_from_the_beginning(self, composer, aspect):
        state = ConversationState(facts=OWN)
        draft = talk(composer, answer("old_age_allowance", aspect), about("那我老伴呢"), state=state)
        assert draft.state.subject == "我老伴"
        assert draft.state.facts == {}
        assert draft.state.own_facts == OWN
        assert (draft.state.interview, draft.state.fact) == ("old_age_allowance", "age")
        assert only(draft).notice.startswith("好，现在说您老伴。")

    def test_an_interview_under_way_begins_again_for_somebody_else(self, composer):
        start = Act("interview", {"step": "start", "service": "minimum_living"})
        first = talk(composer, start)
        other = talk(composer, told("below"), about("那我妈呢"), state=first.state)
        assert only(other).question == only(first).question
        assert other.state.facts == {}

    def test_the_own_answers_come_back_with_the_resident(self, composer):
        state = ConversationState(facts=OWN)
        other = talk(composer, answer("old_age_allowance"), about("那我老伴呢"), told("unknown"), state=state)
        assert other.state.facts == {"age": "unknown"}
        back = talk(composer, about("那我自己呢"), state=other.state)
        assert back.state.subject is None
        assert back.state.facts == OWN
        assert back.state.own_facts is None

    @pytest.mark.parametrize("words", ["那我呢", "那俺呢", "那我自己呢"])
    def test_the_resident_comes_back_by_a_short_word(self, composer, words):
        state = for_somebody(ConversationState(service="id_card", aspect="materials", facts=OWN), "我妈")
        back = talk(composer, about(words), state=state)
        assert (back.state.subject, back.state.facts) == (None, OWN)
        assert only(back).notice.startswith("好，现在说您自己。")

    @pytest.mark.parametrize(
        ("words", "said"),
        [("what about my wife", "your wife"), ("how about me", "yourself"), ("and my mother", "your mother")],
    )
    def test_it_is_the_same_in_english(self, composer, content, words, said):
        who = said if said != "yourself" else content.phrases.say("about_you", "en")
        state = ConversationState(language="en", service="id_card", aspect="materials", subject="my son")
        draft = talk(composer, about(words), state=state)
        assert only(draft).notice.startswith(content.phrases.say("about_other", "en", who=who))

    def test_a_third_person_has_answers_of_their_own_and_the_residents_are_still_kept(self, composer):
        state = for_somebody(
            ConversationState(service="old_age_allowance", aspect="summary", facts=OWN), "我妈"
        )
        draft = talk(composer, about("那我爸呢"), state=state.with_(facts={"age": "90"}))
        assert (draft.state.subject, draft.state.facts, draft.state.own_facts) == ("我爸", {}, OWN)

    def test_what_is_the_same_for_everybody_is_said_again_for_them(self, composer):
        draft = talk(composer, answer("id_card", "materials"), about("那我老伴呢"))
        assert (draft.service, draft.aspect) == ("id_card", "materials")
        assert only(draft).notice.startswith("好，现在说您老伴。")

    @pytest.mark.parametrize("words", ["我老伴能领吗", "那我妈能不能领呀", "我爸也有吗", "我妈有没有"])
    def test_who_asks_whether_somebody_can_have_it_is_led_to_that_whatever_was_answered(
        self, composer, words
    ):
        draft = talk(composer, answer("old_age_allowance", "amount"), about(words))
        assert draft.state.interview == "old_age_allowance"

    def test_without_a_service_it_is_asked_what_for(self, composer, content):
        draft = talk(composer, about("那我老伴呢"))
        assert only(draft).question == content.phrases.say("about_what", "zh", who="您老伴")
        assert draft.state.subject == "我老伴"

    def test_a_question_that_names_nobody_is_answered_as_one(self, composer):
        assert talk(composer, about("高龄津贴怎么领")).service == "old_age_allowance"

    def test_a_task_started_for_somebody_else_knows_for_whom(self, composer):
        start = Act("task", {"step": "start", "task": "appointment"})
        draft = talk(composer, answer("id_card", "materials"), about("那我老伴呢"), start)
        assert draft.state.slots["who_words"] == "我老伴"
        assert draft.state.asked == "task:when"


class TestNothingOfOthersIsStored:
    """Asked by text, and looked for where it would be kept."""

    def facts(self, town_hall: Town) -> dict[str, str] | None:
        with town_hall.database.read() as session:
            known = residents.find(session, town_hall.casework.vault, RESIDENT)
        assert known is not None
        return residents.opened_facts(town_hall.casework.vault, known.facts) if known.facts else None

    def own_are_kept(self, town_hall: Town) -> dict[str, str]:
        for words in ("法律援助要什么条件", "1", "是", "要记着"):
            town_hall.say(words)
        kept = self.facts(town_hall)
        assert kept
        return kept

    def test_answers_about_somebody_else_leave_the_own_ones_as_they_were(self, town_hall):
        kept = self.own_are_kept(town_hall)
        for words in ("那我老伴呢", "不是", "别的事"):
            town_hall.say(words)
        for _ in range(6):
            town_hall.say("不知道")
        assert self.facts(town_hall) == kept

    def test_nobody_is_asked_whether_to_keep_what_was_told_of_somebody_else(self, town_hall, content):
        asked = content.phrases.say("interview_keep", "zh")
        town_hall.say("法律援助要什么条件")
        town_hall.say("那我老伴呢")
        assert asked not in town_hall.told("是")
        assert self.facts(town_hall) is None

    def test_who_wants_the_answers_forgotten_does_not_find_them_again(self, town_hall, content):
        self.own_are_kept(town_hall)
        town_hall.say("那我老伴呢")
        assert content.phrases.say("interview_forgotten", "zh") in town_hall.told("删掉我的回答")
        assert self.facts(town_hall) is None
        assert content.phrases.say("interview_start", "zh") in town_hall.told("那我自己能领吗")

    def test_the_own_answers_are_known_again_on_the_telephone(self, town_hall, content):
        self.own_are_kept(town_hall)
        town_hall.say("那我老伴呢")
        town_hall.clock.advance(hours=24)
        town_hall.say("法律援助要什么条件", Channel.PHONE)
        told = town_hall.told("我符合条件吗", Channel.PHONE)
        assert content.phrases.say("interview_start", "zh") not in told


class TestComparison:
    @pytest.mark.parametrize("words", ["低保和残疾补贴能一起领吗", "残疾补贴和低保能一起领吗"])
    def test_two_that_are_named_are_compared_in_either_order(self, composer, content, words):
        draft = talk(composer, compare(words))
        known = content.combinations.between("minimum_living", "disability_subsidy", (), TODAY)
        assert only(draft).text == known.text.zh
        assert draft.outcome is Outcome.ANSWERED
        assert only(draft).sources

    @pytest.mark.parametrize(
        ("first", "words"),
        [("disability_subsidy", "跟低保能一起领吗"), ("minimum_living", "跟残疾补贴能同时拿吗")],
    )
    def test_the_one_being_talked_about_is_compared_with_the_one_that_is_named(
        self, composer, content, first, words
    ):
        draft = talk(composer, answer(first), compare(words))
        known = content.combinations.between("minimum_living", "disability_subsidy", (), TODAY)
        assert only(draft).text == known.text.zh

    def test_two_that_were_talked_about_one_after_the_other_are_compared(self, composer, content):
        draft = talk(
            composer, answer("disability_subsidy"), answer("minimum_living"), compare("这两样能一起领吗")
        )
        known = content.combinations.between("minimum_living", "disability_subsidy", (), TODAY)
        assert only(draft).text == known.text.zh

    def test_every_pair_that_is_known_is_said_where_it_holds_and_nothing_else_is(self, composer, content):
        articles = content.library.articles
        names = {
            service: article.short.zh
            for service, article in articles.items()
            if content.library.named(article.short.zh, "zh") == (service,)
        }
        told = 0
        for one, name in names.items():
            for other, second in names.items():
                if one >= other or len(content.library.named(f"{name}和{second}", "zh")) != 2:
                    continue
                draft = talk(composer, compare(f"{name}和{second}能一起领吗"))
                known = content.combinations.between(one, other, (), TODAY)
                expected = (
                    known.text.zh
                    if known
                    else content.phrases.say(
                        "combine_unknown", "zh", title=second, hotline=articles[one].hotlines[0]
                    )
                )
                assert only(draft).text == expected, (one, other)
                told += known is not None
        assert told > 10

    def test_what_is_not_known_is_said_so_with_where_to_ask(self, composer, content):
        draft = talk(composer, compare("低保和失业金能一起领吗"))
        hotline = content.library.get("minimum_living").hotlines[0]
        assert draft.outcome is Outcome.UNSURE
        assert hotline in only(draft).text
        assert only(draft).options[-1].act.kind == "open_case"

    def test_a_rule_of_a_place_is_said_there_alone_and_only_as_long_as_it_holds(self, composer, content):
        words = compare("五保和养老券能一起领吗")
        known = content.combinations.between("destitute_support", "elder_care_voucher", FUZHOU, TODAY)
        here, after = ConversationState(region="350100"), date(2027, 1, 1)
        assert only(talk(composer, words, state=here)).text == known.text.zh
        assert talk(composer, words).outcome is Outcome.UNSURE
        assert talk(composer, words, state=here, today=after).outcome is Outcome.UNSURE

    @pytest.mark.parametrize("words", ["能一起领吗", "两样都能领吗"])
    def test_with_nothing_to_compare_no_pair_is_made_up(self, composer, words):
        draft = talk(composer, compare(words))
        assert draft.outcome in (Outcome.CLARIFY, Outcome.UNSURE)

    def test_one_named_with_nothing_before_it_is_not_compared_with_itself(self, composer, content):
        two_kinds = content.combinations.between("disability_subsidy", "disability_subsidy", (), TODAY)
        assert only(talk(composer, compare("跟残疾补贴能同时拿吗"))).text != two_kinds.text.zh
        assert only(talk(composer, compare("两种残疾补贴能同时拿吗"))).text == two_kinds.text.zh

    @pytest.mark.parametrize(
        "said", ["养老金和残疾补贴能一起领吗", "领了养老金还能领残疾补贴吗", "我和老伴能一起领吗"]
    )
    def test_what_has_no_clear_name_is_not_taken_for_the_one_being_talked_about(
        self, composer, content, said
    ):
        known = content.combinations.between("minimum_living", "disability_subsidy", (), TODAY)
        draft = talk(composer, answer("minimum_living"), compare(said))
        assert known.text.zh not in only(draft).text

    @pytest.mark.parametrize(
        "said", ["这个和低保能一起领吗", "能和低保一起领吗", "低保也能一起领吗", "领了这个还能领低保吗"]
    )
    def test_the_one_being_talked_about_can_be_pointed_at(self, composer, content, said):
        known = content.combinations.between("minimum_living", "disability_subsidy", (), TODAY)
        assert only(talk(composer, answer("disability_subsidy"), compare(said))).text == known.text.zh

    def test_what_is_asked_next_is_about_the_first_of_the_two(self, composer):
        draft = talk(composer, compare("低保和残疾补贴能一起领吗"), Act("more"))
        assert (draft.service, draft.aspect) == ("minimum_living", "materials")

    def test_it_is_the_same_in_english(self, composer, content):
        words = "can I get dibao and the disability subsidies at the same time"
        draft = talk(composer, compare(words), state=ConversationState(language="en"))
        known = content.combinations.between("minimum_living", "disability_subsidy", (), TODAY)
        assert only(draft).text == known.text.en


def test_a_district_is_told_once_for_all_services(town_hall):
    assert "您在哪个区或县" in town_hall.told("高龄津贴能领多少")
    assert "您在哪个区或县" not in town_hall.told("仓山区")
    for words in ("低保要什么条件", "残疾补贴要带什么", "养老券能领多少", "那我老伴呢"):
        assert "您在哪个区或县" not in town_hall.told(words)
