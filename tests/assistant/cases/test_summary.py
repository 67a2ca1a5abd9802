from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from assistant.cases import summary
from assistant.cases.summary import Exchange, Names, Summary
from assistant.state import ConversationState
from knowledge.article import Bilingual

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ASKED = Exchange(AT, "高龄补贴多少钱", "一个月100块。", "old_age_allowance", "amount")


def test_a_summary_survives_json() -> None:
    written = Summary("id_card", "350102", (ASKED, Exchange(AT, "人工")), "elder_care_voucher", {"age": "83"})
    assert Summary.from_json(json.loads(json.dumps(written.to_json()))) == written


def test_the_service_is_the_one_being_talked_about_else_the_last_one_answered() -> None:
    exchanges = [ASKED, Exchange(AT + timedelta(minutes=1), "人工")]
    assert summary.write(exchanges, ConversationState()).service == "old_age_allowance"
    assert summary.write(exchanges, ConversationState(service="id_card")).service == "id_card"
    assert summary.write([], ConversationState()).service is None


def test_the_answers_to_an_interview_are_kept_with_the_interview_under_way() -> None:
    state = ConversationState(
        interview="elder_care_voucher", fact="care_level", facts={"age": "83", "lives_in_fujian": "unknown"}
    )

    written = summary.write([ASKED], state)

    assert written.interview == "elder_care_voucher"
    assert written.facts == {"age": "83", "lives_in_fujian": "unknown"}
    assert written.service == "old_age_allowance"


def test_a_conversation_without_an_interview_has_no_answers() -> None:
    written = summary.write([ASKED], ConversationState())

    assert (written.interview, written.facts) == (None, {})


def test_a_summary_written_before_interviews_existed_can_still_be_read() -> None:
    old = Summary("id_card", "350102", (ASKED,)).to_json()
    del old["interview"], old["facts"]

    assert Summary.from_json(old) == Summary("id_card", "350102", (ASKED,))


def test_only_the_last_exchanges_are_kept_and_long_words_are_cut() -> None:
    exchanges = [Exchange.of(AT, str(index) * 300, None) for index in range(8)]
    kept = summary.write(exchanges, ConversationState()).exchanges
    assert [exchange.asked[0] for exchange in kept] == ["3", "4", "5", "6", "7"]
    assert all(len(exchange.asked) == summary.CHARACTERS_KEPT for exchange in kept)


def test_words_that_were_purged_are_left_out() -> None:
    assert Exchange.of(AT, None, None) == Exchange(AT, "", "")


NAMES = Names(
    kind=Bilingual(zh="问问题", en="question"),
    service=Bilingual(zh="高龄补贴", en="old-age allowance"),
    district=Bilingual(zh="鼓楼区", en="Gulou"),
    aspects={"amount": Bilingual(zh="多少钱", en="how much")},
    open_facts=(Bilingual(zh="多大岁数？", en="How old?"),),
)


def test_two_lines_tell_what_was_asked_how_often_and_what_is_missing() -> None:
    written = Summary("old_age_allowance", "350102", (ASKED, ASKED, Exchange(AT, "人工")))
    asked, answered = summary.two_lines(written, NAMES)
    assert asked.zh == "问问题，高龄补贴，鼓楼区，最近3条里问了2次"
    assert asked.en == "question, old-age allowance, Gulou, asked 2 of the last 3 times"
    assert answered.zh == "答过：多少钱。还缺：多大岁数？"
    assert answered.en == "Answered: how much. Missing: How old?"


def test_two_lines_say_only_what_is_known() -> None:
    written = Summary(None, None, (Exchange(AT, "人工"),))
    asked, answered = summary.two_lines(written, Names(kind=Bilingual(zh="要回电话", en="wants a call")))
    assert (asked.zh, asked.en) == ("要回电话", "wants a call")
    assert answered.zh == "答过：没有答到。还缺：区县"
    assert answered.en == "Answered: nothing. Missing: district"
