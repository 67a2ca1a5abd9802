"""The times of day that a Chinese text names: 下晌, 三点半, 九点到十点, 一个小时后, 随时."""

from __future__ import annotations

import re

from knowledge.spoken import days_zh
from knowledge.spoken.hearing import as_meant, weekdays_as_meant
from knowledge.spoken.numerals import NUMBER, number
from knowledge.spoken.time_words import (
    AFTERNOON,
    EVENING,
    MASK,
    MORNING,
    NOON,
    SMALL_HOURS,
    ClockWords,
    Grammar,
    LaterWords,
    Part,
    Scan,
    TimeWords,
    scan_any_time,
    scan_days,
    scan_parts,
)

_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        SMALL_HOURS,
        re.compile(r"凌晨|后?半夜|深夜"),
    ),
    (
        MORNING,
        re.compile(
            r"(?:一大|大清|清)早上?|一早|清晨|上半日|早晨|早上|早间|上午|午前|上半[天晌]|前半?晌|头晌|头午"
            r"|上昼|顶昼|中午(?:之|以)?前|(?:吃[完过了])?早饭(?:以|之)?后|吃[完过了]早饭"
            rf"|(?<={MASK})(?:早起|早浪)|(?<={MASK})[早晨](?!点[了吧]|些|日|退)"
        ),
    ),
    (
        AFTERNOON,
        re.compile(
            r"下午|下晌|后半?晌|午后|下半[天晌日]|天黑(?:以|之)?前|过午|晌后|下昼|下晡|晏昼|中午(?:之|以)后"
            r"|(?:吃[完过了]?午饭|吃[完过了]?中饭|午饭|中饭|睡[完过]?午觉|午睡)(?:以|之)?后|吃[完过了]午饭"
        ),
    ),
    (NOON, re.compile(r"大?中午|正?晌午头?|正午|午间")),
    (
        EVENING,
        re.compile(
            r"傍晚|傍黑|晚上|晚间|夜里|夜晚|夜间|黄昏|晚头|暗暝|暗时|擦黑|天黑(?:以|之)?后"
            rf"|(?:吃[完过了]?晚饭|晚饭|下班)(?:以|之)?后|吃[完过了]晚饭|(?<={MASK})[晚夜](?!点|些|饭)"
        ),
    ),
)
_ANY_TIME = re.compile(
    r"随时|白天|全天|一?整天(?=都|可以|行)|(?:什么时[候间]|啥时[候间]?|多会儿|几时|何时|哪一?天|几点"
    r"|什么钟头)(?:来|去|打|办)?(?:都|也)(?:行|可以|成|中|好|得|方便|有空)?"
    r"|都(?:行|成|中|可以|方便|有空|要得|没问题|无所谓|ok)(?![年家人午间国领办申]|[^,。?!]{0,6}[吗么?])"
    r"|越[快早]越好|尽[快早]|赶[快紧早](?!去)|马上|立[刻马]|现在(?=$|[就吧,。])就?|有空就|时间不限|无所谓"
    r"|随便(?:哪天|几点|啥时候?|什么时候|你们?|您|安排)?(?!问|看|说|聊|讲|打|写|填|哪|什么|啥)"
    r"|(?:听|看|由)(?:你们?|您)(?:的|安排|定|方便)?(?=$|[,。吧啊呢呀])"
    r"|(?:你们?|您)(?:看着?)?(?:办|安排|决?定(?:时间)?|说了算)(?=$|[,。吧就啊呢呀])"
)
_WITHIN_THE_HOUR = re.compile(
    rf"(?P<over>再?过)?(?<![\d第]|差)(?P<count>{NUMBER}|\d{{3}}|半)(?P<unit>个?(?P<half>半(?!点))?(?:小时"
    r"|钟头)|分钟|刻钟)(?P<later>以后|之后|过后|后)?"
)
_MARK = r"点(?![心名赞水头评击餐菜火灯数位子]|儿?(?:建议|意见|要求|问题|原因|疑问|要问|说明))钟?"
_NO_FRACTION = r"(?![零〇一二两三四五六七八九十\d]+(?![零〇一二两三四五六七八九十\d点时]))"
# Not 有两点要求, 这三点, 第一点.
_COUNTS = r"(?<![有这每几哪第百千万.\d:零〇一二两三四五六七八九十])"
_COLON = re.compile(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])[:点](?P<minute>[0-5]\d)分?(?![\d:])")
_SHORT_OF = re.compile(rf"差(?P<short>[一1]刻|{NUMBER}分钟?)[到就]?(?P<hour>{NUMBER}){_MARK}")
_NEIGHBOURS = re.compile(
    rf"{_COUNTS}(?P<ten>十)?(?P<first>[一二两三四五六七八九])(?P<second>[二三四五六七八九]){_MARK}"
)
_CLOCK = re.compile(
    rf"{_COUNTS}(?P<hour>{NUMBER})(?:来?{_MARK}|时(?![候间常期刻不机]))(?:(?P<half>半(?!点))|整"
    rf"|(?P<quarters>[一1三3两])刻钟?|(?:过|零|〇)(?P<past>{NUMBER})分?|差(?P<short>[一1]刻|{NUMBER}分?)"
    rf"|(?P<minute>[一二三四五]?十[一二三四五六七八九]?|[0-5]\d|{NUMBER}(?=分))分?(?!点))?{_NO_FRACTION}"
)
# 一点 is one o'clock only beside these; it is “a little” elsewhere.
_BEFORE_ONE = re.compile(rf"(?:^|[{MASK}\s,、。在约到是就定改换那嗯从]|[那这]个)$")
_AFTER_ONE = re.compile(
    rf"(?:$|[{MASK}\s,、。到至~吧呢啊哦]|可以|行|成|来|打|见|以?前|以?后|之[前后]|左右|多|或)"
)
_AROUND = re.compile(r"(?:钟|整)?(?:左右|上下|前后|来钟|多钟?|许|的样子|那会儿|光景)?")

