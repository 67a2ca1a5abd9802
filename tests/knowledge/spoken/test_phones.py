import pytest

from knowledge.spoken.phones import read_phone, spoken_phone

NUMBERS = (
    ("139 开头 后头 50238847", "13950238847"),
    ("妖三九零零五七二八四一", "13900572841"),
    ("一山八六零五五二九三零", "13860552930"),
    ("幺三五 零九三四 七七幺二", "13509347712"),
    ("不是这个号，是83345521", "83345521"),
    ("13800001111", "13800001111"),
    ("138 0000 1111", "13800001111"),
    ("138-0000-1111", "13800001111"),
    ("+86 138 0000 1111", "13800001111"),
    ("8613800001111", "13800001111"),
    ("一三八零零零零一一一一", "13800001111"),
    ("幺三八零零零零幺幺幺幺", "13800001111"),
    ("幺三八，零零零零，幺幺幺幺", "13800001111"),
    ("打我儿子的号码13900002222", "13900002222"),
    ("我的电话是138嗯0000那个1111", "13800001111"),
    ("一三八四个零四个一", "13800001111"),
    ("138四个0四个1", "13800001111"),
    ("0591-87654321", "059187654321"),
    ("0591-8765-4321", "059187654321"),
    ("059187654321", "059187654321"),
    ("(0591)87654321", "059187654321"),
    ("87654321", "87654321"),
    ("8765 4321", "87654321"),
    ("八七六五四三二一", "87654321"),
    ("010-65521234", "01065521234"),
    ("010 6552 1234", "01065521234"),
    ("零五九一八七六五四三二一", "059187654321"),
    ("8765432", "8765432"),
    ("电话13800001111转801", "13800001111"),
    ("one three eight zero zero zero zero one one one one", "13800001111"),
    ("one three eight double zero double zero one one one one", "13800001111"),
    ("my number is 138 0000 1111", "13800001111"),
    ("不是13800001111，是13900002222", "13900002222"),
    ("13800001111 13900002222", "13800001111"),
    ("0138 0000 1111", "13800001111"),
    ("家里电话 0594 2345678", "05942345678"),
)

NO_NUMBERS = (
    "350102194501011234", "35010219450101123X", "6222021234567890123", "编号1234-5", "案号 12345678",
    "12345", "96110", "110", "4001234567", "1380000111", "138000011112", "23800001111", "2026-12-03",
    "20261203", "身份证350102 19450101 1234", "我今年七十八", "一共5000000元", "三点", "明天上午",
    "三号楼五零一", "13800001111块", "1234567-8", "卡号87654321", "12800001111", "没有电话", "就打这个",
)  # fmt: skip


@pytest.mark.parametrize(("said", "digits"), NUMBERS)
def test_a_telephone_number_is_read_however_it_is_said(said: str, digits: str) -> None:
    assert read_phone(said) == digits


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_other_numbers_are_no_telephone_number(said: str) -> None:
    assert read_phone(said) is None


@pytest.mark.parametrize(("said", "digits"), NUMBERS)
def test_words_around_a_number_change_nothing(said: str, digits: str) -> None:
    for around in ("那个{}吧", "就是{}啊", "你打{}就行", "嗯，{}。"):
        assert read_phone(around.format(said)) == digits, around


@pytest.mark.parametrize(
    ("digits", "chinese"),
    [
        ("13800001111", "138 0000 1111"),
        ("059187654321", "0591 8765 4321"),
        ("01065521234", "010 6552 1234"),
        ("87654321", "8765 4321"),
        ("8765432", "876 5432"),
        ("12345", "12345"),
    ],
)
def test_a_number_is_read_back_in_groups(digits: str, chinese: str) -> None:
    assert spoken_phone(digits, "zh") == chinese
    assert spoken_phone(digits, "en") == chinese.replace(" ", "-")


@pytest.mark.parametrize("digits", ["13800001111", "059187654321", "01065521234", "87654321", "8765432"])
def test_what_is_read_back_is_the_same_number(digits: str) -> None:
    assert read_phone(spoken_phone(digits, "zh")) == read_phone(spoken_phone(digits, "en")) == digits
