"""The English words for persons, by what they are to the speaker."""

from __future__ import annotations

import re

from knowledge.spoken.relations import Relation

OF = re.compile(r"'s?\s*(?:old )?")
"""What stands between two persons of whom the second is the first one's: my wife's mother."""

_WORDS: dict[Relation, str] = {
    "parent_in_law": "mother-in-law|father-in-law|mother in law|father in law|in-laws",
    "relative": (
        "son-in-law|daughter-in-law|brother-in-law|sister-in-law|son in law|daughter in law|brother in law"
        "|sister in law"
        "|uncle|aunt|auntie|cousin|nephew|niece|relatives?|relation|parents|family"
    ),
    "grandparent": (
        "grandmother|grandfather|grandma|grandpa|granny|grandad|granddad|nan|great-grandmother"
        "|great-grandfather"
    ),
    "grandchild": "grandson|granddaughter|grandchild|grandchildren|grandkid",
    "mother": "mother|mum|mom|mama|mummy|ma|stepmother",
    "father": "father|dad|daddy|papa|stepfather",
    "spouse": "wife|husband|spouse|partner|old man|old lady|better half|missus|hubby",
    "child": "son|daughter|child|kid|children|boy|girl",
    "sibling": "brother|sister|sibling",
    "neighbour": "neighbou?rs?",
    "friend": "friend|colleague|classmate|workmate|roommate",
    "employer": "employer|boss",
    "client": "client|patient|service user|the (?:man|woman|lady|person) i (?:care for|look after)",
}
_ANY = re.compile(
    (
        r"(?:\b(?:my|our|a|an|the|his|her)\s+(?:(?:old|late|elderly|eldest|youngest|older|younger|big|little"
        r"|ex|disabled|sick)\s+)*)?\b(?:"
    )
    + "|".join(rf"(?P<{relation}>{words})" for relation, words in _WORDS.items())
    + r")\b",
    re.IGNORECASE,
)
_NEXT_DOOR = re.compile(
    r"\b(?:the |an? )?(?:old |elderly )?(?:man|woman|lady|gentleman|people|family|person) (?:next door"
    r"|upstairs|downstairs|across the (?:hall|road))",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:someone|somebody) else\b|\b(?:an|the) (?:old|elderly) (?:man|woman|lady|person|gentleman)\b"
    r"|\b(?:mr|mrs|ms|miss)\.? [a-z]+",
    re.IGNORECASE,
)


def mentions(text: str) -> list[tuple[int, int, Relation]]:
    """Where persons stand in `text`, and what they are; the places may overlap."""
    found: list[tuple[int, int, Relation]] = [
        (*match.span(), "neighbour") for match in _NEXT_DOOR.finditer(text)
    ]
    found += [(*match.span(), "other") for match in _OTHER.finditer(text)]
    for match in _ANY.finditer(text):
        found += [(*match.span(), relation) for relation in _WORDS if match[relation]]
    return found
