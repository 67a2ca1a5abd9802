import pytest

from assistant.rendering import gsm
from assistant.staff.length import over


@pytest.mark.parametrize(
    ("message", "too_many"),
    [
        ("", 0),
        ("好" * 134, 0),
        ("好" * 135, 1),
        ("a" * 306, 0),
        ("a" * 307, 1),
        ("a" * 200 + "好", 67),
        ("【帮办】" + "好" * 131, 1),
    ],
)
def test_a_message_may_fill_two_parts_and_no_more(message: str, too_many: int) -> None:
    assert over(message) == too_many


def test_taking_away_as_many_as_asked_makes_it_fit() -> None:
    message = "好" * 130 + "😀" * 4

    assert gsm.parts(message) == 3
    assert gsm.parts(message[over(message) :]) == 2
