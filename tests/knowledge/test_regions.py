from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.article import LANGUAGES, Bilingual
from knowledge.regions import Regions, depth


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("仓山", "350104"),
        ("我住仓山区", "350104"),
        ("福建省福州市台江", "350103"),
        ("福州", "350100"),
        ("福建", "350000"),
        ("長樂", "350112"),
        ("平潭岛上", "350128"),
        ("I live in Cangshan", "350104"),
        ("Jin'an District", "350111"),
        ("在深圳打工", "440300"),
        ("吉林市", "220200"),
        ("吉林", "220000"),
        ("内蒙古", "150000"),
        ("重庆", "500000"),
        ("海南", "460000"),
        ("海南省三亚市", "460200"),
        ("青海省海南州", "632500"),
        ("海南藏族自治州", "632500"),
        ("我是延边的", "222400"),
        ("喀什地区", "653100"),
        ("喀什", "653100"),
        ("在神农架", "429021"),
        ("琼海市", "469002"),
        ("户口在漳州龙海", "350604"),
        ("龙海市", "350604"),
        ("泉州晋江", "350582"),
        ("晋江市", "350582"),
        ("宁德福鼎乡下", "350982"),
        ("南平市武夷山市", "350782"),
        ("沙县区", "350405"),
        ("我在湖里", "350206"),
        ("长沙县", "430100"),
        ("大理", "532900"),
        ("周六安徽下雨", "340000"),
        ("福州路费能报吗", "350100"),
        ("Xi’an", "610100"),
        ("Suzhou", "320500"),
        ("Suzhou, Anhui", "341300"),
        ("Taizhou City, Zhejiang", "331000"),
        ("Hainan", "460000"),
        ("Yanbian", "222400"),
        ("Nanjing", "320100"),
        ("Nanjing County", "350627"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(regions: Regions, text: str, code: str) -> None:
    found = regions.find(text, "zh")
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("来宾市", "451300"),
        ("广西来宾", "451300"),
        ("广西壮族自治区来宾", "451300"),
        ("陕西安康人", "610900"),
        ("海南东方", "469007"),
        ("辽宁省朝阳", "211300"),
        ("甘肃天水", "620500"),
        ("西藏阿里", "542500"),
        ("漳州平和", "350628"),
        ("福建省平和", "350628"),
        ("三明市三元", "350404"),
        ("政和县", "350725"),
    ],
)
def test_a_name_that_is_an_everyday_word_counts_with_what_it_is_or_lies_in(
    regions: Regions, text: str, code: str
) -> None:
    found = regions.find(text, "zh")
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "各位来宾",
        "祝您安康",
        "在东方",
        "朝阳区",
        "日照不够",
        "今天水停了",
        "白银多少钱",
        "心态平和",
        "十三元",
        "财政和民政",
        "二十四平的房子",
        "房子和田地",
        "阿里的客服",
        "规定安装",
    ],
)
def test_an_everyday_word_alone_is_no_place(regions: Regions, text: str) -> None:
    assert regions.find(text, "zh") is None


@pytest.mark.parametrize(
    "text",
    [
        "医保定点医院有哪些",
        "周六安排了人",
        "复合肥多少钱",
        "合同安排",
        "优惠安装",
        "镇中卫生院",
        "更新余额",
        "最新乡镇名单",
        "面临高额费用",
        "亲自贡献",
        "把东西安好",
        "大理石",
        "哈密瓜",
        "沙县小吃",
        "莆田系医院",
        "中山东路",
        "福州路",
        "南京西路",
        "福州大道",
        "Licheng District",
        "Yichun",
    ],
)
def test_a_name_inside_other_words_is_no_place(regions: Regions, text: str) -> None:
    assert regions.find(text, "zh") is None


@pytest.mark.parametrize("text", ["三明治好吃", "扎马尾", "中山路怎么走", "在我们村", "", "Fuzhouese"])
def test_what_is_no_place_is_not_found(regions: Regions, text: str) -> None:
    assert regions.find(text, "zh") is None


def test_another_citys_district_of_the_same_name_is_that_city(regions: Regions) -> None:
    found = regions.find("南京市鼓楼区", "zh")
    assert found is not None
    assert found.name.en == "Nanjing City"


@pytest.mark.parametrize(
    ("text", "code"), [("重庆市永安", "500000"), ("湖南永定区", "430000"), ("黄山市上饶", "341000")]
)
def test_a_place_that_follows_another_is_its_own(regions: Regions, text: str, code: str) -> None:
    found = regions.find(text, "zh")
    assert found is not None
    assert found.code == code


def test_a_district_of_its_own_city_is_the_district(regions: Regions) -> None:
    found = regions.find("福州市鼓楼区", "zh")
    assert found is not None
    assert found.code == "350102"


def test_the_path_goes_from_the_district_to_the_province(regions: Regions) -> None:
    assert regions.path("350104") == ("350104", "350100", "350000")
    assert regions.path("350100") == ("350100", "350000")
    assert regions.path("350000") == ("350000",)


def test_a_county_without_a_city_lies_in_its_province(regions: Regions) -> None:
    assert regions.path("469002") == ("469002", "460000")


def test_the_tree_is_whole(regions: Regions) -> None:
    depths = [depth(region.code) for region in regions]
    assert depths.count(1) == 34
    assert depths.count(2) == 333
    assert sum(region.code.startswith("35") and depth(region.code) == 3 for region in regions) == 84


def test_no_two_places_have_one_full_name(regions: Regions) -> None:
    for language in LANGUAGES:
        names = [region.name.in_language(language) for region in regions]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("code", ["350404", "451300", "542500"])
def test_a_short_name_that_may_not_stand_alone_is_none_of_the_names(regions: Regions, code: str) -> None:
    region = regions.get(code)
    assert region.short.zh not in region.names


def test_the_short_name_leaves_out_the_kind_of_place(regions: Regions) -> None:
    assert regions.get("653100").short.zh == "喀什"
    assert regions.get("150000").short.zh == "内蒙古自治区"
    assert regions.get("350104").short == Bilingual(zh="仓山", en="Cangshan")
    assert regions.get("222400").short.en == "Yanbian Korean Autonomous Prefecture"


def test_every_place_is_found_by_its_own_full_names(regions: Regions) -> None:
    for region in regions:
        for language in ("zh", "en"):
            found = regions.find(region.name.in_language(language), language)
            assert found is not None
            assert found.code == region.code


def test_every_place_lies_in_a_place_that_is_kept(regions: Regions) -> None:
    for region in regions:
        for code in regions.path(region.code):
            assert regions.get(code).code == code


def test_an_unknown_code_is_an_error(regions: Regions) -> None:
    with pytest.raises(KeyError):
        regions.get("999999")


def test_a_wrong_code_in_the_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "regions.yml"
    file.write_text("regions:\n  - {code: '3501', zh: 福州市, en: Fuzhou}\n", encoding="utf-8")
    with pytest.raises(ValidationError):
        Regions.load(file)
