from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cases import numbers

INDEX = st.integers(min_value=0, max_value=10_000_000)


def test_the_check_digit_is_the_published_one() -> None:
    assert numbers.check_digit("236") == "3"
    assert numbers.check_digit("12345") == "1"
    assert numbers.check_digit("142857") == "0"


def test_no_two_cases_share_a_number() -> None:
    given_out = [numbers.number_for(index) for index in range(100_000)]
    assert len(set(given_out)) == len(given_out)


def test_numbers_have_four_digits_until_those_are_used_up() -> None:
    assert {len(numbers.number_for(index)) for index in range(9_000)} == {len("2047-3")}
    assert len(numbers.number_for(9_000)) == len("20473-1")
    assert len(numbers.number_for(9_000 + 90_000)) == len("204731-1")


@given(INDEX)
def test_numbers_never_begin_with_zero_and_are_understood_again(index: int) -> None:
    number = numbers.number_for(index)
    assert number[0] != "0"
    assert numbers.parse(number) == number


@given(INDEX, st.data())
def test_one_wrong_digit_is_noticed(index: int, data: st.DataObject) -> None:
    digits = list(numbers.number_for(index).replace("-", ""))
    place = data.draw(st.integers(0, len(digits) - 1))
    digits[place] = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert numbers.parse("".join(digits)) is None


@given(INDEX, st.data())
def test_two_swapped_digits_are_noticed(index: int, data: st.DataObject) -> None:
    digits = list(numbers.number_for(index).replace("-", ""))
    place = data.draw(st.integers(0, len(digits) - 2))
    if digits[place] == digits[place + 1]:
        return
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert numbers.parse("".join(digits)) is None


@pytest.mark.parametrize(
    "said",
    ["4571-9", "45719", "４５７１－９", "四五七一九", "四五七幺九", " 4571 9 ", "四五拐一九", "4571—9"],
)
def test_a_number_is_understood_however_it_is_written(said: str) -> None:
    assert numbers.parse(said) == "4571-9"


@pytest.mark.parametrize("said", ["", "4571", "abc", "4571-8", "0000-0", "四十五", "1" * 13])
def test_what_is_no_case_number_is_not_taken_for_one(said: str) -> None:
    assert numbers.parse(said) is None


def test_cases_are_not_counted_below_zero() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        numbers.number_for(-1)