_OFTEN_MISHEARD = frozenset(
    {
        "今天",
        "明天",
        "后天",
        "昨天",
        "上午",
        "下午",
        "中午",
        "早上",
        "晚上",
        "傍晚",
        "星期",
        "礼拜",
        "随时",
        "以后",
    }
)

GRAMMAR = Grammar(
    through=re.compile(r"[的,]?(?:一?直?到|至|[-~—–]+)(?:了)?"),
    either=re.compile(r"[,、]?(?:或者?|和|跟|、|还是|要么|都行|也行|或是)?[,]?"),
    correction=re.compile(r"不对|不是|错|改|换|不行|不成|还是|算了|不要|没空|哦"),
    denied_before=re.compile(
        r"(?:(?:(?<!是)|(?<=就是))不是|不要|别|除了|(?<!能)不能|(?<!想)不想)(?:约|在|是)?$"
    ),
    denied_after=re.compile(
        r"[的就可能,]{0,3}(?:(?<!行)不行|不可以|不成|不中|没空|没有空|没时间|有事|不方便|不在|去不了|来不了"
        r"|不去|不得闲)(?!吗)"
    ),
)


def find(text: str) -> TimeWords:
    """The words of time in a normalised Chinese text."""
    scan = Scan(weekdays_as_meant(as_meant(text, _OFTEN_MISHEARD)))
    scan.take(_WITHIN_THE_HOUR, _later)
    scan_days(scan, days_zh.READERS, days_zh.BOUNDS)
    scan_parts(scan, _PARTS)
    scan.take(_COLON, _written)
    scan.take(_SHORT_OF, _short_of)
    scan.take(_NEIGHBOURS, _neighbours)
    scan.take(_CLOCK, _clock)
    scan_any_time(scan, _ANY_TIME)
    return scan.result()


def _later(match: re.Match[str]) -> LaterWords | None:
    if not (match["over"] or match["later"]):
        return None
    count = 0.5 if match["count"] == "半" else number(match["count"])
    if count is None:
        return None
    length = 1 if match["unit"] == "分钟" else 15 if match["unit"] == "刻钟" else 60
    minutes = int(count * length) + (30 if match["half"] else 0)
    return LaterWords(match.start(), match.end(), minutes) if minutes else None


def _written(match: re.Match[str]) -> ClockWords | None:
    return _words(match, int(match["hour"]), int(match["minute"]))


def _short_of(match: re.Match[str]) -> ClockWords | None:
    return _before_the_hour(match, number(match["hour"]), match["short"])


def _neighbours(match: re.Match[str]) -> ClockWords | None:
    """三四点: from the first of them."""
    first, second = number(match["first"]), number(match["second"])
    if first is None or second is None or second != first + 1:
        return None
    return _words(match, first + (10 if match["ten"] else 0), 0)


def _clock(match: re.Match[str]) -> ClockWords | None:
    hour = number(match["hour"])
    if hour is None or (hour == 1 and not _is_one_o_clock(match)):
        return None
    if match["short"]:
        return _before_the_hour(match, hour, match["short"])
    minute: int | None = 0
    if match["half"]:
        minute = 30
    elif match["quarters"]:
        quarters = number(match["quarters"])
        minute = None if quarters is None else 15 * quarters
    elif words := match["past"] or match["minute"]:
        minute = number(words)
    return None if minute is None else _words(match, hour, minute)


def _is_one_o_clock(match: re.Match[str]) -> bool:
    """Whether 一点 is a time of day, and not “a little”."""
    if match.end() - match.end("hour") > 1:
        return True
    return bool(
        _BEFORE_ONE.search(match.string[: match.start()]) and _AFTER_ONE.match(match.string[match.end() :])
    )


def _before_the_hour(match: re.Match[str], hour: int | None, short: str) -> ClockWords | None:
    minutes = 15 if short.endswith("刻") else number(short.removesuffix("钟").removesuffix("分"))
    if hour is None or minutes is None or not 0 < minutes < 60:
        return None
    return _words(match, hour - 1 if hour > 1 else 12, 60 - minutes)


def _words(match: re.Match[str], hour: int, minute: int) -> ClockWords | None:
    if hour > 24 or minute > 59:
        return None
    around = _AROUND.match(match.string, match.end())
    bound, start, end = days_zh.BOUNDS.around(
        match.string, match.start(), around.end() if around else match.end()
    )
    return ClockWords(start, end, hour, minute, bound)
