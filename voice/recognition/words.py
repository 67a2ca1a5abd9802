"""Words as engines write them, and as people read them."""

from __future__ import annotations

import re

_CHINESE = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007]"
_BETWEEN_CHINESE = re.compile(rf"(?<={_CHINESE})\s+(?={_CHINESE})")
_UNKNOWN = re.compile(r"\s*(\[unk\]|<unk>|<UNK>)\s*")


def joined(text: str) -> str:
    """Without the spaces an engine puts between Chinese words, and without its marks for sounds it has no
    word for.
    """
    return _BETWEEN_CHINESE.sub("", _UNKNOWN.sub(" ", text)).strip()


def length(text: str) -> int:
    """How much is said: Chinese characters, and words of other scripts."""
    chinese = len(re.findall(_CHINESE, text))
    return chinese + len(re.sub(_CHINESE, " ", text).split())
