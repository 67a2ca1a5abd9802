"""How residents say that they want it otherwise: slower, simpler, once more, the one before, not at all.

Whole messages only: whoever says more than this says something else, which the dialogue decides.
"""

from __future__ import annotations

import re

from assistant.messages import Act

_PLEASE = (
    "(?:请|麻烦|劳驾|你|您|恁|能不能|可不可以|可以|能|帮我|给我|那|那你|哎|喂|嗯|那个|就是|我要|我想|俺)*"
)
_END = "(?:一下|行吗|行不行|好吗|好不好|可以吗|中不|吧|啊|呀|哦|嘛|呢|了|点|些|谢谢)*"
_POLITE = "(?:please |can you |could you |would you |i want |i'd like )*"

_SAY = "(?:说|讲|念|读|播|放)"
_SAYING = f"{_SAY}?(?:话)?(?:得|的)?(?:再)?"
_BIT = "一?[点些]儿?"
_SOUND = "(?:声音?|音量)"
_LETTERS = "(?:把)?(?:字体?|字号|文字)"
_MAKE = "(?:再)?(?:变|调|放|弄|搞|改)?"
_LETTERS_EN = "(?:make )?(?:the )?(?:text |letters |font |it )?"
_SWITCH = "(?:用|说|讲|写|发|看|要|换|换成|改成|改说)"
_SWITCH_EN = "(?:in |speak |use |switch to )?"
_NOT_CLEAR = "(?:听|看|弄|搞|闹)?(?:不|没)(?:听|看|弄|搞)?(?:懂|明白|清楚)"
_BEFORE = "(?:刚才|刚刚|前面|之前|先前|上一?个)"
_MATTER = "(?:那个|那件|说的|问的|讲的|办的|的|那)?(?:事情?|问题|话)?"
_DROP = "(?:办|约|弄|搞|登记|预约|问|要)"


def _whole(chinese: tuple[str, ...], english: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"{_PLEASE}(?:{'|'.join(chinese)}){_END}|{_POLITE}(?:{'|'.join(english)})(?: please)?")


def _preference(name: str, value: str) -> Act:
    return Act("preference", {"name": name, "value": value})


