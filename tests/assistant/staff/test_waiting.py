from datetime import timedelta

import pytest

from assistant.staff.waiting import in_words


@pytest.mark.parametrize(
    ("waited", "zh", "en"),
    [
        (timedelta(seconds=-5), "不到1分钟", "less than a minute"),
        (timedelta(seconds=59), "不到1分钟", "less than a minute"),
        (timedelta(minutes=1), "1分钟", "1 minute"),
        (timedelta(minutes=59, seconds=59), "59分钟", "59 minutes"),
        (timedelta(hours=1), "1小时", "1 hour"),
        (timedelta(hours=2, minutes=5), "2小时5分钟", "2 hours 5 minutes"),
        (timedelta(hours=24), "1天", "1 day"),
        (timedelta(days=3, hours=1, minutes=59), "3天1小时", "3 days 1 hour"),
    ],
)
def test_waiting_time_is_said_in_words(waited: timedelta, zh: str, en: str) -> None:
    assert (in_words(waited).zh, in_words(waited).en) == (zh, en)
