"""How Chinese characters sound, so that a word that was misheard or mistyped still counts as itself."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "generated" / "sounds.txt"
"""A sound and its characters a line, written by assistant/nlu_export.py."""
# Pairs that southern speakers and recognisers do not tell apart.
_LIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))

Table = dict[str, str]


def load(file: Path = FILE) -> Table:
    """The sound of each character, where sounds that are not told apart are one."""
    table: Table = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        sound, characters = line.split("\t")
        table.update(dict.fromkeys(characters, _plain(sound)))
    return table


def spoken(text: str, table: Table) -> str:
    """The sounds of a text, with spaces between; what has no sound in the table is left out."""
    return " ".join(table[character] for character in text if character in table)


def _plain(sound: str) -> str:
    for one, other in _LIKE:
        if sound.startswith(one):
            sound = other + sound[len(one) :]
    return sound.removesuffix("g") if sound.endswith("ng") else sound
