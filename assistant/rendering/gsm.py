"""How many parts a text message takes: GSM 03.38 for the alphabet, 3GPP TS 23.040 for the lengths."""

from __future__ import annotations

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"
_SEPTETS = {**dict.fromkeys(_BASIC, 1), **dict.fromkeys(_EXTENSION, 2)}

GSM_ONE, GSM_EACH = 160, 153
UCS_ONE, UCS_EACH = 70, 67

_TYPOGRAPHIC = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)


def plain_punctuation(text: str) -> str:
    """English text with the marks that would force the longer alphabet written as in GSM."""
    return text.translate(_TYPOGRAPHIC)


def length(text: str) -> int:
    """Septets when every character is in the GSM alphabet, else UTF-16 units."""
    return sum(_costs(text)[0])


def parts(text: str) -> int:
    """Parts in which the network carries `text`; a character is never split over two of them."""
    costs, one, each = _costs(text)
    if sum(costs) <= one:
        return 1
    count, used = 1, 0
    for cost in costs:
        if used + cost > each:
            count, used = count + 1, 0
        used += cost
    return count


def _costs(text: str) -> tuple[list[int], int, int]:
    if all(character in _SEPTETS for character in text):
        return [_SEPTETS[character] for character in text], GSM_ONE, GSM_EACH
    return [2 if ord(character) > 0xFFFF else 1 for character in text], UCS_ONE, UCS_EACH
