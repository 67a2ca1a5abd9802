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
    """How many characters of a message, signature included, are too many; 0 when it fits."""
    parts, size = gsm.parts(message), gsm.length(message)
    if parts <= MOST_PARTS:
        return 0
    # Only the English alphabet fits more than this into its parts.
    is_english = size > parts * gsm.UCS_EACH
    return max(1, size - (ENGLISH_MOST if is_english else CHINESE_MOST))
