import pytest

from assistant.line.admission import Admission


def test_no_more_calls_are_heard_than_can_be_but_all_are_taken() -> None:
    admission = Admission(2, hears=lambda: True)

    with admission.entered() as first, admission.entered() as second, admission.entered() as third:
        assert (first, second, third) == (True, True, False)
        assert (admission.live, admission.heard) == (3, 2)

    assert (admission.live, admission.heard) == (0, 0)


def test_a_place_that_becomes_free_goes_to_the_next_call() -> None:
    admission = Admission(1, hears=lambda: True)
    with admission.entered():
        pass

    with admission.entered() as hearing:
        assert hearing


def test_the_end_of_a_call_that_was_not_heard_frees_no_place() -> None:
    admission = Admission(1, hears=lambda: True)

    with admission.entered():
        with admission.entered():
            pass
        with admission.entered() as hearing:
            assert not hearing


def test_while_nothing_hears_no_call_is_heard_and_none_takes_a_place() -> None:
    hears = False
    admission = Admission(1, hears=lambda: hears)

    with admission.entered() as first:
        hears = True
        with admission.entered() as second:
            assert (first, second) == (False, True)


def test_a_call_that_fails_leaves_its_place() -> None:
    admission = Admission(1, hears=lambda: True)

    with pytest.raises(ValueError, match="broken"), admission.entered():
        raise ValueError("broken")

    assert (admission.live, admission.heard) == (0, 0)


def test_beyond_the_most_calls_no_more_are_accepted() -> None:
    admission = Admission(1, hears=lambda: True, most_calls=2)

    with admission.entered():
        assert admission.accepting
        with admission.entered():
            assert not admission.accepting
    assert admission.accepting
