"""How residents ask for somebody to do something, as patterns over whole clauses."""

from __future__ import annotations

import re

from assistant.cases.kinds import CaseKind


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{way})" for way in ways))


_I = "(?:我|俺)"
_MINE = "(?:我|俺|咱)(?:们|妈|爸|老伴|老婆|老公|父母|爷爷|奶奶)?"
_WHEN = (
    "(?:今天|明天|后天|上午|下午|晚上|早上|现在|有空|有时间|方便|尽快|赶紧|赶快|马上|快点|快|再"
    "|等会儿?|待会儿?|一会儿?|的时候|时)"
)
_STAFF = (
    "(?:你们的人|你们|恁们?|你|您|(?:一?个)?(?:工作人员|同志|干部|社区的人|街道的人|社区|街道|管事的|人))"
)
_ASKING = (
    "(?:请问|请|麻烦|劳驾|能不能|可不可以|可以|能|希望|想请|想叫|想让|要|叫|让|派|喊|安排|找|拜托|那就?|还是)"
)
_WANTS = f"{_I}(?:要|想要?|需要)"
_LEAD = f"{_I}?(?:{_ASKING}|{_STAFF}|{_WHEN})*"
_TAIL = "(?:一下|一趟|吧|啊|呀|哦|嘛|好吗|行吗|可以吗|成吗|行不行|好不好|可不可以|谢谢|谢了|吗|呢)*"
_CALL = "(?:一?个|一下|一?通)?(?:电话|话|手机)"
_SPEAK = f"(?:{_WHEN}*来?(?:说|讲|谈|问|聊|告诉我|通知我|联系)(?:一下|说|清楚|明白)?)?"
_FORM = "(?:这个|这张|那个)?(?:表|申请表|表格|单子|申请)?"

_CALLBACK = (
    f"(?:给|跟)我{_WHEN}*(?:回|打|来|拨|去){_CALL}",
    f"(?:给|跟)我{_WHEN}*(?:回电|来电)",
    f"(?:回|打|来|拨){_CALL}(?:给|跟)我",
    f"(?:回|打|拨)我的?{_CALL}",
    f"回{_CALL}",
    "回电",
    "(?:打?电话)?联系我",
    "跟我联系",
    "打电话(?:给|跟)我(?:说|讲)",
)
_WHERE_TO = f"(?:{_WHEN}|去|到|来|你们|大厅|窗口|街道|社区|中心|办事|办理|周[一二三四五六日])*"
_AT_HOME = (
    "一趟",
    "一下",
    "看看",
    "看一下",
    "一次",
    "来?(?:帮|给|替|为)(?:我|俺|忙|老人|他|她).{0,10}",
    "来?帮.{1,8}办.{0,6}",
    "来?办.{0,6}",
)

CHINESE: tuple[tuple[CaseKind, re.Pattern[str]], ...] = (
    (CaseKind.CALLBACK, _any(f"{_LEAD}(?:{'|'.join(_CALLBACK)}){_SPEAK}{_TAIL}")),
    (
        CaseKind.APPOINTMENT,
        _any(
            f"{_LEAD}{_I}?(?:要|想|需要)?(?:帮我|给我|替我|跟你们|和你们)?{_WHEN}*"
            "(?:约|定|预约|订)(?:一?个|一下|下)?(?:时间|日子|时候).{0,12}",
            f"(?:{_LEAD}(?:帮我|给我|替我)|{_I}?(?:要|想要?|需要))预约(?:一下|一?个号)?{_WHERE_TO}{_TAIL}",
            f"预约{_TAIL}",
            f"{_WANTS}预约{_WHEN}*(?:去|到|来)?(?:大厅|窗口|你们那儿?)?办.{{1,10}}",
            f"{_LEAD}(?:帮|替|给)(?:我|俺)?.{{1,8}}预约(?:办|去办)?.{{1,10}}",
        ),
    ),
    (
        CaseKind.HOME_VISIT,
        _any(
            f"{_LEAD}(?:来|到|去|上){_MINE}(?:家|这儿?|这里|屋里)里?来?(?:{'|'.join(_AT_HOME)}){_TAIL}",
            f"{_LEAD}来?上门来?(?:帮|给|替|为)(?:{_MINE}|老人|他|她|忙).{{0,10}}{_TAIL}",
            f"{_LEAD}(?:请|麻烦|派|叫|让|安排|喊){_STAFF}?(?:来|到)?上门来?(?:一趟|服务|办理?|看看)?.{{0,6}}{_TAIL}",
            f"{_I}?(?:要|想要|需要|申请){_STAFF}?上门服务{_TAIL}",
            f"{_LEAD}(?:派|叫|让|安排|喊){_STAFF}(?:来|到|去).{{2,20}}(?:帮|给|替){_MINE}办.{{1,10}}{_TAIL}",
        ),
    ),
    (
        CaseKind.ASSISTED_FILING,
        _any(
            f"{_LEAD}(?:直接)?(?:帮|替|给){_I}代?(?:办理?|弄|申请|填|报)"
            f"(?:一下|下|掉|了|好|这个|这件事|手续|申请)*{_TAIL}",
            f"{_LEAD}(?:直接)?(?:帮|替|给){_I}(?:代办|代填|代申请|填|写)(?:一下|下|个|张|份)?"
            f"(?:.{{0,6}}(?:表|申请|申请书|单子|资料|手续))?{_TAIL}",
            f"{_WANTS}(?:{_ASKING}|{_STAFF})*(?:帮我)?代办(?!点|费|公司).{{0,8}}{_TAIL}",
            f"{_FORM}{_I}?(?:实在)?不会(?:填|写){_FORM}的?{_TAIL}",
        ),
    ),
    (
        CaseKind.COMPLAINT,
        _any(
            f"{_I}们?(?:要|想要?|来|得)(?:向你们|跟你们|实名)?(?:投诉|举报|检举|反映)"
            "(?!信|人|电话|渠道|平台|了).{0,14}",
            f"{_LEAD}(?:帮|替|给)我(?:登记)?(?:一?个|一下)?(?:投诉|举报|反映)(?!信|电话).{{0,10}}{_TAIL}",
        ),
    ),
)

