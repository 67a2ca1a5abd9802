"""Whether a reply fits into one text message of two parts, signature included (ACCESSIBILITY, SMS)."""

from __future__ import annotations

from assistant.rendering import gsm
from assistant.rendering.sms import MOST_PARTS
from knowledge.article import Bilingual

CHINESE_MOST = gsm.UCS_EACH * MOST_PARTS
ENGLISH_MOST = gsm.GSM_EACH * MOST_PARTS

HINT = Bilingual(
    zh=f"连签名最多{CHINESE_MOST}个字。不要写网址。",
    en=(
        f"At most {CHINESE_MOST} characters with the signature, {ENGLISH_MOST} if all are English. "
        "No web addresses."
    ),
)


def over(message: str) -> int:
    """How many characters must go from the end of a message, signature included, until it fits."""
    fitting, too_long = 0, len(message) + 1
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if gsm.parts(message[:middle]) <= MOST_PARTS:
            fitting = middle
        else:
            too_long = middle
    return len(message) - fitting
