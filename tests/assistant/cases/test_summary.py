from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from assistant.cases import summary
from assistant.cases.summary import Exchange, Summary
from assistant.messages import ConversationState

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
