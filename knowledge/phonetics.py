"""How words sound to a southern speaker or a recogniser, so that a wrong character is still found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from knowledge.normalise import CJK, normalise

_RUN = re.compile(f"[{CJK}]+|[A-Za-z]+")
_F_AS_H = {
    "fa": "hua",
    "fan": "huan",
    "fang": "huang",
    "fei": "hui",
    "fen": "hun",
    "feng": "hong",
    "fo": "huo",
    "fou": "hou",
    "fu": "hu",
}
_FLAT = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FRONT = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=2048)
def merge(syllable: str, r_as_l: bool = False) -> str:
    """One toneless pinyin syllable as speakers sound it who do not tell certain pairs apart.

    Merged: zh/z, ch/c, sh/s, n/l at the beginning, f/h, -ng/-n; with `r_as_l` also r/l.
    """
    syllable = _F_AS_H.get(syllable, syllable)
    for retroflex, flat in _FLAT:
        if syllable.startswith(retroflex):
            syllable = flat + syllable[2:]
    if syllable.startswith("n") or (r_as_l and syllable.startswith("r")):
        syllable = "l" + syllable[1:]
    for back, front in _FRONT:
        if syllable.endswith(back):
            syllable = syllable[: -len(back)] + front
    return syllable


def sounds(text: str, r_as_l: bool = False) -> tuple[tuple[str, ...], ...]:
    """The merged syllables of each unbroken run of Chinese characters; a Latin word is a run of one.

    Punctuation and digits end a run and are left out.
    """
    from pypinyin import lazy_pinyin  # takes a quarter of a second to import

    runs: list[tuple[str, ...]] = []
    for match in _RUN.finditer(normalise(text).lower()):
        run = match.group()
        if run[0].isascii():
            runs.append((run,))
        else:
            runs.append(tuple(merge(syllable, r_as_l) for syllable in lazy_pinyin(run, v_to_u=False)))
    return tuple(runs)


def ngrams(runs: Sequence[Sequence[str]], size: int) -> list[str]:
    """Neighbouring syllables, `size` at a time, joined by "-"; none reaches over the end of a run."""
    return ["-".join(run[i : i + size]) for run in runs for i in range(len(run) - size + 1)]


def similarity(first: str, second: str) -> float:
    """From 0 to 1: the share of neighbouring syllable pairs that two texts have in common (Dice).

    Texts of one syllable are compared by that syllable.
    """
    one, other = sounds(first), sounds(second)
    size = 2 if any(len(run) > 1 for run in one) and any(len(run) > 1 for run in other) else 1
    a, b = Counter(ngrams(one, size)), Counter(ngrams(other, size))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0
