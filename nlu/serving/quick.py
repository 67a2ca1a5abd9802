"""Takes out of Rasa what it does anew at each turn though it never changes.

Together these take four fifths of a turn's processor time. Nothing is decided differently.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.events import Event
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = Mapping[str, Mapping[str, Any]]
_ANY = ""


class WrongAnswer(Exception):
    """The action server answered something that is no result of an action."""


def make_quick() -> None:
    """Call before the model is loaded."""
    RemoteAction._validate_action_result = _check_answer  # noqa: SLF001 - Rasa offers no other place
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
    RulePolicy._get_possible_keys = _possible_keys  # noqa: SLF001 - Rasa offers no other place


def _check_answer(_: RemoteAction, answer: Any) -> bool:
    """What Rasa checks by a JSON schema, which it compiles and checks itself at every action."""
    if not isinstance(answer, dict):
        raise WrongAnswer
    events, responses = answer.get("events", []), answer.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        raise WrongAnswer
    if not all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in events):
        raise WrongAnswer
    if not all(isinstance(response, dict) for response in responses):
        raise WrongAnswer
    return True


class Rules:
    """Rules by the action and the intent with which they end, so that few have to be tried at a turn."""

    def __init__(self, lookup: Mapping[str, Any]) -> None:
        self.lookup = lookup
        self._by_end: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key in lookup:
            self._by_end[_end_of_rule(json.loads(key)[-1])].append(key)

    def that_may_end_in(self, state: State) -> set[str]:
        """Every rule that Rasa finds applicable to the latest state, and a few that it does not."""
        if not state.get(PREVIOUS_ACTION):
            # Of two beginnings of a conversation Rasa compares nothing.
            return set(self.lookup)
        action = str(state[PREVIOUS_ACTION].get(ACTION_NAME, _ANY))
        intent = str(state.get(USER, {}).get(INTENT, _ANY))
        ends = {(action, intent), (action, _ANY), (_ANY, intent), (_ANY, _ANY)}
        return {key for end in ends for key in self._by_end.get(end, ())}


def _end_of_rule(state: State) -> tuple[str, str]:
    """What the conversation's state must name; _ANY where the rule demands nothing, or something else."""
    action = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
    intent = state.get(USER, {}).get(INTENT)
    return _demanded(action), _demanded(intent)


def _demanded(value: Any) -> str:
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else _ANY


def _possible_keys(policy: RulePolicy, lookup: Mapping[str, Any], states: Sequence[State]) -> set[str]:
    """What Rasa finds by trying every rule at each of the states, the latest first."""
    keys = _rules_of(policy, lookup).that_may_end_in(states[-1]) if states else set(lookup)
    for place, state in enumerate(reversed(states)):
        keys = {key for key in keys if policy._is_rule_applicable(key, place, state)}  # noqa: SLF001
    return keys


def _rules_of(policy: RulePolicy, lookup: Mapping[str, Any]) -> Rules:
    """Kept with the policy: another model has other rules. A policy has two lookups."""
    kept: dict[int, Rules] = policy.__dict__.setdefault("rules_by_end", {})
    rules = kept.get(id(lookup))
    if rules is None or rules.lookup is not lookup:
        rules = kept[id(lookup)] = Rules(lookup)
    return rules
