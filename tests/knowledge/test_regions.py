from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.regions import Regions


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
    ],
)
def test_a_place_is_found_by_any_of_its_names(regions: Regions, text: str, code: str) -> None:
    found = regions.find(text, "zh")
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["三明治好吃", "扎马尾", "中山路怎么走", "在我们村", "", "Fuzhouese"])
def test_what_is_no_place_is_not_found(regions: Regions, text: str) -> None:
    assert regions.find(text, "zh") is None


def test_another_citys_district_of_the_same_name_is_that_city(regions: Regions) -> None:
    found = regions.find("南京市鼓楼区", "zh")
    assert found is not None
    assert found.name.en == "Nanjing City"


def test_a_district_of_its_own_city_is_the_district(regions: Regions) -> None:
    found = regions.find("福州市鼓楼区", "zh")
    assert found is not None
    assert found.code == "350102"


def test_the_path_goes_from_the_district_to_the_province(regions: Regions) -> None:
    assert regions.path("350104") == ("350104", "350100", "350000")
    assert regions.path("350100") == ("350100", "350000")
    assert regions.path("350000") == ("350000",)


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
