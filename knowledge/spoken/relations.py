"""What a person can be to the resident who speaks."""

from __future__ import annotations

from typing import Literal

Relation = Literal[
    "self", "mother", "father", "spouse", "child", "grandparent", "grandchild", "sibling", "parent_in_law",
    "relative", "neighbour", "friend", "employer", "client", "other",
]  # fmt: skip

_PARENTS = frozenset({"mother", "father"})
_NO_KIN: frozenset[Relation] = frozenset({"neighbour", "friend", "employer", "client", "other"})


def of_relative(whose: Relation, relation: Relation) -> Relation:
    """What somebody's relative is to the speaker: a spouse's mother is a parent in law."""
    if relation in _NO_KIN:
        return relation
    if whose in _NO_KIN:
        return whose
    if relation in _PARENTS and whose == "spouse":
        return "parent_in_law"
    if relation in _PARENTS and whose in _PARENTS:
        return "grandparent"
    if relation == "child" and whose == "child":
        return "grandchild"
    if relation == "child" and whose == "spouse":
        return "child"
    return "relative"
