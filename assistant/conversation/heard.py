"""How residents say that they want it otherwise: slower, simpler, once more, the one before, not at all.

Whole messages only: whoever says more than this says something else, which the dialogue decides.
"""

from __future__ import annotations

import re

from assistant.conversation import about_words
from assistant.messages import Act

_PLEASE = (
    "(?:不好意思|对不起|请|麻烦|劳驾|你|您|恁|能不能|可不可以|可以|能|帮我|给我|那|哎|喂|嗯|那个|就是"
    "|我要|我想|俺)*"
)
_END = "(?:一下|(?:行|好|成|可以)吗|行不行|好不好|中不|谢谢|谢了|[吧啊呀哦哎唉嘛呢哩咧了啦嘞咯点些])*"
_ASKED = "(?:吗|么|不)?"
"""What makes a wish a question: 能慢点吗. Whoever asks 取消了吗 wants nothing cancelled."""
_POLITE = "(?:please |can you |could you |would you |i want |i'd like )*"

_SAY = "(?:说|讲|念|读|播|放)"
_SAYING = f"{_SAY}?(?:话)?(?:得|的)?(?:再)?"
_BIT = "一?[点些]儿?"
_TOO = "(?:有点儿?|有一点|有些|太|也太)"
_SOUND = "(?:把)?(?:声音?|音量)"
_LETTERS = "(?:把)?(?:字体?|字号|文字)"
_MAKE = "(?:再)?(?:变|调|放|弄|搞|改)?"
_LETTERS_EN = "(?:make )?(?:the )?(?:text |letters |font |it )?"
_SWITCH = "(?:用|说|讲|写|发|看|要|换|换成|改成|改说)"
_SWITCH_EN = "(?:in |speak |use |switch to )?"
_I = "(?:我|俺|咱|我们)?(?:一点儿?|还是|都|完全|根本|实在|真的?|也|又)*"
_NOT_CLEAR = "(?:听|看|弄|搞|闹)?(?:不|没)(?:太|大|怎么)?(?:听|看|弄|搞)?(?:懂|明白)"
_NOT_HEARD = "听不(?:太|大)?(?:见|清楚?|到)"
_NOT_SEEN = "看不(?:太|大)?(?:见|清楚?)"
_BEFORE = "(?:刚才|刚刚|前面|之前|先前|上一?个)"
_MATTER = "(?:那个|那件|说的|问的|讲的|办的|的|那)?(?:事情?|问题|话)?"
_DROP = "(?:办|约|弄|搞|登记|预约|问|要)"
_SAID = f"(?:你|您)?(?:在)?{_SAY}?(?:的)?(?:啥|什么|话|这些)?"
_GONE = "[了啦嘞]"
_PAUSES = re.compile("(?<=[\u4e00-\u9fff])[\\s,、。;!…~]+(?=[\u4e00-\u9fff])")


def _whole(chinese: tuple[str, ...], english: tuple[str, ...], *, asked: str = "") -> re.Pattern[str]:
    return re.compile(
        f"{_PLEASE}(?:{'|'.join(chinese)}){_END}{asked}|{_POLITE}(?:{'|'.join(english)})(?: please)?"
    )


def _wish(chinese: tuple[str, ...], english: tuple[str, ...]) -> re.Pattern[str]:
    return _whole(chinese, english, asked=_ASKED)


def _preference(name: str, value: str) -> Act:
    return Act("preference", {"name": name, "value": value})


