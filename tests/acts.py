"""At least one good act of every kind that crosses the wire."""

from __future__ import annotations

from typing import Any

ACTS: tuple[dict[str, Any], ...] = (
    {"kind": "answer", "query": "低保怎么办"},
    {"kind": "answer", "service": "id_card", "aspect": "materials", "region": "350104"},
    {"kind": "choose", "services": ["id_card", "social_security_card"], "aspect": "steps"},
    {"kind": "say", "phrase": "greeting"},
    {"kind": "ask", "slot": "district"},
    {"kind": "open_case", "reason": "requested"},
    {"kind": "repeat"},
    {"kind": "emergency", "danger": "fire"},
    {"kind": "preference", "name": "language", "value": "en"},
    {"kind": "interview", "step": "start", "query": "我妈能领吗"},
    {
        "kind": "task",
        "step": "start",
        "task": "appointment",
        "query": "给我妈约明天上午办低保",
        "given": {"time": "明天上午", "relation": "我妈", "service": "minimum_living"},
    },
    {"kind": "task", "step": "answer", "value": "yes", "query": "好的"},
    {"kind": "task", "step": "correct", "query": "不对，是后天", "given": {"time": "后天"}},
    {"kind": "cancel"},
    {"kind": "simplify"},
    {"kind": "explain", "query": "什么叫低保"},
    {"kind": "more"},
    {"kind": "back"},
    {"kind": "about", "query": "那我老伴呢"},
    {"kind": "compare", "query": "跟低保能一起领吗"},
    {"kind": "case_status"},
    {"kind": "my_data", "step": "show"},
    {"kind": "limit", "topic": "medicine"},
    {"kind": "close"},
    {"kind": "fallback", "reason": "not_understood", "query": "？"},
    {"kind": "answer", "query": "身份证丢了"},
    {"kind": "choose", "services": ["id_card", "social_security_card"]},
    {"kind": "interview", "step": "answer", "value": "moderate_or_worse"},
    {"kind": "task", "step": "start", "task": "callback", "query": "明天打给我", "given": {"time": "明天"}},
    {"kind": "explain", "query": "低保是啥意思"},
    {"kind": "limit", "topic": "joke"},
    {"kind": "fallback", "reason": "out_of_scope", "query": "今天天气怎么样"},
)
