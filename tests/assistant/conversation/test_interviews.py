"""“Can I get it?” as the composer leads it: what is asked, what is not asked again, what is said at last."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.cases.town import Town
from assistant.conversation.answers import Content
from assistant.conversation.composer import Composer
from assistant.conversation.draft import Draft
from assistant.dialogue.acts import ActReader
from assistant.messages import Act, Engine, Outcome, Reply
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.eligibility.facts import UNKNOWN
from tests.assistant.conversation.conftest import on

TODAY = date(2026, 11, 25)
FUZHOU = ConversationState(region="350102", service="elder_care_voucher")
START = Act("interview", {"step": "start", "service": "elder_care_voucher"})


@pytest.fixture
def composer(content: Content) -> Composer:
    return Composer(content, Town.load())


def take(composer: Composer, act: Act, state: ConversationState, today: date = TODAY) -> Draft:
    return composer.compose(Decision(acts=(act,), engine=Engine.RASA), state, on(today))


def only(draft: Draft) -> Reply:
    (reply,) = draft.replies
    return reply


def said(text: str) -> Act:
    return Act("interview", {"step": "answer", "query": text})


def given(value: str) -> Act:
    return Act("interview", {"step": "answer", "value": value})


def led(composer: Composer, *acts: Act, state: ConversationState = FUZHOU) -> Draft:
    draft = take(composer, START, state)
    for act in acts:
        draft = take(composer, act, draft.state)
    return draft


def test_an_interview_begins_with_one_question_and_says_that_not_knowing_is_fine(composer):
    draft = take(composer, START, FUZHOU)
    assert only(draft).question == "要办的人今年多大岁数？"
    assert "不知道就说不知道" in only(draft).notice
    assert (draft.state.asked, draft.state.fact, draft.state.interview) == (
        "fact",
        "age",
        "elder_care_voucher",
    )


def test_a_person_can_be_had_from_every_question(composer):
    draft = take(composer, START, FUZHOU)
    for answer in ("78", "yes"):
        assert only(draft).options[-1].act == Act("open_case", {"reason": "requested"})
        draft = take(composer, given(answer), draft.state)


def test_the_keys_of_a_question_for_a_number_are_no_numbers_that_people_answer(composer):
    assert [option.key for option in only(take(composer, START, FUZHOU)).options] == ["7", "0"]


def test_one_no_ends_it_with_its_reason(composer):
    draft = led(composer, said("五十二"))
    assert draft.outcome is Outcome.ANSWERED
    assert "恐怕办不了" in only(draft).text
    assert "60岁" in only(draft).text
    assert draft.state.asked != "fact"
    assert draft.state.interview is None


def test_a_likely_yes_promises_nothing_names_its_source_and_says_what_to_bring(composer, content):
    draft = led(
        composer, said("七十八"), given("yes"), given("moderate_or_worse"), said("没有"), said("没有")
    )
    assert "多半能办" in only(draft).text
    assert "以窗口的答复为准" in only(draft).text
    assert "身份证" in only(draft).text
    assert only(draft).sources


def test_what_is_not_known_is_not_asked_again_and_ends_in_whom_to_ask(composer):
    draft = led(composer, said("不知道"))
    assert draft.state.facts["age"] == UNKNOWN
    asked = {draft.state.fact}
    while draft.state.asked == "fact":
        draft = take(composer, given(UNKNOWN), draft.state)
        assert draft.state.fact not in asked or draft.state.asked != "fact"
        asked.add(draft.state.fact)
    assert "说不准" in only(draft).text
    assert "12345" in only(draft).text


def test_an_answer_that_is_not_understood_is_asked_once_more_then_taken_as_unknown(composer):
    again = led(composer, said("天气不错"))
    assert "没听懂" in only(again).notice
    assert again.state.fact == "age"
    on = take(composer, said("天气不错"), again.state)
    assert on.state.facts["age"] == UNKNOWN


def test_what_was_answered_for_one_service_is_not_asked_for_another(composer):
    state = led(composer, said("七十八")).state
    other = Act("interview", {"step": "start", "service": "senior_card"})
    draft = take(composer, other, state)
    assert draft.state.fact != "age"
    assert draft.state.facts["age"] == "78"


def test_known_answers_can_be_dropped_for_another_person(composer):
    state = led(composer, said("七十八")).state
    known = take(composer, START, state)
    assert "答过的" in only(known).notice
    restart = next(option for option in only(known).options if option.act.get("step") == "restart")
    draft = take(composer, restart.act, known.state)
    assert (draft.state.fact, dict(draft.state.facts)) == ("age", {})


def test_the_resident_is_asked_once_whether_answers_may_be_kept(composer):
    done = led(composer, said("五十"))
    assert "要我记着吗" in only(done).question
    kept = take(composer, only(done).options[0].act, done.state)
    assert (kept.keeps_facts, kept.state.facts_kept) == (True, True)
    again = take(composer, START, kept.state)
    assert "要我记着吗" not in only(again).question


def test_refusing_to_have_answers_kept_forgets_them(composer):
    done = led(composer, said("五十"))
    refused = take(composer, only(done).options[1].act, done.state)
    assert (refused.keeps_facts, dict(refused.state.facts)) == (False, {})


def test_at_a_terminal_nobody_is_asked_to_have_answers_kept(composer):
    done = led(composer, said("五十"), state=FUZHOU.with_(facts_kept=False))
    assert only(done).question == ""


def test_a_question_in_between_is_answered_and_the_way_back_offered(composer):
    state = led(composer, said("七十八")).state
    answered = take(composer, Act("answer", {"service": "id_card", "aspect": "materials"}), state)
    back = next(option for option in only(answered).options if option.act.get("step") == "resume")
    assert take(composer, back.act, answered.state).state.fact == state.fact


def test_a_rule_that_has_ended_starts_no_interview(composer):
    draft = take(composer, START, FUZHOU, today=date(2027, 1, 2))
    assert draft.outcome is Outcome.UNSURE
    assert "到期" in only(draft).text
    assert draft.ended is not None
    assert draft.state.interview is None


def test_a_service_without_a_rule_is_answered_by_its_conditions(composer):
    draft = take(composer, Act("interview", {"step": "start", "service": "id_card"}), ConversationState())
    assert (draft.outcome, draft.service, draft.aspect) == (Outcome.ANSWERED, "id_card", "eligibility")


def test_without_a_service_it_is_asked_which_one(composer):
    draft = take(composer, Act("interview", {"step": "start"}), ConversationState())
    assert draft.outcome is Outcome.CLARIFY


def test_an_answer_without_a_question_is_taken_as_what_it_says(composer):
    nothing = take(composer, given("yes"), ConversationState())
    assert nothing.outcome is Outcome.SAID
    question = take(composer, said("办身份证要带什么"), ConversationState())
    assert question.service == "id_card"


def test_goodbye_takes_the_answers_along_unless_they_may_be_kept(composer):
    state = led(composer, said("七十八")).state
    assert dict(take(composer, Act("close"), state).state.facts) == {}
    kept = take(composer, Act("close"), state.with_(facts_kept=True))
    assert kept.state.facts["age"] == "78"
    at_terminal = state.with_(facts_kept=True, owner="somebody")
    assert dict(take(composer, Act("close"), at_terminal).state.facts) == {}


@pytest.mark.parametrize("step", ["start", "answer", "resume", "restart", "keep", "forget"])
def test_every_step_is_an_act_of_the_contract(step):
    act = {"kind": "interview", "step": step, "service": "id_card", "value": "yes", "query": "有"}
    assert ActReader.load().read(act).get("step") == step


def test_english_interviews_are_in_english(composer):
    draft = take(composer, START, FUZHOU.with_(language="en"))
    assert only(draft).question.isascii()
    draft = take(composer, said("I don't know"), draft.state)
    assert draft.state.facts["age"] == UNKNOWN
