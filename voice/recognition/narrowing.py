"""The few words an answer to a closed question is made of, and when they are believed.

Only a recogniser of all words can tell that something else was said, so the narrow one never answers alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice.endpointing import Expectation
from voice.recognition.engine import Alternative, Recognised, Wanted
from voice.recognition.words import joined, length

_YES_NO: Final = (
    "是", "是的", "不是", "对", "对的", "不对", "好", "好的", "不好", "要", "不要",
    "可以", "不可以", "有", "没有", "行", "不行", "嗯",
)  # fmt: skip
_DIGITS: Final = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "幺", "两")
_MANDARIN: Final[dict[Expectation, tuple[str, ...]]] = {"yes_no": _YES_NO, "digits": _DIGITS}
_LONGEST_WORD: Final = 6
_MOST_MORE: Final = 1


def sentences(wanted: Wanted, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The answers that are expected, as words of the model divided by spaces; empty when one of them is not
    known.

    The words of a closed question of yes or no and of digits are the language's; those of a choice are its
    phrases.
    """
    if wanted.expect not in ("yes_no", "digits", "choice"):
        return ()
    answers = wanted.phrases
    if wanted.expect != "choice" and wanted.language == "zh":
        answers = (*_MANDARIN[wanted.expect], *answers)
    divided = [_divided(answer, known) for answer in dict.fromkeys(answers)]
    return tuple(answer for answer in divided if answer) if all(divided) else ()


def better(heard: Recognised, narrow: str, knows_others: bool) -> Recognised:
    """What was heard by all words, corrected by the narrow recogniser.

    Its text comes first when the model has a word for sounds that are none of the expected (`knows_others`),
    none of those was heard, and the other recogniser heard hardly more. Otherwise it is the last alternative,
    and nothing when nothing else was heard: without a word for them noises become answers.
    """
    text = joined(narrow)
    sure = knows_others and bool(text) and "unk" not in narrow
    if not text or (not sure and not heard.alternatives):
        return heard
    others = tuple(each for each in heard.alternatives if each.text != text)
    same = [each for each in heard.alternatives if each.text == text]
    if sure and length(heard.text) <= length(text) + _MOST_MORE:
        return Recognised((Alternative(text, same[0].confidence if same else 0.5), *others))
    return heard if same else Recognised((*heard.alternatives, Alternative(text, 0.0)))


def _divided(answer: str, known: Callable[[str], bool]) -> str:
    """The longest known words one after the other; empty when a piece is not known."""
    words: list[str] = []
    for piece in answer.split():
        rest = piece
        while rest:
            word = next(
                (rest[:end] for end in range(min(len(rest), _LONGEST_WORD), 0, -1) if known(rest[:end])), ""
            )
            if not word:
                return ""
            words.append(word)
            rest = rest[len(word) :]
    return " ".join(words)
