"""The days that a Chinese text names: 后天, 下礼拜五, 25号, 月底, 三天后."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.spoken import day_reckoning_zh as reckoning
from knowledge.spoken.numerals import NUMBER
from knowledge.spoken.time_words import MASK, Bounds, DayReader

BOUNDS = Bounds(
    after=re.compile(r"(?:那天)?(?:之后|以后|过后|往后|开始|起(?!来|床|码)|后(?!天|儿|日|面|来|晌|半))"),
    before=re.compile(r"(?:那天)?(?:之前|以前|前(?!天|儿|日|面|台|门|后))"),
    after_lead=re.compile(rf"(?:最早|过了){MASK}*$"),
    before_lead=re.compile(rf"(?:不晚于|最晚|最迟){MASK}*$"),
    lead=re.compile(r"(?:大概|大约|差不多|(?<!预)约(?:在|到)?)$"),
)

_WEEK = r"(?:周|星期|礼拜)"
_ONE_OF_WEEK = (
    r"(?:[一二三四五六1-6](?!\d|天(?![气黑亮])|个|次|回|趟|遍|岁|块|元|年)|7(?!\d)|日(?![子期常])"
    r"|天(?![气数天]))"
)
_MONTH_AWAY = r"(?:(?P<away>[上这本当下])(?P<twice>下?)个?月份?)"
_YEAR = r"(?:(?:(?P<year>20\d\d|二[零〇][二三四][零〇一二三四五六七八九])|(?P<some>[今本明后去前]))年[的,]?)?"
_THIRD = r"(?P<third>上旬|中旬|下旬|初(?![一二三四五六七八九十])|头|中(?!午|间|旬)|底|末|尾(?!数|号))"
_NO_DAY_AFTER = (
    r"(?!楼|栋|幢|院|线|门|店|窗|桌|厅|房|室|单元|库|车|路|街|巷|弄|地[块铁]|文|公[寓馆]|床|病|桥|桩|机|台"
    r"|位|柜|码|铺|坑|岗|井|杆|灯|电[梯表话]|出|口|站|小区|大[院楼]|厂|区|屋|宿舍|座|工作|人)"
)
# Of 三个月 and 两个星期 the second part is no month and no week of the calendar; of 那个周三 it is.
_NOT_SO_MANY = r"(?<![一二两三四五六七八九十几半\d]个)"
# 明儿 is a day, 聪明儿子 is none.
_CHILD = r"(?![子媳女童孙])"


_WHICH_WEEK = r"(?:(?P<near>这|本)|(?<![乡底一楼])(?P<next>再?下{1,3})|(?<![早晚马以])(?P<last>上{1,3}))"

READERS: Sequence[DayReader] = (
    (
        re.compile(
            r"(?:阴历|农历|旧历"
            r"|古历)(?:的?[正腊冬一二三四五六七八九十]{1,2}月)?(?:[初十廿][一二三四五六七八九十]{1,2})?"
            r"|[正腊]月(?:[初十廿二三][一二三四五六七八九十]{1,2}|\d{1,2})?"
            r"|[这本下]个?月初[一二三四五六七八九十]|(?<![最当起以年月之])初[一二三四五六七八九十](?!年级|学"
            r"|班|中|的?学生|毕业|个)|廿[一二三四五六七八九]|大年(?:三十|初.)|年三十|除夕|春节|元宵节?"
            r"|端午节?|中秋节?|重阳节?|过完年|过了年|刚过年|过年(?=以?之?[后前])"
        ),
        "date",
        reckoning.lunar,
    ),
    (
        re.compile(
            r"(?<![\d./-])(?:(?P<year>20\d\d)[-/.])?(?P<month>1[0-2]|0?[1-9])(?(year)[-/.]|/)(?P<day>3[01]"
            r"|[12]\d|0?[1-9])(?![\d./-])"
        ),
        "date",
        reckoning.written_date,
    ),
    (
        re.compile(
            rf"{_NOT_SO_MANY}{_YEAR}(?P<month>{NUMBER})月份?[的,]?(?P<day>{NUMBER})(?:[号日]{_NO_DAY_AFTER}"
            r"|(?![\d零〇一二两三四五六七八九十点个时]))"
        ),
        "date",
        reckoning.day_of_named_month,
    ),
    (re.compile(rf"{_MONTH_AWAY}[的,]?(?P<day>{NUMBER})[号日]"), "date", reckoning.day_of_month_away),
    (re.compile(rf"{_MONTH_AWAY}(?:[的,]?{_THIRD})?"), "range", reckoning.part_of_month_away),
    (
        re.compile(
            rf"{_NOT_SO_MANY}{_YEAR}(?P<month>{NUMBER})月份?(?!\d|多少|[一二两三四几]次"
            rf"|[几领拿发])(?:[的,]?{_THIRD})?"
        ),
        "range",
        reckoning.part_of_named_month,
    ),
    (re.compile(rf"(?<![岁年]){_NOT_SO_MANY}月{_THIRD}"), "range", reckoning.coming_part_of_month),
    (
        re.compile(rf"(?P<count>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜)(?:之内|以内|内)"),
        "range",
        reckoning.within,
    ),
    (
        re.compile(
            rf"(?P<over>再?过)?(?<![第几])(?P<count>{NUMBER}|半|几|好几)个?(?P<unit>天|日|月|周|星期"
            r"|礼拜)(?:(?P<later>以后|之后|过后|后)|(?P<past>以前|之前|前))?"
        ),
        "named",
        reckoning.offset,
    ),
    (
        re.compile(r"(?<!提)前(?:几|些|两)(?:天|日)|前阵子|前段时间|(?<!失)去年|(?<!以)前年"),
        "named",
        reckoning.long_ago,
    ),
    (re.compile(rf"{_WHICH_WEEK}?一?个?(?:{_WEEK}末|双休日?)"), "range", reckoning.weekend),
    (
        re.compile(
            rf"(?<![每几老姓])(?:{_WHICH_WEEK}一?个?|(?<![一二两三四五六七八九十\d]){_NOT_SO_MANY}"
            rf"|(?<=[周期拜][一二三四五六日天])){_WEEK}(?:[的,]?{_WEEK})?(?P<day>{_ONE_OF_WEEK})"
            r"(?P<next_day>[二三四五六日天](?![点号时月个人楼次块气]))?"
        ),
        "weekday",
        reckoning.weekday,
    ),
    (re.compile(rf"{_WHICH_WEEK}一?个?{_WEEK}(?!年|边|围|到)(?:之内|以内|内)?"), "range", reckoning.week),
    (re.compile(r"明后(?:两?天|两日|日)"), "range", reckoning.tomorrow_or_after),
    (re.compile(r"(?:这|近|最近)(?P<few>几|两|二|三)[天日]"), "range", reckoning.these_days),
    (re.compile(r"过(?:些|几个?)(?:天|日子|日)|过(?:一)?(?:阵子|段时间)"), "range", reckoning.next_few_days),
    (
        re.compile(
            r"(?P<name>大前|大后|外后|赶明|(?<![证声表文聪])明|今|昨|(?<![以之先然最])后"
            rf"|(?<![以之提先目])前)(?:天(?!数)|[个儿]儿{_CHILD}|儿个?{_CHILD}|日|个(?![人月体性税别]))"
        ),
        "named",
        reckoning.named_day,
    ),
    (
        re.compile(
            r"(?P<name>(?<![证声表文聪])明|今|昨)(?=[早晚夜晨]|上午|下午|中午|傍晚|凌晨)|听日|明(?:朝(?![代那])|仔载|仔日|旦)"
        ),
        "named",
        reckoning.named_day,
    ),
    (
        re.compile(
            r"(?P<holiday>元旦|国庆|五一(?=节|劳动节|假|[以之]?[前后]|期间))(?:劳动)?节?(?:那天|当天)?"
        ),
        "date",
        reckoning.holiday,
    ),
    (re.compile(rf"(?<![\d.第])(?P<day>{NUMBER})号{_NO_DAY_AFTER}"), "date", reckoning.day_of_month),
    (
        re.compile(rf"(?<![\d.第-])(?P<day>{NUMBER})(?=[-~—到至]{MASK})(?!.*[点时])"),
        "date",
        reckoning.day_of_month,
    ),
    (
        re.compile(r"(?<![\d.第月])(?P<day>3[01]|[12]\d|[1-9])日(?![内之游子常元均])"),
        "date",
        reckoning.day_of_month,
    ),
)
"""The longer words first, so that what is left of a text belongs to no longer one."""
