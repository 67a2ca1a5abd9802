import pytest
from pypinyin import lazy_pinyin

from knowledge.homophones import with_homophones

TEXT = "办身份证要带什么材料"


def test_every_character_keeps_its_sound() -> None:
    noisy = with_homophones(TEXT, 1.0, 1)
    assert noisy != TEXT
    assert len(noisy) == len(TEXT)
    for before, after in zip(TEXT, noisy, strict=True):
        assert lazy_pinyin(before) == lazy_pinyin(after)


def test_no_share_changes_nothing() -> None:
    assert with_homophones(TEXT, 0.0, 1) == TEXT


def test_the_seed_decides() -> None:
    assert with_homophones(TEXT, 0.5, 7) == with_homophones(TEXT, 0.5, 7)
    assert len({with_homophones(TEXT, 0.5, seed) for seed in range(8)}) > 1


def test_about_the_share_is_replaced() -> None:
    text = TEXT * 100
    changed = sum(a != b for a, b in zip(text, with_homophones(text, 0.1, 3), strict=True))
    assert 0.05 < changed / len(text) < 0.15


def test_latin_letters_digits_and_punctuation_stay() -> None:
    assert with_homophones("ID card 12345, ok?", 1.0, 1) == "ID card 12345, ok?"


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_outside_0_to_1_is_an_error(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        with_homophones(TEXT, share, 1)
