import pytest

from knowledge.phonetics import merge, ngrams, similarity, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhi", "zi"),
        ("chang", "cang"),
        ("shi", "si"),
        ("nan", "lan"),
        ("fu", "hu"),
        ("fei", "hui"),
        ("feng", "hong"),
        ("fan", "huan"),
        ("xing", "xin"),
        ("zheng", "zen"),
        ("lang", "nan"),
    ],
)
def test_sounds_that_southern_speakers_do_not_tell_apart_are_one(one: str, other: str) -> None:
    assert merge(one) == merge(other)


@pytest.mark.parametrize(("one", "other"), [("ba", "pa"), ("zhi", "ji"), ("shan", "shen"), ("ri", "li")])
def test_other_sounds_stay_apart(one: str, other: str) -> None:
    assert merge(one) != merge(other)


def test_r_is_l_only_on_request() -> None:
    assert merge("ren", r_as_l=True) == merge("len", r_as_l=True)
    assert merge("ren") != merge("len")


def test_punctuation_ends_a_run_and_latin_words_stand_alone() -> None:
    assert sounds("低保,ID card") == (("di", "bao"), ("id",), ("card",))


def test_neighbours_do_not_reach_over_the_end_of_a_run() -> None:
    assert ngrams([("di", "bao"), ("ka",)], 2) == ["di-bao"]
    assert ngrams([("di", "bao"), ("ka",)], 1) == ["di", "bao", "ka"]


@pytest.mark.parametrize(
    ("one", "other"), [("身份证", "生份真"), ("医保", "衣饱"), ("护理", "胡里"), ("社保卡", "射宝卡")]
)
def test_homophones_sound_the_same(one: str, other: str) -> None:
    assert similarity(one, other) == 1.0


def test_different_words_do_not_sound_alike() -> None:
    assert similarity("养老金", "社保卡") == 0.0
    assert 0.0 < similarity("身份证丢了", "身份证") < 1.0
    assert similarity("", "身份证") == 0.0