_PATTERNS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        _preference("rate", "slower"),
        _wish(
            (
                f"{_SAYING}慢(?:{_BIT}|慢)(?:儿)?{_SAY}?(?:话)?",
                f"慢慢(?:儿|地|的)?{_SAY}",
                f"{_SAYING}(?:慢{_BIT}|慢着{_BIT})+",
                f"{_SAYING}{_TOO}快|{_SAYING}恁快",
                f"{_I}跟不上",
            ),
            (
                "(?:speak |talk |go |say it )?(?:more )?slow(?:ly|er)",
                "slow down",
                "(?:you are |you're |you (?:speak|talk) |that is |it is )?too fast",
            ),
        ),
    ),
    (
        _preference("rate", "faster"),
        _wish(
            (f"{_SAYING}快{_BIT}{_SAY}?", f"{_SAYING}{_TOO}慢"),
            ("(?:speak |talk |go |say it )?(?:more quickly|faster)", "speed up", "too slow"),
        ),
    ),
    (
        _preference("volume", "louder"),
        _wish(
            (
                f"(?:{_I}{_NOT_HEARD})?{_SOUND}?{_SAYING}(?:大声|响|高声)(?!{_GONE})(?:{_BIT})?{_SAY}?",
                f"(?:{_I}{_NOT_HEARD})?大{_BIT}声音?{_SAY}?",
                f"{_SOUND}(?:{_TOO}[小轻低]|[小轻低]{_GONE}|{_MAKE}[大响高](?!{_GONE})(?:{_BIT})?)",
                f"{_I}{_NOT_HEARD}",
            ),
            (
                "(?:speak |talk |say it )?(?:louder|more loudly)",
                "speak up",
                "turn (?:it |the volume |the sound )?up|turn up (?:it|the volume|the sound)",
                "(?:it is |it's |you are )?too quiet",
                "i (?:can't|cannot) hear(?: you| it| that)?",
            ),
        ),
    ),
    (
        _preference("volume", "softer"),
        _wish(
            (
                f"{_SOUND}?{_SAYING}(?:小声|轻声)(?:{_BIT})?{_SAY}?",
                f"{_SOUND}(?:{_TOO}[大响吵]|[大响]{_GONE}|{_MAKE}[小轻低](?:{_BIT})?)",
                f"小{_BIT}声音?{_SAY}?|轻{_BIT}",
                f"{_TOO}吵",
            ),
            (
                "(?:speak |talk )?(?:softer|quieter|more softly|more quietly)",
                "turn (?:it |the volume |the sound )?down|turn down (?:it|the volume|the sound)",
                "(?:it is |it's |you are )?too loud",
            ),
        ),
    ),
    (
        _preference("size", "bigger"),
        _wish(
            (
                f"{_LETTERS}(?:(?:{_TOO}小{_GONE}?)?{_NOT_SEEN}|{_TOO}小|小{_GONE}|{_MAKE}大(?!{_GONE})(?:{_BIT}|号)?)",
                f"{_I}{_NOT_SEEN}(?:这?些?字)?",
                f"大(?:{_BIT})?字(?:体|版)?",
                "放大(?:一?点)?",
            ),
            (
                f"{_LETTERS_EN}(?:bigger|larger)(?: text| letters| font)?",
                "(?:(?:the )?(?:text|letters|font) (?:is |are )?|it is |it's )?too small",
            ),
        ),
    ),
    (
        _preference("size", "smaller"),
        _wish(
            (f"{_LETTERS}(?:{_TOO}大|大{_GONE}|{_MAKE}小(?:{_BIT}|号)?)", "缩小(?:一?点)?", f"小{_BIT}字"),
            (
                f"{_LETTERS_EN}smaller(?: text| letters| font)?",
                "(?:(?:the )?(?:text|letters|font) (?:is |are )?|it is |it's )?too (?:big|large)",
            ),
        ),
    ),
    (
        _preference("script", "hant"),
        _wish(
            (f"{_SWITCH}?(?:繁体字?|繁体中文|正体字?)",),
            (f"{_SWITCH_EN}traditional(?: chinese| characters)?",),
        ),
    ),
    (
        _preference("script", "hans"),
        _wish((f"{_SWITCH}?(?:简体字?|简体中文)",), (f"{_SWITCH_EN}simplified(?: chinese| characters)?",)),
    ),
    (
        _preference("language", "en"),
        _wish((f"{_SWITCH}?(?:英语|英文){_SAY}?",), (f"{_SWITCH_EN}english",)),
    ),
    (
        _preference("language", "zh"),
        _wish((f"{_SWITCH}?(?:中文|普通话|国语|汉语){_SAY}?",), (f"{_SWITCH_EN}(?:chinese|mandarin)",)),
    ),
    (
        Act("repeat"),
        _whole(
            (
                f"(?:{_I}(?:没|听不)(?:有)?(?:听)?(?:见|清楚?|到){_GONE}?)?(?:再|重新?){_SAY}(?:一?[遍次回]|一下)",
                f"{_I}没(?:有|大)?听(?:见|清楚?|到)(?:{_SAID})?",
                f"(?:刚才|刚刚)?(?:你|您)?(?:刚才|刚刚)?{_SAY}(?:的)?(?:是)?(?:啥子?|什么)(?:来着)?",
            ),
            (
                "say (?:it|that) (?:again|once more)|repeat (?:it|that)|come again|(?:i beg your )?pardon",
                "what did you say|one more time|i (?:didn't|did not) (?:hear|catch) (?:it|that|you)",
            ),
        ),
    ),
    (
        Act("simplify"),
        _whole(
            (
                f"(?:{_SAID})?{_I}{_NOT_CLEAR}(?:{_SAID})?",
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
                "(?:这|那)?(?:个|句话|个词|话|词|句)?(?:是)?(?:啥子?|什么|嘛|么子)意思",
                "(?:这|那)(?:个)?词(?:是)?(?:啥|什么)",
            ),
            ("what does (?:that|it|this) mean", "what do you mean", "meaning"),
        ),
    ),
    (
        Act("more"),
        _whole(
            (
                "(?:还有|还有别的|还有其他的|还有什么|还有啥|还有哪些|还有没有)(?:吗|没有|没|呢)?",
                "(?:然后|后面|接下来)呢",
                f"(?:接着|继续|往下)(?:{_SAY}|看)?(?:下去)?|{_SAY}下去",
            ),
            ("what else", "anything else", "go on", "continue", "and then", "tell me more", "more"),
        ),
    ),
    (
        Act("back"),
        _whole(
            (
                f"(?:咱们?)?(?:回|倒|退|返)回?(?:到|去)?{_BEFORE}{_MATTER}",
                f"(?:接着|再)?(?:{_SAY}|看|问|办)?(?:回)?{_BEFORE}(?:那个|那件|说的|问的|讲的|办的)(?:事情?|问题)?(?:呢)?",
                f"{_BEFORE}的(?:事情?|问题)(?:呢)?|接着{_BEFORE}的?{_SAY}?|接着{_SAY}{_BEFORE}的?|{_SAY}回{_BEFORE}",
                "上一个|返回|后退|[退倒]回去",
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
                f"(?:还是|先)?(?:算{_GONE})+(?:吧)?(?:(?:我|俺)?不{_DROP}{_GONE}?)?",
                f"(?:我|俺|咱)?(?:先|还是)?不(?:想|打算)?{_DROP}{_GONE}|(?:我|俺)?先不{_DROP}",
                f"不用{_GONE}",
                "取消(?:掉|预约|登记)?",
                f"(?:别|不用){_DROP}了",
            ),
            ("never ?mind", "forget it", "cancel(?: it| that)?"),
        ),
    ),
)


def read(said: str) -> Act | None:
    """The act of a message in the form in which commands are compared; None when it says anything more."""
    heard = _PAUSES.sub("", said).replace("’", "'")
    for act, pattern in _PATTERNS:
        if pattern.fullmatch(heard):
            return act
    return Act("about", {"query": said}) if about_words.is_about(heard) else None
