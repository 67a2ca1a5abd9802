"""Cut a long story into pieces short enough to be a question."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^。!?;,、:\n]+[。!?;,、:\n]*")
_LEAST, _MOST = 8, 40
_LIMIT = 6


def windows(text: str) -> list[str]:
    """`text` itself, and for a text of more than 40 characters also its neighbouring clauses in pieces.

    A piece has 8 to about 40 characters. There are at most six; the first and the last of a longer story are
    kept, because people say there what they want.
    """
    if len(text) <= _MOST:
        return [text]
    pieces = [""]
    for clause in _PIECE.findall(text):
        if len(pieces[-1]) >= _LEAST and len(pieces[-1]) + len(clause) > _MOST:
            pieces.append("")
        pieces[-1] += clause
    if len(pieces) > 1 and len(pieces[-1]) < _LEAST:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    if len(pieces) > _LIMIT:
        pieces = pieces[: _LIMIT // 2] + pieces[-(_LIMIT // 2) :]
    return [text, *pieces] if len(pieces) > 1 else [text]
