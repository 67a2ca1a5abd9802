import pytest

from knowledge.regions import Regions
from knowledge.spoken.places import read_place

REGIONS = Regions.load()

PLACES = (
    ("下不了床，后天上午来五一路12号行吗", "五一路12号"),
    ("红旗新村二排六号", "红旗新村二排六号"),
    ("桂花园小区最里头那栋", "桂花园小区最里头那栋"),
    ("村西头老槐树下", "村西头老槐树下"),
    ("师大旁边", "师大旁边"),
    ("山脚下", "山脚下"),
    ("新华街38号门口井盖没了", "新华街38号门口"),
    ("不是三栋，四栋", "四栋"),
    ("去村口，不是去桥头", "村口"),
    ("桃源街道办", "桃源街道办"),
    ("我说古楼村", "古楼村"),
    ("武夷路12号", "武夷路12号"),
    ("我住在武夷路12号", "武夷路12号"),
    ("就在村委会对面", "村委会对面"),
    ("在菜市场那边", "菜市场"),
    ("地址是福州市鼓楼区五四路89号", "福州市鼓楼区五四路89号"),
    ("到鼓楼区来", "鼓楼区"),
    ("麻烦你们派人到武夷路12号来一下", "武夷路12号"),
    ("武夷路12号三楼的路灯坏了", "武夷路12号三楼"),
    ("3号楼2单元501", "3号楼2单元501"),
    ("三号楼二单元五零一室", "三号楼二单元五零一室"),
    ("幸福小区3栋", "幸福小区3栋"),
    ("小区门口", "小区门口"),
    ("我们小区门口", "我们小区门口"),
    ("桥头", "桥头"),
    ("村口大榕树旁边", "村口大榕树旁边"),
    ("实验小学对面", "实验小学对面"),
    ("省立医院附近", "省立医院附近"),
    ("火车站", "火车站"),
    ("福州", "福州"),
    ("福州鼓楼", "福州鼓楼"),
    ("我想问福州低保", "福州"),
    ("鼓楼区", "鼓楼区"),
    ("仓山", "仓山"),
    ("明天上午在居委会", "居委会"),
    ("明天下午三点到武夷路12号", "武夷路12号"),
    ("不对，是解放路5号", "解放路5号"),
    ("在街道办事处", "街道办事处"),
    ("鼓楼社区服务中心", "鼓楼社区服务中心"),
    ("东街口那边", "东街口"),
    ("洋下新村12座503", "洋下新村12座503"),
    ("温泉支路", "温泉支路"),
    ("马路对面", "马路对面"),
    ("我家在武夷路12号", "武夷路12号"),
    ("武夷路口的下水道堵了", "武夷路口"),
    ("中山路和五一路路口", "中山路和五一路路口"),
    ("福建省福州市闽侯县上街镇", "福建省福州市闽侯县上街镇"),
    ("上街镇", "上街镇"),
    ("我住城西村三组", "城西村三组"),
    ("超市门口堆了很多垃圾", "超市门口"),
    ("我要投诉幸福小区物业", "幸福小区"),
    ("水部街道", "水部街道"),
    ("我要去政府大厅", "政府大厅"),
    ("办事大厅", "办事大厅"),
    ("义序村", "义序村"),
    ("台江步行街", "台江步行街"),
    ("工业路花园小区3号楼", "工业路花园小区3号楼"),
    ("光明路88弄", "光明路88弄"),
    ("解放路12-3号", "解放路12-3号"),
    ("西湖公园门口", "西湖公园门口"),
    ("五楼", "五楼"),
    ("养老院", "养老院"),
    ("对面是邮局", "邮局"),
    ("在长乐", "长乐"),
)

ENGLISH = (
    ("12 Wuyi Road", "12 Wuyi Road"),
    ("I live at 12 Wuyi Road", "12 Wuyi Road"),
    ("near the hospital", "near the hospital"),
    ("Building 3 Unit 2 Room 501", "Building 3 Unit 2 Room 501"),
    ("it's opposite the market", "opposite the market"),
    ("my address is 5 Jiefang Street, Gulou District", "5 Jiefang Street, Gulou District"),
    ("Gulou", "Gulou"),
    ("in Fuzhou", "Fuzhou"),
    ("the village committee", "the village committee"),
    ("outside the school gate", "outside the school gate"),
    ("the bus stop on Wuyi Road", "the bus stop on Wuyi Road"),
    ("No, 5 Jiefang Road", "5 Jiefang Road"),
    ("by the bridge", "by the bridge"),
    ("flat 5", "flat 5"),
    ("next to the post office please", "next to the post office"),
)

NO_PLACES = (
    "查老公的银行流水", "政府管吗", "我家楼下", "我们附近", "不是武夷路12号",
    "家里", "我家", "在我家", "我家门口", "我家对面", "旁边", "附近", "我要问路", "走路不方便", "没有路",
    "老乡你好", "随便", "我妈", "12345", "25号", "二十五号上午", "这里", "村里", "城里", "乡下",
    "楼道里没有灯", "银行卡丢了", "低保要什么材料", "大学生补贴",
)  # fmt: skip
NO_ENGLISH_PLACES = (
    "at home", "in my flat", "tomorrow at 3", "I don't know", "my bank card", "hello",
)  # fmt: skip


def names_place(text: str) -> bool:
    return REGIONS.find(text, "zh") is not None


@pytest.mark.parametrize(("said", "place"), PLACES)
def test_a_place_is_kept_as_it_was_said(said: str, place: str) -> None:
    assert read_place(said, "zh", names_place) == place


@pytest.mark.parametrize(("said", "place"), ENGLISH)
def test_an_english_place_is_kept_as_it_was_said(said: str, place: str) -> None:
    assert read_place(said, "en", names_place) == place


@pytest.mark.parametrize("said", NO_PLACES)
def test_words_that_name_no_place_are_none(said: str) -> None:
    assert read_place(said, "zh", names_place) is None


@pytest.mark.parametrize("said", NO_ENGLISH_PLACES)
def test_english_words_that_name_no_place_are_none(said: str) -> None:
    assert read_place(said, "en", names_place) is None


@pytest.mark.parametrize(("said", "place"), [*PLACES, *((said, None) for said in NO_PLACES)])
def test_fillers_and_particles_change_no_place(said: str, place: str | None) -> None:
    for around in ("那个{}吧", "就是{}啊", "嗯{}呢", "嗯，{}。"):
        assert read_place(around.format(said), "zh", names_place) == place, around


def test_without_districts_an_address_is_still_read() -> None:
    assert read_place("武夷路12号", "zh", lambda text: False) == "武夷路12号"
    assert read_place("仓山", "zh", lambda text: False) is None
