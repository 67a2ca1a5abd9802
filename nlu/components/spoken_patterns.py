"""Times, places, relations and telephone numbers by pattern, as people say and write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

ENTITIES = ("time", "place", "relation", "phone")

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_WEEKDAY = r"[一二三四五六日天末1-6]"
_DAY = (
    r"(?:大后天|今天|明天|后天|今儿个?|明儿个?|后儿个?|今日|明日|后日|今晚|明晚|今早|明早|明朝|后日|隔日|第二天|"
    rf"(?:(?:再下一?|下下|下|这|本|上)个?)?(?:周|星期|礼拜|拜){_WEEKDAY}|(?:下下|下|这|本)个?(?:周|星期|礼拜)|周末|"
    rf"(?:这个?月|下个?月|本月)?(?<![路街巷弄村区镇道园楼栋幢座\d]){_NUMBER}[号日](?!楼|线|院|门|地铁|公交|栋|幢|店|窗|路|桥|仓|文)|"
    rf"{_NUMBER}月{_NUMBER}[号日]?|月底|月初|月中|年底|初[一二三四五六七八九十]|"
    rf"(?:过|再过)?(?:两|几|{_NUMBER})天(?:以?后|之后)|过(?:两|几)天|改天|本周内|工作日|昨天|大前天|前天|上个?月底|上个?(?:月|周|星期|礼拜)|去年|[一二三四五六七八九十]+月里|半个月前|"
    r"昨儿个?|前儿个?|明仔载|这几天|这两天)"
)
_PART = r"(?:早上|早晨|清早|大清早|一早|上午|上半天|前晌|头晌|晌午头?|中午|午饭后|下午|下半天|下晌|后晌|傍晚|晚上|夜里|晚饭后|下班后|天黑|天亮|下昼|下晡|早浪|早起|黑里|暗时|半夜)"
_CLOCK = rf"(?:(?<![慢快大小高低多少早晚有差轻响细亮近远粗好])(?<!声音)(?<!说)(?<!再){_NUMBER}点(?!儿|点儿|的|也|都|没|不)(?:半|钟|一刻|三刻|来钟|多钟?|过后|(?:\d{{1,2}}|[零一二三四五六七八九十]{{1,3}})分?)?|\d{{1,2}}[::]\d{{2}})"
_ANY = r"(?:随时|尽快|越快越好|马上|现在|立刻|晚点|等会儿?|等一下|一会儿|过一会儿?|平时|吃[完过](?:早|午|中|晚)?饭)"
_RANGE = rf"(?:{_CLOCK}(?:到|至|[-~]){_CLOCK})"
_TIME = (
    rf"{_ANY}|过{_NUMBER}个?(?:钟头|小时)|(?:{_DAY}|{_PART}|{_RANGE}|{_CLOCK})(?:的?\s?(?:{_DAY}|{_PART}|{_RANGE}|{_CLOCK}))*"
    r"(?:左右|前后|以后|之后|以前|之前|吃过饭)?"
)
_EN_DAY = (
    r"(?:the )?day after tomorrow|today|tomorrow|tonight|(?:(?:this|next|coming) )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:this|next) (?:week|weekend|month)|the weekend|in (?:\w+) (?:minutes|hours|days|weeks)|"
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?"
)
_EN_PART = r"(?:in the |the |this )?(?:early |late )?(?:morning|afternoon|evening|noon|lunchtime)"
_EN_CLOCK = r"(?:at |around |about |after |before )?(?:\d{1,2}(?::\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'?clock)|at \d{1,2}(?::\d{2})?(?! ?[a-z\d])|at (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! [a-z]+ (?:road|street|lane))|half past \w+|(?:one|two|three|four|nine|ten|eleven|twelve) o'?clock|noon)"
_EN_TIME = rf"\b(?:{_EN_DAY}|{_EN_PART}|{_EN_CLOCK}|any ?time|any day|as soon as possible|right away|right now|now|asap|later today|last (?:week|month|night|year)|yesterday|after (?:lunch|dinner|work|breakfast)|weekdays?)(?: (?:at )?(?:{_EN_DAY}|{_EN_PART}|{_EN_CLOCK}))*\b"

_KIN = (
    r"(?:外?婆婆?|外公|爷爷|奶奶|姥姥|姥爷|公公|岳父|岳母|丈母娘|老丈人|爸爸?|妈妈?|老爸|老妈|父亲|母亲|爹|娘|阿爸|阿妈|阿嬷|阿公|"
    r"老伴儿?|老头子?|老头儿|老太婆|老太太|老婆子?|老公|爱人|丈夫|妻子|媳妇|儿媳妇?|女婿|儿子|女儿|闺女|妹子|孙子|孙女|外孙女?|"
    r"哥哥?|姐姐?|弟弟?|妹妹?|大哥|大姐|嫂子|姐夫|妹夫|舅舅?|舅妈|姑姑?|姑妈|姨妈?|叔叔?|伯伯|大伯|婶婶?|伯母|侄子|侄女|外甥女?|"
    r"养父|养母|继父|继母|后妈|后爸|干妈|干爹|姆妈|阿婆|阿姨|老姐妹|老哥们?|老父亲?|老母亲?|婆娘|汉子|表哥|表姐|表弟|表妹|堂哥|堂姐|堂弟|堂妹|"
    r"亲家|邻居|隔壁邻居|朋友|同事|室友|战友|对象|保姆|亲戚|囡囡?|囝|娃儿?|孩子|家里人|家人|父母|老两口|老人|小孩)"
)
_RELATION = rf"(?:(?:我|俺|咱|阮|伢|我们|俺们|咱们|我家|俺家)(?:家|屋里|们家)?的?(?:大|小|二|三|老)?{_KIN}|(?:我|俺|咱)?(?:自己|本人)|(?:隔壁|楼上|楼下|对门)(?:家?的?)?(?:老|小)?[\u4e00-\u9fff]?(?:奶奶|爷爷|阿姨|阿婆|大爷|大妈|大娘|大叔|叔叔?|婶|伯|老太|老头)|(?:老伴儿?|老头子|老太婆|老两口)|(?<![\u4e00-\u9fff]){_KIN}(?![\u4e00-\u9fff]))"
_EN_RELATION = r"\bmyself\b|\bmy (?:late |old |own |elderly |big |little )?(?:mother|mum|mom|father|dad|husband|wife|son|daughter|grand\w+|brother|sister|uncle|aunt|neighbou?r|friend|parents|mother-in-law|father-in-law|cousin|partner|niece|nephew)(?:-in-law)?\b"

_SPOKEN_DIGIT = "零〇幺一二两三四五六七八九洞拐勾"
_EN_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_PHONE = (
    rf"\b{_EN_DIGIT}(?:[ ,-]+{_EN_DIGIT}){{6,}}\b|"
    r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|0\d{2,3}[- ]?\d{7,8}(?!\d)|(?<!\d)[2-8]\d{3}[- ]?\d{3,4}(?!\d)|"
    rf"[{_SPOKEN_DIGIT}](?:[ ,，]?[{_SPOKEN_DIGIT}\d]){{6,12}}"
)

_ROOM = r"(?:第?(?:\d+|[一二两三四五六七八九十百零]+)(?:号楼?|弄|巷|栋|幢|座|单元|室|层|楼|组|队|门|支弄|期|户|区)(?:院|楼|店)?|\d{3,4}(?!\d))"
_KIND_OF_PLACE = (
    r"(?:省|市|区|县|镇|乡|村委会|村|寨|屯|庄|街道|大街|街|大道|路口|路|巷子|巷|胡同|弄堂|弄|里弄|小区|新村|花园|家园|公寓|苑|"
    r"社区|居委会|大厦|广场|公园|菜市场|市场|超市|医院|卫生院|卫生所|诊所|学校|小学|中学|幼儿园|大厅|便民厅|服务厅|中心|窗口|宿舍|修车铺|饭店|理发店|老屋|祖屋|服务中心|活动中心|服务站|"
    r"派出所|银行|邮局|车站|站台|公交站|地铁站|工地|厂|桥头|桥|河边|井边|祠堂|庙|山脚|坡|沟|塘|坝|门口|楼下|楼道|电梯口|车库|"
    r"垃圾站|垃圾桶|组|队|养老院|敬老院|食堂|牌坊|菜场|弄堂里|镇里|镇上|村里|村口|区里|乡下|街上|[东南西北]门|大队部|码头|渡口)"
)
_BESIDE = r"(?:对面|旁边|边上|附近|后面|后头|前面|前头|里面|门口|隔壁|斜对面|东头|西头|南头|北头|口|那?一带|那里|那边|那儿|这边|楼下)"
_LEAD = re.compile(
    r"^.*?(?:我们?家?就?住在?|俺们?家?就?住在?|家就?在|就在|住在|地址(?:就?是|在|:)?|地点(?:就?是|在|:)?|不是[^,，]*是|"
    r"[我俺](?:就)?在|发生在|位置在?|到|去|来|搁|住|在|是|约)"
)
_PLACE = rf"[\u4e00-\u9fffa-z0-9]{{1,14}}?{_KIND_OF_PLACE}(?:[\u4e00-\u9fff]{{0,8}}?(?:{_KIND_OF_PLACE}|{_ROOM}))*(?:的?{_BESIDE})?"
_EN_PLACE = r"(?:\b(?:no\.?|number|room|building|unit|flat|apartment) ?\d+[a-z]?,? ?)*(?:\d+ )?(?:[a-z]+ ){1,3}(?:road|street|lane|avenue|village|town|district|garden|community|hospital|park|market|square|station|building)\b|\b(?:the |our |a )(?:[a-z']+ ){0,2}(?:hall|centre|center|gate|counter|office|bank|school|clinic|shop|home|stop|bridge|temple)\b"

_EN_NEAR = (
    r"(?:next to|behind|opposite|near|in front of|beside|outside) (?:the |our |my )?(?:[a-z']+ ?){1,3}\b"
)

_COMPILED = {
    "phone": (re.compile(_PHONE),),
    "time": (re.compile(_TIME), re.compile(_EN_TIME)),
    "relation": (re.compile(_RELATION), re.compile(_EN_RELATION)),
    "place": (re.compile(_PLACE), re.compile(_EN_PLACE), re.compile(_EN_NEAR)),
}


@dataclass(frozen=True)
class Said:
    """A word of the kind `entity` from `start` to before `end`."""

    entity: str
    start: int
    end: int


def find(text: str) -> list[Said]:
    """What the patterns find in a text of lower case; what was found before is not found again as another kind."""
    found: list[Said] = []
    for entity, patterns in _COMPILED.items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, end = match.span()
                if entity == "place" and (lead := _LEAD.match(match.group())) and lead.end() < end - start:
                    start += lead.end()
                if start < end and all(end <= other.start or start >= other.end for other in found):
                    found.append(Said(entity, start, end))
    return sorted(found, key=lambda one: one.start)
