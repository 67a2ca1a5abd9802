"""The names of the drivers a speaking process may be started with."""

KOKORO = "bangban_kokoro"
"""Our driver for Kokoro."""

ESPEAK = "espeak"
"""espeak-ng as it comes with `espeakng_loader`."""

SYSTEM = "system"
"""The voices of the operating system, where pyttsx3's own choice for it is not espeak."""
