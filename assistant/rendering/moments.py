"""Days and times as residents say them (ACCESSIBILITY, Words: dates as 12月31日)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_PARTS = ((12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_words(at: datetime, language: str) -> str:
    """12月31日周四; Thursday 31 December."""
    local = at.astimezone(LOCAL_TIME)
    if language == "en":
        return f"{_WEEKDAYS['en'][local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"
    return f"{local.month}月{local.day}日{_WEEKDAYS['zh'][local.weekday()]}"


def time_in_words(at: datetime, language: str) -> str:
    """上午9点半, 下午3点, 下午3点10分; 9:30 in the morning is 9:30 am."""
    local = at.astimezone(LOCAL_TIME)
    if language == "en":
        return f"{local.hour % 12 or 12}:{local.minute:02} {'am' if local.hour < 12 else 'pm'}"
    part = next(name for until, name in _PARTS if local.hour < until)
    hour = local.hour if local.hour <= 12 else local.hour - 12
    minute = {0: "", 30: "半"}.get(local.minute, f"{local.minute}分")
    return f"{part}{hour}点{minute}"
