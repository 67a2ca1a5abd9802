"""The words for persons in Mandarin and in the dialects of Fujian, by what they are to the speaker."""

from __future__ import annotations

import re

from knowledge.spoken.relations import Relation

OWNER = re.compile(
    r"(?:我们|俺们|咱们|我|俺|咱|阮|本人|自己|自家)(?:家)?(?:的|那个|里)?(?:八|九|七|六"
    r"|五)?(?:十[多几来]?岁?的?)?$"
)
"""Whose relative it is, said directly before the word: 我妈, 俺家老头子, 咱娘."""

NEXT_DOOR = re.compile(
    r"(?:我们?家?)?(?:隔壁|对门|楼上|楼下|对面|同楼|同院|一个(?:楼|院子?|村|小区)|同村|村里|邻居|小区里?"
    r"|院里)(?:家|的|那个|那家|有个|一个|一位|住的?){0,3}$"
)
"""What makes somebody a neighbour: 楼上的, 隔壁."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤翁游施柯庄连赖阮洪詹"
)
NEXT_DOOR_NAMED = re.compile(
    rf"(?:隔壁|对门|楼上|楼下|同村)的?[老小][{SURNAMES}]|(?:隔壁|对门|楼上|楼下)的?孤老"
)
NEXT_DOOR_ALONE = re.compile(
    r"(?:我们?家?)?(?:隔壁|对门|楼上|楼下)(?:的|那家|那户|家的?)?(?=$|[,。吧啊呢]|的(?:办|问)|办|问)"
)
"""A neighbour who is called by where he lives."""

OF = re.compile(r"的?(?:那个|家的?)?[他她]?")
"""What stands between two persons of whom the second is the first one's: 我老婆的妈."""

_TITLE = (
    "大爷|大妈|大娘|大伯|大婶|大叔|大嫂|大姐|大哥|阿姨|阿婆|阿公|阿伯|奶奶|爷爷|婆婆|叔叔?|婶婶?|伯伯?|嫂子?"
    "|哥|姐|老师|师傅|老太|老汉|依伯|依姆|依公|依嬷"
)
NAMED = re.compile(
    rf"(?:[{SURNAMES}](?:{_TITLE})|[老小][{SURNAMES}](?=$|家|的|办|问|[,。吧啊呢呀])"
    rf"|{_TITLE}(?=$|家|的|办|问|[,。吧啊呢呀])|老人家?|老太太|老头儿?(?!子)|孤寡老人|五保户|住户|人家|病人"
    r"|那户|那家)"
)
"""Somebody who is no relative by his name: 王大爷. Without a name he is meant only beside who he is."""

_COUSIN = r"[堂表][哥弟姐妹兄叔伯舅姨姑侄][哥弟姐妹]?"

_ALWAYS: tuple[tuple[Relation, str], ...] = (
    (
        "spouse",
        (
            r"(?:孩子?|娃儿?|伢)(?:他|她|儿|的)+(?:爸爸?|爹|妈妈?|娘)|老伴儿?|老公(?!公)|(?<!儿)老婆(?!婆)"
            r"|爱人|丈夫|妻子|内人|屋里头?人|当家的|那口子|屋(?:里头|里|头)(?:那个|的)(?=$|[,。呢吧咧啊])"
            r"|老头子|老头儿|老太婆|老婆子|媳妇儿?|婆娘"
        ),
    ),
    ("parent_in_law", r"岳父|岳母|丈母娘?|老丈人|丈人|岳丈|家婆|公婆|婆婆|公公(?!司)"),
    (
        "grandparent",
        (
            r"(?:太|曾|外|老)?(?:祖父|祖母)|太?(?:爷爷|奶奶)|姥姥|姥爷|姥娘|外公|外婆|阿公|阿嬷|阿嫲|嫲嫲"
            r"|嬷嬷|依公|依嬷|依嫲|外嬷|外嫲"
        ),
    ),
    (
        "relative",
        r"孙(?:女婿|媳妇?)|女婿|儿媳妇?儿?|姐夫|妹夫|弟媳妇?|弟妹|嫂子|"
        + _COUSIN
        + r"|亲家[公母]?|连襟|妯娌|小[叔姑]子|大伯子|小[姨舅]子"
        r"|侄[子女儿]|外甥女?|舅[舅妈公父]|姑[姑妈父婆丈]|姨[妈父婆丈]|叔公|伯公|婶婶|伯[母父]|依[伯姆叔婶]"
        r"|亲戚|亲属|干[妈爹爸]|爸妈|爹娘|爹妈|父母|二老|家里的?老人家?",
    ),
    ("grandchild", r"重?外?孙[子女儿娃囡]|外孙"),
    ("child", r"儿子|女儿|闺女|囡囡?|孩子|娃儿?|小孩|子女|崽|囝"),
    (
        "mother",
        (
            r"[老阿姆依后继养]?妈(?:妈|咪)?(?![祖虎])|[老后继养]?母亲|阿母|老母(?!鸡)|[阿老]娘|娘亲|依奶"
            r"|娘奶|家母|[后继养]母(?!亲)"
        ),
    ),
    (
        "father",
        r"[老阿依后继养]?爸爸?|爹爹?|阿爹|[老后继养]?父亲|老豆|郎罢|老爷子|依爹|家父|[后继养]父(?!亲|母)",
    ),
    ("sibling", r"哥哥|弟弟|姐姐|妹妹"),
    ("neighbour", r"邻居|街坊(?!邻)|街坊邻居|左邻右舍|厝边|邻里"),
    ("friend", r"(?:老|好)?(?:朋友|同学|战友|同事|工友|牌友|舞友|老乡|伙伴)|闺蜜"),
    ("employer", r"雇主|东家|主家|老板"),
    (
        "client",
        (
            r"服务对象|帮扶对象|帮扶户|案主|护理对象|(?:照顾|照看|照料|护理|伺候|看护|帮扶|结对"
            r"|服务)的[那这]?[个位]?(?:老人家?|大爷|大妈|阿婆|奶奶|爷爷|病人|客人|对象|人)"
        ),
    ),
    ("other", r"别人|别个|[一有][个位](?:孤寡)?老人家?|五保老人|孤寡老人|孤老"),
)
ALWAYS = tuple((relation, re.compile(pattern)) for relation, pattern in _ALWAYS)
"""Words that mean a person wherever they stand; of two that overlap the longer counts."""

_OWNED: tuple[tuple[Relation, str], ...] = (
    ("child", r"姑娘|[大二三小幺]子|丫头|小子|老[大二三四幺]|大儿|小儿|细妹|仔(?!细)|后生"),
    ("mother", r"娘(?!家|们|子)"),
    ("sibling", r"[大二三四小阿老]?(?:哥哥?|弟弟|姐姐?|妹妹?|弟)|兄弟|姐妹|兄妹|姊妹"),
    ("relative", r"阿姨|叔叔?|舅|姑|姨|婶|大爷|大伯|嫂|老太太|侄"),
    ("grandparent", r"阿爷|阿婆|爷"),
    ("spouse", r"先生|太太|老汉|对象"),
    ("spouse", r"老头|翁|厝里的"),
    ("friend", r"姐妹淘|哥们儿?"),
)
OWNED = tuple((relation, re.compile(pattern)) for relation, pattern in _OWNED)
"""Words that mean a relative behind 我 or 给; they also call or name other people."""

SPELT = frozenset({"老伴", "邻居", "女儿", "奶奶", "爷爷", "外婆", "朋友", "亲戚", "隔壁", "闺女"})
"""Words that are known in other characters of the same sound."""
