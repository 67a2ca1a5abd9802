"""espeak-ng's library as it comes with `espeakng_loader`: English words to phonemes."""

from __future__ import annotations

import ctypes
from pathlib import Path

import espeakng_loader

_RETRIEVAL = 1
_UTF8 = 1
_TIE = "^"
_IPA_WITH_TIES = 0x02 | 0x80 | (ord(_TIE) << 8)


def load_shared() -> ctypes.CDLL:
    """The library, loaded so that a later load by its name (`libespeak-ng.so.1`) finds this one.

    Raises OSError where the package has no library for the machine.
    """
    path = Path(espeakng_loader.get_library_path())
    return ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)


def data_folder() -> str:
    """The folder that holds `espeak-ng-data`, for ESPEAK_DATA_PATH."""
    return str(espeakng_loader.get_data_path())


class EspeakUnusable(Exception):
    """The library could not be started with its data or the wanted voice."""


class Espeak:
    """Phonemes in the International Phonetic Alphabet; one object in a process (the library is global)."""

    def __init__(self, voice: str = "en-us") -> None:
        self._library = load_shared()
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._library.espeak_TextToPhonemes.argtypes = [
            ctypes.POINTER(ctypes.c_char_p),
            ctypes.c_int,
            ctypes.c_int,
        ]
        if self._library.espeak_Initialize(_RETRIEVAL, 0, data_folder().encode(), 0) <= 0:
            raise EspeakUnusable("data")
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise EspeakUnusable("voice")

    def phonemes(self, text: str) -> str:
        """The phonemes of words without punctuation; the letters of one sound are tied with `^`."""
        rest = ctypes.c_char_p(text.encode())
        parts: list[str] = []
        while rest.value:
            part = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA_WITH_TIES)
            if part:
                parts.append(part.decode().strip())
        return " ".join(part for part in parts if part)
