"""Acts are read only when they keep the contract."""

from __future__ import annotations

import pytest

from assistant.dialogue.acts import ActError, ActReader
from tests.acts import ACTS

READER = ActReader.load()

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


@pytest.mark.parametrize("data", ACTS, ids=lambda data: data["kind"])
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
    assert {data["kind"] for data in ACTS} == READER.kinds
