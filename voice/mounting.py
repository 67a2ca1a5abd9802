"""What is served, put together from the settings."""

from __future__ import annotations

import logging

import jieba

from voice.hearing_part import Choose, Hearing
from voice.server import Part
from voice.settings import Settings
from voice.speaking_part import Speaking
from voice.speech import Speech


def parts_from(settings: Settings, choose: Choose | None = None) -> list[Part]:
    """The parts of one installation; what has no model is there and says so.

    `choose` gives another recogniser than the settings do.
    """
    # It has a handler of its own, which is no JSON.
    jieba.setLogLevel(logging.WARNING)
    hearing = Hearing(settings, choose)
    speech = Speech(settings.models_dir, settings.cache_dir, settings.voice, busy=lambda: hearing.live > 0)
    return [hearing, Speaking(speech)]
