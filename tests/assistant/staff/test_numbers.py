from assistant.staff import numbers


def test_only_the_end_of_a_number_is_shown() -> None:
    masked = numbers.masked("+8613900001234")

    assert masked.zh == "尾号 1234"
    assert "13900" not in masked.en


def test_a_shown_number_is_in_groups() -> None:
    assert numbers.readable("+8613900001234") == "+86 139 0000 1234"


def test_the_name_of_a_terminal_stays_as_it_is() -> None:
    assert numbers.readable("hall-1") == "hall-1"
