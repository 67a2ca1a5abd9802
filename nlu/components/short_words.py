"""Short messages that mean one thing whatever the classifier has learned: a yes, a no, no idea, a greeting, thanks.

Whole messages only, without punctuation. What the assistant decides by fixed words before it asks Rasa (“不用了”
drops the matter, “听不清” wants it louder) is no yes and no no here either.
"""

from __future__ import annotations

import re

_SOFT = "[吧啊呢呀哦嘛啦咯喽哈哩呗噢哟哇嘞咧]*"
_LEAD = "(?:那|那个|就|我|俺|咱|这个?|嗯+|哎|哦|都|也|真的?|还)*"
_YES = (
    "(?:对(?:的|头|了)?|没错|是(?:的|滴|这样的?|这个)?|好(?:的|滴)?|行的?|可以的?|要得|要的?|成|中|得|使得|系|嗯+"
    "|正确|确[定认]|同意|愿意|需要|当然|没问题|没意见|就(?:是这[个样]|这样|是)|了解|(?:知道|明白|懂|晓得)了|欧克)"
)
_NO = (
    "(?:不(?:是|对|要|行|可以|需要|成|中|想要?|愿意|同意|用(?!了))?(?:的|了)?|没有?(?!了)|错了|[莫没冇]得|没必要|没这回事"
    "|唔(?:系|要)|[弗毋]是|勿要|都(?:不[是要对]|没有))"
)
_NO_IDEA = (
    "(?:不(?:太|大)?(?:知道|晓得|清楚|确定|记得|好说|想(?:说|讲|回答)|方便说|愿意说|告诉你)"
    "|[说记搞弄]不(?:太|大)?(?:准|清楚?|好|上来?)了?|想不起来?了?|忘(?:记|掉)?了|没数|没注意过?|没印象|拿不准"
    "|[唔毋弗]知|[弗唔]晓得|(?:谁|哪个?|我哪)(?:里)?(?:知道|晓得))"
)
_GOOD = "(?:早上|中午|下午|晚上|大家|各位|老师|同志|师傅|领导|新年|过年|帮办|小帮)"
_HELLO = f"(?:喂+|嗨|嘿(?!嘿)|哈[喽啰]|(?:{_GOOD}|[你您侬]们?)好|早安?|您早|雷猴|(?:你|有人)?在吗|在不在|有人吗|老师|师傅)"
_THANKS = "(?:(?:太|真|非常|好)?(?:谢谢|多谢|感谢|谢了|辛苦了?|麻烦(?:你|您|你们)?了|唔该晒?|劳驾了|3q)(?:[你您侬]们?|帮忙|晒)?了?)"
_BYE = "(?:再见|再会|拜拜?|慢走|晚安|回头见|没(?:别的|其他|什么|啥)?事了|(?:先|我)?挂了|我(?:先)?走了|先这样|问完了)"
_FIRST = "(?:好的?|行了?|嗯+|可以了?|知道了|明白了|那|我|哦|ok)*"

_ENGLISH = {
    "affirm": "(?:yes|yeah|yep|yup|sure|right|correct|exactly|fine|perfect|ok|okay|thatsright|thatscorrect)+(?:please|then)?",
    "deny": "(?:no|nope|nah|never|neither|none)+(?:thanks|thankyou)?",
    "dont_know": "(?:ihave)?no(?:idea|clue)|(?:im|iam)?notsure",
    "greet": "(?:(?:hello|hi|hey)(?:there|again)?)?(?:good)?(?:morning|afternoon|evening|day)|(?:hello|hi|hey)+(?:there|again)?",
    "thanks": "(?:ok|great|many|yes)?(?:thx|ta|thanks|thankyou)(?:verymuch|somuch|alot)?",
    "goodbye": "(?:ok|okay)?(?:good)?(?:bye)+(?:now|then)?|goodnight|seeyou(?:later|tomorrow)?",
}
_CHINESE = {
    "dont_know": f"{_LEAD}{_NO_IDEA}{_SOFT}",
    "affirm": f"(?:{_LEAD}{_YES}{_SOFT})+",
    "deny": f"(?:{_LEAD}{_NO}{_SOFT})+",
    "greet": f"(?:{_HELLO}{_SOFT})+",
    "thanks": f"{_FIRST}{_SOFT}(?:{_THANKS}{_SOFT})+",
    "goodbye": f"{_FIRST}{_SOFT}(?:{_BYE}{_SOFT})+(?:谢谢)?",
}
ONLY = tuple((intent, re.compile(f"{chinese}|{_ENGLISH[intent]}")) for intent, chinese in _CHINESE.items())
"""An intent, and what it is said with; the first that is the whole message holds."""


def only(bare: str) -> str | None:
    """The intent of a message without punctuation, in lower case; None when it says anything more."""
    return next((intent for intent, pattern in ONLY if bare and pattern.fullmatch(bare)), None)