_PATTERNS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        _preference("rate", "slower"),
        _whole(
            (
                f"{_SAYING}慢(?:{_BIT}|慢)(?:儿)?{_SAY}?(?:话)?",
                f"慢慢(?:儿|地|的)?{_SAY}",
                f"{_SAYING}(?:太|恁)快",
                "跟不上",
            ),
            (
                "(?:speak |talk |go |say it )?(?:more )?slow(?:ly|er)",
                "slow down",
                "(?:you are |you're |that is |it is )?too fast",
            ),
        ),
    ),
    (
        _preference("rate", "faster"),
        _whole(
            (f"{_SAYING}快{_BIT}{_SAY}?", f"{_SAYING}太慢"),
            ("(?:speak |talk |go |say it )?(?:more quickly|faster)", "speed up", "too slow"),
        ),
    ),
    (
        _preference("volume", "louder"),
        _whole(
            (
                f"{_SOUND}?{_SAYING}(?:大声|响|高声)(?:{_BIT})?{_SAY}?",
                f"{_SOUND}(?:太小|{_MAKE}[大响高](?:{_BIT})?)",
                f"大{_BIT}声音?",
            ),
            (
                "(?:speak |talk |say it )?(?:louder|more loudly)",
                "speak up",
                "turn (?:it |the volume )?up",
                "too quiet",
            ),
        ),
    ),
    (
        _preference("volume", "softer"),
        _whole(
            (
                f"{_SOUND}?{_SAYING}(?:小声|轻声)(?:{_BIT})?{_SAY}?",
                f"{_SOUND}(?:太[大响吵]|{_MAKE}[小轻低](?:{_BIT})?)",
                f"小{_BIT}声音?",
                "太吵",
            ),
            (
                "(?:speak |talk )?(?:softer|quieter|more softly|more quietly)",
                "turn (?:it |the volume )?down",
                "too loud",
            ),
        ),
    ),
    (
        _preference("size", "bigger"),
        _whole(
            (
                f"{_LETTERS}(?:太小|{_MAKE}大(?:{_BIT}|号)?|看不清楚?|看不见)",
                "大字(?:体|版)?",
                "放大(?:一?点)?",
            ),
            (f"{_LETTERS_EN}(?:bigger|larger)(?: text| letters| font)?", "(?:text |letters )?too small"),
        ),
    ),
    (
        _preference("size", "smaller"),
        _whole(
            (f"{_LETTERS}(?:太大|{_MAKE}小(?:{_BIT}|号)?)", "缩小(?:一?点)?"),
            (f"{_LETTERS_EN}smaller(?: text| letters| font)?", "(?:text |letters )?too big"),
        ),
    ),
    (
        _preference("script", "hant"),
        _whole((f"{_SWITCH}?(?:繁体字?|繁体中文|正体字?)",), ("traditional(?: chinese| characters)?",)),
    ),
    (
        _preference("script", "hans"),
        _whole((f"{_SWITCH}?(?:简体字?|简体中文)",), ("simplified(?: chinese| characters)?",)),
    ),
    (
        _preference("language", "en"),
        _whole((f"{_SWITCH}(?:英语|英文)",), (f"{_SWITCH_EN}english",)),
    ),
    (
        _preference("language", "zh"),
        _whole((f"{_SWITCH}(?:中文|普通话|国语|汉语)",), (f"{_SWITCH_EN}(?:chinese|mandarin)",)),
    ),
    (
        Act("simplify"),
        _whole(
            (
                f"(?:我|俺|咱)?(?:还是|都|实在|真的?|也)?{_NOT_CLEAR}(?:你|您)?(?:{_SAY}|在说)?(?:的?(?:啥|什么))?",
                f"(?:再)?{_SAY}(?:得|的)?(?:再)?(?:简单|明白|白|通俗)(?:{_BIT})?",
                "(?:太)?(?:复杂|深奥|难懂)",
                f"{_SAY}(?:人|大白|白)话",
                f"简单(?:一?点)?{_SAY}",
            ),
            (
                "i (?:still )?(?:don't|do not|didn't|did not) understand(?: it| that| you)?",
                "(?:say it |explain it )?(?:more simply|simpler|in simple words|in plain words)",
                "(?:that is |it is |it's )?too complicated",
            ),
        ),
    ),
    (
        Act("explain"),
        _whole(
            (
                "(?:这|那)?(?:个|句话|个词)?(?:是)?(?:啥|什么|嘛|么子)意思",
                "(?:这|那)(?:个)?词(?:是)?(?:啥|什么)",
            ),
            ("what does (?:that|it|this) mean", "what do you mean", "meaning"),
        ),
    ),
    (
        Act("more"),
        _whole(
            (
                "(?:还有|还有别的|还有其他的|还有什么|还有啥|还有没有)(?:吗|没有|呢)?",
                "(?:然后|后面)呢",
                f"(?:接着|继续|往下)(?:{_SAY}|看)?(?:下去)?",
            ),
            ("what else", "anything else", "go on", "continue", "and then", "tell me more", "more"),
        ),
    ),
    (
        Act("back"),
        _whole(
            (
                f"(?:咱们?)?(?:回|倒|退|返)回?(?:到|去)?{_BEFORE}{_MATTER}",
                f"(?:接着|再)?(?:说|讲|看|问|办)?{_BEFORE}(?:那个|那件|说的|问的|讲的|办的)(?:事情?|问题)?(?:呢)?",
                "上一个|返回|后退",
            ),
            (
                "(?:go )?back(?: to (?:the|that) (?:last|previous|one before|other).{0,12})?",
                "the (?:previous|last) one",
            ),
        ),
    ),
    (
        Act("cancel"),
        _whole(
            (
                f"(?:还是)?算了(?:吧)?(?:不{_DROP}了?)?",
                f"(?:先)?不{_DROP}了",
                "取消(?:掉|预约|登记)?",
                f"(?:别|不用){_DROP}了",
            ),
            ("never ?mind", "forget it", "cancel(?: it| that)?"),
        ),
    ),
)

_RELATIVE = (
    "(?:老?(?:妈妈|母亲|妈|爸爸|父亲|爸|爹|娘)|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈人|老伴儿?"
    "|老婆|老公|爱人|老头子|老太婆|媳妇|儿子|女儿|闺女|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|邻居|老人|孩子)"
)
_RELATIVE_EN = (
    "(?:mother|mom|mum|father|dad|wife|husband|neighbou?r|son|daughter|sister|brother|parents"
    "|grandmother|grandfather)"
)
_ABOUT = re.compile(
    f"(?:那|那么|要是|如果)?(?:是|换成|换)?(?:(?:我|俺|咱)?(?:家)?(?:的)?{_RELATIVE}|(?:我|俺)(?:自己|本人))"
    "(?:也)?(?:能不能|可不可以|能|可以|是不是|有没有|算不算)?(?:也)?(?:领|办|拿|享受|申请|有|这样|一样)?(?:呢|咧|哩|吗|不|嘛)"
    "|那(?:我|俺)呢"
    f"|(?:and |what about |how about )(?:my {_RELATIVE_EN}|me|myself)"
)


def read(said: str) -> Act | None:
    """The act of a message in the form in which commands are compared; None when it says anything more."""
    for act, pattern in _PATTERNS:
        if pattern.fullmatch(said):
            return act
    return Act("about", {"query": said}) if _ABOUT.fullmatch(said) else None
