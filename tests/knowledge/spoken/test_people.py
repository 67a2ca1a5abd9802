import pytest

from knowledge.spoken.people import Person, read_person

PEOPLE = (
    ("家里老人", "relative", "家里老人"),
    ("隔壁老李七十五，他有没有", "neighbour", "隔壁老李"),
    ("给楼上孤老约上门", "neighbour", "楼上孤老"),
    ("那我二子呢", "child", "我二子"),
    ("我屋头那个", "spouse", "我屋头那个"),
    ("不是给老伴，是给我自己", "self", "我自己"),
    ("叔叔", "relative", "叔叔"),
    ("继父", "father", "继父"),
    ("我自己", "self", "我自己"),
    ("本人", "self", "本人"),
    ("我", "self", "我"),
    ("我啊", "self", "我"),
    ("我妈", "mother", "我妈"),
    ("俺娘", "mother", "俺娘"),
    ("阿母", "mother", "阿母"),
    ("我老母亲", "mother", "我老母亲"),
    ("我老伴", "spouse", "我老伴"),
    ("老头子", "spouse", "老头子"),
    ("孩子他爸", "spouse", "孩子他爸"),
    ("我婆婆", "parent_in_law", "我婆婆"),
    ("隔壁王大爷", "neighbour", "隔壁王大爷"),
    ("邻居", "neighbour", "邻居"),
    ("楼上的老人", "neighbour", "楼上的老人"),
    ("我奶奶", "grandparent", "我奶奶"),
    ("嫲嫲", "grandparent", "嫲嫲"),
    ("我闺女", "child", "我闺女"),
    ("我儿子", "child", "我儿子"),
    ("我外孙", "grandchild", "我外孙"),
    ("替邻居问", "neighbour", "邻居"),
    ("给我妈办", "mother", "我妈"),
    ("是我老伴的事", "spouse", "我老伴"),
    ("那我老伴呢", "spouse", "我老伴"),
    ("阿公", "grandparent", "阿公"),
    ("阿嬷", "grandparent", "阿嬷"),
    ("阿爸", "father", "阿爸"),
    ("依伯", "relative", "依伯"),
    ("我女儿帮我打的，是我自己的事", "self", "我自己"),
    ("不是我妈，是我爸", "father", "我爸"),
    ("不对，是我爸", "father", "我爸"),
    ("不是我自己，是我妈", "mother", "我妈"),
    ("我老婆的妈", "parent_in_law", "我老婆的妈"),
    ("我老公他爸", "parent_in_law", "我老公他爸"),
    ("我儿子的孩子", "grandchild", "我儿子的孩子"),
    ("我妈的邻居", "neighbour", "我妈的邻居"),
    ("我爸妈", "relative", "我爸妈"),
    ("孩子他妈", "spouse", "孩子他妈"),
    ("我媳妇", "spouse", "我媳妇"),
    ("儿媳妇", "relative", "儿媳妇"),
    ("我岳父", "parent_in_law", "我岳父"),
    ("丈母娘", "parent_in_law", "丈母娘"),
    ("我大哥", "sibling", "我大哥"),
    ("我姐姐", "sibling", "我姐姐"),
    ("我弟", "sibling", "我弟"),
    ("我表哥", "relative", "我表哥"),
    ("我舅舅", "relative", "我舅舅"),
    ("我侄子", "relative", "我侄子"),
    ("我朋友", "friend", "我朋友"),
    ("老同学", "friend", "老同学"),
    ("我雇主", "employer", "我雇主"),
    ("我东家", "employer", "我东家"),
    ("我照顾的老人", "client", "我照顾的老人"),
    ("服务对象", "client", "服务对象"),
    ("王大爷", "other", "王大爷"),
    ("替李阿姨问", "other", "李阿姨"),
    ("同村的五保户", "neighbour", "同村的五保户"),
    ("对门的", "neighbour", "对门的"),
    ("楼下老王", "neighbour", "楼下老王"),
    ("我老头", "spouse", "我老头"),
    ("我女而", "child", "我女而"),
    ("给我办", "self", "给我办"),
    ("帮我办", "self", "帮我办"),
    ("我来办", "self", "我来办"),
    ("自己办", "self", "自己"),
    ("老板", "employer", "老板"),
    ("我老板", "employer", "我老板"),
    ("我家老太太", "relative", "我家老太太"),
    ("外婆", "grandparent", "外婆"),
    ("我姥爷", "grandparent", "我姥爷"),
    ("家里老人", "relative", "家里老人"),
    ("一位孤寡老人", "other", "一位孤寡老人"),
    ("我们家那口子", "spouse", "我们家那口子"),
    ("打我儿子的号码", "child", "我儿子"),
    ("爸爸去哪", "father", "爸爸"),
    ("给老人办", "other", "老人"),
    ("我孙女", "grandchild", "我孙女"),
    ("我小舅子", "relative", "我小舅子"),
    ("我老汉", "spouse", "我老汉"),
    ("我姑娘", "child", "我姑娘"),
)

