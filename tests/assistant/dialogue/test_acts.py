"""Acts are read only when they keep the contract."""

from __future__ import annotations

import pytest

from assistant.dialogue.acts import ActError, ActReader

READER = ActReader.load()

GOOD = [
    {"kind": "answer", "query": "身份证丢了"},
    {"kind": "answer", "service": "id_card", "aspect": "materials", "region": "350104"},
    {"kind": "choose", "services": ["id_card", "social_security_card"]},
    {"kind": "say", "phrase": "greeting"},
    {"kind": "ask", "slot": "district"},
    {"kind": "open_case", "reason": "requested"},
    {"kind": "repeat"},
    {"kind": "emergency", "danger": "fire"},
    {"kind": "preference", "name": "language", "value": "en"},
    {"kind": "interview", "step": "answer", "value": "moderate_or_worse"},
    {"kind": "task", "step": "start", "task": "callback", "query": "明天打给我", "given": {"time": "明天"}},
    {"kind": "cancel"},
    {"kind": "simplify"},
    {"kind": "explain", "query": "低保是啥意思"},
    {"kind": "more"},
    {"kind": "back"},
    {"kind": "about", "query": "那我老伴呢"},
    {"kind": "compare", "query": "跟低保能一起领吗"},
    {"kind": "case_status"},
    {"kind": "my_data", "step": "show"},
    {"kind": "limit", "topic": "joke"},
    {"kind": "close"},
    {"kind": "fallback", "reason": "out_of_scope", "query": "今天天气怎么样"},
]

BAD = [
    None,
    "answer",
    {},
    {"kind": "sing"},
    {"kind": "answer"},
    {"kind": "answer", "service": "Id-Card"},
    {"kind": "answer", "service": "id_card", "aspect": "colour"},
    {"kind": "answer", "service": "id_card", "prose": "带身份证"},
    {"kind": "choose", "services": ["id_card"]},
    {"kind": "choose", "services": ["a1", "b2", "c3", "d4"]},
    {"kind": "emergency", "danger": "boredom"},
    {"kind": "preference", "name": "region"},
    {"kind": "interview", "step": "guess"},
    {"kind": "task", "step": "start", "given": {"colour": "red"}},
    {"kind": "about"},
    {"kind": "limit", "topic": "weather"},
]


@pytest.mark.parametrize("data", GOOD, ids=lambda data: data["kind"])
def test_an_act_that_keeps_the_contract_survives_the_round_trip(data):
    assert READER.read(data).to_json() == data


@pytest.mark.parametrize("data", BAD, ids=repr)
def test_what_breaks_the_contract_is_refused(data):
    with pytest.raises(ActError):
        READER.read(data)


def test_a_refusal_never_quotes_the_content():
    with pytest.raises(ActError) as refusal:
        READER.read({"kind": "answer", "query": ["我的电话是13800138000"]})
    assert "138" not in str(refusal.value)


def test_every_kind_of_act_has_a_good_example_here():
    assert {data["kind"] for data in GOOD} == READER.kinds
