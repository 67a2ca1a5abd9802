from __future__ import annotations

import pytest

from assistant.conversation.answers import Content
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.dialogue.keypad import KeypadEngine
from tests.assistant.conversation.tasks.talking import Talk


@pytest.fixture
def talk(content: Content, composer_of_all: Composer, commands: Commands) -> Talk:
    """By text message, on Monday 2026-03-02 at half past nine."""
    return Talk(composer_of_all, commands, KeypadEngine(content.aspects, content.regions))
