"""Said once more, the rest, plainer, explained, or what came before it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation.composer import Composer
from assistant.conversation.draft import Draft
from assistant.messages import Act, Engine, Option, Outcome, Reply
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.article import LANGUAGES, Aspect
from tests.assistant.conversation.conftest import on

TODAY = date(2026, 11, 23)


@pytest.fixture
def composer(composer_of_all: Composer) -> Composer:
    return composer_of_all


def compose(
    composer: Composer, *acts: Act, state: ConversationState | None = None, today: date = TODAY
) -> Draft:
    return composer.compose(Decision(acts=acts, engine=Engine.RASA), state or ConversationState(), on(today))


def talk(composer: Composer, *acts: Act, state: ConversationState | None = None) -> Draft:
    """The draft of the last of several turns."""
    for act in acts:
        draft = compose(composer, act, state=state)
        state = draft.state
    return draft


def answer(service: str, aspect: str = "summary") -> Act:
    return Act("answer", {"service": service, "aspect": aspect})


def only(draft: Draft) -> Reply:
    (reply,) = draft.replies
    return reply


def whole(draft: Draft) -> str:
    reply = only(draft)
    return f"{reply.notice}{reply.text}{reply.question}"


def offers_person(reply: Reply) -> bool:
    return any(option.act.kind == "open_case" for option in reply.options)


class TestRepeat:
    @pytest.mark.parametrize(
        "act",
        [
            answer("id_card", "materials"),
            Act("interview", {"step": "start", "service": "old_age_allowance"}),
            Act("task", {"step": "start", "task": "complaint"}),
            Act("choose", {"services": ["id_card", "senior_card"]}),
            Act("preference", {"name": "rate", "value": "slower"}),
        ],
    )
    def test_the_last_reply_is_said_once_more_with_what_it_offers(self, composer, act):
        before = compose(composer, act)
        again = compose(composer, Act("repeat"), state=before.state)
        assert again.replies == before.replies
        assert again.state.options == before.state.options
        assert again.state.asked == before.state.asked

    def test_nothing_to_repeat_is_said_so(self, composer, content):
        assert only(compose(composer, Act("repeat"))).text == content.phrases.say("nothing_to_repeat", "zh")


class TestMore:
    def test_the_rest_of_what_was_said_comes_before_anything_else(self, composer):
        before = composer.offer_rest(compose(composer, answer("id_card", "time")), "临时证能用3个月。")
        assert only(compose(composer, Act("more"), state=before.state)).text == "临时证能用3个月。"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_after_that_what_people_ask_next_comes_each_once_until_nothing_is_left(
        self, composer, content, language
    ):
        before = compose(composer, answer("id_card"), state=ConversationState(language=language))
        state = composer.offer_rest(before, "临时证能用3个月。").state
        aspects = []
        for _ in range(10):
            draft = compose(composer, Act("more"), state=state)
            state = draft.state
            aspects.append(draft.aspect)
        told = [aspect for aspect in aspects if aspect]
        assert told == ["materials", "where", "eligibility", "amount", "steps", "proxy"]
        assert aspects[0] is None
        assert only(draft).text == content.phrases.say("nothing_more", language)

    def test_what_was_asked_already_is_left_out(self, composer):
        draft = talk(composer, answer("id_card"), answer("id_card", "materials"), Act("more"))
        assert draft.aspect == "where"

    def test_without_a_service_there_is_nothing_more(self, composer, content):
        assert only(compose(composer, Act("more"))).text == content.phrases.say("nothing_more", "zh")

    def test_going_on_in_an_interview_asks_what_waits(self, composer):
        asked = talk(
            composer, answer("id_card"), Act("interview", {"step": "start", "service": "minimum_living"})
        )
        draft = compose(composer, Act("more"), state=asked.state)
        assert only(draft) == only(asked)
        assert draft.state.asked == "fact"

    def test_the_step_of_a_task_is_asked_again_after_more_was_told(self, composer):
        draft = talk(composer, answer("id_card"), Act("task", {"step": "start", "task": "appointment"}))
        asked = only(draft).question
        after = compose(composer, Act("more"), state=draft.state)
        assert after.state.asked == draft.state.asked
        assert only(after).question == asked


class TestSimplify:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_answer_has_a_wording_that_is_no_longer_and_keeps_a_person_near(
        self, composer, content, language
    ):
        for article in content.library.articles.values():
            for aspect in Aspect:
                before = compose(
                    composer, answer(article.id, aspect), state=ConversationState(language=language)
                )
                simple = compose(composer, Act("simplify"), state=before.state)
                assert len(only(simple).text) <= len(only(before).text), (article.id, aspect)
                assert only(simple).text or before.outcome is not Outcome.ANSWERED, (article.id, aspect)
                assert offers_person(only(simple)), (article.id, aspect)
                twice = compose(composer, Act("simplify"), state=simple.state)
                offered = content.phrases.say("simplify_person", language)
                assert offered in only(twice).notice + only(twice).question, (article.id, aspect)
                assert offers_person(only(twice)), (article.id, aspect)

    def test_a_place_with_rules_of_its_own_is_said_simply_by_its_own_rule(self, composer, content):
        service, aspect, code = next(
            (article.id, aspect, code)
            for article in content.library.articles.values()
            for code, region in article.regions.items()
            for aspect in region.aspects
        )
        state = ConversationState(region=code)
        simple = talk(composer, answer(service, aspect), Act("simplify"), state=state)
        path = content.regions.path(code)
        passage = content.library.passage(service, Aspect(aspect), "zh", path, TODAY)
        if not passage.expired:
            assert only(simple).text == content.simple.of(passage)

    @pytest.mark.parametrize(
        "act",
        [
            Act("choose", {"services": ["id_card", "senior_card"]}),
            Act("compare", {"query": "低保和残疾补贴能一起领吗"}),
            Act("limit", {"topic": "medicine"}),
            Act("fallback", {"reason": "not_understood"}),
            Act("case_status", {"told": ()}),
        ],
    )
    def test_no_other_answer_is_put_in_the_place_of_what_was_said_last(self, composer, content, act):
        """The service of the answer before it is still the one being talked about."""
        before = talk(composer, answer("id_card", "materials"), act)
        simple = compose(composer, Act("simplify"), state=before.state)
        passage = content.library.passage("id_card", Aspect.MATERIALS, "zh", (), TODAY)
        assert only(simple).text == only(before).text
        assert content.simple.of(passage) not in whole(simple)
        assert offers_person(only(simple))

    def test_the_rest_of_an_answer_is_said_simply_as_the_whole(self, composer, content):
        passage = content.library.passage("id_card", Aspect.MATERIALS, "zh", (), TODAY)
        last = passage.text.rstrip("。").rpartition("。")[2] + "。"
        before = composer.offer_rest(compose(composer, answer("id_card", "materials")), last)
        simple = talk(composer, Act("more"), Act("simplify"), state=before.state)
        assert only(simple).text == content.simple.of(passage)

    def test_a_question_of_an_interview_stays_with_its_choices(self, composer):
        asked = compose(composer, Act("interview", {"step": "start", "service": "old_age_allowance"}))
        simple = compose(composer, Act("simplify"), state=asked.state)
        assert only(simple).question == only(asked).question
        assert simple.state.asked == "fact"
        assert simple.state.options == asked.state.options

    def test_a_new_answer_forgives_what_was_not_understood(self, composer):
        draft = talk(composer, answer("id_card"), Act("simplify"), answer("id_card", "where"))
        assert draft.state.misses == 0
        simple = compose(composer, Act("simplify"), state=draft.state)
        assert "人工" not in only(simple).question

    def test_an_answer_that_has_ended_is_never_said_simply(self, composer):
        late = date(2030, 1, 1)
        before = compose(composer, answer("elder_care_voucher", "amount"), today=late)
        simple = compose(composer, Act("simplify"), state=before.state, today=late)
        assert only(simple).text == only(before).text


class TestExplain:
    def test_the_term_that_is_named_is_explained(self, composer, content):
        draft = compose(composer, Act("explain", {"query": "低保是啥意思"}))
        assert only(draft).text == content.glossary.named("低保", "zh").says("zh")
        assert offers_person(only(draft))

    def test_without_a_name_the_terms_just_said_are_explained_two_at_most(self, composer, content):
        before = compose(composer, answer("minimum_living", "eligibility"))
        said = content.glossary.said(only(before).notice + only(before).text, "zh")
        assert len(said) > 2
        draft = compose(composer, Act("explain"), state=before.state)
        assert only(draft).text == "".join(entry.says("zh") for entry in said[:2])
        assert only(draft).options == only(before).options
        assert {entry.id for entry in said[:2]} <= set(draft.state.explained)

    def test_where_no_term_was_said_it_is_said_more_simply(self, composer, content):
        before = compose(composer, answer("id_card", "amount"), state=ConversationState())
        reply = Reply(text="本人去。", language="zh", options=only(before).options)
        state = before.state.with_(last_reply=reply)
        draft = compose(composer, Act("explain"), state=state)
        assert content.phrases.say("simplify_person", "zh") in only(draft).notice + only(draft).question

    @pytest.mark.parametrize(
        ("query", "service"),
        [
            ("身份证上写长期是什么意思", "id_card"),
            ("门诊刷卡提示账户异常是什么意思", "social_security_card"),
            ("卫生所打个吊针，刷卡说没得额度，啥子意思", "medical_reimbursement"),
        ],
    )
    def test_a_first_question_about_unknown_words_is_answered_as_a_question(self, composer, query, service):
        assert compose(composer, Act("explain", {"query": query})).service == service

    def test_unknown_words_of_another_service_are_no_question_about_the_last_answer(self, composer):
        draft = talk(
            composer, answer("old_age_allowance"), Act("explain", {"query": "身份证上写长期是什么意思"})
        )
        assert draft.service == "id_card"

    def test_the_question_of_a_task_waits_on(self, composer, content):
        asked = compose(composer, Act("task", {"step": "start", "task": "callback"}))
        draft = compose(composer, Act("explain", {"query": "低保是啥意思"}), state=asked.state)
        assert content.glossary.named("低保", "zh").says("zh") in only(draft).text
        assert only(draft).question == only(asked).question
        assert draft.state.asked == asked.state.asked


class TestBack:
    def test_what_was_talked_about_before_is_said_again_the_latest_first(self, composer):
        draft = talk(
            composer,
            answer("id_card", "materials"),
            answer("senior_card", "where"),
            answer("legal_aid"),
            Act("back"),
        )
        assert (draft.service, draft.aspect) == ("senior_card", "where")
        draft = compose(composer, Act("back"), state=draft.state)
        assert (draft.service, draft.aspect) == ("id_card", "materials")

    def test_when_nothing_is_left_it_is_said_so(self, composer, content):
        draft = talk(composer, answer("id_card"), answer("legal_aid"), Act("back"), Act("back"))
        assert only(draft).text == content.phrases.say("back_nothing", "zh")

    def test_an_interview_that_was_broken_off_goes_on(self, composer):
        asked = compose(composer, Act("interview", {"step": "start", "service": "old_age_allowance"}))
        draft = talk(composer, answer("id_card"), Act("back"), state=asked.state)
        assert only(draft).question == only(asked).question
        assert draft.state.asked == "fact"

    def test_a_task_goes_before_what_was_talked_about(self, composer):
        asked = talk(composer, answer("id_card"), Act("task", {"step": "start", "task": "callback"}))
        draft = talk(composer, answer("legal_aid"), Act("back"), state=asked.state)
        assert only(draft).question == only(asked).question
        assert draft.state.asked == "task:when"

    def test_no_more_than_a_handful_is_remembered(self, composer):
        services = [
            "id_card",
            "senior_card",
            "legal_aid",
            "funeral",
            "utilities",
            "veteran",
            "fraud",
            "only_child",
        ]
        draft = talk(composer, *(answer(service) for service in services))
        assert [service for service, _ in draft.state.earlier] == services[2:7]


def test_an_offer_of_more_is_taken_by_its_key(composer):
    before = composer.offer_rest(compose(composer, answer("id_card", "time")), "还有一句。")
    assert before.state.options[-2] == Option("3", "接着看", Act("more"))