CANNOT_COME = re.compile(
    f"(?:{_MINE}|老人)?(?:年纪大了?|老了)?(?:实在|现在|也)?"
    "(?:走不动|走不了路|下不了(?:楼|床)|动不了|出不了门|腿脚不(?:好|便|方便|行)|瘫痪?在床|卧床)(?:了|路了?)?"
    "(?:实在|也)?(?:来|去|过来|过去|到)不了(?:大厅|窗口|你们那儿?|你们那里|街道|社区)?(?:了|啊|呀)?"
)
"""Somebody who cannot come is to be visited."""

_SOMEONE = "(?:you|someone|somebody|staff)"
_PLEASE = f"(?:please |(?:can|could|will|would) {_SOMEONE}(?: please)? |i (?:want|need) {_SOMEONE} to )+"

ENGLISH: tuple[tuple[CaseKind, re.Pattern[str]], ...] = (
    (
        CaseKind.CALLBACK,
        _any(
            f"(?:{_PLEASE}|kindly |have {_SOMEONE} )?(?:call|ring|phone) me(?: back)?(?: on the phone)?"
            "(?: later| tomorrow| today| soon| now)?(?: please)?",
            f"(?:{_PLEASE}|kindly )?call back(?: please)?",
            "(?:i (?:want|need|would like) |i'd like )a (?:call ?back|phone call)(?: please)?",
        ),
    ),
    (
        CaseKind.APPOINTMENT,
        _any(
            "(?:please |i (?:want|need|would like) (?:to )?|i'd like (?:to )?"
            "|(?:can|could|may) (?:i|you) (?:please )?|help me (?:to )?)+"
            "(?:(?:make|book|get|have|arrange) )?(?:me )?an appointment.{0,30}",
            "book (?:me )?an appointment.{0,20}",
        ),
    ),
    (
        CaseKind.HOME_VISIT,
        _any(
            f"{_PLEASE}(?:send {_SOMEONE} |come |visit me ).{{0,4}}(?:to |at )?(?:my |our )?"
            "(?:home|house|place|flat)(?: to help(?: me)?)?(?: please| today| tomorrow)*",
            "(?:i (?:want|need|would like) |i'd like )?a home visit(?: please)?",
        ),
    ),
    (
        CaseKind.ASSISTED_FILING,
        _any(
            f"{_PLEASE}(?:help me )?(?:fill|fill in|fill out|file|complete|do) (?:the |this |my |a )?"
            "(?:form|forms|application|paperwork).{0,16}",
            "i (?:can't|cannot|can not|don't know how to) fill (?:in |out )?(?:the |this |a )?forms?.{0,16}",
        ),
    ),
    (
        CaseKind.COMPLAINT,
        _any(
            "(?:i (?:want|would like|need) to |i'd like to )"
            "(?:complain|make a complaint|file a complaint).{0,40}"
        ),
    ),
)

HINTS: tuple[tuple[CaseKind, re.Pattern[str]], ...] = (
    (CaseKind.COMPLAINT, _any("投诉|举报|检举", r"\bcomplain")),
    (CaseKind.HOME_VISIT, _any("上门|[来到]我家|走不动|下不了[楼床]", r"home visit|\bmy (?:home|house)\b")),
    (
        CaseKind.CALLBACK,
        _any("回电|[给回打]我.{0,4}电话|电话(?:给|联系)我|联系我", r"\b(?:call|ring|phone) me\b"),
    ),
    (CaseKind.APPOINTMENT, _any("预约|约个?时间", r"\bappointment\b")),
    (CaseKind.ASSISTED_FILING, _any("帮我办|代办|填表|不会填", r"\bfill (?:in|out)\b")),
)
"""What tells kinds apart once it is certain that a person is wanted."""

QUESTION = _any(
    "怎么|怎样|如何|咋|什么|啥|多少|多久|哪|几[个天点号]|谁|要不要|需不需要|用不用|有没有用|条件|材料|流程",
    "合法|犯法|真的|骗|收费|要钱|该不该|为何",
    "吗$(?<!好吗)(?<!行吗)(?<!可以吗)(?<!成吗)",
    r"\b(?:how|what|where|which|when|why|who|do i need|is it|are there|does|should i)\b",
)
"""What makes a clause a question about calls, visits and help, and no wish for them."""

WISH = re.compile(
    "(?=.*(?:(?:帮|给|替|为|跟)我|我家|派))(?:你们|您|你)?(?:能不能|可不可以|可以|能|方便|请|麻烦)"
)
"""A wish in the form of a question: 能给我打个电话吗."""
