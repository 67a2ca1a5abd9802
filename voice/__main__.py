"""`python -m voice`: hears and speaks for the other processes until it is told to end.

Starts without any model, and says what is missing. Ends with 2 and one sentence when it cannot listen at all.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable

from voice import logs
from voice.recognition.engine import RecognitionEngine
from voice.settings import Settings, SettingsWrong, load_settings

FAILED = 2
# Bytes of a request's first line, which may hold a long text to be spoken, percent-encoded. The library reads
# it when it is imported.
LONGEST_LINE = ("WEBSOCKETS_MAX_LINE_LENGTH", "32768")


def main() -> int:
    """The status the process ends with."""
    try:
        settings = load_settings(os.environ)
    except SettingsWrong as error:
        print(error, file=sys.stderr)  # noqa: T201
        return FAILED
    logs.configure(settings.log_level)
    logs.catch_uncaught()
    try:
        asyncio.run(serve(settings))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        print(  # noqa: T201
            f"Port {settings.port} on {settings.host} cannot be used ({reason}): stop the program that "
            "has it, or set BANGBAN_VOICE_PORT to another port.",
            file=sys.stderr,
        )
        return FAILED
    return 0


async def serve(settings: Settings, choose: Callable[[], RecognitionEngine | None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT; `choose` gives another recogniser than the settings do.

    Raises OSError when the port cannot be had.
    """
    os.environ.setdefault(*LONGEST_LINE)
    from voice.mounting import parts_from
    from voice.server import Server

    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    server = Server(parts_from(settings, choose), settings.host, settings.port)
    await server.open()
    try:
        await told.wait()
    finally:
        await server.close()


if __name__ == "__main__":
    sys.exit(main())
