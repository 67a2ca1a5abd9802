"""The web process: webhooks, simulator, staff console and health, on waitress."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import sys
from types import FrameType

from waitress.server import create_server  # type: ignore[import-untyped]

from assistant import logs
from assistant.app import web_app
from assistant.composition import compose
from assistant.errors import AssistantError, UnsafeSettings
from assistant.settings import Settings, load_settings
from knowledge.gaps import cluster_of
from knowledge.library import KnowledgeError

# Each page of the console that is open may hold one; half of them are kept for everybody else.
THREADS = 32
# The provider gives a webhook up after 15 seconds.
IDLE_S = 30
WRONG_SETTING = 2


def main() -> int:
    """Serve until SIGTERM or SIGINT. 2, with one sentence on stderr, when it cannot start."""
    try:
        settings = load_settings()
        require_free(settings.host, settings.port)
        logs.configure(settings.log_level, process="web")
        logs.catch_uncaught()
        serve(settings)
    except (AssistantError, KnowledgeError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_SETTING
    return 0


def require_free(host: str, port: int) -> None:
    """Raises UnsafeSettings when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sentence = f"port {port} is in use: stop what uses it, or set BANGBAN_PORT to another."
            else:
                sentence = f"{host} port {port} cannot be listened on ({error.strerror}): set BANGBAN_HOST."
            raise UnsafeSettings(sentence) from None


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; requests that have begun are answered first."""
    signal.signal(signal.SIGTERM, _leave)
    with compose(settings) as parts:
        app = web_app(parts)
        # The first gap would wait for jieba's dictionary: before anybody asks is the time to load it.
        cluster_of("办证")
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            channel_timeout=IDLE_S,
            # The application decides which forwarded addresses to believe, so it must see them.
            clear_untrusted_proxy_headers=False,
            ident="",
        )
        try:
            server.run()
        finally:
            server.close()
            if network := app.extensions.get("simulator"):
                network.close()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