ENGLISH = (
    ("my mother", "mother", "my mother"),
    ("for my neighbour", "neighbour", "my neighbour"),
    ("myself", "self", "myself"),
    ("me", "self", "me"),
    ("it's for me", "self", "for me"),
    ("my wife", "spouse", "my wife"),
    ("my husband", "spouse", "my husband"),
    ("my wife's mother", "parent_in_law", "my wife's mother"),
    ("my grandson", "grandchild", "my grandson"),
    ("mother-in-law", "parent_in_law", "mother-in-law"),
    ("not my mother, my father", "father", "my father"),
    ("my daughter is helping me, it's for myself", "self", "myself"),
    ("the old lady next door", "neighbour", "the old lady next door"),
    ("Mr Wang", "other", "Mr Wang"),
    ("my old man", "spouse", "my old man"),
    ("a friend", "friend", "a friend"),
    ("my boss", "employer", "my boss"),
    ("someone else", "other", "someone else"),
    ("my client", "client", "my client"),
    ("my uncle", "relative", "my uncle"),
    ("my son's wife", "relative", "my son's wife"),
    ("my late father", "father", "my late father"),
    ("on behalf of my brother", "sibling", "my brother"),
    ("what about my wife", "spouse", "my wife"),
)

NOBODY = (
    "把他地址给我", "快帮我", "孙子教我弄没弄成", "你爸妈是谁",
    "我女儿帮我打的", "我不知道", "明天", "你好", "大姐你好", "公共厕所", "好的", "办低保",
    "大哥我想问一下", "爷俩", "慢慢来", "马马虎虎", "好吧",
)  # fmt: skip
NOBODY_IN_ENGLISH = (
    "tomorrow", "I don't know", "yes", "my phone",
)  # fmt: skip


@pytest.mark.parametrize(("said", "relation", "words"), PEOPLE)
def test_a_person_is_read_with_the_residents_own_words(said: str, relation: str, words: str) -> None:
    person = read_person(said, "zh")
    assert person is not None
    assert (person.relation, person.words) == (relation, words)


@pytest.mark.parametrize(("said", "relation", "words"), ENGLISH)
def test_a_person_is_read_in_english(said: str, relation: str, words: str) -> None:
    person = read_person(said, "en")
    assert person is not None
    assert (person.relation, person.words) == (relation, words)


@pytest.mark.parametrize("said", NOBODY)
def test_words_that_name_nobody_are_nobody(said: str) -> None:
    assert read_person(said, "zh") is None


@pytest.mark.parametrize("said", NOBODY_IN_ENGLISH)
def test_english_words_that_name_nobody_are_nobody(said: str) -> None:
    assert read_person(said, "en") is None


@pytest.mark.parametrize(("said", "relation"), [(said, relation) for said, relation, _ in PEOPLE])
def test_fillers_and_particles_change_no_person(said: str, relation: str) -> None:
    for around in ("那个{}吧", "就是{}啊", "嗯{}呢", "嗯，{}。"):
        person = read_person(around.format(said), "zh")
        assert isinstance(person, Person)
        assert person.relation == relation, around
