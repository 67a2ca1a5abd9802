"""Can I get it: facts asked one at a time, rules over them, and what they come to."""

from knowledge.eligibility.facts import Fact, FactBook
from knowledge.eligibility.interview import Conclusion, Eligibility
from knowledge.eligibility.rules import Rule

__all__ = ["Conclusion", "Eligibility", "Fact", "FactBook", "Rule"]
