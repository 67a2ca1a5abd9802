"""What the assistant says for each act."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.cases.progress import Told
from assistant.cases.town import Town
from assistant.conversation.answers import Content
from assistant.conversation.composer import Composer
from assistant.conversation.draft import Draft
from assistant.dialogue.acts import ActReader
from assistant.messages import Act, Engine, Outcome, Reply
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.article import Aspect
from tests.assistant.conversation.conftest import on

TODAY = date(2026, 11, 23)


@pytest.fixture
def composer(content: Content) -> Composer:
    return Composer(content, Town.load())


def compose(
    composer: Composer,
    *acts: Act,
    state: ConversationState | None = None,
    degraded: bool = False,
    today: date = TODAY,
) -> Draft:
    decision = Decision(acts=acts, engine=Engine.RASA, degraded=degraded)
    return composer.compose(decision, state or ConversationState(), on(today))


def answer(service: str, aspect: str = "summary") -> Act:
    return Act("answer", {"service": service, "aspect": aspect})


def only(draft: Draft) -> Reply:
    (reply,) = draft.replies
    return reply


def test_an_answer_carries_its_source_and_what_to_ask_next(composer):
    draft = compose(composer, answer("id_card", "materials"))
    reply = only(draft)
    assert draft.outcome is Outcome.ANSWERED
    assert (draft.service, draft.aspect) == ("id_card", "materials")
    assert reply.sources
    assert [option.key for option in reply.options] == ["1", "2", "0"]
    assert draft.state.options == reply.options
    assert all(option.act.get("aspect") != "materials" for option in reply.options)


def test_what_differs_by_place_asks_for_the_district_once(composer):
    first = compose(composer, answer("old_age_allowance", "amount"))
    assert only(first).question
    assert first.state.asked == "district"
    second = compose(composer, answer("old_age_allowance", "materials"), state=first.state)
    assert not only(second).question
    assert second.state.asked == "district"


def test_a_told_district_is_named_instead_of_asked_again(composer):
    state = ConversationState(region="350104")
    reply = only(compose(composer, answer("old_age_allowance", "where"), state=state))
    assert "仓山" in reply.notice
    assert not reply.question


def test_that_a_place_has_no_rules_of_its_own_is_said_once_for_a_service(composer):
    first = compose(composer, answer("old_age_allowance", "where"), state=ConversationState(region="350104"))
    again = compose(composer, answer("old_age_allowance", "steps"), state=first.state)
    other = compose(composer, answer("disability_subsidy", "materials"), state=again.state)
    assert ["仓山" in only(draft).notice for draft in (first, again, other)] == [True, False, True]


def test_a_told_district_gets_the_same_aspect_again(composer):
    asked = compose(composer, answer("old_age_allowance", "steps"))
    told = Act("answer", {"service": "old_age_allowance", "region": "350104"})
    draft = compose(composer, told, state=asked.state)
    assert draft.aspect == "steps"
    assert draft.state.region == "350104"


def test_a_district_and_the_answer_for_it_are_one_reply(composer):
    noted = Act("preference", {"name": "region", "value": "350104"})
    draft = compose(composer, noted, answer("old_age_allowance", "amount"))
    assert draft.state.region == "350104"
    assert draft.outcome is Outcome.ANSWERED
    assert "记住了" not in only(draft).text


def test_a_question_for_the_district_is_not_put_when_nothing_was_found(composer):
    draft = compose(composer, Act("answer", {"query": "咕噜咕噜"}), Act("ask", {"slot": "district"}))
    assert draft.outcome is Outcome.UNSURE
    assert not only(draft).question


def test_an_expired_rule_is_never_spoken(composer, content):
    draft = compose(composer, answer("elder_care_voucher", "amount"), today=date(2030, 1, 1))
    current = content.library.passage("elder_care_voucher", Aspect.AMOUNT, "zh", (), TODAY).text
    assert current not in only(draft).text
    assert "到期" in only(draft).text
    assert draft.outcome is Outcome.UNSURE
    assert [option.key for option in only(draft).options] == ["0"]


def test_customary_practice_comes_with_where_to_check_it(composer, content):
    service, aspect = next(
        (article.id, aspect)
        for article in content.library.articles.values()
        for aspect, facts in article.aspects.items()
        if facts.confirm
    )
    assert "核实" in only(compose(composer, answer(service, aspect.value))).text


def test_the_second_miss_in_a_row_offers_a_person(composer):
    first = compose(composer, Act("fallback", {"reason": "not_understood"}))
    second = compose(composer, Act("fallback", {"reason": "not_understood"}), state=first.state)
    assert (first.state.misses, second.state.misses) == (1, 2)
    assert only(second).options[0].act == Act("open_case", {"reason": "offered"})


def test_an_answer_forgives_earlier_misses(composer):
    draft = compose(composer, answer("id_card"), state=ConversationState(misses=1))
    assert draft.state.misses == 0


def test_an_unknown_service_is_unsure_rather_than_an_error(composer):
    assert compose(composer, answer("moon_landing")).outcome is Outcome.UNSURE


def test_a_choice_offers_everyday_titles_and_a_person(composer):
    draft = compose(composer, Act("choose", {"services": ["id_card", "social_security_card"]}))
    assert draft.outcome is Outcome.CLARIFY
    assert [option.key for option in only(draft).options] == ["1", "2", "0"]
    chosen = draft.state.options[0].act
    assert compose(composer, chosen, state=draft.state).service == "id_card"


def test_a_case_is_asked_for_and_named_once_it_exists(composer):
    draft = compose(composer, Act("open_case", {"reason": "requested"}))
    assert draft.case_reason == "requested"
    assert not draft.replies
    named = composer.name_case(draft, "2047-3", (Told("case_opened", {"number": "2047-3", "code": "0042"}),))
    assert "2047-3" in only(named).text
    assert named.state.open_case == "2047-3"


@pytest.mark.parametrize(
    ("danger", "number"),
    [("medical", "120"), ("fire", "119"), ("suicide", "12356"), ("fraud", "110"), ("crime", "110")],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_danger_is_answered_with_the_number_to_ring(composer, danger, number, language):
    draft = compose(
        composer, Act("emergency", {"danger": danger}), state=ConversationState(language=language)
    )
    assert draft.outcome is Outcome.EMERGENCY
    assert number in only(draft).text


def test_repeating_says_and_offers_the_same_again(composer):
    before = compose(composer, answer("id_card", "materials"))
    again = compose(composer, Act("repeat"), state=before.state)
    assert again.replies == before.replies
    assert again.state.options == before.state.options


def test_what_had_no_room_is_offered_and_said_on_request(composer):
    before = composer.offer_rest(compose(composer, answer("id_card", "time")), "临时证能用3个月。")
    more = next(option for option in before.state.options if option.act.kind == "more")
    assert more.key == "3"
    assert before.state.options[-1].key == "0"
    after = compose(composer, more.act, state=before.state)
    assert only(after).text == "临时证能用3个月。"
    assert all(option.act.kind != "more" for option in only(after).options)


def test_a_degraded_answer_says_so_first(composer):
    draft = compose(composer, answer("id_card"), degraded=True)
    assert only(draft).notice.startswith("我现在只能听简单的问题")


def test_a_language_is_kept(composer):
    draft = compose(composer, Act("preference", {"name": "language", "value": "en"}))
    assert draft.state.language == "en"
    assert only(draft).language == "en"


@pytest.mark.parametrize(("value", "wanted"), [("on", True), ("off", False)])
def test_messages_can_be_stopped_and_started(composer, value, wanted):
    draft = compose(composer, Act("preference", {"name": "messages", "value": value}))
    assert draft.messages_wanted is wanted


def test_closing_forgets_the_service(composer):
    draft = compose(composer, Act("close"), state=ConversationState(service="id_card"))
    assert draft.state.service is None


def test_every_kind_of_act_has_its_words(composer):
    examples = {
        "answer": answer("id_card"),
        "choose": Act("choose", {"services": ["id_card", "senior_card"]}),
        "say": Act("say", {"phrase": "greeting"}),
        "ask": Act("ask", {"slot": "district"}),
        "open_case": Act("open_case", {"reason": "requested"}),
        "repeat": Act("repeat"),
        "emergency": Act("emergency", {"danger": "fire"}),
        "preference": Act("preference", {"name": "language", "value": "zh"}),
        "interview": Act("interview", {"step": "start", "service": "legal_aid"}),
        "task": Act("task", {"step": "start", "task": "callback"}),
        "cancel": Act("cancel"),
        "simplify": Act("simplify"),
        "explain": Act("explain", {"query": "低保是啥意思"}),
        "more": Act("more"),
        "back": Act("back"),
        "about": Act("about", {"query": "那我老伴呢"}),
        "compare": Act("compare", {"query": "低保和失业金能一起领吗"}),
        "case_status": Act("case_status", {"told": (Told("status_none"),)}),
        "my_data": Act("my_data", {"step": "show", "told": (Told("data_number"),)}),
        "limit": Act("limit", {"topic": "joke"}),
        "close": Act("close"),
        "fallback": Act("fallback", {"reason": "out_of_scope"}),
    }
    assert examples.keys() == ActReader.load().kinds
    for act in examples.values():
        draft = compose(composer, act)
        assert draft.replies or draft.case_reason


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_names_the_service_it_is_about(composer, content, language):
    for article in content.library.articles.values():
        for aspect in Aspect:
            draft = compose(composer, answer(article.id, aspect), state=ConversationState(language=language))
            title = article.texts.in_language(language).title
            assert title.lower() in (only(draft).notice + only(draft).text).lower()
