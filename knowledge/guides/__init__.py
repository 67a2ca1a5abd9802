"""Life events: guides that string services together in the order in which they are needed."""

from knowledge.guides.guide import Guide, Guides, Step

__all__ = ["Guide", "Guides", "Step"]
